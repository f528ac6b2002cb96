"""Who may do what: the whole table, cell by cell, and then through the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.db import Connection
from foundation.ids import new_id
from incidents import store_keeping, store_records, store_tasks
from incidents.attachment import AttachOutcome
from incidents.cards import send
from incidents.escalation import Escalation
from incidents.jobs import Done, about_act
from incidents.notices import NoticeKind
from incidents.records import Acknowledgement, ActOutcome, State
from incidents.rules.access import ALLOWED, HANDLING, Operation, Relation, may, relations
from incidents.rules.acts import TASK_FIELDS
from incidents.rules.file_limits import PLAIN_LIMITS
from incidents.rules.ladder import parse_ladder
from incidents.rules.retention import HoldKind
from incidents.rules.transitions import TRANSITIONS
from incidents.task import TaskKind
from tests.fakes.roster import (
    AUTHOR,
    BACKUP,
    CAO,
    COLLEAGUE,
    GUEST,
    HEAD,
    HR,
    OTHER_HEAD,
    PARKS,
    RECORDS,
    TRANSIT,
    FakeRoster,
)
from tests.fixtures.a_file import a_file
from tests.fixtures.acts import said_of
from tests.fixtures.at_hand import database_kind, db
from tests.fixtures.office import Office

__all__ = ["database_kind", "db"]

OPERATIONS = (
    "view follow acknowledge amend take_over assign return correct contact ask_cao agree share close tell_in_person"
    " not_solved reopen add_task promise finish_task snooze_task give_task drop_task see_looks hand_over link hold"
    " lift_hold classify destroy log add_details add_customer add_safety police attach add_statement see_part"
    " add_staff write_letter decide_correspondence"
)
TABLE = """
                 vfa. tarc caas ctnr tpds grlh lhxc dgdc spfs tnwd
author           v..a ...c .a.. ..n. .p.. ..lh .... ..dc spf. .n..
filed_for        v..a ...c .a.. ..n. .p.. ..lh .... ..dc spf. .n..
told             vfa. t... .a.. .... .... .... .... .... .... ....
head             vfa. tar. caas ct.r tpd. gr.h l... .... ..f. ..wd
backup           vfa. tar. caas ct.r tpd. gr.h l... .... ..f. ..wd
handler          vfa. tar. caa. ct.r tpd. gr.h .... .... ..f. ..w.
shared           vf.. .... .... .... .... .... .... .... .... ....
tasked           .... .... .... .... ..ds g... .... .... .... ....
witness          .... .... .... .... .... .... .... .... ...s t...
cao              vfa. tar. c.as ct.r tpd. gr.. l... .g.. ..f. ..wd
records_officer  v... .... .... .... .... ..l. .hxc dg.. .... ....
hr               .... .... .... .... .... .... .... .... .... ....
other_head       .... .... .... .... .... .... .... .... .... ....
staff            .... .... .... .... .... .... .... .... .... ....
guest            .... .... .... .... .... .... .... .... .... ....
named            .... .... .... .... .... .... .... .... .... ....
"""
"""One column for each of OPERATIONS, in fours: a letter for yes, a dot for no."""


EVERY = tuple(product(Relation, Operation))
OF_OTHER_KINDS = {
    *(Relation.COLLEAGUE, Relation.DECIDES, Relation.DECIDED, Relation.JUDGES),
    *(Relation.READER, Relation.TAKER),
}
"""Relations to a restriction or a request: nobody stands in them to an incident, and they allow nothing with one."""


def _cells() -> dict[tuple[Relation, Operation], bool]:
    _, *rows = TABLE.strip().splitlines()
    operations = [Operation(name) for name in OPERATIONS.split()]
    return {
        (Relation(name), operation): mark != "."
        for name, *marks in map(str.split, rows)
        for operation, mark in zip(operations, "".join(marks), strict=True)
    }


def test_the_written_table_is_whole_and_is_what_the_policy_does() -> None:
    cells = _cells()
    written = {
        (relation, operation): cells.get((relation, operation), False) for relation, operation in EVERY
    }
    assert set(cells) <= set(EVERY)
    assert {cell: may(frozenset({cell[0]}), cell[1]) for cell in EVERY} == written
    assert {relation for relation, _ in EVERY} - {relation for relation, _ in cells} == OF_OTHER_KINDS


def test_who_stands_in_no_relation_may_nothing() -> None:
    assert not any(may(frozenset(), operation) for operation in Operation)


def test_every_relation_has_its_row() -> None:
    assert set(ALLOWED) == set(Relation)


@given(st.frozensets(st.sampled_from(Relation)), st.sampled_from(Operation))
def test_no_combination_gives_more_than_its_parts_and_a_veto_wins(
    standing: frozenset[Relation], operation: Operation
) -> None:
    parts = [may(frozenset({one}), operation) for one in standing]
    if may(standing, operation):
        assert any(parts)
    if standing & {Relation.NAMED, Relation.GUEST}:
        assert not may(standing, operation)
    if Relation.AUTHOR in standing:
        assert not any(may(standing, one) for one in (Operation.ACKNOWLEDGE, *HANDLING, Operation.SHARE))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (AUTHOR, Relation.AUTHOR),
        (HEAD, Relation.HEAD),
        (BACKUP, Relation.BACKUP),
        (CAO, Relation.CAO),
        (OTHER_HEAD, Relation.OTHER_HEAD),
        (RECORDS, Relation.RECORDS),
        (HR, Relation.HR),
        (GUEST, Relation.GUEST),
        (COLLEAGUE, Relation.STAFF),
        ("nobody@example.gov", Relation.STAFF),
    ],
)
def test_relations_come_from_the_roster(person: str, expected: Relation) -> None:
    roster = FakeRoster.town()
    found = relations(person, author=AUTHOR, department=TRANSIT, told=False, roster=roster)
    assert found == {expected}


def test_a_head_of_no_department_is_not_the_head_of_a_record_without_one() -> None:
    roster = FakeRoster({HEAD: ("", frozenset({"department_head"}))})
    assert Relation.HEAD not in relations(HEAD, author=AUTHOR, department="", told=False, roster=roster)


def test_a_backup_of_no_department_is_not_the_backup_of_a_record_without_one() -> None:
    roster = FakeRoster({BACKUP: ("", frozenset({"department_backup"}))})
    standing = relations(BACKUP, author=AUTHOR, department="", told=False, roster=roster)
    assert standing == {Relation.STAFF}


TOLD = "tod@example.gov"
NAMED = "named@example.gov"
HANDLER = "han@example.gov"
SHARED = "sho@example.gov"
TASKED = "tas@example.gov"
WITNESS = "wit@example.gov"
FOR = "for@example.gov"
EVERYBODY = {
    "author": AUTHOR,
    "filed_for": FOR,
    "told": TOLD,
    "head": HEAD,
    "backup": BACKUP,
    "handler": HANDLER,
    "shared": SHARED,
    "tasked": TASKED,
    "witness": WITNESS,
    "cao": CAO,
    "records_officer": RECORDS,
    "hr": HR,
    "other_head": OTHER_HEAD,
    "staff": COLLEAGUE,
    "guest": GUEST,
    "named": NAMED,
}
ONE_STEP = f"steps:\n  - person: {TOLD}\n    minutes: 10\n"


async def test_the_desk_answers_by_the_table_in_every_cell(office: Office) -> None:
    # The ladder asks one person without any office, so that being told is told apart from every role.
    office.roster.people[TOLD] = (PARKS, frozenset({"employee"}))
    office.roster.people[NAMED] = (PARKS, frozenset({"employee"}))
    office.roster.people[HANDLER] = (PARKS, frozenset({"employee"}))
    for one in (TASKED, WITNESS, FOR):
        office.roster.people[one] = (PARKS, frozenset({"employee"}))
    office.roster.people[SHARED] = ("Library", frozenset({"department_head"}))
    office.desk.use(Escalation(parse_ladder(ONE_STEP), office.roster))
    for relation, operation in _cells():
        excluded = frozenset({NAMED})
        office.clock.advance(timedelta(seconds=1))  # Lists show the newest.
        report = office.report(filed_for=FOR, witnesses=(WITNESS,))
        filed = await office.desk.submit(report, f"{relation} {operation}", excluded=excluded)
        await office.worker.run_due()
        if relation in (Relation.HANDLER, Relation.SHARED):
            await office.db.write(partial(_stands, record_id=filed.id, relation=relation))
            await office.worker.run_due()
        if relation is Relation.TASKED or operation in TASK_FIELDS:
            await a_task(office, filed.id, TASKED if relation is not Relation.TASKED else EVERYBODY[relation])
        done = await _try(office, operation, filed.id, EVERYBODY[relation])
        assert done is _cells()[relation, operation], (relation, operation)


def _stands(conn: Connection, record_id: str, relation: Relation) -> None:
    """The record was given to somebody, or shared with them; both leave a card with them."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    if relation is Relation.HANDLER:
        store_records.hand_to(conn, record_id, HANDLER, HEAD)
    else:
        store_records.share(conn, record_id, [SHARED])
    send(conn, now, [about_act(record_id, Done(record_id), NoticeKind.ACTED, EVERYBODY[relation], now)])


async def a_task(office: Office, record_id: str, person: str) -> None:
    """A task of the record for somebody, given by the backup of its department."""
    said = said_of(Operation.ADD_TASK, task_person=person)
    outcome, _ = await office.desk.act(record_id, BACKUP, Operation.ADD_TASK, said, new_id())
    assert outcome is ActOutcome.DONE


async def _try(office: Office, operation: Operation, record_id: str, person: str) -> bool:
    match operation:
        case Operation.VIEW:
            return await office.desk.view(record_id, person) is not None
        case Operation.FOLLOW:
            return record_id in {record.id for record in await office.desk.open_for(person)}
        case Operation.ACKNOWLEDGE:
            return (await office.desk.acknowledge(record_id, person))[0] is Acknowledgement.DONE
        case Operation.SEE_LOOKS:
            return await office.desk.looks(record_id, person) is not None
        case _ if operation in TASK_FIELDS:
            tasks = await office.db.read(lambda conn: store_tasks.of_records(conn, [record_id])[record_id])
            task = next(one for one in tasks if one.kind is not TaskKind.STATEMENT)
            said = said_of(operation)
            outcome, _ = await office.desk.tasks.act(task.id, person, operation, said, new_id())
            return outcome is ActOutcome.DONE
        case Operation.ADD_STATEMENT | Operation.SEE_PART | Operation.AMEND | Operation.ATTACH:
            return await _of_words(office, operation, record_id, person)
        case Operation.LOG:
            return await office.desk.incident_log.opened(record_id, person) is not None
        case Operation.DESTROY:
            await office.db.write(lambda conn: store_records.put_into_state(conn, record_id, State.CLOSED))
            closed = {one.id for one in await office.desk.keeping.closed(person, ())}
            return record_id in closed
        case _:
            if operation is Operation.LIFT_HOLD:
                kind, now = HoldKind.LEGAL, office.clock.now()
                await office.db.write(
                    lambda conn: store_keeping.place_hold(conn, record_id, kind, RECORDS, now)
                )
            state = next(iter(sorted(next(one for one in TRANSITIONS if one.operation is operation).starts)))
            await office.db.write(lambda conn: store_records.put_into_state(conn, record_id, state))
            said = said_of(operation, **await other_of(office, operation))
            outcome, _ = await office.desk.act(record_id, person, operation, said, new_id())
            return outcome is ActOutcome.DONE


async def _of_words(office: Office, operation: Operation, record_id: str, person: str) -> bool:
    if operation is Operation.AMEND:
        return await office.desk.amend(record_id, person, "text", new_id()) is not None
    if operation is Operation.SEE_PART:
        return await office.desk.part(record_id, person) is not None
    if operation is Operation.ATTACH:
        batch = await office.desk.attaching.hold(person, [a_file(f"{person} {record_id}")])
        return (await office.desk.attaching.attach(person, batch, record_id, PLAIN_LIMITS))[
            0
        ] is AttachOutcome.DONE
    outcome, _ = await office.desk.add_statement(record_id, person, said_of(operation), new_id())
    return outcome is ActOutcome.DONE


async def other_of(office: Office, operation: Operation) -> dict[str, str]:
    """The other record that an act needs, if it needs one: one of the same author."""
    if operation is not Operation.LINK:
        return {}
    other = await office.desk.submit(office.report(), new_id(), excluded=frozenset({NAMED}))
    return {"link_to": other.reference}
