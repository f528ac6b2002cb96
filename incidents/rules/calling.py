"""How a call for help is brought to people: the data of it, in `ladder.yaml` (D37, D41).

    calls:                   # optional, as is every line of it
      minutes: 2             # how long those who are asked first have before more are asked
      then:                  # who is asked then, one after the other in one go; without it, the CAO
        - role: cao
      again_minutes: 2       # after that everybody is asked again, this often
      check_in_minutes: 5    # how long somebody in a meeting has to answer "Are you all right?" (D38)

Who is asked first is no part of it: the head and the backup of whoever calls, and `security:` of `organisation.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foundation.datafile import DataEntry
from incidents.rules.telling import read_whom

MOST_MINUTES = 60
"""Longer than this, nobody waits for help."""

OFTEN = 30
"""So many levels are asked at the interval of the file; after that, less often."""

SELDOM = timedelta(minutes=15)

ARRIVES = timedelta(minutes=15)
"""So long whoever says that they come has to get there, where whoever is in need cannot say that nobody did."""

STAYS = timedelta(hours=1)
"""The same once a call has gone on for as long as this: somebody is likely to be there by then."""


def arrives_by(made_at: datetime, now: datetime) -> datetime:
    """When everybody is asked again although somebody said at `now` that they come to a call of `made_at`."""
    return now + (ARRIVES if now - made_at < STAYS else STAYS)


@dataclass(frozen=True, slots=True)
class CallStep:
    """Whom a line of the file names: those who hold a role, or one person."""

    role: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class CallRules:
    """How long each level of a call has, and who is asked after those who are asked first."""

    minutes: int = 2
    then: tuple[CallStep, ...] = (CallStep(role="cao"),)
    again_minutes: int = 2
    check_in_minutes: int = 5

    def wait(self, level: int) -> timedelta:
        """How long it stays silent before the level after this one is asked; never office hours alone."""
        if level > OFTEN:
            return SELDOM
        return timedelta(minutes=self.minutes if level < 1 else self.again_minutes)

    @property
    def check_in(self) -> timedelta:
        """How long somebody has to answer at their check-in time."""
        return timedelta(minutes=self.check_in_minutes)


def read_call_rules(top: DataEntry, roles: Sequence[str]) -> CallRules:
    """What `calls:` of a ladder file says; raises DataFileError."""
    entry, usual = top.entry("calls"), CallRules()
    if entry is None:
        return usual
    entry.only("minutes", "then", "again_minutes", "check_in_minutes")
    then = tuple(_asked(one, roles) for one in entry.entries("then"))
    return CallRules(
        entry.number("minutes", default=usual.minutes, least=1, most=MOST_MINUTES),
        then or usual.then,
        entry.number("again_minutes", default=usual.again_minutes, least=1, most=MOST_MINUTES),
        entry.number("check_in_minutes", default=usual.check_in_minutes, least=1, most=MOST_MINUTES),
    )


def _asked(entry: DataEntry, roles: Sequence[str]) -> CallStep:
    entry.only("role", "person")
    role, person = read_whom(entry, roles)
    return CallStep(role, person)
