"""How the studio calls those whom articles name."""

from __future__ import annotations

from flask import g

from app.curation.attention.owners import Owners
from app.web.studio.door import blueprint


@blueprint.app_template_global()
def person_called(owner: str) -> str:
    """Return the name of the account that an article's owner is, else the word as it stands.

    The accounts are loaded once a page.
    """
    if "owners" not in g:
        g.owners = Owners()
    person = g.owners.find(owner)
    return person.name if person else owner
