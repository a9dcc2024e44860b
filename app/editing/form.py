"""Front matter as the fields of a form: what they show, and what typing into them changes.

Only a field that says something else than it showed changes its key; so a value that the form
cannot show stays in the file as it is.
"""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app import typed
from app.articles.article import AUDIENCES, CONFIDENCES, LANGS
from app.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from app.articles.article import Article

    Reading = Callable[[str, ZoneInfo], object]

LONGEST_LINE: Final = 500  # characters of a title, a summary, a question
LONGEST_NAME: Final = 100  # characters of a tag, an id, an owner
_LONGEST_PERIOD: Final = 10_000  # days


def shown(article: Article, zone: ZoneInfo) -> dict[str, str]:
    """Return what each field of the form shows; times are the zone's, to the minute."""
    return {
        "title": article.title,
        "summary": article.summary,
        "questions": "\n".join(article.questions),
        "tags": ", ".join(article.tags),
        "audience": article.audience,
        "lang": article.lang,
        "translation_of": article.translation_of or "",
        "owner": article.owner,
        "verified": article.verified.isoformat() if article.verified else "",
        "verify_every_days": str(article.verify_every_days or ""),
        "confidence": article.confidence or "",
        "publish_at": _local(article.publish_at, zone),
        "unpublish_at": _local(article.unpublish_at, zone),
        "related": "\n".join(article.related),
    }


def changes(
    before: Mapping[str, str], after: Mapping[str, str], zone: ZoneInfo
) -> dict[str, object]:
    """Return the keys that typing has changed, None for those that were emptied.

    `before` is what the form showed, `after` what came back; a field that did not come back is
    unchanged. A later day of checking makes an article checked, unless that was chosen otherwise.
    Raises InvalidInput by field.
    """
    found: dict[str, object] = {}
    wrong: dict[str, DomainError] = {}
    for name, read in FIELDS.items():
        text = after.get(name, before[name]).replace("\r\n", "\n")
        if text.strip() == before[name].strip():
            continue
        try:
            found[name] = read(text, zone)
        except DomainError as problem:
            wrong[name] = problem
    if wrong:
        raise InvalidInput(wrong)
    if before["confidence"] and str(found.get("verified") or "") > before["verified"]:
        found.setdefault("confidence", "validated")
    return found


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    """The moment as a field of the kind `datetime-local` holds it."""
    if moment is None:
        return ""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")


def _title(text: str, _zone: ZoneInfo) -> object:
    line = typed.at_most(LONGEST_LINE, typed.line(text))
    if not line:
        raise DomainError("У статьи нет названия.")
    return line


def _line(text: str, _zone: ZoneInfo) -> object:
    return typed.at_most(LONGEST_LINE, typed.line(text)) or None


def _name(text: str, _zone: ZoneInfo) -> object:
    return typed.at_most(LONGEST_NAME, typed.line(text)) or None


def _lines(text: str, _zone: ZoneInfo) -> object:
    return _unique(LONGEST_LINE, text.split("\n"))


def _tags(text: str, _zone: ZoneInfo) -> object:
    return _unique(LONGEST_NAME, text.replace("\n", ",").split(","))


def _ids(text: str, _zone: ZoneInfo) -> object:
    return _unique(LONGEST_NAME, text.replace(",", "\n").split("\n"))


def _unique(most: int, texts: list[str]) -> list[str] | None:
    lines = [typed.at_most(most, typed.line(text)) for text in texts]
    return list(dict.fromkeys(filter(None, lines))) or None


def _audience(text: str, _zone: ZoneInfo) -> object:
    return _one_of(AUDIENCES, text)


def _lang(text: str, _zone: ZoneInfo) -> object:
    return _one_of(LANGS, text)


def _confidence(text: str, _zone: ZoneInfo) -> object:
    return _one_of(CONFIDENCES, text) if text.strip() else None


def _one_of(allowed: tuple[str, ...], text: str) -> str:
    if text not in allowed:
        raise DomainError("Выберите значение из списка.")
    return text


def _date(text: str, _zone: ZoneInfo) -> object:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise DomainError("Укажите дату вида 2026-03-31.") from None


def _days(text: str, _zone: ZoneInfo) -> object:
    number = text.strip()
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and 0 < int(number[:9]) <= _LONGEST_PERIOD):
        raise DomainError("Укажите целое число дней, от 1 до %(most)s.", most=_LONGEST_PERIOD)
    return int(number)


def _moment(text: str, zone: ZoneInfo) -> object:
    if not text.strip():
        return None
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        raise DomainError("Укажите дату и время вида 2026-03-31 09:00.") from None
    aware = local if local.tzinfo else local.replace(tzinfo=zone)
    return aware.isoformat(timespec="minutes")


FIELDS: Final[Mapping[str, Reading]] = MappingProxyType(
    {
        "title": _title,
        "summary": _line,
        "questions": _lines,
        "tags": _tags,
        "audience": _audience,
        "lang": _lang,
        "translation_of": _name,
        "owner": _name,
        "verified": _date,
        "verify_every_days": _days,
        "confidence": _confidence,
        "publish_at": _moment,
        "unpublish_at": _moment,
        "related": _ids,
    }
)
