"""Names in Latin letters are found by Russians who spell them as they sound."""

import pytest

from app.search.names import Names


def spelled(word: str, *names: str) -> list[str]:
    """The names that a word may spell, of those given."""
    return [found.word for found in Names(names).find(word, dict.fromkeys(names, 1))]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("кубернетес", "kubernetes"),
        ("гитхаб", "github"),
        ("джаваскрипт", "javascript"),
        ("джсон", "json"),
        ("джанго", "django"),
        ("энджинкс", "nginx"),
        ("дженкинс", "jenkins"),
        ("скайп", "skype"),
        ("фейсбук", "facebook"),
        ("файрфокс", "firefox"),
        ("майкрософт", "microsoft"),
        ("айклауд", "icloud"),
        ("аутлук", "outlook"),
        ("вайргард", "wireguard"),
        ("локалсторадж", "localstorage"),
        ("колбэк", "callback"),
        ("инпутбокс", "inputbox"),
        ("ноушн", "notion"),
        ("редис", "redis"),
        ("твиттер", "twitter"),
    ],
)
def test_name_is_found_as_it_sounds(word: str, name: str) -> None:
    assert spelled(word, name) == [name]


@pytest.mark.parametrize(
    ("word", "name"),
    [("телек", "outlook"), ("карта", "chart"), ("под", "pad"), ("мера", "mirror"), ("vpn", "vpn")],
)
def test_what_sounds_otherwise_is_no_name(word: str, name: str) -> None:
    assert spelled(word, name) == []


def test_likest_name_comes_first() -> None:
    assert spelled("фейсбук", "fisbek", "facebook", "fesbuk")[0] == "fesbuk"


@pytest.mark.parametrize(("word", "is_sure"), [("терраформ", True), ("пратокол", False)])
def test_only_the_same_sounds_are_sure(word: str, is_sure: bool) -> None:
    found = Names(["terraform", "protocol"]).find(word, {})
    assert (found[0].sureness >= 0.95) is is_sure


def test_names_without_some_find_the_others() -> None:
    names = Names(["facebook", "fesbuk"])

    less = names.without(frozenset({"fesbuk"}))

    assert [name.word for name in less.find("фейсбук", {})] == ["facebook"]
    assert [name.word for name in names.find("фейсбук", {})] == ["fesbuk", "facebook"]


def test_names_of_another_moment_are_those_of_its_words() -> None:
    names = Names(["facebook", "terraform"])

    later = names.over({"fesbuk"}, {"facebook"})
    at_last = later.over({"facebook"}, {"fesbuk"})

    assert [name.word for name in later.find("фейсбук", {})] == ["fesbuk"]
    assert [name.word for name in at_last.find("фейсбук", {})] == ["facebook"]
    assert [name.word for name in at_last.find("терраформ", {})] == ["terraform"]
