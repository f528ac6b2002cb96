"""The desk: what flows may do with incidents. What it returns was committed; what it hides does not exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_audit, store_deliveries, store_records
from incidents.absences import Absences
from incidents.act_json import ActSaid
from incidents.acts import Acts, as_held, close, reported_to
from incidents.attaching import Attaching
from incidents.audit import Act
from incidents.audit_keys import SIGNER, Signer
from incidents.cards import stop
from incidents.casefile import allowed, assemble, for_reader, may_read, passing_over
from incidents.confirmation import confirmation
from incidents.earlier import EarlierContacts
from incidents.escalation import Escalation
from incidents.file_grounds import FileGround, IncidentFiles
from incidents.filing import Filing
from incidents.handing import Handing
from incidents.incident_log import IncidentLog
from incidents.indexing import Indexing
from incidents.keeping import Keeping
from incidents.later import Later
from incidents.lists import Lists
from incidents.mail_links import MailLinks
from incidents.notice_reading import owners_of
from incidents.opening import Opening, keys
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
    State,
    Statement,
)
from incidents.rules.access import DETAILING, RECOUNTING, Operation
from incidents.rules.readers import Readers, readers
from incidents.rules.rights import Rights
from incidents.safety.desk import Safety
from incidents.statements import Statements
from incidents.store_records import StoredEntry, StoredRecord
from incidents.tasks import Tasks
from incidents.vault import ATTACHMENTS, ENTRIES, RECORDS, TASKS, Content, Vault


class Desk:
    """Files, shows and acknowledges records. Raises DatabaseUnavailable when nothing can be promised.

    `bell` rings when there is new work, so that the worker of this process starts at once.
    """

    def __init__(self, db: Database, vault: Vault, escalation: Escalation, clock: Clock) -> None:
        self.db = db
        self.vault = vault
        self.escalation = escalation
        self.clock = clock
        self.bell = Bell()
        self._rights: Callable[[Connection], Rights] = lambda conn: self.today(conn).rights
        self.indexing = Indexing.over(vault)
        self.lists = lists = Lists(db, vault, clock, self._rights, self.indexing)
        self.mine, self.open_for, self.find, self.sheet = lists.mine, lists.open_for, lists.find, lists.sheet
        self.looks, self.unopened, self.closed_to = lists.looks, lists.unopened, lists.closed_to
        self.related = EarlierContacts(db, clock, self.indexing, self._rights).related
        self.hands_to = Handing(db, vault, self._rights).ways
        self.keeping = Keeping(db, vault, clock, self._rights, lambda: self.escalation)
        self.incident_log = IncidentLog(db, vault, clock, self._rights, lambda: self.escalation.roster)
        grounds: dict[RecordKind, FileGround] = {RecordKind.INCIDENT: IncidentFiles(vault, self.today)}
        self.attaching = Attaching(db, vault, clock, self.bell, grounds)
        self.tasks = Tasks(db, vault, clock, self.bell, self.today)
        self.links = MailLinks(db, vault, clock, self.bell, self.today)
        self.absences = Absences(
            db, clock, self.bell, lambda: self.escalation.roster, lambda: self.escalation.front_desk
        )
        self._opening = opening = Opening(db, clock, self.bell, self._filing, self._reads, self._refuse)
        self.open, self.complete = opening.open, opening.complete
        self.ask_for_the_rest = opening.ask_for_the_rest
        statements = Statements(db, vault, clock, self.bell, self.today)
        self.part, self.add_statement = statements.part, statements.add
        self.safety = Safety(db, vault.ring, clock, self.bell, lambda: self.escalation.helpers)
        db.equip(SIGNER, Signer(vault.ring))

    def use(self, escalation: Escalation) -> None:
        """Take a new ladder and roster into force; records under way continue on it."""
        self.escalation = escalation

    def today(self, conn: Connection) -> Escalation:
        """The ladder, the roster and the rights in force, with who is away at this moment."""
        return self.escalation.today(conn, self.clock.now())

    async def submit(self, report: Report, draft: str, *, excluded: frozenset[str] = frozenset()) -> Filed:
        """Commit the record, its audit entry, its confirmation and its first notices (D20, P35) in one transaction.

        The same author and draft give the same answer again and nothing else. `excluded` are the people
        complained of: they and whoever reports to them are never asked and never see it (R20).
        """
        return await self._opening.file(Content(report, keys(excluded)), draft)

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
        today = replace(self.escalation, away=self.absences.now())
        return readers(today.rights, department, author, about, ended=ended, filed_for=filed_for)

    async def confirmation(self, record_id: str) -> DeliveryRow | None:
        """How far the confirmation of a report came to its author, after a second of patience at most.

        Its `code` says why it is not there yet.
        """
        return await confirmation(self.db, self.bell, record_id)

    async def kind_of(self, name: str) -> RecordKind | None:
        """What kind of record a reference stands for, to know who answers for it; told to nobody."""
        found = await self.db.read(lambda conn: store_records.find(conn, name))
        return found.kind if found else None

    async def acknowledge(self, record_id: str, by: str) -> tuple[Acknowledgement, Record | None]:
        """Stop the escalation and tell everybody who was told. The author never acknowledges their own."""

        def acknowledge(conn: Connection) -> tuple[Acknowledgement, Record | None]:
            now = self.clock.now()
            record = store_records.locked(conn, record_id, RecordKind.INCIDENT)
            if record is None:
                self._refuse(conn, now, by)
                return Acknowledgement.NOT_ALLOWED, None
            if not self._may_acknowledge(conn, record, by):
                return Acknowledgement.NOT_ALLOWED, self._show(conn, now, record, by)
            if record.acknowledged_at is not None:
                return Acknowledgement.ALREADY, self._show(conn, now, record, by)
            stop(conn, now, record, by, owners_of(self.vault, self.today(conn).rights, record))
            return Acknowledgement.DONE, self._show(conn, now, record, by)

        answer = await self.db.write(acknowledge)
        self.bell.ring()
        return answer

    async def view(
        self, record: str, viewer: str, *, whole: bool = False, printed: bool = False
    ) -> Record | None:
        """A record by id or reference; None when it is absent, not for this viewer, or cannot be shown here.

        `whole` says that they are shown every word of it: an author who reads what is reported back has been told.
        `printed` says that they take it along on paper.
        """

        def view(conn: Connection) -> Record | None:
            now = self.clock.now()
            stored = store_records.find(conn, record, lock=True, kind=RecordKind.INCIDENT)
            return self._show(conn, now, stored, viewer, Act.PRINTED if printed else Act.VIEWED, whole=whole)

        return await self.db.write(view)

    async def unreadable(self) -> int:
        """How many records, entries, tasks and files this process met and could not open."""
        return sum(map(self.vault.ring.unopened.count, (RECORDS, ENTRIES, TASKS, ATTACHMENTS)))

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
        """Append what happened afterwards (D54) and let those who were told know; what was filed stays.

        None as for `view`. The same from the same draft is appended once, also where it is sent again after a crash.
        `behaviours` are the dangers that the author confirmed, `about` whom the statement complains of.
        """
        statement = Statement(text, behaviours, keys(about))

        def amend(conn: Connection) -> Record | None:
            now = self.clock.now()
            record = store_records.locked(conn, record_id, RecordKind.INCIDENT)
            if not self._reads(conn, record, by, Operation.AMEND) or record is None:
                self._refuse(conn, now, by, record.id if record else "")
                return None
            name, sealed = self.vault.seal_entry(record.id, record.key, f"{by}|{draft}", statement)
            if store_records.add_entry(conn, record.id, StoredEntry(name, sealed)):
                self.indexing.write_anew(conn, record)  # First: from the log on, everybody else waits.
                store_audit.append(conn, now, Act.AMENDED, record_id=record.id, actor=by, detail=name)
                Later(self.vault, self.today(conn)).take_in(conn, now, record, statement, by)
            return self._show(conn, now, record, by)

        amended = await self.db.write(amend)
        self.bell.ring()
        return amended

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
        """Do something with a record that its state and the rights of this moment allow.

        `said` are the fields of `incidents.rules.acts`, `own` answers to those of the organisation, `letters` the files
        of a letter, kept as they are. The record comes back for drawing where they may see it; the same from the same
        draft is done once. Raises ValueError where a needed field is empty.
        """

        def act(conn: Connection) -> tuple[ActOutcome, Record | None]:
            now = self.clock.now()
            record = store_records.locked(conn, record_id, RecordKind.INCIDENT)
            # A statement is taken by `add_statement`, which shows no more than a part.
            beside = operation is Operation.ADD_STATEMENT
            if not self._reads(conn, record, by, operation) or record is None or beside:
                self._refuse(conn, now, by, record.id if record else "")
                return ActOutcome.NOT_ALLOWED, self._show(conn, now, record, by)
            if operation is Operation.POLICE and operation not in self._assembled(conn, record, by).may:
                return ActOutcome.NOT_ALLOWED, self._show(conn, now, record, by)
            acts, before = Acts(self.vault, self.today(conn)), store_records.entries_of(conn, [record.id])
            outcome = acts.take(
                conn, now, record, by, ActSaid(operation, said, own=own, letters=letters), draft
            )
            is_added = before != store_records.entries_of(conn, [record.id])
            if is_added and operation in RECOUNTING:
                self.indexing.write_anew(conn, record)
            if is_added and operation in DETAILING:
                self._filing(conn).detailed(conn, now, record, said, by)
            return outcome, self._show(conn, now, store_records.again(conn, record), by)

        answer = await self.db.write(act)
        self.bell.ring()
        return answer

    def _filing(self, conn: Connection | None = None) -> Filing:
        """Files by the ladder in force; in a transaction with who is away at its moment."""
        return Filing(self.vault, self.today(conn) if conn else self.escalation, self.indexing)

    def _reads(
        self, conn: Connection, record: StoredRecord | None, person: str, operation: Operation
    ) -> bool:
        """Whether somebody may do what needs the record to be read; nobody may where it cannot be.

        Of one that is absent the same is asked, so that whoever may not see it learns nothing from how long it took.
        """
        told = store_deliveries.told_of(conn, person, record.id if record else "")
        rights = self._rights(conn)
        if record is None:
            return False
        with passing_over(record.reference):
            return allowed(rights, self.vault, record, person, operation, told)
        return False

    def _may_acknowledge(self, conn: Connection, record: StoredRecord, person: str) -> bool:
        """Where the record cannot be read, who was asked to acknowledge may: nobody complained of is ever asked."""
        told_of, rights = store_deliveries.told_of(conn, person), self._rights(conn)
        with passing_over(record.reference):
            return allowed(rights, self.vault, record, person, Operation.ACKNOWLEDGE, told_of)
        told = record.id in told_of
        return told and rights.might(person, record.outline, Operation.ACKNOWLEDGE, told=told)

    def _show(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord | None,
        viewer: str,
        look: Act = Act.VIEWED,
        *,
        whole: bool = False,
    ) -> Record | None:
        """A locked record as it is now, for somebody who may see it; every look leaves an audit entry.

        None for one that is absent, after the same work as for one they may not see.
        """
        shown, may = None, self._reads(conn, record, viewer, Operation.VIEW)
        if record is not None and record.state is not None and may:
            store_deliveries.mark_seen(conn, record.id, viewer)
            with passing_over(record.reference):
                if whole and record.state is State.CLOSING and viewer == reported_to(record):
                    close(conn, now, record)  # Reading it is being told of it, whichever way came first.
                shown = self._assembled(conn, store_records.again(conn, record), viewer)
        if shown is None or record is None:
            self._refuse(conn, now, viewer, record.id if record else "")
        else:
            store_audit.append(conn, now, look, record_id=record.id, actor=viewer)
        return shown

    def _assembled(self, conn: Connection, record: StoredRecord, viewer: str) -> Record:
        rights, told = self._rights(conn), record.id in store_deliveries.told_of(conn, viewer)
        named = self.vault.open(record.id, record.key, record.sealed).excluded
        may = rights.operations(viewer, record.outline, told=told, named=named)
        shown = assemble(conn, self.vault, as_held(rights, record, named))
        return for_reader(shown, viewer, may, may_read(conn, self.vault, rights, viewer))

    def _refuse(self, conn: Connection, now: datetime, viewer: str, record_id: str = "") -> None:
        """What is absent leaves an entry as what is forbidden does, so that neither answer is quicker."""
        store_audit.append(conn, now, Act.REFUSED, record_id=record_id, actor=viewer)
