"""Merging texts by lines, and whole files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.articles import front_matter
from app.editing import merging, three_way

BASE = "один\nдва\nтри\nчетыре\nпять\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (BASE.replace("два", "ДВА"), BASE.replace("пять", "5"), "один\nДВА\nтри\nчетыре\n5\n"),
        (BASE, "один\nпять\n", "один\nпять\n"),
        ("ноль\n" + BASE, BASE + "шесть\n", "ноль\n" + BASE + "шесть\n"),
        (BASE.replace("три", "X"), BASE.replace("три", "X"), BASE.replace("три", "X")),
        ("", BASE, ""),
        (BASE, BASE, BASE),
    ],
)  # fmt: skip
def test_changes_in_different_places_are_both_kept(mine: str, theirs: str, merged: str) -> None:
    found = three_way.merge(BASE, mine, theirs)
    assert (found.conflicts, found.text()) == ((), merged)


def test_changes_of_one_line_are_a_conflict_that_a_person_decides() -> None:
    mine, theirs = BASE.replace("три", "мои три"), BASE.replace("три", "их три")
    found = three_way.merge(BASE, mine, theirs)
    (conflict,) = found.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == (
        ("три\n",),
        ("мои три\n",),
        ("их три\n",),
    )
    at = found.regions.index(conflict)
    assert found.text({at: "mine"}) == mine
    assert found.text({at: "theirs"}) == theirs
    assert found.text({at: "base"}) == BASE


def test_undecided_conflict_keeps_the_lines_of_both() -> None:
    assert three_way.merge("а\nб", "а\nмоё", "а\nих").text() == "а\nих\nмоё"


def test_line_without_an_end_is_ended_when_another_follows() -> None:
    assert three_way.merge("а", "а", "а\nб").text() == "а\nб"
    assert three_way.merge("а\nб", "а\nб", "а\nб\nв").text() == "а\nб\nв"


def test_without_a_base_each_difference_is_a_conflict() -> None:
    found = three_way.merge_without_base("а\nмоё\nв\n", "а\nв\nих\n")
    assert [(region.mine, region.theirs) for region in found.conflicts] == [
        (("моё\n",), ()),
        ((), ("их\n",)),
    ]


lines = st.lists(st.sampled_from("абвг"), max_size=8).map("\n".join)


@given(lines, lines, lines)
def test_any_merge_holds_three_texts_and_loses_no_new_line(
    base: str, mine: str, theirs: str
) -> None:
    regions = three_way.merge(base, mine, theirs).regions
    for side, text in (("base", base), ("mine", mine), ("theirs", theirs)):
        assert "".join(line for region in regions for line in getattr(region, side)) == text


@given(lines, lines)
def test_change_of_one_side_alone_is_taken(base: str, changed: str) -> None:
    assert three_way.merge(base, changed, base).text() == changed
    assert three_way.merge(base, base, changed).text() == changed
    assert three_way.merge(base, changed, changed).text() == changed


def file(body: str = "\nТекст.\n", **keys: object) -> bytes:
    return front_matter.write(b"", {"id": "a-1", "title": "Да", "tags": ["а", "б"], **keys}, body)


def test_files_are_merged_key_by_key() -> None:
    base, mine = file(), file(title="Моё", tags=["а", "в"])
    theirs = file(summary="Их", tags=["а", "б", "г"]).replace(b"title: ", b"title:  ")
    proposal = merging.propose(base, mine, theirs)
    assert proposal.is_clean
    merged = front_matter.read(proposal.content())[0]
    assert merged == {"id": "a-1", "title": "Моё", "summary": "Их", "tags": ["а", "г", "в"]}
    assert b"title:  " in proposal.content()


def test_key_that_both_changed_is_to_be_decided() -> None:
    proposal = merging.propose(file(), file(title="Моё"), file(title="Их"))
    assert [(item.key, item.mine, item.theirs) for item in proposal.keys] == [
        ("title", "Моё", "Их")
    ]
    assert front_matter.read(proposal.content({"title": "theirs"}))[0]["title"] == "Их"
    assert front_matter.read(proposal.content())[0]["title"] == "Моё"


def test_key_that_one_removed_stays_away() -> None:
    base = file(summary="Было")
    proposal = merging.propose(base, file(), file("\nДругой.\n", summary="Было"))
    assert proposal.content() == file("\nДругой.\n")


def test_the_later_date_of_change_wins() -> None:
    proposal = merging.propose(
        file(updated="2026-01-01"), file(updated="2026-03-01"), file(updated="2026-02-01")
    )
    assert proposal.is_clean
    assert front_matter.read(proposal.content())[0]["updated"] == "2026-03-01"


def test_broken_front_matter_is_merged_as_plain_lines() -> None:
    proposal = merging.propose(file(), file().replace(b"---\n", b"--\n"), file("\nДругой.\n"))
    assert proposal.metadata is None
    assert "Другой." in proposal.content().decode()
