"""The audit log: who did what to which record, each entry sealed to the one before by its hash.

It holds person keys, fixed words and numbers, never a sentence anybody wrote. Whoever alters, removes or
reorders an entry breaks the chain; whoever cuts its end is found out by a head kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

GENESIS = "0" * 64


class Act(StrEnum):
    """What can happen to a record. Those in `TIMELINE` are shown as its story."""

    SUBMITTED = "submitted"
    NOTIFIED = "notified"
    NOT_DELIVERED = "not_delivered"
    CLIMBED = "climbed"
    UNREACHED = "unreached"
    ACKNOWLEDGED = "acknowledged"
    AMENDED = "amended"
    VIEWED = "viewed"
    REFUSED = "refused"


TIMELINE = frozenset(Act) - {Act.VIEWED, Act.REFUSED}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `actor` is a person key, empty for the system; `detail` a code or number."""

    seq: int
    at: datetime
    record_id: str
    actor: str
    kind: str
    detail: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log: keep it somewhere else once a day to detect a cut."""

    seq: int
    hash: str


def chained(entry: Entry, previous: str) -> str:
    """The hash of an entry that follows the entry with the hash `previous`."""
    moment = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [previous, entry.seq, moment, entry.record_id, entry.actor, entry.kind, entry.detail]
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()


def first_break(entries: Iterable[Entry], *heads: Head) -> int | None:
    """The number of the first entry that does not follow from the one before, or None for a whole log.

    `heads` are ends of the log that were true once; each must still be part of it.
    """
    hashes = {0: GENESIS}
    seq = 0
    for entry in entries:
        if entry.seq != seq + 1 or entry.hash != chained(entry, hashes[seq]):
            return seq + 1
        seq = entry.seq
        hashes[seq] = entry.hash
    broken = [head.seq for head in heads if hashes.get(head.seq) != head.hash]
    return min(broken, default=None)
