"""The card of what is kept and what is due: every report that somebody has to do something about, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.flows.certificates import certificates_button
from bot.flows.parts import titled
from bot.flows.times import day_words
from bot.locales import listed
from bot.messages import Button, Buttons, Fact, Facts, Listing, ListItem, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.kept import ClosedRecord, HeldRecord
from incidents.records import RecordKind
from incidents.rules.retention import Disposal, HoldKind

AT_ONCE = 25
"""Records of one decision: as many as are named on the card, so that nobody decides on what they did not see."""

OPENED = 3
"""Records with a button to open them."""

OTHERS = (Disposal.TASKS_OPEN, Disposal.RESTING, Disposal.NO_LINE)
"""What is over and waits for something, each under a title of its own."""


def keeping_card(found: Sequence[ClosedRecord], held: Sequence[HeldRecord], services: Services) -> Message:
    """How many closed reports stand how; by reference those that are due and those that wait for something."""
    parts: list[Part] = []
    if not services.organisation.retention:
        parts.append(Text(sentence("retention.no_schedule")))
    if not found:
        parts.append(Text(sentence("retention.nothing_closed")))
    parts += _counts(found, held)
    parts += _named(sentence("retention.due_title"), map(closed_line, standing(found, Disposal.DUE)))
    unclassed, on_hold = standing(found, Disposal.UNCLASSED), standing(found, Disposal.HELD)
    parts += _named(sentence("retention.other_title"), map(closed_line, unclassed))
    parts += _named(
        sentence("retention.held_title"),
        [_held_line(one) for one in on_hold] + [_held_line(one) for one in held],
    )
    for one in OTHERS:
        parts += _named(sentence(f"retention.waiting_{one}"), map(closed_line, standing(found, one)))
    waiting: tuple[ClosedRecord | HeldRecord, ...] = (*unclassed, *on_hold, *held)
    reports = [one.reference for one in waiting if one.kind is RecordKind.INCIDENT]
    others = [one for one in waiting if one.kind is not RecordKind.INCIDENT]
    if reports:
        parts.append(Text(sentence("retention.how", reference=reports[0])))
    every: tuple[ClosedRecord | HeldRecord, ...] = (*waiting, *found)
    if first := next((one.reference for one in every if one.kind is not RecordKind.INCIDENT), ""):
        parts.append(Text(sentence("retention.how_other", reference=first)))
    parts.append(Text(sentence("retention.by_itself"), Tone.QUIET))
    decide_button = Button(sentence("retention.decide"), "retention.choose", opens_form=True)
    due = [decide_button] if standing(found, Disposal.DUE) else []
    ways = [Button(sentence("reports.open", reference=one), "reports.mine", one) for one in reports[:OPENED]]
    ways += [
        Button(sentence("retention.open_one", reference=one.reference), "retention.one", one.id)
        for one in others[: OPENED - len(ways)]
    ]
    return titled(sentence("retention.title"), *parts, Buttons((*due, *ways, certificates_button())))


def standing(found: Sequence[ClosedRecord], which: Disposal) -> list[ClosedRecord]:
    """Those that stand so."""
    return [one for one in found if one.disposal is which]


def closed_line(one: ClosedRecord) -> str:
    """A closed record by its kind, its reference, its class and its days; no name and no word of it."""
    return with_kind(one.kind, _line(one))


def with_kind(kind: RecordKind, line: str) -> str:
    """A line, behind what kind of record it is of; reports need none."""
    if kind is RecordKind.INCIDENT:
        return line
    return sentence("retention.line_of", kind=sentence(f"retention.kind_{kind}"), line=line)


def _line(one: ClosedRecord) -> str:
    name, closed = one.retention_class or sentence("retention.no_class"), _day(one.closed)
    if one.kept_until is None:
        return sentence("retention.line_unclassed", reference=one.reference, name=name, closed=closed)
    until = day_words(one.kept_until)
    return sentence("retention.line", reference=one.reference, name=name, closed=closed, until=until)


def _counts(found: Sequence[ClosedRecord], held: Sequence[HeldRecord]) -> list[Part]:
    counts = [(sentence(f"retention.standing_{one}"), len(standing(found, one))) for one in Disposal]
    counts.append((sentence("retention.held_open"), len(held)))
    facts = tuple(Fact(label, sentence("retention.count", count=count)) for label, count in counts if count)
    return [Facts(facts)] if facts else []


def _named(title: str, lines: Iterable[str]) -> Iterator[Part]:
    every = tuple(lines)
    if not every:
        return
    yield Listing(title, tuple(map(ListItem, every[:AT_ONCE])))
    if len(every) > AT_ONCE:
        yield Text(sentence("retention.more", count=len(every) - AT_ONCE))


def _held_line(one: ClosedRecord | HeldRecord) -> str:
    line = sentence("retention.line_held", reference=one.reference, holds=hold_names(one.holds))
    return with_kind(one.kind, line)


def hold_names(holds: Sequence[str]) -> str:
    """Holds by their kinds."""
    known, other = {kind.value for kind in HoldKind}, sentence("retention.other_hold")
    return listed([sentence(f"field.hold_kind_{kind}") if kind in known else other for kind in holds])


def _day(day: date | None) -> str:
    return day_words(day) if day else sentence("record.unknown")
