"""The editor's sheet: the version that somebody began with, and what they have typed since."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Sheet:
    """`now` is the article as it lies on disk, `begun` the version that the typing began with.

    `typed` holds the fields that came: all but `source`, or `source` alone.
    """

    now: Opened
    begun: Opened
    typed: Mapping[str, str]

    @property
    def values(self) -> dict[str, str]:
        """Return what every field shows; articles are shown by id and title."""
        shown = self.begun.shown(zone())
        named = {name: "\n".join(map(_named, shown[name].split("\n"))) for name in ARTICLES}
        return {**shown, **named, **self.typed}

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
        return opening.wish(self.begun, {**self.typed, **ids}, zone())

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
    if "source" in typed:
        typed = {"source": typed["source"]}
    return Sheet(now, opening.begun(now, _base(), folder()), typed)


def kept(article_id: str, draft: ArticleDraft) -> Sheet:
    """Return the sheet of a draft."""
    now = opening.newest(services().editor, article_id, folder())
    typed: dict[str, str] = {}
    with suppress(ValueError):  # a draft of an older kind than this page's
        said = json.loads(draft.content)
        typed = {name: said[name] for name in NAMES if isinstance(said.get(name), str)}
    return Sheet(now, opening.begun(now, draft.base, folder()), typed)


def as_draft(sheet: Sheet) -> str:
    """Return the content of a draft that keeps the sheet."""
    return json.dumps(dict(sheet.typed), ensure_ascii=False)


def wants_json() -> bool:
    """Tell whether the page's script asks."""
    return request.accept_mimetypes.best == "application/json"


def zone() -> ZoneInfo:
    return ZoneInfo(services().config.time_zone)


def folder() -> Path:
    return services().config.articles_folder


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
