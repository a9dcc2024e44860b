"""Hostile text in every place where people write: it is shown or dropped, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from app import db
from app.accounts.roles import GUEST
from app.config import Config
from app.feedback import voting
from app.tickets import asking, attachments, conversation
from tests.browser.payloads import FILE_NAMES, PAYLOADS
from tests.web.content import article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.serving import Serve, Server

# Where text is shown as it is, without Markdown, several share a line; in a body, an article.
LINES = [" ".join(PAYLOADS[first : first + 8]) for first in range(0, len(PAYLOADS), 8)]
BODIES = [PAYLOADS[first : first + 4] for first in range(0, len(PAYLOADS), 4)]
TOKENS = "tokens"  # a file of the keys to the tickets' pages
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
# What no page of ours holds: foreign elements, handlers, addresses that run.
INTRUDERS = """() => {
  const FOREIGN = ['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'STYLE', 'VIDEO', 'AUDIO', 'MARQUEE',
    'MATH'];
  const OWN = ['fieldsOf', 'draftOffer'];  // templates that our scripts copy
  const own = element => !element.src || new URL(element.src).origin === location.origin;
  const banned = name => /^on/i.test(name) || name === 'style' || name === 'srcdoc';
  const wrong = [...document.querySelectorAll('*')].filter(element =>
    [...element.attributes].some(attribute => banned(attribute.name))
    || /^(javascript|vbscript|data):/i.test(element.href || element.src || element.action || '')
    || FOREIGN.includes(element.tagName.toUpperCase())
    || (element.tagName === 'TEMPLATE' && !OWN.some(name => name in element.dataset))
    || (element.tagName === 'SCRIPT' && element.type !== 'application/ld+json' && !own(element))
    || (element.tagName === 'SCRIPT' && !element.src && element.type !== 'application/ld+json')
    || (element.tagName === 'IMG' && !own(element))
    || (element.tagName === 'META' && element.httpEquiv === 'refresh'));
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  const doubled = ids.filter((id, i) => ids.indexOf(id) !== i);
  return [...wrong.map(element => element.outerHTML.slice(0, 200)), ...doubled];
}"""


@pytest.fixture(scope="module")
def hostile(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A help centre whose articles, titles, files and customers are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile_articles(folder / "articles")
    with serve(folder, folder / "articles") as server:
        ask_hostile_questions(server)
        yield server


def write_hostile_articles(folder: Path) -> None:
    (folder / "x").mkdir(parents=True)
    title = "'<script>alert(1)</script>'"
    (folder / "x" / "_category.yml").write_text(
        f"title: {title}\nsummary: {title}\nicon: {title}\norder: 1\n", encoding="utf-8"
    )
    for number, payloads in enumerate(BODIES):
        line = " ".join(payloads)
        quoted = "'" + line.replace("'", "''").replace("\n", " ") + "'"
        printable = "".join(letter for letter in quoted if letter.isprintable())
        body = "\n\n".join(f"{one}\n\n## {one}\n\nТекст.\n\n- {one}\n" for one in payloads)
        more = f"questions:\n- {printable}\ntags:\n- {printable}\n"
        article(
            folder, f"x/a{number}", f"x-{number}", printable, body, summary=printable, more=more
        )
    for name in FILE_NAMES:
        (folder / "x" / name).write_bytes(PIXEL)
    pictures = "\n\n".join(
        f"![{name}](<{quote(name)}>) [{name}](<{quote(name)}>)" for name in FILE_NAMES
    )
    article(folder, "x/files", "x-files", "Файлы", pictures)


def ask_hostile_questions(server: Server) -> None:
    attachments.use(Config(instance_folder=server.folder / "instance"))
    engine = db.connect(f"sqlite:///{server.folder / 'instance' / 'podskazhi.sqlite'}")
    for number, payload in enumerate(LINES):
        visitor = f"{number:032x}"
        voting.vote("x-files", "0" * 12, visitor, helpful=False, reader=GUEST)
        voting.explain("x-files", "0" * 12, visitor, "other", payload)
        opened = asking.open_ticket(
            asking.Request(
                subject=f"Тема {payload}"[:200],
                body=f"Вопрос {number}: {payload}",
                name=payload[:100],
                email=f"a{number}@example.com",
                visitor=visitor,
                submission_key=str(number),
                query=payload,
            )
        )
        [message] = conversation.public(opened)
        attachments.keep(opened.number, message.id, f"{payload[:100]}.txt", b"text")
        with (server.folder / TOKENS).open("a") as tokens:
            tokens.write(f"{opened.token}\n")
    db.session.remove()
    engine.dispose()


def test_the_list_is_long() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 100


def test_articles_run_nothing(visit: Callable[..., Page], hostile: Server) -> None:
    page = visit("/", at=hostile)
    assert page.evaluate(INTRUDERS) == []
    for number, payloads in enumerate(BODIES):
        page.goto(f"/articles/a{number}")
        assert page.evaluate(INTRUDERS) == [], payloads
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_lists_of_hostile_titles_run_nothing(visit: Callable[..., Page], hostile: Server) -> None:
    page = visit("/categories/x", at=hostile)
    assert page.evaluate(INTRUDERS) == []
    for query in ("script", "alert", "img", "onerror"):
        page.goto(f"/search?q={query}")
        assert page.evaluate(INTRUDERS) == []
        page.get_by_role("combobox").fill(query[:4])
        expect(page.get_by_role("option").last).to_be_visible()
        assert page.evaluate(INTRUDERS) == []


def test_queries_run_nothing(visit: Callable[..., Page]) -> None:
    page = visit("/")
    for payload in LINES:
        page.goto(f"/search?q={quote(payload)}&category={quote(payload)}")
        assert page.evaluate(INTRUDERS) == [], payload
        page.goto(f"/ask?q={quote(payload)}")
        assert page.evaluate(INTRUDERS) == [], payload


def test_addresses_run_nothing(visit: Callable[..., Page]) -> None:
    page = visit("/")
    for payload in LINES:
        page.goto(f"/articles/{quote(payload, safe='')}")
        assert page.evaluate(INTRUDERS) == [], payload


def test_file_names_run_nothing(visit: Callable[..., Page], hostile: Server) -> None:
    page = visit("/articles/files", at=hostile)
    assert page.evaluate(INTRUDERS) == []


def signed_in(visit: Callable[..., Page], hostile: Server, name: str) -> Page:
    page, email = visit("/sign-in", at=hostile), f"{name}@polka.example"
    page.get_by_label("Электронная почта").fill(email)
    page.get_by_label("Пароль").fill(hostile.password(email))
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/desk/**")
    return page


def test_articles_run_nothing_in_the_editor(visit: Callable[..., Page], hostile: Server) -> None:
    page = signed_in(visit, hostile, "anna")
    for number, payloads in list(enumerate(BODIES))[::4]:
        page.goto(f"/studio/articles/x-{number}/editor")
        expect(page.get_by_role("tabpanel", name="Просмотр")).to_contain_text("Текст.")
        assert page.evaluate(INTRUDERS) == [], payloads
    with page.expect_response("**/preview"):
        page.get_by_role("textbox", name="Текст статьи").fill("\n\n".join(PAYLOADS))
    expect(page.locator("[data-preview-place]")).not_to_contain_text("Текст.")
    assert page.evaluate(INTRUDERS) == []


def test_questions_and_names_run_nothing_at_the_desk(
    visit: Callable[..., Page], hostile: Server
) -> None:
    page = signed_in(visit, hostile, "boris")
    assert page.evaluate(INTRUDERS) == []
    for number in range(1, len(LINES) + 1):
        page.goto(f"/desk/tickets/{number}")
        expect(page.get_by_text("alert").or_(page.get_by_text("evil")).first).to_be_visible()
        assert page.evaluate(INTRUDERS) == [], LINES[number - 1]


def test_files_of_customers_run_nothing_on_their_page(
    visit: Callable[..., Page], hostile: Server
) -> None:
    page = visit("/", at=hostile)
    for token in (hostile.folder / TOKENS).read_text().split():
        page.goto(f"/tickets/{token}")
        expect(page.get_by_text(".txt").first).to_be_visible()
        assert page.evaluate(INTRUDERS) == []


def test_comments_run_nothing_in_the_studio(visit: Callable[..., Page], hostile: Server) -> None:
    page = signed_in(visit, hostile, "anna")
    for path in ("/studio/inbox", "/studio/attention", "/studio/gaps", "/studio/"):
        answer = page.goto(path)
        assert answer
        assert answer.ok
        assert page.evaluate(INTRUDERS) == [], path
    page.goto("/studio/inbox")
    expect(page.get_by_text("alert").first).to_be_visible()


def test_comments_and_replies_run_nothing(visit: Callable[..., Page], hostile: Server) -> None:
    page = visit("/articles/files", at=hostile)
    page.get_by_role("button", name="Нет", exact=True).click()
    page.get_by_role("radio", name="Другое").check()
    everything = " ".join(PAYLOADS)
    page.get_by_label("Расскажите подробнее").fill(everything[:2000])
    page.locator("#_vote").get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Не больше 1000 знаков")).to_be_visible()
    assert page.evaluate(INTRUDERS) == []
    page.goto("/ask")
    page.get_by_label("Тема").fill(PAYLOADS[0])
    page.get_by_label("Подробности").fill(everything[:9000])
    page.get_by_label("Электронная почта").fill("gleb@example.com")
    page.get_by_label("Даю согласие").check()
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_url("**/tickets/**")
    assert page.evaluate(INTRUDERS) == []
    page.get_by_label("Ваш ответ").fill(everything[:9000])
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_load_state()
    assert page.evaluate(INTRUDERS) == []
