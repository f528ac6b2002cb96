"""The bot on a pretended Slack: everything a conversation test needs, started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from adapters.slack.adapter import PATH, SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.adapter import Handle
from bot.events import Event
from bot.replies import Reply
from tests.fakes.clock import FakeClock
from tests.standins.slack_api import APP_TOKEN, BOT_TOKEN, SECRET, SlackApi
from tests.standins.slack_client import HttpLine, Line, SlackClient, SocketLine

MARTA, SAM = "U0MARTA", "U0SAM"


@dataclass
class Script:
    """A bot whose answers a test writes: events are kept, replies come from `answer`."""

    answer: Callable[[Event], list[Reply]] = lambda _: []
    events: list[Event] = field(default_factory=list)

    async def __call__(self, event: Event) -> list[Reply]:
        """Implements `bot.adapter.Handle`."""
        self.events.append(event)
        return self.answer(event)


@dataclass
class Town:
    """A running bot and the people who talk to it."""

    api: SlackApi
    adapter: SlackAdapter
    clock: FakeClock
    line: Line
    url: str

    def person(self, user: str, channel: str = "") -> SlackClient:
        """Somebody with an account, in front of Slack."""
        return SlackClient(self.api, self.line, user, channel)


def settings(api_url: str, *, socket_mode: bool = False, **changes: str) -> SlackSettings:
    """Settings that point at the pretended Slack."""
    door = {"app_token": APP_TOKEN} if socket_mode else {"signing_secret": SECRET}
    return SlackSettings(**{"bot_token": BOT_TOKEN, "api_url": api_url, **door, **changes})  # type: ignore[arg-type]  # text


@asynccontextmanager
async def served(adapter: SlackAdapter) -> AsyncIterator[str]:
    """The adapter's routes on a port of this machine."""
    app = web.Application()
    app.add_routes(adapter.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # a started site has one
    try:
        yield f"http://127.0.0.1:{port}{PATH}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def town(
    handle: Handle, *, socket_mode: bool = False, clock: FakeClock | None = None, **changes: str
) -> AsyncIterator[Town]:
    """The bot, started, with two employees in the workspace."""
    clock = clock or FakeClock()
    async with SlackApi() as api:
        api.add_user(MARTA, "Marta Novak", "marta.novak@lakeview.example")
        api.add_user(SAM, "Sam Okoye", "Sam.Okoye@lakeview.example")
        adapter = SlackAdapter(settings(api.api_url, socket_mode=socket_mode, **changes), clock)
        async with served(adapter) as url:
            await adapter.start(handle)
            if socket_mode:
                await asyncio.wait_for(api.connected.wait(), 20)
            line: Line = SocketLine(api) if socket_mode else HttpLine(url, clock)
            try:
                yield Town(api, adapter, clock, line, url)
            finally:
                await adapter.close()


async def until(true: Callable[[], object], seconds: float = 3.0) -> None:
    """Wait until something has happened behind the acknowledgement."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for belongs to the adapter and has no event
            await asyncio.sleep(0.005)
