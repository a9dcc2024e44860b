"""The second row of tabs over the pages about what people look for and what they find."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext

from app.web.studio.door import blueprint

# Pages below another one's tab.
_BELOW: Final = {
    "studio.gap": "studio.gaps",
    "studio.gap_state": "studio.gaps",
    "studio.gap_answer": "studio.gaps",
    "studio.name_gap_answer": "studio.gaps",
    "studio.gap_article": "studio.gaps",
    "studio.write_gap_article": "studio.gaps",
    "studio.rerun_gap": "studio.gaps",
    "studio.close_gap": "studio.gaps",
    "studio.synonym_trial": "studio.synonyms",
    "studio.synonym_removal": "studio.synonyms",
    "studio.add_synonyms": "studio.synonyms",
    "studio.query_changes": "studio.queries",
    "studio.add_query": "studio.queries",
}


@blueprint.app_template_global()
def finding_pages() -> tuple[tuple[str, str], ...]:
    """Return the endpoints with the names of their tabs."""
    return (
        ("studio.gaps", gettext("Чего не находят")),
        ("studio.queries", gettext("Проверки запросов")),
        ("studio.synonyms", gettext("Синонимы")),
        ("studio.why", gettext("Почему так?")),
    )


@blueprint.app_template_global()
def finding_page(endpoint: str) -> str:
    """Return the tab that a page stands under, "" for a page of another row."""
    own = _BELOW.get(endpoint, endpoint)
    return own if own in dict(finding_pages()) else ""
