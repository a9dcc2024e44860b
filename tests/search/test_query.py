"""Understanding a query: groups, alternatives, negation, phrases, exclusions, synonyms, names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.language import derivation
from app.search import documents
from app.search.alternatives import KINDRED_WEIGHT, SYNONYM_FAMILY_WEIGHT
from app.search.engines.building import packed
from app.search.engines.memory import MemoryEngine
from app.search.lexicon import Lexicon
from app.search.query import FILLER_WEIGHT, MAX_GROUPS, Query, understand
from tests.search.library import article

TEXT = (
    "Оплата картой или через СБП. Возврат денег за заказ. Не приходит код. Учётная запись. "
    "Ошибка E-1042 и ошибка 5. Виртуальная машина, резервная копия. Работает с kubernetes и VPN. "
    "Подскажите, пожалуйста, как вернуть деньги. Онлайн-заказ."
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    engine = MemoryEngine()
    engine.put([packed([documents.entry(article("a", "Статья", TEXT), clock.now())])])
    return Lexicon(engine.vocabulary(), engine.frequency)


def terms(query: Query, word: str) -> dict[str, float]:
    [group] = [group for group in query.groups if group.word == word]
    return {a.term: a.weight for a in group.alternatives}


def test_the_very_form_is_surer_than_the_lemma_and_the_family(lexicon: Lexicon) -> None:
    found = terms(understand("оплата", lexicon), "оплата")

    assert found["e:оплата"] > found["l:оплата"] > min(found.values())


def test_question_words_and_politeness_do_not_tell(lexicon: Lexicon) -> None:
    query = understand("подскажите пожалуйста как мне вернуть деньги", lexicon)

    assert [group.word for group in query.telling] == ["вернуть", "деньги"]
    assert {g.weight for g in query.groups if g not in query.telling} == {FILLER_WEIGHT}


def test_a_query_of_fillers_alone_is_asked_as_it_is(lexicon: Lexicon) -> None:
    query = understand("как это", lexicon)

    assert query.telling == query.groups


def test_negation_is_asked_for_first(lexicon: Lexicon) -> None:
    found = terms(understand("не приходит код", lexicon), "приходит")

    assert max(found, key=found.__getitem__) == "n:приходить"
    assert found["e:приходит"] < found["n:приходить"]


@pytest.mark.parametrize("text", ['"возврат денег"', "«возврат денег»", "“возврат денег”"])
def test_quotes_of_every_kind_make_a_phrase(lexicon: Lexicon, text: str) -> None:
    assert understand(text, lexicon).phrases == ("e:возврат e:денег",)


def test_a_name_in_quotation_marks_is_no_phrase(lexicon: Lexicon) -> None:
    assert understand("оплата в «Полка Плюс»", lexicon).phrases == ()


def test_a_minus_before_a_word_excludes_it(lexicon: Lexicon) -> None:
    query = understand("оплата -картой", lexicon)

    assert set(query.excluded) == {"e:картой", "l:карта"}
    assert [group.word for group in query.groups] == ["оплата"]


def test_a_minus_before_quotes_excludes_the_phrase(lexicon: Lexicon) -> None:
    query = understand('оплата -"картой онлайн" -«бонусами»', lexicon)

    assert set(query.excluded) == {"e:картой e:онлайн", "e:бонусами", "l:бонус"}
    assert query.phrases == ()
    assert [group.word for group in query.groups] == ["оплата"]


def test_what_is_wanted_is_said_without_what_is_not(lexicon: Lexicon) -> None:
    assert understand('"вернуть деньги" -картой', lexicon).wanted == "вернуть деньги"
    assert understand("не приходит e-mail", lexicon).wanted == "не приходит e-mail"


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("E-15", {"e15": 1, "15": 0.3}),
        ("0x30", {"0x30": 1, "30": 0.3}),
        ("iphone15", {"iphone15": 1, "iphone": 1, "15": 0.3}),
        ("settings.json", {"settings": 1, "json": 1}),
    ],
)
def test_a_code_that_is_unknown_is_more_than_its_number(
    lexicon: Lexicon, text: str, weights: dict[str, float]
) -> None:
    query = understand(text, lexicon)

    assert {group.word: group.weight for group in query.groups} == weights


def test_a_hyphen_inside_a_word_excludes_nothing(lexicon: Lexicon) -> None:
    assert understand("онлайн-заказ", lexicon).excluded == ()


def test_a_known_whole_counts_more_than_its_parts(lexicon: Lexicon) -> None:
    query = understand("онлайн-заказ", lexicon)
    weights = {group.word: group.weight for group in query.groups}

    assert weights["онлайн-заказ"] == 1
    assert weights["заказ"] < 1


def test_an_unknown_whole_is_asked_for_by_its_parts(lexicon: Lexicon) -> None:
    query = understand("код-заказ", lexicon)

    assert {group.word: group.weight for group in query.groups} == {"код": 1, "заказ": 1}


def test_a_number_is_only_itself(lexicon: Lexicon) -> None:
    assert set(terms(understand("ошибка 5", lexicon), "5")) <= {"e:5", "l:5", "s:5"}
    assert terms(understand("ошибка 15", lexicon), "15") == {}


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("виртуалка", "l:виртуальный l:машина"),
        ("бэкап", "l:резервный l:копия"),
        ("аккаунт", "l:учетный l:запись"),
    ],
)
def test_a_synonym_of_several_words_is_found_side_by_side(
    lexicon: Lexicon, word: str, term: str
) -> None:
    assert term in terms(understand(word, lexicon), word)


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("винда", "l:windows"),
        ("винды", "l:windows"),
        ("виндой", "l:windows"),
        ("промисов", "l:promise"),
        ("парсит", "l:parse"),
    ],
)
def test_slang_is_found_in_all_its_forms(word: str, term: str) -> None:
    lexicon = Lexicon({term[2:]: 1}, lambda found: int(found == term))

    assert term in terms(understand(word, lexicon), word)
    assert lexicon.recognises(word)


def test_fillers_that_together_say_something_are_searched_for() -> None:
    lexicon = Lexicon({"автоматически": 1}, lambda term: int(term == "l:автоматически"))

    query = understand("письма сами собой", lexicon)

    assert "l:автоматически" in terms(query, "сами")
    assert [group.word for group in query.telling] == ["письма", "сами"]


@pytest.mark.parametrize(
    ("word", "found"), [("завести", "создание"), ("снести", "удаление"), ("прислать", "отправка")]
)
def test_the_family_of_a_synonym_is_found(word: str, found: str) -> None:
    [family] = derivation.families(found)
    lexicon = Lexicon({found: 1}, lambda term: int(term == f"f:{family}"))

    assert terms(understand(word, lexicon), word) == {f"f:{family}": SYNONYM_FAMILY_WEIGHT}


@pytest.mark.parametrize(("word", "term"), [("кубернетес", "e:kubernetes"), ("впн", "e:vpn")])
def test_a_name_is_found_in_the_other_alphabet(lexicon: Lexicon, word: str, term: str) -> None:
    found = terms(understand(word, lexicon), word)

    assert {term, term.replace("e:", "l:")} & set(found)


@pytest.mark.parametrize(
    ("word", "name"), [("стирались", "store"), ("насовсем", "nsswitch"), ("кончается", "conns")]
)
def test_the_stem_of_a_word_of_the_dictionary_is_no_name(word: str, name: str) -> None:
    lexicon = Lexicon({name: 3}, lambda term: int(term.endswith(f":{name}")))

    assert f"e:{name}" not in terms(understand(word, lexicon), word)


def test_a_long_question_keeps_its_rarest_words(lexicon: Lexicon) -> None:
    text = "возврат " + " ".join(f"слово{n} и" for n in range(200))

    assert len(understand(text, lexicon).groups) == MAX_GROUPS
    assert "возврат" in [group.word for group in understand(text, lexicon).groups]


@given(st.text(max_size=300))
def test_any_text_is_understood(text: str) -> None:
    query = understand(text, Lexicon({}, lambda _: 0))

    assert len(query.groups) <= MAX_GROUPS
    assert all(0 < group.weight <= 1 for group in query.groups)


def test_a_narrow_word_finds_the_wider_one_only() -> None:
    vocabulary = {"обувь": 5, "кроссовки": 5}
    lexicon = Lexicon(vocabulary, lambda term: int(term in {"l:обувь", "l:кроссовка"}))

    assert "l:обувь" in terms(understand("кроссовки", lexicon), "кроссовки")
    assert "l:кроссовка" not in terms(understand("обувь", lexicon), "обувь")


def test_an_unknown_word_is_found_by_its_root() -> None:
    known = {"l:ждать", "l:заказ", "e:заказ"}
    lexicon = Lexicon({"ждать": 1, "заказ": 1}, lambda term: int(term in known))

    assert terms(understand("прождала заказ", lexicon), "прождала") == {"l:ждать": KINDRED_WEIGHT}
