"""The studio for editors: writing, structure, what needs attention, gaps, in and out."""

from app.web.studio import (
    announcements,
    choosing,
    finding,
    gap_work,
    gaps,
    inbox,
    overview,
    pins,
    structure,
    visibility,
)
from app.web.studio.door import blueprint

__all__ = [
    "announcements",
    "blueprint",
    "choosing",
    "finding",
    "gap_work",
    "gaps",
    "inbox",
    "overview",
    "pins",
    "structure",
    "visibility",
]
