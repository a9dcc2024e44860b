"""The content folder of these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.editing.revisions import Author

if TYPE_CHECKING:
    from pathlib import Path

ANNA: Final = Author(None, "Анна", "anna@polka.example")
BORIS: Final = Author(None, "Борис", "boris@polka.example")

RETURNS: Final = """---
id: voz-01
title: Возврат денег   # так спрашивают
summary: Как вернуть деньги
tags: [возврат, деньги]
audience: public
status: published
lang: ru
updated: 2026-10-14
---

Деньги вернутся на карту.

## Сроки

Обычно три дня.

## Наличные

Приходите в пункт выдачи.
"""
EXCHANGE: Final = """---
id: voz-02
title: Обмен товара
summary: Как обменять
audience: public
status: draft
lang: ru
---

Сначала верните: [возврат](vozvrat-deneg.md). ![Схема](shema.png)
"""


def fill(folder: Path) -> Path:
    """Write the articles into a new folder."""
    for category, title in (("vozvrat", "Возврат"), ("oplata", "Оплата")):
        (folder / category).mkdir(parents=True)
        (folder / category / "_category.yml").write_text(f"title: {title}\n", encoding="utf-8")
    (folder / "vozvrat" / "vozvrat-deneg.md").write_text(RETURNS, encoding="utf-8")
    (folder / "vozvrat" / "obmen.md").write_text(EXCHANGE, encoding="utf-8")
    (folder / "vozvrat" / "shema.png").write_bytes(b"a picture")
    return folder
