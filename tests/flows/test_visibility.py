"""No byte of a hidden article on any surface; a route that is not listed here fails the test."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from app import current, db, migrations
from app.config import Config
from app.web.surfaces import PUBLIC, Probe, filled
from tests.accounts import cast
from tests.flows import hidden
from tests.flows.hidden import HIDDEN, LURE, SECRET_CATEGORY
from tests.web.browsing import form, submit
from tests.web.conftest import client_of, running

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.flows.hidden import Hidden

SLUGS = ("otkrytaya", *(article.slug for article in HIDDEN))
MOVED = tuple(f"staroe{article.kind}zqx" for article in HIDDEN)
ARTICLE_ACTIONS = ("votes", "votes/reason", "votes/withdrawal")


def _probe(article: Hidden) -> Probe:
    return Probe(
        queries=(LURE,),
        starts=(LURE[:4],),
        slugs=(article.slug, "otkrytaya"),
        old_slugs=(f"staroe{article.kind}zqx",),
        categories=(article.category, "obshchee"),
        files=(f"fayl{article.kind}zqx.txt",),
    )


def _public(templates: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for hidden in HIDDEN for a in filled(templates, _probe(hidden))))


IDS = ("id-otkrytaya", *(article.id for article in HIDDEN))
OF_ARTICLE = (
    "files",
    "removal",
    "review",
    "steps/trial",
    "revisions",
    "revisions/<int(max=2147483647):number>",
    "news",
)
PIN_REMOVAL = "/studio/pins/<int(max=2147483647):pin_id>/removal"
ARTICLE_DEEDS = (
    "files/removal",
    "files/replacement",
    "removal",
    "steps",
    "comments",
    "approvals",
    "approvals/end",
    "verification",
    "revisions/<int(max=2147483647):number>/restoration",
)
GAP = "/studio/gaps/<int(max=2147483647):gap_id>"
SYNONYM_REMOVAL = "/studio/synonyms/<int(max=2147483647):number>/removal"
GAP_ACTIONS = ("answer", "article", "closure", "rerun", "state")

STRUCTURE = {
    "/studio/removed": ("/studio/removed",),
    "/studio/announcements": ("/studio/announcements",),
    "/studio/announcements/new": ("/studio/announcements/new",),
    "/studio/announcements/<int(max=2147483647):notice_id>/removal": (
        "/studio/announcements/1/removal",
    ),
    "/studio/announcements/<int(max=2147483647):notice_id>": ("/studio/announcements/1",),
    "/studio/categories": ("/studio/categories",),
    "/studio/categories/one": ("/studio/categories/one?path=obshchee",),
    "/studio/categories/one/fields": ("/studio/categories/one/fields?path=obshchee",),
    "/studio/merging": ("/studio/merging?kept=otkrytaya&other=adres-staff",),
    "/studio/redirects": ("/studio/redirects",),
    "/studio/glossary": ("/studio/glossary",),
    "/studio/translations": ("/studio/translations",),
    "/studio/pins": ("/studio/pins",),
    "/studio/pins/trial": (f"/studio/pins/trial?query={LURE}&article=otkrytaya",),
    PIN_REMOVAL: ("/studio/pins/1/removal",),
    "/studio/visibility": ("/studio/visibility",),
}
STRUCTURE_POSTS = {
    **{f"/studio/{page}": (f"/studio/{page}",) for page in ("merging", "redirects")},
    "/studio/removed/<article_id>": tuple(f"/studio/removed/{i}" for i in IDS),
    "/studio/redirects/removal": ("/studio/redirects/removal",),
    **{
        f"/studio/categories{act}": (f"/studio/categories{act}?path=obshchee",)
        for act in ("", "/order", "/one", "/one/fields", "/one/place", "/one/removal")
    },
    "/announcements/<int(max=2147483647):notice_id>/dismissal": ("/announcements/1/dismissal",),
    "/studio/announcements": ("/studio/announcements",),
    "/studio/announcements/<int(max=2147483647):notice_id>": ("/studio/announcements/1",),
    **{
        f"/studio/announcements/<int(max=2147483647):notice_id>/{act}": (
            f"/studio/announcements/1/{act}",
        )
        for act in ("end", "removal")
    },
    "/viewing": ("/viewing",),
    "/viewing/end": ("/viewing/end",),
    "/studio/visibility": ("/studio/visibility",),
    "/studio/pins": ("/studio/pins",),
    PIN_REMOVAL: ("/studio/pins/1/removal",),
}
EDITED = tuple(article.id for article in HIDDEN if article.kind in ("staff", "draft"))
EDITOR = "/studio/articles/<article_id>"
EDITOR_SURFACES: dict[str, tuple[str, ...]] = {
    "/studio/articles/new": ("/studio/articles/new",),
    "/studio/slugs": tuple(f"/studio/slugs?title={slug}" for slug in SLUGS),
    f"{EDITOR}/editor": tuple(
        f"/studio/articles/{i}/editor{view}" for i in EDITED for view in ("", "?view=source")
    ),
    f"{EDITOR}/links": tuple(f"/studio/articles/{i}/links?q={LURE}" for i in EDITED),
    f"{EDITOR}/files/<path:name>": tuple(
        f"/studio/articles/{i}/files/fayl{article.kind}zqx.txt"
        for i in EDITED
        for article in HIDDEN
    ),
}
EDITOR_POSTS: dict[str, tuple[str, ...]] = {
    "/studio/articles/new": ("/studio/articles/new",),
    **{
        f"{EDITOR}/{act}": tuple(f"/studio/articles/{i}/{act}" for i in EDITED)
        for act in (
            "draft",
            "draft/end",
            "editor",
            "merge",
            "pictures",
            "presence",
            "preview",
            "undoing",
        )
    },
}

EXCHANGE = {
    "/studio/exchange": ("/studio/exchange",),
    "/studio/imports/<token>": ("/studio/imports/unknown",),
    "/studio/exports/<form>": tuple(
        f"/studio/exports/{form}?audience={audience}"
        for form in ("markdown", "site", "json")
        for audience in ("public", "all")
    ),
}
EXCHANGE_POSTS = {
    "/studio/imports": ("/studio/imports",),
    **{
        f"/studio/imports/<token>/{act}": (f"/studio/imports/unknown/{act}",)
        for act in ("application", "removal", "review")
    },
}

# rule → the addresses to ask for
SURFACES: dict[str, tuple[str, ...]] = {
    **EDITOR_SURFACES,
    **{rule: _public(surface.templates) for rule, surface in PUBLIC.items()},
    **STRUCTURE,
    **EXCHANGE,
    "/account/password": ("/account/password",),
    "/account/profile": ("/account/profile",),
    "/desk/": ("/desk/",),
    "/desk/tickets/<int(max=2147483647):number>": ("/desk/tickets/1",),
    "/desk/tickets/<int(max=2147483647):number>/articles/<slug>": tuple(
        f"/desk/tickets/1/articles/{slug}" for slug in SLUGS
    ),
    "/desk/tickets/<int(max=2147483647):number>/insertables": (
        f"/desk/tickets/1/insertables?q={LURE}",
    ),
    "/desk/tickets/<int(max=2147483647):number>/merging": ("/desk/tickets/1/merging?other=2",),
    "/desk/deflection": ("/desk/deflection",),
    "/desk/flags": ("/desk/flags",),
    "/desk/templates": ("/desk/templates",),
    "/desk/gaps": ("/desk/gaps", "/desk/gaps?state=closed"),
    "/desk/gaps/<int(max=2147483647):gap_id>": ("/desk/gaps/1",),
    "/desk/votes": ("/desk/votes",),
    "/studio/": ("/studio/", f"/studio/?q={LURE}"),
    **{
        f"/studio/articles/<article_id>/{page}": tuple(
            f"/studio/articles/{i}/{page.replace('<int(max=2147483647):number>', '1')}" for i in IDS
        )
        for page in OF_ARTICLE
    },
    "/studio/gaps": ("/studio/gaps", "/studio/gaps?state=closed"),
    "/studio/queries": ("/studio/queries",),
    "/studio/queries/changes": ("/studio/queries/changes",),
    "/studio/synonyms": (f"/studio/synonyms?q={LURE}",),
    "/studio/synonyms/trial": (f"/studio/synonyms/trial?words={LURE},b",),
    SYNONYM_REMOVAL: ("/studio/synonyms/1/removal",),
    "/studio/why": (f"/studio/why?q={LURE}",),
    GAP: ("/studio/gaps/1",),
    f"{GAP}/answer": (f"/studio/gaps/1/answer?q={LURE}",),
    f"{GAP}/article": ("/studio/gaps/1/article",),
    "/studio/attention": ("/studio/attention", "/studio/attention?reason=overdue"),
    "/studio/attention/preview": ("/studio/attention/preview?action=archive&ids=id-staff-zqx",),
    "/studio/inbox": ("/studio/inbox", "/studio/inbox?article=id-staff-zqx"),
    "/desk/tickets/<int(max=2147483647):number>/files/<int(max=2147483647):attachment_id>": (
        "/desk/tickets/1/files/1",
    ),
    "/static/<path:filename>": ("/static/js/unknown.js",),
}
TICKET = "/desk/tickets/<int(max=2147483647):number>"
TICKET_ACTIONS = (
    "article",
    "article/file",
    "articles",
    "composition",
    "drafts",
    "level",
    "link",
    "merging",
    "outcome",
    "parts",
    "presence",
    "presence/end",
    "handover",
    "priority",
    "related",
    "tags",
    "team",
    "waiting",
    "watchers",
)
POSTS: dict[str, tuple[str, ...]] = {
    **{
        f"/studio/{act}": (f"/studio/{act}",)
        for act in (
            "glossary",
            "glossary/removal",
            "translations",
            "translations/confirmation",
        )
    },
    **EDITOR_POSTS,
    "/studio/articles/changes": ("/studio/articles/changes",),
    "/studio/articles/changes/completion": ("/studio/articles/changes/completion",),
    **{
        f"/studio/articles/<article_id>/{deed}": tuple(
            f"/studio/articles/{i}/{deed.replace('<int(max=2147483647):number>', '1')}" for i in IDS
        )
        for deed in ARTICLE_DEEDS
    },
    **{
        f"/studio/comments/<int(max=2147483647):comment_id>/{deed}": (f"/studio/comments/1/{deed}",)
        for deed in ("resolution", "reopening")
    },
    **STRUCTURE_POSTS,
    **EXCHANGE_POSTS,
    **{f"{TICKET}/{act}": (f"/desk/tickets/1/{act}",) for act in TICKET_ACTIONS},
    f"{TICKET}/articles/<slug>/flags": tuple(f"/desk/tickets/1/articles/{s}/flags" for s in SLUGS),
    "/desk/flags/<int(max=2147483647):flag_id>/completion": ("/desk/flags/1/completion",),
    "/desk/filters": ("/desk/filters",),
    "/desk/filters/<int(max=2147483647):filter_id>/removal": ("/desk/filters/1/removal",),
    "/desk/tickets/changes": ("/desk/tickets/changes",),
    "/desk/templates": ("/desk/templates",),
    "/desk/templates/removal": ("/desk/templates/removal",),
    **{
        f"/articles/<slug>/{act}": tuple(f"/articles/{s}/{act}" for s in SLUGS)
        for act in ARTICLE_ACTIONS
    },
    "/account/password": ("/account/password",),
    "/account/profile": ("/account/profile",),
    "/ask/solved": ("/ask/solved",),
    "/ask/suggestions": ("/ask/suggestions",),
    "/desk/tickets/<int(max=2147483647):number>/assignment": ("/desk/tickets/1/assignment",),
    "/studio/queries": ("/studio/queries",),
    "/studio/queries/changes": ("/studio/queries/changes",),
    "/studio/queries/<int(max=2147483647):number>/removal": ("/studio/queries/1/removal",),
    "/studio/synonyms": ("/studio/synonyms",),
    SYNONYM_REMOVAL: ("/studio/synonyms/1/removal",),
    **{f"{GAP}/{act}": (f"/studio/gaps/1/{act}",) for act in GAP_ACTIONS},
    "/desk/tickets/<int(max=2147483647):number>/closure": ("/desk/tickets/1/closure",),
    "/desk/tickets/<int(max=2147483647):number>/notes": ("/desk/tickets/1/notes",),
    "/desk/tickets/<int(max=2147483647):number>/reopening": ("/desk/tickets/1/reopening",),
    "/desk/tickets/<int(max=2147483647):number>/replies": ("/desk/tickets/1/replies",),
    "/language": ("/language",),
    "/theme": ("/theme",),
    "/readings/<int(max=2147483647):reading_id>": ("/readings/1",),
    "/searches/<int(max=2147483647):search_id>/dissatisfaction": ("/searches/1/dissatisfaction",),
    "/sign-in": ("/sign-in",),
    "/sign-out": ("/sign-out",),
    "/studio/attention/checks": ("/studio/attention/checks",),
    "/studio/attention/deeds": ("/studio/attention/deeds",),
    "/studio/attention/deeds/<int(max=2147483647):deed_id>/undo": (
        "/studio/attention/deeds/1/undo",
    ),
    "/studio/inbox/states": ("/studio/inbox/states",),
    "/studio/inbox/<int(max=2147483647):vote_id>/replies": ("/studio/inbox/1/replies",),
    "/tickets": ("/tickets",),
    "/tickets/<token>/closure": ("/tickets/unknown/closure",),
    "/tickets/<token>/reopening": ("/tickets/unknown/reopening",),
    "/tickets/<token>/link": ("/tickets/unknown/link",),
    "/tickets/<token>/replies": ("/tickets/unknown/replies",),
    "/mail/quiet/<key>": ("/mail/quiet/unknown",),
    "/mail/unsubscribe/<key>": ("/mail/unsubscribe/unknown",),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A running help centre with hidden articles of every kind, and a ticket asked from one."""
    folder = tmp_path_factory.mktemp("hidden")
    hidden.write(folder / "articles")
    config = Config(
        articles_folder=folder / "articles",
        instance_folder=folder / "instance",
        index_folder=folder / "index",
        secret_key="a secret of the tests",
        security_contact="mailto:security@example.org",
        vote_limit="1000 per hour",
        ask_limit="1000 per hour",
        sign_in_limit="1000 per hour",
    )
    config.instance_folder.mkdir()
    db.connect(config.database())
    migrations.upgrade()
    yield from running(config)


def _leaks(answer: TestResponse, asked: str = "") -> list[str]:
    """The secrets in an answer, but for what the address that was asked for says itself."""
    asked = unquote(asked)
    shown = answer.get_data() + str(answer.headers).encode()
    words = [word for article in HIDDEN for word in article.secrets] + [SECRET_CATEGORY]
    return [word for word in words if word not in asked and word.encode() in shown]


def test_every_route_is_a_surface_of_this_test(app: Flask) -> None:
    rules = list(app.url_map.iter_rules())
    assert {rule.rule for rule in rules if "GET" in rule.methods} == set(SURFACES)
    assert {rule.rule for rule in rules if "POST" in rule.methods} == set(POSTS)


@pytest.mark.parametrize("address", [a for addresses in SURFACES.values() for a in addresses])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_stranger_is_shown_no_byte_of_a_hidden_article(
    app: Flask, address: str, language: str
) -> None:
    gleb = client_of(app)
    gleb.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    answer = gleb.get(address, buffered=True)
    assert answer.status_code < 500
    assert _leaks(answer, address) == []


@pytest.mark.parametrize("address", [a for addresses in POSTS.values() for a in addresses])
def test_stranger_learns_nothing_by_posting(app: Flask, address: str) -> None:
    gleb = client_of(app)
    token = form(gleb.get("/ask"), "/tickets").fields["csrf_token"]
    fields = {"csrf_token": token, "helpful": "yes", "reason": "unclear", "subject": LURE}
    answer = gleb.post(address, data=fields, follow_redirects=True, buffered=True)
    assert answer.status_code < 500
    assert _leaks(answer, address) == []


@pytest.mark.parametrize("article", HIDDEN, ids=lambda article: article.kind)
@pytest.mark.parametrize("ending", ["", "/files/fayl{kind}zqx.txt"])
def test_hidden_article_is_as_absent_as_one_that_never_was(
    app: Flask, article: Hidden, ending: str
) -> None:
    answer = client_of(app).get(f"/articles/{article.slug}{ending.format(kind=article.kind)}")
    assert answer.status_code == 404


@pytest.mark.parametrize("article", HIDDEN, ids=lambda article: article.kind)
def test_old_address_of_a_hidden_article_does_not_lead_to_it(app: Flask, article: Hidden) -> None:
    assert client_of(app).get(f"/articles/staroe{article.kind}zqx").status_code == 404


@pytest.mark.parametrize("article", HIDDEN, ids=lambda article: article.kind)
def test_hidden_article_takes_no_votes(app: Flask, article: Hidden) -> None:
    gleb = client_of(app)
    token = form(gleb.get("/ask"), "/tickets").fields["csrf_token"]
    address = f"/articles/{article.slug}/votes"
    assert gleb.post(address, data={"csrf_token": token, "helpful": "yes"}).status_code == 404


def test_public_article_is_found_where_the_hidden_ones_are_not(app: Flask) -> None:
    gleb = client_of(app)
    assert "Открытая" in gleb.get(f"/search?q={LURE}").text
    assert "otkrytaya" in gleb.get("/sitemap.xml").text
    assert [item["title"] for item in gleb.get(f"/search/suggestions?q={LURE}").json["suggestions"]]


def test_public_article_is_suggested_where_the_hidden_ones_are_not(app: Flask) -> None:
    gleb = client_of(app)
    fields = form(gleb.get("/ask"), "/tickets").fields | {"subject": LURE, "body": LURE}
    answer = gleb.post("/ask/suggestions", data=fields)
    assert "/ask/articles/otkrytaya" in answer.text
    assert _leaks(answer) == []


def test_agent_reads_staff_articles_and_no_drafts(app: Flask) -> None:
    boris = client_of(app)
    email = cast.boris().email
    page = boris.get("/sign-in")
    submit(boris, form(page, "/sign-in"), email=email, password=cast.PASSWORD)
    codes = {a.kind: boris.get(f"/articles/{a.slug}").status_code for a in HIDDEN}
    assert codes == dict.fromkeys(codes, 404) | {"staff": 200, "only": 200, "shelved": 200}
    found = boris.get(f"/search?q={LURE}").text
    assert "nazvaniestaffzqx" in found
    assert "nazvaniedraftzqx" not in found


def test_article_that_becomes_staff_only_disappears_at_once(app: Flask, tmp_path: Path) -> None:
    services = app.extensions[current.EXTENSION]
    path = services.config.articles_folder / "obshchee" / "otkrytaya.md"
    before = path.read_text(encoding="utf-8")
    gleb = client_of(app)
    try:
        path.write_text(before.replace("audience: public", "audience: staff"), encoding="utf-8")
        services.refresh()
        shown = [gleb.get(a).text for a in ("/", f"/search?q={LURE}", "/sitemap.xml", "/feed.atom")]
        assert not any("otkrytaya" in page for page in shown)
        assert gleb.get("/articles/otkrytaya").status_code == 404
    finally:
        path.write_text(before, encoding="utf-8")
        services.refresh()
