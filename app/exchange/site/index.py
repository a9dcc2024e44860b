"""What the site of plain files searches: words of titles, questions and headings, looked up by a
script of forty lines, which knows no grammar: so every word comes with its dictionary form.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.exchange.markup.anchors import headings
from app.language.analysis import analyse

if TYPE_CHECKING:
    from app.articles.article import Article
    from app.exchange.shown import Shown

MOST_WORDS = 400  # of one article


def script(shown: Shown) -> bytes:
    """A script that sets the index: pages opened from a folder may load nothing but scripts."""
    entries = [_entry(article) for article in shown.articles.values()]
    said = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    return f"window.podskazhiIndex = {said};\n".encode()


def _entry(article: Article) -> dict[str, str]:
    named = " ".join([article.title, *article.questions, *article.tags])
    said = " ".join([article.summary, *(text for _, text in headings(article.body, article.lang))])
    return {
        "u": f"articles/{article.slug}.html",
        "t": article.title,
        "s": article.summary,
        "l": article.lang,
        "n": _words(named),
        "w": _words(said),
    }


def _words(text: str) -> str:
    """Every form and lemma once, in the order of the text, between spaces."""
    found: dict[str, None] = {}
    for token in analyse(text):
        found.update(dict.fromkeys([token.exact, *token.lemmas]))
    return " ".join(list(found)[:MOST_WORDS])
