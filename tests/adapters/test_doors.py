"""The socket and the bodies behind it: nobody holds a door for longer than seconds, nobody fills the log."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from adapters import listening, refusals
from adapters.bodies import Bodies, UnreadableBody
from adapters.listening import Site
from adapters.refusals import Refusals
from tests.fakes.patience import LOADED, until

SECONDS = 0.4
"""What the tests call a few seconds."""
PROMPT = b"POST /door HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"
HEAD_OF = b"POST /door HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
CHUNKED = b"POST /door HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


class Door:
    """One door behind the socket of the program."""

    def __init__(self, port: int, read: list[str]) -> None:
        self.port = port
        self.read = read

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Somebody who says nothing yet."""
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def says(self, *pieces: bytes, pause: float = 0.0) -> tuple[str, float]:
        """The status of the answer to these bytes, empty where there is none, and how long it took."""
        reader, writer = await self.connect()
        began = time.monotonic()
        answer = asyncio.create_task(reader.readline())
        try:
            for piece in pieces:
                writer.write(piece)
                await asyncio.wait({answer}, timeout=pause)
                if answer.done():
                    break
            line = await answer
        except ConnectionError:
            line = b""
        writer.close()
        return line.decode().partition(" ")[2][:3], time.monotonic() - began


@pytest.fixture
async def door(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    """A door that takes at most three bodies at a time, each within less than a second."""
    monkeypatch.setattr(listening, "HEAD_SECONDS", SECONDS)
    bodies, read = Bodies(1000, SECONDS, at_once=3), []

    async def handle(request: web.Request) -> web.Response:
        try:
            await bodies.read(request)
        except UnreadableBody as refused:
            read.append(refused.reason)
            return web.Response(status=refused.status)
        return web.Response(text="taken")

    app = web.Application()
    app.router.add_post("/door", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await Site(runner, "127.0.0.1", 0).start()
    yield Door(runner.addresses[0][1], read)
    await runner.cleanup()


async def test_a_prompt_request_is_taken(door: Door) -> None:
    assert (await door.says(PROMPT))[0] == "200"


async def test_a_body_that_comes_in_drops_ends_after_seconds(door: Door) -> None:
    status, took = await door.says(HEAD_OF % 900, *[b"x"] * 30, pause=0.05)
    assert (status, door.read) == ("408", ["slow"])
    assert took < SECONDS + LOADED


@pytest.mark.parametrize("head", [HEAD_OF % 900, CHUNKED, CHUNKED + b"5\r\nab"])
async def test_a_body_that_never_comes_ends_after_seconds(door: Door, head: bytes) -> None:
    status, took = await door.says(head)
    assert (status, door.read) == ("408", ["slow"])
    assert took < SECONDS + LOADED


async def test_a_stated_length_beyond_the_cap_is_refused_unread(door: Door) -> None:
    assert (await door.says(HEAD_OF % 2000))[0] == "413"


async def test_a_body_that_outgrows_the_cap_unannounced_is_refused(door: Door) -> None:
    piece = b"1F4\r\n" + b"x" * 500 + b"\r\n"
    assert (await door.says(CHUNKED + piece * 3))[0] == "413"


async def test_slow_bodies_are_bounded_in_number_and_keep_no_prompt_one_out(door: Door) -> None:
    slow = [asyncio.create_task(door.says(HEAD_OF % 900)) for _ in range(20)]
    await asyncio.sleep(SECONDS / 4)
    status, took = await door.says(PROMPT)
    assert status == "200"
    assert took < SECONDS
    assert {one[0] for one in await asyncio.gather(*slow)} == {"408", "503"}
    assert door.read.count("slow") <= 3


@pytest.mark.parametrize("said", [b"", b"POST /door HT", PROMPT[:-30], b"\r\n"])
async def test_a_head_that_does_not_end_is_hung_up_on(door: Door, said: bytes) -> None:
    status, took = await door.says(said)
    assert status == ""
    assert took < SECONDS + LOADED


async def test_a_head_that_does_not_end_after_a_good_request_is_hung_up_on(door: Door) -> None:
    reader, writer = await door.connect()
    writer.write(PROMPT)
    assert (await reader.readuntil(b"taken")).startswith(b"HTTP/1.1 200")
    writer.write(b"POST /door HTTP/1.1\r\nX: ")
    assert await asyncio.wait_for(reader.read(), SECONDS + LOADED) == b""
    writer.close()


async def test_a_connection_between_two_requests_is_kept(door: Door) -> None:
    reader, writer = await door.connect()
    for _ in range(2):
        writer.write(PROMPT)
        await reader.readuntil(b"taken")
        await asyncio.sleep(SECONDS * 1.5)
    writer.close()


async def test_connections_are_bounded_and_the_quietest_one_gives_way(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "CONNECTIONS", 5)
    silent = [await door.connect() for _ in range(9)]
    assert (await door.says(PROMPT))[0] == "200"
    assert await asyncio.wait_for(silent[0][0].read(), SECONDS) == b""
    for _, writer in silent:
        writer.close()


@pytest.mark.parametrize(
    "said",
    [
        *(
            b"nonsense\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01",
            b"GET\r\n\r\n",
        ),
        *(b"POST /door HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", CHUNKED + b"zz\r\n"),
        *(
            b"POST /door HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ),
    ],
)
async def test_what_is_no_http_is_counted_and_leaves_no_trace(
    door: Door, said: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    status, _ = await door.says(said)
    assert status in {"400", "408", ""}
    assert "Traceback" not in caplog.text


async def test_a_body_that_breaks_off_is_counted_and_leaves_no_trace(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for _ in range(5):
        _, writer = await door.connect()
        writer.write(HEAD_OF % 900 + b"half")
        await asyncio.sleep(0.02)
        writer.transport.abort()
    await until(lambda: len(door.read) == 5)
    assert door.read == ["broken_off"] * 5
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


async def test_a_thousand_refusals_are_two_lines_with_their_number() -> None:
    with capture_logs() as logs:
        door = Refusals("slack")
        for number in range(1000):
            door.add("stale" if number % 4 else "unsigned")
        door.close()
    assert [line["counts"] for line in logs] == [{"unsigned": 1}, {"stale": 750, "unsigned": 249}]
    assert door.counts == {"stale": 750, "unsigned": 250}


async def test_refusals_are_told_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "BETWEEN_LINES", 0.05)
    with capture_logs() as logs:
        door = Refusals("teams")
        door.add("no_jwt")
        door.add("no_jwt")
        await until(lambda: len(logs) == 2)
        await asyncio.sleep(0.15)
        door.add("expired")
        door.close()
    assert [line["counts"] for line in logs] == [{"no_jwt": 1}, {"no_jwt": 1}, {"expired": 1}]
