"""The studio's articles in a browser: many at once with a preview, review by lines, versions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk import sign_in
from tests.browser.test_every_page import LEAST_TARGET, SMALL_TARGETS
from tests.web import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Serve, Server

PAGES = {
    "list": "/studio/?stage=published&sorting=due",
    "search": "/studio/?q=возврат",
    "review": "/studio/articles/voz-09/review?line=1",
    "files": "/studio/articles/opl-01/files",
    "removal": "/studio/articles/voz-09/removal",
    "removed": "/studio/removed",
    "versions": "/studio/articles/voz-09/revisions",
    "difference": "/studio/articles/opl-01/revisions/1?view=source",
}


@pytest.fixture(scope="module")
def shop(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A small help centre of its own, whose articles may change."""
    folder = tmp_path_factory.mktemp("shop")
    content.write(folder / "articles")
    with serve(folder, folder / "articles", ENCODER="none") as running:
        yield running


@pytest.fixture(scope="module")
def cookies(chromium: Browser, shop: Server) -> Any:
    context = chromium.new_context(base_url=shop.address, locale="ru-RU")
    page = context.new_page()
    sign_in(page, shop)
    page.goto("/studio/articles/voz-09/editor")  # so that the article has a version
    page.goto("/studio/articles/opl-01/editor")
    yield context.storage_state()
    context.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_pages_about_articles_are_accessible(
    visit: Callable[..., Page],
    shop: Server,
    cookies: Any,
    name: str,
    size: tuple[int, int],
    scheme: str,
) -> None:
    options = {"color_scheme": scheme, "reduced_motion": "reduce", "storage_state": cookies}
    path = PAGES[name]
    if name == "difference":
        page = visit("/studio/articles/opl-01/revisions", size=size, at=shop, **options)
        page.locator(".versions a").first.click()
        page.wait_for_url(re.compile(r"/revisions/\d+"))
    else:
        page = visit(path, size=size, at=shop, **options)
    assert violations(page) == []
    assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("scripts", [True, False])
def test_many_articles_get_a_tag_after_a_look_at_what_will_change(
    visit: Callable[..., Page], shop: Server, cookies: Any, scripts: bool
) -> None:
    tag = "весна" if scripts else "лето"
    page = visit(
        "/studio/?category=vozvrat",
        at=shop,
        storage_state=cookies,
        java_script_enabled=scripts,
    )
    if scripts:
        page.get_by_label("Все на странице").check()
        expect(page.locator("[data-chosen]")).to_have_text("Отмечено: 4")
    else:
        for box in page.locator(".pick input").all():
            box.check()
    page.get_by_label("Что сделать").select_option(label="Добавить метку")
    page.locator(".of-tag").fill(tag)
    page.get_by_role("button", name="Показать, что изменится").click()
    expect(page.get_by_role("heading", name="Что изменится")).to_be_visible()
    expect(page.locator(".changes ins").first).to_contain_text(tag)
    assert not scripts or violations(page) == []
    page.get_by_role("button", name=re.compile("Изменить")).click()
    expect(page.locator(".notice.good")).to_be_visible()
    page.goto(f"/studio/?tag={tag}")
    expect(page.locator(".articles .row")).to_have_count(4)


def test_draft_is_commented_by_line_compared_and_published(
    visit: Callable[..., Page], shop: Server, cookies: Any
) -> None:
    page = visit("/studio/articles/voz-09/review", at=shop, storage_state=cookies)
    page.get_by_role("link", name="Замечание к строке 1").click()
    expect(page.get_by_role("textbox", name="Замечание к строке 1")).to_be_focused()
    page.keyboard.type("Скажите, за сколько дней")
    page.get_by_role("button", name="Оставить замечание").click()
    remark = page.locator("#_l1 .line-comment", has_text="за сколько дней")
    expect(remark).to_be_visible()
    remark.get_by_role("button", name="Учтено").click()
    expect(remark).to_have_count(0)
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator(".status.published")).to_be_visible()
    page.get_by_role("link", name="Редакции").click()
    expect(page.locator(".versions .remark").first).to_contain_text("опубликована")
    page.locator(".versions a").first.click()
    page.get_by_label("Показать").select_option("source")
    page.get_by_role("button", name="Сравнить").click()
    expect(page.locator(".diff ins").first).to_be_visible()
    expect(page.locator(".diff")).to_contain_text("published")
    page.goto("/search?q=черновик")
    expect(page.locator("main")).to_contain_text("Черновик")


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_what_search_would_lose_is_shown_before_an_article_goes(
    visit: Callable[..., Page], shop: Server, cookies: Any, size: tuple[int, int], scheme: str
) -> None:
    page = visit("/studio/queries", at=shop, size=size, color_scheme=scheme, storage_state=cookies)
    if page.get_by_text("вернуть деньги", exact=True).count() == 0:
        page.get_by_role("textbox", name="Запрос").fill("вернуть деньги")
        page.locator("[name=article]").fill("voz-01")
        page.get_by_role("button", name="Добавить").click()
    page.goto("/studio/articles/voz-01/review")
    page.get_by_role("button", name="Убрать в архив").click()
    expect(page.get_by_role("heading", name="Изменится выдача по 1 запросу")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_role("link", name="Пока нет").click()
    expect(page.locator(".status.published")).to_be_visible()
