"""Exports for the public hold no byte of what is hidden, and need no server and no other host."""

from __future__ import annotations

import io
import json
import posixpath
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, get_args
from urllib.parse import unquote

import pytest

from app.articles.library import Library
from app.exchange.exporting import Form, Order, files, pieces
from app.exchange.zip_writing import zipped
from tests.exchange.sources import folder
from tests.flows import hidden
from tests.flows.hidden import HIDDEN, SECRET_CATEGORY

if TYPE_CHECKING:
    from collections.abc import Mapping

ASSETS = Path(__file__).parents[2] / "app" / "web" / "static"
ARTICLES = Path(__file__).parents[2] / "articles"
PLACE = re.compile(r'(?:href|src)="([^"]*)"')
TELLING = """---
id: otk-02
title: Вторая
audience: public  # servisnyyzqx
status: published
lang: ru
owner: vladeleczqx
translation_of: id-staff-zqx
---
Текст <!-- kommentariyzqx --> [к][1], [к](adres-staff.md#zagolovokstaffzqx), `код`.

<a href="adres-draft.md">к</a> <span data-a="atributzqx">да</span> ![к](faylstaffzqx.txt)

```python
x = 1
```

[1]: adres-staff.md
[2]: adres-review.md
"""


def contents(library: Library, **order: object) -> Mapping[str, bytes]:
    found = io.BytesIO(exported(library, **order))
    if order["form"] == "json":
        return {"articles.json": found.getvalue()}
    with zipfile.ZipFile(found) as archive:
        assert archive.testzip() is None
        return {path: archive.read(path) for path in archive.namelist()}


def exported(library: Library, **order: object) -> bytes:
    return b"".join(pieces(library.refresh(), Order(assets=ASSETS, **order)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def secretive(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Hidden articles of every kind, and public ones that name them in every way."""
    root = tmp_path_factory.mktemp("secretive")
    hidden.write(root)
    (root / "obshchee" / "vtoraya.md").write_text(TELLING, encoding="utf-8")
    (root / "obshchee" / "vtoroy.txt").write_text("не нужен")
    return Library(root)


@pytest.mark.parametrize("form", get_args(Form))
def test_public_export_holds_no_byte_of_a_hidden_article(secretive: Library, form: str) -> None:
    found = contents(secretive, form=form, audience="public")
    whole = b"\n".join(path.encode() + b"\n" + content for path, content in found.items())
    words = [word for article in HIDDEN for word in (*article.secrets, article.slug)]
    words += [SECRET_CATEGORY, "tolko-svoi", "zqx"]
    referred = {"faylstaffzqx.txt", "telostaffzqx"}  # a public article shows this file
    shown = whole.replace(b"faylstaffzqx.txt", b"").replace(b"telostaffzqx", b"")
    assert [word for word in words if word not in referred and word.encode() in shown] == []
    assert "Открытая".encode() in whole


@pytest.mark.parametrize("form", get_args(Form))
def test_export_of_everything_holds_the_hidden_articles(secretive: Library, form: str) -> None:
    found = contents(secretive, form=form, audience="all")
    whole = b"\n".join(found.values())
    assert [a.kind for a in HIDDEN if f"nazvanie{a.kind}zqx".encode() not in whole] == []


@pytest.fixture(scope="module")
def site() -> Mapping[str, bytes]:
    """The demonstration's articles as a site of plain files."""
    return contents(Library(ARTICLES), form="site", site_name="Полка & Ко")


def test_every_link_of_the_site_leads_to_a_file_of_it(site: Mapping[str, bytes]) -> None:
    broken = []
    for path, content in site.items():
        if not path.endswith(".html"):
            continue
        for place in PLACE.findall(content.decode()):
            target = unquote(place.partition("#")[0].partition("?")[0])
            if target and ":" not in target:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                broken += [] if target in site else [(path, place)]
    assert broken == []


def test_anchors_of_the_site_are_there(site: Mapping[str, bytes]) -> None:
    page = site["articles/smenit-nomer.html"].decode()
    assert 'id="bez-starogo-nomera"' in page
    linking = [p for p, c in site.items() if b"smenit-nomer.html#bez-starogo-nomera" in c]
    assert linking


def test_site_loads_nothing_from_elsewhere_and_runs_nothing_inline(
    site: Mapping[str, bytes],
) -> None:
    for path, content in site.items():
        text = content.decode("utf-8", "replace") if path.endswith((".html", ".css")) else ""
        assert not re.search(r"<(?:img|script|link|iframe)[^>]+(?:src|href)=\"(?:https?:)?//", text)
        assert "url(http" not in text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=", text)


def test_site_escapes_its_name_and_counts_in_russian(site: Mapping[str, bytes]) -> None:
    home = site["index.html"].decode()
    assert "Полка &amp; Ко" in home
    assert re.search(r"\d+ (статья|статьи|статей)</p>", home)


def test_old_addresses_of_the_site_lead_on(tmp_path: Path) -> None:
    article = (
        "---\nid: a\ntitle: А\naudience: public\nstatus: published\nlang: ru\n"
        "redirect_from: [staraya]\n---\nда\n"
    )
    root = folder(tmp_path, {"r/_category.yml": "title: Р\n", "r/a.md": article})
    page = contents(Library(root), form="site")["articles/staraya.html"].decode()
    assert 'content="0; url=a.html"' in page


def test_search_index_holds_dictionary_forms(site: Mapping[str, bytes]) -> None:
    script = site["assets/search-index.js"].decode()
    entries = json.loads(script.removeprefix("window.podskazhiIndex = ").rstrip(";\n"))
    entry = next(item for item in entries if item["u"] == "articles/vozvrat-tovara.html")
    assert {"возврат", "товар"} <= set(entry["n"].split())


def test_json_says_what_the_document_describes(tmp_path: Path) -> None:
    article = (
        "---\nid: a\ntitle: А\nsummary: К\naudience: public\nstatus: published\nlang: ru\n"
        "created: 2026-01-02\n---\n## Шаг\n\nда ![к](к.txt)\n"
    )
    root = folder(tmp_path, {"r/_category.yml": "title: Р\n", "r/a.md": article, "r/к.txt": "x"})
    found = json.loads(contents(Library(root), form="json", site_name="Полка")["articles.json"])
    described = (Path(__file__).parents[2] / "docs" / "export-json.md").read_text(encoding="utf-8")
    keys = {*found, *found["articles"][0], *found["categories"][0]}
    keys |= {*found["articles"][0]["sections"][0], *found["articles"][0]["files"][0]}
    everything = json.loads(contents(Library(root), form="json", audience="all")["articles.json"])
    keys |= set(everything["articles"][0])
    assert [key for key in sorted(keys) if f"`{key}`" not in described] == []
    assert found["articles"][0]["created"] == "2026-01-02"


def test_export_says_that_an_article_in_a_category_for_staff_is_staffs(tmp_path: Path) -> None:
    article = "---\nid: a\ntitle: А\naudience: public\nstatus: published\n---\nда\n"
    closed = {"r/_category.yml": "title: Р\naudience: staff\n", "r/a.md": article}
    library = Library(folder(tmp_path, closed))
    found = json.loads(contents(library, form="json", audience="all")["articles.json"])
    assert [found["articles"][0]["audience"], found["categories"][0]["audience"]] == ["staff"] * 2
    site = contents(library, form="site", audience="all", site_name="Полка")
    assert "Только сотрудникам" in site["categories/r.html"].decode()


def test_document_is_the_same_as_if_it_were_written_at_once(tmp_path: Path) -> None:
    article = "---\nid: {0}\ntitle: А\naudience: public\nstatus: published\n---\nда\n\n- «нет»\n"
    root = tmp_path / "none"
    root.mkdir()
    two = folder(tmp_path / "two", {f"r/{name}.md": article.format(name) for name in "ab"})
    for library, count in ((Library(root), 0), (Library(two), 2)):
        found = exported(library, form="json")
        said = json.loads(found)
        assert len(said["articles"]) == count
        assert found.decode() == json.dumps(said, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("form", get_args(Form))
def test_export_comes_in_pieces(form: str) -> None:
    found = list(pieces(Library(ARTICLES).snapshot, Order(form=form, assets=ASSETS)))  # type: ignore[arg-type]
    whole = sum(map(len, found))
    assert max(map(len, found)) < whole / 4
    assert len(found[0]) < whole / 20


def test_export_of_a_file_that_has_gone_breaks_off(tmp_path: Path) -> None:
    root = folder(tmp_path, {"r/_category.yml": "title: Р\n", "r/a.png": b"a", "r/b.png": b"b"})
    found = pieces(Library(root).snapshot, Order(audience="all"))
    begun = next(found)
    (root / "r" / "b.png").unlink()
    with pytest.raises(FileNotFoundError):
        begun += b"".join(found)
    assert not zipfile.is_zipfile(io.BytesIO(begun))


FILES = [("б.md", b"2" * 500), ("а.PNG", b"1" * 500), ("пусто.md", b"")]


def test_zip_that_is_sent_is_the_one_that_would_be_written(tmp_path: Path) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for path, content in FILES:
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            is_packed = path.endswith("PNG")
            entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=6)
    (tmp_path / "а.PNG").write_bytes(FILES[1][1])
    sent = list(zipped([FILES[0], ("а.PNG", tmp_path / "а.PNG"), FILES[2]]))
    assert b"".join(sent) == written.getvalue()
    assert len(sent) == 4


def test_file_that_two_articles_show_is_in_an_export_once(tmp_path: Path) -> None:
    article = "---\nid: {0}\ntitle: А\naudience: public\nstatus: published\n---\n![к](к.png)\n"
    root = folder(
        tmp_path, {**{f"r/{name}.md": article.format(name) for name in "ab"}, "r/к.png": b"k"}
    )
    for form in ("site", "markdown"):
        order = Order(form=form, assets=ASSETS)  # type: ignore[arg-type]
        paths = [path for path, _ in files(Library(root).snapshot, order)]
        assert [path for path in paths if path.endswith("к.png")] == [
            "files/r/к.png" if form == "site" else "r/к.png"
        ]
        assert len(paths) == len(set(paths))
