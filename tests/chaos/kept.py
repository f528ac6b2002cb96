"""What is left after the kills, compared with what people saw: nothing confirmed lost, nobody left untold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, or_, select

from adapters.records import key_ring
from adapters.settings import Settings
from bot.words import sentence
from foundation.db import Connection
from foundation.db_open import open_database
from foundation.outbox.jobs import Lane
from foundation.outbox.tables import jobs
from foundation.sealing import KeyRing
from incidents import store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.audit import Act
from incidents.casefile import opened_entries
from incidents.records import RecordKind, State
from incidents.request import ServiceRequest
from incidents.safety import store_calls
from incidents.safety.call import Call
from incidents.safety.tables import call_notices, calls
from incidents.store_records import StoredRecord
from incidents.store_tasks import StoredTask
from incidents.tables import audit, tasks
from incidents.task import TaskState
from incidents.vault import Vault
from tests.chaos.ledger import MARK, Ledger
from tests.chaos.people import Person

MOST = 100_000
NUMBERLESS = "request without its number"


@dataclass(frozen=True, slots=True)
class Left:
    """What the database holds. `words` counts how often each marked word was written, `tasks` are with their words,
    `waiting` is how many jobs are due and not done.
    """

    records: tuple[StoredRecord, ...]
    words: Counter[str]
    requests: dict[str, StoredRecord]
    tasks: tuple[tuple[StoredTask, str], ...]
    taken: frozenset[tuple[str, str]]
    calls: dict[str, Call]
    asked: frozenset[tuple[str, str]]
    waiting: int

    @property
    def references(self) -> dict[str, str]:
        """The references of records by their ids."""
        return {one.id: one.reference for one in self.records}


async def left(url: str, folder: Path, now: datetime) -> Left:
    """Read everything, with the keys of the program that was killed."""
    ring = key_ring(Settings.model_validate({"data": folder / "data"}))
    db = open_database(url)
    try:
        return await db.read(lambda conn: _read(conn, ring, now), within=120)
    finally:
        await db.close()


async def waiting(url: str, now: datetime) -> int:
    """How many jobs are due and not done, or on a lease that somebody who was killed may hold, or tried in vain."""
    db = open_database(url)
    try:
        return await db.read(lambda conn: _due(conn, now), within=60)
    finally:
        await db.close()


def _due(conn: Connection, now: datetime) -> int:
    tried = (jobs.c.attempts > 0) & (jobs.c.lane != Lane.WATCH.value)
    soon = or_(jobs.c.run_at <= now, jobs.c.owner != "", tried)
    query = select(func.count()).where(jobs.c.done_at.is_(None), soon)
    return int(conn.execute(query).scalar_one())


def _read(conn: Connection, ring: KeyRing, now: datetime) -> Left:
    vault, records = Vault(ring), tuple(store_records.following(conn, "", MOST))
    entries = store_records.entries_of(conn, [one.id for one in records])
    words: Counter[str] = Counter()
    requests: dict[str, StoredRecord] = {}
    for record in records:
        for one in opened_entries(vault, record, entries[record.id]).values():
            said = " ".join(map(str, one.said.values())) if isinstance(one, ActSaid) else one.text
            words.update(MARK.findall(said))
        body = vault.open(record.id, record.key, record.sealed).body
        if isinstance(body, ServiceRequest):
            requests |= dict.fromkeys(MARK.findall(body.description), record)
            words.update(MARK.findall(body.description))
    by_id = {one.id: one for one in records}
    names = conn.execute(select(tasks.c.id)).scalars().all()
    given = [task for name in names if (task := store_tasks.find(conn, name))]
    taken = select(audit.c.record_id, audit.c.actor).where(audit.c.kind == Act.TAKEN_OVER.value)
    found = [store_calls.find(conn, ring, name) for name in conn.execute(select(calls.c.id)).scalars()]
    open_calls = {one.place: one for one in found if one}
    asked = select(call_notices.c.call_id, call_notices.c.recipient).distinct()
    return Left(
        records,
        words,
        requests,
        tuple((one, _words_of(vault, by_id[one.record_id], one)) for one in given),
        frozenset((by_id[row.record_id].reference, row.actor) for row in conn.execute(taken)),
        {mark: one for place, one in open_calls.items() for mark in MARK.findall(place)},
        frozenset((row.call_id, row.recipient) for row in conn.execute(asked)),
        _due(conn, now),
    )


def _words_of(vault: Vault, record: StoredRecord, task: StoredTask) -> str:
    return vault.open_task(record.id, record.key, task.id, task.sealed)


def broken(ledger: Ledger, left: Left, people: dict[str, Person], names: dict[str, str]) -> list[str]:
    """Every promise that was not kept, a line each."""
    heard = {email: _heard(person) for email, person in people.items()}
    found = [*_lost(ledger, left), *_tasks(left, heard, names), *_calls(ledger, left)]
    found += [*_unanswered(left, heard, names), *_requests(ledger, left, heard)]
    if left.waiting:
        found.append(f"left undone: {left.waiting} jobs")
    return sorted(found)


def _heard(person: Person) -> list[str]:
    """What every message to somebody said first, and what it says now."""
    return [f"{seen.first}\n{seen.now}" for _, seen in person.inbox()]


def _lost(ledger: Ledger, left: Left) -> Iterator[str]:
    for word, what in ledger.written.items():
        if left.words[word] != 1 and word not in ledger.tasks:
            yield f"written {left.words[word]} times: {what}"
    kept = {words for _, words in left.tasks}
    for word, (reference, whom) in ledger.tasks.items():
        if not any(word in one for one in kept):
            yield f"task lost: of {whom} on {reference}"
    for reference, who in ledger.taken - left.taken:
        yield f"take-over lost: {reference} by {who}"
    states = {one.reference: one.state for one in left.records}
    for reference in ledger.closed:
        if states.get(reference) is not State.CLOSED:
            yield f"not closed, or its author not told: {reference}"
    done = {
        (left.references[one.record_id], one.assignee) for one, _ in left.tasks if one.state is TaskState.DONE
    }
    for reference, who in ledger.done - done:
        yield f"done task lost: {reference} by {who}"


def _tasks(left: Left, heard: dict[str, list[str]], names: dict[str, str]) -> Iterator[str]:
    """No task unsaid: whoever has it was told, and whoever gave it hears that it is done."""
    for task, _ in left.tasks:
        reference = left.references[task.record_id]
        given = sentence("task.given", name=names[task.made_by])
        if task.assignee != task.made_by and not _is_told(heard, task.assignee, reference, given):
            yield f"task unsaid: {reference} to {task.assignee}"
        done = sentence("act.told_task_done", name=names[task.assignee])
        is_done = task.state is TaskState.DONE and task.assignee != task.made_by
        if is_done and not _is_told(heard, task.made_by, reference, done):
            yield f"done task unsaid: {reference} to {task.made_by}"


def _calls(ledger: Ledger, left: Left) -> Iterator[str]:
    """What was seen of calls is so."""
    for place in ledger.calls.keys() - left.calls.keys():
        yield f"call lost: of {ledger.calls[place]}"
    for place, who in ledger.coming:
        if place not in left.calls or who not in {one.person for one in left.calls[place].coming}:
            yield f"answer lost: of {who}"
    for place in ledger.over & left.calls.keys():
        if left.calls[place].is_open:
            yield f"end of a call lost: of {ledger.calls[place]}"


def _unanswered(left: Left, heard: dict[str, list[str]], names: dict[str, str]) -> Iterator[str]:
    """No call unanswered: everybody it asked was told, and whoever called heard who comes.

    Of one that is over nobody is told any more, and its card says that alone: those that go on prove it.
    """
    for place, call in left.calls.items():
        if not call.is_open:
            continue
        caller = call.need.person
        asked = {who for name, who in left.asked if name == call.id} - {caller}
        if not asked:
            yield f"call that asked nobody: of {caller}"
        needs = sentence("call.needs", name=names[caller])
        yield from (
            f"call unheard: of {caller} by {who}" for who in asked if not _is_told(heard, who, needs, place)
        )
        for helper in call.coming:
            if not _is_told(heard, caller, sentence("call.comes", name=names[helper.person])):
                yield f"answer unheard: {helper.person} to {caller}"


def _requests(ledger: Ledger, left: Left, heard: dict[str, list[str]]) -> Iterator[str]:
    """Whoever took a request down got its number, and those who see to it were told."""
    for word, who in ledger.requests.items():
        if word in left.requests:
            number = left.requests[word].reference
            ways = (sentence(key, reference=number) for key in ("request.taken", "request.news_taken"))
            if not any(_is_told(heard, who, way) for way in ways):
                yield f"{NUMBERLESS}: {number} to {who}"
    for record in (one for one in left.records if one.kind is RecordKind.REQUEST):
        news = sentence("request.news_new", reference=record.reference)
        if not any(_is_told(heard, who, news) for who in heard):
            yield f"request nobody was told of: {record.reference}"


def _is_told(heard: dict[str, list[str]], who: str, *words: str) -> bool:
    """Whether one message to somebody says all this; of somebody who is in front of no platform nothing is known."""
    return who not in heard or any(all(one in said for one in words) for said in heard[who])
