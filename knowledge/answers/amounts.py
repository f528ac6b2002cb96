"""What a text sets in numbers: how much of which kind of thing, on which clock and for which act."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.answers.same_matter import sentences
from knowledge.text.calendar_words import NUMBERS
from knowledge.text.language import LANGUAGE

MINUTES = {unit: int(count) for unit, count in LANGUAGE.table("quantities.minutes").items()}
SECONDS = {unit: int(count) for unit, count in LANGUAGE.table("quantities.seconds").items()}
MONTHS = {unit: int(count) for unit, count in LANGUAGE.table("quantities.months").items()}
QUANTITY, MONEY = LANGUAGE.pattern("quantities.quantity"), LANGUAGE.pattern("quantities.money")
_WORKING = frozenset(LANGUAGE.words("quantities.working"))
_ONE_LESS = frozenset(LANGUAGE.words("quantities.one_less"))
_AHEAD = LANGUAGE.pattern("quantities.ahead")
_CLOCKS, _STAGES = LANGUAGE.patterns("quantities.clocks"), LANGUAGE.patterns("quantities.stages")

Quantities = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Amount:
    """One number a text sets; an hour has the value of 60 minutes.

    `clock` tells a time within which something is done from one for which it lasts or ahead of which it comes, `act`
    what is done, where acts of one matter follow each other (acknowledged, answered, kept); both may be empty.
    """

    kind: str
    value: str
    clock: str = ""
    act: str = ""

    def compares(self, other: Amount) -> bool:
        """Whether another measures the same kind of thing, and no other clock or act that is known."""
        return (
            self.kind == other.kind
            and (self.clock == other.clock or not (self.clock and other.clock))
            and (self.act == other.act or not (self.act and other.act))
        )


def amounts(text: str) -> frozenset[Amount]:
    """What a text sets in numbers."""
    return frozenset(one for sentence in sentences(text) for one in _amounts(sentence))


def quantities(text: str) -> Quantities:
    """What a text sets in numbers: for each kind of thing its values."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in amounts(text):
        found[one.kind].add(one.value)
    return {kind: frozenset(values) for kind, values in found.items()}


def _amounts(sentence: str) -> Iterator[Amount]:
    for found in QUANTITY.finditer(sentence):
        before, number, sort, unit = (group or "" for group in found.groups())
        amount = NUMBERS[number.lower()] if number.lower() in NUMBERS else int(number)
        unit = unit.lower()
        act = _act(sentence, found)
        if unit in SECONDS | MINUTES | MONTHS:
            yield Amount("time", _span(amount, sort.strip().lower(), unit), _clock(sentence, found), act)
        else:
            yield Amount(unit, str(amount - 1 if before and unit in _ONE_LESS else amount), act=act)
    for figure, word in MONEY.findall(sentence):
        yield Amount("money", str(NUMBERS.get(word.lower(), word)) if word else figure.replace(",", ""))


def _clock(sentence: str, found: re.Match[str]) -> str:
    if _AHEAD.match(sentence[found.end() :]):
        return "ahead"
    before = sentence[: found.start()]
    return next((name for name, clock in _CLOCKS.items() if clock.search(before)), "")


def _act(sentence: str, found: re.Match[str]) -> str:
    """The act that is named last before a number, or first behind it."""
    named = sorted((one.start(), name) for name, act in _STAGES.items() for one in act.finditer(sentence))
    before = [name for place, name in named if place < found.start()]
    return before[-1] if before else next((name for _, name in named), "")


def _span(amount: int, sort: str, unit: str) -> str:
    """A span of time in its smallest unit; days on which one works are not days of the calendar."""
    if sort in _WORKING:
        return f"{amount} business {unit}"
    if unit in MONTHS:
        return f"{amount * MONTHS[unit]} months"
    minutes, seconds = divmod(amount * SECONDS[unit], 60) if unit in SECONDS else (amount * MINUTES[unit], 0)
    return f"{amount} seconds" if seconds else f"{minutes} minutes"
