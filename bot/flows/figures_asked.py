"""Which month somebody means who asks for figures: a month, or a year, which is the December that it ends with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from bot.flows.worklist_days import days_in
from bot.moments import month_called
from bot.typed import TYPED
from incidents.rules.figures import month_before

DECEMBER = 12

_NUMBERED = TYPED.exact("figures.numbered")
_NAMED = TYPED.exact("figures.named")
_YEAR = TYPED.exact("figures.year")
_THIS_MONTH, _LAST_MONTH = TYPED.words("figures.this_month"), TYPED.words("figures.last_month")
_THIS_YEAR, _LAST_YEAR = TYPED.words("figures.this_year"), TYPED.words("figures.last_year")
_FILLER = frozenset(TYPED.words("figures.filler"))


class AskedFor(Enum):
    """What was read in the words: NOTHING where there were none, UNREAD where there were and none named a month."""

    NOTHING = auto()
    UNREAD = auto()
    MONTH = auto()
    SEVERAL = auto()
    YEAR = auto()


@dataclass(frozen=True, slots=True)
class AskedMonth:
    """The first day of the month that was meant, which need not be over, and how it was named."""

    first: date
    how: AskedFor


def asked_month(text: str, today: date) -> AskedMonth:
    """The month that words name; of several the last. The newest that is over where they name none."""
    words, newest = " ".join(text.casefold().split()), month_before(today)
    if months := list(dict.fromkeys(_months(words, today))):
        return AskedMonth(months[-1], AskedFor.SEVERAL if len(months) > 1 else AskedFor.MONTH)
    if year := _year(words, today):
        return AskedMonth(date(year, DECEMBER, 1), AskedFor.YEAR)
    if days := days_in(words, today):
        (first, last), _ = days
        if day := last or first:
            return AskedMonth(day.replace(day=1), AskedFor.MONTH)
    left = [one for one in re.findall(r"\w+", words) if one not in _FILLER]
    return AskedMonth(newest, AskedFor.UNREAD if left else AskedFor.NOTHING)


def _months(words: str, today: date) -> Iterator[date]:
    """Every month that is named by its name or its number, in the order of the words."""
    if any(one in words for one in _THIS_MONTH):
        yield today.replace(day=1)
    if any(one in words for one in _LAST_MONTH):
        yield month_before(today)
    found = [*_NUMBERED.finditer(words), *_NAMED.finditer(words)]
    for one in sorted(found, key=lambda match: match.start()):
        said = one.groupdict()
        if "name" in said:
            month = month_called(one["name"])
            year = int(one["year"] or today.year - (month > today.month))
        else:
            month, year = int(said["month"] or said["first"]), int(said["year"] or said["then"])
        if 1 <= month <= DECEMBER and year:
            yield date(year, month, 1)


def _year(words: str, today: date) -> int:
    """The year that is named, 0 for none."""
    if any(one in words for one in _LAST_YEAR):
        return today.year - 1
    if any(one in words for one in _THIS_YEAR):
        return today.year
    alone = _YEAR.search(words)
    return int(alone["year"]) if alone else 0
