"""The real server as a process group of its own, to be asked over HTTP and to be killed."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from app.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

START_SECONDS = 60

# Servers are forked from a process that has imported the program and done nothing else: what
# follows the imports is all that a start has to show, and they take most of its time.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """`podskazhi serve` over the folders in `folder`."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.environment = os.environ | {
            "PORT": self.url.rsplit(":", 1)[1],
            "ARTICLES_FOLDER": str(folder / "articles"),
            "INSTANCE_FOLDER": str(folder / "instance"),
            "INDEX_FOLDER": str(folder / "index"),
            "LOG_LEVEL": "ERROR",
            "REFRESH_SECONDS": "0.05",
            "ASK_LIMIT": "100000 per hour",
            "ASK_LEAST_SECONDS": "0",
            **settings,
        }

    def command(self, *arguments: str) -> None:
        """Run `podskazhi` with these arguments to its end."""
        call = [sys.executable, "-m", "app", *arguments]
        subprocess.run(call, env=self.environment, check=True, capture_output=True)

    def start(self) -> None:
        """Start, and wait until pages come."""
        self.process = _processes.Process(target=_serve, args=(self.environment,))
        self.process.start()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with suppress(URLError, ConnectionError), build_opener().open(f"{self.url}/readyz"):
                return
            time.sleep(0.05)
        raise TimeoutError("the server did not start")

    def wait_for_meaning(self) -> None:
        """Wait until a worker has its encoder: words alone answer before, in another order."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with build_opener().open(f"{self.url}/readyz") as answer:
                if not json.load(answer)["index"]["meaning_problem"]:
                    return
            time.sleep(0.05)
        raise TimeoutError("the server searches by words alone")

    def kill(self) -> None:
        """End master and workers at once, with no chance to tidy up."""
        pid = self.process.pid
        if pid is None:
            raise RuntimeError("the server was not started")
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        self.process.join()


def _serve(environment: Mapping[str, str]) -> None:
    """Be `podskazhi serve`, as a process group of its own."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.argv = ["podskazhi", "serve"]
    main()


class Customer:
    """A browser that asks a question over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def ask(self, subject: str) -> str:
        """Send a question and return the address of its ticket; raises URLError when cut off."""
        return self.open("/tickets", self.filled(subject))[0]

    def filled(self, subject: str) -> bytes:
        """Open the ask form and return it filled in, as a browser sends it."""
        page = self.open("/ask")
        hidden = "csrf_token|submission_key|stamp|consent_version"
        fields = dict(re.findall(rf'name="({hidden})"[^>]*value="([^"]+)"', page[1]))
        fields |= {"suggested": "1", "consent": "yes"}
        fields |= {"subject": subject, "body": f"Текст вопроса {subject}", "name": "Глеб"}
        fields["email"] = "gleb@example.org"
        return urlencode(fields).encode()

    def open(self, path: str, data: bytes | None = None) -> tuple[str, str]:
        """Return the address that is arrived at, and its page; raises URLError when cut off."""
        with self.opener.open(self.url + path, data, timeout=20) as answer:
            return answer.url, answer.read().decode()
