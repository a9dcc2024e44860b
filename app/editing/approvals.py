"""A reviewer's word that an article may go to its readers: given to one version, gone with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import joinedload

from app import clock
from app.db import add_if_new, session, transaction
from app.editing import revisions, workflow
from app.editing.models import ArticleApproval, Revision
from app.editing.workflow import STEP, Part
from app.errors import Conflict, Forbidden, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Select

    from app.accounts.models import Account
    from app.articles.article import Article
    from app.editing.editor import Editor

# Any later version ends an approval, but for the one by which the article was published.
_ENDED: Final = exists(
    select(Revision.id).where(
        Revision.article_id == ArticleApproval.article_id,
        Revision.id > ArticleApproval.version_id,
        Revision.note != f"{STEP}published",
    )
)


@dataclass(frozen=True)
class Given:
    """An approval, and whether it holds: nothing has changed the article since."""

    approval: ArticleApproval
    holds: bool


def may_give(own: frozenset[Part]) -> bool:
    """Tell whether somebody with these parts may approve: a reviewer, and not of their own text."""
    return Part.REVIEWER in own and Part.AUTHOR not in own


def give(editor: Editor, article_id: str, account: Account, base: str) -> Article:
    """Approve the version `base` of an article that waits for review; again is the same once.

    Raises NotFound, Forbidden, Conflict when the article is not as it was seen.
    """
    with editor.writing() as snapshot:
        article, own = workflow.get_seen(account, snapshot, article_id)
        if not may_give(own):
            raise Forbidden("Одобряет рецензент, и не свою статью, пока она на проверке.")
        if editor.source(article_id).revision != base:  # keeps this version, too
            raise Conflict("Статью с тех пор изменили. Прочтите её и одобрите снова.")
        newest = revisions.latest(article_id)
        assert newest  # noqa: S101  source() has kept it
        with transaction():
            add_if_new(
                ArticleApproval,
                article_id=article_id,
                version_id=newest.id,
                account_id=account.id,
                created_at=clock.now(),
            )
    return article


def take_back(article_id: str, account: Account) -> None:
    """End the account's own approval that still holds. Raises NotFound where there is none."""
    mine = select(ArticleApproval.id).where(
        ArticleApproval.article_id == article_id, ArticleApproval.account_id == account.id, ~_ENDED
    )
    with transaction() as rows:
        found = rows.scalars(mine).all()
        if not found:
            raise NotFound("Вашего одобрения у этой статьи нет.")
        rows.execute(delete(ArticleApproval).where(ArticleApproval.id.in_(found)))


def of_article(article: Article) -> Sequence[Given]:
    """Return the article's approvals with who gave them to which version, the latest first."""
    chosen = _whole().add_columns(_ENDED).where(ArticleApproval.article_id == article.id)
    rows = session.execute(chosen.order_by(ArticleApproval.id.desc())).all()
    newest = revisions.latest(article.id) if rows else None
    is_kept = newest is not None and newest.revision == article.revision
    return [Given(approval, is_kept and not ended) for approval, ended in rows]


def holding(articles: Iterable[Article]) -> Mapping[str, Sequence[ArticleApproval]]:
    """Return the approvals that hold, of those articles that wait for review, by id."""
    waiting = {one.id: one.revision for one in articles if one.status == "review"}
    if not waiting:
        return {}
    chosen = _whole().where(ArticleApproval.article_id.in_(waiting), ~_ENDED)
    found: dict[str, list[ArticleApproval]] = {}
    for approval in session.scalars(chosen.order_by(ArticleApproval.id)):
        if approval.version.revision == waiting[approval.article_id]:
            found.setdefault(approval.article_id, []).append(approval)
    return found


def _whole() -> Select[ArticleApproval]:
    whole = (joinedload(ArticleApproval.version), joinedload(ArticleApproval.account))
    return select(ArticleApproval).options(*whole)
