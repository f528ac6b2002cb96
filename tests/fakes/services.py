"""Services for tests of the bot: a small town, a clock that stands still, and fakes that write down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.organisation import Emergency, Organisation, Support
from bot.people import People, Person, Role
from bot.services import Services
from foundation.ids import new_id, new_reference
from incidents.earlier import Related
from incidents.looks import Look
from incidents.papers.letter import LetterFile
from incidents.records import (
    Acknowledgement,
    ActOutcome,
    DeliveryRow,
    DeliveryState,
    Filed,
    OwnAnswer,
    Record,
    RecordKind,
    Report,
    Said,
    State,
)
from incidents.rules.access import Operation
from incidents.rules.acts import HandedTo
from incidents.rules.readers import Readers
from incidents.rules.wanted import FoundRecords, Wanted
from incidents.statements import StaffPart
from knowledge.answers.answer import Answer, Phrase
from knowledge.answers.history import DocumentHistory
from knowledge.curation.curated import Lessons
from knowledge.directory.contacts import Contact, NoMatch, Referral
from knowledge.reading.document import Document, Finding
from tests.fakes.absences import NobodyAway
from tests.fakes.care import FakeCalls, FakePlans
from tests.fakes.clock import MORNING, FakeClock
from tests.fakes.drafts import MemoryDrafts
from tests.fakes.figures import FakeFigures
from tests.fakes.files import FakeFiles
from tests.fakes.keeping import FakeKeeping, FakeLog
from tests.fakes.markers import FakeMarkers
from tests.fakes.memory import ProcessMemory
from tests.fakes.messages import FakeMessages
from tests.fakes.numbers import MemoryNumbers
from tests.fakes.replies import ProcessReplies
from tests.fakes.requests import FakeRequests
from tests.fakes.restrictions import FakeRestrictions
from tests.fakes.tasks import FakeTasks
from tests.fakes.upkeep import FakeCuration, FakeQuestions

TOWN = Organisation(
    name="Town of Alder",
    zone="America/Halifax",
    emergencies=(Emergency("Emergency", "911", "danger now"),),
    location_words="Say that you are at the town hall, 1 Main Street.",
    support=Support("Staff support line", "555-0100", "https://support.example.org", "day and night"),
    policy_owner="olive@example.org",
)

ANA = Person("ana@example.org", "Ana Diaz", "ana@example.org", department="Transit")
HEAD = Person("hal@example.org", "Hal Head", "hal@example.org", frozenset({Role.HEAD}), "Transit")
OWNER = Person("olive@example.org", "Olive Owner", "olive@example.org", frozenset({Role.POLICY_OWNER}))

FALLBACK = Contact("desk", "Front desk", "555-0101", "Ground floor", "olive@example.org")


class FakeKnowledge:
    """Policies that say nothing, or what a test put into `answer`."""

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.documents: Sequence[Document] = ()
        self.findings: Sequence[Finding] = ()
        self.withdrawn: Sequence[Document] = ()
        self.lapsed: Collection[str] = ()

    def ask(self, question: str, *, limit: int = 5, earlier: Sequence[str] = ()) -> Answer:
        """The answer of the test, else an honest no."""
        return self.answer or Answer(question, question, answered=False, confidence=0.0, passages=())

    def phrases(self, situation: str = "", channel: str = "") -> tuple[Phrase, ...]:
        """No phrases."""
        return ()

    def moment(self, text: str) -> str:
        """An ordinary one."""
        return ""

    def learn(self, lessons: Lessons) -> None:
        """Learn nothing."""

    def grounds(self, questions: Sequence[str], text: str) -> Sequence[tuple[str, str]]:
        """No policy says anything."""
        return ()

    def history(self, document: str) -> DocumentHistory | None:
        """No document has a past."""
        return None


class FakeContacts:
    """A directory of one fallback."""

    contacts: Sequence[Contact] = (FALLBACK,)
    fallback = FALLBACK

    def handles(self, matter: str) -> Referral:
        """Always the fallback."""
        return NoMatch(FALLBACK)

    def get(self, key: str) -> Contact | None:
        """The fallback by its key."""
        return FALLBACK if key == FALLBACK.key else None


class FakeIncidents:
    """A desk that keeps records in a list; the same draft gives the same answer."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.fault: Exception | None = None

    async def submit(self, report: Report, draft: str, *, excluded: frozenset[str] = frozenset()) -> Filed:
        """Keep a record, or raise the `fault` of the test."""
        if self.fault:
            raise self.fault
        repeated = draft in self.records
        told = (DeliveryRow(HEAD.key, 0, DeliveryState.WAITING),) if report.ended else ()
        record = Record(new_id(), new_reference(), report, State.SUBMITTED, MORNING, deliveries=told)
        record = self.records.setdefault(draft, record)
        return Filed(record.id, record.reference, repeated, (HEAD.key,) if report.ended else ())

    async def open(self, report: Report, draft: str) -> Filed:
        """The same as for a report that was sent whole."""
        return await self.submit(report, draft)

    async def ask_for_the_rest(self, record_id: str, author: str) -> None:
        """Nobody is reminded."""

    async def complete(self, record_id: str, report: Report, **_: object) -> Filed | None:
        """None was opened."""
        return None

    def readers(self, department: str, author: str, *_: object, **__: object) -> Readers:
        """The head."""
        return Readers((HEAD.key,))

    async def confirmation(self, record_id: str) -> DeliveryRow | None:
        """No outbox brings one, so the reply has to."""
        return None

    async def kind_of(self, name: str) -> RecordKind | None:
        """Nobody knows."""
        return None

    async def acknowledge(self, record_id: str, by: str) -> tuple[Acknowledgement, Record | None]:
        """Nobody may."""
        return Acknowledgement.NOT_ALLOWED, None

    async def view(
        self, record: str, viewer: str, *, whole: bool = False, printed: bool = False
    ) -> Record | None:
        """A record its author may read."""
        mine = await self.mine(viewer)
        return next((one for one in mine if record in (one.id, one.reference)), None)

    async def mine(self, person: str) -> tuple[Record, ...]:
        """The records this person wrote."""
        return tuple(one for one in self.records.values() if one.report.author == person)

    async def related(self, record_id: str, viewer: str, *, printed: bool = False) -> Related:
        """Nothing belongs to anything here."""
        return Related()

    async def looks(self, record: str, viewer: str) -> tuple[Look, ...] | None:
        """Nobody may know."""
        return None

    async def sheet(self, viewer: str, wanted: Wanted) -> tuple[Record, ...]:
        """Nothing."""
        return ()

    async def find(self, viewer: str, wanted: Wanted, start: int = 0) -> FoundRecords:
        """None."""
        return FoundRecords()

    async def unopened(self, person: str) -> tuple[str, ...]:
        """None."""
        return ()

    async def closed_to(self, record: str, viewer: str) -> str:
        """None."""
        return ""

    async def unreadable(self) -> int:
        """None."""
        return 0

    async def open_for(self, viewer: str) -> tuple[Record, ...]:
        """None."""
        return ()

    async def hands_to(self, record_id: str, by: str) -> tuple[HandedTo, ...]:
        """Nobody would hear of it."""
        return ()

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
        """Nothing is done."""
        return ActOutcome.NOT_ALLOWED, await self.view(record_id, by)

    async def part(self, name: str, viewer: str, about: frozenset[str] = frozenset()) -> StaffPart | None:
        """Nobody is named."""
        return None

    async def add_statement(
        self, record_id: str, by: str, said: Mapping[str, Said], draft: str
    ) -> tuple[ActOutcome, StaffPart | None]:
        """Nobody is named."""
        return ActOutcome.NOT_ALLOWED, None

    async def amend(self, record_id: str, by: str, text: str, draft: str, **_: object) -> Record | None:
        """The record as it was."""
        return await self.view(record_id, by)


class FakeLetters:
    """No letter was ever written."""

    async def file(self, record_id: str, entry: str, wanted: str, viewer: str) -> bytes | None:
        """None."""
        return None


def services(**changes: Any) -> Services:
    """Everything a flow may use; `changes` put other pieces in."""
    plain = Services(
        clock=FakeClock(),
        organisation=TOWN,
        people=People.of((ANA, HEAD, OWNER)),
        knowledge=FakeKnowledge(),
        contacts=FakeContacts(),
        incidents=FakeIncidents(),
        tasks=FakeTasks(),
        absences=NobodyAway(),
        restrictions=FakeRestrictions(),
        markers=FakeMarkers(),
        letters=FakeLetters(),
        keeping=FakeKeeping(),
        incident_log=FakeLog(),
        calls=FakeCalls(),
        plans=FakePlans(),
        requests=FakeRequests(),
        figures=FakeFigures(),
        messages=FakeMessages(),
        files=FakeFiles(),
        drafts=MemoryDrafts(),
        memory=ProcessMemory(),
        questions=FakeQuestions(),
        curation=FakeCuration(),
        numbers=MemoryNumbers(),
        replies=ProcessReplies(),
    )
    return replace(plain, **changes)
