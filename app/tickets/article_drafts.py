"""A reply becomes the draft of an article: nobody's data in it, its likes shown, kept as a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app import clock, typed
from app.articles import drafting, front_matter
from app.articles.reading import revision_of
from app.db import take_turns, transaction
from app.durable import write_atomically
from app.errors import DomainError, InvalidInput
from app.language.analysis import analyse
from app.search import masking
from app.search.documents import sections_of
from app.tickets import article_links
from app.tickets.kinds import Inserted

if TYPE_CHECKING:
    from app.articles.article import Article
    from app.articles.library import Library
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


def write(library: Library, number: int, account_id: int, form: ArticleForm) -> str:
    """Write the draft's file, for editors alone, and link it to the ticket; return its id.

    Written twice under one title it is one draft. Raises NotFound, InvalidInput for `title`,
    `question`, `answer` and `category`.
    """
    checked = _checked(form)
    with transaction():
        take_turns("a new article's file")
        snapshot = library.refresh()
        for link in article_links.of(number):
            known = snapshot.find(link.article_id)
            if link.how is Inserted.CREATED and known and known.title == checked.title:
                return known.id
        try:
            today = clock.now().date()
            draft = drafting.begin(snapshot, checked.title, checked.category, today)
        except DomainError as problem:
            raise InvalidInput({"category": problem}) from None
        content = _content(draft.content, checked)
        article = article_links.Article(draft.id, revision_of(content))
        article_links.link(number, account_id, article, Inserted.CREATED)
        write_atomically(draft.path, content)
    library.refresh()
    return draft.id


def _content(begun: bytes, form: ArticleForm) -> bytes:
    metadata, _ = front_matter.read(begun)
    metadata |= {"audience": "staff"} | ({"questions": [form.question]} if form.question else {})
    return front_matter.write(begun, metadata, f"\n{form.answer}\n")


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
