"""Reads `restrictions.yaml`: the organisation's own options of restricting contact, refused with line and reason.

options:
  - key: A
    name: Writing only
    rule: Letters and e-mail only.        # the line that front-line staff see
    kind: writing                         # writing, exception, quota, nominated or appointment
    advice_first: false                   # true: the customer was advised before (D27)
apart: [[A, C1]]                          # options that do not go together
grounds: {repeated_abuse: Repeated abuse after a warning}
channels: {phone: on the phone}           # likewise sites and matters
longest: 12 months                        # of the calendar, as review_within: months or hours, none of work
review_within: 6 months
decides: [cao]
appeals: [cao]
instead: [deputy@example.gov, clerk@example.gov]   # decide or answer, in this order, where the CAO did
appeal_words: Write to the Chief Administrative Officer, …
everywhere: everywhere and in every ordinary matter   # what {scope} says in a letter where nothing is chosen
letters: {notice: …}                      # with {customer}, {options}, {ground}, {until}, {review}, {appeal} …
translations: {fr: {grounds: {…}}}        # what letters in French say: options, grounds, channels …, appeal_words
violent_history: {…}                      # what is told of it to who meets somebody: `incidents/rules/marker_rules.py`
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from foundation.addresses import is_address
from foundation.calendar import Wait, read_wait
from foundation.datafile import DataEntry, DataFileError, read_data_file
from incidents.rules.ladder import ROLES
from incidents.rules.marker_file import PART, read_markers
from incidents.rules.restriction_letter_file import read_letters, read_translations, words_by_key
from incidents.rules.restriction_rules import (
    NO_RESTRICTIONS,
    OptionKind,
    Period,
    RestrictionOption,
    RestrictionRules,
)
from incidents.rules.restriction_terms import OF_THE_CALENDAR, SCOPES

E = TypeVar("E", bound=StrEnum)

SPANS = ("longest", "review_within")
WAITS = ("council_within", "outside_within", "appeal_within")
NAMES = (
    "options",
    "apart",
    "grounds",
    *SCOPES,
    *SPANS,
    *WAITS,
    "decides",
    "appeals",
    "instead",
    "appeal_words",
    "everywhere",
    "letters",
    "translations",
    PART,
)

LONGEST_KEY = 30
MOST_OPTIONS = 20


def load_restrictions(path: Path) -> RestrictionRules:
    """Read the file; an organisation without it has no restrictions. Raises DataFileError."""
    return read_restrictions(read_data_file(path)) if path.exists() else NO_RESTRICTIONS


def read_restrictions(top: DataEntry) -> RestrictionRules:
    """Read all of it; raises DataFileError."""
    top.only(*NAMES)
    options = tuple(_option(one) for one in top.entries("options", required=True))
    keys = [one.key for one in options]
    if len(set(keys)) < len(keys) or len(keys) > MOST_OPTIONS:
        raise top.error("options", "An option stands here twice.", "each key once, 20 options at most")
    grounds = words_by_key(top, "grounds")
    if not grounds:
        raise top.error("grounds", "No ground is named.", "lines such as “repeated_abuse: Repeated abuse”")
    plain = RestrictionRules()
    return RestrictionRules(
        options=options,
        apart=_apart(top, frozenset(keys)),
        grounds=grounds,
        scopes={name: words_by_key(top, name) for name in SCOPES},
        decides=_roles(top, "decides"),
        appeals=_roles(top, "appeals"),
        instead=_people(top, "instead"),
        appeal_words=top.text("appeal_words", required=True),
        everywhere=top.text("everywhere"),
        letters=read_letters(top),
        translations=read_translations(top, keys, grounds),
        markers=read_markers(top),
        **{name: _span(top, name, getattr(plain, name)) for name in SPANS},
        **{name: read_wait(top, name, getattr(plain, name)) for name in WAITS},
    )


def _span(top: DataEntry, name: str, usual: Wait) -> Wait:
    """How long a restriction lasts is told to a customer as a day: hours and days of work are no measure of it."""
    example = "such as 6 months, or 720 hours; business hours and business days are not counted here"
    try:
        span = read_wait(top, name, usual)
    except DataFileError as error:
        raise top.error(name, f"“{name}” is no time that a restriction may last.", example) from error
    if span.unit not in OF_THE_CALENDAR:
        raise top.error(name, f"“{name}” is counted in {span.unit}.", example)
    return span


def _option(entry: DataEntry) -> RestrictionOption:
    entry.only("key", "name", "rule", "kind", "advice_first", "period")
    key = entry.text("key", required=True)
    if len(key) > LONGEST_KEY or not key.isidentifier():
        raise entry.error("key", f"“{key}” is no key.", "letters, digits and _ such as B2")
    return RestrictionOption(
        key,
        entry.text("name", required=True),
        entry.text("rule", required=True),
        _member(entry, "kind", OptionKind),
        entry.flag("advice_first"),
        _member(entry, "period", Period) if entry.text("period") else Period.MONTH,
    )


def _member(entry: DataEntry, name: str, kind: type[E]) -> E:
    said = entry.text(name, required=True)
    found = next((one for one in kind if one.value == said), None)
    if found is None:
        raise entry.error(name, f"“{said}” is not known here.", "one of " + ", ".join(kind))
    return found


def _apart(top: DataEntry, keys: frozenset[str]) -> tuple[frozenset[str], ...]:
    value = top.values.get("apart") or []
    pairs = [frozenset(str(one) for one in pair) for pair in value if isinstance(pair, list)]
    if not isinstance(value, list) or len(pairs) != len(value) or any(not pair <= keys for pair in pairs):
        raise top.error("apart", "“apart” names what is no option.", "pairs of keys such as [[A, C1]]")
    return tuple(pairs)


def _roles(top: DataEntry, name: str) -> tuple[str, ...]:
    said = top.texts(name) or ("cao",)
    for one in said:
        if one not in ROLES:
            raise top.error(name, f"“{one}” is no role.", "roles among " + ", ".join(ROLES))
    return said


def _people(top: DataEntry, name: str) -> tuple[str, ...]:
    """One address, or a list of them."""
    several = isinstance(top.values.get(name), list)
    people = top.texts(name) if several else tuple(filter(None, (top.address(name),)))
    for one in people:
        if not is_address(one):
            raise top.error(name, f"“{one}” is not an e-mail address.", "addresses such as name@town.example")
    return tuple(one.casefold() for one in people)
