"""Originals and their translations side by side, and which of them have fallen behind."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal

from app.articles.article import LANGS
from app.editing import workflow
from app.errors import Conflict

if TYPE_CHECKING:
    from app.articles.article import Article, Lang
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor
    from app.editing.folder import Saved
    from app.editing.revisions import Author

# Front matter of a translation: the text of the original that it says; see `text_of`.
SAYS: Final = "translated_from"

State = Literal["fresh", "outdated", "unknown", "missing"]


@dataclass(frozen=True)
class Pair:
    """An article and its version in another language, if there is any."""

    original: Article
    lang: Lang
    translation: Article | None
    state: State

    @property
    def mark(self) -> str:
        """Of the original's text, as it is seen now."""
        return text_of(self.original)


def text_of(article: Article) -> str:
    """Return a mark of what a reader reads; dates, tags and rights do not change it."""
    said = "\0".join([article.title, article.summary, *article.questions, "", article.body])
    return sha256(said.encode()).hexdigest()[:12]


def pairs(snapshot: Snapshot) -> list[Pair]:
    """Return every original with each other language: outdated first, then missing, then the rest.

    Archived articles need no translation.
    """
    found = [
        _pair(snapshot, article, lang)
        for article in snapshot.articles.values()
        if article.translation_of is None and article.status != "archived"
        for lang in LANGS
        if lang != article.lang
    ]
    order = ("outdated", "unknown", "missing", "fresh")
    return sorted(
        found, key=lambda p: (order.index(p.state), p.original.category, p.original.title)
    )


def begin(editor: Editor, original_id: str, lang: str, by: Author) -> Saved:
    """Begin a translation: a draft with the original's text, which is still to be translated.

    Raises ArticleNotFound, Conflict when there is one already, InvalidInput.
    """
    with editor.writing() as snapshot:
        original = snapshot.get(original_id)
        if original.translation_of or lang not in LANGS or lang == original.lang:
            raise Conflict("Эту статью на этот язык не переводят.")
        if any(other.lang == lang for other in snapshot.translations(original)):
            raise Conflict("Такой перевод уже есть.")
        fields = {
            "summary": original.summary,
            "audience": original.audience,
            "lang": lang,
            "translation_of": original.id,
            "tags": list(original.tags) or None,
            SAYS: text_of(original),
        }
        kept = {**workflow.begun(by), **{key: value for key, value in fields.items() if value}}
        editor.source(original.id)  # so that this text of it has a version to compare with
        slug = _free_slug(snapshot, f"{original.slug[:80]}-{lang}")
        return editor.create(
            original.title, original.category, by, slug=slug, fields=kept, body=original.body
        )


def is_outdated(snapshot: Snapshot, article: Article) -> bool:
    """Tell whether the article is a translation whose original has changed since."""
    original = snapshot.find(article.translation_of or "")
    return original is not None and state_of(original, article) == "outdated"


def confirm(editor: Editor, translation_id: str, seen: str, by: Author) -> Saved:
    """Say that a translation says what its original says.

    `seen` is the mark of the original that was looked at, see `text_of`. Raises ArticleNotFound,
    Conflict where there is no original, or another text of it by now.
    """
    with editor.writing() as snapshot:
        translation = snapshot.get(translation_id)
        original = snapshot.find(translation.translation_of or "")
        if original is None:
            raise Conflict("У этой статьи нет оригинала.")
        if text_of(original) != seen:
            raise Conflict("Оригинал изменился, пока вы смотрели. Сравните ещё раз.")
        editor.source(original.id)  # so that this text of it has a version to compare with
        return editor.change(translation_id, by, {SAYS: seen})


def _pair(snapshot: Snapshot, original: Article, lang: Lang) -> Pair:
    others = snapshot.translations(original)
    translation = next((other for other in others if other.lang == lang), None)
    return Pair(original, lang, translation, state_of(original, translation))


def state_of(original: Article, translation: Article | None) -> State:
    """Tell whether the translation says what its original says; its mark tells, or the dates."""
    if translation is None:
        return "missing"
    said = translation.extra.get(SAYS)
    if said:
        return "fresh" if str(said) == text_of(original) else "outdated"
    if original.updated and translation.updated:
        return "outdated" if original.updated > translation.updated else "fresh"
    return "unknown"


def _free_slug(snapshot: Snapshot, slug: str) -> str:
    candidate, number = slug, 1
    while snapshot.find_by_slug(candidate) or snapshot.find_redirect(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
