"""gunicorn's settings: one master that loads everything once, and workers that share it."""

import os
from typing import Any

from app import current, db

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS", "2"))
threads = int(os.environ.get("THREADS", "8"))
worker_class = "gthread"
preload_app = True
timeout = 60
control_socket_disable = True
loglevel = "warning"
graceful_timeout = 10
keepalive = 5


def when_ready(_server: Any) -> None:
    """Say where the site is, in the reader's language."""
    print(f"\nПодскажи: http://{bind}   (Ctrl+C — остановить)\n", flush=True)


def post_fork(_server: Any, _worker: Any) -> None:
    """Leave the master's database connections to the master."""
    db.forget_connections()


def post_worker_init(worker: Any) -> None:
    """Take up changed articles while serving."""
    worker.wsgi.extensions[current.EXTENSION].keep_fresh()
