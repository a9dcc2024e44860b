"""One change of many articles: first what it would do, then each by itself, none half."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app import typed
from app.editing import placing, workflow
from app.editing.revisions import Author
from app.editing.workflow import PUBLISHERS, Step
from app.errors import Conflict, DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from app.accounts.models import Account
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor

MOST: Final = 500  # articles at once
LONGEST_VALUE: Final = 100  # characters of a tag or an owner


@dataclass(frozen=True)
class Wish:
    """What shall be done with articles: move, tag, untag, assign (to nobody: ""), archive."""

    action: str
    value: str = ""


@dataclass(frozen=True)
class Planned:
    """What would become of an article: its `key` from `before` to `after`, or why nothing.

    Where `before` is `after`, the article is so already. `value` is what the key would hold.
    """

    article: Article
    key: str = ""
    before: str = ""
    after: str = ""
    value: object = None
    refused: DomainError | None = None

    @property
    def changes(self) -> bool:
        return self.refused is None and self.before != self.after


@dataclass(frozen=True)
class Report:
    """The ids of the articles that were changed, and why each of the others was not."""

    done: tuple[str, ...]
    refused: Mapping[str, DomainError]


def plan(snapshot: Snapshot, article_ids: Iterable[str], wish: Wish) -> list[Planned]:
    """Return what the wish would do, by title; nothing is changed.

    Raises InvalidInput for `action`, `value` and `articles` (none, or more than 500).
    """
    chosen = [snapshot.articles[i] for i in dict.fromkeys(article_ids) if i in snapshot.articles]
    if not 0 < len(chosen) <= MOST:
        raise InvalidInput(
            {"articles": DomainError("Выберите от 1 до %(most)s статей.", most=MOST)}
        )
    act, wish = _checked(snapshot, wish)
    planned = (act.plan(snapshot, article, wish.value) for article in chosen)
    return sorted(planned, key=lambda one: (one.article.title.casefold(), one.article.id))


def apply(editor: Editor, seen: Mapping[str, str], wish: Wish, account: Account) -> Report:
    """Do what was planned for the articles `seen` (id → the revision that the plan showed).

    Each article is changed by itself: one that is refused stays as it is, and the others go on.
    Raises InvalidInput for `action` and `value`.
    """
    with editor.writing() as snapshot:
        act, wish = _checked(snapshot, wish)
        outcome = {
            article_id: _attempt(act, _Change(editor, article_id, revision, wish.value, account))
            for article_id, revision in list(seen.items())[:MOST]
        }
    refused = {article_id: problem for article_id, problem in outcome.items() if problem}
    return Report(tuple(i for i in outcome if i not in refused), refused)


@dataclass(frozen=True)
class _Change:
    editor: Editor
    article_id: str
    revision: str
    value: str
    account: Account

    @property
    def by(self) -> Author:
        return Author.of(self.account)


@dataclass(frozen=True)
class _Act:
    plan: Callable[[Snapshot, Article, str], Planned]
    apply: Callable[[_Change, Planned], object]


def _attempt(act: _Act, change: _Change) -> DomainError | None:
    try:
        with change.editor.writing() as snapshot:
            article = snapshot.get(change.article_id)
            if change.editor.source(article.id).revision != change.revision:
                raise Conflict("Статью изменили, пока вы смотрели список. Она осталась как есть.")
            planned = act.plan(snapshot, article, change.value)
            if planned.refused:
                return planned.refused
            if planned.changes:
                act.apply(change, planned)
    except InvalidInput as problem:
        return next(iter(problem.fields.values()))
    except DomainError as problem:
        return problem
    return None


def _checked(snapshot: Snapshot, wish: Wish) -> tuple[_Act, Wish]:
    act = _ACTS.get(wish.action)
    if act is None:
        raise InvalidInput({"action": DomainError("Выберите, что сделать со статьями.")})
    value = typed.line(wish.value)
    if len(value) > LONGEST_VALUE:
        problem = DomainError(
            "Не больше %(most)s знаков, сейчас %(length)s.", most=LONGEST_VALUE, length=len(value)
        )
        raise InvalidInput({"value": problem})
    if wish.action in ("tag", "untag") and not value:
        raise InvalidInput({"value": DomainError("Напишите метку.")})
    if wish.action == "move" and value not in snapshot.categories:
        raise InvalidInput({"value": DomainError("Такого раздела нет.")})
    return act, Wish(wish.action, value)


def _plan_move(snapshot: Snapshot, article: Article, category: str) -> Planned:
    if category == article.category:
        return Planned(article, "category", category, category)
    try:
        placing.free_path(snapshot, category, article.slug, besides=article.id)
    except InvalidInput as problem:
        return Planned(article, refused=next(iter(problem.fields.values())))
    return Planned(article, "category", article.category, category)


def _move(change: _Change, planned: Planned) -> None:
    change.editor.move(change.article_id, planned.after, planned.article.slug, change.by)


def _plan_tag(_snapshot: Snapshot, article: Article, tag: str) -> Planned:
    known = tag.casefold() in map(str.casefold, article.tags)
    return _with_tags(article, article.tags if known else (*article.tags, tag))


def _plan_untag(_snapshot: Snapshot, article: Article, tag: str) -> Planned:
    return _with_tags(article, tuple(t for t in article.tags if t.casefold() != tag.casefold()))


def _with_tags(article: Article, tags: tuple[str, ...]) -> Planned:
    return Planned(article, "tags", ", ".join(article.tags), ", ".join(tags), list(tags) or None)


def _plan_owner(_snapshot: Snapshot, article: Article, owner: str) -> Planned:
    return Planned(article, "owner", article.owner, owner, owner or None)


def _write(change: _Change, planned: Planned) -> None:
    keys = {planned.key: planned.value}
    change.editor.change(change.article_id, change.by, keys, base=change.revision)


def _plan_archive(_snapshot: Snapshot, article: Article, _value: str) -> Planned:
    steps = workflow.steps(PUBLISHERS, article.status)
    if article.status != "archived" and "archived" not in steps:
        return Planned(article, refused=DomainError("Из этого состояния статья в архив не идёт."))
    return Planned(article, "status", article.status, "archived")


def _archive(change: _Change, _planned: Planned) -> None:
    step = Step("archived", change.revision)
    workflow.take(change.editor, change.article_id, change.account, step)


_ACTS: Final[Mapping[str, _Act]] = {
    "move": _Act(_plan_move, _move),
    "tag": _Act(_plan_tag, _write),
    "untag": _Act(_plan_untag, _write),
    "assign": _Act(_plan_owner, _write),
    "archive": _Act(_plan_archive, _archive),
}
ACTIONS: Final = tuple(_ACTS)
