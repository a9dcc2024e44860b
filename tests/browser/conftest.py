"""A real server over the demo articles, and a real Chromium that watches what a page does."""

from __future__ import annotations

import os
import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import prepared
from tests.browser import serving
from tests.browser.contexts import MILLISECONDS, Contexts
from tests.browser.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Serve, Server

# The headless shell is Chromium without windows: a third less work for the same tests.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# No calls home: what leaves the browser during a test is what the page asked for.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP, PHONE = (1280, 900), (320, 640)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as needing the browser."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without one the tests are left out, in CI they fail."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        leave_out = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        leave_out("no Chromium or Chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        expect.set_options(timeout=MILLISECONDS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Run a help centre for the length of a block: see `serving.serve`."""
    return partial(serving.serve, prepared.demo(tmp_path_factory))


@pytest.fixture(scope="session")
def server(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The help centre with the demo articles."""
    with serve(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Contexts:
    return Contexts(chromium)


@pytest.fixture
def visit(contexts: Contexts, server: Server) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own; at the end nothing may have gone wrong in any of them.

    Keyword arguments are those of a browser context: `color_scheme`, `java_script_enabled` …
    """
    opened: list[tuple[Page, Watch]] = []

    def open_page(
        path: str,
        size: tuple[int, int] = DESKTOP,
        at: Server = server,
        *,
        java_script_enabled: bool = True,
        **options: object,
    ) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        page = contexts.open(at.address, scripts=java_script_enabled, viewport=viewport, **options)
        opened.append((page, Watch(page, at.address)))
        page.goto(path)
        return page

    yield open_page
    for page, watch in opened:
        watch.end(page)
        contexts.give_back(page)
    assert [wrong for _, watch in opened for wrong in watch.wrong] == []


@pytest.fixture
def watch_of(visit: Callable[..., Page]) -> Callable[[Page], Watch]:
    """What has been seen of a page so far."""
    return Watch.of


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """A folder for pictures of pages."""
    return tmp_path
