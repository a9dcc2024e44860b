"""Who may find an article, and titles in two languages."""

from datetime import UTC, datetime, timedelta

import pytest

from app.articles.article import Article, Category

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("status", "audience", "publish_at", "expected"),
    [
        ("published", "public", None, "public"),
        ("published", "public", NOW - HOUR, "public"),
        ("published", "public", NOW, "public"),
        ("published", "public", NOW + HOUR, "unpublished"),
        ("published", "staff", None, "staff"),
        ("published", "staff", NOW + HOUR, "unpublished"),
        ("draft", "public", None, "unpublished"),
        ("review", "public", None, "unpublished"),
        ("archived", "public", None, "unpublished"),
        ("archived", "staff", NOW - HOUR, "unpublished"),
    ],
)
def test_visibility_follows_status_audience_and_time(status, audience, publish_at, expected):
    article = Article(
        id="a",
        slug="a",
        category="c",
        title="t",
        status=status,
        audience=audience,
        publish_at=publish_at,
    )
    assert article.visibility(NOW) == expected


@pytest.mark.parametrize(
    ("publish_at", "unpublish_at", "expected"),
    [
        (None, NOW + HOUR, "public"),
        (None, NOW, "unpublished"),
        (NOW - HOUR, NOW + HOUR, "public"),
        (NOW - 2 * HOUR, NOW - HOUR, "unpublished"),
    ],
)
def test_published_article_goes_at_its_hour(publish_at, unpublish_at, expected):
    article = Article(
        id="a",
        slug="a",
        category="c",
        title="t",
        status="published",
        audience="public",
        publish_at=publish_at,
        unpublish_at=unpublish_at,
    )
    assert article.visibility(NOW) == expected


def test_article_that_says_nothing_of_itself_is_hidden():
    article = Article(id="a", slug="a", category="c", title="t")
    assert article.visibility(NOW) == "unpublished"


def test_article_can_be_a_member_of_a_set():
    article = Article(id="a", slug="a", category="c", title="t", extra={"x": [1]})
    assert len({article, article}) == 1


def test_category_without_english_words_shows_the_russian_ones():
    category = Category(path="oplata", title="Оплата", title_en="Payment", summary="Как платить")
    assert category.title_in("en") == "Payment"
    assert category.title_in("ru") == "Оплата"
    assert category.summary_in("en") == "Как платить"


def test_nested_category_knows_its_parent():
    assert Category(path="oplata/karty", title="Карты").parent == "oplata"
    assert Category(path="oplata", title="Оплата").parent is None
