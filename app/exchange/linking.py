"""Links and pictures of a document made to lead to our articles and to files beside them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from app.articles.links import link_to
from app.exchange.documents import Note
from app.exchange.markup import anchors
from app.exchange.markup.hrefs import replace_places
from app.exchange.paths import extension_of, folder_of, joined, name_of, stem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.exchange.documents import Document, Intake
    from app.exchange.places import Place, Places

WIKI = "wiki:"  # how adapters write a link that names a page by its title
_INDEXES = ("index", "readme", "README", "_index")
_ENDINGS = (".md", ".mdx", ".markdown")
_FOREIGN_IMAGE = re.compile(
    r"!\[[^\]\n]*\]\(\s*<?((?:https?:)?//[^\s)>]+)|<img\b[^>]*\ssrc=[\"']((?:https?:)?//[^\"']+)",
    re.IGNORECASE,
)
_UNKNOWN = "Ссылка «%(href)s» ни на что в архиве не указывает, она оставлена как была."
_NO_ANCHOR = "В статье «%(title)s» нет части «#%(anchor)s»: ссылка ведёт в её начало."
_FOREIGN = "Картинка с чужого сайта не загружена: %(href)s. Сохраните её рядом со статьёй."
_REFUSED = "Файл «%(href)s» не взят, ссылка на него оставлена как была."
_NUMBERED = re.compile(r"^\d{1,4}[-_.]+(?=\D)")
_MOST_NOTES = 20  # of one kind in one document


@dataclass
class Linked:
    """A body whose links are ours; `files` are the attachments it needs: name → source path."""

    body: str
    files: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


@dataclass
class Linker:
    """Knows what every name in the source means. `name_file` names an attachment in a
    category, or refuses it."""

    intake: Intake
    places: Places
    paths: frozenset[str]
    name_file: Callable[[str, str], str | None]

    def __post_init__(self) -> None:
        self._headings: dict[str, list[tuple[str, str]]] = {}

    def headings(self, document: Document) -> list[tuple[str, str]]:
        """The anchors and texts of a document's headings; rendered once."""
        if document.key not in self._headings:
            self._headings[document.key] = anchors.headings(document.body, document.lang or "ru")
        return self._headings[document.key]

    def link(self, document: Document) -> Linked:
        """Rewrite the document's body."""
        return _Rewriting(self, document).linked()

    def find(self, document: Document, address: str) -> Document | str | None:
        """The document, or the path of the file, that an address without its anchor means."""
        if named := self.intake.name_of(address):
            return self._by_name.get(named.lower())
        if address.startswith(WIKI):
            return self._wiki(document, unquote(address[len(WIKI) :]))
        if link_to(address).kind == "external":
            return None
        path = unquote(re.split(r"[?]", address, maxsplit=1)[0])
        for candidate in self._candidates(document, path):
            if found := self._at(candidate):
                return found
        name = path.strip("./").lower()
        if beside := self._by_name.get(joined(_plain(document.folder), path.lower())):
            return beside
        if "/" not in name and not path.startswith("/"):
            return None
        shorter = name.partition("/")[2]  # many sites keep their docs under /docs/
        return self._by_name.get(name) or self._by_ending.get(name) or self._by_ending.get(shorter)

    def category_at(self, document: Document, address: str) -> str | None:
        """The category that an address of a folder means."""
        path, root = unquote(address).rstrip("/"), self.intake.roots[0]
        place = joined(folder_of(document.path), path)
        inside = place[len(root) + 1 :] if root else place
        names = [inside, path.strip("/"), path.strip("/").partition("/")[2]]
        known = self._by_folder
        return next((known[n] for name in names if name and (n := _plain(name)) in known), None)

    def _candidates(self, document: Document, path: str) -> Iterator[str]:
        if path.startswith("/"):
            yield from (joined(root, path.lstrip("/")) for root in self.intake.roots)
            return
        folder = folder_of(document.path)
        yield joined(folder, path)
        yield joined(posixpath.splitext(document.path)[0], path)  # as a browser at a/b/ would
        yield from (joined(root, path) for root in self.intake.roots if path[:1] != ".")

    def _at(self, path: str) -> Document | str | None:
        bare = path.rstrip("/")
        tried = [bare, *(bare + ending for ending in _ENDINGS)]
        if extension_of(bare) in (".html", ".htm"):
            tried += [posixpath.splitext(bare)[0] + ending for ending in _ENDINGS]
        tried += [f"{bare}/{name}{ending}" for name in _INDEXES for ending in _ENDINGS]
        for candidate in tried:
            key = candidate.lower()
            if key in self._by_path:
                return self._by_path[key]
            if key in self._files:
                return self._files[key]
        return None

    def _wiki(self, document: Document, name: str) -> Document | str | None:
        if not name:
            return document
        path = name.strip("/")
        return (
            self._at(joined(folder_of(document.path), path))
            or next((f for root in self.intake.roots if (f := self._at(joined(root, path)))), None)
            or self._by_name.get(path.lower())
            or self._by_name.get(name_of(path).lower())
            or self._by_file_name.get(name_of(path).lower())
        )

    @cached_property
    def _by_path(self) -> dict[str, Document]:
        return {document.path.lower(): document for document in self.intake.documents}

    @cached_property
    def _files(self) -> dict[str, str]:
        return {path.lower(): path for path in sorted(self.paths - self.intake.used)}

    @cached_property
    def _by_file_name(self) -> dict[str, str]:
        return {name_of(path).lower(): path for path in sorted(self.paths, reverse=True)}

    @cached_property
    def _by_ending(self) -> dict[str, Document]:
        """Documents by each ending of their paths that has a folder in it: addresses of a site."""
        found: dict[str, Document] = {}
        for document in self._from_the_top:
            parts = _plain(_bare(document.path)).split("/")
            parts = parts[:-1] if parts[-1] in _INDEXES else parts
            for start in range(max(len(parts) - 1, min(len(parts), 1))):
                found.setdefault("/".join(parts[start:]), document)
        return found

    @cached_property
    def _by_folder(self) -> dict[str, str]:
        return {_plain(folder): path for folder, path in self.places.folders.items() if folder}

    @cached_property
    def _from_the_top(self) -> list[Document]:
        return sorted(self.intake.documents, key=lambda item: (item.path.count("/"), item.path))

    @cached_property
    def _by_name(self) -> dict[str, Document]:
        found: dict[str, Document] = {}
        for document in self._from_the_top:
            for name in (stem_of(document.path), *document.names):
                if name:
                    found.setdefault(name.lower(), document)
        return found


def _plain(folder: str) -> str:
    """A folder's path as addresses have it: in small letters, without ordinal numbers."""
    return "/".join(_NUMBERED.sub("", part) for part in folder.lower().split("/"))


def _bare(path: str) -> str:
    return posixpath.splitext(path)[0].lower()


class _Rewriting:
    def __init__(self, linker: Linker, document: Document) -> None:
        self._linker, self._document = linker, document
        self._here: Place = linker.places.by_key[document.key]
        self._linked = Linked("")
        self._said: set[tuple[str, str]] = set()

    def linked(self) -> Linked:
        self._linked.body = replace_places(self._document.body, self._changed)
        for match in _FOREIGN_IMAGE.finditer(self._linked.body):
            self._note(_FOREIGN, href=match[1] or match[2])
        return self._linked

    def _changed(self, place: str) -> str:
        address, _, anchor = place.partition("#")
        if not address:
            return self._to(self._document, anchor)
        found = self._linker.find(self._document, address)
        if found is None:
            return self._unknown(place, address)
        return self._file(found, place) if isinstance(found, str) else self._to(found, anchor)

    def _to(self, document: Document, anchor: str) -> str:
        place = self._linker.places.by_key[document.key]
        itself = document.key == self._document.key
        relative = posixpath.relpath(place.path, self._here.category)
        address = "" if itself else relative
        if not anchor:
            return address or f"{self._here.slug}.md"
        ours = anchors.find(self._linker.headings(document), anchor)
        if ours is None:
            self._note(_NO_ANCHOR, title=document.title, anchor=unquote(anchor))
            return address or f"{self._here.slug}.md"
        return f"{address}#{ours}"

    def _file(self, path: str, place: str) -> str:
        name = self._linker.name_file(path, self._here.category)
        if name is None:
            self._note(_REFUSED, href=place)
            return place
        self._linked.files[name] = path
        return quote(name)

    def _unknown(self, place: str, address: str) -> str:
        if address.startswith(WIKI):
            name = unquote(address[len(WIKI) :])
            self._note(_UNKNOWN, href=name)
            return quote(name) + ("" if extension_of(name) else ".md")
        if link_to(address).kind in ("external", "broken"):
            return place
        if category := self._linker.category_at(self._document, address):
            return f"/categories/{category}"
        self._note(_UNKNOWN, href=place)
        return place

    def _note(self, message: str, **values: object) -> None:
        said = (message, str(values))
        if said in self._said or len(self._said) > _MOST_NOTES:
            return
        self._said.add(said)
        self._linked.notes.append(Note(self._document.path, "warning", message, values))
