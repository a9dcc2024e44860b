"""Checks the content as a whole: links, anchors, pictures and what articles say of each other."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from app import clock
from app.articles import glossary
from app.articles.article import Article
from app.articles.links import Image, Link, file_name
from app.articles.markdown import Rendered, render
from app.articles.problems import Problem, problem
from app.articles.snapshot import Snapshot

_SITE_ARTICLES = "/articles/"


def check(snapshot: Snapshot) -> list[Problem]:
    """Return every problem, those met while reading included, by file and line.

    Renders every article: some milliseconds each.
    """
    found = list(snapshot.problems)
    pages = {article.id: _page(article) for article in snapshot.articles.values()}
    for article in snapshot.articles.values():
        found += _said_of_others(snapshot, article)
        found += _body(snapshot, article, pages, clock.now())
    found += _glossary(snapshot)
    return sorted(found, key=lambda item: (item.source_path, item.line or 0, item.code))


def check_article(snapshot: Snapshot, article: Article) -> list[Problem]:
    """Return what is wrong with one article as it stands among the others, by line.

    It may be a version that is not saved yet: it counts instead of the snapshot's own. Renders it
    and those that it links to the parts of: some milliseconds each.
    """
    pages = _Pages(snapshot)
    pages[article.id] = _page(article)
    found = [*_said_of_others(snapshot, article), *_body(snapshot, article, pages, clock.now())]
    return sorted(found, key=lambda item: (item.line or 0, item.code))


class _Pages(dict[str, Rendered]):
    """Pages by the id of their article, rendered when they are asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self._snapshot = snapshot

    def __missing__(self, article_id: str) -> Rendered:
        page = self[article_id] = _page(self._snapshot.get(article_id))
        return page


def _glossary(snapshot: Snapshot) -> Iterator[Problem]:
    path, known = snapshot.folder / glossary.FILE, glossary.read(snapshot.folder)
    if known.problem:
        yield problem(path, known.problem, "glossary-unreadable")
    for term in known.terms:
        if term.article_id and term.article_id not in snapshot.articles:
            yield problem(path, None, "unknown-of-term", term=term.term, id=term.article_id)


def _page(article: Article) -> Rendered:
    return render(article.body, link=lambda _: "#", file_url=lambda name: name, lang=article.lang)


def _said_of_others(snapshot: Snapshot, article: Article) -> Iterator[Problem]:
    yield from _translation(snapshot, article)
    for related in article.related:
        if related not in snapshot.articles:
            yield _in_key(article, "related", "unknown-related", id=related)
    for slug in article.redirect_from:
        holder = snapshot.find_by_slug(slug) or snapshot.find_redirect(slug)
        if holder and (holder.id != article.id or slug == article.slug):
            other = holder.source_path.relative_to(snapshot.folder)
            yield _in_key(article, "redirect_from", "redirect-taken", slug=slug, other=other)


def _translation(snapshot: Snapshot, article: Article) -> Iterator[Problem]:
    if article.translation_of is None:
        return
    original = snapshot.find(article.translation_of)
    if original is None or original.id == article.id:
        yield _in_key(article, "translation_of", "unknown-translation", id=article.translation_of)
    elif original.lang == article.lang:
        yield _in_key(article, "lang", "same-language", id=original.id)


def _body(
    snapshot: Snapshot, article: Article, pages: Mapping[str, Rendered], now: datetime
) -> Iterator[Problem]:
    page = pages[article.id]
    if not page.complete:
        yield problem(article.source_path, article.lines.get("body"), "not-rendered")
    for anchor in page.repeated_anchors:
        yield _in_body(article, f"{{#{anchor}", "duplicate-anchor", anchor=anchor)
    for link in dict.fromkeys(page.links):
        if link.target:
            yield from _article_link(snapshot, article, link, pages, now)
        else:
            yield from _other_link(snapshot, article, link, page)
    for image in dict.fromkeys(page.images):
        yield from _image(snapshot, article, image)


def _article_link(
    snapshot: Snapshot,
    article: Article,
    link: Link,
    pages: Mapping[str, Rendered],
    now: datetime,
) -> Iterator[Problem]:
    target = snapshot.resolve(article, link.href)
    if target is None:
        yield _in_body(article, link.href, "dead-link", href=link.href)
        return
    if target.anchor and target.anchor not in _anchors(pages[target.article_id]):
        yield _in_body(article, link.href, "dead-anchor", href=link.href, anchor=target.anchor)
    hidden = _hidden(article, snapshot.get(target.article_id), now)
    if hidden:
        yield _in_body(article, link.href, hidden, href=link.href)


def _hidden(article: Article, target: Article, now: datetime) -> str:
    """The code of the problem when readers of `article` may not read `target`, else ""."""
    shown, wanted = article.visibility(now), target.visibility(now)
    if shown == "public" and wanted == "staff":
        return "links-to-staff"
    return "links-to-unpublished" if shown != wanted == "unpublished" else ""


def _other_link(
    snapshot: Snapshot, article: Article, link: Link, page: Rendered
) -> Iterator[Problem]:
    if link.kind == "section" and link.href[1:] not in _anchors(page):
        anchor = link.href[1:]
        yield _in_body(article, link.href, "dead-anchor", href=link.href, anchor=anchor)
    elif link.kind == "broken":
        yield _in_body(article, link.href, "dead-link", href=link.href)
    elif link.kind == "file" and snapshot.file_path(article, file_name(link.href)) is None:
        yield _in_body(article, link.href, "dead-file", href=link.href)
    elif link.kind == "site" and _SITE_ARTICLES in link.href:
        yield _in_body(article, link.href, "site-address", href=link.href)


def _image(snapshot: Snapshot, article: Article, image: Image) -> Iterator[Problem]:
    if image.external:
        yield _in_body(article, image.src, "foreign-image", src=image.src)
    elif snapshot.file_path(article, file_name(image.src)) is None:
        yield _in_body(article, image.src, "missing-image", src=image.src)
    if not image.alt.strip():
        yield _in_body(article, image.src, "image-without-alt", src=image.src)


def _anchors(page: Rendered) -> set[str]:
    return {entry.anchor for entry in page.contents}


def _in_key(article: Article, key: str, code: str, **values: object) -> Problem:
    return problem(article.source_path, article.lines.get(key), code, **values)


def _in_body(article: Article, sign: str, code: str, **values: object) -> Problem:
    """The line is that of the first place where `sign` stands in the source."""
    at = article.body.find(sign) if sign else -1
    first = article.lines.get("body", 1)
    line = first + article.body.count("\n", 0, at) if at >= 0 else None
    return problem(article.source_path, line, code, **values)
