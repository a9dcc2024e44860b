"""Text typed in the wrong layout, and the distance of keys."""

import pytest

from app.language.keyboard import FAR, key_distance, switch_layout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jgkfnf rfhnjq", "оплата картой"),
        ("ghbdtn", "привет"),
        ("e,hfnm", "убрать"),
        ("Ntktajy", "Телефон"),
        ("'rhfy", "экран"),
        ("j,]tv", "объем"),
        ("`krf", "ёлка"),
        ("[jxe", "хочу"),
        (";tyf", "жена"),
        ("k.lb", "люди"),
        ("зщые", "post"),
        ("руддщ", "hello"),
        ("мзт", "vpn"),
        ("ЫЫР", "SSH"),
        ("", ""),
        ("404", "404"),
    ],
)
def test_other_layout_gives_what_was_meant(typed: str, meant: str) -> None:
    assert switch_layout(typed) == meant


@pytest.mark.parametrize("text", ["оплата", "объём", "хэш", "жбюё", "post", "vpn"])
def test_switching_twice_gives_the_text_back(text: str) -> None:
    assert switch_layout(switch_layout(text)) == text


def test_neighbours_are_near_and_strangers_far() -> None:
    assert key_distance("а", "а") == 0
    assert key_distance("а", "f") == 0
    assert key_distance("а", "п") == 1
    assert key_distance("а", "п") < key_distance("а", "з")
    assert key_distance("а", "漢") == FAR
