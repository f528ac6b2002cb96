"""What somebody may do with a record after it was filed, and what each act asks: the second table of fields.

Words are in the catalogue: `act.<operation>` names the act, `field.<name>` its fields, as for the report itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from incidents.records import Channel
from incidents.rules.access import Operation
from incidents.rules.fields import FieldKind, RecordField


class ClosingOutcome(StrEnum):
    """What came of a report in the end (D03, D34)."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    NOT_SATISFIED = "not_satisfied"
    RESTRICTED = "restricted"
    REFERRED = "referred"
    NOTHING_MORE = "nothing_more"


def _words(name: str, *duties: str) -> RecordField:
    return RecordField(name, FieldKind.TEXT, duties, needed=True)


ACT_FIELDS: Mapping[Operation, tuple[RecordField, ...]] = {
    Operation.TAKE_OVER: (),
    Operation.ASSIGN: (
        RecordField("assignee", FieldKind.PERSON, ("D13",), needed=True),
        RecordField("assign_note", FieldKind.TEXT, ("D13",)),
    ),
    Operation.RETURN: (_words("return_reason", "D13"),),
    Operation.CORRECT: (_words("correction", "D13", "D45"),),
    Operation.CONTACT: (
        RecordField("contacted_at", FieldKind.MOMENT, ("D08", "D14", "P17"), needed=True),
        RecordField("contacted_by", FieldKind.CHOICE, ("D14", "P17"), tuple(Channel), needed=True),
        _words("contact_said", "D08", "D14"),
        RecordField("contact_next", FieldKind.LINE, ("P17",)),
    ),
    Operation.ASK_CAO: (_words("cao_request", "D24"),),
    Operation.AGREE: (_words("agreed", "D23"),),
    Operation.SHARE: (
        RecordField("share_with", FieldKind.PEOPLE, ("D36",), needed=True, role="department_head"),
        RecordField("share_note", FieldKind.TEXT, ("D36",)),
    ),
    Operation.CLOSE: (
        RecordField("outcome", FieldKind.CHOICE, ("D34",), tuple(ClosingOutcome), needed=True),
        _words("report_back", "D35"),
        RecordField("file_reference", FieldKind.LINE, ("D34", "D45"), needed=True),
        RecordField("retention_class", FieldKind.LINE, ("D45",), needed=True),
    ),
    Operation.TELL_IN_PERSON: (_words("told_how", "D35"),),
    Operation.NOT_SOLVED: (_words("still_open", "P12"),),
    Operation.REOPEN: (_words("reopen_reason", "D34"),),
}
"""What is asked before an act is done, in this order."""

KEPT_FROM_AUTHOR = frozenset({Operation.ASSIGN, Operation.SHARE, Operation.ASK_CAO})
"""What those who handle a record say to one another: its author reads that it was done, not the words."""
