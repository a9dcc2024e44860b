"""The letters that a running help centre has written, and where their links lead."""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.browser.serving import Server

SECONDS = 20
_LINK = re.compile(r"https?://[^\s<>\"]+")


def letter(server: Server, subject: str, link: str = "") -> EmailMessage:
    """Return a letter with these words in its subject and such a link, once there is one."""
    outbox = server.folder / "instance" / "outbox"
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        for file in outbox.glob("*.eml"):
            found = message_from_bytes(file.read_bytes(), policy=policy.default)
            if subject in str(found["Subject"]) and (not link or links(found, link)):
                return found
        time.sleep(0.2)
    raise AssertionError(f"no letter «{subject}»")


def links(found: EmailMessage, part: str) -> list[str]:
    """Return the addresses in a letter's text and head that have `part` in them, each once."""
    body = found.get_body(("plain",))
    said = f"{found['List-Unsubscribe'] or ''}\n{body.get_content() if body else ''}"
    return list(dict.fromkeys(link for link in _LINK.findall(said) if part in link))
