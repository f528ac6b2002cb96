"""What somebody may do with a request, and what each act asks: a table of fields as for reports.

Words are in the catalogue: `request.act_<operation>` names the act, `field.<name>` its fields. The choices of
`disposition`, `to_category` and `to_priority` are the organisation's.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from incidents.records import CHANNELS
from incidents.request import ReplyKind
from incidents.rules.access import Operation
from incidents.rules.acts import ACT_FIELDS
from incidents.rules.fields import FieldKind, RecordField


class FollowedUp(StrEnum):
    """What came of asking afterwards (P12): the customer was asked and is content, or it was left with a reason."""

    CONTENT = "content"
    WAIVED = "waived"


OF_DATA = frozenset({"disposition", "to_category", "to_priority"})
"""Fields whose choices are in the organisation's file."""

_NEXT_UPDATE = RecordField("next_update", FieldKind.DUE, ("P08", "P15"), needed=True)

REQUEST_FIELDS: Mapping[Operation, tuple[RecordField, ...]] = {
    Operation.CONFIRM: (
        RecordField("confirmed_when", FieldKind.MOMENT, ("P07",), needed=True),
        RecordField("confirmed_by", FieldKind.CHOICE, ("P07",), CHANNELS, needed=True),
    ),
    Operation.REACH: (
        RecordField("reached_whom", FieldKind.LINE, ("R36",), needed=True),
        RecordField("reached_number", FieldKind.LINE, ("R36",), needed=True),
        RecordField("reached_when", FieldKind.MOMENT, ("R36",), needed=True),
    ),
    Operation.ASSIGN: ACT_FIELDS[Operation.ASSIGN],
    Operation.NOTE: (
        RecordField("note_words", FieldKind.TEXT, ("P08", "P15"), needed=True),
        RecordField("note_told", FieldKind.TOGGLE, ("P15",)),
        _NEXT_UPDATE,
    ),
    Operation.HOLD_REPLY: (
        RecordField("holding_words", FieldKind.TEXT, ("J21",), needed=True),
        _NEXT_UPDATE,
    ),
    Operation.RESOLVE: (
        RecordField("disposition", FieldKind.CHOICE, ("R11", "R12"), needed=True),
        RecordField("resolved_words", FieldKind.TEXT, ("R11",), needed=True),
    ),
    Operation.CALLED_AGAIN: (RecordField("called_words", FieldKind.TEXT, ("P12", "R10"), needed=True),),
    Operation.FINISH: (
        RecordField("followed_up", FieldKind.CHOICE, ("P12", "R10"), tuple(FollowedUp), needed=True),
        RecordField("follow_up_words", FieldKind.TEXT, ("P12",), needed=True),
    ),
    Operation.NOT_SOLVED: ACT_FIELDS[Operation.NOT_SOLVED],
    Operation.REOPEN: ACT_FIELDS[Operation.REOPEN],
    Operation.REROUTE: (
        RecordField("to_category", FieldKind.CHOICE, ("R05", "R34"), needed=True),
        RecordField("hand_over_reason", FieldKind.LINE, ("R34",), needed=True),
    ),
    Operation.PRIORITISE: (
        RecordField("to_priority", FieldKind.CHOICE, ("R35",), needed=True),
        RecordField("priority_reason", FieldKind.LINE, ("R35",), needed=True),
    ),
}
"""What is asked before an act is done, in this order."""

REPLY_FIELDS: Mapping[Operation, tuple[RecordField, ...]] = {
    Operation.SEND_REPLY: (
        RecordField("reply_kind", FieldKind.CHOICE, ("P13", "R12"), tuple(ReplyKind), needed=True),
        RecordField("reply_to", FieldKind.LINE, ("R04", "R12"), needed=True),
        RecordField("reply_subject", FieldKind.LINE, ("A16",), needed=True),
        RecordField("reply_text", FieldKind.TEXT, ("P13", "R12"), needed=True),
        RecordField("reply_hash", FieldKind.LINE, ("R04", "R12")),
        RecordField("next_update", FieldKind.DUE, ("P08",)),
    ),
}
"""What is kept of an e-mail to whoever brought it, with the digest of its words; `next_update` is when they
hear more, where it says so: an update promises that, an acknowledgement says which date holds already.
"""

EVERY_REQUEST_SAID = {**REQUEST_FIELDS, **REPLY_FIELDS}
