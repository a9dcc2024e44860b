"""Markup of other systems, and what our converter is given instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.articles.markdown import render
from app.errors import DomainError
from app.exchange.markup import anchors, boxes, includes, lists, marks
from app.exchange.markup.hrefs import replace_places
from app.exchange.markup.html_text import to_markdown
from app.exchange.markup.prose import blocks, in_prose
from tests.exchange.sources import opened

if TYPE_CHECKING:
    from pathlib import Path

BOXES = [
    ("> [!note]\n> Текст", "!!! note\n    Текст"),
    ("> [!WARNING] Осторожно\n> Текст\n>\n> Ещё", '!!! warning "Осторожно"\n    Текст\n\n    Ещё'),
    ("> [!tip]- Свёрнут\n> - а\n> - б", '!!! tip "Свёрнут"\n    - а\n    - б'),
    ("> [!bug]\n> > [!danger]\n> > Внутри", "!!! warning\n    !!! warning\n        Внутри"),
    ("> Просто цитата", "> Просто цитата"),
    ("```\n> [!note]\n> код\n```", "```\n> [!note]\n> код\n```"),
]
DIRECTIVES = [
    (":::note\nТекст\n:::", "!!! note\n    Текст"),
    (":::tip[Совет дня]\n\nТекст\n\n:::", '!!! tip "Совет дня"\n    Текст'),
    (":::danger Опасно\nТекст\n:::\nПосле", '!!! warning "Опасно"\n    Текст\n\nПосле'),
    ("::::info\n:::tip\nвнутри\n:::\n::::", "!!! note\n    !!! tip\n        внутри"),
    ("```\n:::note\n```", "```\n:::note\n```"),
]
FOLDED = [
    ('??? note "Ещё"\n    Текст', '!!! note "Ещё"\n    Текст'),
    ("???+ tip\n    Текст", "!!! tip\n    Текст"),
    (
        "<details><summary>Вопрос</summary>\n\nОтвет\n\n</details>",
        '!!! note "Вопрос"\n    Ответ',
    ),
    ("<details>\n<summary>Вопрос</summary>\nОтвет\n</details>", '!!! note "Вопрос"\n    Ответ'),
]


@pytest.mark.parametrize(("theirs", "ours"), BOXES)
def test_callouts_become_our_boxes(theirs: str, ours: str) -> None:
    assert boxes.from_callouts(theirs).strip() == ours


@pytest.mark.parametrize(("theirs", "ours"), DIRECTIVES)
def test_directives_become_our_boxes(theirs: str, ours: str) -> None:
    assert boxes.from_directives(theirs).strip() == ours


@pytest.mark.parametrize(("theirs", "ours"), FOLDED)
def test_folded_blocks_are_boxes_and_that_is_said(theirs: str, ours: str) -> None:
    text, folded = boxes.from_folded(theirs)
    assert (text.strip(), folded) == (ours, True)


LISTS = [
    ("- а\n  - б\n    - в", "- а\n    - б\n        - в"),
    ("1. а\n   - б\n2. в", "1. а\n    - б\n2. в"),
    ("1) а\n2) б", "1. а\n2. б"),
    ("- а\n\n  абзац\n- б", "- а\n\n    абзац\n\n- б"),
    (
        "- а\n  ```sh\n  код\n    отступ\n  ```\n- б",
        "- а\n\n    ```sh\n    код\n      отступ\n    ```\n\n- б",
    ),
    ("- а\n    - четыре\n        - восемь", "- а\n    - четыре\n        - восемь"),
    ("- а\n\nабзац вне списка\n  - б", "- а\n\nабзац вне списка\n- б"),
    ("---\n* * *", "---\n* * *"),
    ("текст\n```\n- не список\n```", "текст\n\n```\n- не список\n```"),
]


@pytest.mark.parametrize(("theirs", "ours"), LISTS)
def test_nested_lists_get_four_columns(theirs: str, ours: str) -> None:
    assert lists.with_four_columns(theirs) == ours


def test_nested_list_of_two_columns_is_nested_for_readers() -> None:
    body = lists.with_four_columns("- а\n  - б\n\n    абзац\n- в\n")
    html = render(body, link=lambda _: None, file_url=lambda _: None).html
    assert html.count("<ul>") == 2
    assert html.count("<li>") == 3


MARKS = [
    (marks.struck_out, "~~старая~~ цена и `~~код~~`", "<del>старая</del> цена и `~~код~~`"),
    (marks.highlighted, "это ==важно== если a == b", "это <mark>важно</mark> если a == b"),
    (marks.keys, "++ctrl+s++ и C++", "<kbd>ctrl</kbd>+<kbd>S</kbd> и C++"),
    (marks.tasks, "- [ ] купить\n- [x] вернуть", "- ☐ купить\n- ☑ вернуть"),
    (marks.contents, "[TOC]\nтекст", "\nтекст"),
    (marks.definitions, "термин\n:   что это\n    и ещё", "**термин**\n\nчто это\nи ещё"),
]
LOSING = [
    (marks.icons, ":material-check: да", " да", 1),
    (marks.layout, '<div class="grid">\n\nтекст\n\n</div>', "\n\nтекст\n\n", 2),
    (marks.attributes, "[к](a.md){ .md-button }", "[к](a.md)", 1),
    (
        marks.footnotes,
        "слово[^1]\n\n[^1]: Пояснение.",
        "слово<sup>1</sup>\n\n---\n\n1. Пояснение.\n",
        1,
    ),
    (marks.fence_words, "```js {1,3}\nx\n```", "```js\nx\n```", 1),
    (marks.fence_words, '```js title="a.js"\nx\n```', "**`a.js`**\n\n```js\nx\n```", 0),
]


@pytest.mark.parametrize(("step", "theirs", "ours"), MARKS)
def test_small_markup_is_kept_another_way(step, theirs: str, ours: str) -> None:
    assert step(theirs) == (ours, 0)


@pytest.mark.parametrize(("step", "theirs", "ours", "count"), LOSING)
def test_what_is_lost_is_counted(step, theirs: str, ours: str, count: int) -> None:
    assert step(theirs) == (ours, count)


PLACES = [
    ("[к](a.md)", "[к](A.MD)"),
    ('[к](a.md "Название")', '[к](A.MD "Название")'),
    ("![к](<a b.png>)", "![к](<A B.PNG>)"),
    ("[![к](a.png)](b.md)", "[![к](A.PNG)](B.MD)"),
    ("[`код`](a.md)", "[`код`](A.MD)"),
    ("`[к](a.md)` и [к](b.md)", "`[к](a.md)` и [к](B.MD)"),
    ("```\n[к](a.md)\n```", "```\n[к](a.md)\n```"),
    ("<!-- [к](a.md) -->", "<!-- [к](a.md) -->"),
    ("[к][1]\n\n[1]: a.md", "[к][1]\n\n[1]: A.MD"),
    ("[^1]: a.md", "[^1]: a.md"),
    ('<img src="a.png" alt="к">', '<img src="A.PNG" alt="к">'),
    ("[к](a(1).md)", "[к](<A(1).MD>)"),
]


@pytest.mark.parametrize(("before", "after"), PLACES)
def test_places_of_links_are_replaced_and_code_stays(before: str, after: str) -> None:
    assert replace_places(before, str.upper) == after


@given(st.text(alphabet="`~-[](){}<!>#ab \n\\", max_size=200))
def test_looking_through_any_text_changes_nothing(text: str) -> None:
    assert "".join(piece for piece, _ in blocks(text)) == text
    assert in_prose(text, str) == text
    assert replace_places(text, str) == text


def test_looking_through_a_tangle_takes_linear_time() -> None:
    tangle = "`" * 30_000 + "[" * 30_000 + "](" * 30_000 + "<!--" * 10_000
    assert replace_places(tangle, str) == tangle


ANCHORS = [
    ("first-steps", "first-steps"),
    ("First%20Steps", "first-steps"),
    ("возврат-денег", "vozvrat-deneg"),
    ("Возврат денег", "vozvrat-deneg"),
    ("first-steps-1", "first-steps-2"),
    ("own", "own"),
    ("net", None),
]


@pytest.mark.parametrize(("wanted", "anchor"), ANCHORS)
def test_anchor_of_another_system_finds_our_heading(wanted: str, anchor: str | None) -> None:
    body = "## First steps\n\n## Возврат денег\n\n## First steps\n\n## Своя {#own}\n"
    assert anchors.find(anchors.headings(body, "ru"), wanted) == anchor


HTML = [
    ("<p>a &lt;b&gt; *c* [d]</p>", "a &lt;b> \\*c\\* \\[d\\]\n"),
    ("<p># не заголовок</p><p>1. не список</p>", "\\# не заголовок\n\n1\\. не список\n"),
    ("<ul><li>а<ul><li>б</li></ul></li></ul>", "- а\n    - б\n"),
    ("<div class='callout-red'><p>Важно</p></div>", "!!! warning\n    Важно\n"),
    ("<p class='note'>Заметка</p>", "!!! note\n    Заметка\n"),
    ("<pre><code class='language-py'>x = 1\n</code></pre>", "```py\nx = 1\n```\n"),
    (
        "<table><tr><th>а</th></tr><tr><td>б|в<br>г</td></tr></table>",
        "| а |\n| --- |\n| б\\|в<br>г |\n",
    ),
    ("<p><img src='a b.png' alt='схема'></p>", "![схема](<a b.png>)\n"),
    ("<h2 id='x'>Часть</h2><h3 id='y'>Ещё</h3>", "## Часть {#x}\n\n### Ещё\n"),
    ("<dl><dt>термин</dt><dd>что это</dd></dl>", "**термин**\n\nчто это\n"),
]
HTML_LOSSES = [
    ("<iframe src='//video.example/1'></iframe>", "[Видео](<https://video.example/1>)\n", "Видео"),
    ("<script>x</script>да", "да\n", "Скрипты"),
    ("<p style='color: red'>да</p>", "да\n", "Цвета"),
    ("<img src='data:image/png;base64,xx' alt='схема'>", "схема\n", "Картинки внутри"),
    (
        "<table><tr><th colspan='2'>а</th></tr><tr><td>б</td><td>в</td></tr></table>",
        "| а |  |\n| --- | --- |\n| б | в |\n",
        "Объединённые",
    ),
    (
        "<details><summary>Вопрос</summary><p>Ответ</p></details>",
        '!!! note "Вопрос"\n    Ответ\n',
        "Раскрывающиеся",
    ),
]


@pytest.mark.parametrize(("html", "markdown"), HTML)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html, {"x"}) == (markdown, [])


@pytest.mark.parametrize(("html", "markdown", "loss"), HTML_LOSSES)
def test_what_markdown_cannot_say_is_named(html: str, markdown: str, loss: str) -> None:
    text, lost = to_markdown(html)
    assert text == markdown
    assert [message.startswith(loss) for message, _ in lost] == [True]


@pytest.mark.parametrize("html", ["<div>" * 5_000 + "x", "<b></b>" * 60_000])
def test_html_too_deep_or_too_long_is_refused(html: str) -> None:
    with pytest.raises(DomainError):
        to_markdown(html)


INCLUDES = [
    ('--8<-- "a.py"', "print(1)", 0),
    ("    {!> a.py !}\n", "    print(1)\n", 0),
    ("```py\n{* a.py hl[1] *}\n```", "```py\nprint(1)\n```", 0),
    ("{!../../../a.py!}", "print(1)", 0),
    ('--8<-- "next.md"', "print(1)", 0),
    ("{!none.py!}\n{!picture.png!}", "{!none.py!}\n{!picture.png!}", 2),
    ("--8<--\na.py\n--8<--", "--8<--\na.py\n--8<--", 1),
    ('--8<-- "self.md"', '--8<-- "self.md"', 1),
    ("Текст про {!a.py!} в строке", "Текст про {!a.py!} в строке", 0),
]


@pytest.mark.parametrize(("body", "ours", "left"), INCLUDES)
def test_files_that_a_page_puts_in_are_put_in(
    tmp_path: Path, body: str, ours: str, left: int
) -> None:
    files = {
        "docs/a.py": "print(1)\n",
        "docs/next.md": "{!a.py!}",
        "docs/self.md": '--8<-- "self.md"\n',
        "docs/picture.png": b"\x89PNG\x00\x00",
        "a.py": "print(1)\n",
    }
    used: set[str] = set()
    archive = opened(tmp_path, files)
    assert includes.put_in(archive, body, ("docs", ""), used) == (ours, left)
    assert ("docs/a.py" in used or "a.py" in used) == ("print" in ours)
