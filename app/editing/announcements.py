"""Announcements and known problems: written, changed, ended, removed by editors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from app import clock, typed
from app.db import session, transaction
from app.editing.announcement_models import LONGEST_TEXT, Announcement, Kind, NoticeAudience
from app.errors import Conflict, DomainError, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from zoneinfo import ZoneInfo

# Between them every calendar and time zone can still reckon.
YEARS: Final = (2000, 2100)
_CHOOSE: Final = "Выберите из списка."


@dataclass(frozen=True, kw_only=True)
class NoticeForm:
    """An announcement as typed; `starts` and `ends` are local times such as 2026-11-28T09:30.

    Without `starts` it begins now, without `ends` it stays until it is ended.
    """

    kind: str = Kind.ANNOUNCEMENT
    text: str = ""
    text_en: str = ""
    category: str = ""
    article_id: str = ""
    audience: str = NoticeAudience.PUBLIC
    starts: str = ""
    ends: str = ""


@dataclass(frozen=True)
class Rules:
    """What a form is checked by: the site's time zone, and the categories there are."""

    zone: ZoneInfo
    categories: Collection[str]


def everything() -> Sequence[Announcement]:
    """Return all announcements, the latest beginning first."""
    latest = (Announcement.starts_at.desc(), Announcement.id.desc())
    return session.scalars(select(Announcement).order_by(*latest)).all()


def not_ended() -> Sequence[Announcement]:
    """Return those that are shown at this moment or will be."""
    going_on = or_(Announcement.ends_at.is_(None), Announcement.ends_at > clock.now())
    return session.scalars(select(Announcement).where(going_on).order_by(Announcement.id)).all()


def get(number: int) -> Announcement:
    """Raises NotFound."""
    found = session.get(Announcement, number) if 0 < number < 2**31 else None
    if found is None:
        raise NotFound("Такого объявления нет.")
    return found


def form_of(notice: Announcement, zone: ZoneInfo) -> NoticeForm:
    """Return the form that says what the announcement says."""
    return NoticeForm(
        kind=notice.kind,
        text=notice.text,
        text_en=notice.text_en,
        category=notice.category or "",
        article_id=notice.article_id or "",
        audience=notice.audience,
        starts=_written(notice.starts_at, zone),
        ends=_written(notice.ends_at, zone) if notice.ends_at else "",
    )


def add(form: NoticeForm, rules: Rules, account_id: int | None) -> Announcement:
    """Write an announcement; raises InvalidInput."""
    checked(form, rules)
    with transaction() as rows:
        notice = Announcement(account_id=account_id, version=1)
        _fill(notice, form, rules)
        rows.add(notice)
    return notice


def change(
    number: int, form: NoticeForm, rules: Rules, account_id: int | None, *, version: int
) -> Announcement:
    """Say something else; raises NotFound, InvalidInput, Conflict unless it is at `version`."""
    checked(form, rules)
    with transaction():
        notice = _locked(number)
        if notice.version != version:
            raise Conflict(
                "Пока вы писали, объявление изменили. Сейчас в нём: «%(text)s». "
                "Сравните и сохраните ещё раз.",
                text=notice.text,
            )
        notice.account_id = account_id
        notice.version += 1
        _fill(notice, form, rules)
    return notice


def end(number: int) -> Announcement:
    """Show it no longer, from this moment on; raises NotFound, Conflict where it has not begun."""
    with transaction():
        notice, now = _locked(number), clock.now()
        if notice.starts_at >= now:
            raise Conflict("Объявление ещё не показывалось: завершать нечего. Его можно удалить.")
        if notice.ends_at is None or notice.ends_at > now:
            notice.ends_at = notice.changed_at = now
    return notice


def remove(number: int) -> None:
    """Forget an announcement that nobody sees yet or any more; raises NotFound, Conflict."""
    with transaction() as rows:
        notice, now = _locked(number), clock.now()
        if notice.starts_at < now and (notice.ends_at is None or notice.ends_at > now):
            raise Conflict("Объявление ещё показывается: сначала завершите его.")
        rows.delete(notice)


def checked(form: NoticeForm, rules: Rules) -> None:
    """Raise InvalidInput that names every wrong field."""
    problems: dict[str, DomainError] = {}

    def check(field: str, test: Callable[[], object]) -> None:
        try:
            test()
        except DomainError as problem:
            problems[field] = problem

    check("kind", lambda: _one_of(form.kind, set(Kind)))
    check("text", lambda: _text(form.text, required=True))
    check("text_en", lambda: _text(form.text_en, required=False))
    check("category", lambda: _one_of(form.category, {"", *rules.categories}))
    check("audience", lambda: _one_of(form.audience, set(NoticeAudience)))
    check("starts", lambda: _moment(form.starts, rules.zone))
    check("ends", lambda: _period(form, rules.zone))
    if problems:
        raise InvalidInput(problems)


def _fill(notice: Announcement, form: NoticeForm, rules: Rules) -> None:
    now = clock.now()
    notice.kind, notice.audience = Kind(form.kind), NoticeAudience(form.audience)
    notice.text, notice.text_en = typed.paragraphs(form.text), typed.paragraphs(form.text_en)
    notice.category, notice.article_id = form.category or None, form.article_id or None
    notice.starts_at = _moment(form.starts, rules.zone) or now
    notice.ends_at = _moment(form.ends, rules.zone)
    notice.changed_at = now


def _locked(number: int) -> Announcement:
    chosen = select(Announcement).where(Announcement.id == get(number).id).with_for_update()
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one()


def _text(text: str, *, required: bool) -> None:
    said = typed.paragraphs(text)
    if required and not said:
        raise DomainError("Напишите, что сказать читателям.")
    typed.at_most(LONGEST_TEXT, said)


def _one_of(value: str, allowed: Collection[str]) -> None:
    if value not in allowed:
        raise DomainError(_CHOOSE)


def _period(form: NoticeForm, zone: ZoneInfo) -> None:
    ends = _moment(form.ends, zone)
    try:
        starts = _moment(form.starts, zone) or clock.now()
    except DomainError:
        return  # said beside the other field
    if ends is not None and ends <= starts:
        raise DomainError("Конец должен быть позже начала.")


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    if not text.strip():
        return None
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        raise DomainError("Укажите день и время, например 28.11.2026 09:30.") from None
    if not YEARS[0] <= local.year < YEARS[1]:
        raise DomainError(
            "Год должен быть от %(first)s до %(last)s.", first=YEARS[0], last=YEARS[1]
        )
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def _written(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
