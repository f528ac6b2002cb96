"""A request as somebody sees it who may: where it stands, what was taken down, and what was done since, as far as its
words are theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from foundation.db import Connection
from incidents import store_audit, store_files, store_open311, store_records, store_requests
from incidents.act_json import ActSaid
from incidents.attached import added_files, files_of
from incidents.audit import OF_OPEN311, Act, Entry
from incidents.casefile import passing_over
from incidents.open311 import Open311Standing
from incidents.open311_offer import is_unsettled, may_send
from incidents.records import Said
from incidents.request import RequestCase, RequestEvent, RequestStanding, RequestStep
from incidents.request_acts import useless
from incidents.request_work import RequestWork, ground_of
from incidents.rules.access import Operation
from incidents.rules.request_life import REQUEST_LIFE
from incidents.rules.request_rights import RequestRights
from incidents.rules.transitions import possible
from incidents.store_open311 import StoredOpen311
from incidents.store_records import StoredRecord
from incidents.store_requests import StoredRequest
from incidents.vault import Vault

BY_ITSELF = OF_OPEN311 | {
    *(Act.NOTIFIED, Act.NOT_DELIVERED, Act.UNREACHED, Act.CLOCK_RAN_OUT),
    *(Act.REPLY_SENT, Act.REPLY_UNSENT),
}
"""What happens to a request without an entry of anybody."""


def standing_of(
    work: RequestWork,
    record: StoredRecord,
    row: StoredRequest,
    viewer: str,
    own: StoredOpen311 | None = None,
) -> RequestStanding | None:
    """Where a request stands, as its reader may see it; None where they may not, or where it cannot be read here.

    `own` is its row of the city's own system.
    """
    about = work.readable(record)
    if record.state is None or about is None:
        return None
    allowed = work.rights.operations(viewer, ground_of(record, row), about)
    if Operation.SEE_STANDING not in allowed:
        return None
    acts = {one.operation for one in possible(record.state, REQUEST_LIFE)} | {Operation.VIEW}
    acts -= useless(record, row)
    return RequestStanding(
        id=record.id,
        reference=record.reference,
        matter=row.matter,
        state=record.state.value,
        lane=row.lane,
        department=record.department,
        category=row.category,
        priority=row.priority,
        taken_by=record.author,
        received_at=record.created_at,
        handler=record.handler,
        office=row.office,
        contact_wanted=row.contact_wanted,
        confirmed_at=record.acknowledged_at,
        reached_at=row.reached_at,
        to_ring=work.first(record, row, about) if Operation.REACH in allowed & acts else (),
        clocks=work.clocks(record, row),
        may=frozenset(allowed & acts),
        open311=_open311(work, record, row, own, works=Operation.NOTE in allowed) if own else None,
    )


def _open311(
    work: RequestWork, record: StoredRecord, row: StoredRequest, own: StoredOpen311, *, works: bool
) -> Open311Standing:
    return Open311Standing(
        state=own.state,
        since=own.changed_at,
        number=own.number,
        status=own.status,
        why=own.why,
        tries=own.tries,
        may_settle=works and is_unsettled(own),
        may_send=works and may_send(work.rights.rules.open311, record, row, own),
    )


def read_case(
    conn: Connection,
    vault: Vault,
    rights: RequestRights,
    record: StoredRecord,
    standing: RequestStanding,
    viewer: str,
) -> RequestCase:
    """All of a request; raises what the vault raises for a body that cannot be opened."""
    content = vault.open(record.id, record.key, record.sealed)
    row = store_requests.request_row(conn, record.id)
    assert row is not None  # noqa: S101 - a request that stands somewhere has one
    # Whoever only took it reads what they wrote and did, and not the words of those who see to it.
    whole = rights.may(viewer, ground_of(record, row), Operation.FOLLOW, content.excluded)
    story = store_audit.stories(conn, [record.id])[record.id]
    steps = tuple(_steps(conn, vault, record, story, viewer, whole=whole))
    events = tuple(
        RequestEvent(one.kind, one.at, one.detail, one.actor) for one in story if one.kind in BY_ITSELF
    )
    kept = store_files.of_records(conn, [record.id])[record.id] if added_files(story) else ()
    files = files_of(vault, record, story, kept, by="" if whole else viewer)
    own = store_open311.open311_row(conn, record.id) if whole and standing.open311 else None
    words = None
    if own is not None and own.sealed is not None:
        with passing_over(record.reference):
            words = vault.open_open311(record.id, record.key, own.sealed)
    return RequestCase(standing, content.request, steps, events, files, words)


def _steps(
    conn: Connection,
    vault: Vault,
    record: StoredRecord,
    story: Iterable[Entry],
    viewer: str,
    *,
    whole: bool,
) -> Iterator[RequestStep]:
    entries = {one.id: one.sealed for one in store_records.entries_of(conn, [record.id])[record.id]}
    for one in story:
        said: ActSaid | None = None
        if one.detail in entries and one.kind not in BY_ITSELF:
            with passing_over(record.reference):
                opened = vault.open_entry(record.id, record.key, one.detail, entries[one.detail])
                said = opened if isinstance(opened, ActSaid) else None
        if said is not None:
            words = said.said if whole or one.actor == viewer else _of_taker(said)
            yield RequestStep(one.detail, said.operation.value, one.actor, one.at, words)


def _of_taker(said: ActSaid) -> Mapping[str, Said]:
    """What whoever took it down reads of an act of others: how it came out, which they tell the customer (R12)."""
    if said.operation is not Operation.RESOLVE:
        return {}
    return {name: value for name, value in said.said.items() if name == "disposition"}
