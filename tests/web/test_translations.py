"""Every text that people see is translated, and the compiled catalogs are those of the sources."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import app

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

APP = Path(app.__file__).parent
KEYWORDS = {"_", "gettext", "lazy_gettext", "DomainError", "Forbidden", "NotFound", "TooMany"}
PLACE = re.compile(r"%\(\w+\)s")
RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)


def catalog(lang: str) -> Catalog:
    with (APP / f"web/translations/{lang}/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=lang)


@cache
def written() -> set[str]:
    """Return every message in the code and templates, a plural one by its first form."""
    with (APP / "web/babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = dict.fromkeys(KEYWORDS) | {"ngettext": (1, 2)}
    found = extract_from_dir(str(APP), methods, options, keywords)  # type: ignore[arg-type]
    return {first(message) for _file, _line, message, _comments, _context in found}


def first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def messages(lang: str) -> list[Message]:
    return [message for message in catalog(lang) if message.id]


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_catalog_has_every_text_and_no_other(lang: str) -> None:
    assert {first(message.id) for message in messages(lang)} == written()


def test_every_text_is_in_english() -> None:
    for message in messages("en"):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), message.id
        assert not any(RUSSIAN.search(form) for form in forms), forms


def test_russian_plurals_have_three_forms() -> None:
    for message in messages("ru"):
        if message.pluralizable:
            assert len(message.string) == 3, message.id
            assert all(message.string), message.id


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_nothing_is_fuzzy(lang: str) -> None:
    assert not [message.id for message in messages(lang) if message.fuzzy]


def test_translations_fill_the_same_places() -> None:
    for message in messages("en"):
        if not message.pluralizable:
            assert set(PLACE.findall(message.string)) == set(PLACE.findall(str(message.id)))


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_compiled_catalog_is_that_of_its_source(lang: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalog(lang))
    kept = APP / f"web/translations/{lang}/LC_MESSAGES/messages.mo"
    assert kept.read_bytes() == compiled.getvalue()
