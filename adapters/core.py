"""The bot without any platform, put together: data files, database, index, desks and services."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from adapters.folder import Folder, load_folder
from adapters.records import open_records
from adapters.settings import Settings
from bot.draft_reminders import reminding
from bot.question_letters import QuestionLetters
from bot.services import Services
from bot.store_drafts import SqlDrafts
from bot.store_figures import counted_elsewhere
from bot.store_memory import SqlMemory
from bot.store_numbers import SqlNumbers
from bot.store_replies import SqlReplies
from foundation.clock import Clock, SystemClock
from foundation.conditions import Conditions
from foundation.db import Database
from foundation.sealing import KeyRing
from incidents.auditor import Auditor
from incidents.desk import Desk
from incidents.escalation import Escalation
from incidents.figures_desk import MonthFigures
from incidents.letters import Letters
from incidents.markers import Markers
from incidents.phone_messages import PhoneMessages
from incidents.pulse import latest
from incidents.request_desk import Requests
from incidents.restrictions import Restrictions
from incidents.vault import Vault
from knowledge.curation.store import SqlCuration
from knowledge.curation.store_questions import SqlQuestions
from knowledge.library import Library


@dataclass(frozen=True, slots=True)
class Core:
    """The bot without any platform: what answers, what remembers, what tells supervisors."""

    folder: Folder
    db: Database
    services: Services
    desk: Desk
    requests: Requests
    figures: MonthFigures
    library: Library
    auditor: Auditor
    clock: Clock
    ring: KeyRing
    conditions: Conditions
    settings: Settings


async def open_core(
    settings: Settings,
    clock: Clock | None = None,
    library: Library | None = None,
    *,
    reading: Callable[[], None] = lambda: None,
) -> Core:
    """Read the organisation, open the database and, unless it is given, the index of its policies.

    `reading` is called before the policies, which take a moment. Raises CannotStart, or DataFileError for a
    mistake in a data file.
    """
    clock = clock or SystemClock()
    folder = load_folder(settings.organisation)
    ring, db = await open_records(settings, clock)
    clock.resume(await db.read(latest))
    if library is None:
        reading()
        opening = partial(Library.open, [folder.policies], settings.data / "index", fit_later=True)
        library = await asyncio.to_thread(opening)
    desk = Desk(db, Vault(ring), escalation_of(folder), clock)
    restrictions = Restrictions(desk)
    requests = Requests(desk, folder.requests, open311=settings.has_open311)
    figures = MonthFigures(desk, requests, folder.figures, counted_elsewhere)
    services = Services(
        clock=clock,
        organisation=folder.organisation,
        people=folder.people,
        knowledge=library,
        contacts=folder.directory,
        incidents=desk,
        tasks=desk.tasks,
        absences=desk.absences,
        restrictions=restrictions,
        markers=Markers(desk),
        letters=Letters(desk, restrictions),
        keeping=desk.keeping,
        incident_log=desk.incident_log,
        calls=desk.safety.calls,
        plans=desk.safety.plans,
        requests=requests,
        figures=figures,
        messages=PhoneMessages(desk),
        files=desk.attaching,
        drafts=SqlDrafts(db, ring, reminding(lambda: desk.escalation)),
        memory=SqlMemory(db, ring),
        questions=SqlQuestions(db, ring, QuestionLetters(desk.bell)),
        curation=SqlCuration(db, ring),
        replies=SqlReplies(db, ring, desk.bell),
        numbers=SqlNumbers(db, ring, desk.bell),
        fields=folder.fields,
        templates=folder.letters,
        public_url=settings.public_url,
    )
    auditor, told = Auditor(db, ring, clock), Conditions()
    return Core(folder, db, services, desk, requests, figures, library, auditor, clock, ring, told, settings)


def escalation_of(folder: Folder) -> Escalation:
    """Whom the ladder asks, by the files of an organisation."""
    organisation = folder.organisation
    return Escalation(
        folder.ladder,
        folder.people,
        organisation.calendar,
        security=organisation.security,
        front_desk=organisation.front_desk,
        restrictions=folder.restrictions,
    )
