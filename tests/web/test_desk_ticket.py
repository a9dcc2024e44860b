"""A ticket at the desk: articles put into replies, closing, the side panel, drafts, presence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app import clock, db
from app.accounts.roles import GUEST
from app.feedback import readings
from app.tickets import (
    article_links,
    closing,
    conversation,
    drafts,
    following,
    handing_over,
    presence,
    reply_templates,
    tagging,
    teams,
)
from app.tickets.kinds import Inserted, Outcome, Priority
from app.tickets.models import Ticket
from app.tickets.states import State, Step
from tests.accounts import cast
from tests.accounts.cast import GLEB
from tests.web.staff import Browser, build
from tests.web.test_desk import address, asked, reload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

ACTIONS = (
    *("waiting", "priority", "level", "team", "tags", "watchers", "related", "merging", "parts"),
    "link",
    *("composition", "articles", "outcome", "drafts", "presence", "article", "article/file"),
)
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = build(tmp_path_factory.mktemp("desk-ticket"))
    app.extensions["podskazhi"].refresh()
    return app


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    cast.boris()
    return built


@pytest.fixture
def browser(app: Flask) -> Browser:
    signed_in = Browser(app)
    signed_in.sign_in()
    return signed_in


@pytest.fixture
def ticket(app: Flask) -> Ticket:
    return asked()


def compose(browser: Browser, ticket: Ticket, **fields: object) -> object:
    form = {"csrf_token": browser.token, "form": "reply", **fields}
    return browser.client.post(address(ticket, "/composition"), data=form, headers=JSON).json


def insertables(browser: Browser, ticket: Ticket, query: str, form: str = "reply") -> list[dict]:
    place = address(ticket, "/insertables")
    answer = browser.client.get(place, query_string={"q": query, "form": form}, headers=JSON)
    return answer.json["articles"]


# Fitting articles and the inserter


def test_fitting_articles_stand_beside_with_what_was_read_already(browser: Browser) -> None:
    readings.opened("voz-01", "r1", GLEB, reader=GUEST)
    page = browser.get(address(asked(subject="Возврат денег"))).text
    fitting = page[page.index("Подходящие статьи") : page.index("Что человек уже пробовал")]
    assert "клиент уже читал" in fitting
    assert re.search(r"памятка сотруднику.*?Только сотрудникам", fitting, re.DOTALL)
    assert "Черновик" not in fitting


def test_a_reply_is_offered_open_articles_first_and_staff_s_only_marked(
    browser: Browser, ticket: Ticket
) -> None:
    found = insertables(browser, ticket, "возврат")
    assert [(one["key"], one["hidden"]) for one in found] == [("voz-01#", False), ("voz-02#", True)]


def test_nothing_unpublished_is_offered_even_to_an_editor(app: Flask, ticket: Ticket) -> None:
    cast.anna()
    editor = Browser(app)
    editor.sign_in("anna@polka.example")
    for form in ("reply", "note"):
        assert "voz-03#" not in {one["key"] for one in insertables(editor, ticket, "возврат", form)}
    assert compose(editor, ticket, insert="voz-03#")["status"] == 404


def test_inserting_gives_a_versioned_link_and_records_it(browser: Browser, ticket: Ticket) -> None:
    answer = compose(browser, ticket, insert="voz-01#", shape="link")
    revision = app_revision(browser, "voz-01")
    assert answer["text"] == (
        f"[Возврат денег](http://localhost/articles/voz-01?rev={revision[:8]})"
    )
    assert "Возврат денег" in answer["chips"]
    links = article_links.of(ticket.number)
    assert [(link.article_id, link.how, link.revision) for link in links] == [
        ("voz-01", Inserted.INSERTED, revision)
    ]


def app_revision(browser: Browser, article_id: str) -> str:
    services = browser.client.application.extensions["podskazhi"]
    return str(services.library.snapshot.get(article_id).revision)


def test_a_title_and_a_quote_can_be_inserted_too(browser: Browser, ticket: Ticket) -> None:
    assert compose(browser, ticket, insert="voz-01#", shape="title")["text"] == "«Возврат денег»"
    quote = compose(browser, ticket, insert="voz-01#", shape="quote")["text"]
    assert quote.startswith("> Текст статьи.\n\n[Возврат денег](http")


def test_a_link_is_undone(browser: Browser, ticket: Ticket) -> None:
    compose(browser, ticket, insert="voz-01#")
    assert compose(browser, ticket, unlink="voz-01")["chips"].strip() == ""
    assert article_links.of(ticket.number) == []
    assert "отвязана статья" in browser.get(address(ticket)).text


def test_without_scripts_the_form_comes_back_with_the_article_in_it(
    browser: Browser, ticket: Ticket
) -> None:
    browser.get(address(ticket))
    place, typed = address(ticket, "/composition"), {"form": "reply", "body": "Здравствуйте!"}
    page = browser.post(place, **typed, find="возврат", search="1", shape="link").text
    assert 'name="insert" value="voz-01#"' in page
    assert "Здравствуйте!</textarea>" in page
    page = browser.post(place, **typed, insert="voz-01#", shape="title").text
    assert "Здравствуйте!\n\n«Возврат денег»</textarea>" in page
    assert len(conversation.public(reload(ticket))) == 1


@pytest.mark.parametrize(
    "body",
    [
        "Вот: http://localhost/articles/voz-02",
        "Читайте «Возврат, памятка сотруднику»",
        "[тут](id:voz-02)",
    ],
)
def test_a_reply_that_leads_to_a_staff_article_is_refused_and_kept(
    browser: Browser, ticket: Ticket, body: str
) -> None:
    browser.get(address(ticket))
    answer = browser.post(address(ticket, "/replies"), body=body, version=1, submission_key="k")
    assert answer.status_code == 422
    assert "только для сотрудников, клиент её не откроет" in answer.text
    assert body.replace("<", "&lt;") in answer.text
    assert len(conversation.public(reload(ticket))) == 1


def test_a_refusal_does_not_name_what_the_agent_may_not_read(
    browser: Browser, ticket: Ticket
) -> None:
    browser.get(address(ticket))
    body = "/articles/voz-03"
    answer = browser.post(address(ticket, "/replies"), body=body, version=1, submission_key="k")
    assert answer.status_code == 422
    assert "Черновик о возврате" not in answer.text


def test_a_note_may_lead_to_a_staff_article(browser: Browser, ticket: Ticket) -> None:
    browser.get(address(ticket))
    body = "Смотри http://localhost/articles/voz-02"
    assert browser.post(address(ticket, "/notes"), body=body, submission_key="k").status_code == 303


# Ready texts, drafts, presence, manners


def test_a_template_is_filled_for_the_ticket(browser: Browser) -> None:
    form = reply_templates.TemplateForm("Привет", "Здравствуйте, {имя}! Заявка {номер}.")
    template_id = reply_templates.add(1, form).id
    ticket = asked(name="Глеб")
    text = f"Здравствуйте, Глеб! Заявка {ticket.number}."
    assert text in browser.get(address(ticket)).text
    assert compose(browser, ticket, template=template_id)["text"] == text


def test_templates_are_written_changed_and_removed(browser: Browser) -> None:
    browser.get("/desk/templates")
    assert browser.post("/desk/templates", title="", body="{мост}").status_code == 422
    browser.post("/desk/templates", title="Приветствие", body="Здравствуйте, {имя}!", shared="1")
    page = browser.get("/desk/templates").text
    assert "Приветствие" in page
    template = reply_templates.of(1)[0]
    template_id, owner_id = template.id, template.owner_id
    assert owner_id is None
    browser.post("/desk/templates", template=template_id, title="Прощание", body="Пока")
    assert "Прощание" in browser.get("/desk/templates").text
    browser.post("/desk/templates/removal", template=template_id)
    assert "Шаблонов пока нет" in browser.get("/desk/templates").text


def test_a_draft_is_kept_shown_again_and_gone_when_sent(browser: Browser, ticket: Ticket) -> None:
    browser.get(address(ticket))
    answer = browser.post(address(ticket, "/drafts"), form="reply", body="Здравств", version=1)
    assert answer.json["manners"] == {"greeting": False, "thanks": False, "close": False}
    assert "Здравств</textarea>" in browser.get(address(ticket)).text
    browser.post(address(ticket, "/replies"), body="Готово.", version=1, submission_key="k")
    assert drafts.of(ticket.number, 1) == {}


def test_keeping_a_draft_warns_of_a_staff_article_already(browser: Browser, ticket: Ticket) -> None:
    browser.get(address(ticket))
    body = "/articles/voz-02"
    answer = browser.post(address(ticket, "/drafts"), form="reply", body=body, version=1)
    assert "только для сотрудников" in answer.json["warning"]


def test_an_outdated_answer_is_shown_with_the_new_message_and_kept(
    browser: Browser, ticket: Ticket
) -> None:
    browser.get(address(ticket))
    following.reply(ticket.token, "Уже пришли!", "k")
    answer = browser.post(address(ticket, "/replies"), body="Ждите.", version=1, submission_key="k")
    assert answer.status_code == 409
    assert "Уже пришли!" in answer.text
    assert "Новое</span>" in answer.text
    assert "Ждите.</textarea>" in answer.text


def test_who_else_is_here_is_told_and_whether_there_is_news(
    browser: Browser, ticket: Ticket
) -> None:
    vera_id = cast.vera().id
    presence.note(ticket.number, vera_id, typing=True)
    browser.get(address(ticket))
    told = browser.post(address(ticket, "/presence"), version=1).json
    assert told == {"typing": ["Вера"], "looking": [], "news": False}
    assert "Вера пишет ответ" in browser.get(address(ticket)).text
    following.reply(ticket.token, "Ау?", "k")
    assert browser.post(address(ticket, "/presence"), version=1).json["news"] is True
    assert [one.name for one in presence.others(ticket.number, vera_id)] == ["Борис"]
    browser.post(address(ticket, "/presence/end"))
    assert presence.others(ticket.number, vera_id) == ()


# Closing


def test_closing_says_what_the_ticket_gave(browser: Browser, ticket: Ticket) -> None:
    browser.get(address(ticket))
    place = address(ticket, "/closure")
    refused = browser.post(place, version=1, outcome="linked")
    assert refused.status_code == 422
    assert "не привязано ни одной статьи" in refused.text
    assert reload(ticket).state is State.NEW
    compose(browser, ticket, insert="voz-01#")
    browser.post(place, version=2, outcome="linked")
    now = reload(ticket)
    assert (now.state, now.outcome) == (State.CLOSED, Outcome.LINKED)
    page = browser.get(address(ticket)).text
    assert "Отменить" in page
    assert "статья привязана" in page


@pytest.mark.parametrize(
    ("fields", "outcome", "reason"),
    [
        (
            {"outcome": "not_needed", "reason": "Разовый случай"},
            Outcome.NOT_NEEDED,
            "Разовый случай",
        ),
        ({"outcome": "skipped"}, Outcome.SKIPPED, ""),
        ({}, Outcome.SKIPPED, ""),
    ],
)
def test_no_article_is_a_word_too(
    browser: Browser, ticket: Ticket, fields: dict[str, str], outcome: Outcome, reason: str
) -> None:
    browser.get(address(ticket))
    browser.post(address(ticket, "/closure"), version=1, **fields)
    now = reload(ticket)
    assert (now.state, now.outcome, now.outcome_reason) == (State.CLOSED, outcome, reason)


def test_a_solved_ticket_asks_for_its_outcome(browser: Browser, ticket: Ticket) -> None:
    browser.get(address(ticket))
    browser.post(
        address(ticket, "/replies"), body="Готово.", version=1, submission_key="k", solve="1"
    )
    assert "Что со статьёй?" in browser.get(address(ticket)).text
    browser.post(address(ticket, "/outcome"), outcome="skipped")
    page = browser.get(address(ticket)).text
    assert "Что со статьёй?" not in page
    assert "без ответа о статье" in page


def test_closing_is_undone_by_who_did_it(app: Flask, browser: Browser, ticket: Ticket) -> None:
    browser.get(address(ticket))
    browser.post(address(ticket, "/closure"), version=1)
    cast.vera()
    other = Browser(app)
    other.sign_in("vera@polka.example")
    assert "data-undo" not in other.get(address(ticket)).text
    assert "data-undo" in browser.get(address(ticket)).text
    with clock.frozen_at(clock.now() + closing.UNDO_FOR):
        assert "data-undo" not in browser.get(address(ticket)).text
    browser.post(address(ticket, "/reopening"), version=reload(ticket).version)
    assert reload(ticket).state is State.REOPENED


def test_the_link_rate_stands_beside_its_definition(browser: Browser, ticket: Ticket) -> None:
    browser.get(address(ticket))
    browser.post(address(ticket, "/closure"), version=1)
    page = browser.get(address(asked(subject="Ещё один"))).text
    assert "Заявки со статьёй за 30 дней: 0 % (0 из 1)" in page
    assert "link rate в KCS" in page


# The side panel


def test_the_panel_changes_priority_tags_and_waiting(browser: Browser, ticket: Ticket) -> None:
    browser.get(address(ticket))
    browser.post(address(ticket, "/priority"), priority="urgent")
    browser.post(address(ticket, "/tags"), tag="Возврат")
    browser.post(address(ticket, "/waiting"), version=reload(ticket).version)
    now = reload(ticket)
    version = now.version
    assert (now.priority, now.state) == (Priority.URGENT, State.WAITING_OTHERS)
    assert tagging.of(ticket.number) == ["возврат"]
    page = browser.get(address(ticket)).text
    assert "Борис: метка «возврат»" in page
    browser.post(address(ticket, "/tags"), remove="возврат")
    browser.post(address(ticket, "/waiting"), wait="no", version=version + 1)
    assert tagging.of(ticket.number) == []
    assert browser.post(address(ticket, "/priority"), priority="x").status_code == 422


def test_escalation_needs_a_reason_and_goes_both_ways(browser: Browser, ticket: Ticket) -> None:
    browser.get(address(ticket))
    place = address(ticket, "/level")
    refused = browser.post(place, direction="up", reason="other", version=1)
    assert refused.status_code == 422
    assert "Напишите, почему." in refused.text
    browser.post(place, direction="up", reason="rights", note="Возврат вручную", version=1)
    assert reload(ticket).level == 2
    assert "передана на уровень 2" in browser.get(address(ticket)).text
    browser.post(place, direction="down", reason="returned", version=2)
    assert reload(ticket).level == 1


def test_a_ticket_routed_out_of_sight_leads_back_to_the_queue(
    browser: Browser, ticket: Ticket
) -> None:
    vera_id = cast.vera().id
    team_id = teams.add(teams.TeamForm("Возвраты")).id
    teams.set_members(team_id, [vera_id])
    browser.get(address(ticket))
    answer = browser.post(address(ticket, "/team"), team=team_id)
    assert answer.headers["Location"] == "/desk/"
    assert browser.get(address(ticket)).status_code == 404


def test_a_ticket_is_handed_to_the_outside_desk_once(
    app: Flask, browser: Browser, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = address(ticket, "/handover")
    assert "Передать заявку" not in browser.get(address(ticket)).text
    assert browser.post(place, version=1).status_code == 400
    services = app.extensions["podskazhi"]
    outside = {"outside_desk": "Дальняя служба", "outside_desk_url": "https://desk.example/"}
    elsewhere = replace(services, config=replace(services.config, **outside))
    monkeypatch.setitem(app.extensions, "podskazhi", elsewhere)
    assert "Передать заявку" in browser.get(address(ticket)).text
    assert browser.post(place, version=0).status_code == 409
    assert browser.post(place, version=1).status_code == 303
    assert "Передать заявку" not in browser.get(address(ticket)).text
    assert browser.post(place, version=reload(ticket).version).status_code == 409
    handover = handing_over.find(ticket.number)
    assert handover is not None
    assert handover.desk == "Дальняя служба"


def test_watching_and_leaving(browser: Browser, ticket: Ticket) -> None:
    vera_id = cast.vera().id
    browser.get(address(ticket))
    browser.post(address(ticket, "/watchers"))
    browser.post(address(ticket, "/watchers"), watcher=vera_id)
    assert "Борис, Вера" in browser.get(address(ticket)).text
    browser.post(address(ticket, "/watchers"), leave="1")
    assert "Не сообщать мне" not in browser.get(address(ticket)).text


def test_tickets_are_linked_compared_and_merged(browser: Browser, ticket: Ticket) -> None:
    other = asked(subject="То же самое", email="other@example.com")
    browser.get(address(ticket))
    browser.post(address(ticket, "/related"), other=other.number)
    assert f"№ {other.number} <bdi>То же самое</bdi>" in browser.get(address(ticket)).text
    preview = browser.get(address(ticket, f"/merging?other={other.number}")).text
    assert "Это разные клиенты" in preview
    merged = browser.post(
        address(ticket, "/merging"), other=other.number, version=reload(ticket).version
    )
    assert merged.headers["Location"] == address(other)
    assert reload(ticket).state is State.CLOSED
    assert "закрыта как повтор" in browser.get(address(ticket)).text
    assert browser.post(address(other, "/related"), other=424242).status_code == 404
    assert browser.get(address(other, f"/merging?other={other.number}")).status_code == 422


def test_a_message_is_split_off(browser: Browser, ticket: Ticket) -> None:
    following.reply(ticket.token, "И ещё: где чек?", "k")
    page = browser.get(address(ticket)).text
    assert page.count("Это другой вопрос") == 1
    message = conversation.public(reload(ticket))[-1]
    made = browser.post(address(ticket, "/parts"), message=message.id, subject="Где чек?")
    assert "Где чек?" in browser.get(made.headers["Location"]).text
    assert (
        browser.post(address(ticket, "/parts"), message=message.id, subject="").status_code == 422
    )


@pytest.mark.parametrize("action", ACTIONS)
def test_a_ticket_out_of_sight_takes_nothing(browser: Browser, ticket: Ticket, action: str) -> None:
    vera_id = cast.vera().id
    team_id = teams.add(teams.TeamForm("Возвраты")).id
    teams.set_members(team_id, [vera_id])
    with db.transaction() as rows:
        row = rows.get(Ticket, ticket.number)
        assert row is not None
        row.team_id = team_id
    browser.get("/desk/")
    fields = {"form": "reply", "body": "Текст", "insert": "voz-01#", "article": "voz-01#"}
    more = {"version": 1, "tag": "x", "priority": "low", "reason": "late", "other": 2, "save": "1"}
    answer = browser.post(
        address(ticket, f"/{action}"),
        **fields,
        **more,
        outcome="skipped",
        title="Т",
        answer="О",
        category="vozvrat",
        message=1,
        subject="Тема",
    )
    assert answer.status_code == 404
    assert [event.step for event in conversation.events(ticket)] == [Step.ASKED]


# An article from a reply


@pytest.fixture
def written(browser: Browser) -> Iterator[Path]:
    services = browser.client.application.extensions["podskazhi"]
    folder = services.library.folder / "vozvrat"
    before = set(folder.iterdir())
    yield folder
    for path in set(folder.iterdir()) - before:
        path.unlink()
    services.library.refresh()


def test_a_reply_becomes_a_masked_draft_for_editors(browser: Browser, written: Path) -> None:
    ticket = asked(
        name="Глеб Орлов",
        subject="Возврат денег по заказу № 123456",
        body="Мой телефон +7 916 123-45-67, я Глеб.",
    )
    browser.get(address(ticket))
    reply = "Здравствуйте, Глеб! Деньги придут завтра."
    page = browser.post(address(ticket, "/article"), body=reply, version=1).text
    assert "+7 916" not in page
    assert "<mark>[телефон]</mark>" in page
    assert "заказу № [номер заказа]" in page
    assert "Здравствуйте, [имя]! Деньги придут завтра.</textarea>" in page
    assert re.search(r"\d+ %</strong> <a[^>]+>Возврат денег", page)
    assert drafts.of(ticket.number, 1)["reply"].body == reply
    fields = {"title": "Когда вернут деньги", "question": "Где деньги", "answer": "Завтра."}
    place = address(ticket, "/article/file")
    for _ in range(2):
        saved = browser.post(place, **fields, category="vozvrat", save="1")
        assert saved.status_code == 303
    files = [path for path in written.iterdir() if "kogda-vernut" in path.name]
    assert len(files) == 1
    text = files[0].read_text(encoding="utf-8")
    assert "audience: staff\n" in text
    assert "status: draft\n" in text
    assert "- Где деньги\n" in text
    assert text.endswith("---\n\nЗавтра.\n")
    assert [link.how for link in article_links.of(ticket.number)] == [Inserted.CREATED]
    page = browser.get(address(ticket)).text
    assert "Черновик статьи: он у редакторов" in page
    assert f"{reply}</textarea>" in page
    browser.post(address(ticket, "/closure"), version=reload(ticket).version, outcome="created")
    assert reload(ticket).outcome is Outcome.CREATED


@pytest.mark.parametrize("missing", ["title", "answer", "category"])
def test_an_article_without_its_parts_is_not_saved(
    browser: Browser, ticket: Ticket, written: Path, missing: str
) -> None:
    before = set(written.iterdir())
    browser.get(address(ticket))
    fields = {"title": "Тема", "answer": "Ответ", "category": "vozvrat", missing: ""}
    answer = browser.post(address(ticket, "/article/file"), **fields, save="1")
    assert answer.status_code == 422
    assert set(written.iterdir()) == before
