"""Puts what single files gave together: one article per id and slug, a category per folder."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
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
    articles = _shelved(_articles(folder, placed, problems), categories)
    return Snapshot(
        folder=folder,
        version=version,
        articles=articles,
        categories=categories,
        problems=tuple(sorted(problems, key=lambda item: (item.source_path, item.line or 0))),
        attachments=frozenset(tree.attachments),
    )


def _tree_problems(folder: Path, tree: Tree) -> list[Problem]:
    if not folder.is_dir():
        return [problem(folder, None, "folder-missing")]
    return [
        problem(folder / path, None, code, reason=reason)
        for path, (code, reason) in tree.refused.items()
    ]


def _is_placed(folder: Path, reading: Reading, problems: list[Problem]) -> bool:
    """Whether the file lies where articles and categories may lie."""
    *folders, name = reading.path.split("/")
    code, values = "", {}
    if not folders:
        code = "" if name.lower() == "readme.md" else "outside-category"
    elif len(folders) > MAX_DEPTH:
        code = "too-deep"
    elif unusable := [part for part in (*folders, name) if not _USABLE_NAME.fullmatch(part)]:
        code, values = "bad-name", {"name": ascii(unusable[0])[1:-1]}
    if code:
        problems.append(problem(folder / reading.path, None, code, **values))
    return bool(folders) and not code


def _articles(folder: Path, readings: list[Reading], problems: list[Problem]) -> dict[str, Article]:
    by_id: dict[str, Article] = {}
    by_slug: dict[str, Article] = {}
    for article in (reading.article for reading in readings if reading.article):
        same_id, same_slug = by_id.get(article.id), by_slug.get(article.slug)
        other = same_id or same_slug
        if other is None:
            by_id[article.id] = by_slug[article.slug] = article
            continue
        code = "duplicate-id" if same_id else "duplicate-slug"
        line = article.lines.get("id") if same_id else None
        named = other.source_path.relative_to(folder)
        problems.append(problem(article.source_path, line, code, id=article.id, other=named))
    return by_id


def _shelved(
    articles: Mapping[str, Article], categories: Mapping[str, Category]
) -> dict[str, Article]:
    """The articles, those of a category for staff, or of one inside such a one, closed with it."""
    closed = {path for path, category in categories.items() if category.audience == "staff"}
    return {
        article_id: replace(article, shelved_for="staff")
        if closed & {article.category, article.category.partition("/")[0]}
        else article
        for article_id, article in articles.items()
    }


def _categories(
    folder: Path, readings: list[Reading], problems: list[Problem]
) -> dict[str, Category]:
    described = {item.category.path: item.category for item in readings if item.category}
    holding = {article.category for item in readings if (article := item.article)}
    paths = {reading.path.rpartition("/")[0] for reading in readings}
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
