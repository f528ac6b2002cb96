"""Makes facts of records: names, words and numbers stay behind here. Seals are opened a bounded batch at a time.

What cannot be opened here is counted by what stands beside the seal, or not at all; it hides nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from foundation.db import Connection
from incidents import store_audit, store_records, store_requests, store_tasks
from incidents.act_json import ActSaid
from incidents.audit import Act, Entry
from incidents.casefile import opened_entries, passing_over
from incidents.records import State
from incidents.report import Behaviour
from incidents.request import ReplyKind, RequestPriority
from incidents.restriction_case import read_case
from incidents.rules.access import Operation
from incidents.rules.figures_facts import (
    AfterCare,
    IncidentFact,
    PromisedUpdate,
    RequestFact,
    RestrictionFact,
    TaskFact,
)
from incidents.rules.request_rights import RequestRights
from incidents.store_records import StoredRecord
from incidents.store_requests import StoredRequest
from incidents.task import GIVEN_KINDS, TaskState
from incidents.vault import Content, Vault

BATCH = 200
"""Records whose seals are opened together."""

_STATES = {
    Act.RESOLVED: State.RESOLVED,
    Act.CLOSED: State.CLOSED,
    Act.NOT_SOLVED: State.INVESTIGATING,
    Act.REOPENED: State.INVESTIGATING,
}
_FRESH = frozenset({Act.PRIORITISED, Act.REROUTED, Act.NOT_SOLVED, Act.REOPENED})
"""Acts after which the usual time until the next update begins anew."""

_OVER = (Act.ENDED, Act.LIFTED, Act.SUSPENDED)


@dataclass(frozen=True, slots=True)
class FactReader:
    """Reads facts with the rights in force, which say what a confidential lane is."""

    vault: Vault
    rights: RequestRights

    def requests(self, conn: Connection, ids: Sequence[str]) -> list[RequestFact]:
        """The facts of some requests."""
        stored, rows = store_records.by_id(conn, ids), store_requests.rows_of(conn, ids)
        stories, entries = store_audit.stories(conn, ids), store_records.entries_of(conn, ids)
        found = []
        for one in stored:
            if row := rows.get(one.id):
                said = opened_entries(self.vault, one, entries[one.id])
                found.append(self._request(one, row, stories[one.id], said))
        return found

    def incidents(
        self, conn: Connection, ids: Sequence[str], places: Mapping[str, str]
    ) -> list[IncidentFact]:
        """The facts of some reports; `places` are those of the organisation by their names in small letters."""
        entries, found = store_records.entries_of(conn, ids), []
        for one in store_records.by_id(conn, ids):
            with passing_over(one.reference):
                report = self.vault.open(one.id, one.key, one.sealed).report
                later = opened_entries(self.vault, one, entries[one.id]).values()
                kinds = {*report.behaviours, *(kind for said in later for kind in _behaviours(said))}
                found.append(
                    IncidentFact(
                        occurred_at=report.occurred_at.astimezone(UTC),
                        created_at=one.created_at,
                        channel=report.channel,
                        department=one.department,
                        place=places.get(" ".join(report.place.casefold().split()), ""),
                        behaviours=frozenset(kinds),
                        acknowledged_at=one.acknowledged_at,
                    )
                )
        return found

    def restrictions(self, conn: Connection, ids: Sequence[str], now: datetime) -> list[RestrictionFact]:
        """The facts of some restrictions, whoever they are of."""
        found = []
        for one in store_records.by_id(conn, ids):
            with passing_over(one.reference):
                case = read_case(conn, self.vault, one)
                ended = [entry.at for entry in case.story if entry.kind in _OVER]
                over = ended[-1] if ended else min(case.review, case.wanted.ends)
                appealed = tuple(entry.at for entry in case.story if entry.kind == Act.APPEALED)
                still = case.state_at(now) is State.IN_FORCE
                found.append(RestrictionFact(case.begins, None if still else over, appealed))
        return found

    def tasks(self, conn: Connection, ids: Sequence[str]) -> list[TaskFact]:
        """What was promised or agreed about some records."""
        stories, entries = store_audit.stories(conn, ids), store_records.entries_of(conn, ids)
        tasks, found = store_tasks.of_records(conn, ids), []
        for one in store_records.by_id(conn, ids):
            said = opened_entries(self.vault, one, entries[one.id])
            done = {
                words.task: entry.at
                for entry in stories[one.id]
                if entry.kind == Act.TASK_DONE and isinstance(words := said.get(entry.detail), ActSaid)
            }
            found += [
                TaskFact(task.due, done.get(task.id))
                for task in tasks[one.id]
                if task.kind in GIVEN_KINDS and task.state is not TaskState.DROPPED
            ]
        return found

    def _request(
        self, record: StoredRecord, row: StoredRequest, story: Sequence[Entry], said: Mapping[str, object]
    ) -> RequestFact:
        steps = [(entry, words) for entry in story for words in [said.get(entry.detail)]]
        states = [(record.created_at, State.RECEIVED)]
        states += [(entry.at, _STATES[Act(entry.kind)]) for entry, _ in steps if entry.kind in _STATES]
        return RequestFact(
            matter=row.matter,
            received_at=record.created_at,
            lane=row.lane if self.rights.is_confidential(row.lane) else "",
            department=record.department,
            ward=row.ward,
            category=row.category,
            states=tuple(states),
            priorities=self._priorities(record, row, steps),
            updates=tuple(_updates(steps)),
            after=tuple(_after(steps)),
            confirmed_at=record.acknowledged_at,
            contact_wanted=row.contact_wanted,
        )

    def _priorities(
        self, record: StoredRecord, row: StoredRequest, steps: Sequence[tuple[Entry, object]]
    ) -> tuple[tuple[datetime, RequestPriority], ...]:
        changed = [
            (entry.at, RequestPriority(str(words.said["to_priority"])))
            for entry, words in steps
            if isinstance(words, ActSaid) and words.operation is Operation.PRIORITISE
        ]
        first = row.priority
        if changed:
            with passing_over(record.reference):
                first = _opened(self.vault, record).request.priority
        return ((record.created_at, first), *changed)


def _opened(vault: Vault, record: StoredRecord) -> Content:
    return vault.open(record.id, record.key, record.sealed)


def _updates(steps: Sequence[tuple[Entry, object]]) -> Iterator[PromisedUpdate]:
    for entry, words in steps:
        done = words.operation if isinstance(words, ActSaid) else None
        if isinstance(words, ActSaid) and done in (Operation.NOTE, Operation.HOLD_REPLY):
            until = words.said.get("next_update")
            promised = until.astimezone(UTC) if isinstance(until, datetime) else None
            yield PromisedUpdate(entry.at, promised, done is Operation.HOLD_REPLY)
        elif isinstance(words, ActSaid) and done is Operation.SEND_REPLY:
            # What an e-mail promises holds once the mail server took it, and not while it waits; an acknowledgement
            # says the date of the clock that runs.
            until, promises = words.said.get("next_update"), words.said["reply_kind"] == ReplyKind.UPDATE
            if entry.kind == Act.REPLY_SENT and promises and isinstance(until, datetime):
                yield PromisedUpdate(entry.at, until.astimezone(UTC))
        elif entry.kind in _FRESH:
            yield PromisedUpdate(entry.at, None)


def _after(steps: Sequence[tuple[Entry, object]]) -> Iterator[tuple[datetime, AfterCare]]:
    for entry, words in steps:
        if entry.kind == Act.NOT_SOLVED:
            yield entry.at, AfterCare.NOT_SOLVED
        elif isinstance(words, ActSaid) and words.operation is Operation.FINISH:
            content = words.said.get("followed_up") == AfterCare.CONTENT
            yield entry.at, AfterCare.CONTENT if content else AfterCare.WAIVED


def _behaviours(said: object) -> tuple[Behaviour, ...]:
    """What a later statement or page says that happened."""
    if isinstance(said, ActSaid):
        named = said.said.get("behaviours")
        return tuple(Behaviour(one) for one in named) if isinstance(named, tuple) else ()
    return tuple(getattr(said, "behaviours", ()))
