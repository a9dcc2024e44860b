"""A category gets another address: its files, and all that names it by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update

from app.db import session, transaction
from app.editing import categories
from app.editing.announcement_models import Announcement
from app.tickets.models import Ticket
from app.tickets.team_models import Team

if TYPE_CHECKING:
    from app.editing.editor import Editor
    from app.editing.revisions import Author


def move_category(editor: Editor, path: str, parent: str, slug: str, by: Author) -> str:
    """Move a category with its articles, announcements, tickets and teams; return its new path.

    The rows change in the transaction that the folder is renamed in. Raises NotFound, InvalidInput.
    """
    with editor.writing(), transaction():
        to = f"{parent}/{slug}" if parent else slug
        if to != path:
            _carry(path, to)
        return categories.place(editor, path, parent, slug, by)


def _carry(path: str, to: str) -> None:
    for column in (Ticket.category, Announcement.category):
        moved = to + func.substr(column, len(path) + 1)
        inside = or_(column == path, column.startswith(f"{path}/", autoescape=True))
        session.execute(update(column.class_).where(inside).values({column: moved}))
    for team in session.scalars(select(Team)):
        team.categories = [_moved(known, path, to) for known in team.categories]


def _moved(known: str, path: str, to: str) -> str:
    inside = known == path or known.startswith(f"{path}/")
    return to + known.removeprefix(path) if inside else known
