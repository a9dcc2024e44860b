"""What the check of the whole content finds, and with which line."""

from dataclasses import replace

import pytest

from app.articles.checking import check, check_article
from app.articles.library import Library
from app.articles.problems import WORDING, problem


@pytest.fixture
def found(folder, write_article):
    """found(body, **front_matter) → (line, code) of what the check says of that one article."""
    write_article("vozvrat/tovara.md", "voz-01", body="## Шаг {#shag}\n\nТекст.\n")
    (folder / "vozvrat" / "_category.yml").write_text("title: Возврат\n")
    write_article("vozvrat/pravila.md", "sot-01", audience="staff")
    write_article("vozvrat/chernovik.md", "voz-02", status="draft")
    (folder / "oplata" / "shema.png").write_bytes(b"x")

    def find(body="Текст.\n", **changes):
        write_article("oplata/kartoy.md", "opl-01", body=body, **changes)
        problems = check(Library(folder).snapshot)
        return [(item.line, item.code) for item in problems if item.source_path.stem == "kartoy"]

    return find


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[x](../vozvrat/tovara.md#shag) [x](id:voz-01#shag) ![x](shema.png)\n", []),
        ("## Раз\n\n[x](#raz) [x](https://ya.ru) [x](/ask) [x](mailto:a@b.example)\n", []),
        ("Раз\n\n[x](../vozvrat/net.md)\n", [(11, "dead-link")]),
        ("Раз\n[x](id:net)\n", [(10, "dead-link")]),
        ("[x](kuda-to)\n", [(9, "dead-link")]),
        ("[x](../)\n", [(9, "dead-link")]),
        ("[x][y]\n\n[y]: net.md\n", [(11, "dead-link")]),
        ('<a href="net.md">x</a>\n', [(9, "dead-link")]),
        ("[x](../vozvrat/tovara.md#net)\n", [(9, "dead-anchor")]),
        ("[x](#net)\n", [(9, "dead-anchor")]),
        ("[x](id:sot-01)\n", [(9, "links-to-staff")]),
        ("[x](id:voz-02)\n", [(9, "links-to-unpublished")]),
        ("[x](akt.pdf)\n", [(9, "dead-file")]),
        ("[x](/articles/tovara)\n", [(9, "site-address")]),
        ("![x](net.png)\n", [(9, "missing-image")]),
        ("![](shema.png)\n", [(9, "image-without-alt")]),
        ("![x](https://ya.ru/x.png)\n", [(9, "foreign-image")]),
        ("## А {#a}\n\n## Б {#a}\n", [(9, "duplicate-anchor")]),
        ("> " * 5_000 + "x\n", []),
        ("[" * 5_000 + "\n", [(9, "not-rendered")]),
        ("`[x](net.md)`\n\n```\n[x](net.md)\n```\n", []),
    ],
)
def test_body_is_checked(found, body, expected):
    assert found(body) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"related": "[voz-01]", "redirect_from": "[staraya]"}, []),
        ({"related": "[net]"}, [(8, "unknown-related")]),
        ({"translation_of": "net", "lang": "en"}, [(8, "unknown-translation")]),
        ({"translation_of": "opl-01", "lang": "en"}, [(8, "unknown-translation")]),
        ({"translation_of": "voz-01", "lang": "en"}, []),
        ({"translation_of": "voz-01"}, [(7, "same-language")]),
        ({"redirect_from": "[tovara]"}, [(8, "redirect-taken")]),
        ({"redirect_from": "[kartoy]"}, [(8, "redirect-taken")]),
        ({"status": "ready"}, [(6, "wrong-type")]),
    ],
)
def test_front_matter_is_checked_against_other_articles(found, changes, expected):
    assert found(**changes) == expected


def test_old_address_claimed_twice_is_named_at_the_second(folder, write_article):
    write_article("oplata/a.md", "a", redirect_from="[staraya]")
    write_article("oplata/b.md", "b", redirect_from="[staraya]")
    problems = check(Library(folder).snapshot)
    assert [(item.source_path.name, item.code) for item in problems] == [("b.md", "redirect-taken")]


def test_staff_article_may_link_to_staff_but_is_told_of_a_draft(folder, write_article):
    write_article("oplata/a.md", "a", audience="staff", body="[x](id:b) [x](id:c)\n")
    write_article("oplata/b.md", "b", audience="staff")
    write_article("oplata/c.md", "c", status="draft")
    problems = check(Library(folder).snapshot)
    assert [item.code for item in problems] == ["links-to-unpublished"]


def test_draft_may_link_to_drafts(folder, write_article):
    write_article("oplata/a.md", "a", status="draft", body="[x](id:b)\n")
    write_article("oplata/b.md", "b", status="draft")
    assert check(Library(folder).snapshot) == []


@pytest.mark.parametrize("code", sorted(WORDING))
def test_every_problem_says_in_both_languages_what_to_do(tmp_path, code):
    names = "reason limit name guess ru en key later earlier id other slug href anchor src term"
    values = dict.fromkeys(names.split(), "X")
    found = problem(tmp_path, 1, code, **values)
    assert "{" not in found.message_ru + found.message_en
    assert code == "bad-yaml" or found.message_ru.count(".") + found.message_ru.count(":") >= 2
    assert found.severity in ("error", "warning")


def test_the_glossary_is_checked_too(folder, write_article):
    write_article("oplata/a.md", "a")
    path = folder / "_glossary.yml"
    path.write_text("СБП:\n  definition: Перевод\n  article: net\n", encoding="utf-8")
    assert [item.code for item in check(Library(folder).snapshot)] == ["unknown-of-term"]
    path.write_text("СБП:\n  definition: 'Перевод\n", encoding="utf-8")
    found = [(item.line, item.code) for item in check(Library(folder).snapshot)]
    assert found == [(2, "glossary-unreadable")]


def test_one_article_is_checked_as_it_is_going_to_be(folder, write_article):
    write_article("vozvrat/tovara.md", "voz-01", body="## Шаг\n\nТекст.\n")
    write_article("oplata/kartoy.md", "opl-01", body="Текст.\n")
    snapshot = Library(folder).snapshot
    body = "[x](../vozvrat/tovara.md#shag) [x](#chast)\n\n![](net.png)\n\n## Часть\n"
    unsaved = replace(snapshot.get("opl-01"), body=body, related=("net",))
    found = [(item.line, item.code) for item in check_article(snapshot, unsaved)]
    line = unsaved.lines["body"]
    assert found == [
        (None, "unknown-related"),
        (line + 2, "image-without-alt"),
        (line + 2, "missing-image"),
    ]
