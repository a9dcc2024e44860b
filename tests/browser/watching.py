"""Watches a page: errors in the console, requests to other hosts, dialogs, bytes loaded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import ConsoleMessage, Dialog, Error, Page, Request, Response

# Chromium reports every refused form or missing page as an error of its own.
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


class Watch:
    """`wrong` lists what a page may not do, `responses` what it loaded."""

    _watches: ClassVar[WeakKeyDictionary[Page, Watch]] = WeakKeyDictionary()

    def __init__(self, page: Page, address: str) -> None:
        self._address = address
        self.wrong: list[str] = []
        self.responses: list[Response] = []
        self._listeners: dict[str, Callable[..., None]] = {
            "console": self._on_console,
            "pageerror": self._on_error,
            "dialog": self._on_dialog,
            "request": self._on_request,
            "response": self._on_response,
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]
        self._watches[page] = self

    @classmethod
    def of(cls, page: Page) -> Watch:
        return cls._watches[page]

    def end(self, page: Page) -> None:
        """Watch the page no more."""
        for event, listener in self._listeners.items():
            page.remove_listener(event, listener)

    def bytes_loaded(self) -> int:
        """Return the size of all that the page loaded, pictures of articles left out."""
        own = [r for r in self.responses if "/files/" not in r.url and r.ok]
        return sum(len(response.body()) for response in own)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _REFUSED.match(message.text):
            self.wrong.append(f"console: {message.text}")

    def _on_error(self, error: Error) -> None:
        self.wrong.append(f"error: {error}")

    def _on_response(self, response: Response) -> None:
        self.responses.append(response)

    def _on_dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:")):
            self.wrong.append(f"request to {request.url}")
