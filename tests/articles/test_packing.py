"""Articles' texts, which are held compressed and read as they were given."""

import pickle
from dataclasses import replace

import pytest

from app.articles.article import Article

BODY = "# Возврат\n\n" + "Деньги вернём на карту за три дня. " * 200


def made(body: str = BODY) -> Article:
    return Article(id="voz-01", slug="vozvrat", category="vozvrat", title="Возврат", body=body)


@pytest.mark.parametrize("body", [BODY, "", "\ud800 одинокий суррогат", "a\x00b"])
def test_a_body_is_read_as_it_was_given(body: str) -> None:
    assert made(body).body == body


def test_an_article_without_a_body_has_an_empty_one() -> None:
    assert Article(id="a", slug="a", category="b", title="А").body == ""


def test_a_body_takes_a_fraction_of_its_characters() -> None:
    held = sum(len(value) for value in vars(made()).values() if isinstance(value, bytes))
    assert held < len(BODY) / 4


def test_articles_with_other_bodies_differ_and_copies_do_not() -> None:
    assert made() == made()
    assert made() != made("другое")
    assert replace(made(), title="Другой").body == BODY
    assert pickle.loads(pickle.dumps(made())) == made()  # noqa: S301  our own bytes
    assert "Деньги" not in repr(made())
