"""An approval is of one version: it holds until anything but publishing changes the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import Role
from app.editing import approvals, workflow
from app.editing.editor import Author
from app.editing.workflow import Step
from app.errors import Conflict, Forbidden, NotFound
from tests.accounts import cast

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.articles.article import Article
    from app.articles.library import Library
    from app.editing.editor import Editor


@pytest.fixture
def boris(database: object) -> Account:
    return cast.boris()


@pytest.fixture
def olga(database: object) -> Account:
    return cast.olga()


@pytest.fixture
def waiting(editor: Editor, library: Library, boris: Account) -> Article:
    """An article of Борис that waits for review."""
    made = editor.create("Оплата картой", "oplata", Author.of(boris), body="\nДа.\n")
    workflow.take(editor, made.article_id, boris, Step("review", made.revision))
    return library.snapshot.get(made.article_id)


def held(library: Library, article_id: str) -> list[str]:
    """Who is for the article as it is now, told alike by its page and by the list."""
    article = library.snapshot.get(article_id)
    by_page = [one.approval.account.name for one in approvals.of_article(article) if one.holds]
    if article.status == "review":
        in_list = approvals.holding([article]).get(article_id, ())
        assert sorted(one.account.name for one in in_list) == sorted(by_page)
    return by_page


def test_approval_is_kept_once_with_who_when_and_which_version(
    editor: Editor, library: Library, waiting: Article, olga: Account
) -> None:
    for _ in range(2):
        approvals.give(editor, waiting.id, olga, waiting.revision)
    (given,) = approvals.of_article(waiting)
    assert given.holds
    assert given.approval.account.name == "Ольга"
    assert given.approval.version.revision == waiting.revision
    assert given.approval.created_at >= given.approval.version.created_at


def test_it_lapses_when_the_text_changes_and_does_not_come_back_with_it(
    editor: Editor, library: Library, waiting: Article, olga: Account, boris: Account
) -> None:
    approvals.give(editor, waiting.id, olga, waiting.revision)
    before = editor.source(waiting.id).content
    changed = editor.change(waiting.id, Author.of(boris), body="\nНет.\n")
    assert held(library, waiting.id) == []
    editor.save(waiting.id, before, changed.revision, Author.of(boris))
    assert library.snapshot.get(waiting.id).revision == waiting.revision
    assert held(library, waiting.id) == []
    approvals.give(editor, waiting.id, olga, waiting.revision)
    assert held(library, waiting.id) == ["Ольга"]
    assert [one.holds for one in approvals.of_article(waiting)] == [True, False]


def test_it_lapses_when_the_file_changes_past_the_studio(
    editor: Editor, library: Library, waiting: Article, olga: Account
) -> None:
    approvals.give(editor, waiting.id, olga, waiting.revision)
    path = library.folder / editor.source(waiting.id).path
    path.write_text(path.read_text(encoding="utf-8") + "Ещё.\n", encoding="utf-8")
    library.refresh()
    assert held(library, waiting.id) == []


def test_it_lapses_when_the_article_is_sent_back(
    editor: Editor, library: Library, waiting: Article, olga: Account, boris: Account
) -> None:
    approvals.give(editor, waiting.id, olga, waiting.revision)
    back = workflow.take(editor, waiting.id, boris, Step("draft", waiting.revision))
    workflow.take(editor, waiting.id, boris, Step("review", back.revision))
    assert held(library, waiting.id) == []


def test_it_is_seen_after_publishing_until_the_next_change(
    editor: Editor, library: Library, waiting: Article, olga: Account
) -> None:
    anna = cast.anna()
    approvals.give(editor, waiting.id, olga, waiting.revision)
    workflow.take(editor, waiting.id, anna, Step("published", waiting.revision))
    assert held(library, waiting.id) == ["Ольга"]
    editor.change(waiting.id, Author.of(anna), summary="Иначе")
    assert held(library, waiting.id) == []


def test_author_does_not_approve_their_own_article(
    editor: Editor, library: Library, waiting: Article, olga: Account
) -> None:
    mine = editor.change(waiting.id, Author.of(olga), owner="olga")
    with pytest.raises(Forbidden):
        approvals.give(editor, waiting.id, olga, mine.revision)
    assert held(library, waiting.id) == []


@pytest.mark.parametrize(
    ("role", "refused"),
    [(Role.AGENT, NotFound), (Role.REVIEWER, None), (Role.EDITOR, None), (Role.ADMIN, None)],
)
def test_who_may_approve(
    editor: Editor, library: Library, waiting: Article, role: Role, refused: type[Exception] | None
) -> None:
    somebody = cast.hire("Зоя", "zoya@polka.example", role)
    if refused:
        with pytest.raises(refused):
            approvals.give(editor, waiting.id, somebody, waiting.revision)
    else:
        approvals.give(editor, waiting.id, somebody, waiting.revision)
    assert held(library, waiting.id) == ([] if refused else ["Зоя"])


def test_version_that_the_reviewer_did_not_see_is_not_approved(
    editor: Editor, library: Library, waiting: Article, olga: Account, boris: Account
) -> None:
    editor.change(waiting.id, Author.of(boris), body="\nНет.\n")
    with pytest.raises(Conflict):
        approvals.give(editor, waiting.id, olga, waiting.revision)
    assert held(library, waiting.id) == []


def test_approval_is_taken_back_by_whom_it_is_of(
    editor: Editor, library: Library, waiting: Article, olga: Account
) -> None:
    zoya = cast.hire("Зоя", "zoya@polka.example", Role.REVIEWER)
    approvals.give(editor, waiting.id, olga, waiting.revision)
    with pytest.raises(NotFound):
        approvals.take_back(waiting.id, zoya)
    approvals.take_back(waiting.id, olga)
    assert approvals.of_article(waiting) == []
