"""Dates behind a label that needs no colon: "Revised 07/08", "Review date 1/11/22", several on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from knowledge.reading.sectioning.dates import DateOrder, dates_in, day_and_month, first_date, last_date
from knowledge.reading.sectioning.lines import Line
from knowledge.reading.sectioning.strength import has_duty
from knowledge.text.calendar_words import month_of
from knowledge.text.labels import LABELS, label_parts, labelled, normal_label
from knowledge.text.language import LANGUAGE

_DATED = ("effective", "agreed", "signed", "revised", "reviewed", "next_review", "review")
_DAY, _SHORT = LANGUAGE.pattern("validity.day"), 20
_YEAR = re.compile(r"(?:19|20)\d\d")
_ABOUT_IT = frozenset((*_DATED, "owner", "approver", "version", "cycle"))
_NAMES = sorted((name for name, fact in LABELS.items() if fact in _DATED), key=len, reverse=True)
_ANY = "|".join(map(re.escape, _NAMES))
DATED_LABEL = re.compile(rf"(?P<label>\b(?:{_ANY})){LANGUAGE.text('dates.labelled')}", re.IGNORECASE)
_SAID = LANGUAGE.patterns("facts.said")
_ADOPTED, _SIGNED = LANGUAGE.pattern("facts.adopted"), LANGUAGE.pattern("facts.signed")
_ANOTHER, _ITSELF = LANGUAGE.pattern("facts.another"), LANGUAGE.pattern("facts.itself")
_GOES_ON = LANGUAGE.pattern("facts.goes_on")
_PART, _DOCUMENT = LANGUAGE.pattern("facts.part"), LANGUAGE.pattern("facts.document")
_VERB, _ACTS = LANGUAGE.pattern("facts.verb"), LANGUAGE.pattern("facts.acts")
_BY = re.compile(r"\W*by\s(?:\S+\s*){1,10}$")
_FEW_BEFORE, _FEW_AFTER = 6, 3  # words beside the date in a line that is about nothing else
_FORMS = tuple(LANGUAGE.patterns("dates.forms").values())
_LINKING = re.compile(r"\W*\b(?:on|at|dated|date)\W*$", re.IGNORECASE)
_DATE_WORDS = re.compile(r"(?:on|dated?|effective)\W*", re.IGNORECASE)
_BY_WHAT = LANGUAGE.pattern("facts.by_what")
_BETWEEN = LANGUAGE.pattern("dates.between")
_YEAR_MONTH = re.compile(r"^\W*((?:19|20)\d\d)-(0[1-9]|1[0-2])\W*$")
_SHORT_YEAR = LANGUAGE.pattern("dates.short_year")


def dated_facts(text: str) -> Iterator[tuple[str, str]]:
    """The facts and dates of a line that is nothing but labels with their dates, in order."""
    place = 0
    found: dict[str, str] = {}
    for match in DATED_LABEL.finditer(text):
        if not _BETWEEN.match(text[place : match.start()]):
            return
        fact = LABELS[normal_label(match["label"])]
        found[fact] = f"{found[fact]}; {match['date']}" if fact in found else match["date"]
        place = match.end()
    if _BETWEEN.match(text[place:]):
        yield from found.items()


def said_facts(text: str) -> Iterator[tuple[str, str]]:
    """The facts that a sentence near the edge of a document states ("Approved by the Board on 4 May 2021.")."""
    for fact, form in _SAID.items():
        if found := form.search(text):
            value = found.group("who" if fact == "approver" else "date")
            if fact in ("effective", "revised") and not _of_document(text, found):
                continue
            if fact != "approver":
                yield fact, value
            elif who := _BY_WHAT.sub("", who_of(value)):
                yield fact, who


def adopted_on(text: str) -> str:
    """The words with the day a document was agreed on ("Adopted by Council, June 2012"), or empty."""
    found = _ADOPTED.search(text)
    return found.group(1) if found and _of_document(text, found) else ""


def signed_on(text: str) -> str:
    """The words with the day a document was signed ("Signed Jane Roe, 3 May 2024"), or empty."""
    found = _SIGNED.search(text)
    return found.group(1) if found and _of_document(text, found) else ""


def _of_document(text: str, found: re.Match[str]) -> bool:
    """Whether a dated sentence dates this document, and not the one before it or a single rule."""
    before, after = text[: found.start()], text[found.end() :]
    if _ANOTHER.search(before) or _of_something_else(before, found.group()):
        return False
    if _ITSELF.match(text):
        return True
    alone = len(before.split()) <= _FEW_BEFORE or _GOES_ON.search(before)
    ends = len(after.split()) <= _FEW_AFTER or _BY.match(after) or _GOES_ON.search(after)
    return bool(alone and ends) and not has_duty(text)


def _of_something_else(before: str, said: str) -> bool:
    """Whether a part of a document or a thing in it takes effect ("This section", "The new fees")."""
    if not before.strip():
        return False
    first = _PART.match(before)
    if first and first["part"]:
        return True
    says = _ACTS.match(said) or _VERB.search(before)
    return bool(says) and not (_DOCUMENT.search(before) or _GOES_ON.search(before))


def last_day(value: str, order: DateOrder = DateOrder.MONTH_FIRST) -> date | None:
    """The day that a value names as the last one, a year alone by its end; None where it says anything else."""
    said = value.strip(" .")
    if _YEAR.fullmatch(said):
        return date(int(said), 12, 31)
    named = stated_date(said) is not None and (len(said) <= _SHORT or _DAY.fullmatch(said))
    return last_date(said, order) if named else None


def is_of_document(solid: Sequence[Line], position: int, *, at_edge: bool) -> bool:
    """Whether a line with a last day is one of several about the document, or near its edge and not among its rules."""
    pairs = filter(None, map(labelled, (*_near(solid, position), *label_parts(solid[position].raw))))
    if any(LABELS.get(label) in _ABOUT_IT for label, _ in pairs):
        return True
    parts = (solid[:position], solid[position + 1 :]) if at_edge else ()
    return at_edge and not all(any(has_duty(line.text) for line in part) for part in parts)


def _near(solid: Sequence[Line], position: int) -> Iterator[str]:
    """The lines with words before and behind one, where no more than the rule of a table stands between."""
    for step in (-1, 1):
        for place in (position + step, position + 2 * step):
            if 0 <= place < len(solid) and not solid[place].wordless:
                yield solid[place].text
                break


def who_of(value: str) -> str:
    """Who is named before a date ("Council, 12 May 2020"), or empty where nobody is."""
    place = min((found.start() for form in _FORMS for found in form.finditer(value)), default=len(value))
    who = _LINKING.sub("", value[:place]).strip(" ,;(–—-")
    return who if any(sign.isalpha() for sign in who) and not _DATE_WORDS.fullmatch(who) else ""


def latest(fact: str, value: str, order: DateOrder = DateOrder.MONTH_FIRST) -> date | None:
    """The date that a value states; of several the last one counts, but an effective date is the first."""
    days = list(dates_in(value, order)) if fact in ("reviewed", "revised") else []
    return max(days) if len(days) > 1 else stated_date(value, order)


def stated_date(value: str, order: DateOrder = DateOrder.MONTH_FIRST) -> date | None:
    """The date a label is followed by; a year of two digits, or before its month, only where nothing else stands."""
    if day := first_date(value, order):
        return day
    if early := _YEAR_MONTH.match(value):
        return date(int(early[1]), int(early[2]), 1)
    match = _SHORT_YEAR.match(value)
    if not match:
        return None
    year = int(match["year"]) + (2000 if int(match["year"]) < 80 else 1900)
    if match["name"]:
        month, day_of = month_of(match["name"]), int(match["day"] or 1)
    elif match["b"]:
        day_of, month = day_and_month(int(match["a"]), int(match["b"]), order)
    else:
        month, day_of = int(match["a"]), 1
    try:
        return date(year, month, day_of)
    except ValueError:
        return None
