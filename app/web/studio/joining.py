"""Two versions of an article that grew out of one: compared, chosen from, and saved as one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import make_response, redirect, render_template, request, url_for

from app.current import services
from app.editing import drafts, readings, revisions, saving
from app.editing.editor import Stale
from app.editing.saving import Wish
from app.errors import InvalidInput
from app.web.signing_in import allow
from app.web.studio import seen
from app.web.studio.door import blueprint, me
from app.web.studio.seen import author
from app.web.studio.sheet import PLACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.articles.article import Article
    from app.editing.merging import Proposal
    from app.editing.three_way import Region, Side
    from app.errors import DomainError

SIDES: Final = ("theirs", "mine", "both", "base")
WRITTEN: Final = "written"
AROUND: Final = 3  # unchanged lines shown before and after a change
_REGION: Final = re.compile(r"region_(\d{1,6})")


@dataclass(frozen=True)
class Part:
    """A region of the text on the page, under the number that its fields carry.

    Of an unchanged one only the lines near changes are shown; `left_out` counts the others.
    """

    number: int
    region: Region
    before: str = ""
    left_out: int = 0
    after: str = ""


@dataclass(frozen=True)
class Place:
    """A part of the article's address that is wished otherwise than it is now."""

    name: str
    mine: str
    theirs: str
    chosen: str


def page(
    article_id: str, stale: Stale, wish: Wish, problem: InvalidInput | None = None
) -> Response:
    """Show both versions beside what they came of; `wish` has the address that is wished.

    What was chosen of other versions than these two is dropped: its places mean other lines now.
    Words that were written there are shown to be copied.
    """
    errors: Mapping[str, DomainError] = problem.fields if problem else {}
    article = services().library.snapshot.get(article_id)
    is_third = request.form.get("theirs") not in (None, stale.theirs_revision)
    rendered = render_template(
        "studio/merge.html",
        article=article,
        stale=stale,
        mine=stale.mine.decode("utf-8", "replace"),
        proposal=stale.proposal,
        parts=_parts(stale.proposal),
        newest=revisions.latest(article_id),
        places=_places(article, wish),
        categories=services().library.snapshot.categories,
        errors=errors,
        typed={} if is_third else request.form,
        words=_words(with_written=is_third),
    )
    return make_response(rendered, problem.status if problem else stale.status)


@blueprint.post("/articles/<article_id>/merge")
@allow("write")
def merge(article_id: str) -> ResponseReturnValue:
    """Save what was chosen of both versions; a third one meanwhile asks again."""
    seen.get_writable(article_id)
    stale = _asked(article_id)
    asked = _address()
    if stale.theirs_revision != request.form.get("theirs"):
        return page(article_id, stale, asked)
    content = stale.proposal.content(_keys(stale.proposal), *_regions())
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    stays = {name: request.form.get(f"place_{name}") == "theirs" for name in PLACE}
    wish = replace(
        asked,
        base=stale.theirs_revision,
        source=text,
        category="" if stays["category"] else asked.category,
        slug="" if stays["slug"] else asked.slug,
    )
    try:
        saved = saving.save(services().editor, article_id, wish, author())
    except InvalidInput as problem:
        return page(article_id, stale, asked, problem)
    except Stale:
        return page(article_id, _asked(article_id), asked)
    drafts.discard(article_id, me().id)
    readings.mark(me().id, article_id, saved.revision)
    return redirect(url_for("studio.editor", article_id=article_id, saved=1), 303)


def _asked(article_id: str) -> Stale:
    """The three versions, theirs as it lies on disk now."""
    base = request.form.get("base", "")
    mine = request.form.get("mine", "").replace("\r\n", "\n").encode()
    theirs = services().editor.source(article_id).content
    begun = revisions.find_content(article_id, base)
    return Stale(article_id, base, begun, mine, theirs)


def _address() -> Wish:
    """The category and slug that are wished, and what the page has shown of them."""
    form = request.form
    was = {name: form[f"was_{name}"] for name in PLACE if f"was_{name}" in form}
    return Wish("", category=form.get("category", ""), slug=form.get("slug", ""), was=was)


def _places(article: Article, wish: Wish) -> list[Place]:
    found = []
    now = {"category": article.category, "slug": article.slug}
    wished = {"category": wish.category, "slug": wish.slug}
    for name in PLACE:
        if wished[name] not in ("", now[name]):
            is_mine_alone = wish.was.get(name, now[name]) == now[name]
            said = request.form.get(f"place_{name}", "mine") if is_mine_alone else "theirs"
            found.append(Place(name, wished[name], now[name], said))
    return found


def _words(*, with_written: bool) -> list[str]:
    """What was written between other versions, on pages before and, if wanted, on this one."""
    found = request.form.getlist("words")
    if with_written:
        found += _regions()[1].values()
    return [text.replace("\r\n", "\n") for text in found if text.strip()]


def _keys(proposal: Proposal) -> dict[str, Side]:
    """The side chosen for each key of the front matter that both changed."""
    found: dict[str, Side] = {}
    for conflict in proposal.keys:
        side = _side(request.form.get(f"key_{conflict.key}"))
        if side:
            found[conflict.key] = side
    return found


def _regions() -> tuple[dict[int, Side], dict[int, str]]:
    """The side chosen for each region, and the words of those that were written anew."""
    chosen: dict[int, Side] = {}
    written: dict[int, str] = {}
    for name, value in request.form.items():
        place = _REGION.fullmatch(name)
        if place is None:
            continue
        number = int(place[1])
        if value == WRITTEN:
            written[number] = saving.ended(request.form.get(f"text_{number}", ""))
        elif side := _side(value):
            chosen[number] = side
    return chosen, written


def _side(value: str | None) -> Side | None:
    return next((side for side in SIDES if side == value), None)


def _parts(proposal: Proposal) -> list[Part]:
    return [_part(number, region) for number, region in enumerate(proposal.body.regions)]


def _part(number: int, region: Region) -> Part:
    if region.kind != "same":
        return Part(number, region)
    lines = region.mine
    if len(lines) <= 2 * AROUND + 1:
        return Part(number, region, before="".join(lines))
    return Part(
        number, region, "".join(lines[:AROUND]), len(lines) - 2 * AROUND, "".join(lines[-AROUND:])
    )
