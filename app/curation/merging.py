"""Two articles about one thing become one: its address, questions, votes and tickets go with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.curation import carrying
from app.db import transaction
from app.errors import Conflict, DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor
    from app.editing.revisions import Author

SHELVED: Final = "arhiv"  # ends the address of an archived article whose own leads elsewhere
_MOST_SLUG: Final = 90  # characters of the address that stay before that


class Ending(StrEnum):
    """What becomes of the other article's file; its versions are kept in either case."""

    ARCHIVE = "archive"
    REMOVE = "remove"


@dataclass(frozen=True, kw_only=True)
class Merge:
    """What to merge; the revisions are those that the person saw."""

    kept_id: str
    other_id: str
    kept_revision: str
    other_revision: str
    questions: bool = True
    tags: bool = True
    ending: str = Ending.ARCHIVE


@dataclass(frozen=True)
class Preview:
    """What a merge would do: old addresses that will lead to the kept article, and what it gains.

    `naming` are the other articles that link to the one that goes: they will link to the kept one.
    """

    kept: Article
    other: Article
    redirects: tuple[str, ...]
    questions: tuple[str, ...]
    tags: tuple[str, ...]
    naming: tuple[Article, ...]
    counts: Mapping[str, int]

    @property
    def becoming(self) -> Article:
        """The kept article with what it gains."""
        return replace(
            self.kept,
            questions=(*self.kept.questions, *self.questions),
            tags=(*self.kept.tags, *self.tags),
        )


def preview(snapshot: Snapshot, kept_id: str, other_id: str) -> Preview:
    """Raises ArticleNotFound, InvalidInput for `other`."""
    kept, other = snapshot.get(kept_id), snapshot.get(other_id)
    _refuse(kept, other)
    return Preview(
        kept,
        other,
        _redirects(kept, other)[len(kept.redirect_from) :],
        tuple(q for q in other.questions if q not in kept.questions),
        tuple(tag for tag in other.tags if tag not in kept.tags),
        tuple(a for a in snapshot.articles.values() if a.id != other.id and names(a, other)),
        carrying.counts(other_id),
    )


def merge(editor: Editor, wanted: Merge, by: Author) -> Article:
    """Merge, and return the kept article as it was before.

    The kept file gets the addresses first: a crash after that leaves two articles and nothing lost,
    and the same merge again completes it. Raises ArticleNotFound, InvalidInput, Conflict when one
    of the two is not what the person saw.
    """
    if wanted.ending not in set(Ending):
        raise InvalidInput({"ending": DomainError("Выберите из списка.")})
    with editor.writing() as snapshot, transaction():
        kept, other = snapshot.get(wanted.kept_id), snapshot.get(wanted.other_id)
        _refuse(kept, other)
        if (kept.revision, other.revision) != (wanted.kept_revision, wanted.other_revision):
            raise Conflict("Пока вы смотрели, одну из статей изменили. Посмотрите ещё раз.")
        carrying.carry(other.id, kept.id)
        _fill(editor, kept, other, wanted, by)
        _rename(editor, snapshot, kept, other, by)
        _put_away(editor, snapshot, other, wanted.ending, by)
    return kept


def _refuse(kept: Article, other: Article) -> None:
    sentence = ""
    if kept.id == other.id:
        sentence = "Выберите две разные статьи."
    elif other.id == kept.translation_of or kept.id == other.translation_of:
        sentence = "Это статья и её перевод: они и так одна статья на двух языках."
    elif kept.lang != other.lang:
        sentence = "Статьи на разных языках: объединять можно только на одном."
    if sentence:
        raise InvalidInput({"other": DomainError(sentence)})


def _redirects(kept: Article, other: Article) -> tuple[str, ...]:
    """The old addresses of the kept article with those of the other; its own is none of them."""
    known = (*kept.redirect_from, other.slug, *other.redirect_from)
    return tuple(slug for slug in dict.fromkeys(known) if slug != kept.slug)


def _fill(editor: Editor, kept: Article, other: Article, wanted: Merge, by: Author) -> None:
    fields: dict[str, object] = {"redirect_from": list(_redirects(kept, other))}
    if wanted.questions:
        fields["questions"] = list(dict.fromkeys((*kept.questions, *other.questions))) or None
    if wanted.tags:
        fields["tags"] = list(dict.fromkeys((*kept.tags, *other.tags))) or None
    related = [i for i in (*kept.related, *other.related) if i not in {kept.id, other.id}]
    fields["related"] = list(dict.fromkeys(related)) or None
    editor.change(kept.id, by, fields, note=f"Вошла статья «{other.title}» ({other.id})")


def names(article: Article, other: Article) -> bool:
    """Tell whether an article links to the other one by its id, or lists it."""
    is_listed = other.id in article.related or article.translation_of == other.id
    return is_listed or _link_to(other.id).search(article.body) is not None


def _link_to(article_id: str) -> re.Pattern[str]:
    """What stands before and at the id in a link by id: [text](id:voz-01#anchor)."""
    return re.compile(rf"(\]\(\s*<?id:){re.escape(article_id)}(?=[#)>\s])", re.IGNORECASE)


def _rename(editor: Editor, snapshot: Snapshot, kept: Article, other: Article, by: Author) -> None:
    """Let every article that names the other by its id name the kept one."""
    for article in snapshot.articles.values():
        if article.id == other.id or not names(article, other):
            continue
        fields: dict[str, object] = {}
        if other.id in article.related and article.id != kept.id:
            named = [kept.id if one == other.id else one for one in article.related]
            fields["related"] = [one for one in dict.fromkeys(named) if one != article.id] or None
        if article.translation_of == other.id:
            fields["translation_of"] = kept.id
        body = _link_to(other.id).sub(rf"\g<1>{kept.id}", article.body)
        editor.change(article.id, by, fields, body=body if body != article.body else None)


def _put_away(editor: Editor, snapshot: Snapshot, other: Article, ending: str, by: Author) -> None:
    if ending == Ending.REMOVE:
        editor.remove(other.id, by, note="Объединена с другой статьёй")
        return
    note = "Объединена с другой статьёй"
    editor.change(other.id, by, note=note, status="archived", redirect_from=None)
    editor.move(other.id, other.category, _free_slug(snapshot, other.slug), by)
    editor.change(other.id, by, redirect_from=None)


def _free_slug(snapshot: Snapshot, slug: str) -> str:
    base = f"{slug[:_MOST_SLUG].strip('-')}-{SHELVED}"
    candidate, number = base, 1
    while snapshot.find_by_slug(candidate) or snapshot.find_redirect(candidate):
        number += 1
        candidate = f"{base}-{number}"
    return candidate
