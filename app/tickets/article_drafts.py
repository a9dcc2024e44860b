"""A reply becomes the draft of an article: nobody's data in it, its likes shown, kept as a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app import typed
from app.db import transaction
from app.editing import workflow
from app.editing.revisions import Author
from app.errors import DomainError, InvalidInput
from app.language.analysis import analyse
from app.search import masking
from app.search.documents import sections_of
from app.tickets import article_links
from app.tickets.kinds import Inserted
from app.tickets.rights import check

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor
    from app.tickets.models import Ticket

LONGEST_TITLE: Final = 150  # characters
LONGEST_QUESTION: Final = 500
LONGEST_ANSWER: Final = 20_000
MASK: Final = re.compile(r"\[(?:имя|телефон|e-mail|карта|СНИЛС|ИНН|паспорт|номер заказа)\]")
_ORDER: Final = re.compile(
    r"((?:заказ\w*|order)\s*(?:№|#|номер\w*|no\.?|number)?\s*|[№#]\s*)"
    r"(?=[\w-]*\d)[A-Za-zА-ЯЁа-яё]{0,4}-?\d[\d-]{2,}\d?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ArticleForm:
    """An article as typed: title, the question in customers' words, the answer in Markdown."""

    title: str
    question: str
    answer: str
    category: str = ""


def prefilled(ticket: Ticket, question: str, reply: str) -> ArticleForm:
    """Return the form for a reply to the customer's `question`, personal data masked."""
    name = ticket.author_name
    return ArticleForm(
        masked(ticket.subject, name),
        masked(typed.line(question), name)[:LONGEST_QUESTION],
        masked(reply, name),
        ticket.category or "",
    )


def masked(text: str, name: str = "") -> str:
    """Mask personal data, order numbers and the parts of the customer's `name`."""
    text = _ORDER.sub(r"\1[номер заказа]", masking.mask(text))
    for part in re.findall(r"\w{2,}", name):
        text = re.sub(rf"(?<![\w\[]){re.escape(part)}(?!\w)", "[имя]", text, flags=re.IGNORECASE)
    return re.sub(r"\[имя\](?:\s+\[имя\])+", "[имя]", text)


def similarity(form: ArticleForm, article: Article) -> float:
    """Return which share (0 to 1) of the form's telling words the article has, in any form."""
    text = " ".join([article.title, article.summary, *article.questions])
    parts = (f"{part.heading} {part.text}" for part in sections_of(article))
    known = {lemma for token in analyse(" ".join([text, *parts])) for lemma in token.lemmas}
    own = MASK.sub(" ", f"{form.title} {form.question}")
    asked = [token.lemmas for token in analyse(own) if not token.filler]
    return sum(not known.isdisjoint(lemmas) for lemmas in asked) / len(asked) if asked else 0.0


def write(editor: Editor, number: int, account: Account, form: ArticleForm) -> str:
    """Write the draft's file, for staff alone, and link it to the ticket; return its id.

    Written twice under one title it is one draft. Raises NotFound, InvalidInput for `title`,
    `question`, `answer` and `category`.
    """
    checked = _checked(form)
    by = Author.of(account)
    fields = {**workflow.begun(by), "audience": "staff", "confidence": "not-validated"}
    questions = {"questions": [checked.question]} if checked.question else {}
    body = f"\n{checked.answer}\n"
    with editor.writing() as snapshot, transaction():
        check(number, account.id)
        known = _written_before(snapshot, number, checked.title)
        if known:
            return known
        saved = editor.create(
            checked.title, checked.category, by, fields={**fields, **questions}, body=body
        )
        article = article_links.Article(saved.article_id, saved.revision)
        article_links.link(number, account.id, article, Inserted.CREATED)
    return saved.article_id


def _written_before(snapshot: Snapshot, number: int, title: str) -> str | None:
    for link in article_links.of(number):
        known = snapshot.find(link.article_id)
        if link.how is Inserted.CREATED and known and known.title == title:
            return known.id
    return None


def _checked(form: ArticleForm) -> ArticleForm:
    problems: dict[str, DomainError] = {}
    title, question = typed.line(form.title), typed.line(form.question)
    answer = typed.paragraphs(form.answer)
    for field, text, most in (
        ("title", title, LONGEST_TITLE),
        ("question", question, LONGEST_QUESTION),
        ("answer", answer, LONGEST_ANSWER),
    ):
        try:
            typed.at_most(most, text)
        except DomainError as problem:
            problems[field] = problem
    if not title:
        problems["title"] = DomainError("Напишите название статьи.")
    if not answer:
        problems["answer"] = DomainError("Напишите ответ.")
    if problems:
        raise InvalidInput(problems)
    return ArticleForm(title, question, answer, form.category)
