"""The commands that make a checkout ready and serve it: one process loads all, workers share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from flask import current_app
from gunicorn.app.base import BaseApplication

from app import db, durable, migrations
from app.cli import allocation, patience
from app.cli.demo import make_sample, show_accounts
from app.cli.index import sync_with_progress
from app.current import EXTENSION, services

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Config

REQUEST_SECONDS = 60  # after which a stuck worker is replaced
FAREWELL_SECONDS = 10  # which a request under way gets when the server is stopped

_demo = click.option("--demo", is_flag=True, help="Make a sample and show the demo accounts.")


@click.command()
@_demo
def prepare(*, demo: bool) -> None:
    """Upgrade the database and take up the articles."""
    migrations.upgrade()
    durable.sweep(services().config.articles_folder)
    sync_with_progress()
    if demo:
        show_accounts()
        make_sample()


@click.command()
@_demo
@click.pass_context
def serve(context: click.Context, *, demo: bool) -> None:
    """Prepare, then serve the site until stopped (HOST, PORT, WORKERS, THREADS)."""
    allocation.save_memory()
    context.invoke(prepare, demo=demo)
    _load_for_all()
    db.disconnect()  # each worker opens connections of its own
    allocation.share_with_children()
    Server(current_app._get_current_object(), services().config).run()  # type: ignore[attr-defined]  # noqa: SLF001


def _load_for_all() -> None:
    """Load once what all workers share; a model on a server of its own is nobody's memory."""
    if services().config.encoder == "bundled":
        services().searcher.load()
    services().searcher.prepare_words()


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn over an application that is loaded already."""

    def __init__(self, app: Flask, config: Config) -> None:
        self.app = app
        self.config = config
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings().items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app

    def _settings(self) -> dict[str, Any]:
        return {
            "bind": f"{self.config.host}:{self.config.port}",
            "workers": self.config.workers,
            "worker_class": patience.Worker,
            "threads": self.config.threads,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": FAREWELL_SECONDS,
            "limit_request_line": patience.LONGEST_LINE,
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": self._say_where,
            "post_worker_init": self._begin_work,
        }

    def _begin_work(self, _worker: object) -> None:
        self.app.extensions[EXTENSION].keep_fresh()
        allocation.keep_giving_back()

    def _say_where(self, _arbiter: object) -> None:
        address = f"http://{self.config.host}:{self.config.port}"
        click.echo(f"\nПодскажи: {address}   (Ctrl+C — остановить)\n")
