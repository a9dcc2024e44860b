"""The site for customers: home, search, articles, votes, questions, and what machines read."""

from app.web.site import (
    asking,
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
    voting,
)
from app.web.site.door import blueprint

__all__ = [
    "asking",
    "blueprint",
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
    "voting",
]
