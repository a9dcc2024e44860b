"""Journey E3 in a real browser: curate by evidence, from the reason to the answer."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk import sign_in
from tests.browser.test_every_page import LEAST_TARGET, SMALL_TARGETS
from tests.prepared import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Serve, Server

LATE = "Возврат Почтой России"


@pytest.fixture(scope="module")
def shop(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A help centre of its own: this journey writes into the articles' files."""
    folder = tmp_path_factory.mktemp("attention")
    articles = shutil.copytree(ARTICLES, folder / "articles")
    late = articles / "vozvrat" / "vozvrat-po-pochte.md"
    text = late.read_text(encoding="utf-8").replace("verified: 2026-05-19", "verified: 2020-05-19")
    late.write_text(text + "\n[Нет такой](net-takoy.md)\n", encoding="utf-8")
    with serve(folder, articles) as running:
        yield running


@pytest.fixture(scope="module")
def cookies(chromium: Browser, shop: Server) -> Iterator[Any]:
    """An editor's cookies; a reader has said what is wrong, at which step, and left an address."""
    context = chromium.new_context(base_url=shop.address, locale="ru-RU")
    page = context.new_page()
    page.goto("/articles/vozvrat-po-pochte")
    expect(page.get_by_text("Эту статью давно не проверяли")).to_be_visible()
    page.get_by_role("button", name="Нет", exact=True).click()
    page.get_by_label("Сведения устарели").check()
    page.get_by_label("На каком шаге не получилось?").select_option(index=1)
    page.get_by_label("Расскажите подробнее").fill("Индекс уже другой.")
    page.get_by_label("Почта для ответа").fill("gleb@example.ru")
    assert violations(page) == []
    page.locator(".vote").get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Спасибо, передали редакторам")).to_be_visible()
    sign_in(page, shop)
    yield context.storage_state()
    context.close()


@pytest.fixture
def studio(visit: Callable[..., Page], shop: Server, cookies: Any) -> Callable[..., Page]:
    def opened(path: str = "/studio/attention", **options: object) -> Page:
        return visit(path, at=shop, storage_state=cookies, **options)

    return opened


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    "path",
    ["/studio/attention", "/studio/attention/preview?action=archive&ids=voz-08", "/studio/inbox"],
)
def test_the_pages_are_accessible_in_light_and_dark(
    studio: Callable[..., Page], path: str, size: tuple[int, int]
) -> None:
    page = studio(path, size=size, color_scheme="light", reduced_motion="reduce")
    for details in page.locator("details.more, details.reply").all()[:1]:
        details.locator("summary").click()
    assert violations(page) == []
    assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert violations(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_editor_curates_by_evidence(studio: Callable[..., Page], *, scripts: bool) -> None:
    page = studio(java_script_enabled=scripts)
    page.get_by_role("button", name="Проверить статьи").click()
    row = page.locator(".case", has=page.get_by_role("link", name=LATE))
    expect(row.get_by_text("Пора проверить.")).to_be_visible()
    expect(row.get_by_text("19 мая 2020")).to_have_count(2)
    for _ in range(60):
        if row.get_by_text("Мёртвые ссылки.").count():
            break
        page.wait_for_timeout(1000)
        page.goto("/studio/attention")
    expect(row.get_by_text("net-takoy.md")).to_be_visible()

    row.get_by_role("button", name="Проверена сегодня").click()
    expect(page.get_by_text("Отмечена проверенной 1 статья.")).to_be_visible()
    expect(row.get_by_text("Пора проверить.")).to_have_count(0)
    page.get_by_role("button", name="Отменить").click()
    expect(page.get_by_text("Отменено: всё как было.")).to_be_visible()
    expect(row.get_by_text("Пора проверить.")).to_be_visible()

    row.get_by_role("checkbox").check()
    page.get_by_label("С отмеченными").select_option("Назначить ответственного")
    page.get_by_label("Кого назначить").select_option("Борис Оператор")
    page.get_by_role("button", name="Посмотреть, что изменится").click()
    expect(page.get_by_text("→ Борис Оператор")).to_be_visible()
    page.get_by_role("button", name="Назначить ответственного").click()
    page.get_by_role("button", name="Отменить").click()
    expect(page.get_by_text("Отменено: всё как было.")).to_be_visible()

    row.get_by_text("Ещё").click()
    row.get_by_role("button", name="Отложить").click()
    expect(row).to_have_count(0)
    page.get_by_role("link", name="Отложенные").click()
    expect(row.get_by_text("Анна Редактор").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Отменить").click()
    expect(row).to_have_count(1)


def test_a_reader_is_answered_from_the_inbox(studio: Callable[..., Page]) -> None:
    page = studio("/studio/inbox?answerable=1")
    remark = page.locator(".remark", has_text="Индекс уже другой.")
    remark.get_by_text("Ответить читателю").click()
    remark.get_by_label("Письмо на gleb@example.ru").fill("Поправили индекс, спасибо.")
    remark.get_by_role("button", name="Отправить письмо").click()
    expect(page.get_by_text("Ответ отправляется читателю.")).to_be_visible()
    expect(remark.locator(".answered")).to_contain_text("Поправили индекс, спасибо.")
    expect(remark.locator(".status")).to_have_text("В работе")
    remark.get_by_role("button", name="Исправлено в нынешней редакции").click()
    expect(remark.get_by_text("Исправлено в редакции")).to_be_visible()
