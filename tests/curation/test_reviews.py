"""A review reaches whom it concerns by one mail, not a mail a line."""

# ruff: noqa: F811  fixtures are imported by their names
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.accounts.roles import Role
from app.curation import reviews
from app.curation.letters import reviews as letters
from app.editing import comments
from app.editing.comments import Word
from app.editing.editor import Author
from app.editing.workflow import Step
from app.errors import InvalidInput
from app.tickets.letters import muting
from app.tickets.letters.muting import Topic
from tests.accounts import cast
from tests.curation.fetching import fetching
from tests.editing.conftest import editor, library, told  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from app.accounts.models import Account
    from app.articles.article import Article
    from app.articles.library import Library
    from app.config import Config
    from app.editing.editor import Editor
    from tests.curation.fetching import Fetch

pytestmark = pytest.mark.usefixtures("database")
START = datetime(2026, 11, 30, 9, tzinfo=UTC)
LATER = START + timedelta(hours=2)


@pytest.fixture
def fetch(config: Config, library: Library) -> Iterator[Fetch]:
    """Deliver what is due at a moment through a real SMTP server; return what came in since."""
    with fetching(
        config, {letters.LETTER: partial(letters.to_colleague, library=library)}
    ) as fetched:
        yield fetched


def text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def sent_for_review(editor: Editor, library: Library, boris: Account) -> Article:
    by = Author(boris.id, boris.name, boris.email)
    made = editor.create("Оплата картой", "oplata", by, body="\nПервая строка.\n")
    editor.change(made.article_id, by, status="review")
    return library.refresh().get(made.article_id)


def say(article: Article, by: Account, words: str, minute: float, line: int | None = None) -> None:
    with clock.frozen_at(START + timedelta(minutes=minute)):
        quote = "Первая строка." if line else ""
        reviews.comment(article, Word(article.id, article.revision, words, line, quote), by)


def test_lines_of_one_review_come_in_one_mail(
    editor: Editor, library: Library, fetch: Fetch
) -> None:
    anna, boris = cast.anna(), cast.boris()
    article = sent_for_review(editor, library, boris)
    say(article, anna, "А если нет карты?", 0, line=2)
    say(article, anna, "Добавьте сроки.", 8)
    assert fetch(START + timedelta(minutes=15)) == []
    (letter,) = fetch(START + timedelta(minutes=18))
    assert letter["To"] == "boris@polka.example"
    assert letter["Subject"] == "Замечания к статье: Оплата картой"
    said = text(letter)
    assert "Анна о строке «Первая строка.»: > А если нет карты?" in said
    assert said.index("А если нет карты?") < said.index("Добавьте сроки.")
    assert f"https://help.polka.example/studio/articles/{article.id}/review" in said
    assert fetch(LATER) == []


def test_sent_back_the_mail_goes_at_once_with_all_that_was_said(
    editor: Editor, library: Library, fetch: Fetch
) -> None:
    anna, boris = cast.anna(), cast.boris()
    article = sent_for_review(editor, library, boris)
    say(article, anna, "Проверьте цену.", 0)
    with clock.frozen_at(START + timedelta(minutes=2)):
        step = Step("draft", article.revision, comment="Поправьте и пришлите снова.")
        reviews.take(editor, article.id, anna, step)
    (letter,) = fetch(START + timedelta(minutes=2))
    assert letter["Subject"] == "Статью вернули: Оплата картой"
    assert "Проверьте цену." in text(letter)
    assert "Поправьте и пришлите снова." in text(letter)
    assert fetch(LATER) == []


def test_nobody_is_told_of_their_own_words_or_of_what_is_heeded(
    editor: Editor, library: Library, fetch: Fetch
) -> None:
    anna, boris = cast.anna(), cast.boris()
    article = sent_for_review(editor, library, boris)
    say(article, boris, "Сомневаюсь.", 0)
    assert fetch(LATER) == []
    say(article, anna, "Опечатка.", 130)
    (placed,) = [one for one in comments.of_article(article.id, "") if one.comment.body[0] == "О"]
    comments.resolve(placed.comment.id, boris.id)
    assert fetch(LATER + timedelta(hours=2)) == []


def test_the_owner_hears_too_and_whoever_wants_no_such_mail_does_not(
    editor: Editor, library: Library, fetch: Fetch
) -> None:
    anna, boris, vera = cast.anna(), cast.boris(), cast.vera()
    article = sent_for_review(editor, library, boris)
    by = Author(anna.id, anna.name)
    editor.change(article.id, by, owner=vera.email)
    muting.mute(boris.id, Topic.REVIEW)
    say(library.refresh().get(article.id), anna, "Вопрос.", 0)
    letters_sent = fetch(LATER)
    assert [letter["To"] for letter in letters_sent] == [vera.email]
    key = str(letters_sent[0]["List-Unsubscribe"]).strip("<>").rpartition("/")[2]
    assert muting.read_link_key(key, "secret of the tests") == (vera, Topic.REVIEW)


def test_a_refused_word_tells_nobody(editor: Editor, library: Library, fetch: Fetch) -> None:
    anna, boris = cast.anna(), cast.boris()
    article = sent_for_review(editor, library, boris)
    with pytest.raises(InvalidInput):
        say(article, anna, " ", 0)
    assert fetch(LATER) == []


def test_a_long_review_is_not_kept_back_for_ever(
    editor: Editor, library: Library, fetch: Fetch
) -> None:
    anna, boris = cast.anna(), cast.boris()
    article = sent_for_review(editor, library, boris)
    for minute in range(0, 70, 9):
        say(article, anna, f"Замечание {minute}.", minute)
    (letter,) = fetch(START + timedelta(minutes=64))
    assert "Замечание 63." in text(letter)


def approve(editor: Editor, article: Article, by: Account, minute: float) -> None:
    with clock.frozen_at(START + timedelta(minutes=minute)):
        reviews.approve(editor, article.id, by, article.revision)


def test_approved_its_author_and_those_who_publish_are_told_at_once(
    editor: Editor, library: Library, fetch: Fetch
) -> None:
    anna, boris, olga = cast.anna(), cast.boris(), cast.olga()
    cast.hire("Зоя", "zoya@polka.example", Role.REVIEWER)
    muted = cast.hire("Олег", "oleg@polka.example", Role.ADMIN)
    muting.mute(muted.id, Topic.REVIEW)
    article = sent_for_review(editor, library, boris)
    say(article, olga, "Теперь хорошо.", 0)
    approve(editor, article, olga, 1)
    letters_sent = {letter["To"]: letter for letter in fetch(START + timedelta(minutes=1))}
    assert set(letters_sent) == {anna.email, boris.email}
    for letter in letters_sent.values():
        assert letter["Subject"] == "Статью одобрили: Оплата картой"
        assert "Статью «Оплата картой» одобрили: Ольга." in text(letter)
    assert "Её можно публиковать." in text(letters_sent[anna.email])
    assert "Публикуют её редакторы." in text(letters_sent[boris.email])
    assert "Теперь хорошо." in text(letters_sent[boris.email])
    assert fetch(LATER) == []


def test_nobody_is_told_of_an_approval_that_no_longer_holds(
    editor: Editor, library: Library, fetch: Fetch
) -> None:
    boris, olga = cast.boris(), cast.olga()
    cast.anna()
    article = sent_for_review(editor, library, boris)
    approve(editor, article, olga, 0)
    editor.change(article.id, Author.of(boris), body="\nИначе.\n")
    assert fetch(LATER) == []


def test_editor_who_approves_is_not_told(editor: Editor, library: Library, fetch: Fetch) -> None:
    anna, boris = cast.anna(), cast.boris()
    article = sent_for_review(editor, library, boris)
    approve(editor, article, anna, 0)
    assert [letter["To"] for letter in fetch(LATER)] == [boris.email]
