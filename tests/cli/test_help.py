"""Help comes whatever the settings are."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(("argument", "code"), [("--help", 0), ("list", 1)])
def test_help_needs_no_right_settings(argument: str, code: int) -> None:
    call = [sys.executable, "-m", "app", "articles", argument]
    wrong = os.environ | {"PORT": "8000a"}

    done = subprocess.run(call, env=wrong, capture_output=True, text=True, check=False)

    assert done.returncode == code
    said = "PORT='8000a': must be a whole number"
    assert (said in done.stderr) is (code == 1)
    assert ("Usage:" in done.stdout) is (code == 0)
