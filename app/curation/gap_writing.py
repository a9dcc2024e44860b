"""What is written to answer a gap: a new article, or questions added to one that is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app import typed
from app.curation import gap_answers
from app.curation.gap_models import How
from app.db import transaction
from app.editing import workflow
from app.errors import DomainError, InvalidInput
from app.language.analysis import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.editing.editor import Author, Editor, Saved

MOST_QUESTIONS: Final = 20  # added at once; each is indexed like a title
LONGEST_QUESTION: Final = 300  # characters


@dataclass(frozen=True)
class Draft:
    """An article to begin: its title, its category's path, and the questions that it answers."""

    title: str
    category: str
    questions: Sequence[str]


def write(editor: Editor, gap_id: int, draft: Draft, by: Author) -> Saved:
    """Begin a draft that answers the gap, which is in work from now on.

    Raises InvalidInput by field (`title`, `category`, `questions`), NotFound, and Conflict for a
    gap that is closed or noise: then nothing is written.
    """
    questions = _new(draft.questions, ())
    with editor.writing(), transaction():
        gap_answers.get_living(gap_id)
        fields = workflow.begun(by) | ({"questions": questions} if questions else {})
        saved = editor.create(typed.line(draft.title), draft.category, by, fields=fields)
        gap_answers.name(gap_id, saved.article_id, How.WRITTEN, by.account_id)
    return saved


def add_questions(
    editor: Editor, gap_id: int, article_id: str, questions: Iterable[str], by: Author
) -> int:
    """Add to the article those of the questions that it has not, and name it the gap's answer.

    Returns how many were new. Raises like `write`, and ArticleNotFound.
    """
    with editor.writing() as snapshot, transaction():
        gap_answers.get_living(gap_id)
        known = snapshot.get(article_id).questions
        new = _new(questions, known)
        if new:
            editor.change(article_id, by, questions=[*known, *new])
        how = How.QUESTION if new else How.LINKED
        gap_answers.name(gap_id, article_id, how, by.account_id)
    return len(new)


def _new(questions: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the questions that say something and are not there yet, each once."""
    seen = {normalise(question) for question in known} | {""}
    new: list[str] = []
    for question in map(typed.line, questions):
        if normalise(question) not in seen:
            seen.add(normalise(question))
            new.append(question)
    _refuse_too_much(new)
    return new


def _refuse_too_much(questions: Sequence[str]) -> None:
    if len(questions) > MOST_QUESTIONS:
        problem = DomainError("Вопросов больше %(most)s: оставьте главные.", most=MOST_QUESTIONS)
        raise InvalidInput({"questions": problem})
    longest = max(map(len, questions), default=0)
    if longest > LONGEST_QUESTION:
        problem = DomainError(
            "Не больше %(most)s знаков, сейчас %(length)s.", most=LONGEST_QUESTION, length=longest
        )
        raise InvalidInput({"questions": problem})
