"""Changes the articles' files: one writer at a time, every version kept, nothing lost silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import clock
from app.articles import drafting
from app.db import transaction
from app.editing import composing, moving, placing, removals, revisions
from app.editing.folder import Folder, Saved, Source
from app.editing.git import GitFailed
from app.editing.revisions import FILE, Author
from app.editing.stale import NotWritten, Stale
from app.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager

    from app.articles.snapshot import Snapshot

__all__ = ["Author", "Editor", "NotWritten", "Saved", "Source", "Stale"]

KEPT_AT_ONCE = 200  # versions of files


class Editor:
    """The use cases of changing articles, on the content folder.

    Several that belong together stand in one `with editor.writing(), transaction():`.
    All raise ArticleNotFound, InvalidInput by field, and NotWritten when the disk refuses.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def writing(self) -> AbstractContextManager[Snapshot]:
        """Be the one who writes within the block, which begins with the newest content."""
        return self._folder.writing()

    def source(self, article_id: str) -> Source:
        """Read the file, and keep this version to merge with later."""
        found = self._folder.source(article_id)
        newest = revisions.latest(article_id)
        if newest is None or newest.revision != found.revision:
            self._keep()
        return found

    def save(self, article_id: str, content: bytes, base: str, by: Author, note: str = "") -> Saved:
        """Put `content` in place of the version `base`; saving the same again changes nothing.

        Raises Stale, with all three versions, when the file is not `base` any more.
        """
        with self.writing():
            now = self._folder.source(article_id)
            if now.content == content:
                return Saved(now.revision, article_id)
            if now.revision != base:
                begun = revisions.find_content(article_id, base)
                raise Stale(article_id, base, begun, content, now.content)
            composing.check(now.path, content, article_id, now.content)
            return self._folder.write(article_id, now.path, content, by, note)

    def change(
        self,
        article_id: str,
        by: Author,
        keys: Mapping[str, object] | None = None,
        *,
        base: str | None = None,
        note: str = "",
        body: str | None = None,
        **fields: object,
    ) -> Saved:
        """Change `keys` and `fields`, and the body if it is given, and not a byte besides.

        A key that is None goes away. Without a `base` the newest version is changed.
        Raises Stale as save() does.
        """
        with self.writing():
            now = self._folder.source(article_id)
            begun = now.content
            if base not in (None, now.revision):
                begun = revisions.find_content(article_id, str(base)) or now.content
            wanted = {**(keys or {}), **fields}
            content = composing.changed(begun, clock.now().date(), wanted, body)
            return self.save(article_id, content, base or now.revision, by, note)

    def create(
        self,
        title: str,
        category: str,
        by: Author,
        *,
        slug: str = "",
        fields: Mapping[str, object] | None = None,
        body: str | None = None,
    ) -> Saved:
        """Begin a draft in a category, its address made of the title unless `slug` is given."""
        today = clock.now().date()
        with self.writing() as snapshot:
            try:
                draft = drafting.begin(snapshot, title, category, today)
            except DomainError as problem:
                field = "title" if category in snapshot.categories else "category"
                raise InvalidInput({field: problem}) from None
            content = composing.changed(draft.content, today, fields, body)
            return self.add(category, slug or draft.path.stem, content, by)

    def add(self, category: str, slug: str, content: bytes, by: Author, note: str = "") -> Saved:
        """Put a whole new file into the folder, its `id` among what it says."""
        with self.writing() as snapshot:
            path = placing.free_path(snapshot, category, slug)
            article_id = composing.id_of(path, content)
            if article_id in snapshot.articles:
                taken = DomainError("Статья с id «%(id)s» уже есть.", id=article_id)
                raise InvalidInput({"id": taken})
            composing.check(path, content, article_id)
            saved = self._folder.write(article_id, path, content, by, note)
            self._folder.refresh()
            return saved

    def bring(self, path: str, content: bytes, by: Author, note: str = "") -> None:
        """Put a file of an import exactly at `path`, its folder made where there is none.

        A new article, whose id and path are free, or any other file, which may be there already.
        The snapshot takes it up at the end of the outermost `writing()`.
        """
        with self.writing() as snapshot:
            placing.check_inside(snapshot, path)
            if not path.endswith(".md"):
                self._folder.put(path, content, by, note)
                return
            article_id = composing.id_of(path, content)
            if article_id in snapshot.articles or (snapshot.folder / path).exists():
                raise InvalidInput({"id": DomainError("Статья с таким id или адресом уже есть.")})
            composing.check(path, content, article_id)
            self._folder.write(article_id, path, content, by, note)

    def move(self, article_id: str, category: str, slug: str, by: Author) -> Saved:
        """Rename the file; its old slug goes into `redirect_from`, its pictures come along."""
        with self.writing():
            article = self._folder.article(article_id)
            if (category, slug) == (article.category, article.slug):
                return Saved(article.revision, article_id)
            with transaction():
                return moving.move(self._folder, article, category, slug, by)

    def remove(self, article_id: str, by: Author, note: str = "") -> None:
        """Delete the file; its versions stay."""
        with self.writing():
            self._folder.remove(article_id, by, note)

    def attach(self, article_id: str, name: str, content: bytes, by: Author) -> str:
        """Put a file beside the article; returns the name that it got there."""
        with self.writing() as snapshot:
            article = snapshot.get(article_id)
            name = placing.free_name(snapshot.folder / article.category, name, content)
            self._folder.put(f"{article.category}/{name}", content, by)
            return name

    def detach(self, article_id: str, name: str, by: Author) -> None:
        """Delete a file beside the article; only git keeps what it was."""
        with self.writing() as snapshot:
            path = f"{snapshot.get(article_id).category}/{name}"
            placing.check_inside(snapshot, path)
            self._folder.drop(path, by)

    def describe_category(self, path: str, content: bytes, by: Author) -> None:
        """Write a category's `_category.yml`, and its folder if there is none yet."""
        with self.writing() as snapshot:
            placing.check_category(snapshot, path, content)
            self._folder.put(f"{path}/_category.yml", content, by)

    def move_category(self, path: str, to: str, content: bytes, by: Author) -> None:
        """Rename a category's folder with all that is in it; first its description says `content`.

        A crash between the two leaves the old folder with a description that is true of the new
        one: nothing is lost, and doing it again completes it.
        """
        with self.writing() as snapshot:
            placing.check_category(snapshot, path, content)
            self._folder.put(f"{path}/_category.yml", content, by)
            self._folder.rename_folder(path, to, by)

    def drop_category(self, path: str, by: Author) -> None:
        """Remove the folder of an empty category. Raises NotWritten when it is not empty."""
        with self.writing():
            self._folder.drop(f"{path}/_category.yml", by)
            self._folder.remove_folder(path)

    def put_beside(self, name: str, content: bytes, by: Author) -> None:
        """Write a file of the whole help centre, beside its categories."""
        with self.writing():
            self._folder.put(name, content, by)

    def pull(self, *, push: bool = False) -> None:
        """Take up what is new in the articles' git, and send our commits there if `push`.

        Does nothing without git or without an upstream branch. Raises GitFailed, and keeps why.
        """
        git = self._folder.git
        if git is None or not git.has_upstream():
            return
        try:
            git.fetch()
            with self.writing():
                git.commit([])
                git.integrate()
            if push:
                git.push()
        except GitFailed as error:
            git.note_problem(str(error))
            raise
        git.note_problem("")
        self._folder.refresh()

    def git_problem(self) -> str:
        """Return why git failed the last time, "" when it did not or is not used."""
        return self._folder.git.problem() if self._folder.git else ""

    def keep_changes_on_disk(self) -> list[str]:
        """Keep a version, by the author FILE, of each article that changed past the studio.

        Returns their ids, and notes which ones are gone. Safe to call in every process.
        """
        known, snapshot = revisions.latest_of_all(), self._folder.snapshot
        kept = self._keep() if _unkept(snapshot, known) else []
        if any(removals.unnoticed(known, snapshot.articles)):
            with self.writing() as newest, transaction():
                removals.follow(revisions.latest_of_all(), newest.articles)
        return kept

    def _keep(self) -> list[str]:
        """Keep some versions a commit: the first time it is every article, too much for memory."""
        with self.writing() as newest:
            with transaction():
                changed = _unkept(newest, revisions.latest_of_all())
            for start in range(0, len(changed), KEPT_AT_ONCE):
                with transaction():
                    self._record(changed[start : start + KEPT_AT_ONCE])
        return changed

    def _record(self, article_ids: Iterable[str]) -> None:
        for article_id in article_ids:
            now = self._folder.source(article_id)
            revisions.record(article_id, now.path, now.content, FILE)


def _unkept(snapshot: Snapshot, known: Mapping[str, str]) -> list[str]:
    return [item.id for item in snapshot.articles.values() if known.get(item.id) != item.revision]
