"""Whether the process lives, and whether it can serve: for load balancers and people on call."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from app import clock, migrations
from app.accounts.roles import PUBLIC
from app.current import services
from app.outbox import listing
from app.outbox.models import Kind
from app.web.site.door import blueprint

if TYPE_CHECKING:
    from app.articles.problems import Problem
    from app.articles.snapshot import Snapshot

NEVER_KEPT = {"Cache-Control": "no-store"}


@blueprint.get("/healthz")
def healthz() -> tuple[dict[str, str], dict[str, str]]:
    return {"status": "ok"}, NEVER_KEPT


@blueprint.get("/readyz")
def readyz() -> tuple[dict[str, Any], int, dict[str, str]]:
    database, index, articles = _database(), _index(), _articles()
    parts = {"database": database, "index": index, "articles": articles, "mail": _mail(database)}
    ready = all(part["ready"] for part in parts.values())
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return {"status": "ready" if ready else "not ready", **parts}, status, NEVER_KEPT


def _database() -> dict[str, Any]:
    try:
        applied, newest = migrations.status()
    except SQLAlchemyError as error:
        return {"ready": False, "problem": type(error).__name__}
    return {"ready": applied == newest, "version": applied}


def _mail(database: dict[str, Any]) -> dict[str, Any]:
    """Mail that waits keeps nobody from reading: it is told, and fails nothing."""
    oldest = listing.oldest_waiting(Kind.MAIL) if database["ready"] else None
    waiting_since = oldest.isoformat() if oldest else None
    return {
        "ready": True,
        "server": bool(services().config.smtp_host),
        "waiting_since": waiting_since,
    }


def _index() -> dict[str, Any]:
    status = services().searcher.status()
    return {
        "ready": status.state == "ready",
        "state": status.state,
        "problem": status.problem,
        "meaning_problem": status.meaning_problem,
    }


def _articles() -> dict[str, Any]:
    snapshot = services().library.snapshot
    problems = [_described(snapshot, problem) for problem in snapshot.problems]
    return {"ready": bool(snapshot.articles), "problems": problems}


def _described(snapshot: Snapshot, problem: Problem) -> dict[str, Any]:
    """Name only code and file; not even the file of a hidden article, which tells its title."""
    hidden = {
        a.source_path for a in snapshot.articles.values() if a.visibility(clock.now()) != PUBLIC
    }
    path = problem.source_path
    inside = path.relative_to(snapshot.folder) if path.is_relative_to(snapshot.folder) else path
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": None if path in hidden else str(inside),
        "line": problem.line,
    }
