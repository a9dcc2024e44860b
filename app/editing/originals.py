"""A translation's original as its editor has it beside: its text now, and what changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.articles.reading import read_article
from app.editing import diffs, revisions, translations, wording

if TYPE_CHECKING:
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.editing.diffs import Diff
    from app.editing.translations import State

MOST: Final = 100  # versions that are looked through for the translated one, the newest first


@dataclass(frozen=True)
class Beside:
    """The original of a translation. `changed` is what came into its text since it was translated.

    It is None where nothing did, and where the translated text is not known any more.
    """

    original: Article
    state: State
    changed: Diff | None

    @property
    def mark(self) -> str:
        """Of the original's text, as it is seen now."""
        return translations.text_of(self.original)


def beside(snapshot: Snapshot, translation: Article) -> Beside | None:
    """Return the original of the article; None for one that translates nothing."""
    original = snapshot.find(translation.translation_of or "")
    if original is None:
        return None
    state = translations.state_of(original, translation)
    was = _translated(original.id, translation) if state == "outdated" else None
    changed = diffs.compare(wording.of_article(was), wording.of_article(original)) if was else None
    return Beside(original, state, changed)


def _translated(original_id: str, translation: Article) -> Article | None:
    """The version of the original that the translation says: by its mark, else by the dates."""
    said, day = translation.extra.get(translations.SAYS), translation.updated

    def is_it(version: Article) -> bool:
        if said:
            return translations.text_of(version) == str(said)
        return bool(version.updated and day and version.updated <= day)

    kept = revisions.contents(original_id, MOST)
    versions = (read_article(path, Path(path), content).article for path, content in kept)
    return next((one for one in versions if one and is_it(one)), None)
