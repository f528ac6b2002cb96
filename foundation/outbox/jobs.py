"""What stands in the outbox: jobs of any kind about any subject, written in the transaction they follow from.

A key is unique for ever, so that a retry or a second replica cannot create the same work twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

LEASE = timedelta(seconds=8)
"""How long a worker may take; a killed one's job is taken over after this, so within 10 s of a restart."""

SEND_SECONDS = 7.0
"""Less than the lease: a sender gives up before somebody else starts."""

GIVE_UP = timedelta(hours=24)
LONGEST_BACKOFF = timedelta(minutes=5)
_LONGEST_BACKOFF = {True: timedelta(seconds=30), False: LONGEST_BACKOFF}
_LONGEST_RETRY_AFTER = timedelta(hours=1)


class Lane(StrEnum):
    """Jobs of one lane never stand in line behind those of another.

    URGENT must be heard within minutes. RECEIPT tells whoever did something that it is kept: as soon, and in the way of
    no alert, however many wait after a platform was down. WATCH sends nothing itself: it looks, when its time has come,
    whether something happened. ROUTINE is everything else.
    """

    URGENT = "urgent"
    RECEIPT = "receipt"
    WATCH = "watch"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class Job:
    """Work of a `kind` to do at `run_at`; `subject` says what about, `recipient` for whom, where somebody is meant.

    `payload` is what else the kind needs to know, as JSON can write it; nothing that a person wrote stands there.
    """

    key: str
    kind: str
    subject: str
    run_at: datetime
    recipient: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    lane: Lane = Lane.ROUTINE


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job on lease to `owner`; `attempts` counts this one. `held`: a fault of the installation refused the last.

    `first_due` is when it could be done first: what is planned for next month waits for nothing until then.
    """

    id: int
    owner: str
    attempts: int
    first_due: datetime
    job: Job
    held: bool = False


def backoff(attempts: int, *, urgent: bool, retry_after: float) -> timedelta:
    """How long to wait after a failed attempt: 1, 2, 4 ... s up to a limit, never before Retry-After ends."""
    wait = min(timedelta(seconds=2 ** min(attempts - 1, 16)), _LONGEST_BACKOFF[urgent])
    return max(wait, min(timedelta(seconds=retry_after), _LONGEST_RETRY_AFTER))
