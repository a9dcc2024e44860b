"""Journey E4 in a browser: upload, look, apply, once more without a change, and out again."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.exchange.sources import PNG, zipped
from tests.prepared import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.serving import Serve, Server

ANNA = "anna@polka.example"
OLD = "# Старая инструкция\n\nЕё сохранили в прежней кодировке, и это видно не всем.\n"
FILES = {
    "Доставка курьером/Как встретить.md": "# Как встретить курьера\n\n![Дверь](дверь.png)\n\n"
    "> [!tip] Заранее\n> Проверьте [домофон](Домофон.md#коды).\n",
    "Доставка курьером/Домофон.md": "# Домофон\n\n## Коды\n\nКод пишут в заказе. [нет](net.md)\n",
    "Доставка курьером/Старая.md": OLD.encode("cp1251"),
    "Доставка курьером/дверь.png": PNG,
    "../zlo.md": "# Зло\n\nТекст\n",
}


@pytest.fixture(scope="module")
def centre(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A help centre whose articles may change."""
    folder = tmp_path_factory.mktemp("exchange")
    shutil.copytree(ARTICLES, folder / "articles")
    with serve(folder, folder / "articles") as running:
        yield running


@pytest.fixture
def open_exchange(visit: Callable[..., Page], centre: Server) -> Callable[..., Page]:
    """Open the page of import and export as Анна."""

    def opened(**options: object) -> Page:
        page = visit("/sign-in?next=/studio/exchange", at=centre, **options)
        page.fill("[name=email]", page_email(centre))
        page.fill("[name=password]", centre.password(page_email(centre)))
        page.click("main form button")
        page.goto("/studio/exchange")
        return page

    return opened


def page_email(centre: Server) -> str:
    accounts = (centre.folder / "instance" / "demo_accounts.txt").read_text(encoding="utf-8")
    return next(word for word in accounts.split() if word.startswith("anna@"))


def look(page: Page, source: Path) -> None:
    page.set_input_files("#_source", source)
    page.get_by_role("button", name="Проверить").click()
    page.wait_for_url("**/studio/imports/*")


@pytest.mark.parametrize(
    ("size", "scripts", "scheme"), [(DESKTOP, True, "light"), (PHONE, False, "dark")]
)
def test_articles_go_in_once_and_come_out_again(
    open_exchange: Callable[..., Page],
    centre: Server,
    tmp_path: Path,
    size: tuple[int, int],
    scripts: bool,
    scheme: str,
) -> None:
    page = open_exchange(size=size, java_script_enabled=scripts, color_scheme=scheme)
    source = zipped(tmp_path / f"dostavka {size[0]}.zip", FILES)
    if scripts:
        assert violations(page) == []
    page.fill("#_name", f"proba-{size[0]}")
    look(page, source)
    report = page.inner_text("main")
    for said in ("Как встретить курьера", "windows-1251", "Ссылка «net.md»", "../zlo.md"):
        assert said in page.content(), report
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if scripts:
        assert violations(page) == []
    page.get_by_role("button", name="Применить").click()
    page.get_by_text("Записаны 3 статьи.").wait_for()
    page.goto("/studio/exchange")
    page.fill("#_name", f"proba-{size[0]}")
    look(page, source)
    page.get_by_text("Записывать нечего").wait_for()
    page.goto("/studio/exchange")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Всё, с черновиками").first.click()
    with zipfile.ZipFile(begun.value.path()) as found:
        names = found.namelist()
        meeting = next(name for name in names if "kak-vstretit" in name)
        text = found.read(meeting).decode()
    assert '!!! tip "Заранее"\n    Проверьте [домофон](domofon' in text
    assert "#kody)" in text
    assert (centre.folder / "articles" / meeting).read_text(encoding="utf-8") == text


def test_site_of_plain_files_opens_from_a_folder(
    open_exchange: Callable[..., Page], chromium: object, tmp_path: Path
) -> None:
    page = open_exchange()
    with page.expect_download() as begun:
        page.locator("a[href*='exports/site?audience=public']").click()
    with zipfile.ZipFile(begun.value.path()) as found:
        found.extractall(tmp_path / "site")
    context = chromium.new_context(locale="ru-RU")  # type: ignore[attr-defined]
    try:
        asked: list[str] = []
        copy = context.new_page()
        copy.on("request", lambda request: asked.append(request.url))
        copy.goto((tmp_path / "site" / "index.html").as_uri())
        assert violations(copy) == []
        copy.fill("input[name=q]", "возвраты товаров")
        copy.keyboard.press("Enter")
        copy.get_by_role("link", name="Как вернуть товар").click()
        assert copy.locator("h1").inner_text()
        assert copy.url.endswith(".html")
        assert violations(copy) == []
        assert [url for url in asked if not url.startswith("file:")] == []
    finally:
        context.close()
