"""Undoing a save: the file from before it comes back, or a sentence says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.editing import restoring, revisions
from app.errors import Conflict
from tests.editing import shelf
from tests.editing.shelf import ANNA, BORIS

if TYPE_CHECKING:
    from app.articles.library import Library
    from app.editing.editor import Editor


def test_undoing_gives_back_every_byte_as_a_new_version(editor: Editor) -> None:
    saved = editor.change("voz-01", ANNA, title="Другое", body="Другое.\n", audience="staff")
    kept = len(revisions.of_article("voz-01"))
    undone = restoring.undo(editor, "voz-01", saved.revision, BORIS)
    assert editor.source("voz-01").content == shelf.RETURNS.encode()
    newest, *before = revisions.of_article("voz-01")
    assert (newest.revision, newest.author) == (undone.revision, "Борис")
    assert newest.note == f"restored:{before[-1].id}"
    assert len(before) == kept
    assert "Другое" in revisions.get("voz-01", before[0].id).content.decode()


def test_undoing_takes_back_one_save_only(editor: Editor) -> None:
    first = editor.change("voz-01", ANNA, body="Первое.\n")
    before = editor.source("voz-01").content
    saved = editor.change("voz-01", ANNA, body="Второе.\n")
    with pytest.raises(Conflict, match="после этого сохранения статью изменили"):
        restoring.undo(editor, "voz-01", first.revision, ANNA)
    restoring.undo(editor, "voz-01", saved.revision, ANNA)
    assert editor.source("voz-01").content == before


def test_what_somebody_has_changed_meanwhile_is_not_undone(
    editor: Editor, library: Library
) -> None:
    saved = editor.change("voz-01", ANNA, body="Первое.\n")
    for change in ("в студии", "в файле"):
        if change == "в студии":
            editor.change("voz-01", BORIS, summary="Моё")
        else:
            path = library.folder / "vozvrat" / "vozvrat-deneg.md"
            path.write_text(path.read_text(encoding="utf-8") + change, encoding="utf-8")
        now = editor.source("voz-01").content
        with pytest.raises(Conflict, match="Отменить уже нельзя"):
            restoring.undo(editor, "voz-01", saved.revision, ANNA)
        assert editor.source("voz-01").content == now
        saved = editor.change("voz-01", ANNA, body="Второе.\n")


def test_first_version_a_step_and_a_move_are_not_undone(editor: Editor, library: Library) -> None:
    begun = editor.create("Новая", "oplata", ANNA)
    stepped = editor.change("voz-02", ANNA, status="published")
    moved = editor.move("voz-01", "oplata", "vozvrat", ANNA)
    for saved in (begun, stepped, moved):
        assert restoring.before(saved.article_id, saved.revision) is None
        with pytest.raises(Conflict, match="Это сохранение не отменить"):
            restoring.undo(editor, saved.article_id, saved.revision, ANNA)
        assert library.refresh().get(saved.article_id).revision == saved.revision
