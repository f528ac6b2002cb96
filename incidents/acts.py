"""Does what somebody may do with a record: the entry, its new state, who has it in hand, and who hears of it.

Everything happens in the transaction that adds the entry, which holds the record's lock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from foundation.db import Connection
from incidents import store_audit, store_deliveries, store_keeping, store_letters, store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.audit import Act
from incidents.cards import cards_of, refresh, send, stop
from incidents.casefile import passing_over
from incidents.escalation import Escalation
from incidents.handing import above, leading
from incidents.jobs import Done, about_act
from incidents.linking import write_link
from incidents.notices import NoticeKind
from incidents.records import ActOutcome, RecordKind, State, Urgency
from incidents.rules.access import HANDLING, Operation
from incidents.rules.acts import MAKES_TASK
from incidents.rules.fields import is_asked
from incidents.rules.kinds import rules_of
from incidents.rules.restriction_acts import EVERY_SAID
from incidents.rules.retention import HoldKind
from incidents.rules.rights import Rights
from incidents.rules.transitions import Hears, Transition, transition
from incidents.store_records import StoredEntry, StoredRecord
from incidents.store_tasks import StoredTask
from incidents.task import TaskKind
from incidents.task_work import TaskWork
from incidents.vault import Vault


@dataclass(frozen=True, slots=True)
class Acts:
    """Does acts with the vault, the ladder and the roster in force."""

    vault: Vault
    escalation: Escalation

    @property
    def rights(self) -> Rights:
        """Who may what now."""
        return self.escalation.rights

    def take(
        self, conn: Connection, now: datetime, record: StoredRecord, by: str, done: ActSaid, draft: str
    ) -> ActOutcome:
        """Do an act that somebody may do; the same from the same draft is done once.

        Raises ValueError where a needed field was left empty.
        """
        refuse_incomplete(done)
        done = store_letters.digested(done)
        name, sealed = self.vault.seal_entry(record.id, record.key, f"{by}|{draft}", done)
        if any(one.id == name for one in store_records.entries_of(conn, [record.id])[record.id]):
            return ActOutcome.DONE
        life = rules_of(record.kind).life
        row = transition(record.state, done.operation, life) if record.state else None
        named = self.vault.open(record.id, record.key, record.sealed).excluded
        record = as_held(self.rights, record, named)
        if row is None:
            return ActOutcome.NOT_NOW
        if settled := _settled(conn, now, record, by, done):
            return settled
        other = self._other(conn, record, by, done) if done.operation is Operation.LINK else None
        if done.operation is Operation.LINK and other is None:
            return ActOutcome.NO_SUCH_RECORD
        after = _after(record, by, done, row)
        task = self._task(now, after, by, done, name, named)
        if task and not self._may_have(task.assignee, after, done.operation, named):
            return ActOutcome.NOBODY
        hearers = self._hearers(conn, record, after, done, row, named)
        above = Hears.ABOVE not in row.tells or hearers - {by, *record.whose}
        chosen = hearers.issuperset(_chosen(done)) and record.whose.isdisjoint(_chosen(done))
        if (Hears.CAO in row.tells and not hearers) or not above or not chosen:
            return ActOutcome.NOBODY
        store_records.add_entry(conn, record.id, StoredEntry(name, sealed))
        store_letters.keep(conn, self.vault, record, name, done.letters)
        _write(conn, record, after)
        if (
            done.operation in HANDLING
            and record.acknowledged_at is None
            and record.urgency is Urgency.ACKNOWLEDGE
        ):
            besides = record.whose if done.operation is Operation.CLOSE else hearers
            stop(conn, now, record, by, self.rights.owners(record.outline, named), besides)
        store_audit.append(conn, now, row.recorded, record_id=record.id, actor=by, detail=name)
        if other is not None:
            write_link(conn, self.vault, record, other, by, now, done, draft)
        if task and store_tasks.insert(conn, task):
            TaskWork(self.escalation).give(conn, now, after, task, by, named)
        tell(conn, now, after, row, name, hearers - {by})
        return ActOutcome.DONE

    def _task(
        self,
        now: datetime,
        record: StoredRecord,
        by: str,
        done: ActSaid,
        name: str,
        named: frozenset[str],
    ) -> StoredTask | None:
        """The task that an act makes, where it says until when.

        Where nobody is named, whoever does the act has it; a contact by a manager is for who answers for the record.
        """
        due = done.said.get("task_due")
        if done.operation not in MAKES_TASK or not isinstance(due, datetime):
            return None
        kind, words = MAKES_TASK[done.operation]
        kind = kind or TaskKind(str(done.said.get("task_kind") or done.said.get("promise_kind")))
        above = self.rights.answerable(record.outline, named) if _is_for_manager(done, kind) else ()
        return StoredTask(
            id=name,
            record_id=record.id,
            kind=kind,
            assignee=str(done.said.get("task_person") or next(iter(above), by)),
            made_by=by,
            made_at=now,
            due=due.astimezone(UTC),
            sealed=self.vault.seal_task(record.id, record.key, name, str(done.said.get(words) or "")),
            blocks=done.said.get("task_can_wait") is not True,
        )

    def _other(self, conn: Connection, record: StoredRecord, by: str, done: ActSaid) -> StoredRecord | None:
        """The other report that an act names, for who may read it; absent and forbidden are the same, and so is a
        record of another kind: whoever reads that one would read the words of this act.
        """
        name = str(done.said.get("link_to", ""))
        other = store_records.find(conn, name, lock=True, kind=RecordKind.INCIDENT)
        if other is None or other.id == record.id:
            return None
        told = other.id in store_deliveries.told_of(conn, by)
        with passing_over(other.reference):
            named = self.vault.open(other.id, other.key, other.sealed).excluded
            may = self.rights.may(by, other.outline, Operation.VIEW, told=told, named=named)
            return other if may else None
        return None

    def _may_have(
        self, person: str, record: StoredRecord, operation: Operation, named: frozenset[str]
    ) -> bool:
        """Whether a task may be given to somebody; who only promised it gives it to nobody beside the chain."""
        if operation is Operation.PROMISE and not self.rights.may_be_told(person, record.outline, named):
            return False
        return self.rights.may_be_tasked(person, record.outline, named)

    def _hearers(
        self,
        conn: Connection,
        record: StoredRecord,
        after: StoredRecord,
        done: ActSaid,
        row: Transition,
        named: frozenset[str],
    ) -> frozenset[str]:
        """Who is told of an act and may know of the record as it stands after it; its author of few."""
        people: set[str] = set()
        if Hears.CHAIN in row.tells:
            cards = cards_of(store_deliveries.of_record(conn, record.id))
            people |= {one.recipient for one in cards} | {record.handler, record.acknowledged_by}
            people |= set(self.rights.answerable(after.outline, named))
        if Hears.HANDLER in row.tells:
            people.add(record.handler)
        if Hears.ABOVE in row.tells:
            people |= above(self.rights, after, named, str(done.said.get("handed_to")))
        elif Hears.CAO in row.tells:
            people |= leading(self.rights, after, named)
        if Hears.CHOSEN in row.tells:
            people |= set(_chosen(done))
        may = {one for one in people if one and self.rights.may_be_told(one, after.outline, named)}
        whose = self.rights.owners(record.outline, named)
        return frozenset(may | whose if Hears.AUTHOR in row.tells else may - record.whose)


def _settled(
    conn: Connection, now: datetime, record: StoredRecord, by: str, done: ActSaid
) -> ActOutcome | None:
    """What becomes of an act that changes nothing: it is so already, or something has to be done before."""
    if done.operation is Operation.TAKE_OVER and record.handler == by:
        return ActOutcome.DONE
    if done.operation is Operation.CLOSE and store_tasks.blocking(conn, record.id):
        return ActOutcome.TASKS_OPEN
    if not _holds(conn, now, record, by, done):
        return ActOutcome.NOT_HELD
    return None


def refuse_incomplete(done: ActSaid) -> None:
    """Raise ValueError where an act lacks a field it needs, or names somebody for a task that is never due."""
    said = done.said
    asked = (one for one in EVERY_SAID[done.operation] if one.needed and is_asked(one, said))
    missing = [one.name for one in asked if said.get(one.name) in (None, "", ())]  # “No” is an answer.
    if said.get("task_person") and not said.get("task_due"):
        missing.append("task_due")
    if missing:
        raise ValueError(f"An act lacks {', '.join(missing)}.")


def tell(
    conn: Connection,
    now: datetime,
    record: StoredRecord,
    row: Transition,
    entry: str,
    hearers: frozenset[str],
) -> None:
    """Let those who are told of an act hear of it, and bring the cards of the others up to date."""
    about = partial(about_act, record.id, Done(entry, row.recorded, record.handler), run_at=now)
    if record.kind is RecordKind.MESSAGE:
        send(conn, now, [about(NoticeKind.MESSAGE, one) for one in sorted(hearers)])
        return
    if record.kind is not RecordKind.INCIDENT:
        send(conn, now, [about(NoticeKind.RESTRICTION, one) for one in sorted(hearers)])
        return
    kinds = dict.fromkeys(record.whose, NoticeKind.HANDLED)
    notices = [about(kinds.get(one, NoticeKind.ACTED), one) for one in sorted(hearers)]
    if row.operation is Operation.CLOSE:
        notices += [about(NoticeKind.REPORTED, one) for one in sorted(record.whose)]
    send(conn, now, notices)
    if row.operation is not Operation.LINK:  # Nobody learns by it that there is another record (`casefile`).
        refresh(conn, now, record, entry, besides=hearers)


def _write(conn: Connection, record: StoredRecord, after: StoredRecord) -> None:
    """Write down what an act changed of a record."""
    if after.state is not record.state and after.state is not None:
        store_records.put_into_state(conn, record.id, after.state)
    if (after.handler, after.assigned_by) != (record.handler, record.assigned_by):
        store_records.hand_to(conn, record.id, after.handler, after.assigned_by)
    if after.shared != record.shared:
        store_records.share(conn, record.id, after.shared)


def as_held(rights: Rights, record: StoredRecord, named: frozenset[str]) -> StoredRecord:
    """The record without a handler whose ground is gone: nobody has it in hand then."""
    if not record.handler or rights.may_be_told(record.handler, record.outline, named):
        return record
    return replace(record, handler="", assigned_by="")


def reported_to(record: StoredRecord) -> str:
    """Who has to be told before a record closes: whoever it was written for, else its author."""
    return record.filed_for or record.author


def close(conn: Connection, now: datetime, record: StoredRecord) -> None:
    """What was reported back has reached whose record it is: it closes (D35)."""
    store_records.put_into_state(conn, record.id, State.CLOSED)
    store_audit.append(conn, now, Act.CLOSED, record_id=record.id, detail=reported_to(record))
    refresh(conn, now, record, f"closed:{now.isoformat()}")


def _after(record: StoredRecord, by: str, done: ActSaid, row: Transition) -> StoredRecord:
    """The record as the act leaves it. Who handles one that nobody has in hand has it from then on."""
    handler, assigned_by = record.handler, record.assigned_by
    if done.operation is Operation.ASSIGN:
        (handler,), assigned_by = _chosen(done), by
    elif handler != by and (
        done.operation is Operation.TAKE_OVER or (done.operation in HANDLING and not handler)
    ):
        handler = assigned_by = by
    shared = record.shared | set(_chosen(done)) if done.operation is Operation.SHARE else record.shared
    return replace(
        record,
        state=row.leads_to or record.state,
        handler=handler,
        assigned_by=assigned_by,
        shared=frozenset(shared),
    )


def _holds(conn: Connection, now: datetime, record: StoredRecord, by: str, done: ActSaid) -> bool:
    """Put a hold on, or take one off; False where there is none of that kind."""
    kind = done.said.get("hold_kind")
    if done.operation is Operation.HOLD:
        store_keeping.place_hold(conn, record.id, HoldKind(str(kind)), by, now)
    elif done.operation is Operation.LIFT_HOLD:
        return store_keeping.lift_hold(conn, record.id, HoldKind(str(kind)))
    return True


def _is_for_manager(done: ActSaid, kind: TaskKind) -> bool:
    """Whether a customer was promised that somebody over whoever spoke with them gets in touch (D64)."""
    return done.operation is Operation.PROMISE and kind is TaskKind.CONTACT


def _chosen(done: ActSaid) -> tuple[str, ...]:
    """The people an act names: whom it is given to, or with whom it is shared."""
    said = done.said.get("assignee") or done.said.get("share_with") or ()
    return (said,) if isinstance(said, str) else _texts(said)


def _texts(said: object) -> tuple[str, ...]:
    return tuple(str(one) for one in said) if isinstance(said, Iterable) else ()
