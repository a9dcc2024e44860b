"""Addresses: of static files, of pages as the public knows them, of where to go back to."""

from __future__ import annotations

import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app, request, url_for

from app.current import services

if TYPE_CHECKING:
    from flask import Flask, Response


def asset(name: str) -> str:
    """Return the address of a static file, marked by its content: browsers keep it for ever."""
    folder, path = current_app.static_folder or "", current_app.static_url_path or ""
    return request.script_root + _marked(folder, path, name)


@cache
def _marked(folder: str, path: str, name: str) -> str:
    content = Path(folder, name).read_bytes()
    return f"{path}/{name}?v={hashlib.sha256(content).hexdigest()[:10]}"


def public_root() -> str:
    """Return the site's public address without a slash at the end."""
    return (services().config.site_url or request.url_root).rstrip("/")


def public_url(endpoint: str, **values: Any) -> str:
    """Return the whole address of a page, as feeds, canonical links and sitemaps need it."""
    return public_root() + url_for(endpoint, **values).removeprefix(request.script_root)


def here() -> str:
    """Return this page's path and query, or the home page's where this was no plain reading."""
    if request.method != "GET" or request.url_rule is None:
        return url_for("site.home")
    return request.full_path if request.query_string else request.path


def local(address: str | None) -> str:
    """Return `address` if it is a path on this site, else the home page: never another host."""
    home = url_for("site.home")
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return home
    if any(ord(letter) < ord(" ") for letter in address) or "\\" in address:
        return home
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else home


def came_from() -> str | None:
    """Return the path and query of the page of this site whose link or form led here."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if parts.netloc != request.host:
        return None
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    return address if local(address) == address and parts.path != request.path else None


def register(app: Flask) -> None:
    """Let browsers keep a file for ever where its address carries the mark of its content."""
    app.after_request(_keep_marked_files)


def _keep_marked_files(response: Response) -> Response:
    if (
        request.endpoint == "static"
        and "v" in request.args
        and response.status_code == HTTPStatus.OK
    ):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
