"""What leaves as Markdown comes back byte for byte, whatever stands in the files."""

from __future__ import annotations

import io
import string
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.articles import front_matter
from app.articles.library import Library
from app.editing.editor import Author
from app.exchange.applying import apply
from app.exchange.exporting import Order, pieces
from app.exchange.opening import open_source
from app.exchange.planning import Wishes, plan
from tests.exchange.sources import PNG, folder, large_picture, said, zipped

if TYPE_CHECKING:
    from app.editing.editor import Editor
    from app.exchange.plans import Plan

BY = Author(None, "Анна")
FILES = {
    "oplata/_category.yml": "# что здесь\ntitle: Оплата\r\norder: 3\n",
    "oplata/kartoy.md": "\ufeff---\r\nid: opl-01\r\ntitle: 'Картой'  # так\r\naudience: staff\r\n"
    "status: draft\r\nlang: ru\r\nnotes: {a: [1, 2]}\r\n---\r\nТекст ![к](Схема.png)\r\n",
    "oplata/Схема.png": PNG,
    "oplata/karty/mir.md": "---\nid: mir-1\ntitle: Мир\naudience: public\nstatus: published\n"
    "lang: ru\n---\n[к](../kartoy.md)",
}


def exported(library: Library) -> bytes:
    return b"".join(pieces(library.refresh(), Order(audience="all")))


def look(source: Path, library: Library, **wishes: object) -> Plan:
    return plan(open_source(source), library.refresh(), Wishes(**wishes))  # type: ignore[arg-type]


def test_export_import_export_gives_the_same_bytes(
    library: Library, editor: Editor, tmp_path: Path
) -> None:
    before = Library(folder(tmp_path / "before", FILES))
    source = tmp_path / "export.zip"
    source.write_bytes(exported(before))
    archive = open_source(source)
    found = plan(archive, library.refresh(), Wishes())
    assert found.counts()["new"] == 2
    assert apply(found, archive, editor, BY).notes == []
    assert exported(library) == source.read_bytes()
    assert look(source, library).to_do == ()


def test_large_picture_of_an_export_comes_back_as_large(
    library: Library, editor: Editor, tmp_path: Path
) -> None:
    large = {**FILES, "oplata/Схема.png": large_picture("PNG")}
    source = tmp_path / "export.zip"
    source.write_bytes(exported(Library(folder(tmp_path / "before", large))))
    archive = open_source(source)
    apply(plan(archive, library.refresh(), Wishes()), archive, editor, BY)
    assert exported(library) == source.read_bytes()


def test_export_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    one = Library(folder(tmp_path / "one", FILES))
    other = Library(folder(tmp_path / "other", dict(reversed(FILES.items()))))
    assert exported(one) == exported(other)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(string.ascii_lowercase, min_size=1, max_size=8), inner, max_size=3
        )
    ),
    max_leaves=6,
)
KEYS = st.text(string.ascii_lowercase, min_size=1, max_size=8).map(lambda key: f"x_{key}")
BODIES = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


FILE = st.tuples(st.dictionaries(KEYS, VALUES, max_size=5), BODIES, st.booleans(), st.booleans())


def file_of(number: int, extra: dict[str, object], body: str, windows: bool, marked: bool) -> bytes:
    """A file with odd keys and text, with the line ends and the mark of Windows or without."""
    known = {
        "id": f"a-{number}",
        "title": "А",
        "audience": "public",
        "status": "draft",
        "lang": "ru",
    }
    content = front_matter.write(b"", {**known, **extra}, body)
    if windows:
        content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return b"\xef\xbb\xbf" + content if marked else content


@settings(max_examples=50)
@given(st.lists(FILE, min_size=20, max_size=20))
def test_a_thousand_front_matters_and_bodies_leave_and_come_in_as_they_are(
    drawn: list[tuple[dict[str, object], str, bool, bool]],
) -> None:
    contents = {f"razdel/a-{n}.md": file_of(n, *one) for n, one in enumerate(drawn)}
    with TemporaryDirectory() as place:
        root = Path(place)
        source = root / "export.zip"
        source.write_bytes(exported(Library(folder(root / "before", contents))))
        changes = look(source, Library(root / "empty")).changes
    assert {change.path: change.content for change in changes} == contents
    assert {change.kind for change in changes} == {"new"}


def edited(tmp_path: Path, library: Library, path: str, old: str, new: str) -> Path:
    """An export of the library in which somebody has changed a file."""
    changed = {}
    with zipfile.ZipFile(io.BytesIO(exported(library))) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            changed[name] = content.replace(old.encode(), new.encode()) if name == path else content
    return zipped(tmp_path / "edited.zip", changed)


def test_edit_of_an_export_is_taken_where_nothing_changed_here(tmp_path: Path) -> None:
    library = Library(folder(tmp_path / "here", FILES))
    source = edited(tmp_path, library, "oplata/karty/mir.md", "title: Мир", "title: Карта Мир")
    assert look(source, library).counts()["changed"] == 1
    path = library.folder / "oplata/karty/mir.md"
    path.write_text(path.read_text().replace("[к]", "[здешнее]"))
    found = look(source, library)
    assert found.counts()["conflict"] == 1
    assert any("изменилась и в архиве, и здесь" in line for line in said(found))
    assert look(source, library, overwrite=True).counts()["changed"] == 1


def test_older_export_does_not_undo_what_changed_here(tmp_path: Path) -> None:
    library = Library(folder(tmp_path / "here", FILES))
    source = tmp_path / "export.zip"
    source.write_bytes(exported(library))
    path = library.folder / "oplata/karty/mir.md"
    path.write_text(path.read_text().replace("[к]", "[новее]"))
    found = look(source, library)
    assert (found.counts()["unchanged"], found.to_do) == (2, ())
    assert any("Здесь статья новее, чем в выгрузке" in line for line in said(found))


HEAD = "audience: public\nstatus: draft\nlang: ru\n"
WRONG = [
    ({"oplata/a.md": f"---\ntitle: А\n{HEAD}---\nт"}, "oplata/a.md", "«id»"),
    (
        {"oplata/a.md": FILES["oplata/karty/mir.md"], "oplata/b.md": FILES["oplata/karty/mir.md"]},
        "oplata/b.md",
        "Такой же id",
    ),
    ({"oplata/Имя.md": FILES["oplata/karty/mir.md"]}, "oplata/Имя.md", "строчные латинские"),
    ({"oplata/a/b/c.md": FILES["oplata/karty/mir.md"]}, "oplata/a/b/c.md", "вне разделов"),
    ({"README.md": "# Всё"}, "README.md", "вне разделов"),
    (
        {"oplata/a.md": f"---\nid: a\ntitle: А\n{HEAD}---\nт".replace("public", "all")},
        "oplata/a.md",
        "«audience»",
    ),
    ({"oplata/a.md": b"\xff\xfe\xfa"}, "oplata/a.md", "UTF-8"),
    ({"oplata/a.png": b"no picture"}, "oplata/a.png", "Это не картинка"),
]


@pytest.mark.parametrize(("added", "path", "sentence"), WRONG)
def test_file_of_an_export_that_cannot_come_in_is_named(
    tmp_path: Path, added: dict[str, str | bytes], path: str, sentence: str
) -> None:
    source = zipped(tmp_path / "a.zip", {"oplata/_category.yml": "title: Оплата\n", **added})
    found = look(source, Library(tmp_path / "nothing"))
    assert found.flavour == "podskazhi"
    assert [line for line in said(found) if line.startswith(f"{path}: ") and sentence in line], (
        said(found)
    )
