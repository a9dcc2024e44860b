"""What is removed is listed with its title, the latest first, with when and by whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.editing import removals
from app.editing.editor import Author
from tests.accounts import cast

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.articles.library import Library
    from app.editing.editor import Editor

START = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def boris(database: object) -> Account:
    return cast.boris()


def begun(editor: Editor, by: Account, title: str, minute: int) -> str:
    with clock.frozen_at(START + timedelta(minutes=minute)):
        return editor.create(title, "oplata", Author.of(by), body="\nДа.\n").article_id


def removed(editor: Editor, article_id: str, by: Account, minute: int) -> None:
    with clock.frozen_at(START + timedelta(minutes=minute)):
        editor.remove(article_id, Author.of(by))


def titles(library: Library, by: int | None = None) -> list[str]:
    gone = removals.everything(library.snapshot.articles, by)
    return [one.title for one in removals.told(gone)]


def test_latest_removed_stands_first_whatever_was_written_last(
    editor: Editor, library: Library, boris: Account
) -> None:
    anna = cast.anna()
    first, second, third = (begun(editor, boris, f"Статья {n}", n) for n in (1, 2, 3))
    removed(editor, third, boris, 10)
    removed(editor, first, anna, 12)
    removed(editor, second, boris, 11)
    assert titles(library) == ["Статья 1", "Статья 2", "Статья 3"]
    (told, *_) = removals.told(removals.everything(library.snapshot.articles))
    assert told.removed
    assert (told.removed.author, told.version.author) == ("Анна", "Борис")
    assert told.removed.removed_at == START + timedelta(minutes=12)


def test_own_are_those_that_one_has_begun_and_removed(
    editor: Editor, library: Library, boris: Account
) -> None:
    anna = cast.anna()
    own, taken, others = (
        begun(editor, by, title, 0)
        for by, title in ((boris, "Своя"), (boris, "Убрана"), (anna, "Чужая"))
    )
    removed(editor, own, boris, 1)
    removed(editor, taken, anna, 2)
    removed(editor, others, boris, 3)
    assert titles(library, boris.id) == ["Своя"]
    assert titles(library) == ["Чужая", "Убрана", "Своя"]


def test_file_that_vanished_past_the_studio_is_noted_once_and_forgotten_when_it_is_back(
    editor: Editor, library: Library, boris: Account
) -> None:
    article_id = begun(editor, boris, "Оплата", 0)
    editor.keep_changes_on_disk()
    path = library.folder / editor.source(article_id).path
    content = path.read_bytes()
    path.unlink()
    library.refresh()
    assert titles(library) == ["Оплата"]  # before it is noted, too
    for minute in (5, 9):
        with clock.frozen_at(START + timedelta(minutes=minute)):
            editor.keep_changes_on_disk()
    (told,) = removals.told(removals.everything(library.snapshot.articles))
    assert told.removed
    assert told.removed.is_from_file
    assert told.removed.removed_at == START + timedelta(minutes=5)
    path.write_bytes(content)
    library.refresh()
    editor.keep_changes_on_disk()
    path.unlink()
    library.refresh()
    with clock.frozen_at(START + timedelta(minutes=20)):
        editor.keep_changes_on_disk()
    (told,) = removals.told(removals.everything(library.snapshot.articles))
    assert told.removed
    assert told.removed.removed_at == START + timedelta(minutes=20)


def test_article_that_is_there_again_is_not_listed(
    editor: Editor, library: Library, boris: Account
) -> None:
    article_id = begun(editor, boris, "Оплата", 0)
    source = editor.source(article_id)
    removed(editor, article_id, boris, 1)
    editor.add("oplata", "snova", source.content, Author.of(boris))
    assert titles(library) == []
    assert removals.unnoticed([article_id], library.snapshot.articles) == ([], [])
