"""A reviewer and an editor pass an article on in a browser, with and without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations, violations_in_dark
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk import EDITOR, sign_in
from tests.browser.test_every_page import LEAST_TARGET, SMALL_TARGETS
from tests.web import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Serve, Server

REVIEWER = "vera@polka.example"


@pytest.fixture(scope="module")
def shop(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A small help centre of its own with an article that waits for review."""
    folder = tmp_path_factory.mktemp("rights")
    content.write(folder / "articles")
    content.article(
        folder / "articles",
        "oplata/dolyami",
        "opl-03",
        "Оплата долями",
        "Разделите платёж на четыре части.\n\nПервую спишем сразу.",
        status="review",
        more="owner: boris\n",
    )
    with serve(folder, folder / "articles", ENCODER="none") as running:
        yield running


@pytest.fixture(scope="module")
def cookies(chromium: Browser, shop: Server) -> Any:
    """What a browser keeps in which somebody has signed in, by their address."""
    kept = {}
    for email in (EDITOR, REVIEWER):
        context = chromium.new_context(base_url=shop.address, locale="ru-RU")
        sign_in(context.new_page(), shop, email)
        kept[email] = context.storage_state()
        context.close()
    return kept


def check(page: Page, size: tuple[int, int], *, scripts: bool) -> None:
    if scripts:
        assert violations(page) == []
        assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert violations_in_dark(page) == []


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, True), (DESKTOP, False)])
def test_reviewer_approves_and_editor_finds_it_among_those_to_publish(
    visit: Callable[..., Page], shop: Server, cookies: Any, size: tuple[int, int], scripts: bool
) -> None:
    options = {"at": shop, "size": size, "java_script_enabled": scripts}
    page = visit("/studio/", storage_state=cookies[REVIEWER], **options)
    page.get_by_role("link", name=re.compile("Ждут проверки")).click()
    check(page, size, scripts=scripts)
    page.get_by_role("link", name="Оплата долями").click()
    expect(page.get_by_role("button", name="Опубликовать")).to_have_count(0)
    page.get_by_text("Как это увидит читатель").click()
    expect(page.locator(".as-read")).to_contain_text("Первую спишем сразу.")
    check(page, size, scripts=scripts)
    page.get_by_role("button", name="Одобрить").click()
    expect(page.locator(".status.approved")).to_be_visible()
    check(page, size, scripts=scripts)
    other = visit("/studio/", storage_state=cookies[EDITOR], **options)
    other.get_by_role("link", name=re.compile("Одобрены, можно публиковать")).click()
    expect(other.locator(".row")).to_contain_text("одобрено: Вера Рецензент")
    check(other, size, scripts=scripts)
    other.get_by_role("link", name="Оплата долями").click()  # the editor's page
    other.get_by_role("link", name="Проверка", exact=True).click()
    expect(other.get_by_role("button", name="Опубликовать")).to_be_visible()
    page.get_by_role("button", name="Отозвать одобрение").click()
    expect(page.locator(".status.review")).to_be_visible()
