"""Puts what single files gave together: one article per id and slug, a category per folder."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from app.articles.article import Article, Category
from app.articles.files import MAX_DEPTH, Tree
from app.articles.problems import Problem, problem
from app.articles.reading import Reading, title_of
from app.articles.snapshot import Snapshot

_USABLE_NAME = re.compile(r"\w[\w. -]*")


def assemble(folder: Path, tree: Tree, readings: Iterable[Reading], version: str) -> Snapshot:
    """Build the snapshot; where two files claim one id or slug, the first by path keeps it."""
    readings = list(readings)
    problems = _tree_problems(folder, tree)
    placed = [reading for reading in readings if _is_placed(folder, reading, problems)]
    for reading in placed:
        problems.extend(reading.problems)
    categories = _categories(folder, placed, problems)
    articles = _shelved(_articles(placed, problems), categories)
    return Snapshot(
        folder=folder,
        version=version,
        articles=articles,
        categories=categories,
        problems=tuple(sorted(problems, key=lambda item: (item.source_path, item.line or 0))),
        attachments=frozenset(tree.attachments),
    )


def reassemble(
    before: Snapshot, changes: Iterable[tuple[Reading, Reading]], version: str
) -> Snapshot | None:
    """Build the snapshot after some readings have become others, by what these alone tell.

    None where they do not tell enough, and `assemble` has to look at all.
    """
    articles = dict(before.articles)
    for was, now in changes:
        old, new = was.article, now.article
        if old is None or new is None or was.problems or now.problems:
            return None
        shown = articles.get(old.id)
        is_shelved = shown is was.for_staff
        if (old.id, old.slug) != (new.id, new.slug) or not (is_shelved or shown is old):
            return None
        articles[old.id] = (now.for_staff or new) if is_shelved else new
    return replace(before, version=version, articles=articles)


def _tree_problems(folder: Path, tree: Tree) -> list[Problem]:
    if not folder.is_dir():
        return [problem(folder, None, "folder-missing")]
    return [
        problem(folder / path, None, code, reason=reason)
        for path, (code, reason) in tree.refused.items()
    ]


def _is_placed(folder: Path, reading: Reading, problems: list[Problem]) -> bool:
    """Whether the file lies where articles and categories may lie."""
    name = reading.path.rpartition("/")[2]
    code, unusable = _refused(reading.folder)
    if not reading.folder:
        code = "" if name.lower() == "readme.md" else "outside-category"
    elif not code and not _USABLE_NAME.fullmatch(name):
        code, unusable = "bad-name", name
    if code:
        values = {"name": ascii(unusable)[1:-1]} if unusable else {}
        problems.append(problem(folder / reading.path, None, code, **values))
    return bool(reading.folder) and not code


@lru_cache(1_000)
def _refused(folder: str) -> tuple[str, str]:
    """The code of what is wrong with a folder, and the part of its name that is; else two ""."""
    folders = folder.split("/")
    if len(folders) > MAX_DEPTH:
        return "too-deep", ""
    unusable = [part for part in folders if part and not _USABLE_NAME.fullmatch(part)]
    return ("bad-name", unusable[0]) if unusable else ("", "")


def _articles(readings: list[Reading], problems: list[Problem]) -> dict[str, Reading]:
    """The readings of articles by id."""
    found = [reading for reading in readings if reading.article]
    by_id = {reading.article.id: reading for reading in found if reading.article}
    slugs = {reading.article.slug for reading in found if reading.article}
    if len(by_id) == len(slugs) == len(found):
        return by_id
    return _first_ones(found, problems)


def _first_ones(readings: list[Reading], problems: list[Problem]) -> dict[str, Reading]:
    by_id: dict[str, Reading] = {}
    by_slug: dict[str, Reading] = {}
    for reading in readings:
        if (article := reading.article) is None:
            continue
        same_id, same_slug = by_id.get(article.id), by_slug.get(article.slug)
        other = same_id or same_slug
        if other is None:
            by_id[article.id] = by_slug[article.slug] = reading
            continue
        code = "duplicate-id" if same_id else "duplicate-slug"
        line = article.lines.get("id") if same_id else None
        found = problem(article.source_path, line, code, id=article.id, other=Path(other.path))
        problems.append(found)
    return by_id


def _shelved(
    readings: Mapping[str, Reading], categories: Mapping[str, Category]
) -> dict[str, Article]:
    """The articles, those of a category for staff, or of one inside such a one, closed with it."""
    closed = {path for path, category in categories.items() if category.audience == "staff"}
    shut = {path for path in categories if closed & {path, path.partition("/")[0]}}
    return {
        article_id: found
        for article_id, reading in readings.items()
        if (found := reading.for_staff if reading.folder in shut else reading.article)
    }


def _categories(
    folder: Path, readings: list[Reading], problems: list[Problem]
) -> dict[str, Category]:
    described = {item.category.path: item.category for item in readings if item.category}
    holding = {item.folder for item in readings if item.article}
    paths = {reading.folder for reading in readings}
    paths |= {path.partition("/")[0] for path in paths}
    broken = {item.path for item in readings if item.path.endswith(".yml") and not item.category}
    for path in sorted(paths):
        if path not in described:
            described[path] = Category(path=path, title=title_of(path))
            if f"{path}/_category.yml" not in broken:
                problems.append(problem(folder / path, None, "category-undescribed"))
        if not any(held == path or held.startswith(f"{path}/") for held in holding):
            problems.append(problem(folder / path, None, "category-empty"))
    ordered = sorted(described.values(), key=lambda item: (item.order, item.title, item.path))
    return {category.path: category for category in ordered}
