"""Beginning a new article."""

from datetime import date

import pytest

from app.articles.checking import check
from app.articles.drafting import begin
from app.articles.library import Library
from app.errors import DomainError

TODAY = date(2026, 5, 1)


def begun(folder, title="Оплата картой", category="oplata"):
    return begin(Library(folder).snapshot, title, category, TODAY)


def test_draft_has_an_address_from_its_title_and_the_next_id(folder, write_article):
    write_article("oplata/a.md", "opl-01")
    write_article("oplata/b.md", "opl-09")
    draft = begun(folder)
    assert draft.id == "opl-10"
    assert draft.path == folder / "oplata" / "oplata-kartoy.md"


def test_id_is_free_in_the_whole_tree(folder, write_article):
    write_article("zakazy/a.md", "opl-07")
    assert begun(folder).id == "opl-08"


def test_taken_address_gets_a_number(folder, write_article):
    write_article("zakazy/oplata-kartoy.md", "a")
    write_article("zakazy/b.md", "b", redirect_from="[oplata-kartoy-2]")
    (folder / "oplata" / "oplata-kartoy-3.md").write_text("broken")
    assert begun(folder).path.name == "oplata-kartoy-4.md"


@pytest.mark.parametrize(
    "title", ["Оплата: «картой»", "yes", "404", "- # {x}", "'\"", "😀", "я" * 300]
)
def test_any_title_gives_an_article_that_reads_back_hidden(folder, title):
    draft = begun(folder, title)
    draft.path.write_bytes(draft.content)
    snapshot = Library(folder).snapshot
    article = snapshot.get(draft.id)
    assert article.title == title
    assert article.status == "draft"
    assert (article.created, article.updated) == (TODAY, TODAY)
    assert [item.code for item in check(snapshot)] == ["missing-summary"]


def test_unknown_category_is_refused_with_the_known_ones(folder):
    with pytest.raises(DomainError, match=r"Раздела «net» нет. Есть: oplata"):
        begun(folder, category="net")


def test_title_is_wanted(folder):
    with pytest.raises(DomainError, match="названия"):
        begun(folder, title="  ")
