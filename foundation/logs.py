"""Structured logs on standard error: one JSON object a line, or readable lines on a terminal.

Callers log fixed event words with keys, references and error codes: never message text, names or secrets.
"""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import Processor

CHATTY = (
    "slack_bolt",
    "slack_sdk",
    "botbuilder",
    "botframework",
    "msrest",
    "aiohttp.access",
    "urllib3",
    "asyncio",
)
"""Libraries that print request bodies or tokens below WARNING (Bolt prints the body of an unsigned request)."""


def configure_logs(*, level: str = "INFO", readable: bool | None = None) -> None:
    """Set up logging once; `readable` defaults to whether standard error is a terminal."""
    if readable is None:
        readable = sys.stderr.isatty()
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if readable:
        processors.append(structlog.dev.ConsoleRenderer())
    else:
        processors += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
