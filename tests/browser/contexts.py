"""Browser contexts, each used by many tests one after another: a new one costs a second of work."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, StorageState

PLAIN = "/robots.txt"  # a page of the site without scripts, from which its storage is reached
KEPT = 3  # free contexts; what a server that has ended left goes first
MILLISECONDS = 15_000  # that an action waits, and an expectation
# What a page that is used again is told; whoever wants other options gets a context of its own.
TOLD = {"viewport", "color_scheme", "reduced_motion", "storage_state"}
CLEAR = "() => { localStorage.clear(); sessionStorage.clear(); }"
FILL = "kept => kept.forEach(({name, value}) => localStorage.setItem(name, value))"

Kind = tuple[str, bool]  # the server's address, whether scripts run


class Contexts:
    """Gives out pages as new: no cookies, nothing stored, no route and no listener of before."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[Kind, list[Page]] = defaultdict(list)
        self._kinds: dict[Page, Kind] = {}

    def open(self, address: str, *, scripts: bool, **options: Any) -> Page:
        """Return an empty page; `options` are those of a browser context."""
        if not options.keys() <= TOLD:
            return self._new(address, scripts=scripts, **options)
        free = self._free[address, scripts]
        page = free.pop() if free else self._new(address, scripts=scripts)
        self._kinds[page] = (address, scripts)
        page.set_viewport_size(options["viewport"])
        page.emulate_media(
            media="null",
            color_scheme=options.get("color_scheme", "light"),
            reduced_motion=options.get("reduced_motion", "no-preference"),
        )
        _restore(page, options.get("storage_state", {"cookies": []}))
        return page

    def give_back(self, page: Page) -> None:
        """Take a page that the test is done with; what cannot be made as new is closed."""
        kind = self._kinds.pop(page, None)
        if kind is None or page.is_closed() or not _is_as_new(page):
            page.context.close()
            return
        self._free[kind] = [*self._free.pop(kind, ()), page]  # the last used stand last
        if sum(map(len, self._free.values())) > KEPT:
            next(filter(None, self._free.values())).pop(0).context.close()

    def _new(self, address: str, *, scripts: bool, **options: Any) -> Page:
        context = self._browser.new_context(
            base_url=address, locale="ru-RU", java_script_enabled=scripts, **options
        )
        context.set_default_timeout(MILLISECONDS)
        return context.new_page()


def _restore(page: Page, state: StorageState) -> None:
    page.context.add_cookies(state["cookies"])  # type: ignore[arg-type]
    for origin in state.get("origins", ()):
        page.goto(PLAIN)
        page.evaluate(FILL, origin["localStorage"])


def _is_as_new(page: Page) -> bool:
    """Leave the page, close those it opened, and empty what it stored; tell whether it worked."""
    context = page.context
    page.on("dialog", _leave)
    try:
        context.set_offline(False)
        context.unroute_all()
        page.unroute_all()
        for other in context.pages:
            if other != page:
                other.close()
        page.mouse.move(0, 0)
        page.goto(PLAIN)
        page.evaluate(CLEAR)
        context.clear_cookies()
    except Error:
        return False
    page.remove_listener("dialog", _leave)
    return True


def _leave(dialog: Dialog) -> None:
    """Answer a page that asks whether to leave what is half-written."""
    dialog.accept()
