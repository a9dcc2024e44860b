"""Old addresses: listed, added, removed; collisions and circles refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.editing import redirects
from app.errors import InvalidInput, NotFound
from tests.editing.shelf import ANNA

if TYPE_CHECKING:
    from app.articles.library import Library
    from app.editing.editor import Editor


@pytest.mark.parametrize(
    "typed",
    ["staryy", " /articles/staryy/ ", "https://help.example/articles/staryy", "articles/staryy"],
)
def test_an_old_address_is_added_and_removed(editor: Editor, library: Library, typed: str) -> None:
    before = library.refresh().get("voz-01").source_path.read_bytes()
    assert redirects.add(editor, typed, "voz-01", ANNA) == "staryy"
    [one] = redirects.everything(library.refresh())
    assert (one.slug, one.article.id, one.taken_by) == ("staryy", "voz-01", None)
    assert library.snapshot.find_redirect("staryy") is one.article
    redirects.remove(editor, "staryy", "voz-01", ANNA)
    assert library.refresh().get("voz-01").source_path.read_bytes() == before
    with pytest.raises(NotFound):
        redirects.remove(editor, "staryy", "voz-01", ANNA)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "последнюю часть"),
        ("a b", "последнюю часть"),
        ("a/b", "последнюю часть"),
        ("../a", "последнюю часть"),
        ("a?b", "последнюю часть"),
        ("x" * 201, "последнюю часть"),
        ("vozvrat-deneg", "по кругу"),
        ("obmen", "открывается статья «Обмен товара»"),
        ("zanyat", "уже ведёт к статье «Обмен товара»"),
    ],
)
def test_collisions_and_circles_are_refused(
    editor: Editor, library: Library, typed: str, why: str
) -> None:
    redirects.add(editor, "zanyat", "voz-02", ANNA)
    before = library.refresh().version
    with pytest.raises(InvalidInput) as refused:
        redirects.add(editor, typed, "voz-01", ANNA)
    assert why in str(refused.value.fields["slug"])
    assert library.refresh().version == before


def test_what_stands_in_the_way_of_an_old_address_is_named(
    editor: Editor, library: Library
) -> None:
    editor.change("voz-01", ANNA, redirect_from=["obmen", "vozvrat-deneg"])
    found = {one.slug: one.taken_by for one in redirects.everything(library.refresh())}
    assert found == {
        "obmen": library.snapshot.get("voz-02"),
        "vozvrat-deneg": library.snapshot.get("voz-01"),
    }
