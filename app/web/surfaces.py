"""Every public page with the addresses at which a hidden article could leak.

The tests ask for them all, and so does the studio's page about visibility.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from string import Formatter
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from flask_babel import gettext, lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flask import Flask
    from werkzeug.routing import Rule


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What is put into addresses to look for one hidden article.

    `slugs` are its own and those of public articles near it, `old_slugs` lead to it; `files` lie
    beside it; `starts` are beginnings of words, as they are typed.
    """

    queries: tuple[str, ...]
    starts: tuple[str, ...]
    slugs: tuple[str, ...]
    old_slugs: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Surface:
    """A public page: what people call it, and its addresses with places to fill."""

    name: Any
    templates: tuple[str, ...]


# rule → the page; a public route that is missing here is asked for at a guessed address.
PUBLIC: Final[Mapping[str, Surface]] = {
    "/": Surface(lazy_gettext("Главная, популярное и новое"), ("/",)),
    "/search": Surface(
        lazy_gettext("Поиск и его подсчёты"),
        (
            "/search?q=",
            "/search?q={query}",
            "/search?q={query}&page=2",
            "/search?q={query}&literal=1",
            "/search?q={query}&category={category}",
        ),
    ),
    "/search/suggestions": Surface(
        lazy_gettext("Подсказки при вводе"),
        ("/search/suggestions?q={start}", "/search/suggestions?q={query}"),
    ),
    "/search/suggestions/<slug>": Surface(
        lazy_gettext("Выбор подсказки"), ("/search/suggestions/{slug}?q={query}",)
    ),
    "/categories/<path:path>": Surface(
        lazy_gettext("Страница раздела"), ("/categories/{category}",)
    ),
    "/articles/<slug>": Surface(
        lazy_gettext("Страница статьи, похожие и соседние"),
        ("/articles/{slug}", "/articles/{old_slug}"),
    ),
    "/articles/<slug>/files/<path:name>": Surface(
        lazy_gettext("Файлы и картинки"),
        (
            "/articles/{slug}/files/{file}",
            "/articles/{slug}/files/./{file}",
            "/articles/{slug}/files/../{category}/{file}",
            "/articles/{slug}/files/%2e%2e/{category}/{file}",
        ),
    ),
    "/ask": Surface(
        lazy_gettext("Форма вопроса"), ("/ask", "/ask?q={query}", "/ask?article={slug}")
    ),
    "/ask/articles/<slug>": Surface(
        lazy_gettext("Статья внутри формы вопроса"),
        (
            "/ask/articles/{slug}",
            "/ask/articles/{slug}?part=1",
            "/ask/articles/{old_slug}",
            "/ask/articles/{old_slug}?part=1",
        ),
    ),
    "/ask/new-link": Surface(lazy_gettext("Новая ссылка на заявку"), ("/ask/new-link",)),
    "/glossary": Surface(lazy_gettext("Глоссарий"), ("/glossary",)),
    "/ask/solved": Surface(lazy_gettext("«Это решило вопрос»"), ("/ask/solved",)),
    "/consent": Surface(lazy_gettext("Согласие на обработку данных"), ("/consent",)),
    "/feed.atom": Surface(lazy_gettext("Лента Atom"), ("/feed.atom", "/feed.atom?lang=en")),
    "/sitemap.xml": Surface(lazy_gettext("Карта сайта"), ("/sitemap.xml",)),
    "/robots.txt": Surface(lazy_gettext("Правила для роботов"), ("/robots.txt",)),
    "/opensearch.xml": Surface(lazy_gettext("Описание поиска для браузера"), ("/opensearch.xml",)),
    "/site.webmanifest": Surface(lazy_gettext("Описание сайта"), ("/site.webmanifest",)),
    "/favicon.ico": Surface(lazy_gettext("Значок сайта"), ("/favicon.ico",)),
    "/healthz": Surface(lazy_gettext("Проверка, что сервис жив"), ("/healthz",)),
    "/readyz": Surface(lazy_gettext("Проверка готовности"), ("/readyz",)),
    "/.well-known/security.txt": Surface(
        lazy_gettext("Контакты для сообщений об уязвимостях"), ("/.well-known/security.txt",)
    ),
    "/sign-in": Surface(lazy_gettext("Вход"), ("/sign-in",)),
    "/tickets/<token>": Surface(lazy_gettext("Заявка по чужой ссылке"), ("/tickets/unknown",)),
    "/tickets/<token>/verdict/<any('helped', 'not-helped'):verdict>": Surface(
        lazy_gettext("«Помогло?» из письма по чужой ссылке"), ("/tickets/unknown/verdict/helped",)
    ),
    "/mail/quiet/<key>": Surface(
        lazy_gettext("Отказ от писем об ответах по чужой ссылке"), ("/mail/quiet/unknown",)
    ),
    "/mail/unsubscribe/<key>": Surface(
        lazy_gettext("Отписка от писем по чужой ссылке"), ("/mail/unsubscribe/unknown",)
    ),
    "/tickets/<token>/files/<int(max=2147483647):attachment_id>": Surface(
        lazy_gettext("Файл заявки по чужой ссылке"), ("/tickets/unknown/files/1",)
    ),
}
# What a form sends that changes nothing: (rule, field that holds the words).
ASKED_BY_POST: Final = ("/ask/suggestions", "subject")
# Files of the program itself.
_NO_CONTENT: Final = frozenset({"static"})
_TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')
_PLACES: Final = {
    "query": "queries",
    "start": "starts",
    "slug": "slugs",
    "old_slug": "old_slugs",
    "category": "categories",
    "file": "files",
}
_ARGUMENT: Final = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<given>[^)]*)\))?:)?(?P<name>\w+)>")


def asked_by_get(app: Flask) -> dict[str, tuple[str, ...]]:
    """Return each GET rule of the application with its addresses, those that nobody named too."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {
        rule.rule: PUBLIC[rule.rule].templates if rule.rule in PUBLIC else (_guessed(rule),)
        for rule in rules
        if rule.endpoint not in _NO_CONTENT
    }


def left_out_posts(app: Flask) -> list[str]:
    """Return the rules that only take forms: sending them would change something."""
    posts = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    return sorted(posts - {ASKED_BY_POST[0]})


def csrf_token(page: str) -> str:
    """Return the token of a page's forms, "" without any."""
    found = _TOKEN.search(page)
    return found[1] if found else ""


def is_named(rule: str) -> bool:
    """Tell whether somebody has said at which addresses the page is to be asked for."""
    return rule in PUBLIC or rule == ASKED_BY_POST[0]


def name_of(rule: str) -> str:
    """What people call the page; the rule itself where nobody has named it."""
    if rule == ASKED_BY_POST[0]:
        return str(gettext("Статьи, которые предлагает форма вопроса"))
    return str(PUBLIC[rule].name) if rule in PUBLIC else rule


def filled(templates: Iterable[str], probe: Probe) -> tuple[str, ...]:
    """Return the addresses, each once; none from a template whose place has nothing to fill it."""
    return tuple(dict.fromkeys(a for template in templates for a in _filled(template, probe)))


def _filled(template: str, probe: Probe) -> Iterator[str]:
    places = [place for _, place, _, _ in Formatter().parse(template) if place]
    choices = [getattr(probe, _PLACES[place]) for place in places]
    for values in product(*choices):
        quoted = [quote(value, safe="/.") for value in values]
        yield template.format(**dict(zip(places, quoted, strict=True)))


def _guessed(rule: Rule) -> str:
    """An address of a rule that nobody named: numbers are 1, paths a category, words a slug."""
    return _ARGUMENT.sub(_guess, rule.rule)


def _guess(argument: re.Match[str]) -> str:
    kind, given = argument["kind"], argument["given"] or ""
    if kind == "any":
        return given.split(",")[0].strip(" '\"")
    return {"int": "1", "path": "{category}"}.get(kind, "{slug}")
