"""Our own export, or a content folder, coming in: every file byte for byte at its own path."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.articles.article import SLUG
from app.articles.files import MAX_DEPTH
from app.articles.library import MAX_FILE_MB
from app.articles.reading import revision_of
from app.editing import composing
from app.errors import DomainError, InvalidInput
from app.exchange import attaching
from app.exchange.documents import Note
from app.exchange.paths import extension_of, folder_of, name_of, stem_of
from app.exchange.plans import Change, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.exchange.archives import Archive
    from app.exchange.exporting import File
    from app.exchange.plans import Kind

MANIFEST: Final = "podskazhi.json"
FORMAT: Final = "podskazhi-articles"
DESCRIPTION: Final = "_category.yml"
_NEWER_HERE = "Здесь статья новее, чем в выгрузке. Оставлена здешняя."
_BOTH = "Статья изменилась и в архиве, и здесь. Оставлена здешняя."
_UNKNOWN_BASE = "Статья здесь другая, а какая из двух новее, неизвестно. Оставлена здешняя."
_ELSEWHERE = "Здесь эта статья лежит по другому адресу: %(path)s. Адрес оставлен."


def is_ours(archive: Archive) -> bool:
    """Whether the source is an export of ours, or laid out as a content folder."""
    return _root(archive) is not None


def with_manifest(files: Iterable[File], audience: str) -> Iterator[tuple[str, bytes]]:
    """The files of an export and, at their end, the list of their revisions when they left."""
    revisions: dict[str, str] = {}
    for path, content in files:
        read = content if isinstance(content, bytes) else content.read_bytes()
        revisions[path] = revision_of(read)
        yield path, read
    said = {"format": FORMAT, "version": 1, "audience": audience, "files": revisions}
    yield MANIFEST, (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def plan(archive: Archive, snapshot: Snapshot, overwrite: bool) -> Plan:
    """Say what of the source is new here, changed, or changed on both sides."""
    return _Planning(archive, snapshot, overwrite).plan()


def _root(archive: Archive) -> str | None:
    paths = archive.paths()
    named = [folder_of(path) for path in paths if name_of(path) == MANIFEST]
    described = [folder_of(folder_of(path)) for path in paths if name_of(path) == DESCRIPTION]
    return min(named or described, key=lambda folder: folder.count("/") + len(folder), default=None)


@dataclass
class _Planning:
    archive: Archive
    snapshot: Snapshot
    overwrite: bool
    notes: list[Note] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)

    def plan(self) -> Plan:
        self.notes += self.archive.notes
        self._root = _root(self.archive) or ""
        self._bases = self._read_manifest()
        changes = [change for path in self.archive.paths() for change in self._change(path)]
        order = {"category": 0, "file": 1, "article": 2}
        changes.sort(key=lambda change: (order[change.what], change.path.count("/"), change.path))
        notes = tuple(sorted(self.notes, key=lambda note: note.path))
        return Plan("podskazhi", "podskazhi", self.snapshot.version, tuple(changes), notes)

    def _read_manifest(self) -> Mapping[str, object]:
        path = f"{self._root}/{MANIFEST}".lstrip("/")
        if path not in self.archive.paths():
            return {}
        try:
            said = json.loads(self.archive.read(path))
        except (ValueError, RecursionError, DomainError):
            said = None
        files = said.get("files") if isinstance(said, dict) else None
        if not isinstance(files, dict):
            message = (
                "Список podskazhi.json не читается: нельзя узнать, что менялось после выгрузки."
            )
            self.notes.append(Note(path, "warning", message))
            return {}
        return files

    def _change(self, path: str) -> Iterator[Change]:
        inside = path[len(self._root) + 1 :] if self._root else path
        outside = bool(self._root) and not path.startswith(f"{self._root}/")
        if path.rpartition("/")[2] == MANIFEST and not outside:
            return
        folders = inside.count("/")
        is_article = extension_of(path) == ".md"
        if outside or folders == 0 or (is_article and folders > MAX_DEPTH):
            message = "Файл лежит вне разделов и не взят. Положите его в папку раздела."
            self.notes.append(Note(path, "warning", message))
            return
        try:
            content = self.archive.read(path)
            yield (
                self._article(path, inside, content)
                if is_article
                else self._other(path, inside, content)
            )
        except DomainError as problem:
            self._refuse(path, problem)
            what = "article" if is_article else "file"
            yield Change(kind="refused", what=what, source_path=path, path=inside)  # type: ignore[arg-type]

    def _article(self, path: str, inside: str, content: bytes) -> Change:
        """Raises DomainError where the file cannot become an article here."""
        if len(content) > MAX_FILE_MB * 1_000_000:
            raise DomainError("Файл больше %(most)s МБ. Разделите статью.", most=MAX_FILE_MB)
        article_id = composing.id_of(inside, content)
        self._claim(article_id, inside)
        here = self.snapshot.find(article_id)
        target = here.source_path.relative_to(self.snapshot.folder).as_posix() if here else inside
        before = here.source_path.read_bytes() if here else None
        read = composing.check(target, content, article_id, before)
        kind = (
            self._kind_of(here, before, content, inside, path) if here else self._new(path, inside)
        )
        if here and target != inside:
            self.notes.append(Note(path, "info", _ELSEWHERE, {"path": target}))
        return Change(
            kind=kind,
            what="article",
            source_path=path,
            path=target,
            title=read.title,
            article_id=article_id,
            base=here.revision if here else "",
            content=content if kind in ("new", "changed", "conflict") else b"",
        )

    def _claim(self, article_id: str, inside: str) -> None:
        slug = stem_of(inside)
        other = self.ids.get(article_id) or self.slugs.get(slug)
        if other:
            raise DomainError(
                "Такой же id или адрес в архиве у файла %(other)s. Оставьте один.", other=other
            )
        self.ids[article_id] = self.slugs[slug] = inside

    def _new(self, path: str, inside: str) -> Kind:
        slug = stem_of(inside)
        if not all(SLUG.fullmatch(part) for part in (*folder_of(inside).split("/"), slug)):
            raise DomainError(
                "В имени файла или папки не только строчные латинские буквы, цифры и дефисы. "
                "Переименуйте."
            )
        holder = self.snapshot.find_by_slug(slug) or self.snapshot.find_redirect(slug)
        if holder or (self.snapshot.folder / inside).exists():
            message = "Адрес «%(slug)s» занят другой статьёй. Переименуйте файл в архиве."
            self.notes.append(Note(path, "warning", message, {"slug": slug}))
            return "conflict"
        return "new"

    def _kind_of(
        self, here: Article, before: bytes | None, content: bytes, inside: str, path: str
    ) -> Kind:
        base = self._bases.get(inside)
        if before == content:
            return "unchanged"
        if self.overwrite or (base and here.revision == base):
            return "changed"
        if base and revision_of(content) == base:
            self.notes.append(Note(path, "info", _NEWER_HERE))
            return "unchanged"
        self.notes.append(Note(path, "warning", _BOTH if base else _UNKNOWN_BASE))
        return "conflict"

    def _other(self, path: str, inside: str, content: bytes) -> Change:
        """A description of a category, or a file beside articles."""
        is_description = name_of(inside) == DESCRIPTION
        if is_description and inside.count("/") > MAX_DEPTH:
            raise DomainError("Разделы вкладываются не глубже двух уровней.")
        if not is_description:
            attaching.check(content, extension_of(inside))
        kind = self._kind_of_other(path, inside, content)
        return Change(
            kind=kind,
            what="category" if is_description else "file",
            source_path=path,
            path=inside,
            content=content if is_description else b"",
        )

    def _kind_of_other(self, path: str, inside: str, content: bytes) -> Kind:
        try:
            now = (self.snapshot.folder / inside).read_bytes()
        except FileNotFoundError:
            return "new"
        except OSError as error:
            raise DomainError("Файл здесь не читается: проверьте права доступа.") from error
        base = self._bases.get(inside)
        if now == content or (base and revision_of(content) == base and not self.overwrite):
            return "unchanged"
        if self.overwrite or (base and revision_of(now) == base):
            return "changed"
        message = "Файл изменился и в архиве, и здесь. Оставлен здешний."
        self.notes.append(Note(path, "warning", message))
        return "conflict"

    def _refuse(self, path: str, problem: DomainError) -> None:
        said = problem.fields.values() if isinstance(problem, InvalidInput) else [problem]
        self.notes += [Note(path, "error", one.message, one.values) for one in said]
