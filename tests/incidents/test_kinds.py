"""Kinds of record: each with its own body, states and rights; one that only a newer version knows harms nothing."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update

from foundation.ids import new_id
from incidents.newer import NewerContent
from incidents.records import ActOutcome, RecordKind
from incidents.rules.access import Operation, Relation, may
from incidents.rules.kinds import KINDS, rules_of
from incidents.rules.wanted import Wanted
from incidents.sealed import look_through
from incidents.tables import records
from incidents.vault import BODIES, Content, from_json, to_json
from tests.fakes.roster import AUTHOR, CAO, HEAD
from tests.fixtures.acts import said_of
from tests.fixtures.at_hand import database_kind, db
from tests.fixtures.office import Office

__all__ = ["database_kind", "db"]


def test_every_kind_has_its_states_its_acts_its_rights_and_its_body() -> None:
    assert set(KINDS) == set(RecordKind) == set(BODIES)
    for rules in KINDS.values():
        assert rules.states
        for row in rules.life:
            assert row.starts <= rules.states
            assert row.leads_to is None or row.leads_to in rules.states
        allowed = frozenset().union(*rules.access.allowed.values())
        assert {row.operation for row in rules.life} <= allowed


def test_of_a_kind_this_version_does_not_know_nobody_may_anything() -> None:
    unknown = rules_of(None)
    everybody = frozenset(Relation) - {Relation.NAMED, Relation.GUEST}
    assert not any(may(everybody, one, unknown.access) for one in Operation)
    assert not unknown.life


def test_a_body_says_its_kind_and_is_read_as_that_alone(office: Office) -> None:
    written = to_json(Content(office.report()))
    assert from_json(written).report == office.report()
    for kind in ("hologram", 7):
        with pytest.raises(NewerContent):
            from_json(json.dumps({**json.loads(written), "kind": kind}))


async def test_a_record_of_a_newer_kind_is_in_no_list_and_stops_nothing(office: Office) -> None:
    newer = await office.desk.submit(office.report(), "newer")
    known = await office.desk.submit(office.report(), "known")
    await office.desk.act(newer.id, HEAD, Operation.ADD_TASK, said_of(Operation.ADD_TASK), new_id())
    changed = update(records).where(records.c.id == newer.id).values(kind="hologram")
    await office.db.write(lambda conn: conn.execute(changed).rowcount)
    await office.pass_time(days=20)
    for person in (AUTHOR, HEAD, CAO):
        assert await office.desk.view(newer.id, person) is None
        assert await office.desk.view(newer.reference, person) is None
        assert await office.desk.closed_to(newer.reference, person) == ""
        assert await office.desk.looks(newer.id, person) is None
        found = await office.desk.find(person, Wanted())
        assert [one.id for one in (*found.records, *await office.desk.mine(person))] in (
            [known.id],
            [known.id] * 2,
        )
        outcome, shown = await office.desk.act(newer.id, person, Operation.ASK_CAO, {"cao_request": "x"}, "x")
        assert (outcome, shown) == (ActOutcome.NOT_ALLOWED, None)
        assert await office.desk.tasks.mine(person) == ()
    assert await office.desk.view(known.id, AUTHOR) is not None
    await look_through(office.db, office.desk.vault)
    assert await office.desk.unreadable() == 1, "health says that it cannot be shown here"
