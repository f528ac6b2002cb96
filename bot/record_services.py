"""What the incidents side offers to flows, a protocol for each door. Who may what is decided there, at each look."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.earlier import Related
from incidents.incident_log import LineOutcome, LineToWrite
from incidents.kept import ClosedRecord, HeldRecord
from incidents.looks import Look
from incidents.papers.letter import LetterFile
from incidents.records import (
    Acknowledgement,
    ActOutcome,
    Behaviour,
    DeliveryRow,
    Filed,
    OwnAnswer,
    Record,
    RecordKind,
    Report,
    Said,
)
from incidents.rules.absence import Absence, Away
from incidents.rules.access import Operation
from incidents.rules.acts import HandedTo
from incidents.rules.incident_log import LogEntry, LogProfile
from incidents.rules.readers import Readers
from incidents.rules.retention import RetentionClass
from incidents.rules.wanted import FoundRecords, Wanted
from incidents.statements import StaffPart
from incidents.store_keeping import Certificate
from incidents.task import Nudges, Task


class Incidents(Protocol):
    """What `incidents.desk.Desk` offers to flows; every read is decided by the access policy at view time."""

    async def submit(self, report: Report, draft: str, *, excluded: frozenset[str] = frozenset()) -> Filed:
        """Commit the record, its audit entry and its first notices; the same draft gives the same answer."""

    async def kind_of(self, name: str) -> RecordKind | None:
        """What kind of record a reference stands for, to know who answers for it; told to nobody."""

    async def open(self, report: Report, draft: str) -> Filed:
        """Commit what is known when a contact was just ended, and tell who has to know; the rest comes later."""

    async def ask_for_the_rest(self, record_id: str, author: str) -> None:
        """Give the author of a report that lacks something a task to add it later that day; once."""

    async def complete(
        self, record_id: str, report: Report, *, excluded: frozenset[str] = frozenset()
    ) -> Filed | None:
        """Complete a record that was opened, by its author; `repeated` where it was whole, None as for `view`."""

    def readers(
        self,
        department: str,
        author: str,
        about: frozenset[str] = frozenset(),
        *,
        ended: bool = False,
        filed_for: str = "",
    ) -> Readers:
        """Who will read a report that this author writes now; `about` are the people it complains of."""

    async def confirmation(self, record_id: str) -> DeliveryRow | None:
        """How far the confirmation of a report came to its author, after a second of patience at most."""

    async def acknowledge(self, record_id: str, by: str) -> tuple[Acknowledgement, Record | None]:
        """Stop the escalation; the record comes back for drawing where the person may see it."""

    async def view(
        self, record: str, viewer: str, *, whole: bool = False, printed: bool = False
    ) -> Record | None:
        """A record by id or reference; None when absent or not for this viewer (indistinguishable)."""

    async def mine(self, person: str) -> tuple[Record, ...]:
        """The records this person wrote, newest first."""

    async def looks(self, record: str, viewer: str) -> tuple[Look, ...] | None:
        """Who looked at a record so far; None where it is absent or not for this viewer."""

    async def sheet(self, viewer: str, wanted: Wanted) -> tuple[Record, ...]:
        """The same as one list to take along; that it was taken is in the log."""

    async def find(self, viewer: str, wanted: Wanted, start: int = 0) -> FoundRecords:
        """A page of the records this person may read that fit, newest first, whatever their state."""

    async def unopened(self, person: str) -> tuple[str, ...]:
        """References of what this person wrote or was asked about and that cannot be opened here."""

    async def closed_to(self, record: str, viewer: str) -> str:
        """The reference of a record this person wrote or was asked about and that cannot be opened here, or ""."""

    async def unreadable(self) -> int:
        """How many records and later statements cannot be opened here, whoever wrote them."""

    async def open_for(self, viewer: str) -> tuple[Record, ...]:
        """The unclosed records this person has been asked to act on, newest first."""

    async def related(self, record_id: str, viewer: str, *, printed: bool = False) -> Related:
        """Earlier contacts of maybe the same customer and linked records, as far as they are for this viewer."""

    async def hands_to(self, record_id: str, by: str) -> tuple[HandedTo, ...]:
        """What somebody can choose who hands this record over; nothing where nobody would hear of it."""

    async def act(
        self,
        record_id: str,
        by: str,
        operation: Operation,
        said: Mapping[str, Said],
        draft: str,
        *,
        own: tuple[OwnAnswer, ...] = (),
        letters: tuple[LetterFile, ...] = (),
    ) -> tuple[ActOutcome, Record | None]:
        """Do something with a record that its state and the rights of this moment allow; from one draft once."""

    async def part(self, name: str, viewer: str, about: frozenset[str] = frozenset()) -> StaffPart | None:
        """What a record says of a colleague it names; None where it is absent or does not name them."""

    async def add_statement(
        self, record_id: str, by: str, said: Mapping[str, Said], draft: str
    ) -> tuple[ActOutcome, StaffPart | None]:
        """Keep the statement of a colleague whom a record names; from one draft once."""

    async def amend(
        self,
        record_id: str,
        by: str,
        text: str,
        draft: str,
        *,
        behaviours: tuple[Behaviour, ...] = (),
        about: frozenset[str] = frozenset(),
    ) -> Record | None:
        """Append a later statement (D54) and let those who were told know; nothing is ever overwritten."""


class LetterFiles(Protocol):
    """What `incidents.letters.Letters` offers to flows."""

    async def file(self, record_id: str, entry: str, wanted: str, viewer: str) -> bytes | None:
        """A letter as it was kept, "docx" or "pdf"; None where it is absent or not for this viewer."""


class ViolentIncidentLog(Protocol):
    """What `incidents.incident_log.IncidentLog` offers to flows."""

    async def waiting(
        self, viewer: str, profile: LogProfile, start: int, count: int
    ) -> tuple[tuple[Record, ...], int]:
        """Some of the reports without a line that this person may read, the newest first, and how many there are."""

    async def opened(self, name: str, viewer: str) -> LineToWrite | None:
        """What a line is written of, by its report or its own id; None where it is absent or not for them."""

    async def write(
        self,
        name: str,
        by: str,
        said: Mapping[str, str | tuple[str, ...]],
        *,
        instead_of: datetime | None = None,
    ) -> LineOutcome:
        """Keep the line of a report, in the place of the one that was written at a moment."""

    async def lines(self, viewer: str, since: datetime, until: datetime) -> tuple[LogEntry, ...] | None:
        """The lines of incidents in a time, for those who keep the log; None for anybody else."""

    def keeps(self, person: str) -> bool:
        """Whether somebody keeps the log."""


class RecordKeeping(Protocol):
    """What `incidents.keeping.Keeping` offers to flows; who decides on a record is asked at each look."""

    async def due(
        self, viewer: str, schedule: Sequence[RetentionClass], profile: LogProfile | None = None
    ) -> int:
        """How many closed records whose keeping this person decides are due; a number is no look."""

    async def closed(
        self, viewer: str, schedule: Sequence[RetentionClass], profile: LogProfile | None = None
    ) -> tuple[ClosedRecord, ...]:
        """Every closed record whose keeping this person decides, the longest closed first."""

    async def held(self, viewer: str) -> tuple[HeldRecord, ...]:
        """The records on hold that are not closed and whose keeping this person decides."""

    async def destroy(
        self,
        by: str,
        names: Sequence[str],
        authority: str,
        schedule: Sequence[RetentionClass],
        draft: str,
        profile: LogProfile | None = None,
    ) -> Certificate | None:
        """Destroy those of these records that are due now, and certify it; None where none is."""

    async def one(
        self, name: str, viewer: str, schedule: Sequence[RetentionClass]
    ) -> ClosedRecord | HeldRecord | None:
        """How a record that is no report stands; None where it is absent or not theirs to decide."""

    async def hold(
        self, name: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> ActOutcome:
        """Put a hold on a record that is no report, or lift one; from one draft once."""

    async def certificates(self, viewer: str) -> tuple[Certificate, ...]:
        """The newest certificates, for the records officer."""

    async def certificate(self, name: str, viewer: str) -> Certificate | None:
        """One certificate, for the records officer."""


class TaskList(Protocol):
    """What `incidents.tasks.Tasks` offers to flows; who may what is decided at each look."""

    async def mine(self, person: str) -> tuple[Task, ...]:
        """What this person has still to do, the most urgent first, without the words."""

    async def overdue(self, person: str) -> tuple[Task, ...]:
        """What others should have done about records this person answers for (D23)."""

    async def view(self, task_id: str, viewer: str, *, words: bool = False) -> Task | None:
        """One task; None where it is absent or not for this viewer. With its words, the look is logged."""

    async def act(
        self, task_id: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> tuple[ActOutcome, Task | None]:
        """Do something with a task that the rights of this moment allow; from one draft once."""

    async def nudges(self, person: str) -> Nudges:
        """What somebody wants to be reminded of."""

    async def want(self, person: str, wants: Nudges) -> None:
        """Keep what somebody wants to be reminded of from now on."""


class AbsenceBook(Protocol):
    """What `incidents.absences.Absences` offers to flows and cards."""

    async def look(self) -> None:
        """Read again who is away."""

    def now(self) -> Away:
        """Who is away at this moment, as it was last read."""

    async def get(self, absence_id: str) -> Absence | None:
        """One absence; None where it is over."""

    def may_say(self, by: str, person: str) -> bool:
        """Whether somebody may write down that a person is away."""

    def planned(self, person: str) -> tuple[Absence, ...]:
        """What is noted for somebody for later, the next one first."""

    def stand_ins(
        self, person: str, at: datetime | None = None, without: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Who stands in for somebody who is away now, or `at` a moment to come; never one of `without`."""

    def may_stand_in(self, deputy: str, person: str) -> bool:
        """Whether somebody can be named to stand in for a person."""

    def at_desk(self, person: str) -> frozenset[str]:
        """Who sits at the front desk and hears that a person left, or is back sooner."""

    async def say(self, absence: Absence, *, instead_of: str = "") -> bool:
        """Keep that somebody is away; False where whoever says so may not, or the deputy cannot be one."""

    async def take_back(self, absence_id: str, by: str) -> Absence | None:
        """Forget what was noted for later; None where it is gone, or not theirs to say."""

    async def end(self, person: str, by: str) -> bool:
        """Somebody is there again; False where they were not away, or whoever says so may not."""
