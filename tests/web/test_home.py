"""The home page and the pages of categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.feedback import tallies
from tests.web.content import SECRET

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_home_page_lists_categories_with_counts_in_right_plurals(gleb: FlaskClient) -> None:
    page = gleb.get("/").text
    assert "Возврат" in page
    assert page.count("2 статьи") == 2  # returns; payment with the cards inside it
    assert "Сотрудникам" not in page
    assert SECRET not in page


def test_home_page_shows_staff_the_staff_category(boris: FlaskClient) -> None:
    page = boris.get("/").text
    assert "Сотрудникам" in page
    assert "1 статья" in page


def test_home_page_offers_where_to_begin_until_something_is_popular(gleb: FlaskClient) -> None:
    assert "С чего начать" in gleb.get("/").text
    for slug in ("vozvrat-deneg", "obmen", "oplata-kartoy"):
        gleb.get(f"/articles/{slug}")
    tallies.forget_popular()  # a minute passes
    assert "Популярное" in gleb.get("/").text


def test_home_page_asks_a_real_question_as_an_example(gleb: FlaskClient) -> None:
    assert "когда вернут деньги" in gleb.get("/").text


def test_category_page_lists_its_articles_and_the_categories_inside(gleb: FlaskClient) -> None:
    page = gleb.get("/categories/oplata").text
    assert "Оплата картой" in page
    assert "/categories/oplata/karty" in page
    assert "Карта Мир" not in page


def test_nested_category_names_the_way_to_it(gleb: FlaskClient) -> None:
    page = gleb.get("/categories/oplata/karty").text
    assert 'href="/categories/oplata"' in page
    assert "#book-open" in page  # its own icon is not in the sprite


def test_category_shows_an_article_once_in_the_language_of_the_page(gleb: FlaskClient) -> None:
    assert "Refund" not in gleb.get("/categories/vozvrat").text
    gleb.set_cookie("lang", "en")
    page = gleb.get("/categories/vozvrat").text
    assert "Refund for an order" in page
    assert "Возврат денег за заказ" not in page
    assert "Обмен товара" in page  # has no translation


def test_hidden_and_unknown_categories_are_both_not_found(gleb: FlaskClient) -> None:
    assert gleb.get("/categories/sotrudnikam").status_code == 404
    assert gleb.get("/categories/nope").status_code == 404


def test_staff_see_a_lock_on_staff_articles(boris: FlaskClient) -> None:
    assert "Только сотрудникам" in boris.get("/categories/sotrudnikam").text
