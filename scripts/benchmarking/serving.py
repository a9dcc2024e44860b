"""The search page over HTTP beside a bare page, and the memory of a worker that serves it.

Both run under the same gunicorn settings with one worker, on 127.0.0.1, and are asked by the same
client: a few connections that are kept open, every request of another visitor. The client takes its
share of the processor from both. A server that has just begun, once it has nothing else to do, is
asked each query once, and then all of them again and again: people ask the same things, and a page
that was made before is kept.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from benchmarking.asked import texts
from benchmarking.timing import Times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarking.workplace import Workplace

ROOT = Path(__file__).parents[2]
CONNECTIONS = 4
REQUESTS = 2_640  # for pages that were asked for before: each query twelve times, some 5 seconds
START_SECONDS = 300
SETTLING_SECONDS = 300
LOOK_SECONDS = 6  # in which a server looks at its articles about three times
IDLE_SHARE = 0.3  # of a core, at most, that these looks take


@dataclass(frozen=True)
class Served:
    """Requests a second and milliseconds a request; megabytes of the worker, its own and shared.

    `processor` are the milliseconds that the worker's own processor time comes to a request.
    """

    a_second: float
    times: Times
    processor: float
    rss: float
    pss: float


@dataclass(frozen=True)
class Pages:
    """What is asked for the first time, and what was asked before."""

    first: Served
    again: Served


def search_page(place: Workplace, instance: Path, encoder: str) -> Pages:
    """The product with its index and vectors."""
    settings = {
        "ARTICLES_FOLDER": str(place.folder / "articles"),
        "INDEX_FOLDER": str(place.folder / "index"),
        "INSTANCE_FOLDER": str(instance),
        "ENCODER": encoder,
    }
    return _served(["-m", "app", "serve"], settings)


def bare_page(instance: Path) -> Pages:
    """Flask and nothing else."""
    return _served(["-m", "benchmarking.bare"], {"INSTANCE_FOLDER": str(instance)})


def _served(command: list[str], settings: dict[str, str]) -> Pages:
    with _running(command, settings) as (process, port):
        [worker] = _children(process.pid)
        _settle(worker)
        return Pages(_asked(port, worker, len(texts())), _asked(port, worker, REQUESTS))


def _settle(worker: int) -> None:
    """Wait until what a start sets off is done: a first revision of each article, and so on."""
    until = time.monotonic() + SETTLING_SECONDS
    idle = False
    while not idle and time.monotonic() < until:
        worked = _processor_seconds(worker)
        time.sleep(LOOK_SECONDS)
        idle = _processor_seconds(worker) - worked < IDLE_SHARE * LOOK_SECONDS


def _asked(port: int, worker: int, requests: int) -> Served:
    started, worked = time.perf_counter(), _processor_seconds(worker)
    milliseconds = _ask(port, requests)
    seconds = time.perf_counter() - started
    processor = (_processor_seconds(worker) - worked) * 1000 / requests
    times = Times.of(milliseconds)
    return Served(round(requests / seconds, 1), times, round(processor, 3), *_megabytes(worker))


@contextmanager
def _running(
    command: list[str], settings: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = _free_port()
    own = {"PORT": str(port), "HOST": "127.0.0.1", "WORKERS": "1", "LOG_LEVEL": "ERROR"}
    path = os.pathsep.join([str(ROOT), str(ROOT / "scripts")])
    environment = os.environ | settings | own | {"PYTHONPATH": path}
    process = subprocess.Popen(
        [sys.executable, *command], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield process, port
    finally:
        process.terminate()
        process.wait(30)


def _ask(port: int, count: int) -> list[float]:
    queries = texts()
    paths = ["/search?" + urlencode({"q": queries[n % len(queries)]}) for n in range(count)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        rows = pool.map(lambda n: _visit(port, paths[n::CONNECTIONS]), range(CONNECTIONS))
        return [milliseconds for row in rows for milliseconds in row]


def _visit(port: int, paths: list[str]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found = []
    for path in paths:
        started = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"{path}: {response.status}")
        found.append((time.perf_counter() - started) * 1000)
    connection.close()
    return found


def _wait(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            _visit(port, ["/search?q=a"])
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise RuntimeError("the server does not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in text.split()]


def _processor_seconds(process: int) -> float:
    """What a process has used of the processor, in all its threads (Linux)."""
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(process: int) -> tuple[float, float]:
    """Resident memory of a process, and its share with what it shares divided (Linux)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return round(kilobytes["Rss"] / 1024, 1), round(kilobytes["Pss"] / 1024, 1)
