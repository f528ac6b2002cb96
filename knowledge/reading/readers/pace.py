"""How far the reading of one file has come, for whoever listens; a reader of pages says so after each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MANY = 20
"""Pages from which on a file is one to wait for."""
_STEPS = 50
Listener = Callable[[int, int], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Within it, `listener` hears how many pages of a file of many are read, and how many there are."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def page_read(done: int, pages: int) -> None:
    """So many pages are read."""
    listener = _listener.get()
    if listener is not None and pages >= MANY and (done == pages or done % max(1, pages // _STEPS) == 0):
        listener(done, pages)
