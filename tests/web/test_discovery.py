"""What machines read: feed, sitemap, robots, OpenSearch, security contact, manifest, health."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from app import clock
from tests.web import content
from tests.web.conftest import client_of, running
from tests.web.content import SECRET

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from app.config import Config

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_feed_is_atom_of_public_articles(gleb: FlaskClient, boris: FlaskClient) -> None:
    for client in (gleb, boris):
        answer = client.get("/feed.atom")
        assert answer.mimetype == "application/atom+xml"
        assert SECRET not in answer.text
        feed = ET.fromstring(answer.data)  # noqa: S314  our own output
        titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
        assert "Возврат денег за заказ" in titles
        assert all(entry.findtext(f"{ATOM}updated") for entry in feed.iter(f"{ATOM}entry"))


def test_a_feed_is_of_the_language_in_its_address(gleb: FlaskClient) -> None:
    plain = gleb.get("/feed.atom")
    assert plain.data == gleb.get("/feed.atom", headers={"Accept-Language": "en"}).data
    assert "Accept-Language" not in plain.headers.get("Vary", "")
    english = gleb.get("/feed.atom?lang=en").text
    assert 'xml:lang="en"' in english.splitlines()[1]
    assert "Refund for an order" in english
    assert 'rel="self" type="application/atom+xml" href="http://localhost/feed.atom?lang=en"' in (
        english
    )
    assert gleb.get("/feed.atom?lang=xx").data == plain.data
    page = gleb.get("/", headers={"Accept-Language": "en"}).text
    assert 'href="/feed.atom?lang=en"' in page


def test_a_feed_s_ids_do_not_change_with_the_host(gleb: FlaskClient) -> None:
    here, there = (
        [element.text for element in ET.fromstring(gleb.get(url).data).iter(f"{ATOM}id")]  # noqa: S314
        for url in ("/feed.atom", "http://help.polka.example/feed.atom")
    )
    assert here == there
    assert len(set(here)) == len(here) > 1
    assert all(str(name).startswith("urn:uuid:") for name in here)


def test_sitemap_lists_public_pages_with_dates(gleb: FlaskClient, boris: FlaskClient) -> None:
    for client in (gleb, boris):
        root = ET.fromstring(client.get("/sitemap.xml").data)  # noqa: S314
        found = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in root}
        assert found["http://localhost/articles/vozvrat-deneg"] == "2026-10-14"
        assert "http://localhost/categories/oplata/karty" in found
        assert not any("pamyatka" in str(url) or "sotrudnikam" in str(url) for url in found)


def test_the_public_address_is_the_configured_one(site_config: Config) -> None:
    content.write(site_config.articles_folder)
    for app in running(replace(site_config, site_url="https://help.polka.example/")):
        page = client_of(app).get("/articles/obmen").text
        assert '<link rel="canonical" href="https://help.polka.example/articles/obmen">' in page
        assert "https://help.polka.example/sitemap.xml" in client_of(app).get("/robots.txt").text


def test_robots_keep_out_of_search_and_tickets(gleb: FlaskClient) -> None:
    text = gleb.get("/robots.txt").text
    assert "Disallow: /search" in text
    assert "Disallow: /tickets/" in text


def test_opensearch_describes_the_search(gleb: FlaskClient) -> None:
    answer = gleb.get("/opensearch.xml")
    assert "http://localhost/search?q={searchTerms}" in answer.text
    ET.fromstring(answer.data)  # noqa: S314


def test_security_contact_is_the_configured_one_or_the_ask_page(
    gleb: FlaskClient, site_config: Config
) -> None:
    default = gleb.get("/.well-known/security.txt")
    assert default.mimetype == "text/plain"
    lines = dict(line.split(": ", 1) for line in default.text.splitlines())
    assert lines["Contact"] == "http://localhost/ask"
    expires = datetime.fromisoformat(lines["Expires"])
    assert timedelta(0) < expires - clock.now() < timedelta(days=365)
    for app in running(replace(site_config, security_contact="mailto:s@polka.example")):
        text = client_of(app).get("/.well-known/security.txt").text
        assert "Contact: mailto:s@polka.example" in text
        assert "/ask" not in text


def test_manifest_and_icon(gleb: FlaskClient) -> None:
    manifest = gleb.get("/site.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    assert manifest.json is not None
    assert gleb.get(manifest.json["icons"][0]["src"], buffered=True).status_code == 200
    assert gleb.get("/favicon.ico", buffered=True).data[:4] == b"\0\0\1\0"


def test_health_tells_that_the_process_lives(gleb: FlaskClient) -> None:
    assert gleb.get("/healthz").json == {"status": "ok"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_kept_by_nobody(gleb: FlaskClient, path: str) -> None:
    assert gleb.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/site.webmanifest", "/opensearch.xml"])
def test_what_speaks_the_reader_s_language_varies_by_it(gleb: FlaskClient, path: str) -> None:
    vary = gleb.get(path).headers["Vary"]
    assert "Accept-Language" in vary
    assert "Cookie" in vary


def test_suggestions_are_kept_by_nobody(gleb: FlaskClient) -> None:
    headers = gleb.get("/search/suggestions?q=возв").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert "Accept-Language" in headers["Vary"]


def test_readiness_names_database_index_and_articles(gleb: FlaskClient) -> None:
    answer = gleb.get("/readyz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["index"]["state"] == "ready"
    assert answer.json["articles"] == {"ready": True, "problems": []}


def test_readiness_names_a_broken_file_and_no_hidden_one(gleb: FlaskClient, site: Flask) -> None:
    folder = site.extensions["podskazhi"].config.articles_folder
    (folder / "oplata" / "broken.md").write_text("---\nid: [\n---\nТекст\n", encoding="utf-8")
    content.article(
        folder, "sotrudnikam/tayna", "sot-02", "Тайна", "[мимо](net.md)", audience="staff"
    )
    site.extensions["podskazhi"].refresh()
    answer = gleb.get("/readyz").text
    assert "oplata/broken.md" in answer
    assert "tayna" not in answer
    assert str(folder) not in answer
    assert gleb.get("/").status_code == 200


def test_without_articles_the_site_is_not_ready_and_says_nothing_false(site_config: Config) -> None:
    for app in running(site_config):
        client = client_of(app)
        assert client.get("/readyz").status_code == 503
        assert "Здесь пока нет статей" in client.get("/").text
