"""A browser without a screen: Flask's client that fills forms from the pages it was shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass
class Form:
    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
        elif tag == "input" and self.forms and given.get("name") and _is_sent(given):
            self.forms[-1].fields[str(given["name"])] = given.get("value") or ""


def _is_sent(given: dict[str, str | None]) -> bool:
    kind = given.get("type")
    return kind != "file" and (kind not in {"radio", "checkbox"} or "checked" in given)


def forms(response: TestResponse) -> list[Form]:
    """Return the forms of a page with the values that their fields hold."""
    return _Forms(response.text).forms


def form(response: TestResponse, ending: str) -> Form:
    """Return the one form of a page whose action ends so."""
    found = [candidate for candidate in forms(response) if candidate.action.endswith(ending)]
    assert len(found) == 1, f"{len(found)} forms with an action that ends with {ending}"
    return found[0]


def submit(client: FlaskClient, found: Form, **typed: str) -> TestResponse:
    """Send a form with what was typed into it."""
    return client.post(found.action, data={**found.fields, **typed})
