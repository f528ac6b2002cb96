"""Structured logs on standard error: one JSON object a line, or readable lines on a terminal.

Callers log fixed event words with keys, references and error codes: never message text, names or secrets.
"""

from __future__ import annotations

import contextlib
import io
import logging
import sys
from typing import TextIO, cast

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
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Enduring(sys.stderr))),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


class _Enduring(io.TextIOBase):
    """Loses a line that cannot be written: a full disk or a closed pipe must not stop what is being logged."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()
