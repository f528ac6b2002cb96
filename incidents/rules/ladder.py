"""The ladder: who is asked to acknowledge, in which order, and how long each has (D20).

`ladder.yaml` of the organisation:

    steps:                  # the usual ladder
      - role: department_head
        minutes: 10
      - role: department_backup
        minutes: 10
      - role: cao
        minutes: 15
    departments:            # optional: another usual ladder for one department
      Transit:
        steps:
          - person: shift.lead@example.gov
            minutes: 5
    ladders:                # optional: further ladders, by names of your own, for `rules` to choose
      council:
        steps:
          - role: cao
            minutes: 15
    rules:                  # optional: which reports are urgent, and which ladder they take
      - when: [weapon, self_harm]
        urgency: acknowledge
      - when: elected
        ladder: council
    repeats: 3              # how often the last step is asked again
    ask_again_minutes: 15   # after that everybody is asked again, this often, until somebody acknowledges
    last_resort:            # optional: who is asked where nobody of a ladder may be
      role: hr
    second_way:             # optional: minutes after which an e-mail is sent where chat brought nothing (second_way.py)
      danger: 2
      other: 10
    business_hours_only: false   # true: minutes pass in office hours only, unless there is danger

`incidents/rules/telling.py` says what a rule can hold, `incidents/rules/calling.py` what `calls:` can. Without rules, a
contact that was ended, violence, threats, a weapon, talk of self-harm and "my supervisor should know now" are asked
about until somebody acknowledges, and of every other report the first step is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from foundation.calendar import FIELDS, WorkCalendar, read_calendar
from foundation.datafile import DataEntry, parse_data, read_data_file
from incidents.rules.calling import CallRules, read_call_rules
from incidents.rules.second_way import USUALLY, MailAfter, read_mail_after
from incidents.rules.telling import MOST_MINUTES, STRAIGHT_TO_CAO, Rule, read_rules, read_whom

DEPARTMENT_ROLES = ("department_head", "department_backup")
ROLES = (*DEPARTMENT_ROLES, "cao", "records_officer", "policy_owner", "hr")

HOURS = ("business_hours_only", "business_hours")

InPlace = Callable[[tuple[str, ...]], tuple[str, ...]]
"""Those of a level, with whoever stands in in the place of those who are away (`incidents.rules.absence`)."""

CAO_MINUTES = 15
"""How long the CAO has where the file gives no step for them."""


class Roster(Protocol):
    """Who holds which role; implemented by `bot.people.People`. People are named by key."""

    def holders(self, role: str, department: str = "") -> tuple[str, ...]:
        """Those who hold a role, within one department where one is named."""

    def roles_of(self, person: str) -> frozenset[str]:
        """The roles of a person; empty for somebody unlisted, `guest` for a guest account."""

    def department_of(self, person: str) -> str:
        """The department of a person, or an empty text."""

    def reports_to(self, person: str) -> str:
        """Whom a person is said to report to; empty where that follows from department and role."""


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One step of the ladder: either a role or one person, and the minutes they have."""

    minutes: int
    role: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The usual steps, those of single departments and of ladders with a name, and the rules that choose."""

    steps: tuple[LadderStep, ...]
    departments: Mapping[str, tuple[LadderStep, ...]] = field(default_factory=dict)
    repeats: int = 3
    hours: WorkCalendar | None = None
    named: Mapping[str, tuple[LadderStep, ...]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    ask_again_minutes: int = 15
    last_resort: LadderStep | None = None
    mail_after: MailAfter = USUALLY
    calls: CallRules = field(default_factory=CallRules)

    def steps_for(self, department: str, name: str = "") -> tuple[LadderStep, ...]:
        """The steps that hold for a department, or those of a ladder; one whose name is gone is the usual one."""
        usual = self.departments.get(department, self.steps)
        if name == STRAIGHT_TO_CAO:
            return self.named.get(name, _from_the_cao_on(usual))
        return self.named.get(name, usual)

    @property
    def people(self) -> frozenset[str]:
        """Everybody the file names by their address."""
        ladders = (self.steps, *self.departments.values(), *self.named.values())
        steps = {step.person for steps in ladders for step in steps}
        steps |= {self.last_resort.person} if self.last_resort else set()
        steps |= {one.person for one in self.calls.then}
        return frozenset(steps | {also.person for rule in self.rules for also in rule.also}) - {""}


@dataclass(frozen=True, slots=True)
class Rung:
    """A level and those to ask. `level` counts on past the last step while that is repeated, and past that while
    `everybody` is asked again.
    """

    level: int
    recipients: tuple[str, ...]
    minutes: int
    repeated: bool = False
    everybody: bool = False


def recipients(
    ladder: Ladder, level: int, roster: Roster, department: str, excluded: frozenset[str], *, name: str = ""
) -> tuple[str, ...]:
    """The people to ask at a level, without `excluded` (the author and anybody complained of, R20)."""
    steps = ladder.steps_for(department, name)
    step = steps[min(level, len(steps) - 1)]
    return holders(step.role, step.person, roster, department, excluded)


def holders(
    role: str, person: str, roster: Roster, department: str, excluded: frozenset[str]
) -> tuple[str, ...]:
    """The person, or those who hold the role now, without `excluded`."""
    if person:
        asked: tuple[str, ...] = (person,)
    elif role not in DEPARTMENT_ROLES:
        asked = roster.holders(role)
    else:
        # A roster takes no department for all of them: then every head of the organisation would be asked.
        asked = roster.holders(role, department) if department else ()
    return tuple(dict.fromkeys(one for one in asked if one not in excluded))


def next_rung(
    ladder: Ladder,
    after: int,
    roster: Roster,
    department: str,
    excluded: frozenset[str],
    *,
    name: str = "",
    in_place: InPlace = lambda people: people,
) -> Rung | None:
    """The level to ask once `after` did not answer (-1 to begin); None when the ladder is at its end.

    `name` is that of the ladder the record climbs. A level with nobody left to ask is skipped. Past the end the
    last level that has somebody is asked again, `repeats` times. Where everybody is away it is as if nobody was.
    """
    steps = ladder.steps_for(department, name)
    people = [
        recipients(ladder, level, roster, department, excluded, name=name) for level in range(len(steps))
    ]
    there = [in_place(asked) for asked in people]
    people = there if any(there) else people
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


def everybody(
    ladder: Ladder,
    after: int,
    roster: Roster,
    department: str,
    excluded: frozenset[str],
    *,
    name: str = "",
    in_place: InPlace = lambda people: people,
) -> Rung:
    """The level past the end of the ladder: all who are on it, nobody where nobody is left to ask.

    By then nobody answered: those who are away are asked as well as whoever stands in for them.
    """
    steps = ladder.steps_for(department, name)
    people = [
        person
        for level in range(len(steps))
        for person in recipients(ladder, level, roster, department, excluded, name=name)
    ]
    level = max(after + 1, len(steps) + ladder.repeats)
    asked = tuple(dict.fromkeys((*in_place(tuple(people)), *people)))
    return Rung(level, asked, ladder.ask_again_minutes, repeated=True, everybody=True)


def deadline(ladder: Ladder, rung: Rung, now: datetime, *, any_hour: bool = False) -> datetime:
    """When the next level is asked if nobody of this one acknowledged; office hours never hold back danger."""
    wait = timedelta(minutes=rung.minutes)
    return ladder.hours.after(now, wait) if ladder.hours and not any_hour else now + wait


def load_ladder(path: Path) -> Ladder:
    """Read `ladder.yaml`; raises DataFileError with the line and what was expected."""
    return _ladder(read_data_file(path))


def parse_ladder(text: str, file: str = "ladder.yaml") -> Ladder:
    """Read the text of a ladder file; raises DataFileError."""
    return _ladder(parse_data(text, file))


def _ladder(top: DataEntry) -> Ladder:
    top.only(
        *("steps", "departments", "ladders", "rules", "repeats", "ask_again_minutes", "last_resort"),
        *("calls", "second_way", *HOURS),
    )
    named = _steps_by_name(top, "ladders")
    return Ladder(
        steps=_steps(top),
        departments=_steps_by_name(top, "departments"),
        repeats=top.number("repeats", default=3),
        hours=_hours(top) if top.flag("business_hours_only") else None,
        named=named,
        rules=read_rules(top, named, ROLES),
        ask_again_minutes=top.number("ask_again_minutes", default=15, least=1, most=MOST_MINUTES),
        last_resort=_last_resort(top),
        mail_after=read_mail_after(top),
        calls=read_call_rules(top, ROLES),
    )


def _hours(top: DataEntry) -> WorkCalendar:
    """The calendar of a ladder whose minutes pass in office hours only."""
    entry = top.entry("business_hours", required=True)
    assert entry is not None  # noqa: S101 - required=True raises instead of returning None
    entry.only("zone", *FIELDS)
    try:
        zone = ZoneInfo(entry.text("zone", required=True))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise entry.error("zone", "The time zone is not known.", "a name such as America/Halifax") from error
    return read_calendar(entry, zone)


def _last_resort(top: DataEntry) -> LadderStep | None:
    entry = top.entry("last_resort")
    if entry is None:
        return None
    entry.only("role", "person")
    role, person = read_whom(entry, ROLES)
    return LadderStep(minutes=CAO_MINUTES, role=role, person=person)


def _steps_by_name(top: DataEntry, part: str) -> dict[str, tuple[LadderStep, ...]]:
    groups = top.entry(part)
    return {name: _group(groups, name) for name in groups.values} if groups else {}


def _group(groups: DataEntry, name: str) -> tuple[LadderStep, ...]:
    entry = groups.entry(name, required=True)
    assert entry is not None  # noqa: S101 - required=True raises instead of returning None
    entry.only("steps")
    return _steps(entry)


def _steps(entry: DataEntry) -> tuple[LadderStep, ...]:
    return tuple(_step(step) for step in entry.entries("steps", required=True))


def _step(entry: DataEntry) -> LadderStep:
    entry.only("role", "person", "minutes")
    role, person = read_whom(entry, ROLES)
    return LadderStep(minutes=entry.number("minutes", least=1, most=MOST_MINUTES), role=role, person=person)


def _from_the_cao_on(steps: tuple[LadderStep, ...]) -> tuple[LadderStep, ...]:
    at = next((index for index, step in enumerate(steps) if step.role == "cao"), None)
    return (LadderStep(CAO_MINUTES, role="cao"),) if at is None else steps[at:]
