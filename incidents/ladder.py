"""The ladder: who is asked to acknowledge, in which order, and how long each has (D20).

`ladder.yaml` of the organisation:

    steps:
      - role: department_head
        minutes: 10
      - role: department_backup
        minutes: 10
      - role: cao
        minutes: 15
    departments:            # optional: another ladder for one department
      Transit:
        steps:
          - person: shift.lead@example.gov
            minutes: 5
    repeats: 3              # how often the last step is asked again
    business_hours_only: false
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from foundation.datafile import Entry, parse_data, read_data_file
from incidents.hours import BusinessHours, read_hours

DEPARTMENT_ROLES = ("department_head", "department_backup")
ROLES = (*DEPARTMENT_ROLES, "cao", "records_officer", "policy_owner")


class Roster(Protocol):
    """Who holds which role; implemented by `bot.people.People`. People are named by key."""

    def holders(self, role: str, department: str = "") -> tuple[str, ...]:
        """Those who hold a role, within one department where one is named."""

    def roles_of(self, person: str) -> frozenset[str]:
        """The roles of a person; empty for somebody unlisted, `guest` for a guest account."""

    def department_of(self, person: str) -> str:
        """The department of a person, or an empty text."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder: either a role or one person, and the minutes they have."""

    minutes: int
    role: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps, those of single departments, and how often the last one is repeated."""

    steps: tuple[Step, ...]
    departments: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    repeats: int = 3
    hours: BusinessHours | None = None

    def steps_for(self, department: str) -> tuple[Step, ...]:
        """The steps that hold for a department."""
        return self.departments.get(department, self.steps)


@dataclass(frozen=True, slots=True)
class Rung:
    """A level that has somebody to ask. `level` counts on past the last step while that is repeated."""

    level: int
    recipients: tuple[str, ...]
    minutes: int
    repeated: bool = False


def recipients(
    ladder: Ladder, level: int, roster: Roster, department: str, excluded: frozenset[str]
) -> tuple[str, ...]:
    """The people to ask at a level, without `excluded` (the author and anybody complained of, R20)."""
    steps = ladder.steps_for(department)
    step = steps[min(level, len(steps) - 1)]
    if step.person:
        asked: tuple[str, ...] = (step.person,)
    elif step.role not in DEPARTMENT_ROLES:
        asked = roster.holders(step.role)
    else:
        # A roster takes no department for all of them: then every head of the organisation would be asked.
        asked = roster.holders(step.role, department) if department else ()
    return tuple(dict.fromkeys(person for person in asked if person not in excluded))


def next_rung(
    ladder: Ladder, after: int, roster: Roster, department: str, excluded: frozenset[str]
) -> Rung | None:
    """The level to ask once `after` did not answer (-1 to begin); None when the ladder is at its end.

    A level with nobody left to ask is skipped. Past the end the last level that has somebody is asked
    again, `repeats` times.
    """
    steps = ladder.steps_for(department)
    people = [recipients(ladder, level, roster, department, excluded) for level in range(len(steps))]
    for level in range(after + 1, len(steps)):
        if people[level]:
            return Rung(level, people[level], steps[level].minutes)
    level = max(after + 1, len(steps))
    if level >= len(steps) + ladder.repeats:
        return None
    for step, asked in zip(reversed(steps), reversed(people), strict=True):
        if asked:
            return Rung(level, asked, step.minutes, repeated=True)
    return None


def deadline(ladder: Ladder, rung: Rung, now: datetime) -> datetime:
    """When the next level is asked if nobody of this one acknowledged."""
    wait = timedelta(minutes=rung.minutes)
    return ladder.hours.after(now, wait) if ladder.hours else now + wait


def load_ladder(path: Path) -> Ladder:
    """Read `ladder.yaml`; raises DataFileError with the line and what was expected."""
    return _ladder(read_data_file(path))


def parse_ladder(text: str, file: str = "ladder.yaml") -> Ladder:
    """Read the text of a ladder file; raises DataFileError."""
    return _ladder(parse_data(text, file))


def _ladder(top: Entry) -> Ladder:
    top.only("steps", "departments", "repeats", "business_hours_only", "business_hours")
    departments = top.entry("departments")
    return Ladder(
        steps=_steps(top),
        departments={name: _department(departments, name) for name in departments.values}
        if departments
        else {},
        repeats=top.number("repeats", default=3),
        hours=read_hours(top) if top.flag("business_hours_only") else None,
    )


def _department(departments: Entry, name: str) -> tuple[Step, ...]:
    entry = departments.entry(name, required=True)
    assert entry is not None  # noqa: S101 - required=True raises instead of returning None
    entry.only("steps")
    return _steps(entry)


def _steps(entry: Entry) -> tuple[Step, ...]:
    return tuple(_step(step) for step in entry.entries("steps", required=True))


def _step(entry: Entry) -> Step:
    entry.only("role", "person", "minutes")
    role, person = entry.text("role"), entry.text("person").casefold()
    if bool(role) == bool(person):
        raise entry.error("role", "A step names a role or a person.", "either “role:” or “person:”")
    if role and role not in ROLES:
        raise entry.error("role", f"The role “{role}” is not known.", "one of " + ", ".join(ROLES))
    if person and "@" not in person:
        raise entry.error("person", f"“{person}” is not an e-mail address.", "the person's e-mail address")
    return Step(minutes=entry.number("minutes", least=1), role=role, person=person)
