"""Settings are read once, and a wrong one is named."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.config import Config, ConfigError


def test_environment_sets_values_of_the_right_type() -> None:
    config = Config.from_environment(
        {"REFRESH_SECONDS": "0.5", "SECURE_COOKIES": "yes", "INDEX_FOLDER": "/x"}
    )
    assert (config.refresh_seconds, config.secure_cookies, config.index_folder) == (
        0.5,
        True,
        Path("/x"),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REFRESH_SECONDS", "often"),
        ("REFRESH_SECONDS", "-1"),
        ("SECURE_COOKIES", "maybe"),
        ("TIME_ZONE", "Europe/Nowhere"),
        ("LOG_LEVEL", "LOUD"),
        ("SIGN_IN_TRIES", "1.5"),
        ("SIGN_IN_TRIES", "0"),
        ("HISTORY_DAYS", "-5"),
        ("VOTE_LIMIT", "nonsense"),
        ("PORT", "99999"),
        ("PORT", "8000a"),
        ("DATABASE_URL", "rubbish"),
        ("DATABASE_URL", "oracle://x/y"),
        ("ASK_LIMIT", "many per hour"),
    ],
)
def test_wrong_setting_is_named_with_its_value(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"{name}=.*{value}"):
        Config.from_environment({name: value})


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(ConfigError) as raised:
        Config.from_environment({"TIME_ZONE": "Mars", "SIGN_IN_TRIES": "x"})
    assert len(str(raised.value).splitlines()) == 2


def test_secret_is_made_once_and_readable_by_the_owner_only(tmp_path: Path) -> None:
    config = Config(instance_folder=tmp_path / "instance")
    assert config.secret() == config.secret()
    assert len(config.secret()) >= 43
    assert stat.S_IMODE((tmp_path / "instance" / "secret_key").stat().st_mode) == 0o600


def test_a_server_of_vectors_needs_an_address_and_a_model() -> None:
    with pytest.raises(ConfigError, match="ENCODER_URL and ENCODER_MODEL"):
        Config.from_environment({"ENCODER": "http", "ENCODER_URL": "http://127.0.0.1:1/v1"})

    given = {"ENCODER": "http", "ENCODER_URL": "http://127.0.0.1:1/v1", "ENCODER_MODEL": "m"}
    assert Config.from_environment(given).encoder_model == "m"
