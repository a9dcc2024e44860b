"""An Obsidian vault: wikilinks, embeds, callouts, comments, block ids."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.exchange.adapters.pages import document, markdown_paths, read_pages, texts
from app.exchange.adapters.plain_markdown import from_common_mark
from app.exchange.documents import Intake
from app.exchange.linking import WIKI
from app.exchange.markup import marks
from app.exchange.markup.prose import in_prose
from app.exchange.markup.reworking import Rework
from app.exchange.paths import common_folder, extension_of, name_of, stem_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.exchange.archives import Archive
    from app.exchange.documents import Document

WIKILINK = re.compile(r"(!?)\[\[([^\[\]|\n#^]*)(#[^\[\]|\n]*)?(?:\\?\|([^\[\]\n]*))?\]\]")
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_BLOCK_ID = re.compile(r"[ \t]+\^[\w-]+[ \t]*$|^\^[\w-]+[ \t]*$", re.MULTILINE)
_SIZE = re.compile(r"\d+(?:x\d+)?")
_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp"}
_LIVE = re.compile(
    r"^[ \t>]*(?:`{3,}|~{3,})[ \t]*(dataview|dataviewjs|query|tasks|base)\b", re.MULTILINE
)


def read(archive: Archive) -> Intake:
    """Read every note of the vault."""
    intake = Intake("obsidian")
    paths = [p for p in markdown_paths(archive) if not p.endswith(".excalidraw.md")]
    root = common_folder(paths)
    for page in read_pages(archive, paths, intake):
        rework = Rework(page.path, page.body)
        _rework(rework)
        from_common_mark(rework)
        metadata = {k: v for k, v in page.metadata.items() if k != "cssclasses"}
        found = document(page, rework.body, intake, root=root)
        intake.documents.append(_named(found, metadata))
        intake.notes += rework.notes
    intake.roots = (root, "")
    return intake


def _rework(rework: Rework) -> None:
    body = in_prose(rework.body, partial(_COMMENT.sub, ""))
    if body != rework.body:
        rework.warn("Комментарии, скрытые в Obsidian, убраны из текста.")
    if live := _LIVE.findall(body):
        rework.warn(
            "Блоки-запросы (%(names)s) остались текстом.", names=", ".join(sorted(set(live)))
        )
    body = in_prose(body, partial(_BLOCK_ID.sub, ""))
    rework.body = in_prose(body, partial(WIKILINK.sub, partial(_link, rework)))
    rework.take(marks.highlighted)


def _link(rework: Rework, match: re.Match[str]) -> str:
    embedded, target, heading, alias = match[1], match[2].strip(), match[3] or "", match[4]
    place = WIKI + quote(target) + _anchor(heading)
    if embedded and extension_of(target) in _PICTURES:
        alt = "" if alias is None or _SIZE.fullmatch(alias.strip()) else alias.strip()
        return f"![{alt or stem_of(target)}]({place})"
    if embedded and target:
        rework.warn(
            "Вставка «%(name)s» стала ссылкой: чужой текст в статью не встраивается.", name=target
        )
    text = alias or stem_of(target) + (
        f": {heading[1:].lstrip('^')}" if heading and not target else ""
    )
    return f"[{(text or heading[1:]).strip()}]({place})"


def _anchor(heading: str) -> str:
    """The last of the headings that are named; a block has no anchor with us."""
    last = heading.rpartition("#")[2].strip()
    return "" if not last or last.startswith("^") else "#" + quote(last)


def _named(found: Document, metadata: Mapping[str, object]) -> Document:
    aliases = texts(metadata.get("aliases") or metadata.get("alias"))
    kept = {k: v for k, v in found.metadata.items() if k not in ("aliases", "alias", "publish")}
    if aliases:
        kept["questions"] = [*texts(kept.get("questions")), *aliases]
    return replace(found, metadata=kept, names=(name_of(found.path), *aliases))
