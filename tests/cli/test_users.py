"""`podskazhi users`: accounts from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app.accounts import accounts, passwords, tries
from app.accounts.roles import Role
from app.accounts.tries import STRANGERS, LockOut
from app.errors import TooMany
from tests.accounts import cast
from tests.web.staff import build

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask

ONE_TRY = LockOut(tries=1, minutes=15)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("users"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    return built


def run(app: Flask, *arguments: str, typed: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=["users", *arguments], input=typed)


def create(app: Flask, *options: str, typed: str | None = None) -> Result:
    return run(app, "create", "anna@polka.example", "--name", "Анна", *options, typed=typed)


def test_the_password_is_asked_for_twice_and_not_shown(app: Flask) -> None:
    done = create(app, "--role", "editor", typed=f"{cast.PASSWORD}\n{cast.PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert cast.PASSWORD not in done.output
    anna = accounts.get_by_email("anna@polka.example")
    assert anna.role.value == "editor"
    assert passwords.matches(anna.password_hash, cast.PASSWORD)


def test_a_script_gives_the_password_by_standard_input(app: Flask) -> None:
    done = create(app, "--password-stdin", "--json", typed=cast.PASSWORD + "\n")
    assert json.loads(done.stdout) == {
        "email": "anna@polka.example",
        "name": "Анна",
        "role": "agent",
        "active": True,
        "created_at": accounts.get_by_email("anna@polka.example").created_at.isoformat(),
    }
    account = accounts.get_by_email("anna@polka.example")
    assert passwords.matches(account.password_hash, cast.PASSWORD)


def test_a_generated_password_is_printed_once_and_works(app: Flask) -> None:
    told = json.loads(create(app, "--generate", "--json").stdout)
    account = accounts.get_by_email("anna@polka.example")
    assert passwords.matches(account.password_hash, told["password"])
    assert told["password"] not in run(app, "list", "--json").stdout


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--password-stdin", "--generate"), 2),
        (("--role", "guest", "--generate"), 2),
        (("--role", "king", "--generate"), 2),
    ],
)
def test_wrong_use_is_code_2(app: Flask, options: tuple[str, ...], code: int) -> None:
    assert create(app, *options).exit_code == code
    assert accounts.everyone() == []


def test_a_refusal_names_the_fields_and_is_code_1(app: Flask) -> None:
    done = run(app, "create", "anna", "--name", " ", "--password-stdin", typed="123\n")
    assert done.exit_code == 1
    for field in ("email:", "name:", "password:"):
        assert field in done.output
    assert accounts.everyone() == []


def test_a_second_account_of_one_address_is_refused(app: Flask) -> None:
    cast.anna()
    done = create(app, "--generate")
    assert done.exit_code == 1
    assert "Такой адрес почты уже есть." in done.output


def test_the_list_shows_who_may_sign_in(app: Flask) -> None:
    cast.anna(), cast.boris()
    run(app, "disable", "boris@polka.example")
    lines = run(app, "list").output.splitlines()
    assert [line.split() for line in lines] == [
        ["editor", "anna@polka.example", "Анна"],
        ["agent", "boris@polka.example", "Борис", "disabled"],
    ]
    told = json.loads(run(app, "list", "--json").stdout)
    assert [(one["email"], one["active"]) for one in told] == [
        ("anna@polka.example", True),
        ("boris@polka.example", False),
    ]


def test_disabling_and_enabling_can_be_repeated(app: Flask) -> None:
    cast.boris()
    for action, active in (("disable", False), ("disable", False), ("enable", True)):
        assert run(app, action, "boris@polka.example").exit_code == 0
        assert accounts.get_by_email("boris@polka.example").is_active is active


def test_a_new_password_replaces_the_old_one(app: Flask) -> None:
    cast.boris()
    done = run(app, "password", "boris@polka.example", "--password-stdin", typed="новый-замок-9\n")
    assert done.exit_code == 0
    kept = accounts.get_by_email("boris@polka.example").password_hash
    assert passwords.matches(kept, "новый-замок-9")
    assert not passwords.matches(kept, cast.PASSWORD)


def test_a_role_is_changed(app: Flask) -> None:
    cast.boris()
    told = json.loads(run(app, "role", "boris@polka.example", "editor", "--json").stdout)
    assert told["role"] == "editor"
    assert accounts.get_by_email("boris@polka.example").role is Role.EDITOR
    assert run(app, "role", "boris@polka.example", "guest").exit_code == 2
    assert accounts.get_by_email("boris@polka.example").role is Role.EDITOR


def test_a_name_is_changed_to_a_good_one_only(app: Flask) -> None:
    cast.boris()
    assert run(app, "rename", "boris@polka.example", "Борис  Второй").exit_code == 0
    refused = run(app, "rename", "boris@polka.example", " ")
    assert refused.exit_code == 1
    assert "name: Имя: от 1 до 100 знаков." in refused.output
    assert accounts.get_by_email("boris@polka.example").name == "Борис Второй"


@pytest.mark.parametrize("browser", [STRANGERS, "a browser of Борис"])
@pytest.mark.parametrize(
    "command",
    [("unlock", "boris@polka.example"), ("password", "boris@polka.example", "--password-stdin")],
    ids=["unlock", "password"],
)
def test_a_lock_is_lifted(app: Flask, command: tuple[str, ...], browser: str) -> None:
    cast.boris()
    tries.use_up("boris@polka.example", browser, ONE_TRY)
    with pytest.raises(TooMany):
        tries.use_up("boris@polka.example", browser, ONE_TRY)
    tries.use_up("gleb@polka.example", browser, ONE_TRY)
    assert run(app, *command, typed="новый-замок-9\n").exit_code == 0
    assert tries.use_up("boris@polka.example", browser, ONE_TRY) == 0
    with pytest.raises(TooMany):
        tries.use_up("gleb@polka.example", browser, ONE_TRY)


@pytest.mark.parametrize(
    "command",
    [("disable",), ("enable",), ("password",), ("unlock",), ("role", "agent"), ("rename", "Глеб")],
    ids=lambda command: command[0],
)
def test_an_unknown_address_is_refused(app: Flask, command: tuple[str, ...]) -> None:
    action, *rest = command
    done = run(app, action, "gleb@polka.example", *rest)
    assert done.exit_code == 1
    assert "gleb@polka.example" in str(done.exception) + done.output
