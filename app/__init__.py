"""Подскажи: a self-hosted, Russian-first help centre."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Config

__version__ = "0.1.0"

# NumPy reads this once, when it is loaded. A second thread makes a query wait for the pool: on two
# busy cores the same search took 31 to 447 ms at the 95th percentile instead of 5 to 11.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def create_app(config: Config | None = None) -> Flask:
    """Build the web application; settings come from the environment unless `config` is given."""
    from app.factory import build  # noqa: PLC0415  rooms must load without Flask

    return build(config)
