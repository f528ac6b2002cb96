"""A letter or an e-mail that somebody received: what its report is not asked, its copy, and what was decided (D21)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.events import FieldValue
from bot.flows.field_words import choice_of
from bot.flows.record_fields import LINE_CHARACTERS
from bot.flows.report_given import Values, text_in
from bot.locales import listed
from bot.messages import Fact, Part, Text, Tone
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence
from incidents.records import Channel, Record
from incidents.report import WRITTEN
from incidents.rules.access import Operation
from incidents.rules.acts import ACT_FIELDS
from incidents.rules.fields import RecordField
from incidents.rules.retention import CORRESPONDENCE, proposed

_LETTER = TYPED.any_of("correspondence.letter")
_EMAIL = TYPED.any_of("correspondence.email")

_BARE_ORDER = TYPED.exact("correspondence.bare_order")

OF_A_CONTACT = frozenset({"warned", "warning_note", "ended"})
"""What is asked of a contact that somebody can warn of its end, and end."""

READ = 500
"""Characters in which somebody says that it is about a letter."""

_DECISION = next(one for one in ACT_FIELDS[Operation.DECIDE_CORRESPONDENCE] if one.name == "letter_decision")


def is_order(text: str) -> bool:
    """Whether a text does no more than ask for the report of a letter: whoever says from whom tells something."""
    return bool(_BARE_ORDER.fullmatch(" ".join(text.casefold().split()).rstrip(" .!?")))


def written_in(text: str) -> str:
    """The channel of a letter or an e-mail that a text says somebody received; empty where it speaks of none."""
    said = _plain(text)
    if _LETTER.search(said):
        return Channel.LETTER
    return Channel.EMAIL if _EMAIL.search(said) else ""


def fields_asked(fields: Sequence[RecordField], values: Values) -> tuple[RecordField, ...]:
    """The fields of the report without those that a letter leaves open; what was answered there already stays."""
    if text_in(values, "channel") not in WRITTEN:
        return tuple(fields)
    left_out = {one for one in OF_A_CONTACT if not values.get(one)}
    return tuple(
        replace(one, when=None) if one.when and one.when[0] in left_out else one
        for one in fields
        if one.name not in left_out
    )


def is_offered(record: Record) -> bool:
    """Whether somebody may want to decide on a letter: it is about one, or one can be among its files."""
    return Operation.DECIDE_CORRESPONDENCE in record.may and (
        record.report.is_correspondence or bool(record.files)
    )


def waits_for_decision(record: Record) -> bool:
    """Whether it is about a letter on which nobody has decided, and its reader can."""
    can = Operation.DECIDE_CORRESPONDENCE in record.may and record.report.is_correspondence
    return can and not _decided(record)


def decision_facts(record: Record, services: Services) -> list[Fact]:
    """What becomes of the letter, where that was decided: the choice and not a word more, for it stands on cards."""
    return [
        Fact(sentence("correspondence.decided"), choice_of(_DECISION, one, services))
        for one in _decided(record)[-1:]
    ]


def copy_parts(record: Record) -> list[Part]:
    """What its author reads while no copy is attached to the report of a letter."""
    if not record.report.is_correspondence or record.files:
        return []
    return [Text(sentence("correspondence.add_copy"), Tone.QUIET)]


def begins_with(operation: Operation, record: Record, services: Services) -> Mapping[str, FieldValue]:
    """What stands in the form of an act when it opens: where the copy is, and the class of the schedule."""
    if operation is Operation.DECIDE_CORRESPONDENCE:
        names = listed(one.about.name for one in record.files if one.about)
        attached = sentence("correspondence.attached", names=names) if names else ""
        return {"letter_copy": attached[:LINE_CHARACTERS]} if attached else {}
    if operation is Operation.CLOSE and record.report.is_correspondence:
        kept = proposed(services.organisation.retention, CORRESPONDENCE)
        return {"retention_class": kept.name} if kept else {}
    return {}


def _plain(text: str) -> str:
    return " ".join(text[:READ].casefold().split())


def _decided(record: Record) -> list[str]:
    """What was decided on it, oldest first; what only another version knows is left out."""
    said = (
        one.said.get(_DECISION.name)
        for one in record.entries
        if one.operation == Operation.DECIDE_CORRESPONDENCE
    )
    return [one for one in said if isinstance(one, str) and one in _DECISION.choices]
