"""What templates may call: settings, addresses, dates in the site's zone, marked words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app, g, request
from flask_babel import format_date, format_datetime, format_decimal, gettext, to_user_timezone
from markupsafe import Markup, escape

from app import clock
from app.accounts.roles import may
from app.current import services
from app.feedback.voting import REASONS
from app.web import addresses
from app.web.languages import language
from app.web.signing_in import oneself, reader, viewed_as

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from flask import Flask

    from app.articles.article import Article, Visibility
    from app.errors import DomainError
    from app.search.results import Fragment

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
_INTERFACE_ICONS = "vendor/lucide/interface.svg"
_CATEGORY_ICONS = "vendor/lucide/categories.svg"
_UNKNOWN_ICON = "book-open"
_MEGABYTE = 1024 * 1024
# [name](address) as the desk puts articles into replies, or an address alone.
_ADDRESS = re.compile(
    r"\[(?P<name>[^\[\]\n]{1,300})\]\((?P<named>https?://[^\s<>\"'«»()]+)\)"
    r"|https?://[^\s<>\"'«»]+",
    re.IGNORECASE,
)
_LINK = Markup('<a href="{}" rel="noopener noreferrer nofollow ugc">{}</a>')
# What ends a sentence is not part of the address before it.
_TRAILING = ".,;:!?)]}…"


def register(app: Flask) -> None:
    """Give the templates of `app` their functions and filters."""
    addresses.register(app)
    app.jinja_env.globals.update(
        REASONS=REASONS,
        announcement=lambda: services().config.announcement,
        asset=addresses.asset,
        here=addresses.here,
        lang=language,
        may_view_as=lambda: may(oneself(), "edit"),
        may_write=lambda: may(reader(), "write"),
        oneself=oneself,
        person=reader,
        public_url=addresses.public_url,
        site_name=lambda: services().config.site_name,
        category_sprite=lambda: addresses.asset(_CATEGORY_ICONS),
        sprite=lambda: addresses.asset(_INTERFACE_ICONS),
        support_phone=lambda: services().config.support_phone,
        theme=theme,
        viewed_as=viewed_as,
        visibility=visibility,
    )
    for template_filter in (
        day,
        dialable,
        file_size,
        known_icon,
        linked,
        marked,
        moment,
        sentence,
        veiled,
    ):
        app.add_template_filter(template_filter)


def theme() -> str:
    """Return the colours that the reader chose: "light", "dark", or "" for the system's."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES[1:] else ""


def visibility(article: Article) -> Visibility:
    """Return who may read the article at this moment."""
    return article.visibility(_now())


def day(value: date) -> Markup:
    """Write a date out as `<time>`: 2 марта 2026 г."""
    return Markup('<time datetime="{}">{}</time>').format(
        value.isoformat(), format_date(value, "long")
    )


def moment(value: datetime) -> Markup:
    """Write an aware time out in the site's zone; a script turns it into the reader's own."""
    local = to_user_timezone(value)
    pattern = "d MMMM, HH:mm" if local.year == to_user_timezone(_now()).year else "d MMMM y, HH:mm"
    return Markup('<time datetime="{}" title="{}" data-moment>{}</time>').format(
        value.isoformat(timespec="seconds"),
        format_datetime(value, "d MMMM y, HH:mm:ss zzzz"),
        format_datetime(value, pattern),
    )


def marked(fragments: Iterable[Fragment]) -> Markup:
    """Join fragments of a title or snippet, the matched ones in `<mark>`."""
    parts = [f"<mark>{_plain(f.text)}</mark>" if f.matched else _plain(f.text) for f in fragments]
    return Markup("".join(parts))  # noqa: S704  each part is escaped


def _plain(text: str) -> str:
    """Escape what stands between tags; a quarter of the time of `escape`, which knows more."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(text: str) -> Markup:
    """Escape a plain text and make its http(s) addresses links, named ones by their names."""
    parts: list[Markup] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        written = match[0] if match["named"] else match[0].rstrip(_TRAILING)
        address = match["named"] or written
        link = _LINK.format(address, match["name"] or address)
        parts += [escape(text[end : match.start()]), link]
        end = match.start() + len(written)
    return Markup("").join([*parts, escape(text[end:])])


def veiled(email: str) -> str:
    """An address that its owner knows again, and nobody else learns: «г…@example.org»."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"


def dialable(phone: str) -> str:
    """Return a telephone number as `tel:` wants it."""
    digits = re.sub(r"\D", "", phone)
    return f"+7{digits[1:]}" if len(digits) == 11 and digits.startswith("8") else f"+{digits}"


def file_size(size: int) -> str:
    """Write a number of bytes as people say it: 640 КБ, 1,4 МБ."""
    if size < _MEGABYTE:
        return str(gettext("%(number)s КБ", number=max(1, round(size / 1024))))
    return str(gettext("%(number)s МБ", number=format_decimal(round(size / _MEGABYTE, 1))))


def category_icons() -> frozenset[str]:
    """Return the names of all icons for categories."""
    return _icons(Path(current_app.static_folder or "") / _CATEGORY_ICONS)


def known_icon(name: str) -> str:
    """Return `name` if there is such an icon for categories, else a book."""
    return name if name in category_icons() else _UNKNOWN_ICON


def sentence(error: DomainError) -> str:
    """Return the error's sentence in the page's language."""
    return str(gettext(error.message, **error.values))


@cache
def _icons(path: Path) -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([^"]+)"', path.read_text()))


def _now() -> datetime:
    if "now" not in g:
        g.now = clock.now()
    return g.now  # type: ignore[no-any-return]
