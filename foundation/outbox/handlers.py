"""What a kind of job must say of itself: when it is obsolete, and what is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Protocol

from foundation.db import Connection
from foundation.outbox.jobs import Claimed

Ending = Callable[[Connection, datetime], object]
"""Writes down what became of a job, in one transaction with all that follows from it; fenced by the lease."""

Work = Callable[[], Awaitable[Ending]]
"""What is done outside of any transaction, such as sending; never raises for what the kind can expect."""


class Handler(Protocol):
    """Does the jobs of some kinds; the worker asks it in the transaction that takes a job."""

    @property
    def kinds(self) -> Collection[str]:
        """The kinds it is registered for."""

    def obsolete(self, conn: Connection, claimed: Claimed) -> bool:
        """Whether what the job would do has been overtaken: it is then done without being worked on."""

    def begin(self, conn: Connection, claimed: Claimed) -> Work | None:
        """The work of a job; None for what cannot be read here now: it is put back and comes again later."""
