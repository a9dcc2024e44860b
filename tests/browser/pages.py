"""The kinds of pages a customer meets, for checks that hold on all of them."""

from __future__ import annotations

PAGES = {
    "home": "/",
    "category": "/categories/oplata",
    "results": "/search?q=вернуть деньги",
    "second page of results": "/search?q=вернуть деньги&page=2",
    "results of a category": "/search?q=вернуть деньги&category=oplata",
    "results that are unsure": "/search?q=E-15",
    "results for what was meant": "/search?q=возрват деньги",
    "results with an offer": "/search?q=возврта&literal=1",
    "nothing found": "/search?q=фывапролдж",
    "long article": "/articles/vozvrat-tovara",
    "article with codes": "/articles/kody-oshibok",
    "English article": "/articles/return-an-item",
    "ask": "/ask?q=вернуть деньги",
    "article while asking": "/ask/articles/vozvrat-tovara",
    "solved": "/ask/solved",
    "new link": "/ask/new-link",
    "consent": "/consent",
    "glossary": "/glossary",
    "not found": "/articles/vozvrat-deneg-za-zakaz",
    "sign in": "/sign-in",
}

# Public addresses that are no page of ours, or need a key: the tests named here visit those.
NOT_HERE = {
    "/.well-known/security.txt": "text",
    "/articles/<slug>/files/<path:name>": "a file",
    "/favicon.ico": "a picture",
    "/feed.atom": "a feed",
    "/healthz": "text",
    "/mail/quiet/<key>": "tests/browser/test_studio_gaps.py",
    "/mail/unsubscribe/<key>": "tests/browser/test_letters.py",
    "/opensearch.xml": "for browsers",
    "/readyz": "JSON",
    "/robots.txt": "text",
    "/search/suggestions": "JSON",
    "/search/suggestions/<slug>": "leads on",
    "/site.webmanifest": "JSON",
    "/sitemap.xml": "for robots",
    "/static/<path:filename>": "a file",
    "/tickets/<token>": "tests/browser/test_asking.py",
    "/tickets/<token>/files/<int(max=2147483647):attachment_id>": "a file",
    "/tickets/<token>/verdict/<any('helped', 'not-helped'):verdict>": (
        "tests/browser/test_letters.py"
    ),
}
