"""Links of policies are followed to the public web and nowhere else, with bounds on everything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.guarded_web import GuardedWeb, is_public
from bot.link_checks import LinkState

PRIVATE = [
    "127.0.0.1",
    "10.0.0.8",
    "192.168.1.1",
    "172.16.3.4",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "fe80::1",
    "fd00::2",
    "::ffff:10.0.0.8",
]


ASKED = web.AppKey("asked", list[str])
PAGES = {
    "/there": (200, ""),
    "/shy": (200, ""),
    "/moved": (301, "/there"),
    "/inside": (302, "http://10.0.0.8/admin"),
    "/file": (302, "file:///etc/passwd"),
    "/round": (302, "/round"),
    "/broken": (503, ""),
}


async def _page(request: web.Request) -> web.StreamResponse:
    request.app[ASKED].append(request.path)
    if request.path == "/slow":
        await asyncio.sleep(30)
    if request.path == "/shy" and request.method == "HEAD":
        return web.Response(status=405)
    status, to = PAGES.get(request.path, (404, ""))
    return web.Response(status=status, headers={"Location": to} if to else {})


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", _page)
    app[ASKED] = []
    started = TestServer(app)
    await started.start_server()
    yield started
    await started.close()


def _guarded(server: TestServer, seconds: float = 5) -> GuardedWeb:
    own = frozenset((server.port or 0, 80, 443))
    return GuardedWeb(
        allowed=lambda address: address == "127.0.0.1" or is_public(address), ports=own, seconds=seconds
    )


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_a_network_behind_a_door_is_public(address: str) -> None:
    assert not is_public(address)
    assert is_public("93.184.215.14")


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/there", LinkState.ALIVE),
        ("/shy", LinkState.ALIVE),
        ("/moved", LinkState.ALIVE),
        ("/gone", LinkState.DEAD),
        ("/inside", LinkState.REFUSED),
        ("/file", LinkState.REFUSED),
        ("/round", LinkState.UNKNOWN),
        ("/broken", LinkState.UNKNOWN),
    ],
)
async def test_p26_a_link_is_followed_and_what_became_of_it_is_told(
    server: TestServer, path: str, state: LinkState
) -> None:
    async with _guarded(server) as web_client:
        assert (await web_client.look(str(server.make_url(path)))).state is state


async def test_a_server_that_does_not_answer_says_nothing_about_the_link(server: TestServer) -> None:
    async with _guarded(server, seconds=0.2) as web_client:
        assert (await web_client.look(str(server.make_url("/slow")))).state is LinkState.UNKNOWN


@pytest.mark.parametrize(
    "link",
    [
        "ftp://town.example/x",
        "http://town.example:22/",
        "http://clerk:word@town.example/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
        "http://localhost/",
    ],
)
async def test_other_doors_are_not_knocked_at(link: str) -> None:
    async with GuardedWeb() as web_client:
        assert (await web_client.look(link)).state is LinkState.REFUSED


async def test_a_name_that_leads_to_a_private_address_is_refused_where_it_is_looked_up(
    server: TestServer,
) -> None:
    async with GuardedWeb(ports=frozenset((server.port or 0,))) as web_client:
        assert (await web_client.look(f"http://localhost:{server.port}/there")).state is LinkState.REFUSED
    assert server.app[ASKED] == []
