"""The studio's first page: every article that may be worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from app.current import services
from app.web.signing_in import allow
from app.web.studio.door import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/")
@allow("edit")
def articles() -> ResponseReturnValue:
    known = services().library.snapshot.articles.values()
    return render_template("studio/articles.html", articles=sorted(known, key=lambda a: a.title))
