"""The README says what the code says."""

from __future__ import annotations

import re
from dataclasses import Field, fields
from pathlib import Path

import click
import pytest

from app.cli import COMMANDS
from app.config import Config

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _row(setting: Field[object]) -> str:
    default = f"`{setting.default}`" if str(setting.default) else "empty"
    unit = setting.metadata["unit"]
    meaning = setting.metadata["explanation"] + (f", {unit}" if unit else "")
    return f"| `{setting.name.upper()}` | {default} | {meaning} |"


@pytest.mark.parametrize("setting", fields(Config), ids=lambda setting: setting.name)
def test_settings_table_names_every_setting(setting: Field[object]) -> None:
    assert _row(setting) in README.splitlines()


def _names(command: click.Command) -> list[str]:
    if isinstance(command, click.Group):
        return [f"{command.name} {name}" for name in command.commands]
    return [str(command.name)]


@pytest.mark.parametrize("name", [name for command in COMMANDS for name in _names(command)])
def test_readme_names_every_command(name: str) -> None:
    assert f"`{name}" in README


@pytest.mark.parametrize("target", re.findall(r"\]\(([^):#]+)\)", README))
def test_readme_links_to_files_that_exist(target: str) -> None:
    assert (ROOT / target).exists()
