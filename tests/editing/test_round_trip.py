"""Any file is written back byte for byte; a change of one key leaves all else as it was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.articles import front_matter
from app.editing import composing, merging
from tests.editing.shelf import ANNA, RETURNS

if TYPE_CHECKING:
    from app.editing.editor import Editor

TODAY = date(2026, 11, 28)

texts = st.text(st.characters(codec="utf-8"), max_size=30)
scalars = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | texts
values = scalars | st.lists(texts, max_size=4)
metadata = st.dictionaries(st.text("abcкл_ -", min_size=1, max_size=6), values, max_size=6)
bodies = st.text(st.characters(codec="utf-8"), max_size=80)
line_ends = st.sampled_from(["\n", "\r\n"])
marks = st.sampled_from(["", "\ufeff"])


@settings(max_examples=1000)
@given(metadata, bodies, line_ends, marks)
def test_file_that_nobody_changed_keeps_its_bytes(
    keys: dict[str, object], body: str, line_end: str, mark: str
) -> None:
    written = front_matter.write(b"", keys, body).decode()
    content = (mark + written.replace("\r\n", "\n").replace("\n", line_end)).encode()
    read, read_body = front_matter.read(content)
    assert composing.changed(content, TODAY, read, read_body) == content
    assert merging.propose(content, content, content).content() == content


@settings(max_examples=200)
@given(metadata, bodies, texts)
def test_change_of_a_key_is_all_that_changes(
    keys: dict[str, object], body: str, owner: str
) -> None:
    content = front_matter.write(b"", keys, body)
    changed = composing.changed(content, TODAY, {"owner": owner})
    assert front_matter.read(changed) == ({**keys, "owner": owner}, front_matter.read(content)[1])
    back = composing.changed(changed, TODAY, {"owner": keys.get("owner")})
    assert front_matter.read(back) == front_matter.read(content)


@pytest.mark.parametrize(
    "content",
    [
        RETURNS.encode().replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + RETURNS.encode(),
        RETURNS.encode().rstrip(),
        RETURNS.encode() + b"\n\n \t\n",
        RETURNS.replace("Возврат денег   #", "'Возврат: денег' #").encode(),
    ],
)
def test_saved_bytes_are_the_bytes_on_disk(editor: Editor, content: bytes) -> None:
    base = editor.source("voz-01").revision
    saved = editor.save("voz-01", content, base, ANNA)
    assert editor.source("voz-01").content == content
    assert editor.source("voz-01").revision == saved.revision
