"""Who may take which step with an article, and what the step writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.accounts.models import Account
from app.accounts.roles import Role
from app.articles.article import STATUSES, Article
from app.editing import comments, confidence, revisions, workflow
from app.editing.editor import Author
from app.editing.workflow import Part, Step
from app.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.accounts import cast

if TYPE_CHECKING:
    from app.articles.article import Status
    from app.articles.library import Library
    from app.editing.editor import Editor

# state → where an author, a reviewer, a publisher and an editor may take it
EXPECTED: dict[str, tuple[set[str], ...]] = {
    "draft": ({"review", "archived"}, set(), {"published", "archived"}, {"review"}),
    "review": ({"draft"}, {"draft"}, {"published", "archived"}, set()),
    "published": (set(), set(), {"draft", "archived"}, set()),
    "archived": (set(), set(), {"draft", "published"}, set()),
}
# role → its parts in somebody else's article that waits for review, and in one that does not
PARTS: dict[Role, tuple[set[Part], set[Part]]] = {
    Role.GUEST: (set(), set()),
    Role.AGENT: (set(), set()),
    Role.REVIEWER: ({Part.REVIEWER}, set()),
    Role.EDITOR: ({Part.REVIEWER, Part.PUBLISHER, Part.EDITOR}, {Part.PUBLISHER, Part.EDITOR}),
    Role.ADMIN: ({Part.REVIEWER, Part.PUBLISHER, Part.EDITOR}, {Part.PUBLISHER, Part.EDITOR}),
}


@pytest.mark.parametrize("status", STATUSES)
def test_steps_follow_the_table(status: Status) -> None:
    for part, expected in zip(Part, EXPECTED[status], strict=True):
        assert set(workflow.steps(frozenset({part}), status)) == expected, part
    assert workflow.steps(frozenset(), status) == ()


@pytest.mark.parametrize("role", Role)
def test_parts_follow_the_rights_of_a_role(role: Role) -> None:
    account = Account(id=1, email="olga@polka.example", name="Ольга", role=role)
    article = Article(id="a", slug="a", category="c", title="t")
    waiting, idle = PARTS[role]
    assert workflow.held(account, replace(article, status="review"), None) == waiting
    for status in ("draft", "published", "archived"):
        assert workflow.held(account, replace(article, status=status), None) == idle
    author = {Part.AUTHOR} if role is not Role.GUEST else set()
    assert workflow.held(account, article, 1) == idle | author


@pytest.mark.parametrize(("status", "part"), list(product(STATUSES, Part)))
def test_author_writes_until_it_is_published(status: Status, part: Part) -> None:
    wanted = part is Part.EDITOR or (part is Part.AUTHOR and status in ("draft", "review"))
    assert workflow.may_write(frozenset({part}), status) == wanted
    assert not workflow.may_write(frozenset(), status)


@pytest.mark.parametrize("owner", ["boris@polka.example", "BORIS", "борис"])
def test_owner_is_known_by_address_login_or_name(owner: str, editor: Editor) -> None:
    article = Article(id="a", slug="a", category="c", title="t", owner=owner)
    assert workflow.is_author(cast.boris(), article, None)
    assert not workflow.is_author(cast.vera(), article, None)


def own(editor: Editor, account: Account, **fields: object) -> tuple[str, str]:
    by = Author(account.id, account.name, account.email)
    saved = editor.create("Оплата картой", "oplata", by, fields=fields, body="\nДа.\n")
    return saved.article_id, saved.revision


def status_of(library: Library, article_id: str) -> str:
    return library.snapshot.get(article_id).status


def test_agent_writes_sends_to_review_and_an_editor_publishes(
    editor: Editor, library: Library
) -> None:
    boris, anna = cast.boris(), cast.anna()
    article_id, revision = own(editor, boris, confidence="wip")
    sent = workflow.take(editor, article_id, boris, Step("review", revision))
    assert status_of(library, article_id) == "review"
    workflow.take(editor, article_id, anna, Step("published", sent.revision))
    article = library.snapshot.get(article_id)
    assert (article.visibility(clock.now()), article.confidence) == ("public", "not-validated")
    notes = [row.note for row in revisions.of_article(article_id)]
    assert notes == ["status:published", "status:review", ""]


def test_agent_may_not_publish_their_own_draft(editor: Editor, library: Library) -> None:
    boris = cast.boris()
    article_id, revision = own(editor, boris)
    with pytest.raises(Forbidden):
        workflow.take(editor, article_id, boris, Step("published", revision))
    assert status_of(library, article_id) == "draft"


def test_reviewer_sends_back_with_a_word_and_does_not_publish(
    editor: Editor, library: Library
) -> None:
    boris, olga = cast.boris(), cast.olga()
    article_id, revision = own(editor, boris)
    with pytest.raises(NotFound):
        workflow.take(editor, article_id, olga, Step("review", revision))
    sent = workflow.take(editor, article_id, boris, Step("review", revision))
    for to in ("published", "archived"):
        with pytest.raises(Forbidden):
            workflow.take(editor, article_id, olga, Step(to, sent.revision))
    with pytest.raises(InvalidInput):
        workflow.take(editor, article_id, olga, Step("draft", sent.revision))
    workflow.take(editor, article_id, olga, Step("draft", sent.revision, "Добавьте сроки"))
    (placed,) = comments.of_article(article_id, library.snapshot.get(article_id).body)
    assert (placed.comment.account_id, placed.comment.asks_changes) == (olga.id, True)
    assert status_of(library, article_id) == "draft"


def test_draft_of_a_colleague_does_not_exist_for_an_agent(editor: Editor) -> None:
    article_id, revision = own(editor, cast.boris())
    with pytest.raises(NotFound):
        workflow.take(editor, article_id, cast.vera(), Step("review", revision))


def test_stranger_to_the_studio_has_no_part(editor: Editor, library: Library) -> None:
    guest = cast.hire("Глеб", "gleb@polka.example", Role.GUEST)
    article_id, _ = own(editor, cast.boris(), owner="gleb")
    assert workflow.parts(guest, library.snapshot.get(article_id)) == frozenset()


def test_second_of_two_publishers_is_told_who_was_first(editor: Editor, library: Library) -> None:
    anna, olga = cast.anna(), cast.hire("Ольга", "olga@polka.example", Role.EDITOR)
    article_id, revision = own(editor, cast.boris())
    workflow.take(editor, article_id, anna, Step("published", revision))
    before = editor.source(article_id)
    with pytest.raises(Conflict, match="последняя правка — Анна"):
        workflow.take(editor, article_id, olga, Step("published", revision))
    assert editor.source(article_id) == before


def test_editor_who_sends_back_says_why(editor: Editor, library: Library) -> None:
    boris, anna = cast.boris(), cast.anna()
    article_id, revision = own(editor, boris)
    sent = workflow.take(editor, article_id, boris, Step("review", revision))
    with pytest.raises(InvalidInput) as refused:
        workflow.take(editor, article_id, anna, Step("draft", sent.revision))
    assert list(refused.value.fields) == ["comment"]
    workflow.take(editor, article_id, anna, Step("draft", sent.revision, "Добавьте сроки"))
    body = library.snapshot.get(article_id).body
    (placed,) = comments.of_article(article_id, body)
    assert (placed.comment.body, placed.comment.asks_changes) == ("Добавьте сроки", True)
    assert status_of(library, article_id) == "draft"


def test_author_takes_back_without_a_word(editor: Editor, library: Library) -> None:
    boris = cast.boris()
    article_id, revision = own(editor, boris)
    sent = workflow.take(editor, article_id, boris, Step("review", revision))
    workflow.take(editor, article_id, boris, Step("draft", sent.revision))
    assert status_of(library, article_id) == "draft"


def test_article_is_published_from_and_until_a_moment(editor: Editor, library: Library) -> None:
    anna = cast.anna()
    article_id, revision = own(editor, anna)
    comes = clock.now() + timedelta(days=1)
    goes = comes + timedelta(days=7)
    step = Step("published", revision, publish_at=comes, unpublish_at=goes)
    saved = workflow.take(editor, article_id, anna, step)
    article = library.snapshot.get(article_id)
    seen = [article.visibility(moment) for moment in (clock.now(), comes + timedelta(1), goes)]
    assert seen == ["unpublished", "public", "unpublished"]
    workflow.take(editor, article_id, anna, Step("draft", saved.revision))
    assert library.snapshot.get(article_id).publish_at is None


def test_article_does_not_go_before_it_comes(editor: Editor) -> None:
    anna = cast.anna()
    article_id, revision = own(editor, anna)
    past = datetime(2020, 1, 1, tzinfo=clock.now().tzinfo)
    with pytest.raises(InvalidInput) as refused:
        workflow.take(editor, article_id, anna, Step("published", revision, unpublish_at=past))
    assert list(refused.value.fields) == ["unpublish_at"]


def test_empty_article_is_not_published(editor: Editor) -> None:
    anna = cast.anna()
    saved = editor.create("Пустая", "oplata", Author(anna.id, anna.name), body="\n")
    with pytest.raises(InvalidInput) as refused:
        workflow.take(editor, saved.article_id, anna, Step("published", saved.revision))
    assert list(refused.value.fields) == ["body"]


@pytest.mark.parametrize(
    ("fields", "sure"),
    [
        ({"status": "draft"}, "wip"),
        ({"status": "review", "confidence": "validated"}, "validated"),
        ({"status": "published"}, "not-validated"),
        ({"status": "published", "verified": clock.now().date()}, "validated"),
        ({"status": "published", "confidence": "wip"}, "wip"),
        ({"status": "archived", "confidence": "validated"}, "archived"),
    ],
)
def test_confidence_is_what_the_article_says_or_its_state(
    fields: dict[str, object], sure: str
) -> None:
    article = Article(id="a", slug="a", category="c", title="t", **fields)  # type: ignore[arg-type]
    assert confidence.of(article) == sure
