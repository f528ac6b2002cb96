"""`/healthz` says what stands still, and takes it back: the whole program between two vendors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from adapters import folder
from adapters.audit_heads import Outside
from adapters.daily import Daily
from adapters.settings import SAMPLE
from bot.words import sentence
from foundation.db import Connection
from foundation.sealing import WrappedKey
from incidents.tables import records
from incidents.vault import REPORT
from tests.fakes.patience import until
from tests.scenarios.house import PRIYA, SAM, TEODOR, House, Start
from tests.scenarios.person import OnSlack, reports
from tests.scenarios.test_across_platforms import ENDED
from tests.standins.slack_api import Fault

GIDEON = "gideon.marsh@portmaribel.example"
"""The records officer."""

WELL = (200, {"ok": True, "reasons": []})


async def reasons(it: House) -> list[str]:
    """What is wrong, and that the status says so."""
    status, said = await it.get("/healthz")
    assert isinstance(said, dict)
    assert (status == 503) == bool(said["reasons"]) == (not said["ok"])
    assert "@" not in str(said), "no names"
    return [str(reason) for reason in said["reasons"]]


KEPT = "Notices that a fault of the installation keeps back"
"""What is said of a reply that was kept while the platform refused us, until it has been brought."""


async def test_a_dead_token_of_slack_is_said_until_it_works_again(it: House) -> None:
    sam = await it.person("slack", SAM)
    assert await it.get("/healthz") == WELL
    it.vendors.slack.fail("chat.postMessage", Fault(error="token_revoked"), times=50)
    await sam.writes("hello")
    assert "Slack refuses our credentials (token_revoked)." in await reasons(it)
    it.vendors.slack._faults.clear()
    await sam.writes("hello")
    assert [one.partition(" (")[0] for one in await reasons(it)] == [KEPT]
    await it.pass_time(seconds=2)
    assert await it.get("/healthz") == WELL


async def test_a_scope_that_is_missing_is_not_mended_by_calls_that_need_another(it: House) -> None:
    sam = await it.person("slack", SAM)
    it.vendors.slack.fail("chat.postMessage", Fault(error="missing_scope"), times=50)
    await sam.writes("hello")
    await it.slack._calls.quick.auth_test()  # type: ignore[union-attr]  # it is connected
    assert "Slack refuses our credentials (missing_scope)." in await reasons(it)
    it.vendors.slack._faults.clear()
    await sam.writes("hello")
    assert [one.partition(" (")[0] for one in await reasons(it)] == [KEPT]
    await it.pass_time(seconds=2)
    assert await it.get("/healthz") == WELL


async def test_a_secret_that_microsoft_refuses_is_said_until_it_works_again(it: House) -> None:
    priya = await it.person("teams", PRIYA)
    login = it.teams._connector._login
    login.forget(login._token)
    fault = it.vendors.teams.fail("/oauth2/", status=401, code="invalid_client", times=50)
    await priya.writes("hello")
    assert "Teams refuses our credentials (invalid_client)." in await reasons(it)
    fault.times = 0
    await priya.writes("hello")
    assert [one.partition(" (")[0] for one in await reasons(it)] == [KEPT]
    await it.pass_time(seconds=2)
    assert await it.get("/healthz") == WELL


async def test_data_files_that_are_refused_while_it_runs_are_said_until_they_are_corrected(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "LOOK_AGAIN_SECONDS", 0.02)
    own = shutil.copytree(SAMPLE, tmp_path / "own")
    people = own / "people.yaml"
    before = people.read_text()
    async with start(organisation=own) as it:
        people.write_text(before.replace("  - name: Priya Raman\n", "  - title: Priya Raman\n"))
        await until(lambda: bool(it.core.conditions.reasons()))
        (reason,) = await reasons(it)
        assert reason.startswith("A data file was refused (people.yaml, line ")
        assert "Priya" not in reason
        people.write_text(before)
        await until(lambda: not it.core.conditions.reasons())
        assert await it.get("/healthz") == WELL


async def test_an_audit_log_that_was_tampered_with_is_said(it: House) -> None:
    sam, _ = await it.person("slack", SAM), await it.person("slack", PRIYA)
    await reports(sam, ENDED)
    await it.core.db.write(lambda conn: conn.execute(text("DROP TRIGGER audit_no_update")) and None)
    await it.core.db.write(
        lambda conn: conn.execute(text("UPDATE audit SET actor = 'x' WHERE seq = 1")) and None
    )
    await Daily(it.core.db, it.core.ring, it.clock, it.core.conditions, Outside()).once()
    assert [reason[:51] for reason in await reasons(it)] == [
        "The audit log does not hold from entry 1 on: it or "
    ]


async def newer(it: House, record_id: str) -> None:
    """Write a record anew as a newer version would have."""

    def work(conn: Connection) -> None:
        row: Any = conn.execute(select(records).where(records.c.id == record_id)).one()
        key = it.core.ring.unwrap(row.id, WrappedKey(row.key_id, row.wrapped_key))
        body = {**json.loads(key.open(REPORT, row.sealed)), "version": 99}
        sealed = key.seal(REPORT, json.dumps(body).encode())
        conn.execute(update(records).where(records.c.id == record_id).values(sealed=sealed))

    await it.core.db.write(work)


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_a_report_of_a_newer_version_is_said_calmly_wherever_it_is_met(
    it: House, platform: str
) -> None:
    """By its reference to its author and to who was asked; by number to who keeps the records and to health."""
    sam, priya = await it.person(platform, SAM), await it.person(platform, PRIYA)
    await reports(sam, ENDED)
    shut = await it.record()
    await newer(it, shut.id)
    await reports(sam, {**ENDED, "happened": "another"})
    well = (await it.core.desk.mine(SAM))[0]
    said = sentence("reports.unopened", references=shut.reference)
    await sam.writes("reports")
    assert said in sam.told[-1]
    assert well.reference in sam.told[-1]
    for typed in (shut.reference, shut.reference.lower().replace("-", " ")):
        await sam.writes(f"reports {typed}")
        assert sam.told[-1].startswith(said)
    await priya.writes(f"reports {shut.reference}")
    assert priya.told[-1].startswith(said)
    teodor = await it.person("slack", TEODOR)
    await teodor.writes(f"reports {shut.reference}")
    assert teodor.told[-1].startswith(sentence("notice.nothing_to_show"))
    assert "Records that cannot be opened here: 1." in await reasons(it)
    gideon = await it.person(platform, GIDEON)
    await gideon.writes("reports")
    assert sentence("reports.unreadable", count=1) in gideon.told[-1]
    assert shut.reference not in gideon.told[-1]


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_what_was_typed_for_a_report_that_cannot_be_opened_any_more_is_not_lost(
    it: House, platform: str
) -> None:
    sam = await it.person(platform, SAM)
    await reports(sam, {**ENDED, "ended": "no", "behaviours": ()})
    record = await it.record()
    await sam.writes(f"reports {record.reference}")
    await sam.presses(sentence("report.amend"))
    await sam.fills({"statement": "They rang again."})
    await newer(it, record.id)
    await sam.sends()
    beside = str(sam.client.errors) if isinstance(sam, OnSlack) else sam.form
    assert sentence("reports.unopened", references=record.reference) in beside
    assert sam.typed("statement") == "They rang again."


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_a_report_of_a_newer_version_can_be_acknowledged_by_who_was_asked(
    it: House, platform: str
) -> None:
    sam, priya = await it.person(platform, SAM), await it.person(platform, PRIYA)
    await reports(sam, ENDED)
    shut = await it.record()
    await newer(it, shut.id)
    await priya.presses(sentence("notice.acknowledge"))
    assert sentence("notice.acknowledge_done") in priya.told[-1]
    row = await it.core.db.read(lambda conn: conn.execute(select(records.c.acknowledged_by)).scalar_one())
    assert row == PRIYA
