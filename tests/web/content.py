"""A small help centre for the tests: public, hidden, translated, moved and linked articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CATEGORY = """title: {title}
title_en: {title_en}
summary: Всё про это
icon: {icon}
order: {order}
"""

ARTICLE = """---
id: {id}
title: {title}
summary: {summary}
audience: {audience}
status: {status}
lang: {lang}
created: 2026-01-10
updated: {updated}
{more}---
{body}
"""

SECRET = "шифротайна"  # stands in every hidden article and nowhere else

FILES = "Принимаем карты Мир. ![Схема](shema.svg) [Договор](dogovor.html)"

LONG = """Деньги вернутся на ту же карту.

## Сколько ждать возврата {#srok}

Банк зачисляет деньги за 3 рабочих дня. Подробнее: [оплата](../oplata/oplata-kartoy.md).

## Если деньги не пришли

Проверьте [памятку](../sotrudnikam/pamyatka.md) и [черновик](id:voz-09).

### Куда писать

Напишите в поддержку.

## Чек возврата

| Способ | Срок |
| --- | --- |
| Карта | 3 дня |
"""


def write(folder: Path) -> None:
    """Write the help centre below `folder`."""
    _category(folder, "vozvrat", "Возврат", "Returns", "undo-2", 1)
    _category(folder, "oplata", "Оплата", "Payment", "credit-card", 2)
    _category(folder, "sotrudnikam", "Сотрудникам", "For staff", "headset", 3)
    _category(folder, "oplata/karty", "Карты", "Cards", "no-such-icon", 1)
    article(
        folder,
        "vozvrat/vozvrat-deneg",
        "voz-01",
        "Возврат денег за заказ",
        LONG,
        more="questions: [когда вернут деньги]\nredirect_from: [refund-old]\nrelated: [opl-01]\n",
    )
    article(
        folder,
        "vozvrat/refund",
        "voz-01-en",
        "Refund for an order",
        "The money comes back to the same card.",
        lang="en",
        more="translation_of: voz-01\n",
    )
    article(folder, "vozvrat/obmen", "voz-02", "Обмен товара", "Обменяйте товар в пункте выдачи.")
    article(
        folder,
        "vozvrat/chernovik",
        "voz-09",
        f"Черновик {SECRET}",
        f"Вернуть деньги: {SECRET}.",
        status="draft",
    )
    article(folder, "oplata/oplata-kartoy", "opl-01", "Оплата картой", FILES)
    article(folder, "oplata/karty/mir", "opl-02", "Карта Мир", "Карта «Мир» принимается везде.")
    article(
        folder,
        "sotrudnikam/pamyatka",
        "sot-01",
        f"Памятка {SECRET}",
        f"Вернуть деньги вручную: {SECRET}. ![Схема](shema.png)",
        audience="staff",
        more="verified: 2026-01-10\nverify_every_days: 30\nredirect_from:\n- staff-old\n",
    )


def article(
    folder: Path,
    path: str,
    article_id: str,
    title: str,
    body: str,
    *,
    summary: str = "Коротко об этом",
    audience: str = "public",
    status: str = "published",
    lang: str = "ru",
    updated: str = "2026-10-14",
    more: str = "",
) -> None:
    """Write one article to `path` (category and slug) below `folder`."""
    file = folder / f"{path}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = ARTICLE.format(
        id=article_id,
        title=title,
        summary=summary,
        audience=audience,
        status=status,
        lang=lang,
        updated=updated,
        more=more,
        body=body,
    )
    file.write_text(text, encoding="utf-8")


def _category(folder: Path, path: str, title: str, title_en: str, icon: str, order: int) -> None:
    file = folder / path / "_category.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        CATEGORY.format(title=title, title_en=title_en, icon=icon, order=order), encoding="utf-8"
    )
