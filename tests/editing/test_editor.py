"""Saving, creating and moving articles: minimal differences, every version kept, nothing lost."""

from __future__ import annotations

import errno
import threading
from typing import TYPE_CHECKING

import pytest

from app import durable
from app.articles.reading import revision_of
from app.articles.snapshot import ArticleNotFound
from app.db import session, transaction
from app.editing import editor as editor_room
from app.editing import revisions
from app.editing.editor import NotWritten, Stale
from app.errors import InvalidInput
from tests.editing.shelf import ANNA, BORIS, RETURNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.articles.library import Library
    from app.editing.editor import Editor


def versions(article_id: str = "voz-01") -> list[tuple[str, str, bool]]:
    found = revisions.of_article(article_id)
    return [(row.author, row.note, row.is_from_file) for row in found]


def fields_of(problem: pytest.ExceptionInfo[InvalidInput]) -> Mapping[str, str]:
    return {name: str(error) for name, error in problem.value.fields.items()}


def test_change_of_a_key_changes_one_line(editor: Editor, library: Library) -> None:
    editor.change("voz-01", ANNA, status="archived")
    path = library.folder / "vozvrat" / "vozvrat-deneg.md"
    wanted = RETURNS.replace("status: published", "status: archived")
    assert path.read_text(encoding="utf-8") == wanted


def test_saved_article_is_read_at_once_and_told_of_once(
    editor: Editor, library: Library, told: list[object]
) -> None:
    editor.change("voz-01", ANNA, title="Деньги назад")
    assert library.snapshot.get("voz-01").title == "Деньги назад"
    assert len(told) == 1


def test_change_for_readers_dates_the_article(editor: Editor, library: Library) -> None:
    before = library.snapshot.get("voz-01").updated
    editor.change("voz-01", ANNA, owner="anna")
    assert library.snapshot.get("voz-01").updated == before
    editor.change("voz-01", ANNA, body="Другой текст.\n")
    assert library.snapshot.get("voz-01").updated != before


def test_key_that_becomes_none_goes_away(editor: Editor, library: Library) -> None:
    editor.change("voz-01", ANNA, summary=None)
    assert "summary" not in editor.source("voz-01").content.decode()


def test_every_version_is_kept_with_its_author(editor: Editor) -> None:
    first = editor.source("voz-01")
    editor.change("voz-01", ANNA, note="Уточнила", title="Деньги назад")
    assert versions() == [("Анна", "Уточнила", False), ("file", "", True)]
    assert revisions.find_content("voz-01", first.revision) == first.content


def test_save_over_a_newer_version_shows_all_three(editor: Editor) -> None:
    base = editor.source("voz-01")
    theirs = RETURNS.replace("три дня", "пять дней").encode()
    mine = RETURNS.replace("Приходите", "Приезжайте").encode()
    editor.save("voz-01", theirs, base.revision, BORIS)
    with pytest.raises(Stale) as refused:
        editor.save("voz-01", mine, base.revision, ANNA)
    stale = refused.value
    assert (stale.base, stale.mine, stale.theirs) == (base.content, mine, theirs)
    assert editor.source("voz-01").content == theirs
    merged = stale.proposal.content()
    assert stale.proposal.is_clean
    assert "пять дней" in merged.decode()
    assert "Приезжайте" in merged.decode()
    editor.save("voz-01", merged, stale.theirs_revision, ANNA)
    assert editor.source("voz-01").content == merged


def test_change_upon_an_old_version_is_refused_too(editor: Editor) -> None:
    base = editor.source("voz-01").revision
    editor.change("voz-01", BORIS, base=base, summary="Их")
    with pytest.raises(Stale) as refused:
        editor.change("voz-01", ANNA, base=base, title="Моё")
    assert "Моё".encode() in refused.value.mine
    assert "Их".encode() not in refused.value.mine


def test_saving_the_same_twice_is_one_version(editor: Editor) -> None:
    base = editor.source("voz-01")
    mine = RETURNS.replace("три", "два").encode()
    first = editor.save("voz-01", mine, base.revision, ANNA)
    assert editor.save("voz-01", mine, base.revision, ANNA) == first
    assert len(versions()) == 2


@pytest.mark.parametrize(
    ("before", "after", "field", "says"),
    [
        ("id: voz-01", "id: voz-77", "id", "Верните «voz-01»"),
        ("id: voz-01\n", "", "id", "id"),
        ("title: Возврат денег", "title: 'Возврат", "source", "Строка"),
        ("---\nid", "--\nid", "source", "Строка 1"),
        ("lang: ru", "lang: ru\npublish_at: завтра", "publish_at", "часовым поясом"),
        ("status: published", "status: живая", "status", "draft | review"),
    ],
)
def test_file_that_cannot_be_read_back_is_refused(
    editor: Editor, before: str, after: str, field: str, says: str
) -> None:
    base = editor.source("voz-01")
    assert before in RETURNS
    with pytest.raises(InvalidInput) as refused:
        editor.save("voz-01", RETURNS.replace(before, after).encode(), base.revision, ANNA)
    assert says in fields_of(refused).get(field, str(fields_of(refused)))
    assert editor.source("voz-01") == base


def test_problem_that_was_there_before_does_not_stop_a_save(
    editor: Editor, library: Library
) -> None:
    path = library.folder / "vozvrat" / "vozvrat-deneg.md"
    broken = RETURNS.replace("lang: ru", "lang: ru\nverified: давно")
    path.write_text(broken, encoding="utf-8")
    editor.change("voz-01", ANNA, title="Деньги назад")
    assert "verified: давно" in editor.source("voz-01").content.decode()


def test_unknown_article_is_not_found(editor: Editor) -> None:
    with pytest.raises(ArticleNotFound):
        editor.change("voz-99", ANNA, title="Да")


def test_change_on_disk_becomes_a_version_of_the_file_once(
    editor: Editor, library: Library
) -> None:
    assert sorted(editor.keep_changes_on_disk()) == ["voz-01", "voz-02"]
    path = library.folder / "vozvrat" / "vozvrat-deneg.md"
    path.write_text(RETURNS.replace("три", "два"), encoding="utf-8")
    library.refresh()
    assert editor.keep_changes_on_disk() == ["voz-01"]
    assert editor.keep_changes_on_disk() == []
    assert versions() == [("file", "", True)] * 2


def test_many_changes_on_disk_are_kept_some_at_a_time(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor_room, "KEPT_AT_ONCE", 1)
    assert sorted(editor.keep_changes_on_disk()) == ["voz-01", "voz-02"]
    assert editor.keep_changes_on_disk() == []


def test_version_that_came_past_the_studio_is_kept_before_a_save(
    editor: Editor, library: Library
) -> None:
    editor.source("voz-01")
    path = library.folder / "vozvrat" / "vozvrat-deneg.md"
    path.write_text(RETURNS.replace("три", "два"), encoding="utf-8")
    editor.change("voz-01", ANNA, title="Деньги назад")
    assert [row[0] for row in versions()] == ["Анна", "file", "file"]
    assert "два дня" in editor.source("voz-01").content.decode()


def test_new_article_is_a_draft_at_an_address_of_its_title(
    editor: Editor, library: Library
) -> None:
    saved = editor.create("Оплата картой", "oplata", ANNA, fields={"owner": "anna"}, body="\nДа.\n")
    article = library.snapshot.get(saved.article_id)
    assert (article.slug, article.status, article.owner) == ("oplata-kartoy", "draft", "anna")
    assert article.body == "\nДа.\n"
    assert versions(saved.article_id) == [("Анна", "", False)]


def test_two_articles_begun_together_get_two_ids(editor: Editor) -> None:
    with editor.writing(), transaction():
        made = [editor.create("Оплата", "oplata", ANNA) for _ in range(2)]
    assert made[0].article_id != made[1].article_id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"category": "net"}, "category"),
        ({"slug": "Оплата"}, "slug"),
        ({"slug": "../x"}, "slug"),
        ({"slug": "obmen"}, "slug"),
    ],
)
def test_article_that_cannot_be_placed_is_refused_beside_the_field(
    editor: Editor, changes: dict[str, str], field: str
) -> None:
    asked = {"title": "Оплата", "category": "oplata", **changes}
    with pytest.raises(InvalidInput) as refused:
        editor.create(asked.pop("title"), asked.pop("category"), ANNA, **asked)
    assert list(refused.value.fields) == [field]


def test_old_address_of_a_renamed_article_leads_to_it(editor: Editor, library: Library) -> None:
    editor.move("voz-01", "vozvrat", "dengi-nazad", ANNA)
    snapshot = library.snapshot
    assert snapshot.get("voz-01").slug == "dengi-nazad"
    assert snapshot.find_redirect("vozvrat-deneg") is snapshot.get("voz-01")
    assert not (library.folder / "vozvrat" / "vozvrat-deneg.md").exists()
    editor.move("voz-01", "vozvrat", "vozvrat-deneg", ANNA)
    assert library.snapshot.get("voz-01").redirect_from == ("dengi-nazad",)


def test_moved_article_takes_its_pictures_along_and_keeps_its_links(
    editor: Editor, library: Library
) -> None:
    editor.move("voz-02", "oplata", "obmen", ANNA)
    snapshot = library.refresh()
    article = snapshot.get("voz-02")
    assert snapshot.file_path(article, "shema.png") == library.folder / "oplata" / "shema.png"
    assert not (library.folder / "vozvrat" / "shema.png").exists()
    target = snapshot.resolve(article, "vozvrat-deneg.md")
    assert target is not None
    assert target.article_id == "voz-01"


def test_picture_whose_name_is_taken_there_gets_another(editor: Editor, library: Library) -> None:
    (library.folder / "oplata" / "shema.png").write_bytes(b"another picture")
    editor.move("voz-02", "oplata", "obmen", ANNA)
    assert "![Схема](shema-2.png)" in library.snapshot.get("voz-02").body
    assert (library.folder / "oplata" / "shema.png").read_bytes() == b"another picture"
    assert (library.folder / "oplata" / "shema-2.png").read_bytes() == b"a picture"


def test_picture_that_another_article_shows_stays(editor: Editor, library: Library) -> None:
    body = library.snapshot.get("voz-01").body
    editor.change("voz-01", ANNA, body=body + "\n![Схема](shema.png)\n")
    editor.move("voz-02", "oplata", "obmen", ANNA)
    assert (library.folder / "vozvrat" / "shema.png").exists()


def test_move_to_a_taken_address_changes_nothing(editor: Editor, library: Library) -> None:
    with pytest.raises(InvalidInput):
        editor.move("voz-02", "vozvrat", "vozvrat-deneg", ANNA)
    assert library.snapshot.get("voz-02").slug == "obmen"


def test_removed_article_keeps_its_versions(editor: Editor, library: Library) -> None:
    content = editor.source("voz-01").content
    editor.remove("voz-01", ANNA)
    assert library.snapshot.find("voz-01") is None
    assert revisions.find_content("voz-01", revision_of(content)) == content


def test_attachment_gets_a_free_latin_name(editor: Editor, library: Library) -> None:
    assert editor.attach("voz-02", "Схема.PNG", b"new", ANNA) == "shema-2.png"
    assert editor.attach("voz-02", "schema/../Схема.png", b"new", ANNA) == "shema-2.png"
    assert (library.folder / "vozvrat" / "shema-2.png").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["x.md", "_category.yml", "", "x", "x.p/ng", "x.я"])
def test_attachment_of_another_kind_is_refused(editor: Editor, name: str) -> None:
    with pytest.raises(InvalidInput):
        editor.attach("voz-02", name, b"new", ANNA)


def test_category_is_described_by_its_file(editor: Editor, library: Library) -> None:
    editor.describe_category("oplata/karty", "title: Карты\n".encode(), ANNA)
    assert library.snapshot.categories["oplata/karty"].title == "Карты"
    for path, content in (("oplata/a/b", b"title: X\n"), ("../x", b"title: X\n"), ("x", b"- a")):
        with pytest.raises(InvalidInput):
            editor.describe_category(path, content, ANNA)


def test_full_disk_leaves_the_old_file_and_no_version(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    base = editor.source("voz-01")
    with monkeypatch.context() as patch:
        patch.setattr(durable.os, "fsync", full_disk)
        with pytest.raises(NotWritten, match="No space"):
            editor.change("voz-01", ANNA, title="Деньги назад")
    assert editor.source("voz-01") == base
    assert len(versions()) == 1


def test_lock_is_taken_before_the_transaction(editor: Editor) -> None:
    with pytest.raises(RuntimeError, match="content lock"), transaction():
        editor.change("voz-01", ANNA, title="Деньги назад")


def test_saves_of_many_threads_lose_no_line(editor: Editor, library: Library) -> None:
    def add(word: str) -> None:
        for _ in range(3):
            _append(editor, word)
        session.remove()

    threads = [threading.Thread(target=add, args=(word,)) for word in ("раз", "два", "три")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    body = library.refresh().get("voz-01").body
    assert [body.count(f"+{word}") for word in ("раз", "два", "три")] == [3, 3, 3]


def _append(editor: Editor, word: str) -> None:
    base = editor.source("voz-01")
    mine = base.content + f"+{word}\n".encode()
    try:
        editor.save("voz-01", mine, base.revision, ANNA)
    except Stale as stale:
        while True:
            merged = stale.theirs + f"+{word}\n".encode()
            try:
                editor.save("voz-01", merged, stale.theirs_revision, ANNA)
            except Stale as again:
                stale = again
            else:
                break
