"""The ask form as it was sent, and what the page shows of it: nothing typed is ever lost."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flask import request
from flask_babel import gettext

from app.accounts.roles import GUEST, readable
from app.current import services
from app.errors import InvalidInput
from app.search.history import is_bot
from app.tickets import asking, attachments, consent, fields
from app.tickets.kinds import Kind
from app.web.languages import language
from app.web.signing_in import oneself
from app.web.site import ask_stamp
from app.web.site.shelf import open_shelf, shelf_for
from app.web.uploads import chosen_ids, received
from app.web.visitors import visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.articles.article import Category
    from app.articles.form_fields import FormField
    from app.errors import DomainError

TYPED = ("subject", "body", "name", "email", "kind", "category")
CARRIED = ("query", "search", "article", "submission_key", "stamp", "suggested", "consent_version")
Checked = TypeVar("Checked")
TRAP = "website"  # a field that no person sees
KINDS = tuple(Kind)


@dataclass(frozen=True)
class AskForm:
    """What was typed and carried along, by field; `answers` are the category's own fields."""

    values: Mapping[str, str]
    answers: Mapping[str, str] = field(default_factory=dict)
    consents: bool = False
    dropped: frozenset[int] = frozenset()

    @property
    def files_form(self) -> str:
        return attachments.form_of(visitor(), self.values["submission_key"])

    @property
    def category(self) -> Category | None:
        return next((c for c in categories() if c.path == self.values["category"]), None)

    @property
    def fields(self) -> tuple[FormField, ...]:
        return self.category.fields if self.category else ()

    @property
    def labels(self) -> Mapping[str, str]:
        """The category's own fields by their names in the form, as the reader sees them."""
        return {f"{fields.PREFIX}{f.key}": f.label_in(language()) for f in self.fields}

    def with_values(self, **changes: str) -> AskForm:
        return replace(self, values={**self.values, **changes})


def blank(**carried: str) -> AskForm:
    """Return a new form in which only what is carried along is filled in."""
    key = uuid.uuid4().hex
    values = dict.fromkeys(TYPED + CARRIED, "") | carried
    values |= {"submission_key": key, "stamp": ask_stamp.stamp(key), "kind": Kind.QUESTION}
    return AskForm(values)


def sent() -> AskForm:
    """Return the form of this request."""
    values = {name: request.form.get(name, "") for name in TYPED + CARRIED}
    values["submission_key"] = values["submission_key"] or uuid.uuid4().hex
    return AskForm(
        values if values["kind"] in KINDS else values | {"kind": Kind.QUESTION},
        {n: v for n, v in request.form.items() if n.startswith(fields.PREFIX)},
        consents=bool(request.form.get(consent.FIELD)),
        dropped=chosen_ids("listed") - chosen_ids("kept"),
    )


def doubts(form: AskForm) -> tuple[str, AskForm]:
    """Return why a person has to look again ("" for no reason), and the form to show then."""
    why, stamp = ask_stamp.refusal(form.values["stamp"], form.values["submission_key"])
    if request.form.get(TRAP):
        why = gettext(
            "Заполнено поле, которого люди не видят: так делают роботы. "
            "Если вы человек, просто отправьте ещё раз."
        )
    return why, form.with_values(stamp=stamp)


def checked(form: AskForm) -> tuple[asking.Request, Mapping[str, DomainError]]:
    """Take in the files and check all the rest; return the request and every wrong field."""
    problems: dict[str, DomainError] = {}
    _note(problems, lambda: attachments.receive(form.files_form, received(), form.dropped))
    answers = _note(problems, lambda: fields.checked(form.fields, form.answers, language()))
    given = _note(problems, lambda: _consent(form))
    asked = replace(_request(form), answers=answers or (), consent=given)
    asked = _note(problems, lambda: asking.check(asked)) or asked
    places = ("subject", "body", *form.labels, "files", "email", "name", consent.FIELD)
    return asked, {name: problems[name] for name in (*places, *problems) if name in problems}


def categories() -> tuple[Category, ...]:
    """Return what a guest may see, each category followed by those inside it."""
    shelf = shelf_for(readable(GUEST), language())
    found: list[Category] = []
    for shelved in shelf.top_categories:
        inner = (s.category for s in shelf.subcategories(shelved.category.path))
        found += [shelved.category, *inner]
    return tuple(found)


def consent_document() -> consent.Document | None:
    """Return the document that has to be agreed to, if any has."""
    return consent_text() if services().config.consent_required else None


def consent_text() -> consent.Document:
    """Return the consent document."""
    path = services().config.consent_file
    return consent.read(Path(path) if path else None)


def is_counted() -> bool:
    """Tell whether a customer asks: the ledger counts neither robots nor staff."""
    return not oneself().is_staff and not is_bot(request.user_agent.string)


def search_id(typed: str) -> int | None:
    """Return the number of a search, None for anything else."""
    return int(typed[:18]) if typed.isascii() and typed.isdigit() else None


def _note(problems: dict[str, DomainError], check: Callable[[], Checked]) -> Checked | None:
    try:
        return check()
    except InvalidInput as error:
        problems |= error.fields
        return None


def _consent(form: AskForm) -> consent.Given | None:
    document = consent_document()
    if document is None:
        return None
    version = form.values["consent_version"]
    return consent.checked(document, ticked=form.consents, version=version)


def _request(form: AskForm) -> asking.Request:
    values = form.values
    article = open_shelf().find(values["article"])
    return asking.Request(
        subject=values["subject"],
        body=values["body"],
        name=values["name"],
        email=values["email"],
        visitor=visitor(),
        submission_key=values["submission_key"],
        query=values["query"],
        search_id=search_id(values["search"]),
        article_id=article.id if article else None,
        lang=language(),
        kind=Kind(values["kind"]),
        category=form.category.path if form.category else None,
        in_ledger=is_counted(),
    )
