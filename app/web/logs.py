"""Structured logs: a JSON line an event; a request is named by its route: no token leaks."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING

import structlog
from flask import g, request

if TYPE_CHECKING:
    from types import TracebackType

    from flask import Flask, Response

    ExcInfo = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]

log = structlog.get_logger()


def configure(level: str) -> None:
    """Write events of `level` and above to standard error as JSON."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )


def register(app: Flask) -> None:
    """Log every request of `app` with route, status and milliseconds."""
    app.before_request(_start)
    app.after_request(_finish)


def fault(exc_info: ExcInfo) -> None:
    """Log what went wrong in a request; Flask's own line would quote the address, token and all."""
    route = request.url_rule.rule if request.url_rule else None
    log.error("fault", method=request.method, route=route, exc_info=exc_info)


def _start() -> None:
    g.started_at = time.perf_counter()


def _finish(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else None
    if route and not route.startswith("/static/"):
        milliseconds = round((time.perf_counter() - g.started_at) * 1000, 1)
        log.info(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            ms=milliseconds,
        )
    return response
