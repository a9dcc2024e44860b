"""From the bytes of one file to an article or a category, with the problems met on the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath
from sys import intern

from app.articles import front_matter, yaml_text
from app.articles.article import (
    AUDIENCES,
    CONFIDENCES,
    KEYS,
    LANGS,
    SLUG,
    STATUSES,
    Article,
    Category,
)
from app.articles.fields import Fields
from app.articles.form_fields import read_form_fields
from app.articles.problems import Problem, problem

# A later date first: created ≤ updated, created ≤ verified.
_DATE_ORDER = (
    ("updated", "created"),
    ("verified", "created"),
    ("unpublish_at", "publish_at"),
)
_MOMENTS = ("publish_at", "unpublish_at")

# A description that cannot be read opens nothing that it was meant to close.
_FOR_STAFF = re.compile(rb"^\s*audience\s*:\s*[\"']?staff", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """What one file gave: an article or a category, or only problems."""

    path: str
    revision: str
    article: Article | None = None
    category: Category | None = None
    problems: tuple[Problem, ...] = ()

    @cached_property
    def folder(self) -> str:
        """The path of the category, "" for none."""
        return intern(self.path.rpartition("/")[0])

    @cached_property
    def for_staff(self) -> Article | None:
        """The article as it is in a category for staff; the same object whenever asked."""
        return replace(self.article, shelved_for="staff") if self.article else None


def revision_of(content: bytes) -> str:
    """A short content hash: 12 hex digits of SHA-256."""
    return sha256(content).hexdigest()[:12]


def read_article(path: str, source_path: Path, content: bytes) -> Reading:
    """Read `category/slug.md`; `path` is relative to the content folder."""
    revision = revision_of(content)
    try:
        document = front_matter.parse(content)
    except front_matter.FrontMatterError as error:
        found = problem(source_path, error.line, error.code, **error.values)
        return Reading(path, revision, problems=(found,))
    fields = Fields(document.metadata, document.lines, source_path)
    article = _article(fields, document, PurePosixPath(path), source_path, revision)
    problems = (*fields.problems, *_body_problems(article), *_date_problems(article))
    complete = article if article.id and article.title else None
    return Reading(path, revision, article=complete, problems=problems)


def read_category(path: str, source_path: Path, content: bytes) -> Reading:
    """Read `folder/_category.yml`."""
    revision, folder = revision_of(content), path.rpartition("/")[0]
    try:
        metadata, entries = yaml_text.parse(front_matter.text_of(content))
    except yaml_text.YamlError as error:
        found = problem(source_path, error.line, error.code, **error.values)
        closed = Category(path=folder, title=title_of(folder), audience="staff")
        category = closed if _FOR_STAFF.search(content) else None
        return Reading(path, revision, category=category, problems=(found,))
    fields = Fields(metadata, {entry.key: entry.line for entry in entries}, source_path)
    node = next((entry.value for entry in entries if entry.key == "fields"), None)
    form_fields, wrong = read_form_fields(node, metadata.get("fields"), source_path)
    category = Category(
        path=folder,
        title=fields.text("title", required=True) or title_of(folder),
        title_en=fields.text("title_en"),
        summary=fields.text("summary"),
        summary_en=fields.text("summary_en"),
        icon=fields.text("icon"),
        audience=fields.choice("audience", AUDIENCES, "staff")
        if "audience" in metadata
        else "public",
        order=fields.order("order"),
        redirect_from=fields.texts("redirect_from"),
        fields=form_fields,
    )
    return Reading(path, revision, category=category, problems=(*fields.problems, *wrong))


def title_of(folder: str) -> str:
    """A title for a folder that has none: its name."""
    return folder.rpartition("/")[2].replace("-", " ").replace("_", " ").strip().capitalize()


def _article(
    fields: Fields,
    document: front_matter.Document,
    path: PurePosixPath,
    source_path: Path,
    revision: str,
) -> Article:
    moments = {key: fields.moment(key) for key in _MOMENTS}
    status = fields.choice("status", STATUSES, "draft")
    if any(moments[key] is None and document.metadata.get(key) is not None for key in _MOMENTS):
        status = "draft"  # a moment that cannot be read must not show what it should hide
    return Article(
        id=fields.text("id", required=True),
        slug=path.stem,
        category=intern(str(path.parent)),
        title=fields.text("title", required=True),
        summary=fields.text("summary"),
        questions=fields.texts("questions"),
        tags=tuple(map(intern, fields.texts("tags"))),
        audience=fields.choice("audience", AUDIENCES, "staff"),
        status=status,
        lang=fields.choice("lang", LANGS, "ru"),
        translation_of=fields.text("translation_of") or None,
        owner=intern(fields.text("owner")),
        created=fields.date("created"),
        updated=fields.date("updated"),
        verified=fields.date("verified"),
        verify_every_days=fields.number("verify_every_days"),
        confidence=fields.optional_choice("confidence", CONFIDENCES),
        publish_at=moments["publish_at"],
        unpublish_at=moments["unpublish_at"],
        related=fields.texts("related"),
        redirect_from=fields.texts("redirect_from"),
        extra=_extra(document.metadata),
        body=document.body,
        source_path=source_path,
        revision=revision,
        lines=document.lines,
    )


def _extra(metadata: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in metadata.items() if key not in KEYS}


def _body_problems(article: Article) -> list[Problem]:
    found = []
    if not article.summary:
        found.append(problem(article.source_path, 1, "missing-summary"))
    if not article.body.strip():
        found.append(problem(article.source_path, article.lines["body"], "empty-body"))
    if not SLUG.fullmatch(article.slug):
        found.append(problem(article.source_path, None, "odd-name", name=article.slug))
    return found


def _date_problems(article: Article) -> list[Problem]:
    found = []
    for later, earlier in _DATE_ORDER:
        after, before = getattr(article, later), getattr(article, earlier)
        if after and before and after < before:
            line = article.lines.get(later)
            values = {"later": later, "earlier": earlier}
            found.append(problem(article.source_path, line, "dates-out-of-order", **values))
    return found
