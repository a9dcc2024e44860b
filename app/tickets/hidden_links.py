"""Finds in a reply what leads to articles that its addressee may not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from app.accounts.roles import may
from app.search.documents import sections_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from app.accounts.roles import Reader
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot

QUOTE_LEAST: Final = 40  # characters of one line: shorter ones stand in many articles alike
_ADDRESS: Final = re.compile(r"articles/([\w-]+)")
_ID: Final = re.compile(r"(?<![\w-])id:\s*([\w-]+)")
_NAMED: Final = re.compile(r"\[([^\]\n]{1,300})\]|«([^»\n]{1,300})»|[\"“]([^\"”\n]{1,300})[\"”]")
_NAME: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")


def hidden_from(
    reader: Reader,
    text: str,
    snapshot: Snapshot,
    now: datetime,
    quoted: Iterable[str] = (),
) -> tuple[Article, ...]:
    """Return the articles that `text` leads to by address, id, file or title, and `reader` may not
    read at `now` (aware).

    `quoted` are ids of articles whose lines are looked for too. An id or slug counts where it is
    whole and has a hyphen, a title where it stands in brackets or quotation marks.
    """
    plain = _plain(unquote(text))
    names, titles = _names(plain), _titles(plain)
    hidden: list[Article] = []
    for article in snapshot.articles.values():
        if may(reader, "read", article.visibility(now)):
            names.discard(article.slug)  # it stands in the way of an old address of another one
        else:
            hidden.append(article)
    wanted = frozenset(quoted)
    return tuple(
        article
        for article in hidden
        if _is_meant(article, names, titles)
        or (article.id in wanted and _is_quoted(article, plain))
    )


def _names(plain: str) -> set[str]:
    return {*_ADDRESS.findall(plain), *_ID.findall(plain), *_NAME.findall(plain)}


def _titles(plain: str) -> set[str]:
    return {_plain(next(filter(None, groups))) for groups in _NAMED.findall(plain) if any(groups)}


def _is_meant(article: Article, names: Collection[str], titles: Collection[str]) -> bool:
    own = {article.id.lower(), article.slug, *article.redirect_from}
    return not own.isdisjoint(names) or _plain(article.title) in titles


def _is_quoted(article: Article, plain: str) -> bool:
    lines = (_plain(line) for part in sections_of(article) for line in part.text.split("\n"))
    return any(len(line) >= QUOTE_LEAST and line in plain for line in lines)


def _plain(text: str) -> str:
    """Return the text in one spelling: lower case, single spaces, no marks of a quotation."""
    return " ".join(re.sub(r"^\s*>+", "", text, flags=re.MULTILINE).lower().split())
