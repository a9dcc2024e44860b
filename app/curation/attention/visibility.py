"""Who sees what of the list: what they may read, and what is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import clock
from app.accounts.roles import may
from app.curation.attention import deeds

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.accounts.models import Account
    from app.articles.article import Article


def seen_by(account: Account) -> Callable[[Article], bool]:
    """Return what tells whether the account may see an article in the list."""
    now, reader = clock.now(), account.reader

    def sees(article: Article) -> bool:
        is_readable = may(reader, "read", article.visibility(now))
        return is_readable or bool(deeds.held(account, article))

    return sees
