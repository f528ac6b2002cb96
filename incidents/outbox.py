"""The outbox: jobs that are written in the same transaction as what they follow from.

A key is unique for ever, so that a retry or a second replica cannot create the same work twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.notices import NoticeKind

CHECK = "check"
ALSO = "also"
TASKS = frozenset({CHECK, ALSO})
"""Jobs that send nothing themselves."""

URGENT = frozenset({*TASKS, NoticeKind.ALERT, NoticeKind.UNREACHED, NoticeKind.HELD, NoticeKind.FILED})

ASIDE = 1_000_000
"""The level of notices to those who hear of a record beside its ladder; no ladder is that long."""

LOOK_AGAIN = timedelta(seconds=30)
"""How soon it is looked again whether somebody beside the ladder has heard."""

LEASE = timedelta(seconds=8)
"""How long a worker may take; a killed one's job is taken over after this, so within 10 s of a restart."""

SEND_SECONDS = 7.0
"""Less than the lease: a sender gives up before somebody else starts."""

SAY_HELD_AFTER = 6
"""Attempts (about half a minute) an alert is held back before its reporter hears that nobody has it yet."""

GIVE_UP = timedelta(hours=24)
LONGEST_BACKOFF = timedelta(minutes=5)
_LONGEST_BACKOFF = {True: timedelta(seconds=30), False: LONGEST_BACKOFF}
_LONGEST_RETRY_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Job:
    """Work to do at `run_at`: a check whether somebody acknowledged, a look whether somebody beside the ladder
    has heard (`recipient` is then a role or a person), or a notice; `kind` says which.

    `card` is the key of the delivery whose message the notice updates; empty sends a new message.
    """

    key: str
    kind: str
    record_id: str
    run_at: datetime
    level: int = 0
    recipient: str = ""
    card: str = ""

    @property
    def urgent(self) -> bool:
        """Whether it goes through the urgent lane; who must hear within minutes does not stand in line."""
        return self.kind in URGENT or (self.kind == NoticeKind.TOLD and self.level == ASIDE)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job on lease to `owner`; `attempts` counts this one. `held`: a fault of the installation refused the last."""

    id: int
    owner: str
    attempts: int
    created_at: datetime
    job: Job
    held: bool = False


def check(record_id: str, level: int, run_at: datetime) -> Job:
    """Ask the next level at `run_at` unless somebody acknowledged."""
    return Job(f"check:{record_id}:{level}", CHECK, record_id, run_at, level)


def also(record_id: str, whom: str, run_at: datetime) -> Job:
    """See to it at `run_at` that a role or a person has heard of the record."""
    return Job(f"also:{record_id}:{whom}", ALSO, record_id, run_at, ASIDE, whom)


def alert(record_id: str, level: int, recipient: str, run_at: datetime) -> Job:
    """Ask somebody to acknowledge."""
    return Job(alert_key(record_id, level, recipient), NoticeKind.ALERT, record_id, run_at, level, recipient)


def alert_key(record_id: str, level: int, recipient: str) -> str:
    """The key of an alert and of its delivery."""
    return f"notify:{record_id}:{level}:{recipient}"


def notice(
    kind: NoticeKind, record_id: str, level: int, recipient: str, run_at: datetime, *, card: str = ""
) -> Job:
    """Any other notice: to the reporter, or to bring a card up to date."""
    return Job(f"{kind}:{record_id}:{level}:{recipient}", kind, record_id, run_at, level, recipient, card)


def backoff(attempts: int, *, urgent: bool, retry_after: float) -> timedelta:
    """How long to wait after a failed attempt: 1, 2, 4 ... s up to a limit, never before Retry-After ends."""
    wait = min(timedelta(seconds=2 ** min(attempts - 1, 16)), _LONGEST_BACKOFF[urgent])
    return max(wait, min(timedelta(seconds=retry_after), _LONGEST_RETRY_AFTER))
