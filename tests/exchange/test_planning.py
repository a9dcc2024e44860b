"""New, changed, unchanged, in conflict: an article is known again by where it came from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app.articles import front_matter
from app.editing.editor import Author
from app.exchange.applying import apply
from app.exchange.opening import open_source
from app.exchange.planning import Wishes, plan
from tests.exchange.sources import PNG, bodies, counts, said, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.articles.library import Library
    from app.editing.editor import Editor
    from app.exchange.plans import Plan

    Import = Callable[..., Plan]

BY = Author(None, "Анна")
FILES = {
    "Оплата/Картой.md": "---\ntags: [карта]\n---\n# Оплата картой\n\n"
    "Приложите карту. ![к](к.png)\n",
    "Оплата/к.png": PNG,
    "Возврат.md": "# Возврат\n\n[оплата](Оплата/Картой.md)\n",
}


def rewrite(library: Library, path: str, old: str, new: str) -> None:
    file = library.folder / path
    file.write_text(file.read_text().replace(old, new))


@pytest.mark.parametrize("name", ["docs.zip", "docs (1).zip", "docs-2.0.zip"])
def test_second_import_of_the_same_source_changes_nothing(
    bring: Import, library: Library, name: str
) -> None:
    assert counts(bring(FILES)) == {"new": 2}
    before = {p: p.read_bytes() for p in library.folder.rglob("*") if p.is_file()}
    again = bring(FILES, name)
    assert (counts(again), again.to_do) == ({"unchanged": 2}, ())
    assert {p: p.read_bytes() for p in library.folder.rglob("*") if p.is_file()} == before


def test_imported_articles_are_read_and_their_links_and_pictures_work(
    bring: Import, library: Library
) -> None:
    bring(FILES, status="published")
    snapshot = library.refresh()
    assert snapshot.problems == () or {p.code for p in snapshot.problems} == {"missing-summary"}
    article = snapshot.find_by_slug("vozvrat")
    assert article is not None
    target = snapshot.resolve(article, "../oplata/kartoy.md")
    assert target is not None
    picture = snapshot.file_path(snapshot.get(target.article_id), "k.png")
    assert picture is not None
    assert picture.read_bytes() == PNG


def test_change_in_the_source_reaches_the_article_and_leaves_what_was_set_here(
    bring: Import, library: Library
) -> None:
    bring(FILES)
    rewrite(library, "oplata/kartoy.md", "status: draft", "status: published\nowner: anna")
    newer = {**FILES, "Оплата/Картой.md": "# Оплата картой\n\nПоднесите телефон.\n"}
    assert counts(bring(newer)) == {"changed": 1, "unchanged": 1}
    metadata, body = front_matter.read((library.folder / "oplata/kartoy.md").read_bytes())
    assert (metadata["status"], metadata["owner"], body) == (
        "published",
        "anna",
        "Поднесите телефон.\n",
    )
    assert "tags" not in metadata
    assert counts(bring(newer)) == {"unchanged": 2}


def guide(**said: object) -> dict[str, str | bytes]:
    """An export of Zendesk Guide with one article."""
    article = {"id": 1, "section_id": 2, "title": "Скидки", "body": "<p>Десять</p>", **said}
    return {"articles.json": json.dumps({"articles": [article]})}


def docs(visibility: str, text: str) -> dict[str, str | bytes]:
    """An export of Help Scout with one article, in a collection that all see, or not."""
    collection = {"id": "c", "siteId": "s", "name": "Справка", "visibility": visibility}
    article = {"id": "a", "collectionId": "c", "name": "Скидки", "text": f"<p>{text}</p>"}
    return {"all.json": json.dumps([collection, article | {"status": "published"}])}


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        (guide(), guide(user_segment_id=7, body="<p>Двадцать</p>")),
        (docs("public", "Десять"), docs("private", "Двадцать")),
    ],
)
def test_article_that_its_source_has_closed_becomes_staffs_at_the_next_import(
    bring: Import,
    library: Library,
    opened: dict[str, str | bytes],
    closed: dict[str, str | bytes],
) -> None:
    bring(opened, status="published")
    found = bring(closed)
    assert counts(found) == {"changed": 1}
    assert [article.audience for article in library.refresh().articles.values()] == ["staff"]
    assert "Статья открыта не всем, здесь она станет служебной." in " ".join(said(found))
    bring(opened)
    assert [article.audience for article in library.refresh().articles.values()] == ["staff"]


def test_report_says_that_an_article_closed_in_its_source_stays_open_here(
    bring: Import, library: Library
) -> None:
    bring(guide())
    [path] = bodies(bring(guide(user_segment_id=7)))
    rewrite(library, path, "audience: staff", "audience: public")
    [note] = [note for note in bring(guide(user_segment_id=7)).notes if "открыта" in str(note)]
    assert note.severity == "warning"
    assert str(note).endswith("а здесь останется открытой для всех.")


def test_edit_here_is_kept_while_the_source_stays_as_it_was(
    bring: Import, library: Library
) -> None:
    bring(FILES)
    rewrite(library, "oplata/kartoy.md", "Приложите", "Приложите сами")
    assert counts(bring(FILES)) == {"unchanged": 2}
    assert "Приложите сами" in (library.folder / "oplata/kartoy.md").read_text()


def test_edit_here_and_there_is_a_conflict_until_somebody_decides(
    bring: Import, library: Library
) -> None:
    bring(FILES)
    rewrite(library, "oplata/kartoy.md", "Приложите", "Здешнее")
    newer = {**FILES, "Оплата/Картой.md": "# Оплата картой\n\nТамошнее.\n"}
    found = bring(newer)
    assert counts(found) == {"conflict": 1, "unchanged": 1}
    assert "Оплата/Картой.md: Статья изменилась и в источнике, и здесь. Оставлена здешняя." in said(
        found
    )
    assert "Здешнее" in (library.folder / "oplata/kartoy.md").read_text()
    assert counts(bring(newer, overwrite=True)) == {"changed": 1, "unchanged": 1}
    assert "Тамошнее" in (library.folder / "oplata/kartoy.md").read_text()


def test_article_that_was_moved_here_is_known_again(
    bring: Import, library: Library, editor: Editor
) -> None:
    bring(FILES)
    article = library.refresh().find_by_slug("kartoy")
    assert article is not None
    editor.move(article.id, "docs", "plastikom", BY)
    newer = {**FILES, "Возврат.md": "# Возврат\n\nСмотрите [оплату](Оплата/Картой.md)\n"}
    found = bring(newer)
    assert counts(found) == {"changed": 1, "unchanged": 1}
    assert "[оплату](plastikom.md)" in (library.folder / "docs/vozvrat.md").read_text()


def test_two_sources_with_the_same_files_are_two_sources(bring: Import, library: Library) -> None:
    bring(FILES)
    found = bring(FILES, "other.zip")
    assert counts(found) == {"new": 2}
    assert any("Статья с таким названием здесь уже есть: docs/vozvrat.md" in s for s in said(found))
    assert {a.slug for a in library.refresh().articles.values()} == {
        "vozvrat", "kartoy", "vozvrat-2", "oplata-kartoy",
    }  # fmt: skip


def test_everything_can_go_into_one_category(bring: Import) -> None:
    assert sorted(bodies(bring(FILES, into="arhiv"))) == [
        "arhiv/oplata/kartoy.md",
        "arhiv/vozvrat.md",
    ]


def test_interrupted_import_is_finished_by_the_next_one(
    editor: Editor, library: Library, tmp_path: Path
) -> None:
    archive = open_source(zipped(tmp_path / "docs.zip", FILES))
    whole = plan(archive, library.refresh(), Wishes())
    apply(whole, archive, editor, BY, most=3)
    rest = plan(archive, library.refresh(), Wishes())
    assert counts(rest) == {"new": 1, "unchanged": 1}
    apply(rest, archive, editor, BY)
    done = {p.relative_to(library.folder).as_posix() for p in library.folder.rglob("*.md")}
    assert done == {change.path for change in whole.changes if change.what == "article"}
    assert plan(archive, library.refresh(), Wishes()).to_do == ()


def test_plans_that_write_the_same_have_one_fingerprint(library: Library, tmp_path: Path) -> None:
    def fingerprint(files: dict[str, str | bytes], **wishes: object) -> str:
        archive = open_source(zipped(tmp_path / "docs.zip", files))
        return plan(archive, library.refresh(), Wishes(**wishes)).fingerprint  # type: ignore[arg-type]

    assert fingerprint(FILES) == fingerprint(FILES)
    assert fingerprint(FILES) != fingerprint(FILES, status="published")
    assert fingerprint(FILES) != fingerprint({**FILES, "В.md": "# В\n\nТекст"})
