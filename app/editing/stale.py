"""What saving answers when an article's file is not the one that somebody began with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.articles.reading import revision_of
from app.editing import merging
from app.errors import Conflict, DomainError

if TYPE_CHECKING:
    from app.editing.merging import Proposal


class Stale(Conflict):
    """The file has changed since `base_revision`: three versions, none of them lost.

    `base` is None when that version is not kept. `theirs` is what lies on disk now, at
    `theirs_revision`; a save upon it takes that as its base.
    """

    status = 412

    def __init__(
        self, article_id: str, base_revision: str, base: bytes | None, mine: bytes, theirs: bytes
    ) -> None:
        super().__init__(
            "Пока вы правили статью, её изменил кто-то ещё. Ваш текст цел: сравните и соедините."
        )
        self.article_id, self.base_revision = article_id, base_revision
        self.base, self.mine, self.theirs = base, mine, theirs
        self.theirs_revision = revision_of(theirs)

    @cached_property
    def proposal(self) -> Proposal:
        """Both changes together; what both changed differently is left to a person."""
        return merging.propose(self.base, self.mine, self.theirs)


class NotWritten(DomainError):
    """The disk refused the file; the old one is whole."""

    status = 507

    def __init__(self, error: OSError) -> None:
        super().__init__(
            "Файл статьи не записан: %(reason)s. Прежняя версия цела, ваш текст можно сохранить "
            "ещё раз.",
            reason=error.strerror or type(error).__name__,
        )
