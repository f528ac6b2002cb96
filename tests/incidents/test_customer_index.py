"""Names found again by tokens: at filing, for later statements, after an upgrade and after keys were rotated."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence

import pytest
from sqlalchemy import delete, select

from foundation.db import Connection
from foundation.ids import new_id
from foundation.sealed_tables import rotate
from foundation.sealing import KeyRing
from incidents import indexing, sealed
from incidents.customer_index import CustomerIndex
from incidents.desk import Desk
from incidents.indexing import BATCH, Indexing, index_all
from incidents.known_customers import known_customers
from incidents.restriction import Problem
from incidents.restrictions import Restrictions
from incidents.rules.likeness import Likeness
from incidents.rules.names import read_name
from incidents.tables import indexed, name_tokens
from incidents.vault import Vault
from tests.fakes.roster import AUTHOR, COLLEAGUE
from tests.fixtures.office import RING, Office
from tests.fixtures.restrictions import in_force, proposal, register


async def found(office: Office, typed: str, ring: KeyRing = RING) -> list[tuple[str, Likeness]]:
    """The records that a typed name leads to."""

    def look(conn: Connection) -> list[tuple[str, Likeness]]:
        known = known_customers(conn, Vault(ring), CustomerIndex(ring), read_name(typed))
        return [(one.record.id, one.match.likeness) for one in known]

    return await office.db.read(look)


def with_ring(office: Office, ring: KeyRing) -> Restrictions:
    """The register as a program with these keys opens it."""
    desk = Desk(office.db, Vault(ring), office.escalation, office.clock)
    return Restrictions(desk)


async def tokens(office: Office) -> Sequence[bytes]:
    """Every token there is."""
    return await office.db.read(lambda conn: list(conn.execute(select(name_tokens.c.token)).scalars()))


async def named(office: Office, *customers: str) -> list[str]:
    """Records of these customers, by id."""
    filed = [await office.desk.submit(office.report(customer=one), new_id()) for one in customers]
    return [one.id for one in filed]


async def test_a_customer_is_found_under_another_spelling_from_the_moment_the_report_is_filed(
    office: Office,
) -> None:
    smith, jose, _ = await named(office, "John Smith", "José Núñez", "Peter Jones")
    assert await found(office, "SMITH, John") == [(smith, Likeness.SAME)]
    assert await found(office, "Joan Smyth") == [(smith, Likeness.MAYBE)]
    assert await found(office, "Jose Nunez") == [(jose, Likeness.SAME)]
    assert await found(office, "Nobody Else") == []


async def test_a_number_that_was_added_later_leads_to_the_record(office: Office) -> None:
    (one,) = await named(office, "")
    assert await found(office, "416 555 0134") == []
    await office.desk.amend(one, AUTHOR, "She called again from +1 416 555 0134.", new_id())
    assert await found(office, "(416) 555-0134") == [(one, Likeness.SAME)]


async def test_no_token_tells_a_name_without_the_key(office: Office) -> None:
    """Equal names have equal tokens under one key, and nothing in common under another."""
    await named(office, "John Smith")
    here = set(await tokens(office))
    other = CustomerIndex(KeyRing.parse("other:" + base64.b64encode(bytes(32)).decode()))
    await office.db.write(lambda conn: other.write(conn, "elsewhere", "1" * 32, [read_name("John Smith")]))
    assert here
    assert not here & (set(await tokens(office)) - here)
    assert len(set(await tokens(office))) == 2 * len(here)


async def test_records_of_before_are_indexed_a_few_at_a_time_and_an_interrupted_round_goes_on(
    office: Office,
) -> None:
    known = await named(office, *(f"Kofi Number{'abcdefghij'[n % 10] * 3}" for n in range(BATCH + 2)))

    def before(conn: Connection) -> None:
        conn.execute(delete(name_tokens))
        conn.execute(delete(indexed))

    await office.db.write(before)
    assert await found(office, "Kofi Numberaaa") == []
    over = Indexing.over(Vault(RING))
    assert await index_all(office.db, over) == len(known)
    assert len(await found(office, "Kofi Numberaaa")) >= 3
    assert await index_all(office.db, over) == 0


async def test_a_record_that_cannot_be_opened_keeps_no_other_from_being_indexed(office: Office) -> None:
    await named(office, "John Smith")
    strange = KeyRing.parse("other:" + base64.b64encode(bytes(32)).decode())
    assert await index_all(office.db, Indexing.over(Vault(strange))) == 0


async def test_after_a_rotation_nothing_of_the_old_key_stays_and_names_are_found_throughout(
    office: Office,
) -> None:
    (smith,) = await named(office, "John Smith")
    await in_force(office, register(office))
    old = set(await tokens(office))
    both = KeyRing({**RING.keys, "new": os.urandom(32)}, "new")
    assert await found(office, "John Smith", both) == [(smith, Likeness.SAME)], "before it is indexed anew"
    assert (await with_ring(office, both).check("Roy Hollis", COLLEAGUE)).rules, "before it is indexed anew"
    await rotate(office.db, both, sealed.SEALED)
    assert await index_all(office.db, Indexing.over(Vault(both))) == 2
    assert not old & set(await tokens(office))
    alone = KeyRing({"new": both.keys["new"]}, "new")
    assert await found(office, "John Smith", alone) == [(smith, Likeness.SAME)], "the old key was retired"
    restrictions = with_ring(office, alone)
    assert (await restrictions.check("Roy Hollis", COLLEAGUE)).rules, "the counter is told the rule"
    beside = proposal(office.clock.now(), options=("C2",))
    assert await restrictions.propose(beside, new_id()) == ((Problem.BESIDE_ANOTHER,), None)


async def test_rules_of_a_new_version_index_restrictions_as_well(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await named(office, "John Smith")
    restrictions = register(office)
    await in_force(office, restrictions)
    await office.db.write(lambda conn: conn.execute(delete(name_tokens)) and None)
    assert not (await restrictions.check("Roy Hollis", COLLEAGUE)).rules
    monkeypatch.setattr(indexing, "VERSION", indexing.VERSION + 1)
    assert await index_all(office.db, Indexing.over(Vault(RING))) == 2
    assert (await restrictions.check("Roy Hollis", COLLEAGUE)).rules
