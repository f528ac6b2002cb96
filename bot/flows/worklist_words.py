"""What is wanted of a work list: as a form says it, and as a button carries it on to the next page.

What is searched for can be a name, so no button carries it: it is kept sealed, and the button carries its key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.drafts import Draft
from bot.flows.report_given import Values, text_in
from bot.flows.times import day_words
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.records import State
from incidents.rules.wanted import OF_INCIDENTS, OPEN, Wanted

OPEN_ONES = "open"
STATES: Mapping[str, frozenset[State]] = {
    OPEN_ONES: OPEN,
    **{str(one): frozenset({one}) for one in OF_INCIDENTS},
}
"""The choices of states: each alone, and all that are not closed."""

PERIODS = (7, 30, 90, 365)
DIGITS = 6
"""Of a number that a button carried; more is nothing of ours."""
SEARCH = "list_text"
_RANGE = re.compile(r"(?P<first>\d{8})?-(?P<last>\d{8})?")
"""Days as a button and a form carry them: the first and the last, each where there is one."""


@dataclass(frozen=True, slots=True)
class ListChoice:
    """What was chosen: a key of STATES, a department, the key of a person, so many days back, or from the
    `first` day to the `last`, overdue tasks alone.

    `text` is what is searched for, `key` where that is kept.
    """

    state: str = ""
    department: str = ""
    person: str = ""
    days: int = 0
    overdue: bool = False
    text: str = ""
    key: str = ""
    first: date | None = None
    last: date | None = None

    def wanted(self, services: Services) -> Wanted:
        """The same as the records are asked."""
        zone = services.organisation.timezone
        since = datetime.combine(self.first, time.min, zone) if self.first else None
        return Wanted(
            states=STATES.get(self.state, frozenset()),
            department=self.department,
            person=self.person,
            since=services.clock.now() - timedelta(days=self.days) if self.days else since,
            until=datetime.combine(self.last + timedelta(days=1), time.min, zone) if self.last else None,
            overdue=self.overdue,
            text=self.text,
        )

    @property
    def period(self) -> str:
        """The days as a button and a form carry them."""
        if not (self.first or self.last):
            return str(self.days)
        return "-".join(f"{one:%Y%m%d}" if one else "" for one in (self.first, self.last))

    def carried(self, start: int) -> str:
        """The choice as a button carries it; a person as what tells nobody who it is."""
        person = _mark(self.person) if self.person else ""
        parts = (
            self.state,
            self.department,
            person,
            self.period,
            "yes" if self.overdue else "",
            str(start),
            *([self.key] if self.key else []),
        )
        return "|".join(part.replace("|", " ") for part in parts)

    def said(self, services: Services) -> str:
        """The choice in words; empty where nothing was chosen."""
        words = [
            *([sentence(f"worklist.state_{self.state}")] if self.state else []),
            *([self.department] if self.department else []),
            *([services.people.name(self.person)] if self.person else []),
            *([period_words(self)] if self.days or self.first or self.last else []),
            *([sentence("worklist.overdue")] if self.overdue else []),
            *([sentence("worklist.searched")] if self.text else []),
        ]
        return sentence("worklist.chosen", choices="; ".join(words)) if words else ""


def given_choice(values: Values, services: Services) -> ListChoice:
    """What the form says; a choice that it does not offer is none."""
    person, department = text_in(values, "list_person"), text_in(values, "list_department")
    choice = ListChoice(
        text_in(values, "list_state") if text_in(values, "list_state") in STATES else "",
        department if department in departments(services) else "",
        person if services.people.get(person) else "",
        overdue=values.get("list_overdue") is True,
        text=" ".join(text_in(values, SEARCH).split()),
    )
    return _in_period(choice, text_in(values, "list_days")) or choice


def form_values(choice: ListChoice) -> dict[str, str | bool]:
    """The same choice as the form shows it again."""
    given = {
        SEARCH: choice.text,
        "list_state": choice.state,
        "list_department": choice.department,
        "list_person": choice.person,
        "list_days": choice.period if choice.period != "0" else "",
    }
    said: dict[str, str | bool] = {name: value for name, value in given.items() if value}
    return {**said, "list_overdue": True} if choice.overdue else said


def carried_choice(value: str, services: Services) -> tuple[ListChoice, int] | None:
    """What a button carries, and where its page begins; None for what it cannot have carried, or means no more."""
    if not value:
        return ListChoice(), 0
    parts = value.split("|")
    if len(parts) not in (6, 7) or not (parts[5].isdecimal() and len(parts[5]) <= DIGITS):
        return None
    state, department, person, period, overdue, start, *further = parts
    key = next((one for one in services.people.by_key if person and _mark(one) == person), "")
    is_known = state in ("", *STATES) and department in ("", *departments(services))
    if not is_known or bool(person) is not bool(key):
        return None
    chosen = ListChoice(state, department, key, overdue=bool(overdue), key="".join(further))
    in_period = _in_period(chosen, period)
    return (in_period, int(start)) if in_period else None


def _in_period(choice: ListChoice, period: str) -> ListChoice | None:
    """The choice with the days that a form or a button gave; None where they are none."""
    if period.isdecimal():
        return replace(choice, days=min(int(period), 999)) if len(period) <= DIGITS else None
    if not (found := _RANGE.fullmatch(period)):
        return None
    try:
        first, last = (date.fromisoformat(one) if one else None for one in (found["first"], found["last"]))
    except ValueError:
        return None
    return replace(choice, first=first, last=last) if last is None or last < date.max else None


def period_words(choice: ListChoice) -> str:
    """The days of a choice in words."""
    first, last = choice.first, choice.last
    if first is None and last is None:
        return sentence("worklist.days", count=choice.days)
    if last is None:
        return sentence("worklist.since", day=day_words(first)) if first else ""
    if first is None:
        return sentence("worklist.until", day=day_words(last))
    if first == last:
        return sentence("worklist.on", day=day_words(first))
    return sentence("worklist.between", first=day_words(first), last=day_words(last))


async def keep_search(choice: ListChoice, person: str, services: Services) -> ListChoice:
    """The choice with a key for what is searched for, which is kept as an unfinished form is."""
    if not choice.text or choice.key:
        return choice
    key = new_id()
    await services.drafts.save(Draft(key, "worklist", person, {SEARCH: choice.text}, services.clock.now()))
    return replace(choice, key=key)


async def go_on(value: str, person: str, services: Services) -> tuple[ListChoice, int] | None:
    """What a button carries, with what was searched for; None where that is kept no more, or by
    somebody else, and for what is no choice."""
    carried = carried_choice(value, services)
    if carried is None:
        return None
    choice, start = carried
    if not choice.key:
        return choice, start
    kept = await services.drafts.load(choice.key)
    if kept is None or kept.person != person or not text_in(kept.values, SEARCH):
        return None
    return replace(choice, text=text_in(kept.values, SEARCH)), start


def departments(services: Services) -> list[str]:
    """The departments of everybody listed."""
    return sorted({one.department for one in services.people.by_key.values()} - {""})


def _mark(person: str) -> str:
    return hashlib.sha256(person.encode()).hexdigest()[:12]
