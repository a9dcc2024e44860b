"""The glossary: words of the trade with plain definitions, kept in one file beside the articles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.articles import front_matter, yaml_text
from app.articles.reading import revision_of
from app.articles.slugs import slug

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "_glossary.yml"
MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word or phrase; `variants` are other ways to say it, `article_id` tells more."""

    term: str
    definition: str
    term_en: str = ""
    definition_en: str = ""
    variants: tuple[str, ...] = ()
    article_id: str = ""

    @property
    def anchor(self) -> str:
        return slug(self.term) or "termin"

    def term_in(self, lang: str) -> str:
        return (self.term_en if lang == "en" else "") or self.term

    def definition_in(self, lang: str) -> str:
        return (self.definition_en if lang == "en" else "") or self.definition

    def is_told_in(self, lang: str) -> bool:
        return lang != "en" or bool(self.definition_en)


@dataclass(frozen=True)
class Glossary:
    """All terms by their names; `problem` is the line at which the file cannot be read."""

    terms: tuple[Term, ...] = ()
    revision: str = ""
    problem: int | None = None

    def find(self, term: str) -> Term | None:
        return next((known for known in self.terms if known.term == term), None)


def read(folder: Path) -> Glossary:
    """Return the glossary beside the articles of `folder`; read anew only when the file changed."""
    path = folder / FILE
    try:
        facts = path.stat()
    except OSError:
        return Glossary()
    if facts.st_size > MOST_BYTES:
        return Glossary(problem=1)
    return _read(path, facts.st_mtime_ns, facts.st_size, facts.st_ino)


@lru_cache(maxsize=8)
def _read(path: Path, _mtime_ns: int, _size: int, _inode: int) -> Glossary:
    try:
        return parse(path.read_bytes())
    except OSError:
        return Glossary()


def parse(content: bytes) -> Glossary:
    """Read a file's bytes: a mapping of terms; one without a definition is left out."""
    revision = revision_of(content)
    try:
        metadata, _ = yaml_text.load(front_matter.text_of(content))
    except yaml_text.YamlError as error:
        return Glossary(revision=revision, problem=error.line)
    terms = [term for name, said in metadata.items() if (term := _term(str(name), said))]
    return Glossary(tuple(sorted(terms, key=lambda term: term.term.lower())), revision)


def _term(name: str, said: object) -> Term | None:
    if not isinstance(said, dict):
        said = {"definition": said}
    texts = {key: " ".join(str(value).split()) for key, value in said.items() if value is not None}
    if not texts.get("definition"):
        return None
    variants = said.get("variants")
    return Term(
        term=name,
        definition=texts["definition"],
        term_en=texts.get("term_en", ""),
        definition_en=texts.get("definition_en", ""),
        variants=tuple(map(str, variants)) if isinstance(variants, list) else (),
        article_id=texts.get("article", ""),
    )
