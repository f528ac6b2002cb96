"""What is wanted of a work list: as it is typed, as a form says it, and as a button carries it on to the next page.

What is searched for can be a name, so no button carries it: it is kept sealed, and the button carries its key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.drafts import Draft
from bot.flows.report_given import Values, text_in
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

TYPED: Mapping[str, str] = {
    "open": OPEN_ONES,
    "new": State.SUBMITTED,
    "under review": State.UNDER_REVIEW,
    "returned": State.RETURNED,
    "agreed": State.ACTION_AGREED,
    "closing": State.CLOSING,
    "closed": State.CLOSED,
}
PERIODS = (7, 30, 90, 365)
DIGITS = 6
"""Of a number that a button carried; more is nothing of ours."""
_TYPED_PERIODS: Mapping[str, int] = {"this week": 7, "this month": 30, "this year": 365}
_LAST_DAYS = re.compile(r"\blast (?P<count>\d{1,3}) days\b")
_LATE = re.compile(r"\b(?:overdue|late)\b")
_SOUGHT = re.compile(
    r"(?:\b(?:find|search(?:ing)?(?: for)?|named|called|about)\b[:, ]*)?"
    r"[\"“”«»](?P<quoted>[^\"“”«»]+)[\"“”«»]"
    r"|\b(?:find|search(?:ing)?(?: for)?|named|called|about)\b[:, ]+(?P<rest>.+)",
    re.IGNORECASE,
)
"""What is searched for: in quotation marks, or after a word that says so up to the end."""
SEARCH = "list_text"
_OWN = re.compile(r"\b(?:mine|my|me)\b")


@dataclass(frozen=True, slots=True)
class ListChoice:
    """What was chosen: a key of STATES, a department, the key of a person, so many days back, overdue tasks alone.

    `text` is what is searched for, `key` where that is kept.
    """

    state: str = ""
    department: str = ""
    person: str = ""
    days: int = 0
    overdue: bool = False
    text: str = ""
    key: str = ""

    def wanted(self, services: Services) -> Wanted:
        """The same as the records are asked."""
        return Wanted(
            STATES.get(self.state, frozenset()),
            self.department,
            self.person,
            services.clock.now() - timedelta(days=self.days) if self.days else None,
            self.overdue,
            self.text,
        )

    def carried(self, start: int) -> str:
        """The choice as a button carries it; a person as what tells nobody who it is."""
        person = _mark(self.person) if self.person else ""
        parts = (
            self.state,
            self.department,
            person,
            str(self.days),
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
            *([sentence("worklist.days", count=self.days)] if self.days else []),
            *([sentence("worklist.overdue")] if self.overdue else []),
            *([sentence("worklist.searched")] if self.text else []),
        ]
        return sentence("worklist.chosen", choices="; ".join(words)) if words else ""


def typed_choice(text: str, asker: str, services: Services) -> ListChoice:
    """What somebody typed after the name of the list; words that mean nothing here are passed over."""
    sought = _SOUGHT.search(text)
    searched = (sought["quoted"] or sought["rest"] or "").strip(" .?!") if sought else ""
    words = " ".join((text[: sought.start()] if sought else text).casefold().split())
    days = next((days for said, days in _TYPED_PERIODS.items() if said in words), 0)
    if found := _LAST_DAYS.search(words):
        days = int(found["count"])
    named = (one.key for one in services.people.by_key.values() if one.name.casefold() in words)
    return ListChoice(
        next((str(state) for said, state in TYPED.items() if re.search(rf"\b{said}\b", words)), ""),
        next((one for one in departments(services) if one.casefold() in words), ""),
        next(named, asker if _OWN.search(words) else ""),
        days,
        bool(_LATE.search(words)),
        searched,
    )


def given_choice(values: Values, services: Services) -> ListChoice:
    """What the form says; a choice that it does not offer is none."""
    days, person = text_in(values, "list_days"), text_in(values, "list_person")
    department = text_in(values, "list_department")
    return ListChoice(
        text_in(values, "list_state") if text_in(values, "list_state") in STATES else "",
        department if department in departments(services) else "",
        person if services.people.get(person) else "",
        int(days) if days.isdecimal() and int(days) in PERIODS else 0,
        values.get("list_overdue") is True,
        " ".join(text_in(values, SEARCH).split()),
    )


def carried_choice(value: str, services: Services) -> tuple[ListChoice, int]:
    """What a button carries, and where its page begins; the whole list for what it cannot have carried."""
    parts = value.split("|")
    if len(parts) not in (6, 7) or not all(
        one.isdecimal() and len(one) <= DIGITS for one in (parts[3], parts[5])
    ):
        return ListChoice(), 0
    state, department, person, days, overdue, start, *further = parts
    key = next((one for one in services.people.by_key if person and _mark(one) == person), "")
    known = state if state in STATES else ""
    named = department if department in departments(services) else ""
    chosen = ListChoice(known, named, key, min(int(days), 999), bool(overdue), key="".join(further))
    return chosen, int(start)


async def keep_search(choice: ListChoice, person: str, services: Services) -> ListChoice:
    """The choice with a key for what is searched for, which is kept as an unfinished form is."""
    if not choice.text or choice.key:
        return choice
    key = new_id()
    await services.drafts.save(Draft(key, "worklist", person, {SEARCH: choice.text}, services.clock.now()))
    return replace(choice, key=key)


async def go_on(value: str, person: str, services: Services) -> tuple[ListChoice, int] | None:
    """What a button carries, with what was searched for; None where that is kept no more, or by somebody else."""
    choice, start = carried_choice(value, services)
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
