"""What a source may be: harmful archives are refused with a sentence, before anything is read."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from app.errors import DomainError
from app.exchange import archives
from app.exchange.archives import source_name
from app.exchange.opening import open_source
from app.exchange.paths import safe
from tests.exchange.sources import bomb, folder, opened, zipped

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("docs/a.md", "docs/a.md"),
        ("docs\\Как.md", "docs/Как.md"),
        ("./docs//a.md", "docs/a.md"),
        ("и\u0306.md", "й.md"),
        ("../a.md", None),
        ("docs/../../a.md", None),
        ("/etc/passwd", None),
        ("C:\\a.md", None),
        ("\\\\server\\a.md", None),
        ("a\x00.md", None),
        ("a\n.md", None),
        ("", None),
        ("a" * 600, None),
    ],
)
def test_name_that_leads_out_is_none(name: str, path: str | None) -> None:
    assert safe(name) == path


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("docs.zip", "docs"),
        ("docs (1).zip", "docs"),
        ("fastapi-0.115.0.tar", "fastapi"),
        ("help-2026-11-28.zip", "help"),
        ("site-v2-main.zip", "site"),
        ("Справка.zip", "справка"),
        ("1.2.3.zip", "1-2-3"),
        ("???.zip", "import"),
    ],
)
def test_source_keeps_its_name_from_version_to_version(file: str, name: str) -> None:
    assert source_name(file) == name


def test_unsafe_files_are_named_and_the_others_are_taken(tmp_path: Path) -> None:
    archive = opened(tmp_path, {"../evil.md": "x", "/abs.md": "x", "docs/a.md": "# А\n\nТекст"})
    assert archive.paths() == ["docs/a.md"]
    assert {note.path for note in archive.notes} == {"../evil.md", "/abs.md"}
    assert all("за пределы архива" in str(note) for note in archive.notes)


def test_symbolic_link_in_a_zip_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("link.md")
        entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    found = open_source(path)
    assert found.paths() == []
    assert ["ссылка файловой системы" in str(note) for note in found.notes] == [True]


def test_symbolic_link_in_a_folder_is_named(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("тайна")
    root = folder(tmp_path / "docs", {"a.md": "# А"})
    (root / "b.md").symlink_to(secret)
    found = open_source(root)
    assert found.paths() == ["a.md"]
    assert [note.path for note in found.notes] == ["b.md"]


def test_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(bomb(30_000_000))
    with pytest.raises(DomainError, match="чтобы заполнить диск"):
        open_source(path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 5)
    with pytest.raises(DomainError, match="больше 5 файлов"):
        opened(tmp_path, {f"{number}.md": "x" for number in range(6)})
    with pytest.raises(DomainError, match="больше 5 файлов"):
        open_source(folder(tmp_path / "many", {f"{number}.md": "x" for number in range(6)}))


def test_too_much_in_all_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 1_000)
    with pytest.raises(DomainError, match="распакованном виде"):
        opened(tmp_path, {"a.md": "x" * 2_000})


def test_list_of_a_million_files_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "million.zip"
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0x0FFFFFFF, 0, 0)
    path.write_bytes(b"PK\x03\x04" + b"\0" * 100 + end)
    with pytest.raises(DomainError, match="Разделите его на части"):
        open_source(path)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"not a zip at all", b"PK\x03\x04" * 50])
def test_broken_archive_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(DomainError, match="не читается"):
        open_source(path)


def test_damaged_file_in_a_zip_is_a_sentence_not_a_failure(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.md": "# Название\n\nТекст " * 50})
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(content)
    archive = open_source(path)
    with pytest.raises(DomainError, match="повреждён"):
        archive.read("a.md")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_second_file_of_the_same_name_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.md", "первый")
        archive.writestr("a.md", "второй")
        archive.writestr("A.md", "третий")
    found = open_source(path)
    assert found.read("a.md").decode() == "первый"
    assert [str(note)[:32] for note in found.notes] == [
        "В архиве два файла с одним имене",
        "Имя отличается от «A.md» только ",
    ]


def test_cyrillic_names_of_older_windows_programs_are_read(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("XXXXXX.md", "x")
    raw = target.getvalue().replace(b"XXXXXX", "оплата".encode("cp866"))
    path = tmp_path / "a.zip"
    path.write_bytes(raw)
    assert open_source(path).paths() == ["оплата.md"]


def test_hidden_files_are_left_out_and_counted(tmp_path: Path) -> None:
    files = {".obsidian/app.json": "{}", "__MACOSX/a.md": "x", "a.md": "# А", ".DS_Store": ""}
    archive = opened(tmp_path, files)
    assert archive.paths() == ["a.md"]
    assert [str(note) for note in archive.notes] == ["Скрытые и служебные файлы пропущены: 3."]


@pytest.mark.parametrize("name", ["a.rar", "a.7z", "a.tar.gz", "a.docx", "nothing-there"])
def test_what_is_no_source_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name != "nothing-there":
        path.write_bytes(b"something")
    with pytest.raises(DomainError, match=r"zip|Здесь нет"):
        open_source(path)
