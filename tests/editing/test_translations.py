"""Translations beside their originals: what is missing, fresh, or has fallen behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.editing import originals, translations
from app.errors import Conflict
from tests.editing.shelf import ANNA

if TYPE_CHECKING:
    from app.articles.library import Library
    from app.editing.editor import Editor


def states(library: Library) -> dict[str, str]:
    return {pair.original.id: pair.state for pair in translations.pairs(library.refresh())}


def test_a_translation_begins_with_the_originals_text(editor: Editor, library: Library) -> None:
    assert states(library) == {"voz-01": "missing", "voz-02": "missing"}
    saved = translations.begin(editor, "voz-01", "en", ANNA)
    begun, original = library.refresh().get(saved.article_id), library.snapshot.get("voz-01")
    assert (begun.lang, begun.translation_of, begun.status) == ("en", "voz-01", "draft")
    assert (begun.slug, begun.audience) == ("vozvrat-deneg-en", original.audience)
    assert begun.body == original.body
    assert (begun.owner, begun.confidence) == ("anna", "wip")
    assert states(library)["voz-01"] == "fresh"


def test_only_a_change_of_the_text_makes_it_old(editor: Editor, library: Library) -> None:
    saved = translations.begin(editor, "voz-01", "en", ANNA)
    editor.change("voz-01", ANNA, verified="2026-11-28", tags=["другая"], audience="staff")
    assert states(library)["voz-01"] == "fresh"
    editor.change("voz-01", ANNA, body="Деньги вернутся за день.\n")
    assert states(library)["voz-01"] == "outdated"
    seen = translations.text_of(library.snapshot.get("voz-01"))
    translations.confirm(editor, saved.article_id, seen, ANNA)
    assert states(library)["voz-01"] == "fresh"


def test_only_the_original_that_was_seen_is_confirmed(editor: Editor, library: Library) -> None:
    saved = translations.begin(editor, "voz-01", "en", ANNA)
    editor.change("voz-01", ANNA, body="Деньги вернутся за день.\n")
    seen = translations.text_of(library.refresh().get("voz-01"))
    editor.change("voz-01", ANNA, body="Деньги вернутся за час.\n")
    with pytest.raises(Conflict, match="Оригинал изменился"):
        translations.confirm(editor, saved.article_id, seen, ANNA)
    assert states(library)["voz-01"] == "outdated"


def test_what_came_into_the_original_since_is_told(editor: Editor, library: Library) -> None:
    saved = translations.begin(editor, "voz-01", "en", ANNA)
    snapshot = library.refresh()
    fresh = originals.beside(snapshot, snapshot.get(saved.article_id))
    assert fresh is not None
    assert (fresh.state, fresh.changed) == ("fresh", None)
    for text in ("Деньги вернутся на счёт.", "Деньги вернутся на телефон."):
        editor.change("voz-01", ANNA, body=f"\n{text}\n\n## Сроки\n\nОбычно три дня.\n")
    snapshot = library.refresh()
    old = originals.beside(snapshot, snapshot.get(saved.article_id))
    assert old is not None
    assert old.changed is not None
    pieces = [piece for block in old.changed.blocks for piece in block.pieces]
    assert [piece.text for piece in pieces if piece.kind == "new"] == ["телефон"]
    assert "карту" in "".join(piece.text for piece in pieces if piece.kind == "gone")
    assert originals.beside(snapshot, snapshot.get("voz-01")) is None
    assert translations.is_outdated(snapshot, snapshot.get(saved.article_id))


def test_without_a_mark_the_text_of_that_day_is_compared(editor: Editor, library: Library) -> None:
    saved = translations.begin(editor, "voz-01", "en", ANNA)
    begun = {translations.SAYS: None, "updated": "2026-10-20"}
    editor.change(saved.article_id, ANNA, begun)
    for day, text in (("2026-10-20", "Деньги придут."), ("2026-10-21", "Деньги придут сами.")):
        editor.change("voz-01", ANNA, {"updated": day}, body=f"\n{text}\n")
    snapshot = library.refresh()
    found = originals.beside(snapshot, snapshot.get(saved.article_id))
    assert found is not None
    assert found.changed is not None
    pieces = [piece for block in found.changed.blocks for piece in block.pieces]
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"] == [
        ("new", " сами")
    ]


def test_a_text_that_is_not_kept_is_not_compared(editor: Editor, library: Library) -> None:
    saved = translations.begin(editor, "voz-01", "en", ANNA)
    editor.change(saved.article_id, ANNA, {translations.SAYS: "0123456789ab"})
    snapshot = library.refresh()
    found = originals.beside(snapshot, snapshot.get(saved.article_id))
    assert found is not None
    assert (found.state, found.changed) == ("outdated", None)


@pytest.mark.parametrize(
    ("original", "translated", "state"),
    [
        ("updated: 2026-10-14", "updated: 2026-10-13", "outdated"),
        ("updated: 2026-10-14", "updated: 2026-10-14", "fresh"),
        ("updated: 2026-10-14", "owner: anna", "unknown"),
    ],
)
def test_without_a_mark_the_dates_tell(
    library: Library, original: str, translated: str, state: str
) -> None:
    path = library.folder / "vozvrat" / "refund.md"
    text = f"---\nid: ref\ntitle: Refund\nlang: en\ntranslation_of: voz-01\n{translated}\n---\nText"
    path.write_text(text, encoding="utf-8")
    assert original in (library.folder / "vozvrat" / "vozvrat-deneg.md").read_text(encoding="utf-8")
    assert states(library)["voz-01"] == state


def test_a_second_translation_is_refused(editor: Editor, library: Library) -> None:
    saved = translations.begin(editor, "voz-01", "en", ANNA)
    for original, lang in (("voz-01", "en"), ("voz-01", "ru"), (saved.article_id, "ru")):
        with pytest.raises(Conflict):
            translations.begin(editor, original, lang, ANNA)
    with pytest.raises(Conflict):
        translations.begin(editor, "voz-02", "de", ANNA)
    with pytest.raises(Conflict):
        translations.confirm(editor, "voz-01", "", ANNA)
    assert len(library.refresh().articles) == 3
