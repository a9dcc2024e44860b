"""The site for customers: home, search, articles, votes, questions, and what machines read."""

from app.web.site import (
    announcing,
    asking,
    attachments,
    consenting,
    discovery,
    explaining,
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
    "announcing",
    "asking",
    "attachments",
    "blueprint",
    "consenting",
    "discovery",
    "explaining",
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
