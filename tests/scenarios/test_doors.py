"""What comes to the doors and may not come in; what is said twice and counts once; what cannot be saved."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

from bot import tables as bot_tables
from bot.words import sentence
from foundation.db import Database
from incidents import tables as incident_tables
from knowledge.curation import tables as curation_tables
from tests.fakes.clock import MORNING
from tests.fakes.patience import LOADED
from tests.scenarios.house import PRIYA, SAM, House
from tests.scenarios.person import OnSlack, OnTeams, Person, opens_report, reports
from tests.scenarios.test_across_platforms import ENDED
from tests.standins.slack_api import SECRET
from tests.standins.slack_client import encode, payload, sign
from tests.standins.teams_client import payload as activity

TOO_BIG = 256 * 1024 + 1
NOW = int(MORNING.timestamp())
BODY = encode(payload("message_im"))[0]
JSON_TYPE = {"Content-Type": "application/json"}

LONG = {**ENDED, "happened": "é" * 2500}
"""More than fits into the pages a new database has already."""

both_platforms = pytest.mark.parametrize("platform", ["slack", "teams"])


def signed(body: bytes, at: int = NOW, secret: str = SECRET) -> dict[str, str]:
    """What Slack would send with a body."""
    return JSON_TYPE | sign(body, secret, at)


BAD_FOR_SLACK: dict[str, tuple[bytes, dict[str, str], int]] = {
    "unsigned": (BODY, JSON_TYPE, 401),
    "signed by somebody else": (BODY, signed(BODY, secret="0" * 32), 401),
    "signed six minutes ago": (BODY, signed(BODY, NOW - 360), 401),
    "signed in six minutes": (BODY, signed(BODY, NOW + 360), 401),
    "another body than the signed one": (BODY.replace(b"U0", b"U1"), signed(BODY), 401),
    "no JSON": (b"{", signed(b"{"), 400),
    "no object": (b"[]", signed(b"[]"), 400),
    "bottomless": (b"[" * 4000 + b"]" * 4000, signed(b"[" * 4000 + b"]" * 4000), 400),
    "too big": (b"x" * TOO_BIG, signed(b"x" * TOO_BIG), 413),
    "too big and unsigned": (b"x" * TOO_BIG, JSON_TYPE, 413),
}


async def test_nothing_bad_comes_in_through_slacks_door(it: House) -> None:
    before = await rows(it.core.db)
    for name, (body, headers, status) in BAD_FOR_SLACK.items():
        assert await it.post("/slack/events", data=body, headers=headers) == status, name
    assert await rows(it.core.db) == before
    assert it.vendors.slack.messages == []


async def test_nothing_bad_comes_in_through_the_door_of_teams(it: House) -> None:
    teams = it.vendors.teams
    good = {**activity("message_personal"), "serviceUrl": teams.service_url}
    good["channelData"] = {**good["channelData"], "tenant": {"id": "somewhere-else"}}
    word = json.dumps(good).encode()
    stale, foreign = teams.mint(exp=NOW - 3600), teams.mint(key=1)
    bad: dict[str, tuple[bytes, dict[str, str], int]] = {
        "no token": (word, {}, 401),
        "no real token": (word, {"Authorization": "Bearer x.y.z"}, 401),
        "an old token": (word, bearer(stale), 401),
        "a token of another key": (word, bearer(foreign), 401),
        "a token for another bot": (word, bearer(teams.mint(aud="another")), 401),
        "no JSON": (b"{", bearer(teams.mint()), 400),
        "no activity": (b"[]", bearer(teams.mint()), 400),
        "bottomless": (b'{"a":' * 4000 + b"1" + b"}" * 4000, bearer(teams.mint()), 400),
        "too big": (b"x" * TOO_BIG, bearer(teams.mint()), 413),
        "another tenant": (word, bearer(teams.mint()), 403),
    }
    before = await rows(it.core.db)
    for name, (body, headers, status) in bad.items():
        assert await it.post("/api/messages", data=body, headers=JSON_TYPE | headers) == status, name
    assert await rows(it.core.db) == before
    assert teams.posted == []


async def test_there_is_no_other_door(it: House) -> None:
    """No page of a local start, and nothing that answers a guess."""
    for path in ("/", "/local/stream", "/slack", "/api", "/metrics", "/docs"):
        assert await it.post(path, data=b"{}") in (404, 405), path


@both_platforms
@pytest.mark.parametrize("trouble", ["locked", "full"])
async def test_a_report_that_cannot_be_saved_stays_open_and_filled_and_can_be_sent_again(
    it: House, platform: str, trouble: str, tmp_path: Path
) -> None:
    """T10: at the last wire, the database itself. Slack waits three seconds."""
    sam, _ = await it.person(platform, SAM), await it.person(platform, PRIYA)
    await opens_report(sam)
    await sam.fills(LONG)
    said = list(sam.told)
    hold = locked(tmp_path / "test.db") if trouble == "locked" else full(it.core.db)
    with hold:
        began = time.monotonic()
        await still_open(sam)
        assert time.monotonic() - began < 3 + LOADED
    assert sam.typed("happened") == LONG["happened"]
    assert sam.typed("customer") == LONG["customer"]
    assert sam.told == said, "no receipt for what was not saved"
    assert await it.core.desk.mine(SAM) == ()
    await sam.sends()
    assert not sam.form
    (record,) = await it.core.desk.mine(SAM)
    assert any(record.reference in told for told in sam.told)
    assert len(it.alerts(PRIYA)) == 1


@both_platforms
async def test_a_double_click_and_a_redelivery_are_one_record_and_one_alert(it: House, platform: str) -> None:
    """T3, T11."""
    sam, _ = await it.person(platform, SAM), await it.person(platform, PRIYA)
    await reports(sam, ENDED)
    first = await it.record()
    await asyncio.gather(*(sam.sends_again() for _ in range(5)))
    assert [record.reference for record in await it.core.desk.mine(SAM)] == [first.reference]
    assert len(it.alerts(PRIYA)) == 1
    counted = await rows(it.core.db)
    assert counted["records"] == 1


async def test_a_message_slack_sends_again_is_answered_once(it: House) -> None:
    """T3: Slack retries up to three times with the same event id."""
    sam = await it.person("slack", SAM)
    assert isinstance(sam, OnSlack)
    event = sam.client._event("message_im", text="contact parking permits", channel="D0SAM")
    for _ in range(3):
        await sam.client.line(event)
        await it.settle()
    assert len(sam.told) == 1


async def test_a_message_teams_sends_again_is_answered_once(it: House) -> None:
    sam = await it.person("teams", SAM)
    assert isinstance(sam, OnTeams)
    client = sam.client
    made = client.teams.activity(
        "message_personal", client.user, client.personal, text="contact parking permits"
    )
    before = len(sam.told)
    for _ in range(3):
        assert (await client.teams.deliver(made))[0] == 200
    assert len(sam.told) == before + 1


async def still_open(sam: Person) -> None:
    """Send the form and see it stay, with a sentence that says so."""
    if isinstance(sam, OnSlack):
        await sam.client.submit()
        shown = [*sam.client.errors.values(), sam.form]
    else:
        assert isinstance(sam, OnTeams)
        sam._dialog = await sam.dialog.submit()
        shown = [sam.form]
    wrong = [sentence(f"core.database_{one}", reference="").partition(".")[0] for one in ("busy", "full")]
    assert any(start in text for start in wrong for text in shown), shown
    assert sam.form


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program holds the database."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def full(db: Database) -> Iterator[None]:
    """The disk is full, as SQLite sees it: not one page more, nor one that migrations left free."""
    engine = db._writing  # type: ignore[attr-defined]  # the scenarios of a full disk are about SQLite
    with engine.connect() as conn:
        conn.exec_driver_sql("CREATE TABLE filler (bytes)")
        conn.commit()
    pages = _limit_pages(db, 1)
    with engine.connect() as conn, suppress(OperationalError):
        while True:
            conn.exec_driver_sql("INSERT INTO filler VALUES (zeroblob(3000))")
            conn.commit()
    try:
        yield
    finally:
        _limit_pages(db, pages)
        with engine.connect() as conn:
            conn.exec_driver_sql("DROP TABLE filler")
            conn.commit()


def _limit_pages(db: Database, pages: int) -> int:
    engine = db._writing  # type: ignore[attr-defined]  # the scenarios of a full disk are about SQLite
    with engine.connect() as conn:
        before = int(conn.exec_driver_sql("PRAGMA max_page_count").scalar_one())
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        return before


def bearer(token: str) -> dict[str, str]:
    """A token as a request carries it."""
    return {"Authorization": f"Bearer {token}"}


async def rows(db: Database) -> dict[str, Any]:
    """How many rows every table has."""

    def count(conn: Connection) -> dict[str, Any]:
        found = [*incident_tables.metadata.sorted_tables, *bot_tables.metadata.sorted_tables]
        found += curation_tables.metadata.sorted_tables
        return {table.name: conn.execute(select(func.count()).select_from(table)).scalar() for table in found}

    return await db.read(count)
