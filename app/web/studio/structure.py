"""The second row of tabs: pages about how the help centre is built."""

from __future__ import annotations

from flask_babel import gettext

from app.web.studio.door import blueprint


@blueprint.app_template_global()
def structure_pages() -> tuple[tuple[str, str], ...]:
    """Return the endpoints with the names of their tabs."""
    return (
        ("studio.categories", gettext("Разделы")),
        ("studio.merging", gettext("Объединить")),
        ("studio.redirects", gettext("Переадресации")),
        ("studio.translations", gettext("Переводы")),
        ("studio.glossary", gettext("Глоссарий")),
        ("studio.announcements", gettext("Объявления")),
        ("studio.pins", gettext("Закреплённое")),
        ("studio.visibility", gettext("Что видят гости")),
    )
