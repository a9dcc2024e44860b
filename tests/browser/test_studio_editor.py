"""Journey E1 in the editor: write, illustrate, publish; drafts, and two at one article."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_page import LEAST_TARGET, SMALL_TARGETS
from tests.prepared import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Serve, Server

# A picture is made in the page and pasted as a clipboard would: Chromium fills no real one here.
PASTE = """async selector => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
  canvas.getContext("2d").fillRect(5, 5, 20, 10);
  const blob = await new Promise(done => canvas.toBlob(done, "image/png"));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([blob], "image.png", { type: "image/png" }));
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
KEPT = re.compile("Черновик сохранён в")


@pytest.fixture(scope="module")
def studio(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A help centre with two categories, which these tests change."""
    folder = tmp_path_factory.mktemp("studio")
    for category in ("vozvrat", "oplata", "sotrudnikam"):
        shutil.copytree(ARTICLES / category, folder / "articles" / category)
    with serve(folder, folder / "articles", ENCODER="none") as running:
        yield running


@pytest.fixture(scope="module")
def cookies(chromium: Browser, studio: Server) -> Iterator[Callable[[str], Any]]:
    """Who has signed in by the beginning of their address."""
    known: dict[str, Any] = {}

    def of(name: str) -> Any:
        if name not in known:
            context = chromium.new_context(base_url=studio.address, locale="ru-RU")
            page, email = context.new_page(), f"{name}@polka.example"
            page.goto("/sign-in")
            page.get_by_label("Электронная почта").fill(email)
            page.get_by_label("Пароль", exact=True).fill(studio.password(email))
            page.get_by_role("main").get_by_role("button", name="Войти").click()
            page.wait_for_url("**/desk/**")
            known[name] = context.storage_state()
            context.close()
        return known[name]

    return of


@pytest.fixture
def open_studio(
    visit: Callable[..., Page], studio: Server, cookies: Callable[[str], Any]
) -> Callable[..., Page]:
    def opened(path: str, who: str = "anna", **options: object) -> Page:
        return visit(path, at=studio, storage_state=cookies(who), **options)

    return opened


def text_of(page: Page) -> Any:
    return page.get_by_role("textbox", name=re.compile("Текст статьи|Файл статьи"))


def begin(page: Page, title: str) -> None:
    page.get_by_role("textbox", name="Название").fill(title)
    page.get_by_label("Раздел").select_option("vozvrat")
    expect(page.get_by_label("Адрес")).not_to_have_value("")
    page.get_by_role("button", name="Начать писать").click()
    page.wait_for_url("**/editor")


def test_an_article_is_written_illustrated_published_and_found(
    open_studio: Callable[..., Page],
) -> None:
    page = open_studio("/studio/articles/new")
    assert violations(page) == []
    begin(page, "Возврат телескопа")
    text, preview = text_of(page), page.get_by_role("tabpanel", name="Просмотр")
    text.fill("")
    text.press_sequentially("Ответ ")
    page.keyboard.press("Control+b")
    page.keyboard.type("сразу")
    expect(text).to_have_value("Ответ **сразу**")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(text).not_to_have_value(re.compile("сразу"))
    text.fill("## Шаги\n\n1. Упакуйте телескоп.")
    text.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("Отдайте курьеру.")
    expect(text).to_have_value(re.compile(r"\n2\. Отдайте курьеру\.$"))
    expect(preview.get_by_role("heading", name="Шаги")).to_be_visible()
    expect(preview.get_by_role("listitem")).to_have_count(2)

    page.evaluate(PASTE, "#_text")
    expect(page.get_by_label("Что на картинке")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Опишите, что на картинке")
    page.get_by_label("Что на картинке").fill("Телескоп в коробке")
    page.keyboard.press("Enter")
    expect(text).to_have_value(re.compile(r"!\[Телескоп в коробке\]\(teleskop-v-korobke\.png\)"))
    picture = preview.get_by_role("img", name="Телескоп в коробке")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 40)

    text.focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("вернуть товар")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(text).to_have_value(re.compile(r"\[Как вернуть товар\]\(vozvrat-tovara\.md\)"))
    expect(text).to_be_focused()
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_text("Опубликована")).to_be_visible()
    guest = open_studio("/search?q=телескоп", who="boris")
    expect(guest.get_by_role("main")).to_contain_text("Возврат телескопа")


def test_what_is_typed_outlives_a_killed_tab_and_a_lost_connection(
    open_studio: Callable[..., Page],
) -> None:
    page = open_studio("/studio/articles/voz-02/editor")
    text, status = text_of(page), page.locator("[data-status]")
    before = text.input_value()
    text.fill(before + "\nДописано на сервере.")
    expect(status).to_have_text(KEPT)
    again = page.context.new_page()
    page.close()
    again.goto("/studio/articles/voz-02/editor")
    expect(text_of(again)).to_have_value(re.compile("Дописано на сервере"))
    expect(again.get_by_text("Восстановлен черновик от")).to_be_visible()

    again.evaluate("navigator.sendBeacon = () => false")  # a killed tab has no last word
    again.context.set_offline(True)
    text_of(again).fill(before + "\nДописано без связи.")
    expect(again.locator("[data-status]")).to_contain_text("Нет связи")
    third = again.context.new_page()
    again.close()
    third.context.set_offline(False)
    third.goto("/studio/articles/voz-02/editor")
    expect(text_of(third)).to_have_value(re.compile("Дописано без связи"))
    expect(third.get_by_text("из этого браузера")).to_be_visible()
    expect(third.locator("[data-status]")).to_have_text(KEPT)
    third.get_by_role("button", name="Выбросить черновик").click()
    expect(text_of(third)).to_have_value(before)
    third.reload()
    expect(text_of(third)).to_have_value(before)


def test_two_at_one_article_see_each_other_and_lose_nothing(
    open_studio: Callable[..., Page],
) -> None:
    anna = open_studio("/studio/articles/voz-03/editor")
    oleg = open_studio("/studio/articles/voz-03/editor", who="admin")
    expect(oleg.get_by_text("Анна Редактор смотрит")).to_be_visible()
    body = text_of(anna).input_value()
    text_of(anna).fill(f"Слова Анны.\n\n{body}")
    text_of(oleg).fill(f"Слова Олега.\n\n{body}")
    anna.keyboard.press("Control+s")
    expect(anna.locator("[data-status]")).to_contain_text("Сохранено в")
    oleg.get_by_role("button", name="Сохранить").last.click()
    expect(oleg.get_by_role("heading", level=1)).to_contain_text("изменили, пока вы её правили")
    expect(oleg.get_by_role("main")).to_contain_text("Слова Анны.")
    assert violations(oleg) == []
    oleg.get_by_role("radio", name="Мой").first.check()
    own = oleg.get_by_role("textbox", name="Свой вариант")
    expect(own).to_have_value("Слова Олега.\n\n")
    own.fill("Слова обоих.\n\n")
    expect(oleg.get_by_role("radio", name="Напишу сам")).to_be_checked()
    oleg.get_by_role("button", name="Сохранить соединённое").click()
    expect(text_of(oleg)).to_have_value(f"Слова обоих.\n\n{body}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_save_is_undone_right_after_it(open_studio: Callable[..., Page], scripts: bool) -> None:
    size = DESKTOP if scripts else PHONE
    page = open_studio("/studio/articles/voz-05/editor", java_script_enabled=scripts, size=size)
    undo = page.get_by_role("button", name="Отменить это сохранение")
    before = text_of(page).input_value()
    expect(undo).to_be_hidden()
    for text in ("Первое.", "Второе."):
        text_of(page).fill(text)
        if scripts:
            expect(undo).to_be_hidden()
        page.get_by_role("button", name="Сохранить", exact=True).last.click()
        expect(undo).to_be_visible()
    if scripts:
        assert violations(page) == []
        assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    undo.click()
    expect(page.get_by_text("Сохранение отменено.")).to_be_visible()
    expect(text_of(page)).to_have_value("Первое.\n")
    expect(undo).to_be_hidden()
    text_of(page).fill(before)
    page.get_by_role("button", name="Сохранить", exact=True).last.click()
    expect(undo).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_translation_is_marked_where_it_was_mended(
    open_studio: Callable[..., Page], scripts: bool
) -> None:
    original = open_studio("/studio/articles/voz-01/editor", java_script_enabled=scripts)
    text_of(original).fill(text_of(original).input_value() + f"\nЕщё день: {scripts}.\n")
    original.get_by_role("button", name="Сохранить", exact=True).last.click()
    expect(original.get_by_text(re.compile("Сохранено( в|\\.)"))).to_be_visible()

    page = open_studio("/studio/articles/voz-01-en/editor", java_script_enabled=scripts)
    if scripts:
        page.get_by_role("tab", name="Оригинал").click()
    expect(page.get_by_text("перевод устарел")).to_be_visible()
    if scripts:
        assert violations(page) == []
    text_of(page).fill(text_of(page).input_value() + f"\nOne more day: {scripts}.\n")
    page.get_by_role("button", name="Сохранить: перевод верен").click()
    expect(page.get_by_text("Сохранено, перевод отмечен верным.")).to_be_visible()
    expect(text_of(page)).to_have_value(re.compile(f"One more day: {scripts}"))
    expect(page.get_by_text("перевод устарел")).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "320"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_editor_is_for_everybody(
    open_studio: Callable[..., Page], size: tuple[int, int], scheme: str
) -> None:
    page = open_studio("/studio/articles/voz-01/editor", size=size, color_scheme=scheme)
    for name in ("Подсказки", "Свойства", "Просмотр"):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tabpanel", name=name)).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []


def test_a_mistake_in_another_tab_is_led_to(open_studio: Callable[..., Page]) -> None:
    page = open_studio("/studio/articles/voz-01/editor", size=PHONE)
    page.get_by_label("Название").fill("")
    page.get_by_role("tab", name="Свойства").click()
    page.get_by_label("Проверять раз в столько дней").fill("0")
    page.evaluate("document.querySelector('form.editor').submit()")
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    for place in ("_title", "_verify_every_days"):
        summary.locator(f"a[href='#{place}']").press("Enter")
        expect(page.locator(f"#{place}")).to_be_focused()
        expect(page.locator(f"#{place}")).to_be_in_viewport()


def test_without_scripts_everything_is_on_the_page(open_studio: Callable[..., Page]) -> None:
    page = open_studio("/studio/articles/voz-04/editor", java_script_enabled=False)
    text_of(page).fill("## Часть\n\nМы осуществляем возврат.")
    page.get_by_role("button", name="Предпросмотр").click()
    expect(page.locator(".prose h2")).to_contain_text("Часть")
    expect(page.get_by_text("Канцелярит: «осуществляем».")).to_be_visible()
    page.get_by_label("Краткий ответ").fill("Коротко.")
    page.get_by_role("button", name="Весь файл").click()
    expect(text_of(page)).to_have_value(re.compile("summary: Коротко."))
    page.get_by_role("button", name="Сохранить").last.click()
    expect(page.get_by_text("Сохранено.")).to_be_visible()
    expect(text_of(page)).to_have_value("## Часть\n\nМы осуществляем возврат.\n")
