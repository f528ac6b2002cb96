"""How long a record is kept after it was closed, by the organisation's file, and when it may be destroyed. Pure.

    retention:
      - name: Difficult contact
        for: [correspondence]    # proposed when a report of a letter or an e-mail is closed
        keep: 5 years            # so many years or months, or: always
        counted_from: year end   # of the year in which it was closed; without it, the day on which it was closed
        authority: Records schedule, AD-12
      - name: Messages
        keep: 1 year
        of: [message, request.suggestion]   # a kind of record, or one outcome of it; without it reports, by choice

Whoever closes a report chooses its class. Of every other kind the first class that names its outcome holds, else the
first that names the kind; a kind without any class is kept always.

Nothing is destroyed by itself: that a record is due says that a named person may decide it (threat 32 and check 21
of the trust model; WAC 44-14-03005 forbids an automatic deletion outright).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foundation.calendar import months_after
from foundation.datafile import DataEntry
from incidents.records import RecordKind

MONTHS_OF = {"month": 1, "year": 12}
LONGEST = 1200
"""Months: what is kept for longer than a hundred years is kept always."""

CORRESPONDENCE = "correspondence"
PROPOSED_FOR = (CORRESPONDENCE,)
"""What a class can be proposed for."""

ALWAYS = "always"
YEAR_END = "year end"
_KEEP = re.compile(r"(\d{1,4}) (year|month)s?")


OUTCOMES: Mapping[str, frozenset[str]] = {
    RecordKind.RESTRICTION: frozenset({"ended", "lifted", "declined"}),
    RecordKind.MARKER: frozenset({"ended"}),
    RecordKind.MESSAGE: frozenset({"done", "dropped"}),
    RecordKind.REQUEST: frozenset(),
}
"""How records of a kind that is no report come out. A request: its matter, or the organisation's own disposition."""


class HoldKind(StrEnum):
    """Why a record is not destroyed although its time is over: a LEGAL matter, or a REQUEST for what is in it."""

    LEGAL = "legal"
    REQUEST = "request"


class Disposal(StrEnum):
    """Whether a closed record may be destroyed. UNCLASSED: its class is none of the schedule, UNREADABLE: it cannot be
    opened here, so nobody can tell. RESTING: a restriction that is not over rests on it. NO_LINE: it belongs on the
    violent-incident log and has no line there.
    """

    DUE = "due"
    KEPT = "kept"
    ALWAYS = "always"
    HELD = "held"
    TASKS_OPEN = "tasks_open"
    RESTING = "resting"
    NO_LINE = "no_line"
    UNCLASSED = "unclassed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """One class of the schedule. `months` is None where it is kept always; `authority` says by whose rule. `of` names
    kinds of record, or outcomes such as “restriction.declined”, that are of this class, and `suits` for which reports
    it is proposed to whoever closes one.
    """

    name: str
    months: int | None
    from_year_end: bool = False
    authority: str = ""
    of: tuple[str, ...] = ()
    suits: frozenset[str] = frozenset()

    def last_day(self, closed: date) -> date | None:
        """The last day on which a record is kept that was closed on a day; None where that never comes."""
        if self.months is None:
            return None
        start = date(closed.year, 12, 31) if self.from_year_end else closed
        return months_after(start, self.months)


def class_named(schedule: Collection[RetentionClass], name: str) -> RetentionClass | None:
    """The class people mean by a name, however they space or capitalise it."""
    wanted = _plain(name)
    return next((one for one in schedule if _plain(one.name) == wanted), None)


def of_reports(schedule: Collection[RetentionClass]) -> tuple[RetentionClass, ...]:
    """The classes that whoever closes a report chooses from."""
    return tuple(one for one in schedule if not one.of)


def class_of(
    schedule: Collection[RetentionClass], kind: RecordKind, outcomes: Collection[str] = ()
) -> RetentionClass | None:
    """The class of a record that is no report, by how it came out; None where the schedule has none for it."""
    wanted = {f"{kind}.{one.casefold()}" for one in outcomes}
    named = (one for one in schedule if wanted & {_plain(name) for name in one.of})
    plain = (one for one in schedule if kind in {_plain(name) for name in one.of})
    return next(named, None) or next(plain, None)


def names_kind(schedule: Collection[RetentionClass], kind: RecordKind) -> bool:
    """Whether the schedule says anything of a kind."""
    return any(_plain(name).split(".")[0] == kind for one in schedule for name in one.of)


def soonest(schedule: Collection[RetentionClass], kind: RecordKind) -> int | None:
    """After how many months the first record of a kind can be due; None where none ever is."""
    theirs = (one for one in schedule if any(_plain(name).split(".")[0] == kind for name in one.of))
    return min((one.months for one in theirs if one.months is not None), default=None)


def proposed(schedule: Collection[RetentionClass], what: str) -> RetentionClass | None:
    """The class that is proposed for a kind of record; whoever closes it can choose another."""
    return next((one for one in schedule if what in one.suits), None)


def disposal(
    kept: RetentionClass | None,
    closed: date | None,
    today: date,
    holds: Collection[str],
    *,
    tasks_open: bool = False,
    rested_on: bool = False,
    lacks_line: bool = False,
) -> Disposal:
    """Whether a record of a class that was closed on a day may be destroyed today; any hold wins over everything."""
    if holds:
        return Disposal.HELD
    if kept is None or closed is None:
        return Disposal.UNCLASSED
    last = kept.last_day(closed)
    if last is None:
        return Disposal.ALWAYS
    if today <= last:
        return Disposal.KEPT
    waits = ((tasks_open, Disposal.TASKS_OPEN), (rested_on, Disposal.RESTING), (lacks_line, Disposal.NO_LINE))
    return next((one for is_so, one in waits if is_so), Disposal.DUE)


def read_schedule(top: DataEntry) -> tuple[RetentionClass, ...]:
    """Read `retention`; raises DataFileError with the line."""
    classes: dict[str, RetentionClass] = {}
    for entry in top.entries("retention"):
        one = _class(entry)
        if twice := [what for what in sorted(one.suits) if proposed(classes.values(), what)]:
            raise entry.error("for", f"“{twice[0]}” has a class already.", "each of them with one class")
        if _plain(one.name) in classes:
            raise entry.error("name", f"“{one.name}” stands here twice.", "each class once")
        classes[_plain(one.name)] = one
    return tuple(classes.values())


def _class(entry: DataEntry) -> RetentionClass:
    entry.only("name", "keep", "counted_from", "authority", "of", "for")
    start = entry.text("counted_from", default="closed")
    if start not in ("closed", YEAR_END):
        raise entry.error("counted_from", f"“{start}” is not known here.", f"closed or {YEAR_END}")
    suits = frozenset(entry.texts("for"))
    if unknown := sorted(suits.difference(PROPOSED_FOR)):
        raise entry.error("for", f"“{unknown[0]}” is not known here.", f"such as [{CORRESPONDENCE}]")
    name, months, kinds = entry.text("name", required=True), _months(entry), _kinds(entry)
    if suits and kinds:
        raise entry.error("for", "No report is of a class of other kinds.", "“for:” or “of:”, and not both")
    return RetentionClass(name, months, start == YEAR_END, entry.text("authority"), kinds, suits)


def _kinds(entry: DataEntry) -> tuple[str, ...]:
    """What a class is of; what comes of a request is a word of the organisation's own, and not looked at here."""
    said = entry.texts("of")
    for one in said:
        kind, _, outcome = _plain(one).partition(".")
        known = OUTCOMES.get(kind)
        if known is None or (outcome and known and outcome not in known):
            every = (f"{kind}.{name}" for kind, names in OUTCOMES.items() for name in sorted(names))
            raise entry.error("of", f"“{one}” is not known here.", ", ".join((*OUTCOMES, *every)))
    return said


def _months(entry: DataEntry) -> int | None:
    said = entry.text("keep", required=True).casefold()
    if said == ALWAYS:
        return None
    found = _KEEP.fullmatch(said)
    months = int(found[1]) * MONTHS_OF[found[2]] if found else 0
    if not 0 < months <= LONGEST:
        raise entry.error(
            "keep", f"“{said}” is no time to keep a record.", "such as 5 years, 18 months or always"
        )
    return months


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
