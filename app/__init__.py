"""Подскажи: a self-hosted, Russian-first help centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Config

__version__ = "0.1.0"


def create_app(config: Config | None = None) -> Flask:
    """Build the web application; settings come from the environment unless `config` is given."""
    from app.factory import build  # noqa: PLC0415  rooms must load without Flask

    return build(config)
