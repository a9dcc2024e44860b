"""Articles in a git work tree: saves are commits of their authors, and pulling loses nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from app.editing.editor import Author, Editor
from app.editing.folder import Folder
from app.editing.git import Commit, Git, GitFailed
from app.editing.lock import ContentLock
from tests.editing.shelf import ANNA, BORIS, RETURNS

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from app.articles.library import Library

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

PATH = "vozvrat/vozvrat-deneg.md"


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Тест", "-c", "user.email=test@example.org"]
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def tree(library: Library) -> Path:
    """The articles as a work tree with one commit."""
    git(library.folder, "init", "--quiet", "--initial-branch=main")
    git(library.folder, "add", ".")
    git(library.folder, "commit", "--quiet", "--message=Начало")
    return library.folder


@pytest.fixture
def committing(library: Library, tree: Path, tmp_path: Path, database: Engine) -> Editor:
    """An editor whose saves are commits."""
    repository = Git(tree, tmp_path / "git.json", "help@polka.example")
    lock = ContentLock(tmp_path / "articles.lock")
    return Editor(Folder(library, lock, lambda _changes: None, repository))


@pytest.fixture
def upstream(tree: Path, tmp_path: Path) -> Path:
    """Another work tree that shares a repository with the articles."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "origin.git")
    git(tree, "remote", "add", "origin", str(tmp_path / "origin.git"))
    git(tree, "push", "--quiet", "--set-upstream", "origin", "main")
    git(tmp_path, "clone", "--quiet", "origin.git", "other")
    return tmp_path / "other"


def commits(folder: Path) -> list[str]:
    return git(folder, "log", "--format=%an <%ae> %s").splitlines()


def edit(folder: Path, before: str, after: str, path: str = PATH) -> None:
    file = folder / path
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    git(folder, "commit", "--quiet", "--all", "--message=Правка в файле")


def test_save_is_a_commit_of_its_author(committing: Editor, tree: Path) -> None:
    committing.change("voz-01", ANNA, title="Деньги назад", note="Короче")
    assert commits(tree)[0] == f"Анна <anna@polka.example> {PATH}: Короче"
    assert git(tree, "status", "--porcelain") == ""
    assert committing.git_problem() == ""


def test_only_what_was_saved_is_committed(committing: Editor, tree: Path) -> None:
    (tree / "vozvrat" / "obmen.md").write_text("правится в редакторе", encoding="utf-8")
    git(tree, "add", "vozvrat/obmen.md")
    committing.change("voz-01", ANNA, title="Деньги назад")
    assert git(tree, "show", "--name-only", "--format=", "HEAD") == PATH
    assert "obmen" in git(tree, "status", "--porcelain")


def test_move_new_article_and_removal_are_commits(committing: Editor, tree: Path) -> None:
    committing.move("voz-02", "oplata", "obmen-tovara", ANNA)
    made = committing.create("Оплата картой", "oplata", BORIS)
    committing.remove("voz-01", ANNA)
    assert made.article_id
    assert git(tree, "status", "--porcelain") == ""
    assert len(commits(tree)) == 4
    files = git(tree, "ls-files").splitlines()
    assert "oplata/obmen-tovara.md" in files
    assert "oplata/shema.png" in files
    assert not [path for path in files if path in (PATH, "vozvrat/obmen.md", "vozvrat/shema.png")]


@pytest.mark.parametrize(
    ("name", "email", "author"),
    [
        ("--amend", "x@y.z", "--amend <x@y.z>"),
        ("Анна <root>\n", "a@b.c>\0", "Анна root <a@b.c>"),
        ("", "", "Подскажи <podskazhi@localhost>"),
    ],
)
def test_no_name_is_an_option_of_git(
    committing: Editor, tree: Path, name: str, email: str, author: str
) -> None:
    assert Commit((), name, email, "").author() == author
    by = Author(None, name, email)
    committing.change("voz-01", by, title="Да", note="--author=Никто\n# не комментарий")
    assert commits(tree)[0] == f"{author} {PATH}: --author=Никто # не комментарий"


def test_failed_commit_fails_no_save_and_is_made_later(committing: Editor, tree: Path) -> None:
    lock = tree / ".git" / "index.lock"
    lock.touch()
    committing.change("voz-01", ANNA, title="Раз")
    assert "index.lock" in committing.git_problem()
    assert "Раз" in committing.source("voz-01").content.decode()
    lock.unlink()
    committing.change("voz-02", BORIS, title="Два")
    assert committing.git_problem() == ""
    assert [line.partition(" <")[0] for line in commits(tree)] == ["Борис", "Анна", "Тест"]


def test_folder_that_is_no_work_tree_only_says_so(
    library: Library, tmp_path: Path, database: Engine
) -> None:
    repository = Git(library.folder, tmp_path / "git.json", "help@polka.example")
    lock = ContentLock(tmp_path / "articles.lock")
    editor = Editor(Folder(library, lock, lambda _changes: None, repository))
    editor.change("voz-01", ANNA, title="Деньги назад")
    assert "not a git repository" in editor.git_problem()
    editor.pull()


def test_pull_takes_up_what_is_new_upstream(
    committing: Editor, tree: Path, upstream: Path, library: Library
) -> None:
    edit(upstream, "три дня", "пять дней")
    git(upstream, "push", "--quiet")
    committing.pull()
    assert "пять дней" in library.snapshot.get("voz-01").body
    assert committing.keep_changes_on_disk()


def test_pull_puts_our_commits_on_top_and_push_sends_them(
    committing: Editor, tree: Path, upstream: Path
) -> None:
    committing.change("voz-02", ANNA, title="Обмен")
    edit(upstream, "три дня", "пять дней")
    git(upstream, "push", "--quiet")
    committing.pull(push=True)
    assert [line.partition(" <")[0] for line in commits(tree)] == ["Анна", "Тест", "Тест"]
    git(upstream, "pull", "--quiet")
    assert commits(upstream) == commits(tree)


def test_pull_that_cannot_merge_leaves_our_articles_as_they_were(
    committing: Editor, tree: Path, upstream: Path
) -> None:
    committing.change("voz-01", ANNA, body=RETURNS.rpartition("---\n")[2].replace("три", "два"))
    before = committing.source("voz-01")
    edit(upstream, "три дня", "пять дней")
    git(upstream, "push", "--quiet")
    with pytest.raises(GitFailed):
        committing.pull()
    assert committing.source("voz-01") == before
    assert committing.git_problem()
    assert git(tree, "status", "--porcelain") == ""
    assert not (tree / ".git" / "rebase-merge").exists()


def test_git_without_an_upstream_is_not_pulled(committing: Editor) -> None:
    committing.pull(push=True)
    assert committing.git_problem() == ""


def test_missing_git_is_only_a_problem(committing: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PATH", "")
    committing.change("voz-01", ANNA, title="Деньги назад")
    assert committing.git_problem() == "git is not installed"
