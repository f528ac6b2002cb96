"""`counterpoise serve`: it starts with nothing set, and refuses in one sentence what it cannot do."""

from __future__ import annotations

import base64
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

from adapters.choosing import choose_platforms
from adapters.configuration import CannotStart
from adapters.core import open_core
from adapters.platforms import local_page
from adapters.serve import serving
from adapters.settings import SAMPLE, Settings
from foundation.clock import SystemClock
from knowledge.library import Library
from tests.fixtures.command import Command, command
from tests.fixtures.sample import library, no_settings, sample_index

__all__ = ["command", "library", "no_settings", "sample_index"]

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
ONE_KEY = "k1:" + base64.b64encode(bytes(32)).decode()


async def test_with_no_settings_it_serves_the_sample_town_to_this_computer(
    tmp_path: Path, library: Library, sample_index: Path
) -> None:
    shutil.copytree(sample_index, tmp_path / "data" / "index")
    with started(tmp_path) as (way_in, process):
        address = way_in.partition("?")[0]
        async with aiohttp.ClientSession() as session:
            for path, said in (
                ("healthz", {"ok": True, "reasons": []}),
                ("readyz", {"ready": True}),
            ):
                async with session.get(address + path) as answer:
                    assert (answer.status, await answer.json()) == (200, said)
            async with session.get(address) as page:
                assert page.status == 403, "another account of this computer does not know the key"
            async with session.get(way_in) as page:
                assert page.status == 200
                assert "<!doctype html>" in (await page.text()).lower()
            assert re.search(r"Local page: \S+\?key=\S+", line_of(process)), "for another browser"
            for door in ("slack/events", "api/messages"):
                async with session.post(address + door, data=b"{}") as answer:
                    assert answer.status == 404, "what is not set up has no door"
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    data = tmp_path / "data"
    assert (data / "counterpoise.db").stat().st_mode & 0o077 == 0
    assert (data / "keys").stat().st_mode & 0o077 == 0


def line_of(process: subprocess.Popen[str]) -> str:
    """The next thing that is said of the local page."""
    assert process.stderr
    return next(line for line in process.stderr if "Local page:" in line)


@contextmanager
def started(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The program as a user starts it, with its address; ended in the end, whatever happened."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERPOISE_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "adapters.console.main", "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield announced(process), process
    finally:
        process.kill()
        process.wait()
        assert process.stderr
        process.stderr.close()


def announced(process: subprocess.Popen[str]) -> str:
    """The address that lets a browser into the local page, once it is said."""
    assert process.stderr
    end = time.monotonic() + START_SECONDS
    said = []
    while time.monotonic() < end and (line := process.stderr.readline()):
        said.append(line)
        if "Local page:" in line:
            address = line.split()[-1]
            assert address.startswith("http://127.0.0.1:"), "reachable by this computer alone"
            return address
    raise AssertionError("".join(said))


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        (
            {"SLACK_BOT_TOKEN": "xoxb-1"},
            "Slack is half configured. Set SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN)",
        ),
        ({"SLACK_SIGNING_SECRET": "s"}, "Slack is half configured. Set SLACK_BOT_TOKEN too"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "Slack is half configured. Set SLACK_BOT_TOKEN too"),
        (
            {"TEAMS_APP_ID": "a"},
            "Microsoft Teams is half configured. Set TEAMS_TENANT_ID, TEAMS_APP_SECRET too",
        ),
        # An empty app id never means that requests go unchecked.
        ({"TEAMS_APP_ID": "", "TEAMS_TENANT_ID": "t", "TEAMS_APP_SECRET": "s"}, "Set TEAMS_APP_ID too"),
        ({"TEAMS_APP_SECRET": "s"}, "Set TEAMS_APP_ID, TEAMS_TENANT_ID too"),
        ({"COUNTERPOISE_HOST": "0.0.0.0"}, "COUNTERPOISE_HOST is 0.0.0.0. Set it to 127.0.0.1"),
        ({"COUNTERPOISE_PORT": "high"}, "COUNTERPOISE_PORT"),
        ({"COUNTERPOISE_PORT": "70000"}, "COUNTERPOISE_PORT"),
        ({"COUNTERPOISE_LOG_LEVEL": "loud"}, "COUNTERPOISE_LOG_LEVEL"),
        ({"COUNTERPOISE_CA_BUNDLE": "/nowhere.pem"}, "COUNTERPOISE_CA_BUNDLE"),
        ({"COUNTERPOISE_ORGANISATION": "/nowhere"}, "organisation.yaml, line 1"),
        ({"COUNTERPOISE_DATABASE_URL": "mysql://db/x"}, "sqlite:///FILE or postgresql://HOST/NAME"),
        ({"COUNTERPOISE_DATABASE_URL": "nonsense"}, "sqlite:///FILE or postgresql://HOST/NAME"),
        ({"COUNTERPOISE_DATABASE_URL": "postgresql://u:p4ss@127.0.0.1:1/x"}, "COUNTERPOISE_DATABASE_URL"),
        ({"COUNTERPOISE_KEYS": "k1:short"}, "COUNTERPOISE_KEYS"),
        ({"COUNTERPOISE_DATA": "/dev/null/data"}, "COUNTERPOISE_DATA"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_what_it_cannot_start_with_is_said_in_one_sentence(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path / "data"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ran = command("serve", "--port", "0") if "COUNTERPOISE_PORT" not in environment else command("serve")
    assert ran.code == 2
    assert words in ran.err
    assert ran.err.count("\n") == 1, ran.err
    assert ran.out == ""
    for secret in ("xoxb-1", "xapp-1", "p4ss", "short"):
        assert secret not in ran.err
    assert not (tmp_path / "data" / "index").exists(), "it is said before the policies are read"


def test_a_real_organisation_is_opened_on_the_local_page_only_on_purpose(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On that page anybody can speak as anybody."""
    own = shutil.copytree(SAMPLE, tmp_path / "own")
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path / "data"))
    ran = command("serve", "--organisation", str(own), "--port", "0")
    assert ran.code == 2
    assert "--local" in ran.err


def test_no_page_is_opened_to_other_computers_even_on_purpose(command: Command) -> None:
    for host in ("0.0.0.0", "::", "192.168.1.5", "counterpoise.example"):
        ran = command("serve", "--local", "--host", host, "--port", "0")
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert host in ran.err


def test_beside_a_chat_platform_the_page_serves_real_records_only_where_the_danger_is_named(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s")
    ran = command("serve", "--local", "--port", "0")
    assert (ran.code, ran.err.count("\n"), ran.out) == (2, 1, "")
    assert "this computer can read and act as anybody" in ran.err
    assert "--let-this-computer-act-as-anybody" in ran.err
    assert not (tmp_path / "data").exists()


async def test_an_address_that_is_taken_is_said_and_nothing_stays_behind(
    tmp_path: Path, library: Library
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        settings = Settings(data=tmp_path, port=port)
        core = await open_core(settings, library=library)
        platforms = choose_platforms(settings, core.folder, core.clock, local=False)
        with pytest.raises(CannotStart, match=rf"127\.0\.0\.1, port {port} .*--port"):
            async with serving(settings, platforms, core):
                raise AssertionError("two programs cannot listen in one place")
        await core.db.close()


async def test_until_every_adapter_has_started_it_is_not_ready(tmp_path: Path, library: Library) -> None:
    settings = Settings(data=tmp_path, port=0)
    core = await open_core(settings, library=library)
    seen: list[int] = []
    people = tuple(core.folder.people.by_key.values())
    page = local_page("127.0.0.1", 0, SystemClock(), people)
    begin = page.start
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    async def slowly(handle: object) -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/readyz") as answer,
        ):
            seen.append(answer.status)
        await begin(handle)  # type: ignore[arg-type]  # handed on as it came

    page.start = slowly  # type: ignore[method-assign]  # a slow start of this adapter
    async with (
        serving(Settings(data=tmp_path, port=port), [page], core) as address,
        aiohttp.ClientSession() as session,
        session.get(address / "readyz") as answer,
    ):
        seen.append(answer.status)
    assert seen == [503, 200]


async def test_keys_of_the_environment_leave_no_key_file(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERPOISE_KEYS", ONE_KEY)
    core = await open_core(Settings(data=tmp_path), library=library)
    await core.db.close()
    assert not (tmp_path / "keys").exists()
