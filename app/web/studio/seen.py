"""An article as the studio's pages about it begin: found, with the reader's parts in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import request

from app.current import services
from app.editing import workflow
from app.editing.revisions import Author
from app.editing.workflow import Part
from app.errors import DomainError, Forbidden
from app.web.studio.door import me

if TYPE_CHECKING:
    from app.articles.article import Article, Status


@dataclass(frozen=True)
class Seen:
    """An article that the reader may see, and what they are to it."""

    article: Article
    parts: frozenset[Part]

    @property
    def may_write(self) -> bool:
        return workflow.may_write(self.parts, self.article.status)

    @property
    def steps(self) -> tuple[Status, ...]:
        """The states that the reader may take the article to without a word to its author."""
        found = workflow.steps(self.parts, self.article.status)
        if self.article.status == "review" and Part.AUTHOR not in self.parts:
            return tuple(step for step in found if step != "draft")
        return found


def get(article_id: str) -> Seen:
    """Return the article with its drafts' authors in mind; raises NotFound."""
    return Seen(*workflow.get_seen(me(), services().library.snapshot, article_id))


def get_own(article_id: str) -> Seen:
    """Return an article that the reader has a part in; raises NotFound, Forbidden."""
    found = get(article_id)
    if not found.parts:
        raise Forbidden("Над этой статьёй работают её автор и редакторы.")
    return found


def get_writable(article_id: str) -> Seen:
    """Return an article whose text the reader may change; raises NotFound, Forbidden."""
    found = get(article_id)
    if not found.may_write:
        raise Forbidden(
            "Эту статью правят редакторы. Если в ней ошибка, отметьте её в заявке или напишите им."
        )
    return found


def author() -> Author:
    """Return who is signed in, as the author of a change."""
    return Author.of(me())


def moment(field: str, errors: dict[str, DomainError]) -> datetime | None:
    """Read what a datetime-local field sends, in the site's zone."""
    text = request.form.get(field, "").strip()
    if not text:
        return None
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        wall = datetime.min  # noqa: DTZ901  only its year is looked at
    if not 2000 <= wall.year < 3000:
        errors[field] = DomainError("Укажите день и час.")
        return None
    return wall.replace(tzinfo=ZoneInfo(services().config.time_zone))


def local(moment: datetime | None) -> str:
    """Return a moment as a datetime-local field wants it."""
    zone = ZoneInfo(services().config.time_zone)
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if moment else ""
