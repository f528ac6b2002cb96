"""The first day of a rule that counts from a time told by when it was written: "As of next spring, staff must ..."."""

from __future__ import annotations

import re
from datetime import date, timedelta

from knowledge.reading.document import Dated, DocumentFacts
from knowledge.reading.sectioning.strength import has_duty
from knowledge.text.calendar_words import month_of
from knowledge.text.language import LANGUAGE

_RELATIVE = LANGUAGE.pattern("validity.relative")
_SEASONS = LANGUAGE.words("dates.seasons")
_FIRST_SEASON, _OF_A_SEASON = 3, 3  # the month in which the first begins, and months of each
_MONTHS, _WEEK = 12, 7


def from_then_on(sentence: str) -> re.Match[str] | None:
    """The words of a rule that name such a time."""
    said = " ".join(sentence.split())
    found = _RELATIVE.match(said)
    return found if found and has_duty(said) else None


def first_day(said: re.Match[str], facts: DocumentFacts) -> Dated | None:
    """From the earliest day it can mean, counted from the day of the text; None where the document names none.

    Where the text was looked at again after that day, nobody can tell which one is meant.
    """
    written = facts.revised or facts.effective or facts.signed
    begins = _next(said, written) if written else None
    if begins is None or (facts.reviewed and facts.reviewed >= begins):
        return None
    return Dated(begins, None)


def _next(said: re.Match[str], written: date) -> date | None:
    if said["week"]:
        return written + timedelta(days=_WEEK - written.weekday())
    if said["year"]:
        return date(written.year + 1, 1, 1)
    if said["month"]:
        return _first_of(written, written.month % _MONTHS + 1)
    if said["name"]:
        return _first_of(written, month_of(said["name"]))
    for place, season in enumerate(_SEASONS):
        if said["season"] and re.match(season, said["season"], re.IGNORECASE):
            return _first_of(written, _FIRST_SEASON + place * _OF_A_SEASON)
    return None


def _first_of(written: date, month: int) -> date:
    """The first day of the next such month behind a day."""
    return date(written.year + (month <= written.month), month, 1)
