"""The front matter and body of an imported article, and what an earlier import left in it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from app.articles import front_matter
from app.exchange.adapters.pages import IMPORTED
from app.exchange.documents import digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.articles.article import Article, Audience, Status
    from app.exchange.documents import Document
    from app.exchange.places import Place

_OWNED = ("title", "summary", "questions", "tags")
_CYRILLIC, _LATIN = re.compile("[а-яё]", re.IGNORECASE), re.compile("[a-z]", re.IGNORECASE)
_CODE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)", re.DOTALL)
LONGEST_TITLE = 300  # characters


def language(document: Document) -> str:
    """The language that the source names, or the one whose letters prevail."""
    if document.lang in ("ru", "en"):
        return document.lang
    text = document.title + _CODE.sub("", document.body)
    return "ru" if 3 * len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)) else "en"


def fresh(
    document: Document,
    place: Place,
    body: str,
    source: str,
    *,
    status: Status,
    audience: Audience,
    today: date,
) -> bytes:
    """The file of a new article."""
    created = document.created or document.updated or today
    metadata = {
        "id": place.article_id,
        "title": document.title[:LONGEST_TITLE],
        "summary": "",
        **document.metadata,
        "audience": "staff" if document.is_restricted else audience,
        "status": "draft" if document.is_draft else status,
        "lang": language(document),
        "created": created.isoformat(),
        "updated": max(document.updated or created, created).isoformat(),
        IMPORTED: _said(document, place, body, source),
    }
    if not metadata["summary"]:
        del metadata["summary"]
    return front_matter.write(b"", metadata, body)


def renewed(
    current: bytes, document: Document, place: Place, body: str, source: str, today: date
) -> bytes:
    """The file of an article that was imported before, with what the source says now.

    Its state and its owner stay as they were set here, and so does who may read it, but that an
    article which its source does not show to everybody becomes staff's here too.
    """
    metadata, _ = front_matter.read(current)
    said = {"title": document.title[:LONGEST_TITLE], **document.metadata}
    kept = {key: value for key, value in metadata.items() if key not in _OWNED or key in said}
    day = (document.updated or today).isoformat()
    fields = {**kept, **said, "updated": day, IMPORTED: _said(document, place, body, source)}
    if document.is_restricted:
        fields["audience"] = "staff"
    return front_matter.write(current, fields, body)


def source_hash(document: Document, files: Mapping[str, str]) -> str:
    """What the source says of the article: text, fields and attachments (name → digest)."""
    return digest(json.dumps([document.fingerprint, sorted(files.values())]))


def result_hash(title: str, metadata: Mapping[str, object], body: str) -> str:
    """What an import has written of an article, whatever editors added besides."""
    said = [title, *(metadata.get(key) for key in _OWNED if key != "title")]
    return digest(json.dumps([[_plain(value) or "" for value in said], body.strip()]))


def _plain(value: object) -> object:
    """A value as it is read back from a file."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return " ".join(str(value).split()) if value else ""


def hash_now(article: Article) -> str:
    """`result_hash` of the article as it is here now."""
    fields = {"summary": article.summary, "questions": article.questions, "tags": article.tags}
    return result_hash(article.title, fields, article.body)


def before(article: Article) -> tuple[str, str]:
    """The source's hash and the result's at the last import, "" where they are not known."""
    said = article.extra.get(IMPORTED)
    known = said if isinstance(said, dict) else {}
    return str(known.get("source") or ""), str(known.get("result") or "")


def _said(document: Document, place: Place, body: str, source: str) -> dict[str, str]:
    result = result_hash(document.title[:LONGEST_TITLE], document.metadata, body)
    return {"from": place.source, "source": source, "result": result}
