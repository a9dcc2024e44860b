"""The pages of the site of plain files: home, search, categories, articles, old addresses."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from app.exchange.site.frame import breadcrumbs, count, entries, link, mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.articles.article import Article, Category
    from app.articles.links import LinkTarget
    from app.articles.markdown import ContentsEntry
    from app.exchange.shown import Shown
    from app.exchange.site.frame import Frame

_LEAST_CONTENTS: Final = 2  # headings
_SEARCH: Final = """<section class="export-search" aria-labelledby="_found">
<h1 id="_found">Поиск</h1>
<noscript><p class="notice">Поиск по этой копии работает только с включённым JavaScript.
Все статьи есть в разделах.</p></noscript>
<div class="search-box large"><form role="search" action="search.html" data-search>
<input class="input" id="_q" type="search" name="q" autocomplete="off"
aria-label="Что вы хотите узнать?">
<button class="button go"><span>Найти</span></button></form></div>
<p role="status" data-count></p><ul class="entries" data-results></ul></section>"""


def home(shown: Shown, frame: Frame) -> bytes:
    """All categories; newest articles beside them are left to the site with a server."""
    main = (
        '<section class="hero" aria-labelledby="_hero"><div class="wrap">'
        '<h1 id="_hero">Чем помочь?</h1>'
        '<div class="search-box large"><form role="search" action="search.html">'
        '<input class="input" type="search" name="q" aria-label="Что вы хотите узнать?" '
        'placeholder="Поиск по названиям и вопросам" autocomplete="off">'
        '<button class="button go"><span>Найти</span></button></form></div></div></section>'
        '<div class="wrap"><section aria-labelledby="_categories">'
        '<h2 class="shelf-title" id="_categories">Разделы</h2>'
        f"{_cards(shown, frame, shown.within(''), '')}</section></div>"
    )
    return frame.page("Справка", main, up="")


def search(frame: Frame) -> bytes:
    """Results, which a script puts in."""
    scripts = '<script src="assets/search-index.js" defer></script>'
    scripts += '<script src="assets/search.js" defer></script>'
    return frame.page("Поиск", f'<div class="wrap">{_SEARCH}</div>', up="", head=scripts)


def category(shown: Shown, frame: Frame, item: Category) -> bytes:
    """A category with those inside it and its articles."""
    up = "../" * (item.path.count("/") + 1)
    around = [shown.categories[item.parent]] if item.parent in shown.categories else []
    inner = shown.within(item.path)
    cards = _cards(shown, frame, inner, up)
    about = f'<p class="lead">{escape(item.summary)}</p>' if item.summary else ""
    main = (
        f'<div class="wrap">{breadcrumbs(up, around, item.title)}'
        f'<div class="page-head category-head"><span class="badge">{frame.icon(item.icon)}</span>'
        f"<div><h1>{escape(item.title)}</h1>{about}</div></div>"
        + (f'<section class="inner" aria-label="Подразделы">{cards}</section>' if inner else "")
        + f'<section class="section" aria-label="Статьи раздела">'
        f"{entries(shown.inside(item.path), up)}</section></div>"
    )
    return frame.page(item.title, main, up=up, about=item.summary)


def article(shown: Shown, frame: Frame, item: Article) -> bytes:
    """An article as the site shows it, without what needs a server."""
    page = shown.render(
        item, link=partial(_url, shown, item), file_url=partial(_file_url, shown, item)
    )
    has_contents = len(page.contents) >= _LEAST_CONTENTS
    main = (
        f'<div class="wrap">{breadcrumbs("../", _trail(shown, item), "")}'
        f'<div class="article-page{" with-contents" if has_contents else ""}">'
        f'<article class="article-main" lang="{item.lang}"><header class="article-head">'
        f"<h1>{escape(item.title)}{mark(item)}</h1>"
        + (f'<p class="lead">{escape(item.summary)}</p>' if item.summary else "")
        + _facts(shown, item)
        + f'</header><div class="prose">{page.html}</div></article>'
        + (_contents(page.contents, item.lang) if has_contents else "")
        + _related(shown, item)
        + "</div></div>"
    )
    return frame.page(item.title, main, up="../", lang=item.lang, about=item.summary)


def redirect(frame: Frame, item: Article) -> bytes:
    """A page at an old address, which leads to the article's own."""
    url = escape(quote(f"{item.slug}.html"))
    head = (
        f'<meta http-equiv="refresh" content="0; url={url}"><meta name="robots" content="noindex">'
    )
    main = (
        f'<div class="wrap"><p>Статья переехала: {link(f"{item.slug}.html", item.title)}</p></div>'
    )
    return frame.page(item.title, main, up="../", head=head)


def _cards(shown: Shown, frame: Frame, items: Iterable[Category], up: str) -> str:
    cards = "".join(
        f'<li class="category"><span class="badge">{frame.icon(item.icon)}</span>'
        f"<h3>{link(f'{up}categories/{item.path}.html', item.title)}</h3>"
        f"<p>{escape(item.summary)}</p>"
        f'<p class="count">{count(_held(shown, item))}</p></li>'
        for item in items
    )
    return f'<ul class="categories">{cards}</ul>'


def _held(shown: Shown, item: Category) -> int:
    inside = (item.path, f"{item.path}/")
    return sum(
        other.category == inside[0] or other.category.startswith(inside[1])
        for other in shown.articles.values()
    )


def _trail(shown: Shown, item: Article) -> list[Category]:
    parts = item.category.split("/")
    paths = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
    return [shown.categories[path] for path in paths if path in shown.categories]


def _facts(shown: Shown, item: Article) -> str:
    said = []
    if item.updated:
        day = item.updated.isoformat()
        said.append(f'Обновлено <time datetime="{day}">{item.updated:%d.%m.%Y}</time>')
    for other in shown.snapshot.translations(item):
        if other.id in shown.articles:
            name = "Русский" if other.lang == "ru" else "English"
            said.append(link(f"{other.slug}.html", name, other.lang))
    facts = "".join(f"<span>{fact}</span>" for fact in said)
    return f'<p class="facts" lang="ru">{facts}</p>' if said else ""


def _contents(contents: Sequence[ContentsEntry], lang: str) -> str:
    lines = "".join(
        f"<li{' class=deep' if entry.level > _LEAST_CONTENTS else ''}>"
        f'<a href="#{escape(entry.anchor)}">{escape(entry.text)}</a></li>'
        for entry in contents
    )
    return (
        '<div class="contents on-desktop"><nav class="wide" aria-labelledby="_contents">'
        '<p class="label" id="_contents">Содержание</p>'
        f'<div lang="{lang}"><ol class="lines">{lines}</ol></div></nav></div>'
    )


def _related(shown: Shown, item: Article) -> str:
    found = [shown.articles[other] for other in item.related if other in shown.articles]
    if not found:
        return ""
    items = "".join(
        f"<li>{link(f'{other.slug}.html', other.title, other.lang)}</li>" for other in found
    )
    return (
        '<div class="article-next"><section class="related" aria-labelledby="_related">'
        f'<h2 id="_related">Похожие статьи</h2><ul class="titles">{items}</ul></section></div>'
    )


def _url(shown: Shown, item: Article, target: LinkTarget) -> str | None:
    other = shown.target(item, target)
    anchor = f"#{quote(target.anchor)}" if target.anchor else ""
    return f"{other.slug}.html{anchor}" if other else None


def _file_url(shown: Shown, item: Article, name: str) -> str | None:
    if shown.file(item, name) is None:
        return None
    return "../files/" + quote(f"{item.category}/{name}")
