"""The studio for editors: writing, structure, what needs attention, gaps, in and out."""

from app.web.studio import (
    announcements,
    articles,
    categories,
    choosing,
    finding,
    gap_work,
    gaps,
    history,
    inbox,
    merging,
    pins,
    redirects,
    reviewing,
    structure,
    visibility,
)
from app.web.studio.door import blueprint

__all__ = [
    "announcements",
    "articles",
    "blueprint",
    "categories",
    "choosing",
    "finding",
    "gap_work",
    "gaps",
    "history",
    "inbox",
    "merging",
    "pins",
    "redirects",
    "reviewing",
    "structure",
    "visibility",
]
