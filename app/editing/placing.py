"""Where a new file may lie: free addresses for articles, free names for what lies beside them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from app.articles.article import SLUG
from app.articles.files import MAX_DEPTH, is_inside
from app.articles.reading import read_category
from app.articles.slugs import slug as slug_of
from app.editing.composing import SOURCE, SourceProblem
from app.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from app.articles.snapshot import Snapshot

LONGEST_SLUG: Final = 100  # characters
SOURCES: Final = frozenset({".md", ".yml", ".yaml"})


def free_path(snapshot: Snapshot, category: str, slug: str, besides: str = "") -> str:
    """Return the path of `slug` in an existing category, relative to the content folder.

    The article with the id `besides` may have the address already. Raises InvalidInput.
    """
    if category not in snapshot.categories:
        raise InvalidInput({"category": DomainError("Такого раздела нет.")})
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        problem = DomainError(
            "В адресе бывают строчные латинские буквы, цифры и дефисы между ними, не больше "
            "%(most)s знаков.",
            most=LONGEST_SLUG,
        )
        raise InvalidInput({"slug": problem})
    path = f"{category}/{slug}.md"
    holder = snapshot.find_by_slug(slug) or snapshot.find_redirect(slug)
    if (holder and holder.id != besides) or (snapshot.folder / path).exists():
        raise InvalidInput({"slug": DomainError("Этот адрес занят другой статьёй.")})
    return path


def free_name(folder: Path, name: str, content: bytes) -> str:
    """Return a name for an attachment in `folder`: its own, in Latin letters, with a number if
    another file has it. Raises InvalidInput for `name`.
    """
    given = PurePosixPath(name.replace("\\", "/")).name
    ending = PurePosixPath(given).suffix.lower()
    if ending in SOURCES or not SLUG.fullmatch(ending[1:]):
        raise InvalidInput({"name": DomainError("Файл такого вида рядом со статьёй не лежит.")})
    stem = slug_of(PurePosixPath(given).stem) or "fayl"
    candidate, number = f"{stem}{ending}", 1
    while _is_another(folder / candidate, content):
        number += 1
        candidate = f"{stem}-{number}{ending}"
    return candidate


def check_inside(snapshot: Snapshot, path: str) -> None:
    """Raise InvalidInput unless `path` lies in a category's folder, links followed."""
    *folders, name = path.split("/")
    is_plain = bool(folders) and all(part not in ("", ".", "..") for part in (*folders, name))
    if not is_plain or not is_inside(snapshot.folder / path, snapshot.folder):
        raise InvalidInput({"path": DomainError("Файл лёг бы вне папки со статьями.")})


def check_category(snapshot: Snapshot, path: str, content: bytes) -> None:
    """Raise InvalidInput unless `content` may describe a category at `path`."""
    parts = path.split("/")
    if len(parts) > MAX_DEPTH or not all(SLUG.fullmatch(part) for part in parts):
        problem = DomainError("Папка раздела — латинские буквы, цифры и дефисы, не глубже двух.")
        raise InvalidInput({"category": problem})
    if len(parts) > 1 and parts[0] not in snapshot.categories:
        raise InvalidInput({"category": DomainError("Такого раздела нет.")})
    reading = read_category(f"{path}/_category.yml", Path(path), content)
    wrong = [item for item in reading.problems if item.severity == "error"]
    if wrong:
        raise InvalidInput({SOURCE: SourceProblem(wrong[0])})


def _is_another(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() != content
    except FileNotFoundError:
        return False
    except OSError:
        return True
