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
from incidents.marker_case import readable_markers
from incidents.records import RecordKind, State
from incidents.restriction_case import read_case
from incidents.rules.retention import Disposal
from incidents.store_records import StoredRecord
from incidents.vault import UNREADABLE, Vault

RESTRICTION_OVER = frozenset({State.ENDED, State.LIFTED, State.DECLINED})
_ENDINGS = (Act.ENDED, Act.LIFTED, Act.DECLINED)


@dataclass(frozen=True, slots=True)
class ClosedRecord:
    """A record that is closed, and whether it may be destroyed. `kept_until` is the last day on which it may not;
    `closed` is None where the log does not say. `undecided` says that nobody here may decide on it.
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


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A record that is not closed and on which there are holds; or none, where somebody asked for it by its number."""

    id: str
    reference: str
    holds: tuple[str, ...]
    kind: RecordKind = RecordKind.INCIDENT


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


def courses(
    conn: Connection, vault: Vault, stored: Sequence[StoredRecord], now: datetime
) -> Iterator[tuple[StoredRecord, Course | None]]:
    """The course of each; None of one that cannot be opened here."""
    stories = store_audit.stories(conn, [one.id for one in stored])
    for one in stored:
        try:
            yield one, _course(conn, vault, one, stories[one.id], now)
        except UNREADABLE:
            yield one, None


def _course(
    conn: Connection, vault: Vault, record: StoredRecord, story: Sequence[Entry], now: datetime
) -> Course:
    match record.kind:
        case RecordKind.RESTRICTION:
            return _restriction(conn, vault, record, now)
        case RecordKind.MARKER:
            vault.open(record.id, record.key, record.sealed)  # Raises where it does not open.
            (case,) = readable_markers(conn, vault, [record])
            over = case.ended_at(now)
            # Who put a hold on it, or lifted one, decides on its keeping and has no part in it.
            parties = frozenset(one.by for one in case.entries) | {record.author}
            return Course(over, frozenset({"ended"}), parties)
        case RecordKind.MESSAGE:
            return _message(conn, vault, record, story)
        case RecordKind.REQUEST:
            return _request(conn, vault, record, story)
        case _:
            return Course(None)


def _restriction(conn: Connection, vault: Vault, record: StoredRecord, now: datetime) -> Course:
    case = read_case(conn, vault, record)
    state = case.state_at(now)
    parties = frozenset({case.wanted.proposer, case.decided_by, case.wanted.nominated}) - {""}
    if state not in RESTRICTION_OVER:
        return Course(None, parties=parties)
    acts = [one.at for one in case.story if one.kind in _ENDINGS]
    over = acts[-1] if acts else case.wanted.ends
    return Course(over, frozenset({state}), parties, waits=case.appeal_open)


def _message(conn: Connection, vault: Vault, record: StoredRecord, story: Sequence[Entry]) -> Course:
    message = vault.open(record.id, record.key, record.sealed).message
    had = {one.assignee for one in store_tasks.of_records(conn, [record.id])[record.id]}
    parties = frozenset({message.taken_by, message.to, *had})
    over = _last(story, Act.TASK_DONE, Act.TASK_DROPPED) if record.state is State.CLOSED else None
    outcome = "dropped" if over and over.kind == Act.TASK_DROPPED else "done"
    return Course(over.at if over else None, frozenset({outcome}), parties)


def _request(conn: Connection, vault: Vault, record: StoredRecord, story: Sequence[Entry]) -> Course:
    content = vault.open(record.id, record.key, record.sealed)
    body = content.request
    over = _last(story, Act.CLOSED) if record.state is State.CLOSED else None
    parties = frozenset({body.taken_by, record.handler}) - {""}
    about = content.excluded | frozenset(body.about)
    if over is None:
        return Course(None, parties=parties, about=about)
    entries = store_records.entries_of(conn, [record.id])[record.id]
    opened = opened_entries(vault, record, entries)
    said = [one for one in map(opened.get, (entry.detail for entry in story)) if isinstance(one, ActSaid)]
    dispositions = [str(one.said["disposition"]) for one in said if one.said.get("disposition")]
    outcomes = {str(body.matter), (dispositions or [body.disposition])[-1]} - {""}
    return Course(over.at, frozenset(outcomes), parties, about)


def _last(story: Sequence[Entry], *kinds: Act) -> Entry | None:
    return next((one for one in reversed(story) if one.kind in kinds), None)
