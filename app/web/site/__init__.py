"""The site for customers: home, search, articles, votes, questions, and what machines read."""

from app.web.site import (
    asking,
    attachments,
    consenting,
    discovery,
    feeds,
    files,
    following,
    health,
    home,
    letters,
    preferences,
    reading,
    searching,
    suggesting,
    voting,
)
from app.web.site.door import blueprint

__all__ = [
    "asking",
    "attachments",
    "blueprint",
    "consenting",
    "discovery",
    "feeds",
    "files",
    "following",
    "health",
    "home",
    "letters",
    "preferences",
    "reading",
    "searching",
    "suggesting",
    "voting",
]
