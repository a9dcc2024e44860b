"""«Не», «нет» and «без» bind to the word they deny."""

import pytest

from app.language.analysis import analyse, lemma_key


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("не приходит код", ["приходит"]),
        ("код приходит", []),
        ("не всегда приходит код", ["всегда", "приходит"]),
        ("не могу войти в кабинет", ["могу", "войти"]),
        ("не получается оплатить заказ", ["получается", "оплатить"]),
        ("не удалось войти", ["удалось", "войти"]),
        ("нет доступа к сайту", ["доступа"]),
        ("нет нового кода", ["нового", "кода"]),
        ("нету денег", ["денег"]),
        ("доставка без комиссии", ["комиссии"]),
        ("без лишних вопросов и звонков", ["лишних", "вопросов"]),
        ("нет, приходит", []),
        ("не работает. оплата проходит", ["работает"]),
        ("не в сети", ["в", "сети"]),
        ("не списали, вернули", ["списали"]),
    ],
)
def test_negator_binds_its_words(text: str, negated: list[str]) -> None:
    assert [token.exact for token in analyse(text) if token.negated] == negated


@pytest.mark.parametrize("word", ["не", "нет", "без"])
def test_negator_itself_is_a_token(word: str) -> None:
    assert analyse(f"{word} кода")[0].exact == word


def test_denied_and_plain_queries_have_different_keys() -> None:
    assert lemma_key("не приходит код") != lemma_key("приходит код")
