"""A real process whose disk is full and whose file is locked: `/healthz` says so in time and takes it back."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import sqlite3
import sys
import time
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from adapters.console.checks import CheckState
from adapters.console.doctor_health import running_program
from adapters.settings import Settings
from knowledge.library import Library
from tests.fakes.patience import LOADED
from tests.fixtures.sample import library, no_settings, sample_index
from tests.test_serve import started

__all__ = ["library", "no_settings", "sample_index"]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="limits of another process are set on Linux alone"
)

UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


async def health(address: str) -> tuple[int, list[str], float]:
    """Status, reasons, and how long the answer took."""
    began = time.monotonic()
    async with aiohttp.ClientSession() as session, session.get(URL(address).origin() / "healthz") as answer:
        said = json.loads(await answer.text())
    return answer.status, said["reasons"], time.monotonic() - began


async def until_status(address: str, wanted: int) -> list[str]:
    """Ask until the status is the wanted one: an answer is kept for two seconds."""
    end = time.monotonic() + 20
    while True:
        status, reasons, took = await health(address)
        assert took < 2 + LOADED, "it answers within two seconds, whatever hangs"
        if status == wanted:
            return reasons
        assert time.monotonic() < end, reasons


async def test_a_full_disk_and_a_locked_file_are_said_in_time_by_health_and_doctor_and_taken_back(
    tmp_path: Path, library: Library, sample_index: Path
) -> None:
    shutil.copytree(sample_index, tmp_path / "data" / "index")
    with started(tmp_path) as (address, process):
        assert await until_status(address, 200) == []
        where = URL(address)
        given = Settings.model_validate({"data": tmp_path / "data", "host": where.host, "port": where.port})
        assert (await running_program(given)).state is CheckState.FINE

        # Every write that would make a file longer than nothing fails, as on a disk without room.
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        reasons = await until_status(address, 503)
        assert any(one.startswith("Nothing can be saved: the database is ") for one in reasons), reasons
        assert any(one.startswith("The data folder cannot be written") for one in reasons), reasons
        said = await running_program(given)
        assert said.state is CheckState.MEND
        assert "Nothing can be saved" in said.says
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, UNLIMITED)
        assert await until_status(address, 200) == []

        other = sqlite3.connect(tmp_path / "data" / "counterpoise.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        reasons = await until_status(address, 503)
        assert any(one.startswith("Nothing can be saved: the database is busy") for one in reasons), reasons
        other.execute("ROLLBACK")
        other.close()
        assert await until_status(address, 200) == []
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert (await running_program(given)).state is CheckState.OFF


async def test_what_answers_there_and_is_not_the_program_is_told(tmp_path: Path) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>hello</html>")

    app = web.Application()
    app.router.add_get("/healthz", page)
    async with TestServer(app) as server:
        given = Settings.model_validate({"data": tmp_path, "host": "127.0.0.1", "port": server.port})
        assert (await running_program(given)).state is CheckState.MEND
