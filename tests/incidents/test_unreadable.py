"""What a newer version wrote, or what is damaged, stops only itself: it is on a list, and raises nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from foundation.db import Connection
from foundation.ids import new_id
from foundation.sealing import WrappedKey
from incidents.newer import NewerContent
from incidents.notices import NoticeKind
from incidents.records import Acknowledgement, Filed
from incidents.sealed import look_through
from incidents.tables import audit, deliveries, entries, records
from incidents.vault import REPORT, from_json, to_json
from tests.fakes.roster import AUTHOR, BACKUP, CAO, COLLEAGUE, HEAD, OTHER_HEAD
from tests.fixtures.office import RING, Office
from tests.incidents.test_absence import leaves

Change = Callable[[dict[str, Any]], object]

NEWER: dict[str, Change] = {
    "a newer version": lambda body: body.update(version=99),
    "a version that is no number": lambda body: body.update(version="2"),
    "an unknown field": lambda body: body["report"].update(mood="bad"),
    "an unknown channel": lambda body: body["report"].update(channel="hologram"),
    "an unknown behaviour": lambda body: body["report"].update(behaviours=["telepathy"]),
    "a missing field": lambda body: body["report"].pop("happened"),
    "no report": lambda body: body.pop("report"),
    "a text that is a number": lambda body: body["report"].update(happened=7),
    "a yes that is a text": lambda body: body["report"].update(ended="yes"),
    "a time without a zone": lambda body: body["report"].update(occurred_at="2026-01-01T00:00:00"),
    "people complained of as a number": lambda body: body.update(excluded=5),
    "a person complained of as a number": lambda body: body.update(excluded=[5]),
}


async def told(office: Office, draft: str = "draft", **changes: Any) -> Filed:
    """A report whose first supervisor was asked."""
    filed = await office.desk.submit(office.report(**changes), draft)
    await office.worker.run_due()
    return filed


async def rewrite(office: Office, record_id: str, change: Change | bytes) -> None:
    """Seal the body of a record anew, with its own key, as another version would have written it."""

    def work(conn: Connection) -> None:
        row = conn.execute(select(records).where(records.c.id == record_id)).one()
        key = RING.unwrap(row.id, WrappedKey(row.key_id, row.wrapped_key))
        if isinstance(change, bytes):
            text = change
        else:
            body = json.loads(key.open(REPORT, row.sealed))
            change(body)
            text = json.dumps(body).encode()
        sealed = key.seal(REPORT, text)
        conn.execute(update(records).where(records.c.id == record_id).values(sealed=sealed))

    await office.db.write(work)


@pytest.mark.parametrize(
    "change",
    [*NEWER.values(), b"{", b"[]", b"[" * 100_000, b"\xff"],
    ids=[*NEWER, "cut", "list", "deep", "no text"],
)
async def test_a_body_this_version_does_not_know_stops_only_itself(
    office: Office, database_kind: str, change: Change | bytes
) -> None:
    if database_kind != "sqlite":
        pytest.skip("the same bytes on both")
    shut, well = await told(office, "first"), await told(office, "second")
    await rewrite(office, shut.id, change)
    for shown in (await office.desk.mine(AUTHOR), await office.desk.open_for(HEAD)):
        assert [record.id for record in shown] == [well.id]
    for viewer in (AUTHOR, HEAD, CAO, COLLEAGUE):
        assert await office.desk.view(shut.reference, viewer) is None
    assert await office.desk.amend(shut.id, AUTHOR, "more", new_id()) is None
    assert await office.desk.unopened(AUTHOR) == (shut.reference,)
    assert await office.desk.unopened(HEAD) == (shut.reference,), "who was asked about it"
    assert await office.desk.unopened(OTHER_HEAD) == ()
    assert await office.desk.closed_to(shut.id, HEAD) == shut.reference
    assert await office.desk.closed_to(shut.id, COLLEAGUE) == ""
    assert await office.desk.closed_to(well.id, HEAD) == ""
    assert await office.desk.unreadable() == 1


async def test_acknowledging_needs_only_the_outline(office: Office) -> None:
    filed = await told(office)
    await rewrite(office, filed.id, NEWER["a newer version"])
    assert await office.desk.acknowledge(filed.id, COLLEAGUE) == (Acknowledgement.NOT_ALLOWED, None)
    assert (await office.desk.acknowledge(filed.id, CAO))[0] is Acknowledgement.NOT_ALLOWED, (
        "whether she is complained of cannot be read; who was asked is not"
    )
    assert await office.desk.acknowledge(filed.id, HEAD) == (Acknowledgement.DONE, None)
    assert await office.desk.acknowledge(filed.id, HEAD) == (Acknowledgement.ALREADY, None)
    await office.pass_time(hours=3)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD], "nobody else is asked"


async def test_an_alert_whose_record_cannot_be_opened_here_is_not_lost_in_silence(office: Office) -> None:
    shut = await office.desk.submit(office.report(), "first")
    await rewrite(office, shut.id, NEWER["an unknown field"])
    await office.desk.submit(office.report(), "second")
    for _ in range(8):
        await office.pass_time(seconds=9)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD], "the other one was told"
    # The alert, and the confirmation for its author.
    assert "waiting for more than 60 seconds: 2" in str((await office.auditor.look()).reasons)


async def test_a_check_whose_record_cannot_be_opened_here_waits_and_is_counted(office: Office) -> None:
    """Whom the record complains of cannot be read, so nobody may be asked."""
    filed = await told(office)
    await rewrite(office, filed.id, NEWER["a newer version"])
    assert await office.desk.unreadable() == 0
    await office.pass_time(minutes=10)
    for _ in range(4):
        await office.pass_time(seconds=9)
    assert await office.desk.unreadable() == 1
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]
    await rewrite(office, filed.id, to_json_of(office))
    await office.pass_time(minutes=1)
    assert BACKUP in office.notifier.told(NoticeKind.ALERT), "it climbs once it can be opened"
    assert await office.desk.unreadable() == 0


async def test_whoever_is_back_waits_while_the_record_does_not_open_and_is_asked_then(office: Office) -> None:
    """Whether the record complains of them cannot be read."""
    await leaves(office, HEAD, OTHER_HEAD)
    filed = await told(office)
    await rewrite(office, filed.id, NEWER["a newer version"])
    assert await office.desk.absences.end(HEAD, HEAD)
    for _ in range(8):
        await office.pass_time(seconds=9)
    assert office.notifier.told(NoticeKind.ALERT) == [OTHER_HEAD]
    assert "waiting for more than 60 seconds: 1" in str((await office.auditor.look()).reasons)
    await rewrite(office, filed.id, to_json_of(office))
    await office.pass_time(minutes=1)
    assert office.notifier.told(NoticeKind.ALERT) == [OTHER_HEAD, HEAD]


async def test_a_state_or_a_notice_of_a_newer_version_hides_no_other_record(office: Office) -> None:
    shut, well = await told(office, "first"), await told(office, "second")
    newer = update(records).where(records.c.id == shut.id).values(state="escalated_to_council")
    kinds = update(deliveries).where(deliveries.c.record_id == well.id).values(kind="carrier_pigeon")
    await office.db.write(lambda conn: [conn.execute(one) for one in (newer, kinds)] and None)
    shown = await office.desk.mine(AUTHOR)
    assert [record.id for record in shown] == [well.id]
    assert shown[0].deliveries == ()
    assert await office.desk.unopened(AUTHOR) == (shut.reference,)
    assert await office.desk.view(shut.id, AUTHOR) is None


async def test_a_later_statement_of_a_newer_version_hides_nothing_and_is_counted(office: Office) -> None:
    filed = await told(office)
    await office.desk.amend(filed.id, AUTHOR, "first", new_id())
    await office.desk.amend(filed.id, AUTHOR, "second", new_id())

    def newer(conn: Connection) -> None:
        row = conn.execute(select(records).where(records.c.id == filed.id)).one()
        key = RING.unwrap(row.id, WrappedKey(row.key_id, row.wrapped_key))
        one = conn.execute(select(entries.c.id)).scalars().first()
        body = key.seal(f"statement|{one}", b'{"version": 3, "text": "x"}')
        conn.execute(update(entries).where(entries.c.id == one).values(sealed=body))

    await office.db.write(newer)
    record = await office.desk.view(filed.id, HEAD)
    assert record is not None
    words = [entry.detail for entry in record.timeline if entry.kind == "amended"]
    assert sorted(words) in (["", "first"], ["", "second"])
    assert await office.desk.unreadable() == 1


async def test_looking_through_everything_counts_what_nobody_asked_for(office: Office) -> None:
    ring = office.desk.vault.ring
    before = await office.desk.unreadable()
    filed = [await told(office, f"draft {number}", author=f"a{number}@example.gov") for number in range(3)]
    await rewrite(office, filed[1].id, NEWER["a newer version"])
    await look_through(office.db, office.desk.vault)
    assert await office.desk.unreadable() == before + 1
    await rewrite(office, filed[1].id, to_json_of(office))
    await look_through(office.db, office.desk.vault)
    assert await office.desk.unreadable() == before, "it opens again: a newer version was started"
    assert ring.unopened.counts() == {}


def to_json_of(office: Office) -> bytes:
    """A body that this version reads."""
    from incidents.vault import Content

    return to_json(Content(office.report())).encode()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["version", "report", "excluded", "happened", "about"]), inner)
        ),
    )
)
def test_no_json_whatever_raises_anything_but_that_it_is_not_understood(body: object) -> None:
    with pytest.raises(NewerContent):
        from_json(json.dumps(body))


async def test_who_looked_at_what_cannot_be_shown_is_in_the_log(office: Office) -> None:
    filed = await told(office)
    await rewrite(office, filed.id, NEWER["a newer version"])
    await office.desk.view(filed.id, HEAD)
    query = select(audit.c.actor, audit.c.kind).order_by(audit.c.seq.desc()).limit(1)
    last = await office.db.read(lambda conn: conn.execute(query).one())
    assert tuple(last) == (HEAD, "refused")
