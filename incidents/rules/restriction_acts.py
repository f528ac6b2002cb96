"""What each act on a restriction asks: a table of fields like that of reports (`incidents/rules/acts.py`)."""

from __future__ import annotations

from collections.abc import Mapping

from incidents.records import CHANNELS
from incidents.restriction import ExceptionTest, Handled, Route
from incidents.rules.access import Operation
from incidents.rules.acts import LETTER_DIGESTS, SAID_FIELDS
from incidents.rules.fields import FieldKind, RecordField


def _words(name: str, *duties: str) -> RecordField:
    return RecordField(name, FieldKind.TEXT, duties, needed=True)


_DECISION = (_words("decision_reason", "D25", "D28"),)
_ANSWER = (_words("appeal_answer", "D33"),)

RESTRICTION_FIELDS: Mapping[Operation, tuple[RecordField, ...]] = {
    Operation.ADVISE: (
        RecordField("advised_at", FieldKind.MOMENT, ("D27",), needed=True),
        _words("advice", "D27"),
    ),
    Operation.APPROVE: _DECISION,
    Operation.DECLINE: _DECISION,
    Operation.SEND_NOTICE: (
        RecordField("notice_at", FieldKind.MOMENT, ("D33",), needed=True),
        RecordField("notice_by", FieldKind.CHOICE, ("D33",), ("letter", "email", "by_hand"), needed=True),
        _words("notice_text", "D33"),
        RecordField("notice_hash", FieldKind.LINE, ("D33",)),
        RecordField("letter_language", FieldKind.LINE, ("P19",)),
        *LETTER_DIGESTS[1:],
    ),
    Operation.LOG_CONTACT: (
        RecordField("came_at", FieldKind.MOMENT, ("D26", "D29"), needed=True),
        RecordField("came_by", FieldKind.CHOICE, ("D26",), CHANNELS, needed=True),
        RecordField("came_about", FieldKind.CHOICE, ("D26",), tuple(Route), needed=True),
        RecordField("came_meets", FieldKind.CHOICES, ("D26", "D28"), tuple(ExceptionTest)),
        RecordField("came_done", FieldKind.CHOICE, ("D26", "D28"), tuple(Handled), needed=True),
        _words("came_reason", "D26", "D28"),
    ),
    Operation.BOOK: (
        RecordField("meet_at", FieldKind.DUE, ("D31",), needed=True),
        RecordField("meet_with", FieldKind.PERSON, ("D31",), needed=True, own=True),
        RecordField("witness", FieldKind.PERSON, ("D31",)),
        RecordField("meet_place", FieldKind.LINE, ("D31",)),
    ),
    Operation.EXTEND: (
        RecordField("review_at", FieldKind.DUE, ("D25",), needed=True),
        _words("extend_reason", "D25"),
    ),
    Operation.CLARIFY: (_words("clarified", "D25"),),
    Operation.APPEAL: (
        RecordField("appealed_at", FieldKind.MOMENT, ("D33",), needed=True),
        _words("appeal_words", "D33"),
    ),
    Operation.UPHOLD: _ANSWER,
    Operation.LIFT: _ANSWER,
    Operation.TELL_OUTSIDE: (
        RecordField("tell_ministry", FieldKind.YES_NO, ("D59",), needed=True),
        RecordField("tell_ombudsman", FieldKind.YES_NO, ("D59",), needed=True),
        _words("outside_reason", "D59"),
        RecordField("outside_at", FieldKind.MOMENT, ("D59",)),
    ),
    Operation.END: (_words("end_reason", "D25"),),
}

EVERY_SAID: Mapping[Operation, tuple[RecordField, ...]] = {**SAID_FIELDS, **RESTRICTION_FIELDS}
"""What any act on any record asks."""
