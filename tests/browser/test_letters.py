"""What the links of letters open: for everybody, by the keyboard, and without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import mail
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk import ask, sign_in
from tests.browser.test_every_page import assert_is_for_everybody

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Server

SUBJECT = "Письма со ссылками"


@dataclass(frozen=True)
class Links:
    """Addresses as letters name them: the customer's about a solved ticket, an agent's notice."""

    helped: str
    not_helped: str
    unsubscribe: str


@pytest.fixture(scope="module")
def links(chromium: Browser, server: Server) -> Links:
    context = chromium.new_context(base_url=server.address, locale="ru-RU")
    page = context.new_page()
    ask(page, SUBJECT)
    sign_in(page, server)
    page.get_by_role("link", name=SUBJECT).first.click()
    page.get_by_role("textbox", name="Ответ клиенту").fill("Письмо придёт вам сегодня.")
    page.get_by_role("button", name="Ответить и решить").click()
    expect(page.get_by_text("Решена", exact=True).first).to_be_visible()
    context.close()
    helped, not_helped = mail.links(mail.letter(server, SUBJECT, "/verdict/"), "/verdict/")
    notice = mail.letter(server, SUBJECT, "/mail/unsubscribe/")
    return Links(helped, not_helped, mail.links(notice, "/mail/unsubscribe/")[0])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("kind", ["helped", "not_helped", "unsubscribe"])
def test_page_of_a_link_is_for_everybody(
    visit: Callable[..., Page], links: Links, kind: str, size: tuple[int, int]
) -> None:
    page = visit(getattr(links, kind), size=size)
    assert page.get_by_role("main").get_by_role("button").count() == 1
    assert_is_for_everybody(page)


def test_verdict_is_given_by_the_keyboard_and_said(
    visit: Callable[..., Page], links: Links
) -> None:
    page = visit(links.not_helped)
    page.get_by_role("button", name="Не помогло, открыть снова").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Открыта снова", exact=True)).to_be_visible()
    assert_is_for_everybody(page)
    page.goto(links.not_helped)
    expect(page.get_by_text("Эта заявка и так открыта")).to_be_visible()
    assert_is_for_everybody(page)
    page.goto(links.helped)
    page.get_by_role("button", name="Помогло, закрыть заявку").click()
    expect(page.get_by_text("Закрыта", exact=True)).to_be_visible()
    page.goto(links.helped)
    expect(page.get_by_text("Эта заявка уже закрыта.")).to_be_visible()
    assert_is_for_everybody(page)


def test_notices_end_without_scripts(visit: Callable[..., Page], links: Links) -> None:
    page = visit(links.unsubscribe, size=PHONE, java_script_enabled=False)
    page.get_by_role("button", name="Больше не присылать").click()
    expect(page.get_by_role("status")).to_contain_text("больше не приходят")
    after = visit(links.unsubscribe)
    expect(after.get_by_role("main").get_by_role("status")).to_contain_text("больше не приходят")
    assert_is_for_everybody(after)


@pytest.mark.parametrize(
    "path", ["/tickets/made-up/verdict/helped", "/mail/unsubscribe/made-up", "/mail/quiet/made-up"]
)
def test_link_that_was_cut_off_says_so(visit: Callable[..., Page], path: str) -> None:
    page = visit(path, size=PHONE)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_is_for_everybody(page)
