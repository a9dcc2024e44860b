"""Headers, cookies, limits, and addresses that lead elsewhere."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from app.web.addresses import local
from app.web.rate_limits import SCHEME, FileStorage

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient


def test_every_page_has_strict_headers(gleb: FlaskClient) -> None:
    for path in ("/", "/search?q=x", "/articles/obmen", "/ask", "/nope", "/sign-in"):
        headers = gleb.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Cookie" in headers["Vary"]


def test_pages_have_no_inline_script_or_style(gleb: FlaskClient) -> None:
    for path in ("/", "/search?q=деньги", "/articles/vozvrat-deneg", "/ask"):
        page = gleb.get(path).text
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert " onclick" not in page


def test_a_visitor_is_known_only_once_needed(gleb: FlaskClient) -> None:
    assert "visitor=" not in str(gleb.get("/").headers.getlist("Set-Cookie"))
    (cookie,) = gleb.get("/articles/obmen").headers.getlist("Set-Cookie")[-1:]
    assert cookie.startswith(("visitor=", "session="))
    assert gleb.get_cookie("visitor") is not None


def test_the_visitor_cookie_is_signed(gleb: FlaskClient) -> None:
    gleb.set_cookie("visitor", "0123456789abcdef0123456789abcdef")
    gleb.get("/articles/obmen")
    cookie = gleb.get_cookie("visitor")
    assert cookie is not None
    assert cookie.value != "0123456789abcdef0123456789abcdef"
    assert cookie.http_only


def test_marked_static_files_are_kept_for_ever(gleb: FlaskClient) -> None:
    marked = gleb.get("/static/css/tokens.css?v=1", buffered=True)
    assert "immutable" in marked.headers["Cache-Control"]
    assert "immutable" not in gleb.get("/static/css/tokens.css", buffered=True).headers.get(
        "Cache-Control", ""
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil",
        "",
        "javascript:alert(1)",
        "/a\nb",
        "evil",
    ],
)
def test_no_address_leads_to_another_host(site: Flask, address: str) -> None:
    with site.test_request_context():
        assert local(address) == "/"
        assert local("/search?q=x") == "/search?q=x"


def test_language_follows_the_cookie_then_the_browser(gleb: FlaskClient) -> None:
    assert '<html lang="ru"' in gleb.get("/").text
    assert '<html lang="en"' in gleb.get("/", headers={"Accept-Language": "en-GB,en"}).text
    assert '<html lang="ru"' in gleb.get("/", headers={"Accept-Language": "de"}).text
    same = {"Sec-Fetch-Site": "same-origin"}
    answer = gleb.post("/language", data={"lang": "en", "next": "/ask"}, headers=same)
    assert (answer.status_code, answer.location) == (303, "/ask")
    assert '<html lang="en"' in gleb.get("/").text


def test_theme_is_kept(gleb: FlaskClient) -> None:
    same = {"Sec-Fetch-Site": "same-origin"}
    gleb.post("/theme", data={"theme": "dark"}, headers=same)
    assert 'data-theme="dark"' in gleb.get("/").text
    gleb.post("/theme", data={"theme": "auto"}, headers=same)
    assert "data-theme=" not in gleb.get("/").text.replace("data-theme-switch", "")


@pytest.mark.parametrize("path", ["/language", "/theme"])
def test_preferences_are_not_changed_from_elsewhere(gleb: FlaskClient, path: str) -> None:
    answer = gleb.post(
        path, data={"lang": "en", "theme": "dark"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400


def test_limits_are_counted_together_by_all_threads(tmp_path: Path) -> None:
    def count() -> None:
        storage = FileStorage(f"{SCHEME}://{tmp_path / 'limits.sqlite'}")
        for _ in range(25):
            storage.incr("vote", 60)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    storage = FileStorage(f"{SCHEME}://{tmp_path / 'limits.sqlite'}")
    assert storage.get("vote") == 100
    assert time.time() < storage.get_expiry("vote") <= time.time() + 60


def test_a_limit_ends_with_its_window(tmp_path: Path) -> None:
    storage = FileStorage(f"{SCHEME}://{tmp_path / 'limits.sqlite'}")
    storage.incr("vote", 0.01)
    time.sleep(0.02)
    assert storage.get("vote") == 0
    assert storage.incr("vote", 60) == 1
    storage.clear("vote")
    assert storage.get("vote") == 0
