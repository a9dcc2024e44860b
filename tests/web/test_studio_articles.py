"""The studio's pages about articles: the list, many at once, the way to readers, versions."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.curation import query_list, query_trend
from app.editing import comments, presence, readings, revisions
from app.editing.comments import Word
from app.editing.revisions import Author
from app.outbox import publications
from app.tickets.letters.articles import public_articles
from tests.accounts import cast
from tests.web.staff import Browser, build, write_articles

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from app.accounts.models import Account
    from app.services import Services

ARTICLE = "/studio/articles/{}/{}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("studio_articles"))


@pytest.fixture
def services(built: Flask, database: object) -> Services:
    """The services, with the articles as they were written first."""
    found: Services = built.extensions["podskazhi"]
    for path in found.library.folder.glob("*/*.md"):
        path.unlink()
    for path in found.library.folder.glob("*/_category.yml"):
        path.unlink()
        path.parent.rmdir()
    write_articles(found.library.folder)
    (found.library.folder / "oplata").mkdir()
    (found.library.folder / "oplata" / "_category.yml").write_text("title: Оплата\n")
    found.refresh()
    return found


@pytest.fixture
def enter(built: Flask, services: Services) -> Callable[[Account], Browser]:
    """Sign somebody in."""

    def sign_in(account: Account) -> Browser:
        browser = Browser(built)
        assert browser.sign_in(account.email).status_code == 303
        return browser

    return sign_in


def draft_of(services: Services, account: Account, title: str = "Оплата картой") -> str:
    by = Author(account.id, account.name, account.email)
    saved = services.editor.create(title, "oplata", by, body="\nПервая строка.\n\nВторая.\n")
    return saved.article_id


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def status_of(services: Services, article_id: str) -> str:
    return services.library.snapshot.get(article_id).status


def test_editor_sees_all_articles_and_what_they_are(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    page = text(enter(cast.anna()).get("/studio/").text)
    assert "3 статьи" in page
    assert "Черновик о возврате" in page
    assert "Возврат, памятка сотруднику" in page


def test_agent_sees_what_they_may_read_and_their_own_drafts(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    boris = cast.boris()
    draft_of(services, boris)
    browser = enter(boris)
    page = text(browser.get("/studio/").text)
    assert "Оплата картой" in page
    assert "памятка сотруднику" in page
    assert "Черновик о возврате" not in page
    assert "Что сделать" not in page
    assert "Черновик о возврате" not in browser.get("/studio/?q=черновик").text


def test_article_in_a_category_for_staff_is_shown_as_staffs(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    (services.library.folder / "vozvrat" / "_category.yml").write_text(
        "title: Возврат\naudience: staff\n"
    )
    services.refresh()
    browser = enter(cast.anna())
    row = browser.get("/studio/?audience=staff&q=voz-01").text
    assert "Только сотрудникам" in row.split('<p class="marks">', 1)[1].split("</p>", 1)[0]
    assert "Кто видит Только сотрудникам" in text(
        browser.get(ARTICLE.format("voz-01", "review")).text
    )
    editor = text(browser.get(ARTICLE.format("voz-01", "editor")).text)
    assert "Раздел «Возврат» только для сотрудников, поэтому и статью видят только они." in editor


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("stage=draft", {"voz-03"}),
        ("audience=staff", {"voz-02"}),
        ("category=oplata", set()),
        ("stage=draft&audience=staff", set()),
        ("owner=-", {"voz-01", "voz-02", "voz-03"}),
        ("q=памятка", {"voz-02"}),
        ("q=voz-03", {"voz-03"}),
        ("q=возвратом денег", {"voz-01", "voz-02", "voz-03"}),
        ("sorting=none&page=999", {"voz-01", "voz-02", "voz-03"}),
        ("page=x", {"voz-01", "voz-02", "voz-03"}),
    ],
)
def test_list_is_narrowed_by_its_address(
    services: Services, enter: Callable[[Account], Browser], query: str, shown: set[str]
) -> None:
    page = enter(cast.anna()).get(f"/studio/?{query}")
    found = set(re.findall(r'name="articles" value="([^"]+)"', page.text))
    assert page.status_code == 200
    assert found == shown if "возвратом" not in query else found >= {"voz-01"}


def test_rows_tell_of_comments_changes_and_who_is_there(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna, boris = cast.anna(), cast.boris()
    comments.add(Word("voz-03", "abc", "Проверьте"), boris.id)
    presence.note("voz-03", boris.id, typing=True)
    readings.mark(anna.id, "voz-03", "abc")
    page = text(enter(anna).get("/studio/?stage=draft").text)
    assert "1 замечание" in page
    assert "изменилась с тех пор, как вы читали" in page
    assert "Борис пишет" in page


def test_what_will_change_is_shown_before_it_is_done(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    browser = enter(cast.anna())
    browser.get("/studio/")
    chosen = {"articles": ["voz-01", "voz-03"], "action": "move", "category": "oplata"}
    preview = browser.post("/studio/articles/changes", **chosen)
    assert "Перенос в раздел «Оплата»." in text(preview.text)
    assert "2 статьи. Пока ничего не сделано." in text(preview.text)
    assert services.library.snapshot.get("voz-01").category == "vozvrat"
    fields = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', preview.text)
        for name in ("articles", "revisions", "action", "value")
    }
    assert fields["articles"] == ["voz-01", "voz-03"]
    done = browser.post("/studio/articles/changes/completion", **fields)
    assert done.status_code == 303
    assert "2 статьи." in text(browser.get("/studio/").text)
    moved = [services.library.snapshot.get(i).category for i in fields["articles"]]
    assert moved == ["oplata", "oplata"]


def test_article_that_changed_meanwhile_is_named_and_left(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    browser = enter(cast.anna())
    browser.get("/studio/")
    known = services.library.snapshot.articles
    fields = {
        "articles": ["voz-01", "voz-02"],
        "revisions": [known["voz-01"].revision, "000000000000"],
        "action": "tag",
        "value": "СБП",
    }
    page = browser.post("/studio/articles/changes/completion", **fields)
    assert page.status_code == 409
    assert "Возврат, памятка сотруднику : Статью изменили" in text(page.text)
    tags = [services.library.snapshot.get(i).tags for i in ("voz-01", "voz-02")]
    assert tags == [("СБП",), ()]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"action": "archive"}, "Выберите от 1 до 500 статей."),
        ({"action": "", "articles": ["voz-01"]}, "Выберите, что сделать со статьями."),
        ({"action": "tag", "articles": ["voz-01"], "tag": " "}, "Напишите метку."),
        ({"action": "move", "articles": ["voz-01"], "category": "net"}, "Такого раздела нет."),
    ],
)
def test_wrong_wish_is_told_and_the_choice_stays(
    services: Services, enter: Callable[[Account], Browser], fields: dict[str, object], says: str
) -> None:
    browser = enter(cast.anna())
    browser.get("/studio/")
    page = browser.post("/studio/articles/changes", **fields)
    assert page.status_code == 422
    assert says in text(page.text)
    assert page.text.count("checked") == len(fields.get("articles", []))  # type: ignore[arg-type]


def test_draft_goes_from_its_author_over_review_to_readers(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    boris, anna = cast.boris(), cast.anna()
    article_id = draft_of(services, boris)
    review, steps = ARTICLE.format(article_id, "review"), ARTICLE.format(article_id, "steps")
    author, editor = enter(boris), enter(anna)
    page = author.get(review).text
    assert "Опубликовать" not in page
    base = services.library.snapshot.get(article_id).revision
    assert author.post(steps, to="review", base=base).status_code == 303
    editor.get(review)
    base = services.library.snapshot.get(article_id).revision
    refused = editor.post(steps, to="draft", base=base)
    assert refused.status_code == 422
    assert "Напишите автору, что изменить." in text(refused.text)
    sent = editor.post(steps, to="draft", base=base, comment="Добавьте сроки")
    assert sent.status_code == 303
    assert "Добавьте сроки" in text(author.get(review).text)
    base = services.library.snapshot.get(article_id).revision
    assert author.post(steps, to="published", base=base).status_code == 403
    editor.get(review)
    assert editor.post(steps, to="published", base=base).status_code == 303
    assert status_of(services, article_id) == "published"
    assert editor.client.get("/articles/oplata-kartoy").status_code == 200
    assert "Оплата картой" in editor.client.get("/search?q=оплата картой").text


def test_healthy_article_is_checked_from_its_page(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    by = Author(None, "Борис")
    services.editor.change("voz-01", by, confidence="not-validated")
    services.refresh()
    anna, review = enter(cast.anna()), ARTICLE.format("voz-01", "review")
    assert "Проверена сегодня" in anna.get(review).text
    verification = ARTICLE.format("voz-01", "verification")
    assert anna.post(verification, base="old").status_code == 409
    base = services.library.snapshot.get("voz-01").revision
    assert anna.post(verification, base=base).status_code == 303
    article = services.library.snapshot.get("voz-01")
    assert (article.verified, article.confidence) == (clock.now().date(), "validated")
    page = text(anna.get(review).text)
    assert "Уверенность Проверена," in page
    assert "Проверена сегодня" not in page
    assert "Статья изменилась с тех пор" not in page


def test_what_publishing_changes_in_search_is_shown_before_it_is_done(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna = enter(cast.anna())
    query_list.add(services.library.snapshot, "черновик", "voz-03")
    services.searcher.prepare_words()
    query_trend.record(services.searcher, services.library.snapshot)
    base = services.library.snapshot.get("voz-03").revision
    steps = ARTICLE.format("voz-03", "steps")
    anna.get(ARTICLE.format("voz-03", "review"))
    asked = {"to": "published", "base": base, "comment": "Две строки:\nвот", "unpublish_at": ""}
    shown = anna.post(steps, **asked)
    assert "Изменится выдача по 1 запросу" in shown.text
    assert "Провалено проверок: было 1, станет 0 из 1." in shown.text
    assert 'value="Две строки:\nвот"' in shown.text
    assert status_of(services, "voz-03") == "draft"
    assert anna.post(steps, **asked, compared="1", shown="черновик").status_code == 303
    assert status_of(services, "voz-03") == "published"
    assert query_trend.changes(services.searcher, services.library.snapshot) == []
    base = services.library.snapshot.get("voz-03").revision
    page = anna.post(steps, to="archived", base=base).text
    assert "Убрать статью в архив?" in page
    assert status_of(services, "voz-03") == "published"


def test_editor_page_asks_before_it_publishes_what_changes_search(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna = enter(cast.anna())
    query_list.add(services.library.snapshot, "черновик", "voz-03")
    editor, trial = (ARTICLE.format("voz-03", page) for page in ("editor", "steps/trial"))
    anna.get(editor)
    base = services.library.snapshot.get("voz-03").revision
    sent = anna.post(editor, base=base, body="Новый текст.\n", step="published")
    assert (sent.status_code, sent.location) == (303, f"{trial}?to=published")
    article = services.library.snapshot.get("voz-03")
    assert (article.status, article.body.strip()) == ("draft", "Новый текст.")
    page = anna.get(sent.location).text
    assert "Опубликовать статью?" in page
    assert f'name="base" value="{article.revision}"' in page
    back = anna.post(
        ARTICLE.format("voz-03", "steps"),
        to="published",
        base=article.revision,
        compared="1",
        from_editor="1",
    )
    assert (back.status_code, back.location) == (303, f"{editor}?saved=1")
    assert anna.get(f"{trial}?to=published").status_code == 403
    assert anna.get(f"{trial}?to=nowhere").status_code == 404


def test_archiving_many_shows_what_search_loses(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna = enter(cast.anna())
    query_list.add(services.library.snapshot, "возврат денег", "voz-01")
    anna.get("/studio/")
    page = anna.post("/studio/articles/changes", articles="voz-01", action="archive").text
    assert "Изменится выдача по 1 запросу" in page
    assert status_of(services, "voz-01") == "published"


def test_moving_many_among_staffs_shows_what_search_loses(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna = enter(cast.anna())
    closed = services.library.folder / "oplata" / "_category.yml"
    closed.write_text("title: Оплата\naudience: staff\n")
    services.refresh()
    query_list.add(services.library.snapshot, "возврат денег", "voz-01")
    anna.get("/studio/")
    move = {"articles": "voz-01", "action": "move", "category": "oplata"}
    assert "Изменится выдача по 1 запросу" in anna.post("/studio/articles/changes", **move).text
    assert services.library.snapshot.get("voz-01").category == "vozvrat"


def test_editor_of_a_published_article_leads_to_what_changed_in_search(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna = enter(cast.anna())
    for article_id, is_led in (("voz-01", True), ("voz-03", False)):
        page = anna.get(ARTICLE.format(article_id, "editor")).text
        assert ('href="/studio/queries/changes"' in page) is is_led


def test_second_publisher_is_told_and_nothing_changes(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna = cast.anna()
    article_id = draft_of(services, cast.boris())
    base = services.library.snapshot.get(article_id).revision
    first, second = enter(anna), enter(anna)
    for browser in (first, second):
        browser.get(ARTICLE.format(article_id, "review"))
    steps = ARTICLE.format(article_id, "steps")
    assert first.post(steps, to="published", base=base).status_code == 303
    before = len(revisions.of_article(article_id))
    refused = second.post(steps, to="archived", base=base)
    assert refused.status_code == 409
    assert "последняя правка — Анна" in text(refused.text)
    assert len(revisions.of_article(article_id)) == before


def test_publishing_waits_for_its_hour_and_wrong_hours_are_refused(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    article_id = draft_of(services, cast.boris())
    base = services.library.snapshot.get(article_id).revision
    anna, steps = enter(cast.anna()), ARTICLE.format(article_id, "steps")
    anna.get(ARTICLE.format(article_id, "review"))
    wrong = anna.post(steps, to="published", base=base, publish_at="завтра", unpublish_at="")
    assert (wrong.status_code, "Укажите день и час." in wrong.text) == (422, True)
    late = {"publish_at": "2999-01-02T09:00", "unpublish_at": "2999-01-01T09:00"}
    assert anna.post(steps, to="published", base=base, **late).status_code == 422
    right = {"publish_at": "2999-01-01T09:00", "unpublish_at": "2999-02-01T09:00"}
    assert anna.post(steps, to="published", base=base, **right).status_code == 303
    article = services.library.snapshot.get(article_id)
    assert str(article.publish_at) == "2999-01-01 09:00:00+03:00"
    assert "Выйдет позже" in text(anna.get("/studio/?stage=scheduled").text)
    assert anna.client.get(f"/articles/{article.slug}").status_code == 200
    assert Browser(anna.client.application).get(f"/articles/{article.slug}").status_code == 404


def test_line_is_commented_and_the_comment_is_heeded(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    boris = cast.boris()
    article_id = draft_of(services, boris)
    anna, review = enter(cast.anna()), ARTICLE.format(article_id, "review")
    assert "Замечание к строке 2" in anna.get(f"{review}?line=2").text
    sent = anna.post(
        ARTICLE.format(article_id, "comments"),
        line="2",
        quote="Первая строка.",
        word="А если нет карты?",
    )
    assert sent.status_code == 303
    (placed,) = comments.of_article(article_id, "Новая\n\nПервая строка.\n")
    assert (placed.comment.quote, placed.line) == ("Первая строка.", 3)
    assert "А если нет карты?" in enter(boris).get(review).text
    resolution = f"/studio/comments/{placed.comment.id}/resolution"
    assert anna.post(resolution).status_code == 303
    assert "1 замечание учтено" in text(anna.get(review).text)
    assert anna.post(resolution).status_code == 409
    assert anna.post(f"/studio/comments/{placed.comment.id}/reopening").status_code == 303
    empty = anna.post(ARTICLE.format(article_id, "comments"), word=" ")
    assert (empty.status_code, "хотя бы несколько слов" in empty.text) == (422, True)


def test_comment_stays_with_the_line_that_was_seen(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    boris = cast.boris()
    article_id = draft_of(services, boris)
    seen = services.library.snapshot.get(article_id).revision
    anna, address = enter(cast.anna()), ARTICLE.format(article_id, "comments")
    page = anna.get(ARTICLE.format(article_id, "review?line=2")).text
    fields = {
        name: page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]
        for name in ("revision", "line", "quote")
    }
    by = Author(boris.id, boris.name)
    services.editor.change(article_id, by, body="\nНовая.\n\nЕщё.\n\nПервая строка.\n")
    refused = anna.post(address, **fields, word=" ")
    assert 'name="quote" value="Первая строка."' in refused.text
    assert "Замечание к строке 6" in refused.text
    assert anna.post(address, **fields, word="А если нет карты?").status_code == 303
    (placed,) = comments.of_article(article_id, services.library.snapshot.get(article_id).body)
    assert (placed.comment.revision, placed.comment.quote) == (seen, "Первая строка.")
    assert placed.line == 6


def test_ones_own_change_is_no_news_and_a_colleagues_is(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna, boris = cast.anna(), cast.boris()
    article_id = draft_of(services, boris)
    browser, review = enter(anna), ARTICLE.format(article_id, "review")
    browser.get(review)
    services.editor.change(article_id, Author(anna.id, anna.name), {"tags": ["карта"]})
    assert "с тех пор, как вы её читали" not in text(browser.get(review).text)
    services.editor.change(article_id, Author(boris.id, boris.name), {"summary": "Коротко"})
    services.editor.change(article_id, Author(anna.id, anna.name), {"tags": None})
    assert "с тех пор, как вы её читали" in text(browser.get(review).text)


def test_what_was_saved_in_the_editor_has_been_read(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna = cast.anna()
    article_id = draft_of(services, anna)
    browser, editor = enter(anna), ARTICLE.format(article_id, "editor")
    browser.get(ARTICLE.format(article_id, "review"))
    services.editor.change(article_id, Author(None, "file"), {"summary": "Из файла"})
    browser.get(editor)
    base = services.library.snapshot.get(article_id).revision
    assert browser.post(editor, base=base, body="Иначе.", save="1").status_code == 303
    shown = text(browser.get(ARTICLE.format(article_id, "review")).text)
    assert "с тех пор, как вы её читали" not in shown


def test_versions_are_listed_compared_and_taken_back(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna = cast.anna()
    article_id = draft_of(services, anna)
    by = Author(anna.id, anna.name)
    services.editor.change(article_id, by, body="\nПервая фраза.\n\nВторая.\n", status="review")
    newest, oldest = revisions.of_article(article_id)
    browser = enter(anna)
    listed = text(browser.get(ARTICLE.format(article_id, "revisions")).text)
    assert listed.count("Анна") >= 2
    version = ARTICLE.format(article_id, f"revisions/{newest.id}")
    page = browser.get(version).text
    assert "<del>строка</del><ins>фраза</ins>" in page
    assert "<del>draft</del><ins>review</ins>" in browser.get(f"{version}?view=source").text
    base = services.library.snapshot.get(article_id).revision
    restoration = ARTICLE.format(article_id, f"revisions/{oldest.id}/restoration")
    assert browser.post(restoration, base="000000000000").status_code == 412
    assert browser.post(restoration, base=base).status_code == 303
    article = services.library.snapshot.get(article_id)
    assert (article.status, "Первая строка." in article.body) == ("review", True)
    assert (
        "восстановлена прежняя редакция"
        in browser.get(ARTICLE.format(article_id, "revisions")).text
    )


def test_ones_own_save_is_no_news(services: Services, enter: Callable[[Account], Browser]) -> None:
    anna = enter(cast.anna())
    anna.get(ARTICLE.format("voz-03", "review"))
    anna.get(ARTICLE.format("voz-03", "editor"))
    base = services.library.snapshot.get("voz-03").revision
    editor = ARTICLE.format("voz-03", "editor")
    assert anna.post(editor, base=base, body="Новое.\n", save="1").status_code == 303
    assert "Статья изменилась с тех пор" not in anna.get(ARTICLE.format("voz-03", "review")).text
    assert "как вы читали" not in text(anna.get("/studio/?stage=draft").text)


def test_what_changed_since_one_read_it_is_shown_once(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    anna = cast.anna()
    article_id = draft_of(services, anna)
    browser, review = enter(anna), ARTICLE.format(article_id, "review")
    assert "Что изменилось" not in browser.get(review).text
    by = Author(None, "Ольга")
    services.editor.change(article_id, by, body="\nПервая мысль.\n\nВторая.\n")
    services.editor.change(article_id, by, body="\nПервая мысль.\n\nТретья.\n")
    assert "Статья изменилась с тех пор, как вы её читали." in browser.get(review).text
    news = browser.get(ARTICLE.format(article_id, "news")).text
    assert "<ins>мысль</ins>" in news
    assert "<ins>Третья</ins>" in news
    assert "Статья изменилась" not in browser.get(review).text
    assert browser.get(ARTICLE.format(article_id, "news")).status_code == 303


READS = ("review", "revisions", "revisions/{number}", "news")
DEEDS = ("steps", "comments", "revisions/{number}/restoration")


@pytest.mark.parametrize(
    ("who", "own", "read", "deed"),
    [
        ("anna", "others", {200, 303}, {303, 412, 422, 409}),
        ("boris", "own", {200, 303}, {303, 412, 422, 409}),
        ("boris", "others", {404}, {404}),
        ("boris", "published", {403}, {403}),
        ("gleb", "others", {303}, {403}),
    ],
)
def test_rights_on_every_page_of_an_article(
    services: Services,
    enter: Callable[[Account], Browser],
    built: Flask,
    who: str,
    own: str,
    read: set[int],
    deed: set[int],
) -> None:
    boris, vera = cast.boris(), cast.vera()
    article_id = draft_of(services, boris if own == "own" else vera)
    if own == "published":
        services.editor.change(article_id, Author(vera.id, "Вера"), status="published")
    comment_id = comments.add(Word(article_id, "abc", "Слово"), vera.id).id
    number = revisions.of_article(article_id)[-1].id
    browser = {"anna": lambda: enter(cast.anna()), "boris": lambda: enter(boris)}.get(
        who, lambda: Browser(built)
    )()
    browser.get("/studio/" if who != "gleb" else "/ask")
    for page in READS:
        answer = browser.get(ARTICLE.format(article_id, page.format(number=number)))
        assert answer.status_code in read, page
        assert who != "gleb" or "sign-in" in answer.location
    for act in DEEDS:
        address = ARTICLE.format(article_id, act.format(number=number))
        assert browser.post(address, to="archived", base="x").status_code in deed, act
    for act in ("resolution", "reopening"):
        answer = browser.post(f"/studio/comments/{comment_id}/{act}")
        assert answer.status_code in deed, act


@pytest.mark.parametrize("address", ["changes", "changes/completion"])
def test_many_articles_are_changed_by_editors_alone(
    services: Services, enter: Callable[[Account], Browser], built: Flask, address: str
) -> None:
    wish = {"articles": ["voz-01"], "revisions": ["x"], "action": "archive"}
    boris = enter(cast.boris())
    assert boris.post(f"/studio/articles/{address}", **wish).status_code == 403
    gleb = Browser(built)
    gleb.get("/ask")
    assert gleb.post(f"/studio/articles/{address}", **wish).status_code == 403
    assert status_of(services, "voz-01") == "published"


def test_forms_need_their_token(services: Services, enter: Callable[[Account], Browser]) -> None:
    anna = enter(cast.anna())
    base = services.library.snapshot.get("voz-03").revision
    steps = ARTICLE.format("voz-03", "steps")
    assert anna.post(steps, to="published", base=base, csrf_token=None).status_code == 400
    assert status_of(services, "voz-03") == "draft"


@pytest.mark.parametrize(
    "page", ["review", "revisions", "revisions/1", "revisions/2147483647", "news"]
)
def test_unknown_articles_and_versions_are_not_found(
    services: Services, enter: Callable[[Account], Browser], page: str
) -> None:
    anna = enter(cast.anna())
    assert anna.get(ARTICLE.format("net-01", page)).status_code == 404
    if page.startswith("revisions/"):
        assert anna.get(ARTICLE.format("voz-01", page)).status_code == 404


def test_article_that_is_published_is_told_to_webhooks_once(
    services: Services, enter: Callable[[Account], Browser]
) -> None:
    publications.announce(public_articles(services.library.snapshot))
    article_id = draft_of(services, cast.boris())
    anna = enter(cast.anna())
    anna.get(ARTICLE.format(article_id, "review"))
    base = services.library.snapshot.get(article_id).revision
    anna.post(ARTICLE.format(article_id, "steps"), to="published", base=base)
    told = [publications.announce(public_articles(services.library.snapshot)) for _ in range(2)]
    assert told == [[article_id], []]
