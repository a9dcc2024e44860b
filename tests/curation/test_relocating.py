"""A moved category keeps what names it: tickets, teams, announcements."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.curation import relocating
from app.db import session
from app.editing import announcements
from app.editing.announcements import NoticeForm, Rules
from app.errors import InvalidInput
from app.tickets import asking, teams
from app.tickets.models import Ticket
from tests.editing.conftest import editor, library, told  # noqa: F401
from tests.editing.shelf import ANNA

if TYPE_CHECKING:
    from app.editing.editor import Editor


def ask(category: str, key: str) -> None:
    asking.open_ticket(
        asking.Request(
            subject=f"Где деньги {key}",
            body="Жду уже неделю.",
            name="Вера",
            email="vera@example.com",
            visitor="v",
            submission_key=key,
            category=category,
        )
    )


def named() -> tuple[list[str | None], list[list[str]], list[str | None]]:
    session.expire_all()
    return (
        list(session.scalars(select(Ticket.category).order_by(Ticket.number))),
        [team.categories for team in teams.everyone()],
        [notice.category for notice in announcements.everything()],
    )


def test_what_names_a_category_goes_with_it(editor: Editor) -> None:  # noqa: F811
    ask("vozvrat", "a")
    ask("vozvrat/tovara", "b")
    ask("vozvratnyy", "c")
    teams.add(teams.TeamForm("Деньги", categories=("vozvrat", "oplata")))
    rules = Rules(ZoneInfo("Europe/Moscow"), {"vozvrat"})
    announcements.add(NoticeForm(text="Сбой", category="vozvrat"), rules, None)
    relocating.move_category(editor, "vozvrat", "oplata", "vozvraty", ANNA)
    to = "oplata/vozvraty"
    assert named() == ([to, f"{to}/tovara", "vozvratnyy"], [[to, "oplata"]], [to])


def test_a_refused_move_leaves_all_as_it_was(editor: Editor) -> None:  # noqa: F811
    ask("vozvrat", "a")
    with pytest.raises(InvalidInput):
        relocating.move_category(editor, "vozvrat", "", "oplata", ANNA)
    assert named() == (["vozvrat"], [], [])
