"""JSX in Markdown (.mdx): what is text stays, what is a program is taken out and named."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from app.exchange.markup import boxes
from app.exchange.markup.prose import in_blocks, in_prose

if TYPE_CHECKING:
    from app.exchange.markup.reworking import Rework

_IMPORT = re.compile(
    r"^(?:import|export)\b[^\n]*(?:\n(?![ \t]*\n)[^\n]+)*?;?[ \t]*$"
    r"(?=\n[ \t]*(?:\n|import|export)|\Z)",
    re.MULTILINE,
)
_COMMENT = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)
_ADMONITION = re.compile(
    r"^[ \t]*<Admonition\b([^>]*)>[ \t]*\n(.*?)^[ \t]*</Admonition>[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_ITEM = re.compile(r"^[ \t]*<TabItem\b([^>]*)>[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"<Link\b([^>]*)>(.*?)</Link>", re.DOTALL)
_REQUIRED = re.compile(r"(?<==)\{[^{}\n]*?(?:require|useBaseUrl)\(\s*(['\"])(.*?)\1\s*\)[^{}\n]*\}")
_IMAGE_OF = re.compile(r"<(?:Image|ThemedImage|Zoom)\b([^>]*)/?>")
_VALUE = re.compile(
    r"""\b(?P<name>[\w-]+)=(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|\{\s*["'`](?P<c>[^"'`]*)["'`]\s*\})"""
)
_COMPONENT = re.compile(
    r"</?([A-Z][\w.]*)\b(?:[^<>{}\"']|\"[^\"]*\"|'[^']*'|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*>"
)
_STYLE = re.compile(r"[ \t](?:className|style|key)=(?:\"[^\"]*\"|\{\{[^{}]*\}\}|\{[^{}]*\})")


def reduce(rework: Rework) -> None:
    """Make a page without JSX; what is lost is named by its component."""
    body, imports = _without(_IMPORT, rework.body)
    body, _ = _without(_COMMENT, body)
    body = in_prose(body, partial(_STYLE.sub, ""))
    body = in_prose(body, partial(_REQUIRED.sub, r'"\2"'))
    body = _ADMONITION.sub(_admonition, body)
    body = in_prose(body, partial(_ITEM.sub, _tab))
    body = in_blocks(body, partial(_LINK.sub, _link))
    body = in_prose(body, partial(_IMAGE_OF.sub, _image))
    names: list[str] = []
    rework.body = in_prose(body, partial(_COMPONENT.sub, partial(_drop, names)))
    if imports:
        rework.warn("Строки import и export убраны: %(count)s.", count=imports)
    lost = sorted({name for name in names if name not in ("Tabs", "TabItem")})
    if lost:
        rework.warn("Компоненты JSX убраны, их текст оставлен: %(names)s.", names=", ".join(lost))
    if "TabItem" in names:
        rework.warn("Вкладки показаны одна под другой.")


def _without(pattern: re.Pattern[str], body: str) -> tuple[str, int]:
    changed = in_prose(body, partial(pattern.sub, ""))
    return changed, 0 if changed == body else max(1, len(pattern.findall(body)))


def _values(attributes: str) -> dict[str, str]:
    return {m["name"]: m["a"] or m["b"] or m["c"] or "" for m in _VALUE.finditer(attributes)}


def _admonition(match: re.Match[str]) -> str:
    values = _values(match[1])
    inner = boxes.indented(match[2].strip("\n"))
    return f"\n{boxes.opening(values.get('type', 'note'), values.get('title', ''))}\n{inner}\n"


def _tab(match: re.Match[str]) -> str:
    values = _values(match[1])
    label = values.get("label") or values.get("value") or ""
    return f"\n**{label}**\n<TabItem>\n" if label else match[0]


def _link(match: re.Match[str]) -> str:
    values = _values(match[1])
    place = values.get("to") or values.get("href") or ""
    text = " ".join(match[2].split())
    return f"[{text}]({place})" if place and text else text


def _image(match: re.Match[str]) -> str:
    values = _values(match[1])
    source = values.get("src") or values.get("img") or ""
    return f"![{values.get('alt', '')}]({source})" if source else match[0]


def _drop(names: list[str], match: re.Match[str]) -> str:
    names.append(match[1])
    return ""
