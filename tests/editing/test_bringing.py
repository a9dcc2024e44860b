"""Files of an import land exactly where they are to, and never outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.editing import revisions
from app.errors import InvalidInput
from tests.editing.shelf import ANNA, RETURNS

if TYPE_CHECKING:
    from app.articles.library import Library
    from app.editing.editor import Editor

NEW = RETURNS.replace("voz-01", "voz-09").encode()


def test_new_article_lands_byte_for_byte_with_its_version(editor: Editor, library: Library) -> None:
    editor.bring("novyy/razdel/kak.md", NEW, ANNA)
    article = library.snapshot.get("voz-09")
    assert article.source_path.read_bytes() == NEW
    newest = revisions.latest("voz-09")
    assert newest is not None
    assert (newest.revision, newest.author) == (article.revision, "Анна")


@pytest.mark.parametrize(
    "path", ["../a.md", "vozvrat/../../a.png", "a.md", "/etc/a.md", "vozvrat//a"]
)
def test_no_file_lands_outside_a_category(editor: Editor, library: Library, path: str) -> None:
    before = sorted(library.folder.parent.rglob("*"))
    with pytest.raises(InvalidInput):
        editor.bring(path, NEW, ANNA)
    assert [p for p in sorted(library.folder.parent.rglob("*")) if p not in before] in (
        [],
        [library.folder.parent / "articles.lock"],
    )


@pytest.mark.parametrize("path", ["vozvrat/vozvrat-deneg.md", "oplata/drugoy.md"])
def test_article_that_is_there_is_not_written_over(
    editor: Editor, library: Library, path: str
) -> None:
    with pytest.raises(InvalidInput):
        editor.bring(path, RETURNS.encode(), ANNA)
    assert (library.folder / "vozvrat/vozvrat-deneg.md").read_text() == RETURNS


def test_files_that_belong_together_are_taken_up_at_once(editor: Editor, library: Library) -> None:
    with editor.writing():
        editor.bring("novyy/_category.yml", "title: Новый\n".encode(), ANNA)
        editor.bring("novyy/k.png", b"a picture", ANNA)
        editor.bring("novyy/kak.md", NEW, ANNA)
    assert library.snapshot.categories["novyy"].title == "Новый"
    assert library.snapshot.file_path(library.snapshot.get("voz-09"), "k.png") is not None
