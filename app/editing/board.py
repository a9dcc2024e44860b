"""The board: announcements as pages show them, kept between requests like synonyms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app import clock
from app.editing import announcements
from app.editing.announcement_models import Kind, NoticeAudience

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from app.accounts.roles import Reader
    from app.editing.announcement_models import Announcement

MOST: Final = 3  # on one page: more is not read
_ORDER: Final = tuple(Kind)


@dataclass(frozen=True)
class Notice:
    """An announcement as it is kept; see the table."""

    id: int
    version: int
    kind: Kind
    text: str
    text_en: str
    category: str | None
    article_id: str | None
    audience: NoticeAudience
    starts_at: datetime
    ends_at: datetime | None

    @classmethod
    def of(cls, row: Announcement) -> Notice:
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})

    @property
    def key(self) -> str:
        """What a reader dismisses: this version of it."""
        return f"{self.id}.{self.version}"

    def text_in(self, lang: str) -> str:
        return (self.text_en if lang == "en" else "") or self.text

    def is_for(self, reader: Reader) -> bool:
        return self.audience is NoticeAudience.PUBLIC or reader.is_staff

    def is_shown(self, now: datetime) -> bool:
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)

    def concerns(self, categories: Collection[str]) -> bool:
        """Whether pages about these categories show it; the whole site's concern all."""
        return self.category is None or any(
            path == self.category or path.startswith(f"{self.category}/") for path in categories
        )


class Board:
    """What hangs there; `refresh` takes up changes."""

    def __init__(self) -> None:
        self._notices: tuple[Notice, ...] | None = None

    def refresh(self) -> None:
        self._notices = tuple(map(Notice.of, announcements.not_ended()))

    def concerning(self, reader: Reader, categories: Collection[str] = ()) -> list[Notice]:
        """Return what a page about these categories tells this reader, problems first."""
        if self._notices is None:
            self.refresh()
        now = clock.now()
        shown = [
            notice
            for notice in self._notices or ()
            if notice.is_shown(now) and notice.is_for(reader) and notice.concerns(categories)
        ]
        return sorted(shown, key=lambda n: (_ORDER.index(n.kind), -n.starts_at.timestamp()))
