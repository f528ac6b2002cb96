"""A task for a person with a due date: what is to be done about a record, by whom, and until when (D23, D64, D65, A13).

What is to be done is said in words that are sealed; a task as it is shown, listed or brought to somebody holds none of
them. That it is overdue is calculated, never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class TaskKind(StrEnum):
    """What a task is for. CALL_BACK and CONTACT: the customer was told so. ANSWER asks another department (D07).

    COMPLETE asks the author for the rest of a report that was opened when they ended a contact (D55), REST for
    what the first form did not ask; nobody gives them. STATEMENT asks a colleague whom a report names for what they
    saw.

    Of a restriction: COUNCIL advises Council of it (D58), OUTSIDE decides whether others hear (D59), APPEAL answers a
    complaint about it (D33), MEETING and WITNESS are an appointment (D31), NOMINATED lets the one contact
    person know (D30).

    Of a message: RETURN_CALL asks to call somebody back (A13), RETURN_CALL_NOW soon, WORD is to be read, URGENT_WORD
    soon, VISITOR waits here (J36).
    """

    CALL_BACK = "call_back"
    CONTACT = "contact"
    LOOK_INTO = "look_into"
    ANSWER = "answer"
    ACTION = "action"
    OTHER = "other"
    COMPLETE = "complete"
    REST = "rest"
    STATEMENT = "statement"
    COUNCIL = "council"
    OUTSIDE = "outside"
    APPEAL = "appeal"
    MEETING = "meeting"
    WITNESS = "witness"
    NOMINATED = "nominated"
    RETURN_CALL = "return_call"
    RETURN_CALL_NOW = "return_call_now"
    WORD = "word"
    URGENT_WORD = "urgent_word"
    VISITOR = "visitor"


OF_AUTHOR = frozenset({TaskKind.COMPLETE, TaskKind.REST})
"""What the author of a report alone can do."""
OF_ONE_ALONE = OF_AUTHOR | {TaskKind.STATEMENT}
"""What nobody does for somebody else, whoever stands in for them."""

OFFERED = frozenset({TaskKind.REST, TaskKind.STATEMENT})
"""What somebody can leave: they are asked on the day and on the next, it climbs to nobody, and then it is over."""

OF_RESTRICTIONS = frozenset(
    {
        TaskKind.COUNCIL,
        TaskKind.OUTSIDE,
        TaskKind.APPEAL,
        TaskKind.MEETING,
        TaskKind.WITNESS,
        TaskKind.NOMINATED,
    }
)
"""Kinds that follow from a restriction by themselves: nobody gives them by hand."""
OF_MESSAGES = frozenset(
    {
        TaskKind.RETURN_CALL,
        TaskKind.RETURN_CALL_NOW,
        TaskKind.WORD,
        TaskKind.URGENT_WORD,
        TaskKind.VISITOR,
    }
)
"""Kinds that a message for a colleague brings."""

MEETS = frozenset(
    {
        TaskKind.MEETING,
        TaskKind.WITNESS,
        TaskKind.NOMINATED,
        TaskKind.RETURN_CALL,
        TaskKind.RETURN_CALL_NOW,
        TaskKind.VISITOR,
    }
)
"""Tasks by which somebody has to do with the customer themselves: an appointment, a call back, who stands here."""

HURRIES = frozenset({TaskKind.RETURN_CALL_NOW, TaskKind.URGENT_WORD, TaskKind.VISITOR})
"""Kinds whose notices do not stand in line."""

BY_ACT = frozenset({TaskKind.OUTSIDE, TaskKind.APPEAL})
"""Kinds that an act on the restriction ends: nobody just says that they are done."""


WAITS_HERE = timedelta(minutes=10)
"""How soon somebody who stands here is to be fetched, before whoever said so hears that nobody has."""

GIVEN_KINDS = tuple(one for one in TaskKind if one not in OF_ONE_ALONE | OF_RESTRICTIONS | OF_MESSAGES)
"""What somebody may choose who gives a task."""


class TaskState(StrEnum):
    """Where a task stands: DROPPED with a reason, because it is not needed any more."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ReminderStage(StrEnum):
    """What a reminder is: on the open day BEFORE, on the day it is DUE, at the moment it is OVERDUE; then whoever
    answers for the record hears, level by level, and whoever has the task AGAIN. WAKE: it was put off until now.
    """

    WAKE = "wake"
    BEFORE = "before"
    DUE = "due"
    OVERDUE = "overdue"
    HEAD = "head"
    BACKUP = "backup"
    CAO = "cao"
    AGAIN = "again"


class Nudges(StrEnum):
    """What somebody wants to be reminded of: everything at its moment, what is due or overdue, everything but once a
    DAY when work begins, or nothing. That a task was given to them, that it climbs once it is overdue, and whatever
    keeps people safe is told all the same.
    """

    ALL = "all"
    DUE = "due"
    DAY = "day"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Task:
    """One task. `record` is the id of what it is about; people are keys. `put_off` is until when its owner is not
    reminded. `words` is "" unless somebody asked to read them; `may` is what its reader can do with it now.
    """

    id: str
    record: str
    reference: str
    kind: TaskKind
    assignee: str
    made_by: str
    made_at: datetime
    due: datetime
    state: TaskState = TaskState.OPEN
    blocks: bool = False
    put_off: datetime | None = None
    words: str = ""
    may: frozenset[str] = frozenset()

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been done by now."""
        return self.state is TaskState.OPEN and self.due < now
