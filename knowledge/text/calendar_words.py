"""Months, weekdays and number words as texts write them."""

from __future__ import annotations

import re

from knowledge.text.language import LANGUAGE

NUMBERS = {word: int(value) for word, value in LANGUAGE.table("numbers.values").items()}
MONTHS, WEEKDAYS = LANGUAGE.words("dates.months"), LANGUAGE.words("dates.weekdays")


def month_of(name: str) -> int:
    """The number of a month by its name or the beginning of it; raises ValueError for another word."""
    return _place(name, MONTHS) + 1


def weekday_of(name: str) -> int:
    """The number of a weekday by its name or the beginning of it, Monday 0; raises ValueError for another word."""
    return _place(name, WEEKDAYS)


def _place(name: str, beginnings: tuple[str, ...]) -> int:
    for place, beginning in enumerate(beginnings):
        if re.match(beginning, name, re.IGNORECASE):
            return place
    raise ValueError(name)
