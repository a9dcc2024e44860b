"""An editor looks at the site as a guest or an agent does: fewer rights, never more."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.accounts.roles import GUEST, Reader, Role, lowered, readable
from app.db import session
from app.feedback.models import Reading
from app.search.models import Search
from tests.web.browsing import forms, submit
from tests.web.content import SECRET

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


def view(client: FlaskClient, role: str, page: str = "/") -> TestResponse:
    found = [form for form in forms(client.get(page)) if form.action.endswith("/viewing")]
    return submit(client, found[0], role=role)


def leave(client: FlaskClient, page: str = "/") -> TestResponse:
    [form] = [form for form in forms(client.get(page)) if form.action.endswith("/viewing/end")]
    return submit(client, form)


@pytest.mark.parametrize(("own", "chosen"), list(product(Role, Role)))
def test_rights_are_only_ever_lowered(own: Role, chosen: Role) -> None:
    asking = GUEST if own is Role.GUEST else Reader(own, 7)
    seen = lowered(asking, chosen)
    assert readable(seen) <= readable(asking)
    assert seen in (asking, GUEST, Reader(chosen, 7))


def test_an_editor_sees_what_a_guest_sees(anna: FlaskClient) -> None:
    assert anna.get("/articles/chernovik").status_code == 200
    answer = view(anna, "guest", "/articles/chernovik")
    assert (answer.status_code, answer.location) == (303, "/articles/chernovik")
    hidden = anna.get("/articles/chernovik")
    assert hidden.status_code == 404
    assert "Вы смотрите сайт как гость." in hidden.text
    for page in ("/", "/search?q=вернуть деньги", "/categories/vozvrat", "/articles/vozvrat-deneg"):
        shown = anna.get(page).text
        assert "Вы смотрите сайт как гость." in shown
        assert SECRET not in shown
        assert 'href="/studio/"' not in shown
    assert anna.get("/articles/pamyatka").status_code == 404
    assert anna.get("/search/suggestions?q=памят").json["suggestions"] == []
    leave(anna)
    assert anna.get("/articles/chernovik").status_code == 200


def test_an_editor_sees_what_an_agent_sees(anna: FlaskClient) -> None:
    view(anna, "agent")
    assert anna.get("/articles/pamyatka").status_code == 200
    assert anna.get("/articles/chernovik").status_code == 404
    assert "Вы смотрите сайт как оператор." in anna.get("/").text


def test_pages_of_staff_stay_ones_own(anna: FlaskClient) -> None:
    view(anna, "guest")
    studio = anna.get("/studio/")
    assert studio.status_code == 200
    assert "на ней вы сами" in studio.text
    assert anna.get("/desk/").status_code == 200
    assert anna.get("/sign-in").status_code == 303


def test_a_forged_role_is_refused(anna: FlaskClient) -> None:
    assert view(anna, "admin").status_code == 422
    assert "Вы смотрите сайт" not in anna.get("/").text


def test_only_editors_may_look_as_somebody_else(boris: FlaskClient, gleb: FlaskClient) -> None:
    for client, status in ((boris, 403), (gleb, 403)):
        assert "/viewing" not in client.get("/").text
        token = forms(client.get("/ask"))
        fields = next(f.fields for f in token if "csrf_token" in f.fields)
        answer = client.post("/viewing", data={"csrf_token": fields["csrf_token"], "role": "guest"})
        assert answer.status_code == status
    assert boris.get("/articles/pamyatka").status_code == 200


def test_the_way_back_leads_nowhere_else(anna: FlaskClient) -> None:
    view(anna, "guest")
    [form] = [form for form in forms(anna.get("/")) if form.action.endswith("/viewing/end")]
    answer = submit(anna, form, next="https://evil.example/")
    assert (answer.status_code, answer.location) == (303, "/")


def test_what_an_editor_does_so_counts_as_staff(anna: FlaskClient) -> None:
    view(anna, "guest")
    anna.get("/search?q=вернуть деньги")
    anna.get("/articles/vozvrat-deneg")
    assert session.scalars(select(Search.is_staff)).all() == [True]
    assert session.scalars(select(Reading.is_staff)).all() == [True]


def test_signing_out_ends_it(anna: FlaskClient) -> None:
    view(anna, "guest")
    [form] = [f for f in forms(anna.get("/desk/")) if f.action.endswith("/sign-out")]
    submit(anna, form)
    assert "Вы смотрите сайт" not in anna.get("/").text
