"""The feedback inbox: what readers said after a «Нет», its states, and answers to them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import redirect, render_template, request, url_for

from app.curation import inbox as remarks
from app.curation.inbox import Wanted
from app.curation.inbox_models import CaseState
from app.current import services
from app.errors import Conflict, DomainError, InvalidInput, NotFound
from app.feedback.models import Reason
from app.web.signing_in import allow
from app.web.studio.door import blueprint, me

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

MOST_AT_ONCE: Final = 200  # remarks that one form moves


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for, and the address itself."""

    wanted: Wanted
    before: int | None

    @classmethod
    def from_values(cls, values: MultiDict[str, str]) -> Asked:
        """Read the conditions; what makes no sense is no condition."""
        state, reason = values.get("state", ""), values.get("reason", "")
        return cls(
            Wanted(
                CaseState(state) if state in set(CaseState) else None,
                values.get("article") or None,
                Reason(reason) if reason in set(Reason) else None,
                bool(values.get("answerable")),
            ),
            values.get("before", type=int),
        )

    @property
    def parameters(self) -> dict[str, Any]:
        """The conditions as an address has them."""
        wanted = self.wanted
        found = {
            "state": wanted.state.value if wanted.state else None,
            "article": wanted.article_id,
            "reason": wanted.reason.value if wanted.reason else None,
            "answerable": "1" if wanted.answerable else None,
        }
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Refused:
    """A reply that was not sent, and why."""

    vote_id: int
    text: str
    problem: DomainError


@blueprint.get("/inbox")
@allow("edit")
def inbox() -> ResponseReturnValue:
    return _page(Asked.from_values(request.args))


@blueprint.post("/inbox/states")
@allow("edit")
def inbox_states() -> ResponseReturnValue:
    """Move one remark (`only`) or all the marked ones."""
    state = request.form.get("to", "")
    if state not in set(CaseState):
        raise NotFound("Такого состояния нет.")
    only = request.form.get("only", type=int)
    ids = [only] if only else request.form.getlist("ids", type=int)[:MOST_AT_ONCE]
    articles = services().library.snapshot.articles
    revisions = {article_id: article.revision for article_id, article in articles.items()}
    moved = remarks.move(ids, CaseState(state), me().id, revisions)
    asked = Asked.from_values(request.form)
    return redirect(url_for("studio.inbox", moved=moved, **asked.parameters), 303)


@blueprint.post("/inbox/<int(max=2147483647):vote_id>/replies")
@allow("edit")
def inbox_reply(vote_id: int) -> ResponseReturnValue:
    asked = Asked.from_values(request.form)
    body, submission = request.form.get("body", ""), request.form.get("submission", "")[:64]
    try:
        article = services().library.snapshot.find(remarks.get(vote_id).vote.article_id)
        lang = article.lang if article else "ru"
        remarks.reply(vote_id, me().id, body, submission=submission, lang=lang)
    except InvalidInput as problem:
        return _page(asked, Refused(vote_id, body, problem.fields["body"])), problem.status
    except (Conflict, NotFound) as problem:
        return _page(asked, Refused(vote_id, body, problem)), problem.status
    place, anchor = {"before": asked.before, **asked.parameters}, f"remark-{vote_id}"
    return redirect(url_for("studio.inbox", sent=1, _anchor=anchor, **place), 303)


def _page(asked: Asked, refused: Refused | None = None) -> str:
    """Render the list, a refused reply in the form of its remark, else above the list."""
    page = remarks.page(asked.wanted, before=asked.before)
    answerable = {one.vote.id for one in page.remarks if one.vote.email}
    return render_template(
        "studio/inbox.html",
        asked=asked,
        page=page,
        counts=remarks.counts(asked.wanted),
        articles=services().library.snapshot.articles,
        states=tuple(CaseState),
        moved=request.args.get("moved", type=int),
        sent=bool(request.args.get("sent")),
        refused=refused if refused and refused.vote_id in answerable else None,
        left_over=refused if refused and refused.vote_id not in answerable else None,
        longest=remarks.LONGEST_REPLY,
        submission=lambda: secrets.token_urlsafe(16),
    )
