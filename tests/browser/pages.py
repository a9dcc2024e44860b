"""The kinds of pages a customer meets, for checks that hold on all of them."""

from __future__ import annotations

PAGES = {
    "home": "/",
    "category": "/categories/oplata",
    "results": "/search?q=вернуть деньги",
    "second page of results": "/search?q=вернуть деньги&page=2",
    "results of a category": "/search?q=вернуть деньги&category=oplata",
    "nothing found": "/search?q=фывапролдж",
    "long article": "/articles/vozvrat-tovara",
    "article with codes": "/articles/kody-oshibok",
    "English article": "/articles/return-an-item",
    "ask": "/ask?q=вернуть деньги",
    "article while asking": "/ask/articles/vozvrat-tovara",
    "solved": "/ask/solved",
    "consent": "/consent",
    "glossary": "/glossary",
    "not found": "/articles/vozvrat-deneg-za-zakaz",
    "sign in": "/sign-in",
}
