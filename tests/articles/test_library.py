"""The content folder as articles: what is read, found, refused and taken up anew."""

import os
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app import clock
from app.articles import library as library_module
from app.articles.article import Article
from app.articles.library import ArticleNotFound, Library


def codes(snapshot):
    return [(item.source_path.name, item.line, item.code) for item in snapshot.problems]


def test_article_is_read_with_typed_values(folder, write_article):
    file = write_article(
        "oplata/kartoy.md",
        "opl-01",
        questions="[как заплатить, куда ввести]",
        created="2026-03-02",
        verify_every_days="180",
        confidence="validated",
        publish_at="2026-04-01T09:00+03:00",
        unpublish_at="2026-05-01T09:00+03:00",
        related="[opl-02]",
        source="чат",
    )
    article = Library(folder).snapshot.get("opl-01")
    assert (article.slug, article.category, article.title) == ("kartoy", "oplata", "Статья opl-01")
    assert article.questions == ("как заплатить", "куда ввести")
    assert article.created == date(2026, 3, 2)
    assert article.verify_every_days == 180
    assert article.publish_at == datetime(2026, 4, 1, 6, tzinfo=UTC)
    assert article.unpublish_at == datetime(2026, 5, 1, 6, tzinfo=UTC)
    assert article.confidence == "validated"
    assert article.related == ("opl-02",)
    assert article.extra == {"source": "чат"}
    assert article.body == "Текст.\n"
    assert article.source_path == file
    assert len(article.revision) == 12


def test_category_is_read_from_its_description(folder, write_article):
    write_article("oplata/kartoy.md", "opl-01")
    category = Library(folder).snapshot.categories["oplata"]
    assert (category.title, category.title_en, category.icon, category.order) == (
        "Оплата",
        "Payment",
        "credit-card",
        2,
    )


def test_categories_stand_in_their_order(folder, write_article):
    write_article("oplata/a.md", "a")
    write_article("zakazy/b.md", "b")
    (folder / "zakazy" / "_category.yml").write_text("title: Заказы\norder: 1\n")
    assert list(Library(folder).snapshot.categories) == ["zakazy", "oplata"]


def test_nested_category_holds_its_own_articles(folder, write_article):
    write_article("oplata/a.md", "a")
    write_article("oplata/karty/b.md", "b")
    snapshot = Library(folder).snapshot
    assert [article.id for article in snapshot.in_category("oplata")] == ["a"]
    assert [article.id for article in snapshot.in_category("oplata/karty")] == ["b"]
    assert [item.title for item in snapshot.subcategories("oplata")] == ["Karty"]
    assert codes(snapshot) == [("karty", None, "category-undescribed")]


def test_folder_of_pictures_is_no_category(folder, write_article):
    write_article("oplata/a.md", "a")
    (folder / "oplata" / "img").mkdir()
    (folder / "oplata" / "img" / "x.png").write_bytes(b"x")
    snapshot = Library(folder).snapshot
    assert list(snapshot.categories) == ["oplata"]
    assert snapshot.problems == ()


@pytest.mark.parametrize(
    ("changes", "line", "code"),
    [
        ({"id": None}, 1, "missing-field"),
        ({"title": None}, 1, "missing-field"),
        ({"title": "''"}, 3, "missing-field"),
        ({"title": "[a]"}, 3, "wrong-type"),
        ({"status": None}, 1, "missing-field"),
        ({"status": "ready"}, 6, "wrong-type"),
        ({"audience": "all"}, 5, "wrong-type"),
        ({"lang": "de"}, 7, "wrong-type"),
        ({"summary": None}, 1, "missing-summary"),
        ({"tags": "оплата"}, 8, "wrong-type"),
        ({"tags": "[{a: b}]"}, 8, "wrong-type"),
        ({"created": "вчера"}, 8, "wrong-type"),
        ({"created": "2026-02-30"}, 8, "wrong-type"),
        ({"verify_every_days": "0"}, 8, "wrong-type"),
        ({"verify_every_days": "yes"}, 8, "wrong-type"),
        ({"publish_at": "2026-04-01T09:00"}, 8, "wrong-type"),
        ({"publish_at": "скоро"}, 8, "wrong-type"),
        ({"unpublish_at": "2026-04-01"}, 8, "wrong-type"),
        ({"confidence": "да"}, 8, "wrong-type"),
        ({"created": "2026-03-02", "updated": "2026-03-01"}, 9, "dates-out-of-order"),
        ({"body": " \n"}, 9, "empty-body"),
    ],
)
def test_wrong_value_is_named_with_its_line(folder, write_article, changes, line, code):
    write_article("oplata/a.md", "a", **changes)
    assert codes(Library(folder).snapshot) == [
        *([("oplata", None, "category-empty")] if {"id", "title"} & set(changes) else []),
        ("a.md", line, code),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "published!"},
        {"status": None},
        {"publish_at": "скоро"},
        {"publish_at": "2026-04-01T09:00"},
        {"unpublish_at": "однажды"},
        {"audience": "everyone"},
        {"audience": None},
    ],
)
def test_article_with_a_doubtful_right_to_be_read_is_not_public(folder, write_article, changes):
    write_article("oplata/a.md", "a", **changes)
    article = Library(folder).snapshot.get("a")
    assert article.visibility(datetime(2030, 1, 1, tzinfo=UTC)) != "public"


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"\xff\xfe\x00", 1, "not-utf8"),
        ("---\ntitle: Оплата картой\n---\n".encode("cp1251"), 2, "not-utf8"),
        (b"", 1, "no-front-matter"),
        ("Без описания".encode(), 1, "no-front-matter"),
        ("---\nid: x\ntitle: а: б\n---\n".encode(), 3, "bad-yaml"),
    ],
)
def test_broken_file_is_named_and_the_rest_works(folder, write_article, content, line, code):
    write_article("oplata/a.md", "a")
    (folder / "oplata" / "broken.md").write_bytes(content)
    snapshot = Library(folder).snapshot
    assert list(snapshot.articles) == ["a"]
    assert codes(snapshot) == [("broken.md", line, code)]


def test_of_two_articles_with_one_id_the_first_by_path_stays(folder, write_article):
    write_article("oplata/b.md", "x", title="Вторая")
    write_article("oplata/a.md", "x", title="Первая")
    snapshot = Library(folder).snapshot
    assert snapshot.get("x").title == "Первая"
    assert codes(snapshot) == [("b.md", 2, "duplicate-id")]
    assert "oplata/a.md" in snapshot.problems[0].message_ru


def test_of_two_articles_with_one_slug_the_first_by_path_stays(folder, write_article):
    write_article("oplata/a.md", "x")
    write_article("oplata/karty/a.md", "y")
    snapshot = Library(folder).snapshot
    assert snapshot.find_by_slug("a").id == "x"
    assert snapshot.find("y") is None
    assert ("a.md", None, "duplicate-slug") in codes(snapshot)


def test_article_outside_categories_or_too_deep_is_named(folder, write_article):
    write_article("oplata/a.md", "a")
    write_article("top.md", "b")
    write_article("oplata/x/y/deep.md", "c")
    write_article("/".join(["oplata", *["d"] * 199, "deepest.md"]), "d")
    (folder / "README.md").write_text("How we write")
    snapshot = Library(folder).snapshot
    assert list(snapshot.articles) == ["a"]
    assert sorted(codes(snapshot)) == [
        ("deep.md", None, "too-deep"),
        ("deepest.md", None, "too-deep"),
        ("top.md", None, "outside-category"),
    ]


def test_name_that_cannot_be_an_address_is_refused(folder, write_article):
    write_article("oplata/a.md", "a")
    write_article("oplata/<img src=x onerror=alert(1)>.md", "b")
    (folder / "oplata" / os.fsdecode(b"\xff\xfe.md")).write_text("x")
    snapshot = Library(folder).snapshot
    assert list(snapshot.articles) == ["a"]
    assert [code for *_, code in codes(snapshot)] == ["bad-name", "bad-name"]
    for item in snapshot.problems:
        item.message_ru.encode()


def test_cyrillic_name_is_shown_with_a_warning(folder, write_article):
    write_article("oplata/Картой.md", "a")
    snapshot = Library(folder).snapshot
    assert snapshot.find_by_slug("Картой").id == "a"
    assert codes(snapshot) == [("Картой.md", None, "odd-name")]


@pytest.mark.parametrize("content", [b"title: [", b"\xff", b"- x", b"title: {}"])
def test_broken_category_description_leaves_a_title_from_the_folder(folder, write_article, content):
    write_article("oplata/a.md", "a")
    (folder / "oplata" / "_category.yml").write_bytes(content)
    snapshot = Library(folder).snapshot
    assert snapshot.categories["oplata"].title == "Oplata"
    assert [item.source_path.name for item in snapshot.problems] == ["_category.yml"]


def test_empty_category_is_named(folder):
    assert codes(Library(folder).snapshot) == [("oplata", None, "category-empty")]


def test_missing_folder_is_a_problem_and_may_come_later(folder, write_article):
    library = Library(folder.parent / "later")
    assert [item.code for item in library.snapshot.problems] == ["folder-missing"]
    write_article("oplata/a.md", "a")
    folder.rename(library.folder)
    assert list(library.refresh().articles) == ["a"]


def test_file_instead_of_a_folder_is_a_problem(tmp_path):
    (tmp_path / "articles").write_text("x")
    assert [p.code for p in Library(tmp_path / "articles").snapshot.problems] == ["folder-missing"]


def test_file_that_cannot_be_opened_is_named(folder, write_article, monkeypatch):
    write_article("oplata/a.md", "a")
    closed = write_article("oplata/closed.md", "b")
    read_bytes = Path.read_bytes

    def refuse(path):
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    snapshot = Library(folder).snapshot
    assert list(snapshot.articles) == ["a"]
    assert codes(snapshot) == [("closed.md", None, "unreadable")]
    assert "Permission denied" in snapshot.problems[0].message_ru


def test_body_of_two_megabytes_is_read(folder, write_article):
    write_article("oplata/a.md", "a", body="Текст. " * 180_000)
    assert len(Library(folder).snapshot.get("a").body) > 1_000_000


def test_file_over_the_limit_is_named(folder, write_article):
    write_article("oplata/a.md", "a", body="x" * (library_module.MAX_FILE_MB * 1_000_000))
    assert ("a.md", None, "too-large") in codes(Library(folder).snapshot)


def test_refresh_without_changes_gives_the_same_snapshot_and_reads_nothing(
    folder, write_article, monkeypatch
):
    write_article("oplata/a.md", "a")
    monkeypatch.setattr(library_module, "_SETTLING_NS", -(10**9))
    library = Library(folder)
    before = library.snapshot
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("nothing needs reading"))
    assert library.refresh() is before


def test_a_file_dated_in_the_future_is_not_read_at_each_look(folder, write_article, monkeypatch):
    file = write_article("oplata/a.md", "a")
    in_three_years = time.time() + 3 * 365 * 86_400
    os.utime(file, (in_three_years, in_three_years))
    monkeypatch.setattr(library_module, "_SETTLING_NS", 0)
    library = Library(folder)
    before = library.snapshot
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("nothing needs reading"))
    assert library.refresh() is before


def test_touched_file_with_the_same_content_changes_nothing(folder, write_article):
    file = write_article("oplata/a.md", "a")
    library = Library(folder)
    before = library.snapshot
    os.utime(file)
    assert library.refresh() is before


def test_changes_are_taken_up_and_unchanged_articles_stay_the_same_objects(folder, write_article):
    write_article("oplata/a.md", "a")
    changed = write_article("oplata/b.md", "b")
    removed = write_article("oplata/c.md", "c")
    library = Library(folder)
    before = library.snapshot
    changed.write_text(changed.read_text().replace("Текст", "Новый текст"))
    removed.unlink()
    write_article("oplata/d.md", "d")
    after = library.refresh()
    assert list(after.articles) == ["a", "b", "d"]
    assert after.get("a") is before.get("a")
    assert after.get("b").body == "Новый текст.\n"
    assert after.version != before.version
    assert list(before.articles) == ["a", "b", "c"]


def test_change_of_the_same_length_within_one_tick_is_noticed(folder, write_article):
    file = write_article("oplata/a.md", "a", body="Раз.\n")
    library = Library(folder)
    facts = file.stat()
    library.refresh()
    file.write_text(file.read_text().replace("Раз", "Два"))
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert library.refresh().get("a").body == "Два.\n"


def test_article_that_breaks_disappears_and_comes_back(folder, write_article):
    file = write_article("oplata/a.md", "a")
    library = Library(folder)
    whole = file.read_text()
    version = library.snapshot.version
    file.write_text("---\nid: a\n")
    assert library.refresh().find("a") is None
    file.write_text(whole)
    assert library.refresh().find("a") is not None
    assert library.snapshot.version == version


def test_named_files_are_taken_up_without_a_look_at_others(folder, write_article, monkeypatch):
    changed, gone, other = (
        write_article(f"oplata/{name}.md", name, body=name) for name in ("one", "two", "three")
    )
    monkeypatch.setattr(library_module, "_SETTLING_NS", 0)
    library = Library(folder)
    library.refresh()
    changed.write_text(changed.read_text() + "\nновое\n")
    gone.unlink()
    other.write_text(other.read_text() + "\nпозже\n")
    write_article("oplata/four.md", "four")
    (folder / "oplata" / "schema.png").write_bytes(b"png")
    monkeypatch.setattr(library_module, "scan", lambda _: pytest.fail("looked at all"))

    names = ["one.md", "two.md", "four.md", "schema.png", ".hidden.md"]
    snapshot = library.take_up(f"oplata/{name}" for name in names)

    assert list(snapshot.articles) == ["four", "one", "three"]
    assert "новое" in snapshot.get("one").body
    assert "позже" not in snapshot.get("three").body
    assert snapshot.attachments == {"oplata/schema.png"}


def test_what_is_taken_up_by_name_is_what_a_whole_look_gives(folder, write_article):
    write_article("oplata/one.md", "one")
    library = Library(folder)
    library.refresh()
    write_article("oplata/two.md", "two")
    (folder / "oplata" / "link.md").symlink_to("/etc/hostname")
    (folder / "oplata" / "broken.md").symlink_to(folder / "nowhere.md")

    taken_up = library.take_up(["oplata/two.md", "oplata/link.md", "oplata/broken.md"])

    assert taken_up.version == Library(folder).refresh().version
    assert library.refresh() is taken_up


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("oplata/a.md", "id: a\ntitle: Другая\naudience: public\nstatus: published\nlang: ru"),
        ("oplata/a.md", "id: a\ntitle: Черновик\nstatus: draft"),
        ("oplata/a.md", "id: other\ntitle: С другим id"),
        ("oplata/a.md", "id: b\ntitle: С занятым id"),
        ("oplata/a.md", "id: a\n"),
        ("oplata/a.md", "id: [\n"),
        ("oplata/b.md", "id: b\ntitle: Вторая"),
        ("zakryto/c.md", "id: c\ntitle: Закрытая\naudience: public\nstatus: published"),
        ("oplata/new.md", "id: new\ntitle: Новая"),
        ("oplata/_category.yml", "title: Деньги\naudience: staff"),
        ("zakryto/_category.yml", "title: Открыто\naudience: public"),
    ],
)
def test_a_named_file_changes_what_it_changes_in_a_whole_look(folder, write_article, path, content):
    for name in ("oplata/a", "oplata/b", "zakryto/c", "zakryto/d"):
        write_article(f"{name}.md", name[-1], body="Текст.\n")
    (folder / "zakryto" / "_category.yml").write_text("title: Закрыто\naudience: staff\n")
    library = Library(folder)
    before = library.refresh()
    is_article = path.endswith(".md")
    (folder / path).write_text(f"---\n{content}\n---\nНовое.\n" if is_article else content)

    after = library.take_up([path])

    assert after == Library(folder).refresh()
    assert after != before
    assert library.take_up([path]) is library.refresh() is after
    kept = {i for i, article in after.articles.items() if article is before.articles.get(i)}
    assert "d" in kept or "zakryto/_category.yml" in path


def test_two_libraries_of_one_folder_agree_on_the_version(folder, write_article):
    write_article("oplata/a.md", "a")
    assert Library(folder).snapshot.version == Library(folder).snapshot.version


def test_threads_may_refresh_and_read_at_once(folder, write_article):
    file = write_article("oplata/a.md", "a")
    library = Library(folder)
    failures = []

    def read():
        for _ in range(50):
            article = library.refresh().find("a")
            if article is None or article.body not in ("Текст.\n", "Другой.\n"):
                failures.append(article)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    file.with_suffix(".tmp").write_text(file.read_text().replace("Текст", "Другой"))
    file.with_suffix(".tmp").rename(file)
    for thread in threads:
        thread.join()
    assert failures == []
    assert library.refresh().get("a").body == "Другой.\n"


def test_unknown_id_raises_or_gives_none(folder):
    snapshot = Library(folder).snapshot
    assert snapshot.find("x") is None
    with pytest.raises(ArticleNotFound, match="Статья не найдена"):
        snapshot.get("x")


def test_old_slug_finds_the_article_unless_another_has_it_now(folder, write_article):
    write_article("oplata/a.md", "a", redirect_from="[staraya, b]")
    write_article("oplata/b.md", "b")
    snapshot = Library(folder).snapshot
    assert snapshot.find_redirect("staraya").id == "a"
    assert snapshot.find_redirect("b") is None
    assert snapshot.find_redirect("c") is None


def test_translations_are_found_from_either_side(folder, write_article):
    write_article("oplata/a.md", "a")
    write_article("oplata/a-en.md", "a-en", lang="en", translation_of="a")
    write_article("oplata/b.md", "b")
    snapshot = Library(folder).snapshot
    assert [item.id for item in snapshot.translations(snapshot.get("a"))] == ["a-en"]
    assert [item.id for item in snapshot.translations(snapshot.get("a-en"))] == ["a"]
    assert snapshot.translations(snapshot.get("b")) == ()


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("kartoy.md", "opl-01"),
        ("kartoy", "opl-01"),
        ("../vozvrat/tovara.md", "voz-01"),
        ("../vozvrat/tovara.md#shag-2", "voz-01"),
        ("/vozvrat/tovara.md", "voz-01"),
        ("../../vozvrat/tovara.md", "voz-01"),
        ("./kartoy.md", "opl-01"),
        ("id:voz-01", "voz-01"),
        ("id:voz-01#shag-2", "voz-01"),
        ("staraya.md", "voz-01"),
        ("../vozvrat/net.md", None),
        ("id:net", None),
        ("id:", None),
        ("https://ya.ru/x.md", None),
        ("#shag-2", None),
        ("shema.png", None),
        ("", None),
    ],
)
def test_link_is_resolved_from_the_articles_folder(folder, write_article, href, found):
    write_article("oplata/kartoy.md", "opl-01")
    write_article("vozvrat/tovara.md", "voz-01", redirect_from="[staraya]")
    snapshot = Library(folder).snapshot
    target = snapshot.resolve(snapshot.get("opl-01"), href)
    assert (target.article_id if target else None) == found
    if target and "#" in href:
        assert target.anchor == "shag-2"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("shema.png", True),
        ("./shema.png", True),
        ("img/x.png", True),
        ("../common.png", False),
        ("../../secret.png", False),
        ("/etc/passwd", False),
        ("../../../../etc/passwd", False),
        (".hidden.png", False),
        ("a.md", False),
        ("A.MD", False),
        ("_category.yml", False),
        ("x.yaml", False),
        ("img", False),
        ("", False),
        (".", False),
        ("shema.png\x00.md", False),
        ("outside.png", False),
        ("net.png", False),
    ],
)
def test_only_attachments_inside_the_tree_are_handed_out(folder, write_article, name, given):
    write_article("oplata/a.md", "a")
    (folder / "oplata" / "img").mkdir()
    secret = folder.parent / "secret.png"
    for path in ("oplata/shema.png", "oplata/img/x.png", "common.png", "oplata/.hidden.png"):
        (folder / path).write_bytes(b"x")
    for path in ("oplata/A.MD", "oplata/x.yaml"):
        (folder / path).write_bytes(b"x")
    secret.write_bytes(b"x")
    (folder / "oplata" / "outside.png").symlink_to(secret)
    snapshot = Library(folder).snapshot
    path = snapshot.file_path(snapshot.get("a"), name)
    assert (path is not None) == given
    assert path is None or path.read_bytes() == b"x"


def test_attachment_swapped_for_a_link_outside_is_not_handed_out(folder, write_article):
    write_article("oplata/a.md", "a")
    file = folder / "oplata" / "shema.png"
    file.write_bytes(b"x")
    snapshot = Library(folder).snapshot
    file.unlink()
    file.symlink_to("/etc/passwd")
    assert snapshot.file_path(snapshot.get("a"), "shema.png") is None


def test_snapshot_can_be_made_by_hand_for_tests_of_other_rooms(tmp_path):
    article = Article(id="a", slug="a", category="oplata", title="Оплата")
    snapshot = library_module.Snapshot(folder=tmp_path, articles={"a": article})
    assert snapshot.find_by_slug("a") is article


@pytest.mark.parametrize(
    "described",
    [
        "title: Свои\naudience: staff\n",
        "title: 'Свои\naudience: staff\n",
        "title: Свои\naudience: x\n",
    ],
)
def test_a_category_for_staff_closes_all_that_is_in_it(tmp_path: Path, described: str) -> None:
    for folder in ("svoi", "svoi/vnutri"):
        (tmp_path / folder).mkdir()
        text = f"---\nid: {folder[-3:]}\ntitle: А\naudience: public\nstatus: published\n---\nТекст"
        (tmp_path / folder / f"{folder[-3:]}.md").write_text(text, encoding="utf-8")
    (tmp_path / "svoi" / "_category.yml").write_text(described, encoding="utf-8")
    articles = Library(tmp_path).refresh().articles.values()
    assert {article.visibility(clock.now()) for article in articles} == {"staff"}
    assert {article.audience for article in articles} == {"public"}
