"""What the incidents side offers to flows, a protocol for each door. Who may what is decided there, at each look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.earlier import Related
from incidents.keeping import ClosedRecord
from incidents.looks import Look
from incidents.records import (
    Acknowledgement,
    ActOutcome,
    Behaviour,
    DeliveryRow,
    Filed,
    Record,
    RecordKind,
    Report,
    Said,
)
from incidents.request import (
    RequestCase,
    RequestOutcome,
    RequestPriority,
    RequestStanding,
    ServiceRequest,
    TakenRequest,
)
from incidents.request_lists import RequestPage
from incidents.restriction import (
    ContactCheck,
    Problem,
    Restriction,
    RestrictionFigures,
    RestrictionFile,
)
from incidents.rules.absence import Absence, Away
from incidents.rules.access import Operation
from incidents.rules.incident_log import LogEntry, LogProfile
from incidents.rules.readers import Readers
from incidents.rules.request_lanes import LaneChoice
from incidents.rules.request_rules import RequestRules
from incidents.rules.restriction_rules import RestrictionRules
from incidents.rules.retention import RetentionClass
from incidents.rules.wanted import FoundRecords, Wanted
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
        self, department: str, author: str, about: frozenset[str] = frozenset(), *, ended: bool = False
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

    async def act(
        self, record_id: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> tuple[ActOutcome, Record | None]:
        """Do something with a record that its state and the rights of this moment allow; from one draft once."""

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


class ViolentIncidentLog(Protocol):
    """What `incidents.incident_log.IncidentLog` offers to flows."""

    async def waiting(self, viewer: str, profile: LogProfile) -> tuple[Record, ...]:
        """Reports that belong on the log, have no line and that this person may read, the newest first."""

    async def report(self, name: str, viewer: str) -> Record | None:
        """A report that a line can be written of; None where it is absent, not for them, or has a line."""

    async def write(self, name: str, by: str, said: Mapping[str, str | tuple[str, ...]]) -> bool:
        """Keep the line of a report; False where it is not theirs to write."""

    async def lines(self, viewer: str, since: datetime, until: datetime) -> tuple[LogEntry, ...] | None:
        """The lines of incidents in a time, for those who keep the log; None for anybody else."""

    def keeps(self, person: str) -> bool:
        """Whether somebody keeps the log."""


class RecordKeeping(Protocol):
    """What `incidents.keeping.Keeping` offers to flows; who decides on a record is asked at each look."""

    async def closed(self, viewer: str, schedule: Sequence[RetentionClass]) -> tuple[ClosedRecord, ...]:
        """Every closed record whose keeping this person decides, the longest closed first."""

    async def destroy(
        self, by: str, names: Sequence[str], authority: str, schedule: Sequence[RetentionClass], draft: str
    ) -> Certificate | None:
        """Destroy those of these records that are due now, and certify it; None where none is."""

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

    def stand_ins(self, person: str, at: datetime | None = None) -> tuple[str, ...]:
        """Who stands in for somebody who is away now, or `at` a moment to come."""

    async def say(self, absence: Absence) -> bool:
        """Keep that somebody is away; False where whoever says so may not, or the deputy cannot be one."""

    async def end(self, person: str, by: str) -> bool:
        """Somebody is there again; False where they were not away, or whoever says so may not."""


class Restricting(Protocol):
    """What `incidents.restrictions.Restrictions` offers to flows; who may what is decided at each look."""

    @property
    def rules(self) -> RestrictionRules:
        """What the organisation's file says."""

    def may(self, person: str, operation: Operation) -> bool:
        """Whether somebody may do what is about no restriction yet: propose one, check, see the figures."""

    async def propose(
        self, wanted: Restriction, draft: str
    ) -> tuple[tuple[Problem, ...], RestrictionFile | None]:
        """Put a proposal on the register, or say everything that is wrong with it."""

    async def view(self, name: str, viewer: str, *, printed: bool = False) -> RestrictionFile | None:
        """One by id or reference; None where it is absent or not for this viewer."""

    async def register(self, viewer: str) -> tuple[RestrictionFile, ...]:
        """Every restriction this person may follow, the newest first."""

    async def act(
        self, record_id: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> tuple[ActOutcome | Problem, RestrictionFile | None]:
        """Do something that its state and the rights of this moment allow; from one draft once."""

    async def check(self, name: str, viewer: str) -> ContactCheck:
        """The rule that holds for whoever is called so; never the story, and every look is in the log."""

    async def figures(self, viewer: str) -> RestrictionFigures | None:
        """How many there are, how long, on which grounds; nobody named. None for who may not see them."""


class RequestList(Protocol):
    """What `incidents.request_desk.Requests` offers to flows; who may what is decided at each look."""

    rules: RequestRules

    def way(self, request: ServiceRequest) -> LaneChoice | None:
        """Which lane or department a request takes, and who reads it; None where nobody is left who may."""

    async def take(self, request: ServiceRequest, draft: str) -> TakenRequest | None:
        """Commit it with its number and its first notices; the same draft gives the same answer."""

    async def takes_word(self, name: str, person: str) -> str:
        """The id of a request to which somebody can add what the customer says; empty where there is none for them."""

    def latest_update(self, priority: RequestPriority) -> datetime:
        """Until when the next update of a request is promised at the latest, from now."""

    async def standing(self, name: str, viewer: str) -> RequestStanding | None:
        """Where a request stands, by id or number, without a word of it."""

    async def view(self, name: str, viewer: str) -> RequestCase | None:
        """All of a request, for whoever may read it; every look is logged."""

    async def act(
        self, name: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> tuple[RequestOutcome, RequestStanding | None]:
        """Do something with a request that the rights of this moment allow; from one draft once."""

    async def queue(
        self,
        viewer: str,
        *,
        start: int = 0,
        overdue: bool = False,
        unassigned: bool = False,
        closed: bool = False,
    ) -> RequestPage:
        """What somebody sees to, has in hand or took down, by priority and by what is due first."""
