"""HTML of an article as our Markdown; what Markdown cannot say is counted."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from markdownify import MarkdownConverter

from app.articles.admonitions import is_default_title
from app.errors import DomainError
from app.exchange.markup import boxes, lists, marks

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_ELEMENTS = 50_000  # of one article; bs4 takes some 20 µs each
_MARKS_OF_TAGS = re.compile(r"<[a-zA-Z/!]")
_BOX = re.compile(
    r"\b(callout|note|tip|hint|warning|alert|info|admonition|danger|important|caution|success)\b",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(tip|hint|success|green|warning|alert|danger|important|caution|red|yellow)", re.IGNORECASE
)
_LANGUAGE = re.compile(r"(?:lang|language|brush)[-:]\s*([\w+#-]+)")
_SAFE_ID = re.compile(r"[\w.-]+")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_INTRAWORD = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_STARTS = re.compile(
    r"^([ \t]*)(#{1,6}(?=\s)|[-+>](?=\s)|!!!|\?\?\?|:::|~~~|[=-]{3,}$)", re.MULTILINE
)
_NUMBER_STARTS = re.compile(r"^([ \t]*\d+)([.)])(?=\s)", re.MULTILINE)
_TOO_MANY_LINES = re.compile(r"\n{3,}")
_CELL_END = re.compile(r"(?<!\\)\|")
_COLOURED = re.compile(r"\b(?:color|background|font)", re.IGNORECASE)
_BOX_TITLE = "admonition-title"
_LOST = {
    "span": "Объединённые ячейки таблиц стали обычными: %(count)s.",
    "colour": "Цвета и шрифты не перенесены: %(count)s.",
    "video": "Видео и встроенные страницы стали ссылками: %(count)s.",
    "script": "Скрипты, формы и кнопки убраны: %(count)s.",
    "data": "Картинки внутри текста страницы (data:) не перенесены: %(count)s.",
    "nested": "Таблицы внутри таблиц стали текстом: %(count)s.",
    "folded": "Раскрывающиеся блоки показаны открытыми.",
}


def to_markdown(html: str, anchors: Collection[str] = ()) -> tuple[str, list[tuple[str, int]]]:
    """Return the Markdown, and sentences of what was lost with their counts.

    Headings keep those of their ids that are among `anchors`. Raises DomainError where the
    HTML is too large or nested too deep.
    """
    if len(_MARKS_OF_TAGS.findall(html)) > MAX_ELEMENTS:
        raise DomainError("Разметки в статье слишком много. Разделите её на несколько.")
    converter = _Converter(anchors)
    try:
        text = converter.convert(html)
    except RecursionError as error:
        raise DomainError("Разметка вложена слишком глубоко. Упростите её.") from error
    text, _ = marks.definitions(_TOO_MANY_LINES.sub("\n\n", text))
    lost = [(_LOST[what], count) for what, count in sorted(converter.lost.items())]
    return lists.with_four_columns(text).strip("\n") + "\n", lost


class _Converter(MarkdownConverter):
    def __init__(self, anchors: Collection[str]) -> None:
        super().__init__(
            heading_style="atx",
            bullets="-",
            sub_symbol="<sub>",
            sup_symbol="<sup>",
            code_language_callback=_language,
            table_infer_header=True,
            autolinks=False,
        )
        self.lost: Counter[str] = Counter()
        self._anchors = frozenset(anchors)

    def escape(self, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        text = text.replace("\\", "\\\\")
        for sign in "*`[]":
            text = text.replace(sign, "\\" + sign)
        text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
        text = _INTRAWORD.sub(r"\\_", text)
        text = _STARTS.sub(r"\1\\\2", text)
        return _NUMBER_STARTS.sub(r"\1\\\2", text)

    def process_tag(self, node: Any, parent_tags: set[str] | None = None) -> str:
        if _COLOURED.search(str(node.attrs.get("style", ""))) or node.name == "font":
            self.lost["colour"] += 1
        text = str(super().process_tag(node, parent_tags))  # type: ignore[misc]
        return self._boxed(node, text) if _is_box(node, parent_tags or set()) else text

    def _boxed(self, node: Any, text: str) -> str:
        kind = _KIND.search(_classes(node))
        inner = text.strip("\n")
        if not inner.strip():
            return ""
        head = node.find("p", class_=_BOX_TITLE, recursive=False)
        named = head.get_text(" ", strip=True) if head else ""
        title = "" if is_default_title(named) else named
        opening = boxes.opening(kind[1] if kind else "note", title)
        return f"\n\n{opening}\n{boxes.indented(inner)}\n\n"

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if _BOX_TITLE in _classes(el):
            return ""
        return str(super().convert_p(el, text, parent_tags))  # type: ignore[misc]

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        text = str(super().convert_hN(n, el, text, parent_tags))  # type: ignore[misc]
        name = str(el.get("id") or "")
        if name not in self._anchors:
            inner = el.find(["a", "span"], id=True)
            name = str(inner.get("id") or "") if inner else ""
        if name in self._anchors and _SAFE_ID.fullmatch(name) and text.strip():
            return f"{text.rstrip()} {{#{name}}}\n\n"
        return text

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        href = str(el.get("href") or "").strip()
        el["href"] = f"<{href}>" if re.search(r"[\s()]", href) else href
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        source = str(el.get("src") or el.get("data-src") or "").strip()
        if source.startswith("data:"):
            self.lost["data"] += 1
            return str(el.get("alt") or "")
        alt = " ".join(str(el.get("alt") or "").replace("[", "(").replace("]", ")").split())
        place = f"<{source}>" if re.search(r"[\s()]", source) else source
        return f"![{alt}]({place})" if source else alt

    def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        code = el.get_text().strip("\n")
        longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n" if code.strip() else ""

    def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return self._cell(el, text, parent_tags)

    def convert_th(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return self._cell(el, text, parent_tags)

    def _cell(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        spans = [str(el.get(name) or "1") for name in ("colspan", "rowspan")]
        if any(span not in ("1", "") for span in spans):
            self.lost["span"] += 1
        wide = min(100, int(spans[0])) if spans[0].isdigit() else 1
        lines = [re.sub(r"^\s*[-+*] ", "• ", line).strip() for line in text.strip().split("\n")]
        inline = "<br>".join(line for line in lines if line)
        inline = _CELL_END.sub(r"\\|", inline)
        return f" {inline} |" + "  |" * (max(1, wide) - 1)

    def convert_table(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        if el.find_parent("table") is not None:
            self.lost["nested"] += 1
            cells = [cell.get_text(" ", strip=True) for cell in el.find_all(["td", "th"])]
            return " ".join(cell for cell in cells if cell)
        return f"\n\n{_squared(text.strip())}\n\n"

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if parent_tags & {"td", "th"}:
            return "<br>"
        return str(super().convert_br(el, text, parent_tags))  # type: ignore[misc]

    def convert_iframe(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        self.lost["video"] += 1
        source = str(el.get("src") or el.get("data") or "").strip()
        source = f"https:{source}" if source.startswith("//") else source
        title = " ".join(str(el.get("title") or "").split()) or "Видео"
        return f"\n\n[{title}](<{source}>)\n\n" if source else ""

    def convert_video(self, el: Any, text: str, parent_tags: set[str]) -> str:
        inner = el.find("source", src=True)
        if inner is not None and not el.get("src"):
            el["src"] = inner["src"]
        return self.convert_iframe(el, text, parent_tags)

    convert_embed = convert_object = convert_audio = convert_video

    def convert_script(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        self.lost["script"] += 1
        return ""

    convert_form = convert_button = convert_input = convert_script

    def convert_style(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return ""

    convert_title = convert_template = convert_style

    def convert_details(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        self.lost["folded"] += 1
        summary = el.find("summary")
        title = summary.get_text(" ", strip=True) if summary else ""
        return f"\n\n{boxes.opening('note', title)}\n{boxes.indented(text.strip(chr(10)))}\n\n"

    def convert_summary(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return ""


def _squared(table: str) -> str:
    """The table with a header as wide as its widest row: cells beyond it are not shown."""
    rows = [line for line in table.split("\n") if line.strip()]
    widest = max((len(_CELL_END.findall(row)) for row in rows), default=0)
    for place, row in enumerate(rows):
        filler = "  |" if place != 1 else " --- |"
        rows[place] = row + filler * (widest - len(_CELL_END.findall(row)))
    return "\n".join(rows)


def _is_box(node: Any, parent_tags: set[str]) -> bool:
    """Whether the element is made to look like a box by its class."""
    if node.name not in ("div", "section", "aside", "p", "blockquote") or "_inline" in parent_tags:
        return False
    if _BOX_TITLE in _classes(node):
        return False
    return bool(_BOX.search(_classes(node).replace("-", " ").replace("_", " ")))


def _classes(node: Any) -> str:
    found = node.get("class") or ""
    return " ".join(found) if isinstance(found, list) else str(found)


def _language(el: Any) -> str:
    for node in (el, *el.find_all("code", limit=1)):
        if found := _LANGUAGE.search(_classes(node)):
            return found[1]
    return ""
