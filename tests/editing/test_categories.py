"""Categories: minimal changes of their files, order, places, and what is never done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.editing import categories, category_files
from app.editing.categories import CategoryForm
from app.errors import Conflict, InvalidInput, NotFound
from tests.editing.shelf import ANNA

if TYPE_CHECKING:
    from app.articles.library import Library
    from app.editing.editor import Editor

DESCRIBED = """# Про оплату
title: 'Оплата'   # коротко
summary: Карты
order: 5
fields:
- key: order
  label: Номер заказа
"""


def text(library: Library, path: str) -> str:
    return (library.folder / path / "_category.yml").read_text(encoding="utf-8")


def seen(library: Library, path: str = "oplata") -> str:
    return category_files.revision(library.refresh(), path)


def paths(library: Library) -> list[str]:
    return [item.path for item in categories.siblings(library.refresh(), None)]


def test_a_description_changes_by_what_differs(editor: Editor, library: Library) -> None:
    file = library.folder / "oplata" / "_category.yml"
    file.write_text(DESCRIBED, encoding="utf-8")
    form = CategoryForm(title="Оплата", summary="Карты", icon="wallet")
    categories.change(editor, "oplata", form, seen(library), ANNA)
    assert text(library, "oplata") == DESCRIBED.replace("Карты\n", "Карты\nicon: wallet\n")
    plain = CategoryForm(title="Оплата", summary="Карты")
    categories.change(editor, "oplata", plain, seen(library), ANNA)
    assert text(library, "oplata") == DESCRIBED


def test_a_description_that_a_colleague_changed_is_not_written_over(
    editor: Editor, library: Library
) -> None:
    before = seen(library)
    categories.change(editor, "oplata", CategoryForm(title="Деньги"), before, ANNA)
    with pytest.raises(Conflict):
        categories.change(editor, "oplata", CategoryForm(title="Платежи"), before, ANNA)
    assert "title: Деньги" in text(library, "oplata")


def test_another_order_is_no_other_description(editor: Editor, library: Library) -> None:
    categories.create(editor, CategoryForm(title="Третий"), "", "tretiy", ANNA)
    before = seen(library, "tretiy")
    categories.shift(editor, "tretiy", -1, ANNA)
    categories.change(editor, "tretiy", CategoryForm(title="Иначе"), before, ANNA)
    assert "title: Иначе" in text(library, "tretiy")


def test_a_new_category_is_the_last_and_named_after_its_title(
    editor: Editor, library: Library
) -> None:
    path = categories.create(editor, CategoryForm(title="Подарки и карты"), "", "", ANNA)
    assert path == "podarki-i-karty"
    assert paths(library)[-1] == path
    again = categories.create(editor, CategoryForm(title="Подарки и карты"), "", "", ANNA)
    assert again == "podarki-i-karty-2"
    inside = categories.create(editor, CategoryForm(title="Чеки"), "oplata", "cheki", ANNA)
    assert library.refresh().categories[inside].parent == "oplata"


@pytest.mark.parametrize(
    ("parent", "slug", "field"),
    [
        ("net", "a", "parent"),
        ("oplata/karty", "a", "parent"),
        ("", "../a", "slug"),
        ("", "Оплата", "slug"),
        ("", "oplata", "slug"),
        ("", "a" * 61, "slug"),
    ],
)
def test_an_impossible_place_is_refused(
    editor: Editor, library: Library, parent: str, slug: str, field: str
) -> None:
    categories.create(editor, CategoryForm(title="Карты"), "oplata", "karty", ANNA)
    with pytest.raises(InvalidInput) as refused:
        categories.create(editor, CategoryForm(title="Новый"), parent, slug, ANNA)
    assert refused.value.fields.keys() == {field}


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (CategoryForm(title=" "), "title"),
        (CategoryForm(title="ы" * 101), "title"),
        (CategoryForm(title="Да", summary="ы" * 301), "summary"),
        (CategoryForm(title="Да", audience="cats"), "audience"),
    ],
)
def test_a_wrong_description_is_refused(editor: Editor, form: CategoryForm, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        categories.change(editor, "oplata", form, "", ANNA)
    assert refused.value.fields.keys() == {field}


def test_a_description_that_cannot_be_read_is_not_written_over(
    editor: Editor, library: Library
) -> None:
    file = library.folder / "oplata" / "_category.yml"
    file.write_text("title: 'Оплата\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="Проверьте") as refused:
        categories.change(editor, "oplata", CategoryForm(title="Другое"), seen(library), ANNA)
    assert "не читается" in str(refused.value.fields["title"])
    assert text(library, "oplata") == "title: 'Оплата\n"


def test_a_category_steps_up_and_down(editor: Editor, library: Library) -> None:
    categories.create(editor, CategoryForm(title="Третий"), "", "tretiy", ANNA)
    assert paths(library) == ["oplata", "vozvrat", "tretiy"]
    categories.shift(editor, "tretiy", -1, ANNA)
    assert paths(library) == ["oplata", "tretiy", "vozvrat"]
    categories.shift(editor, "oplata", -1, ANNA)
    categories.shift(editor, "oplata", 1, ANNA)
    assert paths(library) == ["tretiy", "oplata", "vozvrat"]


def test_an_order_of_other_categories_is_refused(editor: Editor, library: Library) -> None:
    with pytest.raises(Conflict, match="разделы изменились"):
        categories.arrange(editor, None, ["oplata", "gone"], ANNA)
    categories.arrange(editor, None, ["vozvrat", "oplata"], ANNA)
    assert paths(library) == ["vozvrat", "oplata"]


def test_a_moved_category_takes_all_along_and_is_found_at_its_old_place(
    editor: Editor, library: Library
) -> None:
    to = categories.place(editor, "vozvrat", "oplata", "vozvraty", ANNA)
    assert to == "oplata/vozvraty"
    snapshot = library.refresh()
    assert not (library.folder / "vozvrat").exists()
    assert snapshot.get("voz-01").category == to
    assert snapshot.find_moved_category("vozvrat") is snapshot.categories[to]
    categories.place(editor, to, "", "vozvrat", ANNA)
    snapshot = library.refresh()
    assert snapshot.find_moved_category("oplata/vozvraty") is snapshot.categories["vozvrat"]
    assert "- vozvrat\n" not in text(library, "vozvrat")


def test_what_lay_inside_is_found_at_its_old_place_too(editor: Editor, library: Library) -> None:
    categories.create(editor, CategoryForm(title="Карты"), "oplata", "karty", ANNA)
    categories.place(editor, "oplata", "", "dengi", ANNA)
    snapshot = library.refresh()
    assert snapshot.find_moved_category("oplata/karty") is snapshot.categories["dengi/karty"]
    categories.place(editor, "dengi/karty", "vozvrat", "karty", ANNA)
    snapshot = library.refresh()
    assert snapshot.find_moved_category("oplata/karty") is snapshot.categories["vozvrat/karty"]


@pytest.mark.parametrize(
    ("path", "parent", "slug", "field"),
    [
        ("oplata", "oplata", "a", "parent"),
        ("oplata", "oplata/karty", "a", "parent"),
        ("oplata", "vozvrat", "oplata", "parent"),
        ("oplata", "", "vozvrat", "slug"),
        ("oplata/karty", "vozvrat", "Карты", "slug"),
        ("oplata/karty", "net", "karty", "parent"),
    ],
)
def test_a_category_never_goes_where_it_cannot_be(
    editor: Editor, library: Library, path: str, parent: str, slug: str, field: str
) -> None:
    categories.create(editor, CategoryForm(title="Карты"), "oplata", "karty", ANNA)
    with pytest.raises(InvalidInput) as refused:
        categories.place(editor, path, parent, slug, ANNA)
    assert refused.value.fields.keys() == {field}
    assert set(library.refresh().categories) == {"oplata", "oplata/karty", "vozvrat"}


def test_only_an_empty_category_is_removed(editor: Editor, library: Library) -> None:
    with pytest.raises(Conflict, match="Раздел не пуст"):
        categories.remove(editor, "vozvrat", ANNA)
    (library.folder / "oplata" / "schet.png").write_bytes(b"x")
    with pytest.raises(Conflict, match=r"schet\.png"):
        categories.remove(editor, "oplata", ANNA)
    (library.folder / "oplata" / "schet.png").unlink()
    categories.remove(editor, "oplata", ANNA)
    assert set(library.refresh().categories) == {"vozvrat"}
    with pytest.raises(NotFound):
        categories.remove(editor, "oplata", ANNA)
