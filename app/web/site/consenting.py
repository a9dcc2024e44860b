"""The consent document: a page of its own, as the law asks for."""

from __future__ import annotations

from pathlib import Path

from flask import render_template

from app.articles import markdown
from app.current import services
from app.tickets import consent
from app.web.site.door import blueprint

SHOWN_VERSION = 12  # characters of the version's 64


@blueprint.get("/consent")
def consent_page() -> str:
    path = services().config.consent_file
    document = consent.read(Path(path) if path else None)
    rendered = markdown.render(document.text, link=lambda _: None, file_url=lambda _: None)
    version = document.version[:SHOWN_VERSION]
    return render_template("site/consent.html", html=rendered.html, version=version)
