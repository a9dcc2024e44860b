"""Hints on an article: what is noticed, at which line, and what is left in peace."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.articles.article import Article, Category
from app.articles.snapshot import Snapshot
from app.editing import hints, officialese, templates
from app.editing.passages import Kind, passages

LONG_ENOUGH = "\n\nЗаказ придёт завтра, курьер позвонит за час до приезда." * 6
SNAPSHOT = Snapshot(
    Path("articles"),
    categories={"zakazy": Category(path="zakazy", title="Заказы")},
    articles={},
)


def article(body: str, **changes: object) -> Article:
    values: dict[str, object] = {
        "id": "zak-01",
        "slug": "zakaz",
        "category": "zakazy",
        "title": "Заказы",
        "summary": "Когда придёт заказ.",
        "questions": ("когда придёт заказ",),
        "source_path": Path("articles/zakazy/zakaz.md"),
        "lines": {"id": 2, "related": 5, "body": 9},
        **changes,
    }
    return Article(body=body, **values)  # type: ignore[arg-type]


def found(body: str, **changes: object) -> list[tuple[int | None, str]]:
    """(line, code) of each hint on a body that is long enough."""
    said = hints.of(article(body + LONG_ENOUGH, **changes), SNAPSHOT)
    return [(hint.line, hint.code) for hint in said]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ответ.\n\n## Часть\n\nТекст.", []),
        ("Ответ.\n\n### Часть\n\nТекст.", [(3, "heading-jump")]),
        ("## Раз\n\nТекст.\n\n#### Два\n\nТекст.", [(5, "heading-jump")]),
        ("# Название\n\nТекст.", [(1, "first-level")]),
        ("## Раз\n\n## Два\n\nТекст.", [(1, "empty-part")]),
        ("## Раз\n\n### Два\n\nТекст.", []),
        ("## Раз\n\n```\nx\n```\n\n## Два\n\nТекст.", []),
        ("1. Раз.\n2. Два.\n4. Четыре.", [(3, "missing-step")]),
        ("1. Раз.\n1. Два.\n1. Три.", []),
        ("1. Раз.\n   1. Вложен.\n   2. Вложен.\n2. Два.", []),
        ("1. Раз.\n2. Два.\n\n## Снова\n\n4. Четыре.", []),
        ("## Шаги\n\nПросто сделайте.", [(1, "no-steps")]),
        ("## Шаги\n\n1. Сделайте.", []),
        ("Первая строка.\nСлово " + "слово " * 30 + "конец.", [(2, "long-sentence")]),
        ("`слово` " + "слово " * 25 + "конец.", []),
        ("слово, " * 60 + ".\n" + "слово. " * 60, [(1, "long-paragraph"), (1, "long-sentence")]),
        ("Мы осуществляем это\nв целях удобства.", [(1, "officialese"), (2, "officialese")]),
        ("```\nосуществляем доставку\n```\n\nТекст `осуществляем` и [оплата](/ask?q=данный).", []),
        ("Раз.\nНажмите [здесь](/ask), [Подробнее…](/).", [(2, "vague-link")] * 2),
        ("`[здесь](x)` ![здесь](https://example.ru/a.png)", [(1, "foreign-image")]),
        ("1. Откройте …", [(1, "left-of-template")]),
        ("[x](net.md)", [(1, "dead-link")]),
        ("Раз.\n\n![](https://example.ru/a.png)", [(3, "foreign-image"), (3, "image-without-alt")]),
        ("![Схема](net.png)", [(1, "missing-image")]),
    ],
)  # fmt: skip
def test_text_is_read_for_what_hinders_a_reader(
    body: str, expected: list[tuple[int | None, str]]
) -> None:
    assert found(body) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"summary": ""}, "no-summary"),
        ({"summary": "а" * 251}, "long-summary"),
        ({"questions": ()}, "no-questions"),
        ({"title": "а" * 81}, "long-title"),
        ({"related": ("net",)}, "unknown-related"),
        ({"title": "Как вернуть заказ"}, "no-steps"),
        ({"title": "How to return an order", "lang": "en"}, "no-steps"),
    ],
)
def test_fields_are_looked_at_too(changes: dict[str, object], expected: str) -> None:
    assert [code for _, code in found("Текст.", **changes)] == [expected]


def test_article_without_a_text_is_only_short() -> None:
    said = hints.of(article(""), SNAPSHOT)
    assert [hint.code for hint in said] == ["too-short"]


@pytest.mark.parametrize(
    ("audience", "shelved_for", "expected"),
    [
        ("public", "public", ["links-to-staff"]),
        ("staff", "public", []),
        ("public", "staff", []),
    ],
)
def test_links_of_a_draft_are_judged_as_its_readers_will_meet_them(
    audience: str, shelved_for: str, expected: list[str]
) -> None:
    draft = article("[x](id:sot-01)" + LONG_ENOUGH, audience=audience, shelved_for=shelved_for)
    staff = article("Текст.", id="sot-01", slug="svoi", audience="staff", status="published")
    snapshot = Snapshot(Path("articles"), articles={"zak-01": draft, "sot-01": staff})
    assert [hint.code for hint in hints.of(draft, snapshot)] == expected


def test_hint_on_a_field_names_it() -> None:
    said = hints.of(article("Текст." + LONG_ENOUGH, summary="", related=("net",)), SNAPSHOT)
    assert {hint.field for hint in said} == {"summary", "related"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [(10, ["too-short"]), (50, []), (302, ["no-headings"]), (1502, ["too-long"])],
)
def test_length_of_an_article_is_judged(words: int, expected: list[str]) -> None:
    said = hints.of(article("Короткое слово.\n\n" * (words // 2)), SNAPSHOT)
    assert [hint.code for hint in said] == expected


@pytest.mark.parametrize("name", templates.NAMES)
def test_untouched_template_is_noticed(name: str) -> None:
    said = hints.of(article(templates.body(name)), SNAPSHOT)
    assert "left-of-template" in {hint.code for hint in said}


def test_english_is_not_searched_for_russian_officialese() -> None:
    assert found("Мы осуществляем доставку.", lang="en") == []


def test_hints_are_sentences_that_say_what_to_do() -> None:
    said = hints.of(article("# А\n\nМы осуществляем доставку.\n\n1. Откройте …"), SNAPSHOT)
    assert all(hint.said[0].isupper() and hint.said[-1] in ".?" for hint in said)
    assert "Канцелярит: «осуществляем»." in " ".join(hint.said for hint in said)


def test_number_of_hints_is_bounded() -> None:
    assert len(hints.of(article("Осуществляем доставку.\n\n" * 500), SNAPSHOT)) == hints.MOST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Возврат производится.", [("производится", "«делается» или само действие")]),
        ("В связи с тем что склад закрыт", [("В связи с тем", "потому что")]),
        ("в связи с переездом", [("в связи с", "из-за")]),
        ("в связи, с тем", []),
        ("данная статья", [("данная", "этот")]),
        ("ваши данные и паспортных данных", []),
        ("произвели оплату", [("произвели оплату", "оплатить")]),
        ("денежных средств", [("денежных средств", "деньги")]),
        ("путём перевода", [("путём", "«через», «с помощью»")]),
        ("Нажмите «Вернуть» и выберите заказ.", []),
    ],
)  # fmt: skip
def test_officialese_is_known_in_its_forms(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.phrase, one.plain) for one in officialese.find(text)] == expected


def test_table_of_officialese_has_sixty_phrases_or_more() -> None:
    phrases = {entry for found in officialese.entries().values() for entry in found}
    assert len(phrases) >= 60


def test_passages_are_what_a_person_reads() -> None:
    body = (
        "Первая **строка**\nвторая [ссылка](a.md).\n\n## Часть {#chast}\n- пункт\n  дальше\n"
        "!!! note\n    В рамке.\n\n| Раз | Два |\n|---|---|\n\n> Цитата"
    )
    read = [(one.kind, one.line, one.text) for one in passages(body)]
    assert read == [
        (Kind.PARAGRAPH, 1, "Первая строка вторая ссылка."),
        (Kind.HEADING, 4, "Часть"),
        (Kind.ITEM, 5, "пункт дальше"),
        (Kind.PARAGRAPH, 8, "В рамке."),
        (Kind.CELLS, 10, "Раз   Два"),
        (Kind.CELLS, 11, "--- ---"),
        (Kind.PARAGRAPH, 13, "Цитата"),
    ]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", ["[", "![a", "`a``b", "<a", "{:", "*", "[\n", "`\n\n"])
def test_text_made_to_be_read_slowly_is_read_in_time(piece: str) -> None:
    assert all(passage.line >= 1 for passage in passages(piece * 60_000))
