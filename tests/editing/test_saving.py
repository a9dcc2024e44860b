"""Saving what the page of the editor sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.editing import saving
from app.editing.editor import Stale
from app.editing.saving import Wish
from app.errors import InvalidInput
from tests.editing.shelf import ANNA, RETURNS

if TYPE_CHECKING:
    from app.articles.library import Library
    from app.editing.editor import Editor


def content(editor: Editor) -> str:
    return editor.source("voz-01").content.decode()


def test_untouched_form_changes_no_byte(editor: Editor) -> None:
    before = editor.source("voz-01")
    body = before.content.decode().split("---\n", 2)[2].replace("\n", "\r\n")
    saved = saving.save(editor, "voz-01", Wish(before.revision, body=body), ANNA)
    assert (saved.revision, content(editor)) == (before.revision, RETURNS)


def test_text_fields_and_address_change_together(editor: Editor, library: Library) -> None:
    base = editor.source("voz-01").revision
    picture = editor.attach("voz-01", "novaya.png", b"pixels", ANNA)
    wish = Wish(
        base,
        {"summary": "Быстро", "tags": None},
        f"Текст. ![Новая]({picture})",
        category="oplata",
        slug="vozvrat",
    )
    saving.save(editor, "voz-01", wish, ANNA)
    article = library.snapshot.get("voz-01")
    assert (article.category, article.slug, article.tags) == ("oplata", "vozvrat", ())
    assert article.redirect_from == ("vozvrat-deneg",)
    assert article.body == "Текст. ![Новая](novaya.png)\n"
    assert (library.folder / "oplata" / "novaya.png").read_bytes() == b"pixels"


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"slug": "obmen", "body": "Новый."}, "slug"),
        ({"slug": "Не адрес", "body": "Новый."}, "slug"),
        ({"category": "net", "body": "Новый."}, "category"),
        ({"source": "  "}, "source"),
        ({"source": "---\nid: voz-01\ntitle: [\n---\n"}, "source"),
        ({"source": RETURNS.replace("voz-01", "voz-02")}, "id"),
    ],
)
def test_what_cannot_be_saved_whole_is_not_saved_at_all(
    editor: Editor, wish: dict[str, str], field: str
) -> None:
    base = editor.source("voz-01").revision
    with pytest.raises(InvalidInput) as caught:
        saving.save(editor, "voz-01", Wish(base, **wish), ANNA)
    assert field in caught.value.fields
    assert content(editor) == RETURNS


def test_broken_source_is_told_with_its_line(editor: Editor) -> None:
    base = editor.source("voz-01").revision
    broken = RETURNS.replace("summary: Как", "summary: [Как")
    with pytest.raises(InvalidInput) as caught:
        saving.save(editor, "voz-01", Wish(base, source=broken), ANNA)
    assert str(caught.value.fields["source"]).startswith("Строка 5: ")


def test_source_keeps_the_line_ends_of_the_file(editor: Editor, library: Library) -> None:
    path = library.folder / "vozvrat" / "vozvrat-deneg.md"
    path.write_bytes(RETURNS.replace("\n", "\r\n").encode())
    library.refresh()
    base = editor.source("voz-01").revision
    typed = RETURNS.replace("Обычно три дня.", "Обычно день.").rstrip("\n")
    saving.save(editor, "voz-01", Wish(base, source=typed), ANNA)
    expected = RETURNS.replace("Обычно три дня.", "Обычно день.").replace("\n", "\r\n")
    assert path.read_bytes().decode() == expected


def test_old_version_is_not_saved_over_a_newer_one(editor: Editor) -> None:
    base = editor.source("voz-01").revision
    editor.change("voz-01", ANNA, {"summary": "Другое"})
    with pytest.raises(Stale) as caught:
        saving.save(editor, "voz-01", Wish(base, {"summary": "Моё"}, slug="novyy"), ANNA)
    assert "Моё" in caught.value.mine.decode()
    assert "Другое" in content(editor)
