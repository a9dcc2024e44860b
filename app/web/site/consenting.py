"""The consent document: a page of its own, as the law asks for."""

from __future__ import annotations

from flask import render_template

from app.articles import markdown
from app.web.site.ask_form import consent_text
from app.web.site.door import blueprint

SHOWN_VERSION = 12  # characters of the version's 64


@blueprint.get("/consent")
def consent_page() -> str:
    document = consent_text()
    rendered = markdown.render(document.text, link=lambda _: None, file_url=lambda _: None)
    version = document.version[:SHOWN_VERSION]
    return render_template("site/consent.html", html=rendered.html, version=version)
