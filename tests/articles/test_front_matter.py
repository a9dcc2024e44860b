"""Reading front matter with lines, and writing it back with the smallest difference."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.articles.front_matter import FrontMatterError, parse, read, write

SOURCE = """---
# Кто правит: Анна
id: opl-01   # не менять
title: "Оплата: картой"
questions:
- как заплатить картой   # из чата
# и ещё
- где ввести карту

tags: [оплата, 'карта']
status: draft  # ждёт проверки
note: |
  Первая строка
  # не комментарий

# конец
updated: 2026-10-14
---

Текст --- с чертой.
---
"""
LATIN = "abc"


def edited(**changes):
    metadata, _ = read(SOURCE)
    return write(SOURCE, metadata | changes).decode()


def changed_lines(before, after):
    old, new = before.split("\n"), after.split("\n")
    return [line for line in new if line not in old], [line for line in old if line not in new]


def test_values_are_read_and_the_body_is_what_follows():
    metadata, body = read(SOURCE)
    assert metadata["title"] == "Оплата: картой"
    assert metadata["questions"] == ["как заплатить картой", "где ввести карту"]
    assert metadata["note"] == "Первая строка\n# не комментарий\n"
    assert body == "\nТекст --- с чертой.\n---\n"


def test_lines_of_keys_and_body_are_known():
    lines = parse(SOURCE).lines
    assert lines["id"] == 3
    assert lines["status"] == 11
    assert lines["body"] == 19


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("010", "010"),
        ("12:30", "12:30"),
        ("1.10", "1.10"),
        ("2026-02-30", "2026-02-30"),
        ("0x80070057", "0x80070057"),
        ("1e3", "1e3"),
        ("404", 404),
        ("true", True),
        ("", None),
        ("~", None),
    ],
)
def test_values_stay_what_was_typed(written, value):
    assert read(f"---\nkey: {written}\n---\n")[0] == {"key": value}


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("Просто текст", "no-front-matter", 1),
        ("", "no-front-matter", 1),
        ("\n---\nid: a\n---\n", "no-front-matter", 1),
        ("---\nid: a\nтекст без конца", "front-matter-unclosed", 1),
        ("---\nid: a\ntitle: Оплата: картой\n---\n", "bad-yaml", 3),
        ("---\nid: a\ntitle: 'Оплата\n---\n", "bad-yaml", 3),
        ("---\nid: a\n\ttitle: x\n---\n", "bad-yaml", 3),
        ("---\nid: a\nпросто строка\nлишняя: да\n---\n", "bad-yaml", 3),
        ("---\n- id\n---\n", "bad-yaml", 2),
        ("---\nтекст\n---\n", "bad-yaml", 2),
        ("---\nid: a\n? [x, y]\n: z\n---\n", "bad-yaml", 3),
        ("---\nid: a\ntitle: x\nid: b\n---\n", "duplicate-key", 4),
        ("---\nid: a\ntitle: \x07\n---\n", "bad-yaml", 3),
        ("---\nid: !!python/object:os.system x\n---\n", "bad-yaml", 2),
        ("---\nid: !!int x\n---\n", "bad-yaml", 2),
        ("---\nid: !!timestamp x\n---\n", "bad-yaml", 2),
        ("---\nid: &a [*a]\nx: *b\n---\n", "bad-yaml", 3),
        (b"---\nid: a\ntitle: \xce\xef\xeb\xe0\xf2\xe0 \xea\xe0\xf0\xf2\n---\n", "not-utf8", 3),
        ("---\nid: a\n---\n".encode("utf-16"), "not-utf8", 1),
        (f"---\nid: {'[' * 100_000}\n---\n", "front-matter-too-large", 2),
        (f"---\nid: {'[' * 5_000}\n---\n", "front-matter-too-large", 2),
        (f"---\nid: {'- ' * 5_000}\n---\n", "front-matter-too-large", 2),
    ],
)
def test_broken_front_matter_names_code_and_line(source, code, line):
    with pytest.raises(FrontMatterError) as caught:
        parse(source)
    assert (caught.value.code, caught.value.line) == (code, line)


def test_encoding_that_agents_often_save_in_is_guessed():
    with pytest.raises(FrontMatterError) as caught:
        read("---\ntitle: Оплата картой онлайн\n---\n".encode("cp1251"))
    assert "windows-1251" in str(caught.value.values["guess"])


def test_nothing_changed_gives_the_same_bytes():
    metadata, body = read(SOURCE)
    assert write(SOURCE, metadata, body) == SOURCE.encode()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["", "\n"])
def test_line_ends_and_byte_order_mark_survive_a_change(newline, mark, ending):
    source = mark + f"---\nid: a\ntags:\n- x\n---\nТекст{ending}".replace("\n", newline)
    expected = source.replace("id: a", "id: b").replace("- x", f"- x{newline}- y")
    assert write(source.encode(), {"id": "b", "tags": ["x", "y"]}) == expected.encode()


def test_changed_value_changes_one_line_and_keeps_its_comment():
    added, removed = changed_lines(SOURCE, edited(status="published"))
    assert added == ["status: published  # ждёт проверки"]
    assert removed == ["status: draft  # ждёт проверки"]


def test_quotes_are_kept():
    assert 'title: "Оплата по QR"' in edited(title="Оплата по QR")


def test_added_list_item_leaves_comments_between_items():
    after = edited(questions=["как заплатить картой", "где ввести карту", "карта: как?"])
    assert changed_lines(SOURCE, after) == (["- 'карта: как?'"], [])


def test_removed_list_item_takes_only_its_line():
    after = edited(questions=["где ввести карту"])
    assert changed_lines(SOURCE, after) == ([], ["- как заплатить картой   # из чата"])


def test_list_in_brackets_stays_in_brackets():
    assert "tags: [оплата, СБП]\n" in edited(tags=["оплата", "СБП"])


def test_text_of_many_lines_is_replaced_without_the_comment_below():
    after = edited(note="Коротко")
    assert "note: Коротко\n\n# конец\nupdated" in after


def test_new_key_goes_to_its_place_and_dates_are_plain():
    assert "updated: 2026-10-14\nverified: 2026-11-01\n---" in edited(verified=date(2026, 11, 1))
    assert 'title: "Оплата: картой"\nsummary: Кратко\nquestions:' in edited(summary="Кратко")


def test_removed_key_takes_its_lines():
    metadata, body = read(SOURCE)
    del metadata["questions"]
    after = write(SOURCE, metadata, body).decode()
    assert read(after)[0] == metadata
    assert "как заплатить" not in after
    assert "# ждёт проверки" in after


def test_changed_body_leaves_front_matter_alone():
    metadata, _ = read(SOURCE)
    after = write(SOURCE, metadata, "Новый текст\n").decode()
    assert after == SOURCE[: SOURCE.index("---\n\nТекст")] + "---\nНовый текст\n"


def test_new_file_has_keys_in_the_agreed_order():
    made = write(b"", {"extra": 1, "title": "Да", "id": "a-1"}, "Текст\n").decode()
    assert made == "---\nid: a-1\ntitle: Да\nextra: 1\n---\nТекст\n"


keys = st.text(LATIN, min_size=1, max_size=4)
texts = st.text(st.characters(codec="utf-8"), max_size=30)
scalars = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | texts
values = scalars | st.lists(texts, max_size=4) | st.dictionaries(keys, scalars, max_size=3)
mappings = st.dictionaries(keys, values, max_size=6)
bodies = st.text(st.characters(codec="utf-8"), max_size=60)


@settings(deadline=None)
@given(mappings, bodies)
def test_any_file_is_read_as_it_was_written(metadata, body):
    source = write(b"", metadata, body)
    assert read(source) == (metadata, body.replace("\r\n", "\n"))


@settings(deadline=None)
@given(mappings, bodies)
def test_any_file_written_back_unchanged_is_the_same_bytes(metadata, body):
    source = write(b"", metadata, body)
    assert write(source, *read(source)) == source


@settings(deadline=None)
@given(mappings, mappings, bodies)
def test_any_change_is_read_back(before, after, body):
    source = write(b"", before, body)
    assert read(write(source, after))[0] == after


@settings(deadline=None)
@given(st.sampled_from(["title", "status", "tags", "note"]), texts | st.lists(texts, max_size=5))
def test_any_change_of_one_key_keeps_every_other_line(key, value):
    metadata, body = read(SOURCE)
    after = write(SOURCE, metadata | {key: value}).decode()
    assert read(after) == (metadata | {key: value}, body)
    assert "id: opl-01   # не менять\n" in after
    assert "- как заплатить картой   # из чата\n# и ещё\n" in after


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=300) | st.binary(max_size=300))
def test_any_text_is_read_or_refused(source):
    with suppress(FrontMatterError):
        assert parse(source).lines["body"] >= 3


@settings(deadline=None)
@given(st.text("abк:-|>'\"[]{}#&*!?, \n\t\r", max_size=200))
def test_any_yaml_like_text_is_read_and_edited_or_refused(text):
    source = f"---\n{text}\n---\n"
    try:
        metadata, body = read(source)
    except FrontMatterError:
        return
    assert write(source, metadata, body) == source.encode()
    changed = metadata | {"status": "published"}
    assert read(write(source, changed))[0] == changed


@pytest.mark.parametrize(
    "source", ["---\nx: {1: a}\n---\n", "---\n{id: a, title: b}\n---\n", "---\n---\n"]
)
def test_unusual_mappings_survive_a_change(source):
    metadata, body = read(source)
    assert write(source, metadata, body) == source.encode()
    assert read(write(source, metadata | {"status": "draft"}))[0]["status"] == "draft"
