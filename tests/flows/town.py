"""The sample town put together for conversations: real directory, people, ladder, desk and worker; fake policies."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from adapters.core import escalation_of
from adapters.folder import Folder, load_folder
from bot.adapter import CustomerPost
from bot.delivery.letter_jobs import LetterJobs
from bot.delivery.reply_jobs import ReplyJobs
from bot.delivery.request_jobs import RequestJobs
from bot.dispatch import Bot
from bot.flows.call_card import draw_call
from bot.flows.notice import draw
from bot.flows.plan_card import draw_plan
from bot.messages import Message
from bot.people import Identity, Place, ReplyTarget
from bot.question_letters import QuestionLetters
from bot.replies import Say
from bot.store_figures import counted_elsewhere
from bot.store_numbers import SqlNumbers
from bot.store_replies import SqlReplies
from foundation.db import Database
from foundation.outbox.handlers import Handler
from foundation.outbox.worker import Worker
from foundation.sealing import KeyRing
from incidents.desk import Desk
from incidents.figures_desk import MonthFigures
from incidents.file_jobs import FileJobs
from incidents.letters import Letters
from incidents.markers import Markers
from incidents.notices import NoticeKind
from incidents.notifying import RecordJobs
from incidents.phone_messages import PhoneMessages
from incidents.request_desk import Requests
from incidents.restrictions import Restrictions
from incidents.safety.call import CallNotice
from incidents.vault import Vault
from knowledge.answers.answer import Answer, Passage, Phrase
from knowledge.curation.store import SqlCuration
from knowledge.curation.store_questions import SqlQuestions
from knowledge.reading.document import Strength
from tests.fakes.clock import FakeClock
from tests.fakes.conversation import PLATFORMS, Conversation, in_words
from tests.fakes.memory import ProcessMemory
from tests.fakes.messenger import FakeMessenger
from tests.fakes.notifier import FakeNotifier
from tests.fakes.services import FakeKnowledge, services

ORGANISATION = Path(__file__).resolve().parents[2] / "organisation"
SAM = "sam.okafor@portmaribel.example"
PRIYA = "priya.raman@portmaribel.example"
DANA = "dana.whitlock@portmaribel.example"
RUTH = "ruth.castellano@portmaribel.example"
GIDEON = "gideon.marsh@portmaribel.example"
CAO = "marguerite.oyelaran@portmaribel.example"
TESSA = "tessa.boudreau@portmaribel.example"
HECTOR = "hector.villasenor@portmaribel.example"
SILAS = "silas.nkemelu@portmaribel.example"
WEN = "wen.zhao@portmaribel.example"

RING = KeyRing.parse("test:" + base64.b64encode(bytes(range(32))).decode())

MAY_END = Passage(
    document="difficult.md",
    title="Difficult Customers",
    heading="Abuse",
    citation="Difficult Customers, 4.3 (8 June 2026)",
    text="If it goes on after the warning, staff may end the contact.",
    strength=Strength.MAY,
    score=0.9,
    lead_in="On the phone or in person:",
    neighbours=("Staff should give one calm warning.", "The department head must be told."),
    owner="Town Clerk",
    url="https://town.example/difficult#4-3",
)
TELL_HEAD = Passage(
    document="desk.md",
    title="Front Desk",
    heading="Abuse",
    citation="Front Desk, 7.4 (6 May 2024)",
    text="Whoever ends a contact tells the team lead by the end of the day.",
    strength=Strength.NONE,
    score=0.7,
    owner="nobody listed",
    review_overdue_since=date(2025, 5, 6),
)
PHRASES = (
    Phrase("Let me check that I understood you.", "Difficult Customers, Schedule A"),
    Phrase("I am ending this call now.", "Difficult Customers, Schedule A", "phone"),
    Phrase("Please step back from the counter.", "Difficult Customers, Schedule A", "in person"),
)


@cache
def sample() -> Folder:
    """The sample organisation, read once; nothing in it changes."""
    return load_folder(ORGANISATION)


def answer(question: str, *passages: Passage, **changes: object) -> Answer:
    """An answer with these passages, clear unless changed."""
    plain: dict[str, object] = {"answered": True, "confidence": 0.9, "phrases": ()}
    return Answer(question, question, passages=passages or (MAY_END,), **(plain | changes))  # type: ignore[arg-type]  # any field, by name


class TownKnowledge(FakeKnowledge):
    """Policies that hold what a test says; `asked` are the questions they got."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.offered: tuple[Phrase, ...] = PHRASES
        self.alike = ""

    def ask(self, question: str, *, limit: int = 5, earlier: Sequence[str] = ()) -> Answer:
        """Note the question and give the answer of the test."""
        self.asked.append(question)
        return super().ask(question, limit=limit, earlier=earlier)

    def moment(self, text: str) -> str:
        """The moment of the test, whatever the words."""
        return self.alike

    def phrases(self, situation: str = "", channel: str = "") -> tuple[Phrase, ...]:
        """The phrases of the test for a way of speaking."""
        return tuple(one for one in self.offered if not channel or one.channel in ("", channel))


@dataclass
class Town:
    """Everything of one town; `notifier` holds the notices that went out, `post` the e-mails to customers."""

    db: Database
    clock: FakeClock = field(default_factory=FakeClock)
    notifier: FakeNotifier = field(default_factory=lambda: FakeNotifier("chat"))
    knowledge: TownKnowledge = field(default_factory=TownKnowledge)
    memory: ProcessMemory = field(default_factory=ProcessMemory)
    messenger: FakeMessenger = field(default_factory=FakeMessenger)
    post: CustomerPost | None = None

    def __post_init__(self) -> None:
        folder = sample()
        self.desk = Desk(self.db, Vault(RING), escalation_of(folder), self.clock)
        self.requests = Requests(self.desk, folder.requests)
        bell, restrictions = self.desk.bell, Restrictions(self.desk)
        self.figures = MonthFigures(self.desk, self.requests, folder.figures, counted_elsewhere)
        self.services = services(
            clock=self.clock,
            organisation=folder.organisation,
            people=folder.people,
            knowledge=self.knowledge,
            contacts=folder.directory,
            incidents=self.desk,
            tasks=self.desk.tasks,
            absences=self.desk.absences,
            restrictions=restrictions,
            markers=Markers(self.desk),
            letters=Letters(self.desk, restrictions),
            keeping=self.desk.keeping,
            incident_log=self.desk.incident_log,
            calls=self.desk.safety.calls,
            plans=self.desk.safety.plans,
            requests=self.requests,
            figures=self.figures,
            messages=PhoneMessages(self.desk),
            files=self.desk.attaching,
            memory=self.memory,
            questions=SqlQuestions(self.db, RING, QuestionLetters(bell)),
            curation=SqlCuration(self.db, RING),
            replies=SqlReplies(self.db, RING, bell),
            numbers=SqlNumbers(self.db, RING, bell),
            fields=folder.fields,
            templates=folder.letters,
            mails_customers=self.post is not None,
        )
        self.letters = LetterJobs(self.messenger, self.services)
        jobs = RequestJobs(self.requests, self.messenger, self.services)
        safety = self.desk.safety.handlers(self.notifier)
        handlers: list[Handler] = [
            RecordJobs(self.desk, self.notifier),
            *safety,
            self.letters,
            jobs,
            ReplyJobs(self.requests, self.post, self.clock),
            FileJobs(),
        ]
        self.worker = Worker(
            self.db, handlers, self.clock, bell, [self.letters.digests, self.letters.figures, jobs.digests]
        )
        self.bot = Bot(self.services, PLATFORMS)

    def talk(self, person: str = SAM, place: Place = Place.DIRECT, platform: str = "chat") -> Conversation:
        """A conversation of one person with the bot."""
        who = Identity(platform, "T1", person, self.services.people.name(person), person)
        where = ReplyTarget(platform, "T1", f"{place}-{person}", place=place)
        return Conversation(self.bot, who, where)

    async def pass_time(self, **by: float) -> None:
        """Move the clock on and send what is due."""
        self.clock.advance(timedelta(**by))
        await self.worker.run_due()

    async def confirmation(self, author: str = SAM) -> str:
        """What the newest confirmation of a report says to its author, once it has been sent."""
        await self.worker.run_due()
        sent = [one for one in self.notifier.notices if one.kind is NoticeKind.FILED]
        last = [one for one in sent if one.recipient == author][-1]
        return in_words(Say(draw(last, self.services)))

    def called(self, recipient: str) -> list[Message]:
        """What somebody was told of calls and plans, each drawn as it was then; an update counts as well."""
        told = [one for one in self.notifier.calls if one.recipient == recipient]
        return [
            draw_call(one, self.services) if isinstance(one, CallNotice) else draw_plan(one, self.services)
            for one in told
        ]

    def pushed(self, recipient: str) -> list[Message]:
        """What a person was sent, drawn as they saw it."""
        return [draw(one, self.services) for one in self.notifier.notices if one.recipient == recipient]
