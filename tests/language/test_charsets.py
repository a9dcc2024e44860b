"""Bytes whose encoding nobody named, told by what Russian looks like in them."""

import pytest

from app.language.charsets import guessed_russian

TEXT = "Как вернуть деньги за заказ? Откройте раздел и нажмите кнопку."


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize("before", ["", "Plain English comes first. " * 400])
def test_russian_in_an_older_encoding_is_read_and_its_encoding_named(encoding, before):
    assert guessed_russian((before + TEXT).encode(encoding)) == (before + TEXT, encoding)


@pytest.mark.parametrize("data", [b"", b"only ASCII", b"\x89PNG\r\n\x1a\n\x00\xff\xfe\xfa" * 40])
def test_what_is_no_russian_text_is_not_made_one(data):
    assert guessed_russian(data) is None
