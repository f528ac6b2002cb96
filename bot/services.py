"""Everything a flow may use. Built once at the edge (`adapters/core.py`), replaced by fakes in tests."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.drafts import DraftStore
from bot.figures_services import FiguresByMonth
from bot.file_services import FileKeeping
from bot.handed_out import HandedOut
from bot.kept_replies import KeptReplies
from bot.marker_services import Marking
from bot.message_services import MessageDesk
from bot.numbers import Numbers
from bot.organisation import Organisation
from bot.people import People
from bot.record_services import (
    AbsenceBook,
    Incidents,
    LetterFiles,
    RecordKeeping,
    TaskList,
    ViolentIncidentLog,
)
from bot.request_services import RequestList
from bot.restriction_services import Restricting
from bot.safety_services import CallsForHelp, SafetyPlans
from bot.store import Memory
from bot.turns import Turns
from foundation.clock import Clock
from incidents.rules.letters import NO_LETTERS, LetterTemplates
from incidents.rules.own_fields import NO_OWN_FIELDS, FieldRules
from knowledge.answers.answer import Answer, Phrase
from knowledge.answers.history import DocumentHistory
from knowledge.curation.curated import Lessons
from knowledge.curation.curation import Curation
from knowledge.curation.questions import Questions
from knowledge.directory.contacts import Contact, Referral
from knowledge.reading.document import Document, Finding


class Knowledge(Protocol):
    """What `knowledge.library.Library` offers to flows; calls are CPU bound and run in a worker thread."""

    def ask(self, question: str, *, limit: int = 5, earlier: Sequence[str] = ()) -> Answer:
        """Answer a question with verbatim passages, or say honestly that there is none.

        `earlier` are the questions it leans on, oldest first.
        """

    def phrases(self, situation: str = "", channel: str = "") -> tuple[Phrase, ...]:
        """Ready sentences the policies offer, those fitting the situation first (D10, D61, D62)."""

    def moment(self, text: str) -> str:
        """The moment a told sentence is like: "danger", "ended", "distress", or empty."""

    def learn(self, lessons: Lessons) -> None:
        """Take what owners teach into force, in place of what they taught before."""

    def grounds(self, questions: Sequence[str], text: str) -> Sequence[tuple[str, str]]:
        """The clauses an answer that is to be kept stands on, each with its document."""

    def history(self, document: str) -> DocumentHistory | None:
        """What changed in a document; None for one that is not indexed (J40)."""

    @property
    def documents(self) -> Sequence[Document]:
        """Every indexed document."""

    @property
    def withdrawn(self) -> Sequence[Document]:
        """Documents that were read before and cannot be read now; nothing of them is quoted."""

    @property
    def lapsed(self) -> Collection[str]:
        """The ids of kept answers that are not given, because a clause they stand on is gone."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What owners should mend."""


class Contacts(Protocol):
    """What `knowledge.directory.directory.Directory` offers to flows."""

    def handles(self, matter: str) -> Referral:
        """Who handles this: one contact, a few to choose from, or the fallback; never nothing (P29)."""

    @property
    def contacts(self) -> Sequence[Contact]:
        """Every contact."""

    @property
    def fallback(self) -> Contact:
        """The contact to name where nobody else fits (P29)."""

    def get(self, key: str) -> Contact | None:
        """One contact by key."""


@dataclass(frozen=True, slots=True)
class Services:
    """One bundle for all flows. `teaching` is held while what owners taught is brought into the search.

    `fields` are what the organisation adds to the form of a report, `templates` its Word letters. `mails_customers` is
    whether there is a mail server over which customers are written to; `public_url` is where people reach this program.
    """

    clock: Clock
    organisation: Organisation
    people: People
    knowledge: Knowledge
    contacts: Contacts
    incidents: Incidents
    tasks: TaskList
    absences: AbsenceBook
    restrictions: Restricting
    markers: Marking
    letters: LetterFiles
    keeping: RecordKeeping
    incident_log: ViolentIncidentLog
    calls: CallsForHelp
    plans: SafetyPlans
    requests: RequestList
    figures: FiguresByMonth
    messages: MessageDesk
    files: FileKeeping
    drafts: DraftStore
    memory: Memory
    questions: Questions
    curation: Curation
    numbers: Numbers
    replies: KeptReplies
    templates: LetterTemplates = NO_LETTERS
    turns: Turns = field(default_factory=Turns)
    handed_out: HandedOut = field(default_factory=HandedOut)
    teaching: asyncio.Lock = field(default_factory=asyncio.Lock)
    fields: FieldRules = NO_OWN_FIELDS
    mails_customers: bool = False
    public_url: str = ""
