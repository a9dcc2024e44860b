"""What is read: an article, the category it lies in, and the sections it falls into."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from app.articles.packing import Packed

if TYPE_CHECKING:
    from app.articles.form_fields import FormField

Visibility = Literal["public", "staff", "unpublished"]
Audience = Literal["public", "staff"]
Status = Literal["draft", "review", "published", "archived"]
Lang = Literal["ru", "en"]
# How sure we are of an article (KCS v6): in work, not checked yet, checked; its own word.
Confidence = Literal["wip", "not-validated", "validated"]

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
STATUSES: tuple[Status, ...] = get_args(Status)
LANGS: tuple[Lang, ...] = get_args(Lang)
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)

# The order in which front matter is written; unknown keys follow.
KEYS = (
    "id",
    "title",
    "summary",
    "questions",
    "tags",
    "audience",
    "status",
    "lang",
    "translation_of",
    "owner",
    "created",
    "updated",
    "verified",
    "verify_every_days",
    "confidence",
    "publish_at",
    "unpublish_at",
    "related",
    "redirect_from",
)

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class Article:
    """One Markdown file with its front matter.

    `category` is the folder's path relative to the content folder ("oplata", "oplata/karty");
    `revision` is a short hash of the file's bytes; `lines` gives the line in the file at which
    each front matter key stands, and the body under the key "body".
    What is left out hides the article: no audience means staff, no status means draft.
    `shelved_for` is the audience of its category: one for staff hides all that is in it.
    """

    id: str
    slug: str
    category: str
    title: str
    summary: str = ""
    questions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    audience: Audience = "staff"
    status: Status = "draft"
    lang: Lang = "ru"
    translation_of: str | None = None
    owner: str = ""
    created: date | None = None
    updated: date | None = None
    verified: date | None = None
    verify_every_days: int | None = None
    confidence: Confidence | None = None
    publish_at: datetime | None = None
    unpublish_at: datetime | None = None
    related: tuple[str, ...] = ()
    redirect_from: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)
    body: Packed = field(default=Packed(), repr=False, hash=False)  # `revision` is of it too
    shelved_for: Audience = "public"
    source_path: Path = Path()
    revision: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def open_to(self) -> Audience:
        """Who may read it once it is out: its category may be for staff alone."""
        return "staff" if self.shelved_for == "staff" else self.audience

    def visibility(self, now: datetime) -> Visibility:
        """Who may find the article at `now` (aware): everyone, staff, or only its editors."""
        comes_later = self.publish_at is not None and self.publish_at > now
        is_over = self.unpublish_at is not None and self.unpublish_at <= now
        if self.status != "published" or comes_later or is_over:
            return "unpublished"
        return self.open_to

    def moments(self) -> tuple[datetime, ...]:
        """When the article comes out or goes by itself."""
        return tuple(moment for moment in (self.publish_at, self.unpublish_at) if moment)


@dataclass(frozen=True, kw_only=True)
class Category:
    """A folder of articles, as its `_category.yml` describes it.

    `fields` are what the ask form asks besides when a question is about this category. With the
    `audience` staff everything in it and below is for staff. `redirect_from` are its old paths.
    """

    path: str
    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    icon: str = ""
    audience: Audience = "public"
    order: int = 0
    redirect_from: tuple[str, ...] = ()
    fields: "tuple[FormField, ...]" = ()

    @property
    def parent(self) -> str | None:
        """The path of the category around this one, if it is nested."""
        return self.path.rpartition("/")[0] or None

    def title_in(self, lang: str) -> str:
        return (self.title_en if lang == "en" else "") or self.title

    def summary_in(self, lang: str) -> str:
        return (self.summary_en if lang == "en" else "") or self.summary


@dataclass(frozen=True)
class Section:
    """A part of an article under one heading, as plain text: what search indexes and quotes.

    The lead, before the first heading, has anchor "", level 1 and no heading. `heading_path`
    ends with the section's own heading. Every paragraph, list item and table row is one line.
    """

    anchor: str
    level: int
    heading: str
    heading_path: tuple[str, ...]
    text: str
