"""Reports are linked to reports alone: what else has a reference is no report, and what was linked before is mended."""

from __future__ import annotations

import pytest

from bot.words import sentence
from foundation.db import Connection
from foundation.ids import new_id
from incidents import store_audit, store_records
from incidents.act_json import ActSaid
from incidents.audit import Act
from incidents.earlier import Related
from incidents.linking import write_link
from incidents.records import ActOutcome, Record
from incidents.rules.access import Operation
from incidents.rules.acts import LinkKind
from incidents.store_records import StoredRecord
from tests.flows.test_earlier import file
from tests.flows.test_requests import INGRID, does, number, takes
from tests.flows.test_restrictions import proposes, the_one
from tests.flows.town import CAO, PRIYA, Town

NOTE = "He also hit somebody."
KINDS = ("request", "restriction")


async def reference_of(town: Town, kind: str) -> str:
    """A record of another kind that Priya may read herself: she took it down, or proposed it."""
    if kind == "request":
        await takes(town, PRIYA)
        return await number(town, PRIYA)
    await proposes(town)
    return (await the_one(town)).reference


async def stored(town: Town, name: str) -> StoredRecord:
    """The row of a record."""
    found = await town.db.read(lambda conn: store_records.find(conn, name))
    assert found
    return found


async def linked_before(town: Town, reference: str) -> Record:
    """A report of Sam's that was linked to this record when that was still possible, as its head reads it."""
    filed = await file(town, "Casey Customer")

    def link(conn: Connection) -> None:
        record, other = (store_records.find(conn, name) for name in (filed.id, reference))
        assert record
        assert other
        said = {"link_to": reference, "link_kind": LinkKind.RELATED, "link_note": NOTE}
        done, now = ActSaid(Operation.LINK, said), town.clock.now()
        name, sealed = town.desk.vault.seal_entry(record.id, record.key, "draft", done)
        store_records.add_entry(conn, record.id, store_records.StoredEntry(name, sealed))
        store_audit.append(conn, now, Act.LINKED, record_id=record.id, actor=PRIYA, detail=name)
        write_link(conn, town.desk.vault, record, other, PRIYA, now, done, "draft")

    await town.db.write(link)
    seen = await town.desk.view(filed.id, PRIYA)
    assert seen
    return seen


@pytest.mark.parametrize("kind", KINDS)
async def test_a_report_is_linked_to_no_record_of_another_kind(town: Town, kind: str) -> None:
    reference = await reference_of(town, kind)
    filed = await file(town, "Casey Customer")
    before = await stored(town, reference)
    said = {"link_to": reference, "link_kind": LinkKind.RELATED, "link_note": NOTE}
    outcome, _ = await town.desk.act(filed.id, PRIYA, Operation.LINK, said, new_id())
    assert outcome is ActOutcome.NO_SUCH_RECORD, "as for one that is absent"
    entries = await town.db.read(lambda conn: store_records.entries_of(conn, [before.id]))
    assert entries[before.id] == []


async def test_a_request_that_was_linked_before_is_read_without_a_word_of_the_report(town: Town) -> None:
    reference = await reference_of(town, "request")
    await linked_before(town, reference)
    await does(town, INGRID, reference, Operation.NOTE)
    for who in (PRIYA, INGRID):
        talk = town.talk(who)
        await talk.choose("request.read", (await stored(town, reference)).id)
        assert talk.form, who
        words = repr(talk.form)
        assert "There is a pothole" in words
        assert NOTE not in words
        assert "Casey Customer" in words, "the customer of the request itself"
    assert sentence("request.act_note") in words


@pytest.mark.parametrize("kind", KINDS)
async def test_a_report_that_was_linked_to_another_kind_before_names_it_to_nobody(
    town: Town, kind: str
) -> None:
    reference = await reference_of(town, kind)
    seen = await linked_before(town, reference)
    assert [one.act for one in seen.entries] == []
    assert all(one.kind != Act.LINKED for one in seen.timeline)
    other = await stored(town, reference)
    for who in (PRIYA, CAO):
        assert await town.desk.related(other.id, who) == Related()
        assert (await town.desk.related(seen.id, who)).links == ()
