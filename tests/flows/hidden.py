"""A small help centre in which every part of a hidden article carries a telltale word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LURE = "абракадабра"  # in public and hidden articles alike: a search must find the public one only


@dataclass(frozen=True)
class Hidden:
    """A hidden article: why it is hidden, and the words that only it holds."""

    kind: str
    front_matter: str
    category: str = "obshchee"

    @property
    def id(self) -> str:
        return f"id-{self.kind}-zqx"

    @property
    def slug(self) -> str:
        return f"adres-{self.kind}"

    @property
    def secrets(self) -> tuple[str, ...]:
        parts = ("nazvanie", "svodka", "vopros", "metka", "zagolovok", "telo", "fayl", "staroe")
        return (*(f"{part}{self.kind}zqx" for part in parts), self.id)


HIDDEN = (
    Hidden("staff", "audience: staff\nstatus: published"),
    Hidden("draft", "audience: public\nstatus: draft"),
    Hidden("review", "audience: public\nstatus: review"),
    Hidden("archived", "audience: public\nstatus: archived"),
    Hidden("future", "audience: public\nstatus: published\npublish_at: 2099-01-01T00:00:00+03:00"),
    Hidden("past", "audience: public\nstatus: published\nunpublish_at: 2020-01-01T00:00:00+03:00"),
    Hidden("broken", "audience: public\nstatus: publlished"),
    Hidden("only", "audience: staff\nstatus: published", category="tolko-svoi"),
    Hidden("shelved", "audience: public\nstatus: published", category="zakrytaya/vnutri"),
)
SECRET_CATEGORY = "kategoriyazqx"


def write(folder: Path) -> None:
    """Write the articles into `folder`."""
    _write_category(folder / "obshchee", "Общее")
    _write_category(folder / "tolko-svoi", SECRET_CATEGORY)
    _write_category(folder / "zakrytaya", SECRET_CATEGORY, "audience: staff\n")
    _write_category(folder / "zakrytaya" / "vnutri", SECRET_CATEGORY)
    terms = "\n".join(f"Слово {h.kind}:\n  definition: Да.\n  article: {h.id}" for h in HIDDEN)
    (folder / "_glossary.yml").write_text(f"{terms}\n", encoding="utf-8")
    (folder / "obshchee" / "otkrytaya.md").write_text(_public(), encoding="utf-8")
    for hidden in HIDDEN:
        path = folder / hidden.category / f"{hidden.slug}.md"
        path.write_text(_hidden(hidden), encoding="utf-8")
        file = path.parent / f"fayl{hidden.kind}zqx.txt"
        file.write_text(f"telo{hidden.kind}zqx", encoding="utf-8")


def _write_category(folder: Path, title: str, more: str = "") -> None:
    folder.mkdir(parents=True)
    (folder / "_category.yml").write_text(
        f"title: {title}\ntitle_en: {title}\nsummary: Раздел.\nicon: package\norder: 1\n{more}",
        encoding="utf-8",
    )


def _public() -> str:
    links = "\n".join(
        f"- [подробнее {number}]({hidden.slug}.md) и [ещё](id:{hidden.id})"
        for number, hidden in enumerate(HIDDEN)
        if hidden.category == "obshchee"
    )
    related = "\n".join(f"- {hidden.id}" for hidden in HIDDEN)
    return f"""---
id: otk-01
title: Открытая {LURE}
summary: Статья для всех.
audience: public
status: published
lang: ru
created: 2026-01-01
updated: 2026-01-02
related:
{related}
---
Здесь {LURE} для всех.

## Ссылки

{links}
"""


def _hidden(hidden: Hidden) -> str:
    kind = hidden.kind
    return f"""---
id: {hidden.id}
title: {LURE} nazvanie{kind}zqx
summary: {LURE} svodka{kind}zqx
questions:
- {LURE} vopros{kind}zqx
tags:
- metka{kind}zqx
{hidden.front_matter}
lang: ru
created: 2026-01-01
updated: 2026-11-11
redirect_from:
- staroe{kind}zqx
---
{LURE} telo{kind}zqx

## {LURE} zagolovok{kind}zqx

Текст {LURE} telo{kind}zqx. [Файл](fayl{kind}zqx.txt)
"""
