"""Why results stand where they stand, and a trial of other weights and synonyms."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Final

from flask import make_response, render_template, request

from app.accounts.roles import GUEST, Reader, Role
from app.curation import previews, why
from app.current import services
from app.errors import DomainError
from app.search import own_synonyms
from app.search.ranking import WEIGHTS, Weights
from app.typed import line
from app.web.signing_in import allow
from app.web.studio.door import blueprint
from app.web.studio.synonyms import members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.search.searcher import Searcher

LONGEST_QUERY: Final = 300  # characters
HIGHEST: Final = 10.0  # weight
FREQUENT: Final = 100  # queries that are asked both ways: every one of them is searched for twice
READERS: Final[dict[str, Reader]] = {"guest": GUEST, "agent": Reader(Role.AGENT)}


@blueprint.get("/why", endpoint="why")
@allow("edit")
def explain() -> ResponseReturnValue:
    """Explain a query's results; with `try` by the weights and synonyms that were typed."""
    asked, errors = request.args, dict[str, DomainError]()
    tried = _trial(errors) if "try" in asked else None
    found = services()
    snapshot, searcher = found.library.snapshot, tried or found.searcher
    query, role = line(asked.get("q", ""))[:LONGEST_QUERY], _role()
    page = render_template(
        "studio/why.html",
        query=query,
        role=role,
        why=why.explain(searcher, snapshot, query, READERS[role]) if query else None,
        weights=_typed_weights(),
        usual=asdict(WEIGHTS),
        synonyms=asked.get("synonyms", ""),
        preview=previews.preview(found.searcher, tried, snapshot, most=FREQUENT) if tried else None,
        articles=snapshot.articles,
        errors=errors,
    )
    return _answer(page, errors)


def _answer(page: str, errors: Mapping[str, DomainError]) -> Response:
    return make_response(page, 422 if errors else 200)


def _role() -> str:
    role = request.args.get("role", "")
    return role if role in READERS else "guest"


def _typed_weights() -> dict[str, str]:
    """What stands in the fields: the search's own weights until others are typed."""
    return {name: request.args.get(f"w_{name}", f"{usual:g}") for name, usual in _usual().items()}


def _usual() -> dict[str, float]:
    return {field.name: getattr(WEIGHTS, field.name) for field in fields(Weights)}


def _trial(errors: dict[str, DomainError]) -> Searcher | None:
    """Return a searcher as typed; None, and the sentences by field, where that is not possible."""
    weights = _weights(errors)
    own = own_synonyms.in_use()
    words = members(request.args.get("synonyms", ""))
    if words:
        try:
            own = (*own, own_synonyms.checked(words))
        except DomainError as problem:
            errors["synonyms"] = problem
    return None if errors else services().searcher.trial(own, weights)


def _weights(errors: dict[str, DomainError]) -> Weights:
    values: dict[str, float] = {}
    for name, typed in _typed_weights().items():
        try:
            values[name] = float(typed.replace(",", "."))
        except ValueError:
            values[name] = -1.0
        if not 0 <= values[name] <= HIGHEST:
            errors[f"w_{name}"] = DomainError("Число от 0 до %(most)s.", most=int(HIGHEST))
    return Weights(**values)
