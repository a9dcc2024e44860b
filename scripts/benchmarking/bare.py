"""A page of plain Flask under the server's own gunicorn settings: `python -m benchmarking.bare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from app.cli.serve import Server
from app.config import Config
from app.current import EXTENSION

if TYPE_CHECKING:
    from app.services import Services


class _Nothing:
    def keep_fresh(self: Services) -> None:
        """A bare page has nothing to keep."""


def main() -> None:
    app = Flask("bare")
    app.extensions[EXTENSION] = _Nothing()
    app.add_url_rule("/search", "search", lambda: "<!doctype html><title>Search</title>")
    Server(app, Config.from_environment()).run()


if __name__ == "__main__":
    main()
