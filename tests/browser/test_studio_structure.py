"""Structure in a real browser: order by the keyboard, announcements, looking as a guest."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations, violations_in_dark
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk import sign_in
from tests.browser.test_every_page import LEAST_TARGET, SMALL_TARGETS
from tests.prepared import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Serve, Server

PAGES = (
    "/studio/categories",
    "/studio/categories/one?path=oplata",
    "/studio/categories/one/fields?path=vozvrat",
    "/studio/merging?kept=man-05&other=man-06",
    "/studio/redirects",
    "/studio/translations?state=missing",
    "/studio/glossary",
    "/studio/announcements/new",
    "/studio/pins",
    "/studio/visibility",
)
TEXT = "Коды из SMS приходят с задержкой."


@pytest.fixture(scope="module")
def own_server(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A help centre whose content these tests may change."""
    folder = tmp_path_factory.mktemp("structure")
    shutil.copytree(ARTICLES, folder / "articles")
    with serve(folder, folder / "articles") as running:
        yield running


@pytest.fixture(scope="module")
def cookies(chromium: Browser, own_server: Server) -> Iterator[Any]:
    context = chromium.new_context(base_url=own_server.address, locale="ru-RU")
    page = context.new_page()
    sign_in(page, own_server)
    yield context.storage_state()
    context.close()


@pytest.fixture
def studio(visit: Callable[..., Page], cookies: Any, own_server: Server) -> Callable[..., Page]:
    def opened(path: str, **options: object) -> Page:
        return visit(path, at=own_server, storage_state=cookies, **options)

    return opened


def first_names(page: Page) -> list[str]:
    return page.locator(".tree").first.locator("> .branch > .row .name > a").all_text_contents()


def test_categories_are_put_in_order_by_the_keyboard(studio: Callable[..., Page]) -> None:
    page = studio("/studio/categories")
    before = first_names(page)
    page.get_by_role("button", name=f"«{before[0]}» ниже").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-moved-said]")).to_have_text("Порядок сохранён")
    expect(page.get_by_role("button", name=f"«{before[0]}» ниже")).to_be_focused()
    page.reload()
    assert first_names(page)[:2] == [before[1], before[0]]


def test_categories_are_put_in_order_by_dragging_and_without_scripts(
    studio: Callable[..., Page],
) -> None:
    page = studio("/studio/categories")
    before = first_names(page)
    branches = page.locator(".tree").first.locator("> .branch")
    branches.nth(2).drag_to(branches.nth(0), target_position={"x": 60, "y": 4})
    expect(page.locator("[data-moved-said]")).to_have_text("Порядок сохранён")
    page = studio("/studio/categories", java_script_enabled=False)
    assert first_names(page)[:3] == [before[2], before[0], before[1]]
    with page.expect_navigation():
        page.get_by_role("button", name=f"«{before[2]}» ниже").click()
    assert first_names(page)[:3] == [before[0], before[2], before[1]]


def test_fields_of_a_category_are_put_in_order_by_the_keyboard_and_without_scripts(
    studio: Callable[..., Page],
) -> None:
    address = "/studio/categories/one/fields?path=vozvrat"
    page = studio(address)

    def order() -> list[str]:
        return page.locator("[data-field] > legend").all_text_contents()

    before = order()
    name = before[0].removeprefix("Поле ")
    page.get_by_role("button", name=f"{name} ниже").focus()
    page.keyboard.press("Enter")
    assert order()[:2] == [before[1], before[0]]
    expect(page.get_by_role("button", name=f"{name} ниже")).to_be_focused()
    expect(page.get_by_text("Порядок изменится")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("textbox", name="Что спросить").first.press("Enter")  # saves, moves nothing
    expect(page.get_by_text("Сохранено.")).to_be_visible()
    assert order()[:2] == [before[1], before[0]]
    page = studio(address, java_script_enabled=False)
    page.get_by_role("button", name=f"{name} выше").click()
    expect(page.get_by_text("Порядок изменится")).to_be_visible()
    expect(page.get_by_role("button", name=f"{name} выше")).to_be_focused()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Сохранено.")).to_be_visible()
    assert order() == before


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_moving_a_category_where_it_closes_is_shown_first(
    studio: Callable[..., Page], size: tuple[int, int], scheme: str
) -> None:
    page = studio("/studio/categories", size=size, color_scheme=scheme, reduced_motion="reduce")
    if page.get_by_role("link", name="Свой раздел").count() == 0:
        page.get_by_label("Название").fill("Свой раздел")
        page.get_by_role("button", name="Создать").click()
        page.get_by_role("radio", name="Только сотрудникам").check()
        page.get_by_role("button", name="Сохранить").click()
        expect(page.get_by_text("Сохранено.")).to_be_visible()
    page.goto("/studio/categories/one?path=podpiska")
    page.get_by_label("Внутри раздела").select_option("Свой раздел")
    page.get_by_role("button", name="Переложить").click()
    expect(page.get_by_role("heading", name="Закрыть раздел от читателей?")).to_be_visible()
    expect(page.get_by_role("link", name="Как отключить «Полка Плюс»")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_role("link", name="Пока нет").click()
    expect(page.get_by_role("heading", name="Переложить")).to_be_visible()


def test_an_announcement_is_previewed_shown_and_dismissed(
    studio: Callable[..., Page], visit: Callable[..., Page], own_server: Server
) -> None:
    page = studio("/studio/announcements/new")
    page.get_by_role("radio", name="Известная проблема").check()
    page.get_by_label("Текст", exact=True).fill(TEXT)
    page.get_by_label("Где показывать").select_option("oplata")
    page.get_by_role("button", name="Посмотреть").click()
    expect(page.locator(".announced")).to_contain_text(TEXT)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("heading", name="Показываются")).to_be_visible()
    reader = visit("/categories/oplata", at=own_server)
    expect(reader.locator(".announced")).to_contain_text(TEXT)
    assert violations(reader) == []
    assert reader.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
    reader.get_by_role("button", name="Скрыть объявление").click()
    expect(reader.locator(".announced")).to_have_count(0)
    reader.reload()
    expect(reader.locator(".announced")).to_have_count(0)
    plain = visit("/categories/oplata", at=own_server, size=PHONE, java_script_enabled=False)
    plain.get_by_role("button", name="Скрыть объявление").click()
    expect(plain.locator(".announced")).to_have_count(0)


def test_an_editor_hides_an_article_looks_as_a_guest_and_has_the_proof(
    studio: Callable[..., Page], own_server: Server
) -> None:
    page = studio("/articles/kody-oshibok")
    expect(page.locator("h1")).to_be_visible()
    path = next((own_server.folder / "articles").rglob("kody-oshibok.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("audience: public", "audience: staff"), encoding="utf-8")
    try:
        page.wait_for_timeout(2_500)
        page.get_by_role("button", name="Смотреть как гость").click()
        bar = page.get_by_role("region", name="Просмотр чужими глазами")
        expect(bar).to_contain_text("Вы смотрите сайт как гость.")
        expect(page.locator("h1")).to_have_text("Страница не найдена")
        assert violations(page) == []
        page.goto("/studio/visibility")
        page.get_by_label("Скрытая статья").fill("kody-oshibok")
        page.get_by_role("button", name="Проверить").click()
        expect(page.get_by_text("Ни одна страница не выдала скрытого.")).to_be_visible()
        assert page.locator(".surface.is-leaking, .surface.is-failed").count() == 0
        assert violations(page) == []
        bar.get_by_role("button", name="Вернуться к себе").click()
        expect(bar).to_have_count(0)
    finally:
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_about_structure_is_accessible_at_every_size_light_and_dark(
    studio: Callable[..., Page], path: str
) -> None:
    page = studio(path, color_scheme="light", reduced_motion="reduce")
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == []
        assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations_in_dark(page) == []


def test_on_a_phone_the_tabs_are_strips_that_show_the_current_one(
    studio: Callable[..., Page],
) -> None:
    page = studio("/studio/visibility", size=PHONE)
    strips = page.locator(".strip")
    for strip in (strips.first, strips.last):
        assert strip.bounding_box()["height"] < 60  # type: ignore[index]
        expect(strip.locator("[aria-current]")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first = strips.last.get_by_role("link").first
    expect(first).not_to_be_in_viewport()
    first.focus()
    expect(first).to_be_in_viewport(ratio=1)
