"""The editor's sheet: the version that somebody began with, and what they have typed since."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from flask import abort, request

from app import clock
from app.accounts.roles import may
from app.current import services
from app.editing import form, opening
from app.errors import InvalidInput
from app.web.signing_in import reader
from app.web.studio.choosing import find_article

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.articles.article import Article
    from app.editing.models import ArticleDraft
    from app.editing.opening import Opened
    from app.editing.saving import Wish
    from app.errors import DomainError

NAMES: Final = (*form.FIELDS, "body", "category", "slug", "source")
ARTICLES: Final = ("related", "translation_of")  # fields that name articles
PLACE: Final = ("category", "slug")


@dataclass(frozen=True)
class Sheet:
    """`now` is the article as it lies on disk, `begun` the version that the typing began with.

    `typed` holds the fields that came: all but `source`, or `source` without the others. Its
    category and slug are there only where they are wished otherwise than they were seen; `was` is
    how they were seen, and as they are `now` where it says nothing.
    """

    now: Opened
    begun: Opened
    typed: Mapping[str, str]
    was: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        """Return what every field shows; articles are shown by id and title."""
        shown = self.begun.shown(zone())
        named = {name: "\n".join(map(_named, shown[name].split("\n"))) for name in ARTICLES}
        return {**shown, **named, **self.typed}

    @property
    def place(self) -> dict[str, str]:
        """Return the category and slug that a wish for others begins with."""
        now = self.now.shown(zone())
        return {n: self.was.get(n, now[n]) if n in self.typed else now[n] for n in PLACE}

    @property
    def moves(self) -> dict[str, str]:
        """Return the category and slug that are wished otherwise."""
        return {name: self.typed[name] for name in PLACE if name in self.typed}

    @property
    def is_source(self) -> bool:
        return "source" in self.typed

    @property
    def is_outdated(self) -> bool:
        """Whether somebody has saved another version since."""
        return self.now.revision != self.begun.revision

    @property
    def says_something(self) -> bool:
        """Whether anything was typed that the version does not say already."""
        shown = replace(self, typed={}).values
        return any(text.rstrip() != shown[name].rstrip() for name, text in self.typed.items())

    def wish(self) -> Wish:
        """Return what is to be saved; raises InvalidInput."""
        said = {name: text for name, text in self.typed.items() if name in ARTICLES}
        ids = {name: "\n".join(map(_id, text.split("\n"))) for name, text in said.items()}
        wish = opening.wish(self.begun, {**self.typed, **ids}, zone())
        return replace(wish, was=self.place)

    def wanted(self) -> Opened:
        """Return the version that saving would make; raises InvalidInput."""
        return opening.wished(self.begun, self.wish(), folder())

    def likely(self) -> tuple[Article, Mapping[str, DomainError]]:
        """Return the article that this is going to be, as far as it can be told, and what is wrong.

        Where fields are wrong, it is the version that was begun with, and the text as typed.
        """
        try:
            return self.wanted().article, {}
        except InvalidInput as problem:
            body = self.typed.get("body", self.begun.article.body)
            return replace(self.begun.article, body=body), problem.fields


def fresh(article_id: str) -> Sheet:
    """Return the sheet of somebody who has typed nothing; `?view=source` shows the whole file."""
    now = opening.newest(services().editor, article_id, folder())
    shown = now.shown(zone())
    wants_source = request.args.get("view") == "source"
    return Sheet(now, now, {"source": shown["source"]} if wants_source else {})


def received(article_id: str) -> Sheet:
    """Return the sheet that this request sends; it must say which version it began with."""
    now = opening.newest(services().editor, article_id, folder())
    typed = {
        name: request.form[name].replace("\r\n", "\n") for name in NAMES if name in request.form
    }
    was = {name: request.form[f"was_{name}"] for name in PLACE if f"was_{name}" in request.form}
    return _sheet(now, _base(), typed, was)


def kept(article_id: str, draft: ArticleDraft) -> Sheet:
    """Return the sheet of a draft."""
    now = opening.newest(services().editor, article_id, folder())
    typed: dict[str, str] = {}
    was: dict[str, str] = {}
    with suppress(ValueError):  # a draft of an older kind than this page's
        said = json.loads(draft.content)
        typed = {name: said[name] for name in NAMES if isinstance(said.get(name), str)}
        was = {name: str(said.get(f"was_{name}", typed.get(name))) for name in PLACE}
    return _sheet(now, draft.base, typed, was)


def as_draft(sheet: Sheet) -> str:
    """Return the content of a draft that keeps the sheet."""
    was = {f"was_{name}": text for name, text in sheet.place.items()}
    return json.dumps({**sheet.typed, **was}, ensure_ascii=False)


def wants_json() -> bool:
    """Tell whether the page's script asks."""
    return request.accept_mimetypes.best == "application/json"


def zone() -> ZoneInfo:
    return ZoneInfo(services().config.time_zone)


def folder() -> Path:
    return services().config.articles_folder


def _sheet(now: Opened, base: str, typed: Mapping[str, str], was: Mapping[str, str]) -> Sheet:
    names = ("source", *PLACE) if "source" in typed else NAMES
    wished = {
        name: text
        for name, text in typed.items()
        if name in names and not (name in PLACE and text.strip().lower() == was.get(name))
    }
    return Sheet(now, opening.begun(now, base, folder()), wished, was)


def _base() -> str:
    """The revision in If-Match (RFC 9110, 13.1.1), else in the form; without either, 428."""
    tags = request.if_match.as_set()
    base = next(iter(tags), "") or request.form.get("base", "")
    if not base:
        abort(HTTPStatus.PRECONDITION_REQUIRED)
    return base


def _named(article_id: str) -> str:
    """The id with the title behind it, where the reader may know it."""
    article = services().library.snapshot.find(article_id)
    if article is None or not may(reader(), "read", article.visibility(clock.now())):
        return article_id
    return f"{article_id} {article.title}"


def _id(line: str) -> str:
    """The id of the article that a line names; a line that names none stays as it is."""
    known, (first, *_) = services().library.snapshot, (*line.split(), "")
    found = known.find(first) or (find_article(line) if first else None)
    return found.id if found else line
