"""What people wrote is in no file of the database and in no log."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest

from foundation.db import Database
from foundation.ids import new_id
from incidents.records import Behaviour, OwnAnswer, Warned
from incidents.rules.access import Operation
from tests.fakes.roster import AUTHOR, COLLEAGUE, HEAD
from tests.fixtures.office import Office
from tests.fixtures.postgres import Server

FIELDS = (
    "happened",
    "customer",
    "customer_description",
    "warning_note",
    "others_present",
    "tried",
    "afterwards",
    "primary_employee",
    "topic",
    "place",
    "zone",
)
CANARIES = {name: f"CANARY-{name}-CANARY" for name in FIELDS}
AMENDED = "CANARY-amended-CANARY"
EXCLUDED = "canary-excluded@example.gov"


async def _fill(office: Office) -> None:
    own = OwnAnswer("own_counter", "CANARY-label-CANARY", ("CANARY-own-CANARY",), "CANARY-shown-CANARY")
    report = office.report(
        **CANARIES, behaviours=(Behaviour.THREAT,), warned=Warned.YES, own=(own,), witnesses=(COLLEAGUE,)
    )
    filed = await office.desk.submit(report, "draft", excluded=frozenset({EXCLUDED}))
    office.notifier.refuse(HEAD, again=True)
    await office.worker.run_due()
    office.notifier.refuse()
    await office.pass_time(minutes=30)
    await office.desk.amend(filed.id, AUTHOR, AMENDED, new_id())
    await office.desk.add_statement(filed.id, COLLEAGUE, {"statement": "CANARY-stated-CANARY"}, new_id())
    await office.desk.act(filed.id, AUTHOR, Operation.ADD_SAFETY, {}, new_id(), own=(own,))
    record = await office.desk.view(filed.id, AUTHOR)
    assert record is not None
    assert record.report == report


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith("test.db"))


async def test_no_file_of_sqlite_holds_a_word_of_it(
    tmp_path: Path, office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    await _fill(office)
    content = await asyncio.to_thread(_files, tmp_path)
    assert not content or AUTHOR.encode() in content, "the files were not looked at"
    assert b"canary" not in content.lower()
    logged = "".join(capfd.readouterr())
    assert "notice_not_delivered" in logged
    assert "canary" not in logged.lower()
    assert HEAD not in logged


async def test_no_dump_of_postgres_holds_a_word_of_it(
    postgres_server: Server, db: Database, office: Office, database_url: str, database_kind: str
) -> None:
    if database_kind != "postgres":
        pytest.skip("the files of SQLite are read in the other test")
    await _fill(office)
    dump = await asyncio.to_thread(
        subprocess.run, ["pg_dump", database_url], capture_output=True, check=False
    )
    if dump.returncode:
        pytest.skip("no pg_dump that fits the server")
    assert AUTHOR.encode() in dump.stdout
    assert b"canary" not in dump.stdout.lower()
    assert b"CANARY".hex().encode() not in dump.stdout.lower()
