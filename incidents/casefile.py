"""A record put together from its rows: what was written, who was told, what happened since."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from foundation.db import Connection
from incidents import store_audit, store_deliveries, store_files, store_keeping, store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.attached import confirmed_with, files_of
from incidents.audit import Act, Entry
from incidents.links_shown import reads_none, without_links
from incidents.newer import NewerContent
from incidents.notices import CARDS
from incidents.records import (
    Attestation,
    DeliveryRow,
    DeliveryState,
    Record,
    RecordEntry,
    RecordKind,
    State,
    Statement,
    TimelineEntry,
)
from incidents.rules.access import Operation
from incidents.rules.acts import KEPT_FROM_AUTHOR, MAKES_TASK
from incidents.rules.customer_told import customer_untold
from incidents.rules.rights import Rights
from incidents.rules.transitions import TRANSITIONS, possible
from incidents.shutting_out import without_shutting_out
from incidents.store_deliveries import StoredDelivery
from incidents.store_files import StoredAttachment
from incidents.store_records import StoredEntry, StoredRecord
from incidents.store_tasks import StoredTask
from incidents.vault import RECORDS, UNREADABLE, Content, Vault

log = structlog.get_logger()

FURTHEST = (
    DeliveryState.ACKNOWLEDGED,
    DeliveryState.SEEN,
    DeliveryState.SENT,
    DeliveryState.SENDING,
    DeliveryState.WAITING,
    DeliveryState.NOT_REACHED,
    DeliveryState.FAILED,
)

DEEDS = frozenset(one.recorded for one in TRANSITIONS) - {Act.ACKNOWLEDGED, Act.AMENDED, Act.ATTACHED}
"""Kinds of the log whose detail names an entry that holds what was said of an act."""

WITH_TASK = frozenset(one.recorded for one in TRANSITIONS if one.operation in MAKES_TASK) | {
    Act.SUBMITTED,
    Act.OPENED,
}
"""Kinds of the log of which a task may have come."""

CONFIRMED = (Act.SUBMITTED, Act.COMPLETED)
"""Kinds of the log whose detail is the digest of what the author confirmed."""

WITH_ENTRY = DEEDS | {Act.AMENDED}

REPEATED: Mapping[str, Callable[[Entry], str]] = {
    Act.ASKED_AGAIN.value: lambda _: "",
    Act.NOTIFIED.value: lambda entry: entry.detail,
    Act.NOT_DELIVERED.value: lambda entry: entry.detail,
}
"""What happens again and again while nobody acknowledges, and what tells one such thing from another."""


def assemble(conn: Connection, vault: Vault, stored: StoredRecord) -> Record:
    """The whole record, without later statements that cannot be opened; raises what is in UNREADABLE."""
    rows = _rows(conn, [stored])
    record = _put_together(vault, stored, rows)
    if record.attested is None:
        return record
    files = confirmed_with(rows.stories[stored.id], rows.files.get(stored.id, ()))
    now = vault.digest(stored.id, stored.key, record.report, files)
    return replace(record, attested=replace(record.attested, holds=record.attested.digest == now))


def assemble_all(conn: Connection, vault: Vault, stored: Sequence[StoredRecord]) -> tuple[Record, ...]:
    """These records, with a few queries for all of them; one that cannot be shown here hides no other."""
    rows = _rows(conn, stored)
    shown: list[Record] = []
    for one in stored:
        with passing_over(one.reference):
            shown.append(_put_together(vault, one, rows))
    return tuple(shown)


def allowed(
    rights: Rights,
    vault: Vault,
    record: StoredRecord,
    person: str,
    operation: Operation,
    told: Container[str],
) -> bool:
    """Whether somebody may do this with a record; `told` are the ids of those they were told of.

    Opening the seal, under which the people complained of stand, costs more than the rest together: first those who
    may not see it anyway.
    """
    is_told = record.id in told
    if not rights.might(person, record.outline, operation, told=is_told):
        return False
    named = vault.open(record.id, record.key, record.sealed).excluded
    return rights.may(person, record.outline, operation, told=is_told, named=named)


@contextlib.contextmanager
def passing_over(reference: str) -> Iterator[None]:
    """Go on after a record that cannot be shown here; the log says which."""
    try:
        yield
    except UNREADABLE as error:
        log.error("record_not_opened", reference=reference, cause=type(error).__name__)  # noqa: TRY400 - no trace


@dataclass(frozen=True, slots=True)
class _Rows:
    """What stands beside some records, by record."""

    stories: Mapping[str, Sequence[Entry]]
    deliveries: Mapping[str, Sequence[StoredDelivery]]
    entries: Mapping[str, Sequence[StoredEntry]]
    tasks: Mapping[str, Sequence[StoredTask]]
    holds: Mapping[str, tuple[str, ...]]
    files: Mapping[str, Sequence[StoredAttachment]]


def _rows(conn: Connection, stored: Sequence[StoredRecord]) -> _Rows:
    ids = [one.id for one in stored]
    stories = store_audit.stories(conn, ids)
    added = [name for name, story in stories.items() if any(one.kind in WITH_ENTRY for one in story)]
    entries = store_records.entries_of(conn, added) if added else {}
    tasked = [name for name, story in stories.items() if any(one.kind in WITH_TASK for one in story)]
    tasks = store_tasks.of_records(conn, tasked) if tasked else {}
    held = [name for name, story in stories.items() if any(one.kind == Act.HELD for one in story)]
    holds = store_keeping.holds_of(conn, held) if held else {}
    attached = [name for name, story in stories.items() if any(one.kind == Act.ATTACHED for one in story)]
    files = store_files.of_records(conn, attached) if attached else {}
    return _Rows(stories, store_deliveries.of_records(conn, ids), entries, tasks, holds, files)


def content_of(vault: Vault, stored: StoredRecord) -> tuple[Content, State]:
    """What of a record must be readable to show it; raises what is in UNREADABLE."""
    content = vault.open(stored.id, stored.key, stored.sealed)
    if stored.state is None:
        vault.ring.unopened.note(RECORDS, stored.id, opened=False)
        raise NewerContent("The record is in a state this version does not know.")
    return content, stored.state


def _put_together(vault: Vault, stored: StoredRecord, rows: _Rows) -> Record:
    content, state = content_of(vault, stored)
    opened = opened_entries(vault, stored, rows.entries.get(stored.id, ()))
    statements = {name: one for name, one in opened.items() if isinstance(one, Statement)}
    story = rows.stories[stored.id]
    order = [entry.detail for entry in story if entry.kind == Act.AMENDED]
    entries = tuple(_entry(one, opened.get(one.detail)) for one in story if one.kind in DEEDS)
    return Record(
        id=stored.id,
        reference=stored.reference,
        report=content.report,
        state=state,
        created_at=stored.created_at,
        acknowledged_by=stored.acknowledged_by,
        acknowledged_at=stored.acknowledged_at,
        deliveries=tuple(map(_row, _one_each(rows.deliveries[stored.id]))),
        timeline=tuple(_event(entry, statements) for entry in _first_and_last(story)),
        urgency=stored.urgency,
        added=tuple(statements[name] for name in order if name in statements),
        handler=stored.handler,
        shared=tuple(sorted(stored.shared)),
        entries=entries,
        tasks=tuple(one.shown(stored.reference) for one in rows.tasks.get(stored.id, ())),
        is_whole=content.is_whole,
        opened=content.opened,
        attested=next(
            (Attestation(one.at, one.detail) for one in story if one.kind in CONFIRMED and one.detail), None
        ),
        holds=rows.holds.get(stored.id, ()),
        files=files_of(vault, stored, story, rows.files.get(stored.id, ())),
        customer_untold=customer_untold(entries, stored.state),
    )


def may_read(conn: Connection, vault: Vault, rights: Rights, reader: str) -> Callable[[str], bool]:
    """Whether somebody may read the report of a reference now; absent and forbidden are the same."""

    def reads(reference: str) -> bool:
        other = store_records.find(conn, reference, kind=RecordKind.INCIDENT)
        if other is None or other.state is None:
            return False
        with passing_over(other.reference):
            told = store_deliveries.told_of(conn, reader)
            return allowed(rights, vault, other, reader, Operation.VIEW, told)
        return False

    return reads


def for_reader(
    record: Record,
    reader: str,
    allowed: frozenset[Operation],
    reads: Callable[[str], bool] = reads_none,
) -> Record:
    """A record as somebody sees it who may do what is `allowed`: what its state lets them do, and the words that are
    for them. What those who handle it say to one another is kept from its author; `reads` says which others they read.
    """
    record = without_links(record, allowed, reads)
    may = frozenset(one.operation for one in possible(record.state) if one.operation in allowed)
    may |= allowed & {Operation.SEE_LOOKS}
    if not record.holds:
        may -= {Operation.LIFT_HOLD}
    if reader == record.handler:
        may -= {Operation.TAKE_OVER}
    if record.whole_report.primary_employee not in ("", reader):
        may -= {Operation.POLICE}  # Whoever was affected decides that, and nobody for them (D16).
    if reader not in record.report.whose:
        return replace(record, may=may)
    record = without_shutting_out(record)
    entries = (
        replace(one, said={}, own=()) if one.operation in KEPT_FROM_AUTHOR and one.by != reader else one
        for one in record.entries
    )
    return replace(record, may=may, entries=tuple(entries))


def _entry(done: Entry, opened: Statement | ActSaid | None) -> RecordEntry:
    if not isinstance(opened, ActSaid):
        return RecordEntry(done.detail, done.kind, done.actor, done.at)
    return RecordEntry(done.detail, done.kind, done.actor, done.at, opened.operation, opened.said, opened.own)


def opened_entries(
    vault: Vault, stored: StoredRecord, entries: Sequence[StoredEntry]
) -> dict[str, Statement | ActSaid]:
    """What was added later, by entry; one that does not open is left out and hides no other."""
    opened = {}
    for one in entries:
        try:
            opened[one.id] = vault.open_entry(stored.id, stored.key, one.id, one.sealed)
        except UNREADABLE as error:
            log.error("entry_not_opened", reference=stored.reference, cause=type(error).__name__)  # noqa: TRY400 - no trace
    return opened


def _one_each(deliveries: Sequence[StoredDelivery]) -> list[StoredDelivery]:
    """Of everybody who was asked or told, once or many times, the notice that came furthest, the latest of those."""
    best: dict[str, StoredDelivery] = {}
    for one in deliveries:
        before = best.get(one.recipient)
        if one.kind in CARDS and (
            before is None or FURTHEST.index(one.state) <= FURTHEST.index(before.state)
        ):
            best[one.recipient] = one
    return list(best.values())


def _first_and_last(story: Sequence[Entry]) -> list[Entry]:
    """The story without what was repeated in between: asking again goes on until somebody acknowledges."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, entry in enumerate(story):
        if entry.kind in REPEATED:
            places.setdefault((entry.kind, REPEATED[entry.kind](entry)), []).append(place)
    between = {place for found in places.values() for place in found[1:-1]}
    return [entry for place, entry in enumerate(story) if place not in between]


def _row(delivery: StoredDelivery) -> DeliveryRow:
    return DeliveryRow(
        recipient=delivery.recipient,
        level=delivery.level,
        state=delivery.state,
        platform=delivery.platform,
        at=delivery.at,
        code=delivery.code,
    )


def _event(entry: Entry, statements: Mapping[str, Statement]) -> TimelineEntry:
    detail = entry.detail
    if entry.kind == Act.AMENDED:
        detail = statements[detail].text if detail in statements else ""
    elif entry.kind in (*CONFIRMED, Act.ATTACHED):
        detail = ""
    return TimelineEntry(entry.at, entry.kind, entry.actor, detail)
