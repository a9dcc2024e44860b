"""From what an adapter read to a plan: what is new, changed, the same, or changed on both sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app import clock
from app.editing import composing as editing
from app.errors import InvalidInput
from app.exchange import composing, native, reading
from app.exchange.adapters.pages import MARKDOWN
from app.exchange.archives import NESTED
from app.exchange.attaching import Attachments
from app.exchange.descriptions import described
from app.exchange.documents import Note
from app.exchange.linking import Linker
from app.exchange.paths import extension_of
from app.exchange.places import place
from app.exchange.plans import Change, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.articles.article import Article, Audience, Status
    from app.articles.snapshot import Snapshot
    from app.exchange.archives import Archive
    from app.exchange.documents import Document, Flavour, Intake
    from app.exchange.linking import Linked
    from app.exchange.places import Place, Places
    from app.exchange.plans import Kind

    Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a person chose for an import. `source` and `flavour` are found out where empty."""

    source: str = ""
    flavour: Flavour | None = None
    into: str = ""
    status: Status = "draft"
    audience: Audience = "public"
    overwrite: bool = False  # where both sides changed, take the source's


def plan(
    archive: Archive, snapshot: Snapshot, wishes: Wishes, progress: Progress | None = None
) -> Plan:
    """Read the source and say what would become of it; nothing is written.

    `progress` hears of articles done and in all. Raises DomainError where there is nothing to
    import at all.
    """
    flavour = wishes.flavour or reading.recognised(archive)
    if flavour == "podskazhi":
        return native.plan(archive, snapshot, wishes.overwrite)
    intake = reading.read(archive, flavour)
    return _Planning(archive, snapshot, wishes, intake).plan(progress)


class _Planning:
    def __init__(
        self, archive: Archive, snapshot: Snapshot, wishes: Wishes, intake: Intake
    ) -> None:
        self._archive, self._snapshot, self._wishes = archive, snapshot, wishes
        self._intake = intake
        self._source = wishes.source or archive.name
        self._places: Places = place(intake, self._source, wishes.into, snapshot)
        self._attachments = Attachments(archive, snapshot.folder)
        paths = frozenset(archive.paths())
        self._linker = Linker(intake, self._places, paths, self._attachments.name)
        self._today = clock.now().date()
        self._titles = {article.title.casefold(): article for article in snapshot.articles.values()}
        self._notes: list[Note] = [*archive.notes, *intake.notes, *self._places.notes]

    def plan(self, progress: Progress | None) -> Plan:
        documents = self._intake.documents
        changes = list(self._categories())
        for done, document in enumerate(documents, 1):
            changes.append(self._change(document))
            if progress:
                progress(done, len(documents))
        notes = [*self._notes, *self._attachments.notes, *self._left_out()]
        return Plan(
            self._source,
            self._intake.flavour,
            self._snapshot.version,
            tuple(changes),
            tuple(sorted(notes, key=lambda note: note.path)),
        )

    def _categories(self) -> Iterator[Change]:
        for path, category in self._places.categories.items():
            yield Change(
                kind="new",
                what="category",
                source_path=category.path,
                path=f"{path}/_category.yml",
                title=category.title,
                content=described(category),
            )

    def _change(self, document: Document) -> Change:
        here = self._places.by_key[document.key]
        linked = self._linker.link(document)
        self._notes += linked.notes
        kind = self._kind(document, here, linked)
        if kind == "new":
            self._note_namesake(document)
        if document.is_restricted:
            self._note_restricted(document, here.article, kind)
        content = self._content(document, here, linked) if kind != "unchanged" else b""
        change = Change(
            kind=kind,
            what="article",
            source_path=document.path,
            path=here.path,
            title=document.title,
            article_id=here.article_id,
            base=here.article.revision if here.article else "",
            content=content,
            files=self._files(here, linked),
        )
        return self._checked(change, here.article) if kind != "unchanged" else change

    def _kind(self, document: Document, here: Place, linked: Linked) -> Kind:
        if here.article is None:
            return "new"
        source, result = composing.before(here.article)
        if composing.source_hash(document, self._digests(linked)) == source:
            return "unchanged"
        if self._wishes.overwrite or composing.hash_now(here.article) == result:
            return "changed"
        message = "Статья изменилась и в источнике, и здесь. Оставлена здешняя."
        self._notes.append(Note(document.path, "warning", message))
        return "conflict"

    def _digests(self, linked: Linked) -> dict[str, str]:
        return {name: self._attachments.digest_of(path) for name, path in linked.files.items()}

    def _content(self, document: Document, here: Place, linked: Linked) -> bytes:
        source = composing.source_hash(document, self._digests(linked))
        if here.article is None:
            return composing.fresh(
                document,
                here,
                linked.body,
                source,
                status=self._wishes.status,
                audience=self._wishes.audience,
                today=self._today,
            )
        current = here.article.source_path.read_bytes()
        return composing.renewed(current, document, here, linked.body, source, self._today)

    def _files(self, here: Place, linked: Linked) -> dict[str, str]:
        wanted = {f"{here.category}/{name}": path for name, path in linked.files.items()}
        return {
            path: source
            for path, source in wanted.items()
            if not self._attachments.is_there(path, source)
        }

    def _checked(self, change: Change, article: Article | None) -> Change:
        try:
            before = article.source_path.read_bytes() if article else None
            editing.check(change.path, change.content, change.article_id, before)
        except InvalidInput as problem:
            self._notes += [
                Note(change.source_path, "error", said.message, said.values)
                for said in problem.fields.values()
            ]
            return replace(change, kind="refused")
        return change

    def _note_restricted(self, document: Document, article: Article | None, kind: Kind) -> None:
        """Say what becomes of an article that its source does not show to everybody."""
        if article is not None and article.audience == "staff":
            return
        if kind in ("new", "changed"):
            message = "Статья открыта не всем, здесь она станет служебной."
            self._notes.append(Note(document.path, "info", message))
        else:
            message = "В источнике статья открыта не всем, а здесь останется открытой для всех."
            self._notes.append(Note(document.path, "warning", message))

    def _note_namesake(self, document: Document) -> None:
        other = self._titles.get(document.title.casefold())
        if other:
            message = "Статья с таким названием здесь уже есть: %(path)s. Проверьте, не повтор ли."
            values = {"path": f"{other.category}/{other.slug}.md"}
            self._notes.append(Note(document.path, "warning", message, values))

    def _left_out(self) -> Iterator[Note]:
        """Every file that became nothing, with why."""
        named = {note.path for note in self._notes if note.severity == "error"}
        named |= {note.path for note in self._attachments.notes}
        taken = self._intake.used | self._attachments.used | named
        for path in self._archive.paths():
            if path not in taken:
                yield Note(path, "info", left_out(path))


def left_out(path: str) -> str:
    """Why a file that no document needed stays out."""
    extension = extension_of(path)
    if extension in NESTED:
        return "Архив внутри архива не открывается. Распакуйте его и соберите заново."
    if extension in MARKDOWN:
        return "Файл лежит вне папки с документацией и не взят."
    return "Файл не взят: ни одна статья на него не ссылается."
