"""What follows from a later statement: who hears of it, who is shut out from then on, and whether it is urgent now.

Everything happens in the transaction that appends the statement, which holds the record's lock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from foundation.db import Connection
from foundation.outbox.store import forget
from incidents import store_audit, store_deliveries, store_records
from incidents.audit import Act
from incidents.cards import ON_THE_WAY, REACHED, send
from incidents.escalation import Escalation
from incidents.jobs import CHECK, notice
from incidents.notices import CARDS, NoticeKind
from incidents.records import Report, State, Statement, Urgency
from incidents.store_records import StoredRecord
from incidents.vault import Content, Vault


@dataclass(frozen=True, slots=True)
class Later:
    """Takes a later statement in, with the vault and the ladder in force."""

    vault: Vault
    escalation: Escalation

    def take_in(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        statement: Statement,
        by: str,
    ) -> None:
        """Do once what a statement that somebody just appended asks for."""
        self._take_in(conn, now, record, statement, by, NoticeKind.ADDED, raises=bool(statement.behaviours))

    def stated(
        self, conn: Connection, now: datetime, record: StoredRecord, statement: Statement, by: str
    ) -> None:
        """The same for what a colleague said whom the report names; that they did was told as an act."""
        self._take_in(conn, now, record, statement, by, None, raises=bool(statement.behaviours))

    def attached(self, conn: Connection, now: datetime, record: StoredRecord, attachment: str) -> None:
        """Let those who were told of a record hear that whose it is added files; `attachment` is the first of them."""
        excluded = self.vault.open(record.id, record.key, record.sealed).excluded
        people = self._told(conn, record, excluded)
        name = f"{NoticeKind.ADDED}:{record.id}:{attachment}"
        send(
            conn,
            now,
            [notice(NoticeKind.ADDED, record.id, 0, one, now, key=f"{name}:{one}") for one in people],
        )

    def complete(
        self, conn: Connection, now: datetime, record: StoredRecord, before: Report, excluded: frozenset[str]
    ) -> None:
        """Do once what the rest of a report asks for that was opened as `before`."""
        report = self.vault.open(record.id, record.key, record.sealed).report
        said = Statement("", report.behaviours, excluded)
        # Whoever acknowledged is asked anew only where the rules make more of the whole report than of its beginning.
        raises = self.escalation.plan(report) != self.escalation.plan(before)
        self._take_in(conn, now, record, said, record.author, NoticeKind.COMPLETED, raises=raises)

    def _take_in(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        statement: Statement,
        by: str,
        told_as: NoticeKind | None,
        *,
        raises: bool,
    ) -> None:
        content = self.vault.open(record.id, record.key, record.sealed)
        whole = replace(content, excluded=content.excluded | statement.about)
        if whole.excluded != content.excluded:
            sealed = self.vault.reseal(record.id, record.key, whole)
            store_records.reseal(conn, record.id, sealed)
            store_audit.append(conn, now, Act.SHUT_OUT, record_id=record.id, actor=by)
        asked = self._raise(conn, now, record, whole, statement, by) if raises else ()
        if whole.excluded != content.excluded:
            asked += self._go_around(conn, now, store_records.again(conn, record), whole.excluded, by)
        if told_as is not None:
            self._tell(conn, now, record, whole.excluded, frozenset(asked), told_as)

    def _raise(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        content: Content,
        statement: Statement,
        by: str,
    ) -> tuple[str, ...]:
        """Danger was confirmed: what the rules make of that begins as for a new report; returns who is asked now."""
        behaviours = tuple(dict.fromkeys((*content.report.behaviours, *statement.behaviours)))
        plan = self.escalation.plan(replace(content.report, behaviours=behaviours))
        self.escalation.look_aside(conn, now, record, plan.also)
        if plan.urgency is not Urgency.ACKNOWLEDGE:
            return ()
        if record.urgency is Urgency.TELL:
            store_records.open_again(
                conn, record.id, plan.urgency, plan.ladder, any_hour=plan.any_hour or record.any_hour
            )
            return self._begin(conn, now, record, content.excluded, by)
        if plan.any_hour and not record.any_hour:
            store_records.at_any_hour(conn, record.id)
        if record.acknowledged_at is not None:
            return self._ask_anew(conn, now, record, content.excluded, by)
        self.escalation.hurry(conn, now, store_records.again(conn, record), content.excluded)
        return ()

    def _begin(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str], by: str
    ) -> tuple[str, ...]:
        _open(conn, record)
        forget(conn, record.id, CHECK)
        store_audit.append(conn, now, Act.RAISED, record_id=record.id, actor=by)
        return self.escalation.climb(conn, now, store_records.again(conn, record), excluded, after=-1)

    def _ask_anew(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str], by: str
    ) -> tuple[str, ...]:
        now_so = store_records.again(conn, record)
        store_records.open_again(conn, record.id, now_so.urgency, now_so.ladder, any_hour=now_so.any_hour)
        _open(conn, record)
        forget(conn, record.id, CHECK)
        store_audit.append(conn, now, Act.RAISED, record_id=record.id, actor=by)
        return self.escalation.ask_anew(conn, now, store_records.again(conn, record), excluded)

    def _go_around(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str], by: str
    ) -> tuple[str, ...]:
        """Whoever is complained of now counts no more as told, as asked or as having acknowledged."""
        rights = self.escalation.rights
        if record.acknowledged_at is not None:
            if rights.may_be_told(record.acknowledged_by, record.outline, excluded):
                return ()
            return self._ask_anew(conn, now, record, excluded, by)
        if record.urgency is Urgency.ACKNOWLEDGE:
            self.escalation.hurry(conn, now, record, excluded)
            return ()
        cards = [one for one in store_deliveries.of_record(conn, record.id) if one.kind in CARDS]
        told = [one.recipient for one in cards if one.state in REACHED | ON_THE_WAY]
        if any(rights.may_be_told(one, record.outline, excluded) for one in told):
            return ()
        forget(conn, record.id, CHECK)
        return self.escalation.tell(conn, now, record, excluded, after=-1)

    def _tell(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        excluded: frozenset[str],
        asked: frozenset[str],
        told_as: NoticeKind,
    ) -> None:
        """Let those who were told before know that something was added; who is asked now reads it there."""
        people = self._told(conn, record, excluded, asked)
        number = len(store_records.entries_of(conn, [record.id])[record.id])
        send(conn, now, [notice(told_as, record.id, number, one, now) for one in people])

    def _told(
        self,
        conn: Connection,
        record: StoredRecord,
        excluded: frozenset[str],
        asked: frozenset[str] = frozenset(),
    ) -> list[str]:
        deliveries = store_deliveries.of_record(conn, record.id)
        told = {one.recipient for one in deliveries if one.kind in CARDS and one.state in REACHED}
        if record.acknowledged_by:
            told.add(record.acknowledged_by)
        rights = self.escalation.rights
        return sorted(one for one in told - asked if rights.may_be_told(one, record.outline, excluded))


def _open(conn: Connection, record: StoredRecord) -> None:
    """What has to be acknowledged is not closed."""
    if record.state in (State.CLOSING, State.CLOSED):
        store_records.put_into_state(conn, record.id, State.UNDER_REVIEW)
