"""A folder of Markdown files as GitHub, GitLab and many editors write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.adapters.pages import document, markdown_paths, read_pages
from app.exchange.documents import Intake
from app.exchange.markup import boxes, lists
from app.exchange.markup.reworking import FOLDED, ORDINARY, Rework
from app.exchange.paths import common_folder

if TYPE_CHECKING:
    from app.exchange.archives import Archive


def read(archive: Archive) -> Intake:
    """Read every Markdown file."""
    intake = Intake("markdown")
    paths = markdown_paths(archive)
    root = common_folder(paths)
    for page in read_pages(archive, paths, intake):
        rework = Rework(page.path, page.body)
        from_common_mark(rework)
        intake.documents.append(document(page, rework.body, intake, root=root))
        intake.notes += rework.notes
    intake.roots = (root, "")
    return intake


def from_common_mark(rework: Rework) -> None:
    """What GitHub's Markdown, Obsidian and Docusaurus share and our converter does otherwise."""
    rework.body = boxes.from_callouts(rework.body)
    rework.body, folded = boxes.from_folded(rework.body)
    if folded:
        rework.warn(FOLDED)
    rework.take(*ORDINARY)
    rework.body = lists.with_four_columns(rework.body)
