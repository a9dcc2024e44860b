"""Each reason in a few words, for letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.curation.attention.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.curation.attention.reasons import Finding

    Words = Callable[[str], str]
    Plural = Callable[[str, str, int], str]


def said(finding: Finding, _: Words, ngettext: Plural) -> str:
    """Return why, with the number that says so and its date."""
    numbers = finding.numbers
    votes = {"yes": numbers.get("helpful", 0), "all": numbers.get("votes", 0)}
    if finding.reason is Reason.FELL:
        before = {"before": numbers["helpful_before"], "of": numbers["votes_before"]}
        text = _("помогла %(yes)s из %(all)s, прежний текст — %(before)s из %(of)s")
        return text % (votes | before)
    if finding.reason is Reason.UNHELPFUL:
        return _("помогла %(yes)s из %(all)s, реже других статей") % votes
    return _counted(finding, ngettext)


def _counted(finding: Finding, ngettext: Plural) -> str:
    name = _COUNTS[finding.reason]
    number = int(finding.numbers[name])
    return _texts(ngettext, number)[finding.reason] % {"num": number}


_COUNTS = {
    Reason.TICKETS: "tickets",
    Reason.FLAGS: "flags",
    Reason.COMMENTS: "remarks",
    Reason.DEAD_LINKS: "links",
    Reason.IMAGES: "images",
    Reason.OUTSIDE: "links",
    Reason.OVERDUE: "days",
    Reason.TRANSLATION: "days",
    Reason.OVERSHADOWED: "questions",
    Reason.TWIN: "twins",
    Reason.UNREAD: "days",
}


def _texts(ngettext: Plural, n: int) -> dict[Reason, str]:
    return {
        Reason.TICKETS: ngettext(
            "%(num)s заявка после чтения за 30 дней", "%(num)s заявок после чтения за 30 дней", n
        ),
        Reason.FLAGS: ngettext("%(num)s замечание сотрудников", "%(num)s замечаний сотрудников", n),
        Reason.COMMENTS: ngettext(
            "%(num)s неразобранный отзыв", "%(num)s неразобранных отзывов", n
        ),
        Reason.DEAD_LINKS: ngettext("%(num)s мёртвая ссылка", "%(num)s мёртвых ссылок", n),
        Reason.IMAGES: ngettext("нет %(num)s картинки", "нет %(num)s картинок", n),
        Reason.OUTSIDE: ngettext(
            "не открывается %(num)s внешняя ссылка", "не открываются внешние ссылки: %(num)s", n
        ),
        Reason.OVERDUE: ngettext(
            "проверка просрочена на %(num)s день", "проверка просрочена на %(num)s дней", n
        ),
        Reason.TRANSLATION: ngettext(
            "перевод отстал от оригинала на %(num)s день",
            "перевод отстал от оригинала на %(num)s дней",
            n,
        ),
        Reason.OVERSHADOWED: ngettext(
            "%(num)s свой вопрос находит другую статью",
            "%(num)s своих вопросов находят другую статью",
            n,
        ),
        Reason.TWIN: ngettext("%(num)s похожая статья", "похожих статей: %(num)s", n),
        Reason.UNREAD: ngettext("не открывали %(num)s день", "не открывали %(num)s дней", n),
    }
