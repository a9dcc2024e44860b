"""Each system's files become our articles: small samples, written by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app.articles import front_matter
from app.errors import DomainError
from tests.exchange.sources import PNG, bodies, planned, said

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = {
    "docs/README.md": "# Справка\n\nСмотрите [возврат](Возврат.md#Сроки) и [сайт](https://example.ru).\n",
    "docs/Возврат.md": "# Возврат денег\n\n## Сроки\n\nТри дня. ![Схема](img/схема.png)\n",
    "docs/img/схема.png": PNG,
    "docs/tutorial/first steps.md": "Заголовок\n===\n\n[назад](../README.md), [нет](net.md)\n",
}
OBSIDIAN = {
    "Заметки/Возврат.md": "---\ntags: возврат, деньги\naliases: [Деньги назад]\n---\n"
    "См. [[Оплата картой|оплату]] и [[Оплата картой#Сроки]].\n\n![[схема.png|300]]\n\n"
    "%%тайное%% ==важно== ^abc\n\n> [!warning] Внимание\n> Текст\n\n[[Нет такой]]\n",
    "Заметки/Деньги/Оплата картой.md": "## Сроки\n\nТри дня, см. [[деньги назад]]. ![[Возврат]]\n",
    "Заметки/файлы/схема.png": PNG,
}
DOCUSAURUS = {
    "site/docusaurus.config.js": "module.exports = {};",
    "site/docs/01-nachalo/_category_.json": '{"label": "Начало работы", "position": 2}',
    "site/docs/01-nachalo/01-vhod.mdx": "---\nid: vhod\ntitle: Вход\nsidebar_position: 1\n---\n"
    "import Tabs from '@theme/Tabs';\nimport X from './x';\n\n:::tip[Совет]\nТекст\n:::\n\n"
    '<Tabs>\n<TabItem value="a" label="Первая">\n\nОдин\n\n</TabItem>\n</Tabs>\n\n'
    '<Badge color="red">Новое</Badge>\n\n![к](/img/k.png)\n[дальше](./02-dalshe.md)\n',
    "site/docs/01-nachalo/02-dalshe.md": "# Дальше {#dalshe}\n\n"
    "[вход](vhod), [он же](/docs/nachalo/vhod), [начало](/docs/nachalo),\n[ещё](/docs/esche)\n",
    "site/docs/01-nachalo/index.md": "# Всё о начале\n\nТекст\n",
    "site/docs/02-esche/1.md": "# Один\n\nТекст\n",
    "site/docs/_part.mdx": "Часть",
    "site/blog/post.md": "# Блог\n\nТекст",
    "site/static/img/k.png": PNG,
}
MKDOCS = {
    "mkdocs.yml": "site_name: Моё\nnav:\n- Главная: index.md\n- Руководство:\n"
    "  - Установка: guide/install.md\nplugins:\n- x: !!python/name:a.b\n",
    "docs/index.md": "# Добро пожаловать\n\n"
    "[ставим](guide/install.md#windows), [он](guide/install/)\n",
    "docs/guide/install.md": 'Текст.\n\n## Windows\n\n!!! note "Заметка"\n    Да\n\n??? tip "Ещё"\n'
    '    Скрыто\n\n=== "pip"\n\n    ```sh\n    pip install x\n    ```\n\n=== "conda"\n\n    Да\n\n'
    '--8<-- "часть.md"\n\n:material-check: {{ version }}\n\n'
    '``` hl_lines="2"\n{!../src/primer.py!}\n```\n',
    "src/primer.py": "print(1)\nprint(2)\n",
}
ZENDESK = {
    "categories.json": json.dumps({"categories": [{"id": 1, "name": "Оплата", "position": 0}]}),
    "sections.json": json.dumps(
        {"sections": [{"id": 11, "name": "Карты", "category_id": 1, "description": "Про карты"}]}
    ),
    "articles.json": json.dumps(
        {
            "articles": [
                {
                    "id": 36001, "section_id": 11, "title": "Оплата картой", "locale": "ru",
                    "draft": False, "user_segment_id": None, "label_names": ["карта"],
                    "created_at": "2024-01-02T03:04:05Z", "updated_at": "2024-05-06T07:08:09Z",
                    "body": "<h2 id='h_1'>Шаги</h2><p>См. <a href='https://x.zendesk.com/hc/ru/"
                    "articles/36002-Vozvrat#h_2'>возврат</a></p><img src='https://x.zendesk.com/hc/"
                    "article_attachments/777001/shema.png' alt='Схема'>"
                    "<img src='https://cdn.example/x.png' alt='к'>",
                },
                {
                    "id": 36002, "section_id": 11, "title": "Возврат", "draft": True,
                    "user_segment_id": 5, "body": "<h2 id='h_2'>Сроки</h2><p>Три дня</p>",
                },
                {"id": 36003, "section_id": 11, "title": "Пустая", "body": None},
            ],
            "next_page": None,
        }
    ),
    "attachments/777001.png": PNG,
}  # fmt: skip
HELPSCOUT = {
    "collections.json": json.dumps(
        {"collections": {"page": 1, "items": [
            {"id": "c1", "siteId": "s", "name": "Справка", "visibility": "private", "order": 1}
        ]}}
    ),
    "categories.json": json.dumps(
        {"categories": {"items": [
            {"id": "k1", "collectionId": "c1", "name": "Оплата", "number": 3, "order": 2}
        ]}}
    ),
    "articles/1.json": json.dumps(
        {"article": {
            "id": "a1", "number": 12, "collectionId": "c1", "slug": "pay-by-card",
            "status": "published", "name": "Оплата картой", "categories": ["k1"],
            "keywords": ["карта"], "createdAt": "2024-01-02T03:04:05Z",
            "text": "<p><a href='https://docs.x.helpscoutdocs.com/article/13-refund'>возврат</a></p>"
            "<section class='callout-yellow'><p>Важно</p></section>",
        }}
    ),
    "articles/2.json": json.dumps(
        {"article": {
            "id": "a2", "number": 13, "collectionId": "c1", "slug": "refund",
            "status": "notpublished", "name": "Возврат", "categories": [], "text": "<p>Да</p>",
        }}
    ),
}  # fmt: skip
PAGES = {
    "help/pay.html": "<html><head><title>Оплата | Магазин</title></head><body><nav>Меню</nav>"
    "<article><h1>Оплата картой</h1><p>См. <a href='refund.html'>возврат</a></p></article>",
    "help/refund.html": "<title>Возврат | Магазин</title><body><p>Три дня</p></body>",
}
FLAVOURS = [
    ("markdown", PLAIN, 3),
    ("obsidian", OBSIDIAN, 2),
    ("docusaurus", DOCUSAURUS, 4),
    ("mkdocs", MKDOCS, 2),
    ("zendesk", ZENDESK, 2),
    ("helpscout", HELPSCOUT, 2),
    ("html", PAGES, 2),
    ("csv", {"q.csv": "Вопрос;Ответ\nКак?;Так."}, 1),
]
# system, files, the article's path, what its file says, what it does not
SAYS = [
    (
        PLAIN,
        "istochnik/istochnik.md",
        [
            "title: Справка\n",
            "](vozvrat.md#sroki)",
            "](https://example.ru)",
            "from: istochnik/README.md",
        ],
        ["# Справка"],
    ),
    (
        PLAIN,
        "istochnik/vozvrat.md",
        ["title: Возврат денег\n", "![Схема](shema.png)", "lang: ru", "from: istochnik/Возврат.md"],
        [],
    ),
    (
        PLAIN,
        "tutorial/first-steps.md",
        ["title: Заголовок\n", "](../istochnik/istochnik.md)", "](net.md)"],
        ["==="],
    ),
    (
        OBSIDIAN,
        "istochnik/vozvrat.md",
        [
            "- возврат\n- деньги\n",
            "questions:\n- Деньги назад\n",
            "[оплату](../dengi/oplata-kartoy.md)",
            "(../dengi/oplata-kartoy.md#sroki)",
            "![схема](shema.png)",
            "<mark>важно</mark>",
            '!!! warning "Внимание"\n    Текст',
        ],
        ["тайное", "^abc", "[["],
    ),
    (
        OBSIDIAN,
        "dengi/oplata-kartoy.md",
        ["[деньги назад](../istochnik/vozvrat.md)", "[Возврат](../istochnik/vozvrat.md)"],
        ["!["],
    ),
    (
        DOCUSAURUS,
        "nachalo/vhod.md",
        [
            "title: Вход\n",
            "sidebar_position: 1\n",
            '!!! tip "Совет"\n    Текст',
            "**Первая**",
            "Один",
            "Новое",
            "![к](k.png)",
            "[дальше](dalshe.md)",
        ],
        ["import Tabs", "<Tab", "<Badge"],
    ),
    (
        DOCUSAURUS,
        "nachalo/dalshe.md",
        ["[вход](vhod.md)", "[он же](vhod.md)", "[начало](nachalo.md)", "[ещё](/categories/esche)"],
        [],
    ),
    (
        MKDOCS,
        "istochnik/istochnik.md",
        [
            "title: Добро пожаловать\n",
            "[ставим](../guide/install.md#windows)",
            "[он](../guide/install.md)",
        ],
        [],
    ),
    (
        MKDOCS,
        "guide/install.md",
        [
            "title: Установка\n",
            '!!! note "Заметка"',
            '!!! tip "Ещё"\n    Скрыто',
            "**pip**\n\n```sh\npip install x\n```",
            "**conda**\n\nДа",
            "```\nprint(1)\nprint(2)\n```",
        ],
        ["===", "material", "hl_lines"],
    ),
    (
        ZENDESK,
        "oplata/karty/oplata-kartoy.md",
        [
            "title: Оплата картой\n",
            "## Шаги\n",
            "[возврат](vozvrat.md#h_2)",
            "![Схема](777001.png)",
            "- карта\n",
            "created: 2024-01-02",
            "updated: 2024-05-06",
            "status: published",
            "audience: public",
        ],
        ["zendesk"],
    ),
    (
        ZENDESK,
        "oplata/karty/vozvrat.md",
        ["## Сроки {#h_2}", "status: draft", "audience: staff"],
        [],
    ),
    (
        HELPSCOUT,
        "spravka/oplata/pay-by-card.md",
        [
            "[возврат](../refund.md)",
            "!!! warning\n    Важно",
            "audience: staff",
            "status: published",
        ],
        [],
    ),
    (HELPSCOUT, "spravka/refund.md", ["status: draft"], []),
    (PAGES, "istochnik/pay.md", ["title: Оплата картой\n", "[возврат](refund.md)"], ["Меню"]),
    (PAGES, "istochnik/refund.md", ["title: Возврат\n", "Три дня"], []),
]
NOTED = [
    (PLAIN, "docs/tutorial/first steps.md", "Ссылка «net.md» ни на что"),
    (OBSIDIAN, "Заметки/Возврат.md", "Комментарии, скрытые в Obsidian"),
    (OBSIDIAN, "Заметки/Возврат.md", "Ссылка «Нет такой»"),
    (OBSIDIAN, "Заметки/Деньги/Оплата картой.md", "Вставка «Возврат» стала ссылкой"),
    (DOCUSAURUS, "site/docs/01-nachalo/01-vhod.mdx", "Строки import и export убраны: 2"),
    (DOCUSAURUS, "site/docs/01-nachalo/01-vhod.mdx", "их текст оставлен: Badge"),
    (DOCUSAURUS, "site/docs/01-nachalo/01-vhod.mdx", "Вкладки показаны одна под другой"),
    (DOCUSAURUS, "site/docs/_part.mdx", "часть других страниц"),
    (DOCUSAURUS, "site/blog/post.md", "вне папки с документацией"),
    (DOCUSAURUS, "site/docusaurus.config.js", "ни одна статья на него не ссылается"),
    (MKDOCS, "docs/guide/install.md", "Раскрывающиеся блоки показаны открытыми"),
    (MKDOCS, "docs/guide/install.md", "Вставки других файлов остались текстом: 1"),
    (MKDOCS, "docs/guide/install.md", "Макросы вида {{ … }} остались текстом: 1"),
    (
        ZENDESK,
        "articles.json: Оплата картой",
        "Картинка с чужого сайта не загружена: https://cdn.example/x.png",
    ),
    (ZENDESK, "articles.json: Возврат", "станет служебной"),
    (ZENDESK, "articles.json: Пустая", "нет текста или названия"),
]


@pytest.mark.parametrize(("flavour", "files", "count"), FLAVOURS, ids=[f[0] for f in FLAVOURS])
def test_system_is_recognised_by_its_files(
    tmp_path: Path, flavour: str, files: dict[str, str | bytes], count: int
) -> None:
    found = planned(tmp_path, files)
    assert (found.flavour, found.counts()["new"]) == (flavour, count)


@pytest.mark.parametrize(("files", "path", "says", "silent"), SAYS)
def test_article_says_what_its_source_said(
    tmp_path: Path, files: dict[str, str | bytes], path: str, says: list[str], silent: list[str]
) -> None:
    found = bodies(planned(tmp_path, files, status="published"))
    assert path in found, sorted(found)
    assert [text for text in says if text not in found[path]] == []
    assert [text for text in silent if text in found[path]] == []


@pytest.mark.parametrize(("files", "path", "sentence"), NOTED)
def test_what_is_lost_or_left_out_is_named(
    tmp_path: Path, files: dict[str, str | bytes], path: str, sentence: str
) -> None:
    found = [line for line in said(planned(tmp_path, files)) if line.startswith(f"{path}: ")]
    assert [line for line in found if sentence in line], found


@pytest.mark.parametrize("files", [f[1] for f in FLAVOURS], ids=[f[0] for f in FLAVOURS])
def test_every_file_is_in_or_named(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    found = planned(tmp_path, files)
    in_or_named = {change.source_path.split(": ")[0] for change in found.changes}
    in_or_named |= {path for change in found.changes for path in change.files.values()}
    in_or_named |= {note.path.split(": ")[0] for note in found.notes}
    described = {"_category_.json", "mkdocs.yml", "primer.py", "categories.json", "sections.json"}
    described.add("collections.json")
    assert [
        p for p in files if p not in in_or_named and p.rpartition("/")[2] not in described
    ] == []


def test_categories_are_called_as_the_source_calls_them(tmp_path: Path) -> None:
    found = {c.path: c.content.decode() for c in planned(tmp_path, DOCUSAURUS).changes}
    assert found["nachalo/_category.yml"] == "title: Начало работы\nicon: folder\norder: 2\n"
    found = {c.path: c.content.decode() for c in planned(tmp_path, ZENDESK).changes}
    assert "summary: Про карты" in found["oplata/karty/_category.yml"]
    found = {c.path: c.content.decode() for c in planned(tmp_path, MKDOCS).changes}
    assert "title: Руководство" in found["guide/_category.yml"]


def test_of_several_sites_side_by_side_one_is_taken_and_the_others_are_named(
    tmp_path: Path,
) -> None:
    sites = {
        "docs/de/mkdocs.yml": "site_name: X\n",
        "docs/de/docs/index.md": "# Hallo\n\nText\n",
        "docs/ru/mkdocs.yml": "nav:\n- Основы:\n  - osnovy/index.md\n  - osnovy/vhod.md\n",
        "docs/ru/docs/osnovy/index.md": "# Основы\n\nТекст\n",
        "docs/ru/docs/osnovy/vhod.md": "# Вход\n\nТекст\n",
    }
    found = planned(tmp_path, sites)
    assert sorted(bodies(found)) == ["osnovy/osnovy.md", "osnovy/vhod.md"]
    [told] = [line for line in said(found) if "несколько сайтов" in line]
    assert "взят «docs/ru»" in told
    assert told.endswith("docs/de.")
    named = {c.path: c.content.decode() for c in found.changes}
    assert "title: Основы" in named["osnovy/_category.yml"]


TABLES = [
    ("Вопрос;Ответ\nКак платить?;Картой.\n", "utf-8"),
    ("question,answer\nКак платить?,Картой.\n", "utf-8"),
    ("Question\tAnswer\nКак платить?\tКартой.\n", "utf-8-sig"),
    ("Вопрос;Ответ\r\nКак платить?;Картой.\r\n", "cp1251"),
    ("Вопрос;Ответ\nКак платить?;Картой.\n", "koi8-r"),
    ("Вопрос;Ответ\nКак платить?;Картой.\n", "utf-16"),
    ("№;Вопрос;Раздел;Ответ\n7;Как платить?;Оплата;Картой.\n", "utf-8"),
    ("Как платить?;Картой.\n", "utf-8"),
]


@pytest.mark.parametrize(("table", "encoding"), TABLES)
def test_table_is_read_whatever_its_separator_and_encoding(
    tmp_path: Path, table: str, encoding: str
) -> None:
    found = planned(tmp_path, {"q.csv": table.encode(encoding)})
    ((path, content),) = bodies(found).items()
    metadata, body = front_matter.read(content)
    assert (metadata["title"], body) == ("Как платить?", "Картой.\n")
    assert path.endswith("/kak-platit.md")


def test_cells_of_a_table_keep_lines_lists_and_html(tmp_path: Path) -> None:
    table = (
        'Вопрос;Ответ;Теги;Раздел\nА?;"первая\nвторая\n\n- список";"а, б";Оплата / Карты\n'
        'Б?;"<p>да <b>нет</b></p>";;\nВ?;;;\n'
    )
    found = planned(tmp_path, {"q.csv": table})
    articles = bodies(found)
    assert articles["oplata/karty/a.md"].endswith("первая  \nвторая\n\n- список\n")
    assert "- а\n- б\n" in articles["oplata/karty/a.md"]
    assert "да **нет**\n" in articles["istochnik/b.md"]
    assert "q.csv: Строка 7: нет вопроса или ответа, она не взята." in said(found)


ENCODINGS = [("cp1251", "windows-1251"), ("koi8-r", "KOI8-R"), ("utf-16", "UTF-16")]


@pytest.mark.parametrize(("encoding", "name"), ENCODINGS)
def test_older_encoding_is_noticed_and_said(tmp_path: Path, encoding: str, name: str) -> None:
    text = "# Возврат денег\n\nДеньги вернутся на карту за три дня.\n"
    found = planned(tmp_path, {"a.md": text.encode(encoding)})
    assert "Деньги вернутся на карту" in bodies(found)["istochnik/a.md"]
    assert f"a.md: Файл был в кодировке {name}, переведён в UTF-8." in said(found)


REFUSED = [
    ("a.md", b"\x00\x01\x02" * 50, "Это не текст"),
    ("a.md", b"\x89\xff\xfe\xfa" * 50, "Кодировка не узнана"),
    ("a.md", b"x" * 2_100_000, "больше 2 МБ"),
    ("a.md", "---\ntitle: [не закрыт\n---\nТекст".encode(), "Строка"),
    ("a.md", b"# ", "нет текста"),
    ("a.md", b"[TOC]", "статья не создана"),
]


@pytest.mark.parametrize(("path", "content", "sentence"), REFUSED)
def test_file_that_cannot_be_an_article_is_named_and_others_are_taken(
    tmp_path: Path, path: str, content: bytes, sentence: str
) -> None:
    found = planned(tmp_path, {path: content, "b.md": "# Б\n\nТекст"})
    assert sorted(bodies(found)) == ["istochnik/b.md"]
    assert [line for line in said(found) if line.startswith(f"{path}: ") and sentence in line]


def test_source_without_articles_is_refused_with_what_would_do(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="Статей здесь не нашлось"):
        planned(tmp_path, {"a.png": PNG})


def test_folders_deeper_than_two_are_flattened_and_named(tmp_path: Path) -> None:
    found = planned(tmp_path, {"a/b/c/d.md": "# Д\n\nТекст", "e.md": "# Е\n\nТекст"})
    assert sorted(bodies(found)) == ["a/b/d.md", "istochnik/e.md"]
    assert "a/b/c/d.md: Разделы вкладываются не глубже двух: папка «a/b/c» вошла в «a/b»." in said(
        found
    )


def test_harmful_attachments_stay_out_and_are_named(tmp_path: Path) -> None:
    files = {
        "a.md": "# А\n\n![1](a.svg) ![2](b.svg) ![3](c.png) [4](d.html) [5](e.zip)\n",
        "ещё/b.md": "# Б\n\n[4](../d.html) ![3](../c.png)\n",
        "a.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "b.svg": "<svg xmlns='http://www.w3.org/2000/svg'><circle r='1'/></svg>",
        "c.png": b"<html>not a picture</html>",
        "d.html": "<script>x</script>",
        "e.zip": b"PK",
    }  # fmt: skip
    found = planned(tmp_path, files)
    articles = {c.title: set(c.files.values()) for c in found.changes if c.what == "article"}
    assert articles == {"А": {"b.svg", "e.zip"}, "Б": set()}
    assert any("a.svg: В картинке SVG есть программа" in line for line in said(found))
    [reason] = [line for line in said(found) if line.startswith("c.png: ")]
    assert reason.startswith("c.png: Это не картинка")
    assert said(found).count("d.html: Файлы такого вида рядом со статьями не кладут.") == 1
    for name in ("c.png", "d.html"):
        assert f"a.md: Файл «{name}» не взят, ссылка на него оставлена как была." in said(found)
