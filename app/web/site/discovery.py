"""How browsers and robots get to know the site: robots, OpenSearch, contacts, manifest, icon."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app, jsonify, make_response, render_template, url_for

from app import clock
from app.current import services
from app.web.addresses import asset, public_root, public_url
from app.web.languages import LANGUAGES, language
from app.web.site.door import blueprint

if TYPE_CHECKING:
    from flask import Response

# RFC 9116 advises less than a year; the page is made anew at every request.
SECURITY_CONTACT_LIVES = timedelta(days=180)
NOT_TO_BE_LISTED = (
    "/search",
    "/ask",
    "/tickets/",
    "/mail/",
    "/desk/",
    "/studio/",
    "/sign-in",
    "/account/",
)
PAPER = "#fbf9f6"
ACCENT = "#b93c0b"


@blueprint.get("/robots.txt")
def robots() -> Response:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in NOT_TO_BE_LISTED),
        f"Sitemap: {public_url('site.sitemap')}",
    ]
    return _text(lines)


@blueprint.get("/.well-known/security.txt")
def security_contact() -> Response:
    contact = services().config.security_contact or public_url("site.ask")
    expires = (clock.now() + SECURITY_CONTACT_LIVES).replace(microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
        f"Canonical: {public_url('site.security_contact')}",
    ]
    return _text(lines)


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    template = f"{public_url('site.search')}?q={{searchTerms}}"
    response = make_response(
        render_template("site/opensearch.xml", root=public_root(), template=template)
    )
    response.mimetype = "application/opensearchdescription+xml"
    return response


@blueprint.get("/site.webmanifest")
def manifest() -> Response:
    name = services().config.site_name
    described: dict[str, Any] = {
        "name": name,
        "short_name": name[:12],
        "lang": language(),
        "start_url": url_for("site.home"),
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [{"src": asset("images/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    response = jsonify(described)
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    return current_app.send_static_file("images/favicon.ico")


def _text(lines: list[str]) -> Response:
    response = make_response("\n".join(lines) + "\n")
    response.mimetype = "text/plain"
    return response
