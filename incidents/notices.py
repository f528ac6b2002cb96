"""What the incidents side says to the outside: notices, and the notifier that carries them.

The bot implements `Notifier` (it knows platforms and words); this package knows neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from foundation.outbox.sending import Delivered
from incidents.marker import MarkerTold
from incidents.records import Record, RecordEntry
from incidents.rules.staff import StaffRole
from incidents.task import ReminderStage, Task


class NoticeKind(StrEnum):
    """What a notice is about.

    ALERT asks its recipient to acknowledge. CLIMBED tells those already asked that the next level was
    asked too. PROGRESS tells the reporter, and those asked earlier, who was told. ACKNOWLEDGED tells the
    reporter and everybody in the chain who acknowledged. UNREACHED tells the reporter that the whole
    ladder was climbed in vain, HELD that a fault of the installation keeps the alert back. TOLD lets its
    recipient know of a report and asks nothing of them. FILED confirms to the reporter that their report is
    stored, and says who is told; FILED_FOR tells somebody that a colleague wrote one for them. ADDED says to who was
    told that the author added something later, COMPLETED that they sent the rest of a report they had opened. MOVED
    takes the place of a card whose reader has a newer one. ACTED tells of an act whoever is to know or go on with it,
    HANDLED the author; REPORTED reports back to the author what came of it (D35); REFRESHED brings a card up to date.
    TASK_GIVEN brings a task to whoever has it, TASK_REMINDER reminds them, TASK_OVER tells that it is needed no more;
    TASK_LATE tells those who answer for the record that it is overdue, or that nobody could be reminded. RESTRICTION
    tells what was done with a contact restriction, or that it is to be looked at: nothing of what it says.
    MESSAGE tells whoever took a message for a colleague what became of it.
    MAILED is an e-mail, where chat could not bring a notice in time: that something waits, and no more.
    """

    ALERT = "alert"
    CLIMBED = "climbed"
    PROGRESS = "progress"
    ACKNOWLEDGED = "acknowledged"
    UNREACHED = "unreached"
    HELD = "held"
    TOLD = "told"
    FILED = "filed"
    FILED_FOR = "filed_for"
    ADDED = "added"
    COMPLETED = "completed"
    MOVED = "moved"
    ACTED = "acted"
    HANDLED = "handled"
    REPORTED = "reported"
    REFRESHED = "refreshed"
    TASK_GIVEN = "task_given"
    TASK_REMINDER = "task_reminder"
    TASK_OVER = "task_over"
    TASK_LATE = "task_late"
    MAILED = "mailed"
    RESTRICTION = "restriction"
    MESSAGE = "message"


CARDS = frozenset({NoticeKind.ALERT, NoticeKind.TOLD, NoticeKind.ACTED})
"""Notices whose message is the card of a record for one of its readers."""

OF_A_TASK = frozenset(
    {NoticeKind.TASK_GIVEN, NoticeKind.TASK_REMINDER, NoticeKind.TASK_OVER, NoticeKind.TASK_LATE}
)
"""Notices of a task: they hold no more of the record than its reference, whoever reads them."""

TO_ASSIGNEE = OF_A_TASK - {NoticeKind.TASK_LATE}
"""Those that go to whoever has the task, or had it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one person. `key` is unique for ever (`notify:<record>:<level>:<recipient>`).

    `updates` is the opaque address an earlier delivery of the same card returned: the card is brought up
    to date in place and nobody is pinged again; empty sends a new message. `again` says that those whom `level`
    asks were asked before (of an ALERT: its reader), `goes_on` that somebody who was not asked yet comes next.
    `entry` is what was done, of a notice about an act; `instead_of` whoever could not be told of it,
    `has_no_right` that they may know nothing of the record any more. A notice of a `task` holds a record that says
    nothing but its reference; `stage` is what a reminder is. An e-mail holds such a record too: `about` is what it
    stands for, `link` the token by which its reader can acknowledge until `link_until`, empty where nothing is asked;
    `mail_id` names it for ever, and nobody else. `roles` are what a report names the reader of a notice of a task as;
    `asked` are those to whom the task of a message was brought, beside whom it is for. `told` is what
    its reader is told who is to meet somebody: the sentence of a safety marker and its precaution.
    """

    kind: NoticeKind
    key: str
    recipient: str
    record: Record
    level: int = 0
    attempt: int = 1
    updates: str = ""
    again: bool = False
    goes_on: bool = True
    entry: RecordEntry | None = None
    instead_of: str = ""
    has_no_right: bool = False
    task: Task | None = None
    stage: ReminderStage = ReminderStage.DUE
    about: NoticeKind | None = None
    link: str = ""
    link_until: datetime | None = None
    mail_id: str = ""
    roles: tuple[StaffRole, ...] = ()
    asked: tuple[str, ...] = ()
    told: tuple[MarkerTold, ...] = ()


class Notifier(Protocol):
    """Carries a notice to its recipient on the platform they use."""

    async def deliver(self, notice: Notice) -> Delivered:
        """Send or update; raises NotDelivered."""
