"""What the ask form asks and gives: suggestions, own fields, files, consent, no robots."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import clock, db
from app.tickets import attachments, consent, conversation, deflection, fields
from app.tickets.asking_models import StartedAsk
from app.tickets.mail_models import Handover
from tests.tickets.test_file_kinds import PICTURE, zipped
from tests.web import content
from tests.web.browsing import form, submit
from tests.web.conftest import client_of, running
from tests.web.test_asking import FILLED, ask, tickets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.config import Config

WITHOUT_SCRIPTS = {name: value for name, value in FILLED.items() if name != "suggested"}
FIELDS = """
fields:
- key: order
  label: Номер заказа
  required: true
  pattern: '[0-9]{4}'
- key: city
  label: Город
  kind: select
  options: [Москва, Тверь]
"""


@pytest.fixture
def with_fields(site_config: Config) -> Iterator[Flask]:
    content.write(site_config.articles_folder)
    path = site_config.articles_folder / "vozvrat" / "_category.yml"
    path.write_text(path.read_text(encoding="utf-8") + FIELDS, encoding="utf-8")
    yield from running(site_config)


@pytest.fixture
def serve(site_config: Config) -> Iterator[Callable[..., FlaskClient]]:
    """Start the help centre with other settings; return a stranger's browser."""
    content.write(site_config.articles_folder)
    started: list[Iterator[Flask]] = []

    def start(**settings: object) -> FlaskClient:
        started.append(running(replace(site_config, **settings)))  # type: ignore[arg-type]
        return client_of(next(started[-1]))

    yield start
    for one in started:
        next(one, None)


def page_form(client: FlaskClient) -> dict[str, str]:
    return form(client.get("/ask"), "/tickets").fields


def look(client: FlaskClient, subject: str, body: str = "") -> str:
    """Look for suggestions as the page's script does."""
    found = page_form(client)
    values = {name: found[name] for name in ("csrf_token", "submission_key")}
    answer = client.post("/ask/suggestions", data={**values, "subject": subject, "body": body})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.text


def send_with(client: FlaskClient, *files: tuple[str, bytes], **typed: str) -> TestResponse:
    return send_again(client, page_form(client), *files, **typed)


def send_again(
    client: FlaskClient, fields: dict[str, str], *files: tuple[str, bytes], **typed: str
) -> TestResponse:
    uploads = [(io.BytesIO(data), name) for name, data in files]
    data = {**fields, **FILLED, **typed, "files": uploads}
    return client.post("/tickets", data=data, content_type="multipart/form-data")


# Suggestions


def test_without_scripts_suggestions_are_a_step_and_the_second_click_sends(
    gleb: FlaskClient,
) -> None:
    step = submit(gleb, form(gleb.get("/ask"), "/tickets"), **WITHOUT_SCRIPTS)
    assert (step.status_code, tickets()) == (200, [])
    assert "Отправить всё равно" in step.text
    assert "/ask/articles/vozvrat-deneg" in step.text
    for value in WITHOUT_SCRIPTS.values():
        assert value in step.text
    answer = submit(gleb, form(step, "/tickets"), **WITHOUT_SCRIPTS)
    assert answer.status_code == 303
    assert len(tickets()) == 1


def test_a_question_like_no_article_is_sent_by_one_click(gleb: FlaskClient) -> None:
    strange = {**WITHOUT_SCRIPTS, "subject": "Фывапролдж", "body": "Йцукенгшщз хъэждлорпав"}
    answer = submit(gleb, form(gleb.get("/ask"), "/tickets"), **strange)
    assert answer.status_code == 303


def test_mistakes_and_suggestions_come_together_so_that_two_clicks_are_enough(
    gleb: FlaskClient,
) -> None:
    wrong = submit(gleb, form(gleb.get("/ask"), "/tickets"), **{**WITHOUT_SCRIPTS, "email": "x"})
    assert wrong.status_code == 422
    assert "Возможно, ответ уже есть" in wrong.text
    assert submit(gleb, form(wrong, "/tickets"), **WITHOUT_SCRIPTS).status_code == 303


def test_suggestions_lead_to_the_part_and_mark_what_was_read(gleb: FlaskClient) -> None:
    text = look(gleb, "деньги не пришли")
    assert "/ask/articles/vozvrat-deneg#esli-dengi-ne-prishli" in text
    assert "вы уже читали" not in text
    gleb.get("/articles/vozvrat-deneg")
    assert "вы уже читали" in look(gleb, "деньги не пришли")
    assert text.count("data-suggestion ") <= 5


def test_nothing_is_suggested_for_two_letters(gleb: FlaskClient) -> None:
    assert "data-suggestion " not in look(gleb, "да")


def test_suggestions_hold_only_what_a_guest_may_read_whoever_asks(
    gleb: FlaskClient, boris: FlaskClient, anna: FlaskClient
) -> None:
    for client in (gleb, boris, anna):
        assert content.SECRET not in look(client, f"вернуть деньги вручную {content.SECRET}")
        for slug in ("pamyatka", "chernovik"):
            assert client.get(f"/ask/articles/{slug}?part=1").status_code == 404


def test_an_article_is_read_inside_the_form_or_on_a_page_of_its_own(gleb: FlaskClient) -> None:
    part = gleb.get("/ask/articles/vozvrat-deneg?part=1").text
    whole = gleb.get("/ask/articles/vozvrat-deneg")
    assert "<html" not in part
    assert "Проверьте памятку и черновик" in part
    assert 'id="srok"' in part
    assert "Это решило вопрос" in whole.text
    assert whole.headers["X-Robots-Tag"] == "noindex"


def test_solved_ends_it_with_one_click_and_makes_no_ticket(gleb: FlaskClient) -> None:
    look(gleb, "деньги не пришли")
    part = gleb.get("/ask/articles/vozvrat-deneg?part=1")
    assert part.status_code == 200
    answer = submit(gleb, form(gleb.get("/ask"), "/ask/solved"), article="vozvrat-deneg")
    assert (answer.status_code, answer.location) == (303, "/ask/solved")
    assert "data-draft-sent" in gleb.get("/ask/solved").text
    (counted,) = db.session.scalars(select(StartedAsk)).all()
    assert (counted.solved_by, counted.opened_at is not None) == ("voz-01", True)
    assert deflection.outcome(counted, clock.now()) is deflection.Outcome.EXPLICIT
    assert tickets() == []


def test_robots_and_staff_are_not_counted(gleb: FlaskClient, boris: FlaskClient) -> None:
    look(boris, "деньги не пришли")
    gleb.environ_base["HTTP_USER_AGENT"] = "Googlebot/2.1"
    look(gleb, "деньги не пришли")
    ask(gleb)
    assert db.session.scalars(select(StartedAsk)).all() == []


def test_who_belongs_to_the_held_out_is_shown_nothing(serve: Callable[..., FlaskClient]) -> None:
    gleb = serve(ask_holdout_percent=100.0)
    assert "data-suggestion " not in look(gleb, "деньги не пришли")
    answer = submit(gleb, form(gleb.get("/ask"), "/tickets"), **WITHOUT_SCRIPTS)
    assert answer.status_code == 303
    (counted,) = db.session.scalars(select(StartedAsk)).all()
    assert (counted.withheld, counted.found > 0, counted.shown_at) == (True, True, None)


def test_a_robot_that_pours_looks_is_told_to_wait(gleb: FlaskClient) -> None:
    found = page_form(gleb)
    data = {**found, "subject": "да", "body": ""}
    codes = [gleb.post("/ask/suggestions", data=data).status_code for _ in range(121)]
    assert codes == [200] * 120 + [429]


# The same words


def test_the_same_words_from_a_new_form_are_answered_honestly(gleb: FlaskClient) -> None:
    first = ask(gleb)
    again = submit(gleb, form(gleb.get("/ask"), "/tickets"), **FILLED)
    assert again.location == f"{first}?repeated=1"
    assert "вы уже отправили" in gleb.get(again.location).text
    assert len(tickets()) == 1


# Kinds and the category's own fields


def test_kind_and_category_are_kept_and_shown(gleb: FlaskClient) -> None:
    typed = {**FILLED, "kind": "complaint", "category": "oplata/karty"}
    answer = submit(gleb, form(gleb.get("/ask"), "/tickets"), **typed)
    (ticket,) = tickets()
    assert (ticket.kind, ticket.category) == ("complaint", "oplata/karty")
    assert "Жалоба" in gleb.get(answer.location).text


@pytest.mark.parametrize("forged", ["sotrudnikam", "nope", "../..", "я" * 500])
def test_only_a_category_that_a_guest_sees_is_taken(gleb: FlaskClient, forged: str) -> None:
    page = gleb.get("/ask")
    assert "Сотрудникам" not in page.text
    submit(gleb, form(page, "/tickets"), **FILLED, category=forged, kind="nope")
    (ticket,) = tickets()
    assert (ticket.kind, ticket.category) == ("question", None)


def test_a_question_about_an_article_is_about_its_category(gleb: FlaskClient) -> None:
    page = gleb.get("/ask?article=obmen").text
    assert '<option value="vozvrat" selected>' in page


def test_own_fields_appear_are_checked_and_kept(with_fields: Flask) -> None:
    gleb = client_of(with_fields)
    page = gleb.get("/ask")
    typed = {**FILLED, "category": "vozvrat"}
    shown = submit(gleb, form(page, "/tickets"), **{**typed, "email": ""}, show_fields="1")
    assert shown.status_code == 200
    assert 'name="field_order"' in shown.text
    assert "Укажите адрес почты" not in shown.text
    wrong = submit(gleb, form(shown, "/tickets"), **typed, field_order="12", field_city="Тверь")
    assert wrong.status_code == 422
    assert 'id="_field_order_error"' in wrong.text
    assert "<option selected>Тверь" in wrong.text
    answer = submit(gleb, form(wrong, "/tickets"), **typed, field_order="1234", field_city="Тверь")
    (ticket,) = tickets()
    assert [(a.label, a.value) for a in fields.of(ticket)] == [
        ("Номер заказа", "1234"),
        ("Город", "Тверь"),
    ]
    assert "Номер заказа" in gleb.get(answer.location).text


# Files


def test_a_file_is_sent_and_served_as_a_download_to_the_link_alone(gleb: FlaskClient) -> None:
    answer = send_with(gleb, ("снимок <экрана>.png", PICTURE))
    assert answer.status_code == 303
    page = gleb.get(answer.location).text
    assert "снимок _экрана_.png" in page
    (ticket,) = tickets()
    ((file,),) = attachments.of_ticket(ticket).values()
    got = gleb.get(f"{answer.location}/files/{file.id}", buffered=True)
    assert got.data == PICTURE
    assert got.headers["Content-Disposition"].startswith("attachment; filename")
    assert "filename*=UTF-8''%D1%81%D0%BD" in got.headers["Content-Disposition"]
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cache-Control"] == "private, no-store"
    assert gleb.get(f"/tickets/{'A' * 32}/files/{file.id}").status_code == 404
    assert gleb.get(f"{answer.location}/files/{file.id + 1}").status_code == 404
    assert gleb.get(f"/desk/tickets/1/files/{file.id}").status_code in (302, 303)


def test_staff_get_the_files_and_see_the_answers(gleb: FlaskClient, boris: FlaskClient) -> None:
    send_with(gleb, ("снимок.png", PICTURE))
    (ticket,) = tickets()
    fields.keep(ticket, [fields.Answer("order", "Номер заказа", "1234")])
    db.session.commit()
    ((file,),) = attachments.of_ticket(ticket).values()
    assert boris.get(f"/desk/tickets/1/files/{file.id}", buffered=True).data == PICTURE
    page = boris.get("/desk/tickets/1").text
    assert "снимок.png" in page
    assert "Номер заказа" in page


def test_a_lying_file_is_named_beside_the_field_and_the_others_are_not_lost(
    gleb: FlaskClient,
) -> None:
    wrong = send_with(gleb, ("фото.png", zipped()), ("заметка.txt", b"text"))
    assert wrong.status_code == 422
    assert "«фото.png» прикрепить нельзя" in wrong.text
    assert 'id="_files_error"' in wrong.text
    assert "Уже прикреплено" in wrong.text
    assert "заметка.txt" in wrong.text
    send_again(gleb, form(wrong, "/tickets").fields)
    (ticket,) = tickets()
    ((file,),) = attachments.of_ticket(ticket).values()
    assert file.name == "заметка.txt"


def test_files_survive_a_mistake_elsewhere_and_can_be_left_out(gleb: FlaskClient) -> None:
    wrong = send_with(gleb, ("заметка.txt", b"text"), email="gleb@")
    assert "Уже прикреплено" in wrong.text
    again = form(wrong, "/tickets").fields
    del again["kept"]
    send_again(gleb, again)
    (ticket,) = tickets()
    assert attachments.of_ticket(ticket) == {}


def test_a_form_with_files_sent_twice_makes_one_ticket_with_each_once(gleb: FlaskClient) -> None:
    found = page_form(gleb)
    places = {send_again(gleb, found, ("заметка.txt", b"text")).location for _ in range(2)}
    (ticket,) = tickets()
    assert len(places) == 1
    assert [len(files) for files in attachments.of_ticket(ticket).values()] == [1]


def test_a_reply_brings_files_and_keeps_them_when_its_words_are_missing(gleb: FlaskClient) -> None:
    address = ask(gleb)
    found = form(gleb.get(address), "/replies")
    upload = {"files": (io.BytesIO(b"text"), "заметка.txt")}
    data = {**found.fields, "body": " ", **upload}
    wrong = gleb.post(found.action, data=data, content_type="multipart/form-data")
    assert wrong.status_code == 422
    assert "Уже прикреплено" in wrong.text
    submit(gleb, form(wrong, "/replies"), body="Вот файл.")
    (ticket,) = tickets()
    last = conversation.public(ticket)[-1]
    assert [f.name for f in attachments.of_ticket(ticket)[last.id]] == ["заметка.txt"]


MULTIPART = "multipart/form-data; boundary=b"


def multipart(fields: dict[str, str], name: str, data: bytes) -> bytes:
    """Return a form's body with a file; the test client would leave its own files open."""
    head = 'Content-Disposition: form-data; name="'
    parts = [f'{head}{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
    parts.append(f'{head}files"; filename="{name}"\r\n\r\n'.encode() + data)
    return b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"


def test_too_much_at_once_is_refused_kindly(serve: Callable[..., FlaskClient]) -> None:
    gleb = serve(attachment_megabytes=1, attachment_total_megabytes=1)
    body = multipart({**page_form(gleb), **FILLED}, "много.txt", b"x" * 1_500_000)
    wrong = gleb.post("/tickets", data=body, content_type=MULTIPART)
    assert wrong.status_code == 422
    assert "«много.txt» больше 1 МБ" in wrong.text
    large = gleb.post("/tickets", data=b"x" * 6_000_000, content_type=MULTIPART)
    assert large.status_code == 413
    assert tickets() == []


# Consent


def test_consent_is_a_box_of_its_own_unticked_and_kept(serve: Callable[..., FlaskClient]) -> None:
    gleb = serve(consent_required=True)
    page = gleb.get("/ask")
    assert "consent" not in form(page, "/tickets").fields
    wrong = submit(gleb, form(page, "/tickets"), **FILLED)
    assert wrong.status_code == 422
    assert 'id="_consent_error"' in wrong.text
    answer = submit(gleb, form(wrong, "/tickets"), **FILLED, consent="yes")
    assert answer.status_code == 303
    ((line, text),) = consent.of(tickets()[0].number)
    assert line.version == sha256(text.text.encode()).hexdigest()
    assert text.text.splitlines()[0] in gleb.get("/consent").text
    assert "Согласие на обработку персональных данных дано" in gleb.get(answer.location).text


def test_only_staff_see_the_version_of_what_was_agreed_to(
    gleb: FlaskClient, boris: FlaskClient
) -> None:
    address = ask(gleb)
    (ticket,) = tickets()
    text = consent.Document("Согласие на обработку", "c0ffee" * 10)
    with db.transaction():
        consent.keep(ticket, consent.Given(text))
    assert "c0ffee" not in gleb.get(address).text
    assert "редакция c0ffeec0ffee" in boris.get(address).text
    for client, sees in ((gleb, False), (boris, True)):
        assert ("Редакция" in client.get("/consent").text) is sees


def test_a_tick_is_not_lost_with_a_mistake_elsewhere(serve: Callable[..., FlaskClient]) -> None:
    gleb = serve(consent_required=True)
    typed = {**FILLED, "consent": "yes", "email": "gleb@"}
    wrong = submit(gleb, form(gleb.get("/ask"), "/tickets"), **typed)
    assert form(wrong, "/tickets").fields["consent"] == "yes"


def test_a_text_that_changed_is_asked_for_again(serve: Callable[..., FlaskClient]) -> None:
    gleb = serve(consent_required=True)
    typed = {**FILLED, "consent": "yes", "consent_version": "0" * 64}
    wrong = submit(gleb, form(gleb.get("/ask"), "/tickets"), **typed)
    assert wrong.status_code == 422
    assert "Текст согласия изменился" in wrong.text


# Robots


def test_a_field_that_no_person_sees_is_asked_about_kindly(gleb: FlaskClient) -> None:
    page = gleb.get("/ask")
    assert 'name="website" tabindex="-1" autocomplete="off"' in page.text
    wrong = submit(gleb, form(page, "/tickets"), **FILLED, website="https://spam.example")
    assert wrong.status_code == 422
    assert "Если вы человек" in wrong.text
    assert FILLED["body"] in wrong.text
    assert "spam.example" not in wrong.text
    assert submit(gleb, form(wrong, "/tickets"), **FILLED).status_code == 303


def test_a_form_sent_faster_than_a_person_writes_is_asked_for_again(
    serve: Callable[..., FlaskClient],
) -> None:
    gleb = serve(ask_least_seconds=3)
    now = clock.now()
    with clock.frozen_at(now):
        page = gleb.get("/ask")
        quick = submit(gleb, form(page, "/tickets"), **FILLED)
    assert quick.status_code == 422
    assert "быстрее" in quick.text
    assert FILLED["body"] in quick.text
    with clock.frozen_at(now + timedelta(seconds=4)):
        assert submit(gleb, form(quick, "/tickets"), **FILLED).status_code == 303


@pytest.mark.parametrize("stamp", ["", "forged", "WyJrZXkiLDFd.forged"])
def test_a_forged_time_is_asked_for_again(gleb: FlaskClient, stamp: str) -> None:
    wrong = submit(gleb, form(gleb.get("/ask"), "/tickets"), **FILLED, stamp=stamp)
    assert wrong.status_code == 422
    assert submit(gleb, form(wrong, "/tickets"), **FILLED).status_code == 303


@pytest.mark.parametrize("later", [timedelta(days=2), timedelta(days=-1)])
def test_a_form_of_another_day_is_asked_for_again(gleb: FlaskClient, later: timedelta) -> None:
    page = gleb.get("/ask")
    with clock.frozen_at(clock.now() + later):
        old = submit(gleb, form(page, "/tickets"), **FILLED)
        assert old.status_code == 422
        assert "больше суток" in old.text
        assert submit(gleb, form(old, "/tickets"), **FILLED).status_code == 303


# The customer's page


def test_a_ticket_that_went_to_an_outside_desk_says_so(gleb: FlaskClient) -> None:
    address = ask(gleb)
    now = clock.now()
    handed = Handover(
        ticket_number=1, desk="Служба доставки", reference="D-7", asked_at=now, handed_at=now
    )
    with db.transaction() as rows:
        rows.add(handed)
    page = gleb.get(address).text
    assert "Служба доставки" in page
    assert "D-7" in page


def test_a_solved_ticket_asks_whether_it_helped(gleb: FlaskClient, boris: FlaskClient) -> None:
    address = ask(gleb)
    (ticket,) = tickets()
    version = {"version": str(ticket.version), "solve": "1"}
    submit(boris, form(boris.get("/desk/tickets/1"), "/replies"), body="Готово.", **version)
    page = gleb.get(address)
    assert "Помогло?" in page.text
    submit(gleb, form(page, "/reopening"))
    assert "снова открыта" in gleb.get(address).text
    assert [ticket.state for ticket in tickets()] == ["reopened"]
