"""What the keeping of records shows: a record that is over, one under a hold, and what decides about other kinds.

Of a restriction, a safety marker, a request and a message: when it was over, how it came out, and who had a part in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from foundation.db import Connection
from incidents import store_audit, store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.audit import Act, Entry
from incidents.casefile import opened_entries
from incidents.marker_case import marker_of
from incidents.records import RecordEntry, RecordKind, State
from incidents.restriction_case import case_of
from incidents.rules.retention import Disposal
from incidents.store_records import StoredEntry, StoredRecord
from incidents.store_tasks import StoredTask
from incidents.vault import UNREADABLE, Vault

RESTRICTION_OVER = frozenset({State.ENDED, State.LIFTED, State.DECLINED})
_ENDINGS = (Act.ENDED, Act.LIFTED, Act.DECLINED)


@dataclass(frozen=True, slots=True)
class ClosedRecord:
    """A record that is closed, and whether it may be destroyed. `kept_until` is the last day on which it may not;
    `closed` is None where the log does not say. `undecided` says that nobody here may decide on it. `said` is what was
    said at its holds, where it alone was asked for.
    """

    id: str
    reference: str
    closed: date | None
    retention_class: str
    disposal: Disposal
    kept_until: date | None = None
    holds: tuple[str, ...] = ()
    undecided: bool = False
    kind: RecordKind = RecordKind.INCIDENT
    said: tuple[RecordEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A record that is not closed and on which there are holds; or none, where somebody asked for it by its number.
    `said` is what was said at them then.
    """

    id: str
    reference: str
    holds: tuple[str, ...]
    kind: RecordKind = RecordKind.INCIDENT
    said: tuple[RecordEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a record that is no report. `over` is when it was over, None while it is not; `outcomes` how it
    came out. `parties` wrote it, decided it or had it in hand, `about` are those it is about: neither decides.
    """

    over: datetime | None
    outcomes: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    waits: bool = False


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the database holds of one record."""

    record: StoredRecord
    story: Sequence[Entry]
    entries: Sequence[StoredEntry]
    tasks: Sequence[StoredTask]


def courses(
    conn: Connection, vault: Vault, stored: Sequence[StoredRecord], now: datetime
) -> Iterator[tuple[StoredRecord, Course | None]]:
    """The course of each; None of one that cannot be opened here.

    However many there are, and where there is none, it asks the database the same.
    """
    ids = [one.id for one in stored]
    stories, entries = store_audit.stories(conn, ids), store_records.entries_of(conn, ids)
    tasks = store_tasks.of_records(conn, ids)
    for one in stored:
        try:
            yield one, _course(vault, _Rows(one, stories[one.id], entries[one.id], tasks[one.id]), now)
        except UNREADABLE:
            yield one, None


def _course(vault: Vault, rows: _Rows, now: datetime) -> Course:
    match rows.record.kind:
        case RecordKind.RESTRICTION:
            return _restriction(vault, rows, now)
        case RecordKind.MARKER:
            return _marker(vault, rows, now)
        case RecordKind.MESSAGE:
            return _message(vault, rows)
        case RecordKind.REQUEST:
            return _request(vault, rows)
        case _:
            return Course(None)


def _marker(vault: Vault, rows: _Rows, now: datetime) -> Course:
    case = marker_of(vault, rows.record, rows.story, rows.entries)
    # Who put a hold on it, or lifted one, decides on its keeping and has no part in it.
    parties = frozenset(one.by for one in case.entries) | {rows.record.author}
    return Course(case.ended_at(now), frozenset({"ended"}), parties)


def _restriction(vault: Vault, rows: _Rows, now: datetime) -> Course:
    case = case_of(vault, rows.record, rows.story, rows.entries)
    state = case.state_at(now)
    parties = frozenset({case.wanted.proposer, case.decided_by, case.wanted.nominated}) - {""}
    if state not in RESTRICTION_OVER:
        return Course(None, parties=parties)
    acts = [one.at for one in case.story if one.kind in _ENDINGS]
    over = acts[-1] if acts else case.wanted.ends
    return Course(over, frozenset({state}), parties, waits=case.appeal_open)


def _message(vault: Vault, rows: _Rows) -> Course:
    record = rows.record
    message = vault.open(record.id, record.key, record.sealed).message
    parties = frozenset({message.taken_by, message.to, *(one.assignee for one in rows.tasks)})
    over = _last(rows.story, Act.TASK_DONE, Act.TASK_DROPPED) if record.state is State.CLOSED else None
    outcome = "dropped" if over and over.kind == Act.TASK_DROPPED else "done"
    return Course(over.at if over else None, frozenset({outcome}), parties)


def _request(vault: Vault, rows: _Rows) -> Course:
    record = rows.record
    content = vault.open(record.id, record.key, record.sealed)
    body = content.request
    over = _last(rows.story, Act.CLOSED) if record.state is State.CLOSED else None
    parties = frozenset({body.taken_by, record.handler}) - {""}
    about = content.excluded | frozenset(body.about)
    if over is None:
        return Course(None, parties=parties, about=about)
    opened = opened_entries(vault, record, rows.entries)
    said = [
        one for one in map(opened.get, (entry.detail for entry in rows.story)) if isinstance(one, ActSaid)
    ]
    dispositions = [str(one.said["disposition"]) for one in said if one.said.get("disposition")]
    outcomes = {str(body.matter), (dispositions or [body.disposition])[-1]} - {""}
    return Course(over.at, frozenset(outcomes), parties, about)


def _last(story: Sequence[Entry], *kinds: Act) -> Entry | None:
    return next((one for one in reversed(story) if one.kind in kinds), None)
