"""What a sentence or a heading says of the days on which it counts: "Until 31 March 2024, staff must ..."."""

from __future__ import annotations

import re
from datetime import date

from knowledge.reading.document import Dated
from knowledge.reading.sectioning.commands import commands, forbids
from knowledge.reading.sectioning.dates import DateOrder, dates_in, first_date, last_date
from knowledge.reading.sectioning.strength import has_duty
from knowledge.text.language import LANGUAGE

ALONE = LANGUAGE.pattern("validity.alone")
OF_ITSELF, OF_A_TIME = LANGUAGE.pattern("validity.of_itself"), LANGUAGE.pattern("validity.of_a_time")
OF_A_NUMBER = LANGUAGE.pattern("validity.of_a_number")
_HEADING, _FOR_DAYS = LANGUAGE.pattern("validity.heading"), LANGUAGE.pattern("validity.for_days")
_ACTIVITY = LANGUAGE.pattern("validity.activity")
_OF_A_YEAR = LANGUAGE.pattern("validity.of_a_year")
_OPENING = (LANGUAGE.pattern("validity.opening_bracket"), LANGUAGE.pattern("validity.opening"))
_CLOSING = (LANGUAGE.pattern("validity.closing_bracket"), LANGUAGE.pattern("validity.closing"))
_MIDDLE = LANGUAGE.pattern("validity.middle")
_DONE, _STATES = LANGUAGE.pattern("validity.done"), LANGUAGE.pattern("validity.states")
_UNSURE = LANGUAGE.pattern("validity.unsure")
_GOES_ON = LANGUAGE.pattern("validity.goes_on")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDS, _BEGINS = (
    ("ends", "last", "until", "stopped", "stopping", "expiring"),
    ("begins", "first", "since", "started"),
)


def of_sentence(sentence: str, order: DateOrder) -> tuple[Dated | None, bool]:
    """The days on which a rule counts by its own sentence, and whether it names such days in a way nobody can tell.

    A day that something is to be done by, or that belongs to what is spoken of ("hired until 31 March"), is none.
    """
    said = " ".join(sentence.split())
    if (found := _OF_A_YEAR.match(said)) and has_duty(said[found.end() :]):
        return _unless_more(found, said[found.end() :], order)
    for form in _OPENING:
        if found := form.match(said):
            return _unless_more(found, said[found.end() :], order)
    for form in _CLOSING:
        if found := form.search(said):
            before = said[: found.start()]
            if form is _CLOSING[1] and not _ends_a_rule(found, before):
                continue
            return _unless_more(found, before, order)
    return _within(said, order)


def _within(said: str, order: DateOrder) -> tuple[Dated | None, bool]:
    """Days between commas count as those at the end; before words about other days nobody can tell."""
    for found in _MIDDLE.finditer(said):
        before, rest = said[: found.start()], said[found.end() :]
        if found["comma"] and found["closed"] and not _DONE.search(before) and has_duty(before):
            return _unless_more(found, f"{before} {rest}", order)
        if (
            not found["comma"]
            and _GOES_ON.search(rest)
            and _ends_a_rule(found, before)
            and days(found, order)
        ):
            return None, True
    return None, False


def of_heading(heading: str, order: DateOrder) -> Dated | None:
    """The days that a heading names for what stands below it: "Masks (until 31 March 2024)"."""
    heading = " ".join(heading.split())
    if for_days := _FOR_DAYS.search(heading):
        return days(for_days, order)
    found = _HEADING.search(heading)
    return days(found, order) if found and not _was_done(found, heading[: found.start()]) else None


def _was_done(found: re.Match[str], before: str) -> bool:
    """Whether the days of a heading are those of what was done until then; in brackets they are not of "Parking"."""
    if not _DONE.search(before) or found["started"]:
        return False
    return not (_ACTIVITY.search(before) and (found["force"] or found["sign"]))


def is_unsure(rest: str, order: DateOrder) -> bool:
    """Whether the words behind a statement of days take it back in part ("unless the council extends it")."""
    return bool(_UNSURE.search(rest)) or _is_more(rest, order)


def days(found: re.Match[str], order: DateOrder) -> Dated | None:
    """The days of a match; None where its figures say none that can be told."""
    groups = found.groupdict()
    ends = next((_day(groups[name], order, last=True) for name in _ENDS if groups.get(name)), None)
    begins = next((_day(groups[name], order, last=False) for name in _BEGINS if groups.get(name)), None)
    return Dated(begins, ends) if begins or ends else None


def _day(said: str, order: DateOrder, *, last: bool) -> date | None:
    if day := last_date(said, order) if last else first_date(said, order):
        return day
    year = _YEAR.search(said)
    if not year or any(sign.isdigit() for sign in said.replace(year.group(), "")):
        return None
    return date(int(year.group()), *((12, 31) if last else (1, 1)))


def _ends_a_rule(found: re.Match[str], before: str) -> bool:
    """Whether days at the end of a sentence are those of its rule and not of a thing in it."""
    if _DONE.search(before) and not found["comma"]:
        return False
    return bool(has_duty(before) or forbids(before) or commands(before) or _STATES.search(before))


def _unless_more(found: re.Match[str], rest: str, order: DateOrder) -> tuple[Dated | None, bool]:
    """Nobody can tell where the same sentence says what holds on other days."""
    dated = days(found, order)
    if dated and _is_more(rest, order):
        return None, True
    return dated, False


def _is_more(rest: str, order: DateOrder) -> bool:
    return bool(_GOES_ON.search(rest)) or ";" in rest or any(True for _ in dates_in(rest, order))
