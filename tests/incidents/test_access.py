"""Who may do what: the whole table, cell by cell, and then through the desk."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.ids import new_id
from incidents.escalation import Escalation
from incidents.records import Acknowledgement
from incidents.rules.access import ALLOWED, Operation, Relation, may, relations
from incidents.rules.ladder import parse_ladder
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
from tests.fixtures.office import Office

TABLE = """
                 view   follow  acknowledge  amend
author           yes    no      no           yes
told             yes    yes     yes          no
head             yes    yes     yes          no
backup           yes    yes     yes          no
cao              yes    yes     yes          no
records_officer  yes    no      no           no
hr               no     no      no           no
other_head       no     no      no           no
staff            no     no      no           no
guest            no     no      no           no
named            no     no      no           no
"""


def _cells() -> dict[tuple[Relation, Operation], bool]:
    header, *rows = TABLE.strip().splitlines()
    operations = [Operation(name) for name in header.split()]
    return {
        (Relation(name), operation): word == "yes"
        for name, *words in map(str.split, rows)
        for operation, word in zip(operations, words, strict=True)
    }


def test_the_written_table_is_whole_and_is_what_the_policy_does() -> None:
    cells = _cells()
    assert set(cells) == set(product(Relation, Operation))
    assert {cell: may(frozenset({cell[0]}), cell[1]) for cell in cells} == cells


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
        assert not may(standing, Operation.ACKNOWLEDGE)


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
EVERYBODY = {
    "author": AUTHOR,
    "told": TOLD,
    "head": HEAD,
    "backup": BACKUP,
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
    office.desk.use(Escalation(parse_ladder(ONE_STEP), office.roster))
    for relation, operation in product(Relation, Operation):
        excluded = frozenset({NAMED})
        filed = await office.desk.submit(office.report(), f"{relation} {operation}", excluded=excluded)
        await office.worker.run_due()
        done = await _try(office, operation, filed.id, EVERYBODY[relation])
        assert done is _cells()[relation, operation], (relation, operation)


async def _try(office: Office, operation: Operation, record_id: str, person: str) -> bool:
    match operation:
        case Operation.VIEW:
            return await office.desk.view(record_id, person) is not None
        case Operation.FOLLOW:
            return record_id in {record.id for record in await office.desk.open_for(person)}
        case Operation.ACKNOWLEDGE:
            return (await office.desk.acknowledge(record_id, person))[0] is Acknowledgement.DONE
        case Operation.AMEND:
            return await office.desk.amend(record_id, person, "text", new_id()) is not None
