"""Markdown as readers and search see it."""

import time

import pytest

from app.articles.markdown import LinkTarget, render


def rendered(body, *, hidden=(), lang="ru"):
    return render(
        body,
        link=lambda target: (
            None if target.href in hidden else f"/to/{target.article_id or target.path}"
        ),
        file_url=lambda name: None if name == "missing.png" else f"/files/{name}",
        lang=lang,
    )


def texts(body):
    return [section.text for section in rendered(body).sections]


def test_heading_gets_a_readable_anchor_and_a_permalink():
    page = rendered("## Шаг 2. Упакуйте `товар`\n")
    assert '<h2 id="shag-2-upakuyte-tovar">Шаг 2. Упакуйте <code>товар</code>' in page.html
    assert 'class="anchor" href="#shag-2-upakuyte-tovar"' in page.html
    assert 'aria-label="Ссылка на часть «Шаг 2. Упакуйте товар»"' in page.html
    assert "Link to the section" in rendered("## Step", lang="en").html


def test_anchor_set_by_hand_wins_over_an_equal_earlier_heading():
    page = rendered("## Упаковка\n\n## Другое {#upakovka}\n\n## Упаковка\n")
    assert [entry.anchor for entry in page.contents] == ["upakovka-2", "upakovka", "upakovka-3"]
    assert page.repeated_anchors == ()


def test_anchor_set_twice_stays_unique_and_is_told():
    page = rendered("## Раз {#a}\n\n## Два {#a}\n")
    assert [entry.anchor for entry in page.contents] == ["a", "a-2"]
    assert page.repeated_anchors == ("a",)


def test_heading_without_letters_has_an_anchor():
    assert [entry.anchor for entry in rendered("## 😀\n\n## 🎁\n").contents] == [
        "razdel",
        "razdel-2",
    ]


def test_first_level_heading_becomes_second_level():
    page = rendered("# Заголовок\n\n### Ниже\n")
    assert [(entry.level, entry.text) for entry in page.contents] == [(2, "Заголовок"), (3, "Ниже")]
    assert "<h1" not in page.html


def test_sections_follow_headings_with_their_path():
    page = rendered("Лид.\n\n## Оплата\n\nА.\n\n### Картой\n\nБ.\n\n## Возврат {#back}\n\nВ.\n")
    found = [(s.anchor, s.level, s.heading_path, s.text) for s in page.sections]
    assert found == [
        ("", 1, (), "Лид."),
        ("oplata", 2, ("Оплата",), "А."),
        ("kartoy", 3, ("Оплата", "Картой"), "Б."),
        ("back", 2, ("Возврат",), "В."),
    ]


def test_article_that_begins_with_a_heading_has_no_empty_lead():
    assert [section.anchor for section in rendered("## Раз\n\nТекст\n").sections] == ["raz"]


def test_table_row_is_a_readable_line():
    table = "| Город | Цена |\n|--|--:|\n| Москва | **299 ₽** |\n| Тверь | |\n| Омск | — |\n"
    assert texts(table) == ["Город — Цена\nМосква — 299 ₽\nТверь\nОмск"]


def test_table_scrolls_by_keyboard_and_its_headers_have_scope():
    html = rendered("| Город | Цена |\n|--|--:|\n| Москва | 299 ₽ |\n").html
    assert (
        '<div class="table-scroll" role="group" tabindex="0" aria-label="Таблица"><table>' in html
    )
    assert '<th scope="col">Город</th>' in html
    assert '<td class="align-right">299 ₽</td>' in html
    assert "style=" not in html


def test_list_items_are_lines_without_markers():
    assert texts("1. Откройте **Профиль**\n    - и ещё\n2. Нажмите `ОК`\n") == [
        "Откройте Профиль\nи ещё\nНажмите ОК"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "Нужно:\n- раз\n- два\n",
        "Нужно:\n1. раз\n2. два\n",
        "Нужно:\n\n* раз\n* два\n",
        '!!! tip ""\n    Нужно:\n    - раз\n    - два\n',
    ],
)
def test_list_right_under_its_sentence_is_a_list(source):
    assert texts(source) == ["Нужно:\nраз\nдва"]


def test_code_with_dashes_stays_as_it_is():
    assert texts("```\ndiff\n- раз\n```\n") == ["diff\n- раз"]


def test_list_item_of_many_lines_stays_one_item():
    assert texts("- раз\n  и ещё\n- два\n") == ["раз и ещё\nдва"]


def test_code_keeps_its_lines_and_has_classes_instead_of_styles():
    page = rendered("```python\ndef f():\n    return 1\n```\n")
    assert [section.text for section in page.sections] == ["def f():\nreturn 1"]
    assert '<div class="highlight"><pre tabindex="0">' in page.html
    assert '<span class="k">def</span>' in page.html
    assert "style=" not in page.html


def test_code_in_a_step_belongs_to_the_step():
    html = rendered("1. Выполните\n\n    ```\n    ping ya.ru\n    ```\n\n2. Готово\n").html
    assert html.count("<ol>") == 1
    assert "ping ya.ru" in html


def test_wrapped_paragraph_is_one_line_of_text():
    assert texts("Первая\nстрока\u00a0тут\n\nВторая  \nс переносом\n") == [
        "Первая строка тут\nВторая\nс переносом"
    ]


@pytest.mark.parametrize(
    ("source", "lang", "html"),
    [
        ("!!! note\n    Т\n", "ru", '<p class="admonition-title">Заметка</p>'),
        ("!!! tip\n    Т\n", "ru", '<p class="admonition-title">Совет</p>'),
        ("!!! warning\n    Т\n", "ru", '<p class="admonition-title">Важно</p>'),
        ("!!! warning\n    Т\n", "en", '<p class="admonition-title">Important</p>'),
        ('!!! tip "Быстрее"\n    Т\n', "ru", '<p class="admonition-title">Быстрее</p>'),
        ("!!! danger\n    Т\n", "ru", '<div class="admonition warning">'),
        ("!!! whatever\n    Т\n", "ru", '<div class="admonition note">'),
    ],
)
def test_box_has_its_kind_and_a_title_in_the_articles_language(source, lang, html):
    assert html in rendered(source, lang=lang).html


def test_box_without_a_title_has_none():
    assert "admonition-title" not in rendered('!!! note ""\n    Т\n').html


def test_only_a_title_that_the_author_wrote_is_searched():
    assert texts("!!! warning\n    Не ждите.\n") == ["Не ждите."]
    assert texts('!!! warning "Код как деньги"\n    Не ждите.\n') == ["Код как деньги\nНе ждите."]


@pytest.mark.parametrize(
    ("href", "target"),
    [
        (
            "../vozvrat/v.md#shag-2",
            LinkTarget("../vozvrat/v.md#shag-2", "", "../vozvrat/v.md", "shag-2"),
        ),
        ("id:voz-01", LinkTarget("id:voz-01", "voz-01")),
        ("id:voz-01#a", LinkTarget("id:voz-01#a", "voz-01", "", "a")),
        ("kartoy.md", LinkTarget("kartoy.md", "", "kartoy.md")),
        ("kartoy", LinkTarget("kartoy", "", "kartoy")),
        ("/oplata/kartoy.md", LinkTarget("/oplata/kartoy.md", "", "/oplata/kartoy.md")),
    ],
)
def test_link_to_an_article_is_handed_out_and_replaced(href, target):
    page = rendered(f"[текст]({href})")
    assert [link.target for link in page.links] == [target]
    assert f'<a href="/to/{target.article_id or target.path}">текст</a>' in page.html


@pytest.mark.parametrize(
    "source", ["[**текст**](id:sot-01)", '<a href="id:sot-01"><b>текст</b></a>']
)
def test_link_to_a_hidden_article_leaves_only_its_text(source):
    html = rendered(source, hidden=("id:sot-01",)).html
    assert "<a" not in html
    assert "sot-01" not in html
    assert "текст" in html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[x](#razdel)", '<a href="#razdel">x</a>'),
        ("[x](/ask)", '<a href="/ask">x</a>'),
        ("[x](mailto:a@polka.example)", '<a href="mailto:a@polka.example">x</a>'),
        ("[x](tel:+78005550100)", '<a href="tel:+78005550100">x</a>'),
        ("[x](akt.pdf)", '<a href="/files/akt.pdf">x</a>'),
        ("[x](%D0%B0.pdf)", '<a href="/files/а.pdf">x</a>'),
        ("[x](missing.png)", "<p>x</p>"),
        ("[x](..)", "<p>x</p>"),
        ("[x]()", "<p>x</p>"),
        ("[x](ftp://host/x)", "<p>x</p>"),
        ("[x](//ya.ru/x)", '<a href="//ya.ru/x" rel="external noopener noreferrer">x</a>'),
    ],
)
def test_other_links_lead_where_they_may(source, html):
    assert html in rendered(source).html


def test_picture_beside_the_article_is_loaded_lazily():
    page = rendered('![Кнопка "Оплатить"](img/knopka.png "Подсказка")')
    assert (
        '<img src="/files/img/knopka.png" alt="Кнопка &quot;Оплатить&quot;" title="Подсказка"'
        ' loading="lazy" decoding="async">' in page.html
    )


@pytest.mark.parametrize(
    "src",
    [
        "https://evil.example/x.png",
        "//evil.example/x.png",
        "/\\evil.example/x.png",
        "\\\\evil.example\\x.png",
        "/static/x.png",
        "data:image/png;base64,AAAA",
        "missing.png",
        "x",
    ],
)
@pytest.mark.parametrize("source", ["![Схема](<{}>)", '<img src="{}" alt="Схема">'])
def test_picture_from_elsewhere_is_not_loaded(source, src):
    html = rendered(source.format(src)).html
    assert "<img" not in html
    assert "Схема" in html


def test_foreign_picture_becomes_a_link():
    html = rendered("![Схема](https://a.example/x.png)").html
    assert '<a href="https://a.example/x.png" rel="external noopener noreferrer">Схема</a>' in html


def test_foreign_picture_inside_a_link_becomes_its_text():
    html = rendered("[![Схема](https://a.example/x.png)](id:voz-01)").html
    assert html == '<p><a href="/to/voz-01">Схема</a></p>'


def test_no_placeholder_of_the_converter_reaches_the_reader():
    assert texts("Знак \x02 и `a<b>` &amp; \\* <b>жирно</b>\x03\x00") == ["Знак и a<b> & * жирно"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n" * 1000,
        "\ufeff",
        "> " * 3000 + "x",
        "\n".join("    " * depth + "- x" for depth in range(200)),
        "<div>" * 5000,
        "[" * 20_000,
        "![" * 5_000,
        "*" * 20_000,
        "`" * 20_000,
        "|" * 20_000 + "\n" + "|-" * 5_000,
        "<a " * 5_000,
        "&" * 20_000,
        "!!! note\n" * 1_000,
        "```\n" * 1_001,
        "a" * 100_000,
        "_a_" * 10_000,
        "\\" * 20_000,
        "](" * 10_000,
        '{: class="' * 3_000,
        "## x {#" * 2_000,
        "<" * 20_000,
        "<!--" * 5_000,
    ],
    ids=lambda body: ascii(body[:8]),
)
def test_any_text_is_rendered_in_bounded_time(body):
    began = time.process_time()
    rendered(body)
    assert time.process_time() - began < 10


def test_two_megabytes_are_rendered():
    paragraph = "Верните **товар** за 30 дней. " + "Мы всё проверим. " * 50 + "\n\n"
    page = rendered("## Раздел\n\n" + paragraph * (2_000_000 // len(paragraph.encode())))
    assert page.complete
    assert page.contents[0].anchor == "razdel"


def test_anchor_set_by_hand_cannot_take_an_id_of_the_page_itself():
    assert [entry.anchor for entry in rendered("## Где {#_main}").contents] == ["main"]


def test_thousands_of_headings_that_are_called_alike_get_anchors_in_little_time() -> None:
    started = time.process_time()
    anchors = [entry.anchor for entry in rendered("## Шаг\n\n" * 5_000).contents]
    assert (anchors[0], anchors[1], anchors[-1]) == ("shag", "shag-2", "shag-5000")
    assert len(set(anchors)) == 5_000
    assert time.process_time() - started < 4
