"""What somebody may do with a record after it was filed, and what each act asks: the second table of fields.

Words are in the catalogue: `act.<operation>` names the act, `field.<name>` its fields, as for the report itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from incidents.records import CHANNELS
from incidents.rules.access import Operation
from incidents.rules.details import ASKED_BACK, PAGES, POLICE_FIELDS
from incidents.rules.fields import FieldKind, RecordField
from incidents.rules.letters import OF_INCIDENTS
from incidents.rules.retention import HoldKind
from incidents.task import GIVEN_KINDS, TaskKind

PROMISED = (TaskKind.CALL_BACK, TaskKind.CONTACT)
"""The kinds of task that a customer was promised."""


class ClosingOutcome(StrEnum):
    """What came of a report in the end (D03, D34)."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    NOT_SATISFIED = "not_satisfied"
    RESTRICTED = "restricted"
    REFERRED = "referred"
    NOTHING_MORE = "nothing_more"


class LetterNature(StrEnum):
    """What a letter or an e-mail is in the opinion of whoever answers for the department (D21)."""

    ABUSIVE = "abusive"
    INFLAMMATORY = "inflammatory"
    INTIMIDATING = "intimidating"
    NONE = "none"


KEPT_NATURES = tuple(one for one in LetterNature if one is not LetterNature.NONE)
"""Of these a copy is kept as the records management policy says (D21)."""


class LetterDecision(StrEnum):
    """What becomes of it: it is answered, filed without a reply, passed to somebody above, or leads to a proposal of a
    restriction (D21, D26)."""

    ANSWER = "answer"
    FILE = "file"
    PASS_UP = "pass_up"  # noqa: S105 - no password, for all its name
    RESTRICT = "restrict"
    OTHER = "other"


class HandedTo(StrEnum):
    """Whom a record can be handed over to (D11): whoever answers for it, or who leads the administration."""

    HEAD = "head"
    CAO = "cao"


class LinkKind(StrEnum):
    """What can be decided about two records. UNDONE takes back whatever was."""

    SAME_CUSTOMER = "same_customer"
    OTHER_CUSTOMER = "other_customer"
    SAME_MATTER = "same_matter"
    OTHER_MATTER = "other_matter"
    RELATED = "related"
    DUPLICATE_OF = "duplicate_of"
    UNDONE = "undone"


_BY_WHOM = RecordField("task_person", FieldKind.PERSON, ("D23", "D64"))
_BY_WHEN = RecordField("task_due", FieldKind.DUE, ("D23", "D65", "A13"))
"""Who sees to what an act says, and until when: together they make a task of it."""

_SPOKEN_AT = RecordField("contacted_at", FieldKind.MOMENT, ("D08", "D14", "P17"), needed=True)
_SPOKEN_BY = RecordField("contacted_by", FieldKind.CHOICE, ("D14", "P17"), CHANNELS, needed=True)
_COMES_NEXT = RecordField("contact_next", FieldKind.LINE, ("P17",))
"""When and how the customer was spoken with, and what they were told comes next."""

LETTER_DIGESTS = tuple(
    RecordField(name, FieldKind.LINE, ("D33", "D66")) for name in ("letter_hash", "letter_docx", "letter_pdf")
)
"""What tells whether a letter is the one that was sent: SHA-256 of its words, of the Word file and of the PDF."""

_RETENTION_CLASS = RecordField("retention_class", FieldKind.RETENTION, ("D34", "D45"), needed=True)


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
        _SPOKEN_AT,
        _SPOKEN_BY,
        _words("contact_said", "D08", "D14"),
        _COMES_NEXT,
        _BY_WHOM,
        _BY_WHEN,
    ),
    Operation.DECIDE_CORRESPONDENCE: (
        RecordField("letter_nature", FieldKind.CHOICE, ("D21",), tuple(LetterNature), needed=True),
        RecordField(
            "letter_copy", FieldKind.LINE, ("D21",), needed=True, when=("letter_nature", KEPT_NATURES)
        ),
        RecordField("letter_decision", FieldKind.CHOICE, ("D21", "D26"), tuple(LetterDecision), needed=True),
        _words("letter_reason", "D21", "D26"),
    ),
    Operation.ASK_CAO: (_words("cao_request", "D24"),),
    Operation.HAND_OVER: (
        RecordField("handed_to", FieldKind.CHOICE, ("D11",), tuple(HandedTo), needed=True),
        _words("attempts", "D11", "D12"),
        RecordField("customer_told", FieldKind.YES_NO, ("P17",), needed=True),
        *(replace(one, when=("customer_told", ("yes",))) for one in (_SPOKEN_AT, _SPOKEN_BY, _COMES_NEXT)),
    ),
    Operation.AGREE: (_words("agreed", "D23"), _BY_WHOM, _BY_WHEN),
    Operation.SHARE: (
        RecordField("share_with", FieldKind.PEOPLE, ("D36",), needed=True, role="department_head"),
        RecordField("share_note", FieldKind.TEXT, ("D36",)),
    ),
    Operation.CLOSE: (
        RecordField("outcome", FieldKind.CHOICE, ("D34",), tuple(ClosingOutcome), needed=True),
        _words("report_back", "D35"),
        RecordField("file_reference", FieldKind.LINE, ("D34", "D45"), needed=True),
        _RETENTION_CLASS,
    ),
    Operation.TELL_IN_PERSON: (_words("told_how", "D35"),),
    Operation.NOT_SOLVED: (_words("still_open", "P12"),),
    Operation.REOPEN: (_words("reopen_reason", "D34"),),
    Operation.HOLD: (
        RecordField("hold_kind", FieldKind.CHOICE, ("D45",), tuple(HoldKind), needed=True),
        _words("hold_reason", "D45"),
    ),
    Operation.LIFT_HOLD: (
        RecordField("hold_kind", FieldKind.CHOICE, ("D45",), tuple(HoldKind), needed=True),
        _words("lift_reason", "D45"),
    ),
    Operation.CLASSIFY: (_RETENTION_CLASS, _words("classify_reason", "D45")),
    Operation.ADD_TASK: (
        RecordField("task_kind", FieldKind.CHOICE, ("D07", "D23"), GIVEN_KINDS, needed=True),
        replace(_BY_WHOM, needed=True),
        replace(_BY_WHEN, needed=True),
        _words("task_words", "D07", "D23"),
        RecordField("task_can_wait", FieldKind.TOGGLE, ("D34",)),
    ),
    Operation.PROMISE: (
        RecordField("promise_kind", FieldKind.CHOICE, ("D64", "D65", "A13"), PROMISED, needed=True),
        _BY_WHOM,
        replace(_BY_WHEN, needed=True),
        RecordField("task_words", FieldKind.TEXT, ("D64", "D65")),
    ),
    **{operation: (*page, *ASKED_BACK) for operation, page in PAGES.items()},
    Operation.POLICE: POLICE_FIELDS,
    Operation.ADD_STATEMENT: (_words("statement", "D49", "D53"), *ASKED_BACK),
}
"""What is asked before an act is done, in this order."""

MAKES_TASK: Mapping[Operation, tuple[TaskKind | None, str]] = {
    Operation.ADD_TASK: (None, "task_words"),
    Operation.PROMISE: (None, "task_words"),
    Operation.AGREE: (TaskKind.ACTION, "agreed"),
    Operation.CONTACT: (TaskKind.CONTACT, "contact_next"),
}
"""The acts of which a task comes where they say until when: its kind (None where it is said), and whose words."""

TASK_FIELDS: Mapping[Operation, tuple[RecordField, ...]] = {
    Operation.FINISH_TASK: (),
    Operation.SNOOZE_TASK: (
        RecordField("snooze_until", FieldKind.DUE, ("D23",), needed=True),
        RecordField("snooze_reason", FieldKind.LINE, ("D23",), needed=True),
    ),
    Operation.GIVE_TASK: (
        RecordField("give_to", FieldKind.PERSON, ("D23",), needed=True),
        RecordField("give_note", FieldKind.TEXT, ("D23",)),
    ),
    Operation.DROP_TASK: (_words("drop_reason", "D23"),),
}
"""The same of what is done with one task of a record."""

LINK_FIELDS: Mapping[Operation, tuple[RecordField, ...]] = {
    Operation.LINK: (
        RecordField("link_to", FieldKind.LINE, ("D03", "D12"), needed=True),
        RecordField("link_kind", FieldKind.CHOICE, ("D03", "D12"), tuple(LinkKind), needed=True),
        RecordField("link_note", FieldKind.TEXT, ("D12",)),
    ),
}
"""The same of what is decided about two records."""

LETTER_ASKED = (
    RecordField("letter_to", FieldKind.LINE, ("D14",), needed=True),
    RecordField("letter_words", FieldKind.TEXT, ("D14",), needed=True),
    RecordField("letter_next", FieldKind.LINE, ("P17",)),
)
"""What is asked of a letter about a report; the words and what happens next then stand in the letter itself."""

LETTER_FIELDS: Mapping[Operation, tuple[RecordField, ...]] = {
    Operation.WRITE_LETTER: (
        RecordField("letter_kind", FieldKind.CHOICE, ("D14",), OF_INCIDENTS, needed=True),
        RecordField("letter_language", FieldKind.LINE, ("P19",)),
        LETTER_ASKED[0],
        _words("letter_text", "D14"),
        *LETTER_DIGESTS,
    ),
}
"""What is kept of it: its words, and the digests of them and of each file."""

SAID_FIELDS = {**ACT_FIELDS, **TASK_FIELDS, **LINK_FIELDS, **LETTER_FIELDS}

KEPT_FROM_AUTHOR = frozenset(
    {
        *(Operation.ASSIGN, Operation.SHARE, Operation.ASK_CAO, Operation.HAND_OVER, Operation.ADD_TASK),
        *TASK_FIELDS,
        *(Operation.HOLD, Operation.LIFT_HOLD, Operation.CLASSIFY),
        Operation.ADD_STATEMENT,
    }
)
"""What those who handle a record say to one another, and what colleagues say in it: its author reads that it was done,
not the words.
"""
