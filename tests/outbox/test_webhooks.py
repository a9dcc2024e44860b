"""Webhooks to a real HTTP server: who is told, the signature, what is refused."""

from __future__ import annotations

import hmac
import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from app import clock, db
from app.db import transaction
from app.errors import DomainError, NotFound
from app.outbox import http, listing, publications, queue, webhooks
from app.outbox.listing import Ending
from app.outbox.models import Kind
from app.outbox.queue import SendingFailed

if TYPE_CHECKING:
    from app.config import Config
    from tests.outbox.http_server import Listener


@pytest.fixture
def settings(config: Config) -> Config:
    return replace(config, webhooks_to_private=True, webhook_seconds=2.0)


def tell(event: str = "ticket.created", key: str = "12", **body: object) -> None:
    with transaction():
        webhooks.tell(event, key, body)


def deliver(config: Config) -> queue.Tally:
    return queue.deliver(Kind.WEBHOOK, lambda parcel: webhooks.send(parcel, config))


@pytest.mark.usefixtures("database")
def test_those_who_want_an_event_are_told_once(settings: Config, listener: Listener) -> None:
    webhooks.add(listener.url, ["ticket.created", "ticket.solved"])
    webhooks.add(listener.url + "/2", ["article.published"])
    for _ in range(2):
        tell(ticket={"number": 12, "subject": "Не приходят деньги"})
    assert deliver(settings).sent == 1
    (posted,) = listener.posted
    assert posted.path == "/hook"
    assert posted.headers["X-Podskazhi-Event"] == posted.json["event"] == "ticket.created"
    assert posted.headers["X-Podskazhi-Delivery"] == posted.json["id"]
    assert posted.json["ticket"] == {"number": 12, "subject": "Не приходят деньги"}
    assert posted.json["site"] == "http://127.0.0.1:8000"


@pytest.mark.usefixtures("database")
def test_the_receiver_can_check_who_sent_it_and_when(settings: Config, listener: Listener) -> None:
    endpoint = webhooks.add(listener.url, ["ticket.created"], "тайна")
    tell()
    deliver(settings)
    (posted,) = listener.posted
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", posted.headers["X-Podskazhi-Signature"])
    assert found
    signed = found[1].encode() + b"." + posted.content
    assert hmac.new(endpoint.secret.encode(), signed, sha256).hexdigest() == found[2]
    assert abs(int(found[1]) - clock.now().timestamp()) < 60


@pytest.mark.usefixtures("database")
def test_a_busy_server_is_tried_again_and_a_refusal_is_final(
    settings: Config, listener: Listener
) -> None:
    endpoint = webhooks.add(listener.url, ["ticket.created"])
    for key, status in (("busy", 503), ("limit", 429), ("gone", 410), ("moved", 302)):
        listener.plan.append((status, "no"))
        tell(key=key)
    deliver(settings)
    log = listing.latest(Kind.WEBHOOK, endpoint_id=endpoint.id)
    assert [(row.problem, listing.ending(row)) for row in reversed(log)] == [
        ("HTTP 503", Ending.WAITING),
        ("HTTP 429", Ending.WAITING),
        ("HTTP 410", Ending.FAILED),
        ("HTTP 302", Ending.FAILED),
    ]
    assert {posted.path for posted in listener.posted} == {"/hook"}


@pytest.mark.usefixtures("database")
def test_a_slow_server_is_cut_off(settings: Config, listener: Listener) -> None:
    listener.seconds = 1.0
    webhooks.add(listener.url, ["ticket.created"])
    tell()
    assert deliver(replace(settings, webhook_seconds=0.2)).failed == 1


@pytest.mark.usefixtures("database")
def test_a_removed_address_takes_its_deliveries_with_it(
    settings: Config, listener: Listener
) -> None:
    endpoint = webhooks.add(listener.url, ["ticket.created"])
    tell()
    webhooks.remove(endpoint.id)
    db.session.expire_all()
    assert deliver(settings).sent == 0
    assert listing.latest(Kind.WEBHOOK) == []
    with pytest.raises(NotFound):
        webhooks.remove(endpoint.id)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://0.0.0.0:{port}/",
        "http://2130706433:{port}/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://192.168.1.1/",
        "http://[fd00::1]/",
        "http://100.64.0.1/",
        "http://[64:ff9b::10.0.0.1]/",
        "http://[::127.0.0.1]:{port}/",
        "http://[2002:a00:1::1]/",
    ],
)
def test_private_networks_are_not_reached(config: Config, listener: Listener, url: str) -> None:
    with pytest.raises(SendingFailed, match="private network") as refused:
        http.post(url.format(port=listener.server_port), b"{}", {}, config)
    assert not refused.value.passing
    assert listener.posted == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.ru",
        "ftp://example.ru/",
        "file:///etc/passwd",
        "http://",
        "http://[",
        "http://x\n",
    ],
)
@pytest.mark.usefixtures("database")
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(DomainError):
        webhooks.add(url, ["ticket.created"])
    assert list(webhooks.everyone()) == []


@pytest.mark.parametrize("events", [[], ["ticket.exploded"], ["ticket.created", "x"]])
@pytest.mark.usefixtures("database")
def test_only_known_events_can_be_wanted(events: list[str]) -> None:
    with pytest.raises(DomainError, match=r"ticket\.solved"):
        webhooks.add("https://example.ru/", events)


@pytest.mark.usefixtures("database")
def test_an_article_is_announced_once_and_an_old_library_is_not(
    settings: Config, listener: Listener
) -> None:
    webhooks.add(listener.url, ["article.published"])
    old = {"voz-01": {"title": "Возврат"}}
    assert publications.announce(old) == []
    new = old | {"voz-02": {"title": "Обмен"}}
    assert publications.announce(new) == ["voz-02"]
    assert publications.announce(old) == []
    assert publications.announce(new) == []
    deliver(settings)
    assert [posted.json["article"]["title"] for posted in listener.posted] == ["Обмен"]
