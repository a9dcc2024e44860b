"""What in a reply leads to articles that the customer may not read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import GUEST, Reader, Role
from app.articles.library import Library
from app.tickets.hidden_links import hidden_from

if TYPE_CHECKING:
    from pathlib import Path

    from app.articles.snapshot import Snapshot

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
BODY = "Деньги возвращает старший смены, если сумма больше пяти тысяч рублей."


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    write(tmp_path, "vozvrat-deneg", "voz-01", "Возврат денег", "public", "published")
    more = "redirect_from: [pamyatka-staraya]\n"
    write(tmp_path, "pamyatka-smeny", "Voz-02", "Памятка смены", "staff", "published", more)
    write(tmp_path, "chernovik", "voz-03", "Черновик", "public", "draft")
    return Library(tmp_path).refresh()


def write(
    folder: Path, slug: str, id_: str, title: str, audience: str, status: str, more: str = ""
) -> None:
    path = folder / "vozvrat" / f"{slug}.md"
    path.parent.mkdir(exist_ok=True)
    matter = f"id: {id_}\ntitle: {title}\naudience: {audience}\nstatus: {status}\nlang: ru\n{more}"
    path.write_text(f"---\n{matter}---\n{BODY}\n", encoding="utf-8")


def found(snapshot: Snapshot, text: str, *quoted: str) -> list[str]:
    return [article.id for article in hidden_from(GUEST, text, snapshot, NOW, quoted)]


@pytest.mark.parametrize(
    "text",
    [
        "Смотрите [здесь](https://polka.example/articles/pamyatka-smeny?rev=1#srok)",
        "HTTPS://POLKA.EXAMPLE/ARTICLES/PAMYATKA-SMENY",
        "/articles/%70amyatka-smeny",
        "/articles/pamyatka-staraya",
        "[тут](id:Voz-02)",
        "это в voz-02",
        "файл pamyatka-smeny.md",
        "написано в [Памятка  смены](https://elsewhere.example)",
        "написано в «памятка смены»",
    ],
)
def test_every_way_to_lead_to_a_hidden_article_is_found(snapshot: Snapshot, text: str) -> None:
    assert found(snapshot, text) == ["Voz-02"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Вот [Возврат денег](https://polka.example/articles/vozvrat-deneg)",
        "Памятка смены висит у кассы, в черновик её не пишите.",
        "https://elsewhere.example/pamyatka",
        "как в pamyatka-smeny-2025",
    ],
)
def test_what_leads_to_no_hidden_article_is_let_through(snapshot: Snapshot, text: str) -> None:
    assert found(snapshot, text) == []


def test_an_unpublished_article_is_hidden_too(snapshot: Snapshot) -> None:
    assert found(snapshot, "/articles/chernovik и «Черновик»") == ["voz-03"]


def test_a_quoted_line_of_a_linked_article_is_found(snapshot: Snapshot) -> None:
    quote = "> Деньги возвращает старший смены,\n> если сумма больше пяти тысяч рублей."
    assert found(snapshot, quote, "Voz-02") == ["Voz-02"]
    assert found(snapshot, quote) == []
    assert found(snapshot, "Деньги возвращает старший.", "Voz-02") == []


def test_staff_may_be_led_to_its_own_articles(snapshot: Snapshot) -> None:
    text = "/articles/pamyatka-smeny"
    assert hidden_from(Reader(Role.AGENT, 1), text, snapshot, NOW) == ()
