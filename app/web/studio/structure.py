"""The second row of tabs: pages about how the help centre is built."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext

from app.web.studio.door import blueprint

# The page of each tab, its name, and what else belongs to it: forms answer with the page too.
TABS: Final[tuple[tuple[str, Any, frozenset[str]], ...]] = (
    (
        "categories",
        lazy_gettext("Разделы"),
        frozenset(
            {
                "add_category",
                "category",
                "category_fields",
                "change_category",
                "change_category_fields",
                "move_category",
            }
        ),
    ),
    ("merging", lazy_gettext("Объединить"), frozenset({"merge_articles"})),
    ("redirects", lazy_gettext("Переадресации"), frozenset({"add_redirect"})),
    ("translations", lazy_gettext("Переводы"), frozenset()),
    ("glossary", lazy_gettext("Глоссарий"), frozenset({"save_term"})),
    (
        "announcements",
        lazy_gettext("Объявления"),
        frozenset(
            {
                "add_announcement",
                "announcement",
                "announcement_removal",
                "change_announcement",
                "new_announcement",
            }
        ),
    ),
    ("pins", lazy_gettext("Закреплённое"), frozenset({"add_pin", "pin_trial", "pin_removal"})),
    ("visibility", lazy_gettext("Что видят гости"), frozenset({"check_visibility"})),
)


@blueprint.app_template_global()
def structure_pages() -> tuple[tuple[str, str], ...]:
    """Return the endpoints with the names of their tabs."""
    return tuple((f"studio.{page}", str(name)) for page, name, _ in TABS)


@blueprint.app_template_global()
def structure_page(endpoint: str | None) -> str:
    """Return the endpoint of the tab that a page belongs to, "" where it belongs to none."""
    own = (endpoint or "").removeprefix("studio.")
    found = (page for page, _, others in TABS if own == page or own in others)
    return next((f"studio.{page}" for page in found), "")
