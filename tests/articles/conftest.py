"""A small content folder that tests write into."""

from collections.abc import Callable
from pathlib import Path

import pytest

WriteArticle = Callable[..., Path]


def front_matter(article_id: str, **changes: str | None) -> str:
    """Front matter that is complete, changed by keyword; None leaves a key out."""
    keys: dict[str, str | None] = {
        "id": article_id,
        "title": f"Статья {article_id}",
        "summary": "О чём она.",
        "audience": "public",
        "status": "published",
        "lang": "ru",
        **changes,
    }
    lines = [f"{key}: {value}\n" for key, value in keys.items() if value is not None]
    return "---\n" + "".join(lines) + "---\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with the category «Оплата»."""
    root = tmp_path / "articles"
    (root / "oplata").mkdir(parents=True)
    (root / "oplata" / "_category.yml").write_text(
        "title: Оплата\ntitle_en: Payment\nsummary: Как платить\nicon: credit-card\norder: 2\n"
    )
    return root


@pytest.fixture
def write_article(folder: Path) -> WriteArticle:
    """write_article("oplata/kartoy.md", "opl-01", body="…", title="…") writes a real file."""

    def write(path: str, article_id: str, body: str = "Текст.\n", **changes: str | None) -> Path:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(front_matter(article_id, **changes) + body)
        return file

    return write
