"""A bench for each adapter: the adapter, a pretended platform around it, and one person in front of it.

A new platform adds a bench to BENCHES; `test_every_adapter_is_on_the_list` fails until it does.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Protocol

import aiohttp
from aiohttp import web
from rich.console import Console

from adapters.console.terminal import TerminalAdapter
from adapters.platforms import TeamsLook
from adapters.slack.adapter import PATH as SLACK_PATH
from adapters.slack.adapter import SlackAdapter
from adapters.slack.render import draw as draw_for_slack
from adapters.teams.adapter import PATH as TEAMS_PATH
from adapters.teams.adapter import TeamsAdapter
from adapters.web.adapter import LocalPage
from adapters.web.rooms import Drawn
from adapters.web.settings import WebSettings
from bot.adapter import Adapter
from bot.people import Person
from tests.adapters.slack.town import settings as slack_settings
from tests.adapters.web.browser_stand_in import Browser
from tests.fakes.clock import FakeClock
from tests.standins.block_kit import message_problems
from tests.standins.card_rules import problems
from tests.standins.card_rules import words as card_words
from tests.standins.slack_api import Fault, SlackApi
from tests.standins.slack_client import HttpLine, SlackClient
from tests.standins.slack_client import words as block_words
from tests.standins.teams_api import TeamsApi
from tests.standins.teams_client import CHANNEL, Teams

ANA = Person("ana@town.example", "Ana Diaz", "ana@town.example")
BEN = Person("ben@town.example", "Ben Moyo", "ben@town.example")
ROOM = "C0FRONTDESK"


class Bench(Protocol):
    """What the contract asks of every platform."""

    @property
    def adapter(self) -> Adapter:
        """The adapter under test; not started yet."""

    def has_language(self, tag: str) -> None:
        """From now on Ana's account, browser or terminal says that this is her language."""

    async def says(self, text: str) -> bool:
        """Ana writes to the bot directly; whether the platform was told that it has been taken."""

    def read(self) -> list[str]:
        """All Ana reads in her direct conversation, each message as it stands now."""

    def read_in_public(self) -> list[str]:
        """All anybody reads in a channel."""

    def lose_the_next_answer(self) -> None:
        """The next message arrives, but its sender does not hear of it; nothing where this cannot be."""


class SlackBench:
    """Slack over HTTP."""

    def __init__(self, api: SlackApi, adapter: SlackAdapter, client: SlackClient) -> None:
        self.adapter: Adapter = adapter
        self._api = api
        self._client = client

    def has_language(self, tag: str) -> None:
        """As users.info tells it."""
        self._api.users["U0ANA"]["locale"] = tag

    async def says(self, text: str) -> bool:
        """Write; Slack is told by the status."""
        with contextlib.suppress(AssertionError):
            await self._client.write(text)
            return True
        return False

    def read(self) -> list[str]:
        """Her direct conversation."""
        return [block_words(message) for message in self._client.messages]

    def read_in_public(self) -> list[str]:
        """Messages in any channel."""
        shown = [one for one in self._api.messages if not one["channel"].startswith("D")]
        return [block_words(message) for message in shown]

    def lose_the_next_answer(self) -> None:
        """The connection breaks after the message was taken."""
        self._api.fail("chat.postMessage", Fault(lost="after"))


@asynccontextmanager
async def slack() -> AsyncIterator[Bench]:
    """A workspace with Ana and Ben."""
    clock = FakeClock()
    async with SlackApi() as api:
        for user, person in (("U0ANA", ANA), ("U0BEN", BEN)):
            api.add_user(user, person.name, person.email)
        adapter = SlackAdapter(slack_settings(api.api_url), clock)
        async with listening(adapter.routes()) as address:
            line = HttpLine(address + SLACK_PATH, clock)
            yield SlackBench(api, adapter, SlackClient(api, line, "U0ANA"))


class TeamsBench:
    """Microsoft Teams."""

    def __init__(self, teams: Teams) -> None:
        self.adapter: Adapter = teams.adapter
        self._teams = teams
        self._client = teams.person(ANA.name, ANA.email)
        teams.person(BEN.name, BEN.email)
        self._language: dict[str, str] = {}

    def has_language(self, tag: str) -> None:
        """As every activity tells it."""
        self._language = {"locale": tag}

    async def says(self, text: str) -> bool:
        """Write; the Connector is told by the status."""
        client = self._client
        made = self._teams.activity(
            "message_personal", client.user, client.personal, text=text, **self._language
        )
        return (await self._teams.deliver(made))[0] == 200

    def read(self) -> list[str]:
        """Her 1:1 chat."""
        return [posted.text for posted in self._client.inbox]

    def read_in_public(self) -> list[str]:
        """Messages in the channel."""
        return [posted.text for posted in self._teams.api.messages(CHANNEL)]

    def lose_the_next_answer(self) -> None:
        """The Connector times out after it took the message."""
        self._teams.api.fail("/activities", method="POST", after=True, status=504)


@asynccontextmanager
async def teams() -> AsyncIterator[Bench]:
    """An organisation with Ana and Ben."""
    clock = FakeClock()
    async with TeamsApi(clock) as api, aiohttp.ClientSession() as session:
        adapter = TeamsAdapter(api.settings(), clock)
        async with listening(adapter.routes()) as address:
            yield TeamsBench(Teams(api, adapter, address + TEAMS_PATH, session, clock))


class PageBench:
    """The local page, drawn with the real looks."""

    def __init__(self, browser: Browser) -> None:
        self.adapter: Adapter = browser.page
        self._browser = browser
        self._language: dict[str, str] = {}

    def has_language(self, tag: str) -> None:
        """As a browser tells it."""
        self._language = {"Accept_Language": f"{tag},en;q=0.5"}

    async def says(self, text: str) -> bool:
        """Write as Ana."""
        await self._browser.enters()
        answer = await self._browser.post(
            "/local/message", {"room": "direct", "text": text}, **self._language
        )
        return answer.status == 200

    def read(self) -> list[str]:
        """Her direct room, in both drawings, which must obey the rules of both platforms."""
        return [text for room, text in self._shown() if room != "channel"]

    def read_in_public(self) -> list[str]:
        """The channel."""
        return [text for room, text in self._shown() if room == "channel"]

    def _shown(self) -> list[tuple[str, str]]:
        found = []
        for entry in self._browser.page._stage.rooms.seen_by(ANA.key):
            if isinstance(entry.content, Drawn):
                assert problems(entry.content.card) == []
                assert message_problems(entry.content.blocks) == []
                found.append((entry.room, card_words(entry.content.card) + block_words(entry.content.blocks)))
        return found

    def lose_the_next_answer(self) -> None:
        """Nothing lies between the page and its adapter."""


@asynccontextmanager
async def page() -> AsyncIterator[Bench]:
    """A browser in which Ana speaks."""
    looks = {"look": TeamsLook(), "slack_look": draw_for_slack}
    local = LocalPage(WebSettings(), FakeClock(), **looks, personas=(ANA, BEN))  # type: ignore[arg-type]  # by name
    async with Browser(local, None) as browser:
        yield PageBench(browser)


class TerminalBench:
    """A terminal at which Ana sits; its screen is read in pieces, one for each notice or answer."""

    RULE = re.compile(r"^─+.*─+\n", re.MULTILINE)

    def __init__(self) -> None:
        self._screen = io.StringIO()
        self._terminal = TerminalAdapter(ANA, FakeClock(), Console(file=self._screen, width=100))
        self.adapter: Adapter = self._terminal

    def has_language(self, tag: str) -> None:
        """As LANG tells it."""
        locale = tag.replace("-", "_") + ".UTF-8"
        self._terminal._identity = replace(self._terminal._identity, locale=locale)

    async def says(self, text: str) -> bool:
        """Type a line."""
        await self._terminal.take(text)
        return self._terminal._handle is not None

    def read(self) -> list[str]:
        """What was printed since each rule."""
        return [piece for piece in self.RULE.split(self._screen.getvalue()) if piece.strip()]

    def read_in_public(self) -> list[str]:
        """Nobody else looks at this screen."""
        return []

    def lose_the_next_answer(self) -> None:
        """Nothing lies between a screen and its adapter."""


@asynccontextmanager
async def terminal() -> AsyncIterator[Bench]:
    """A terminal of Ana."""
    yield TerminalBench()


@asynccontextmanager
async def listening(routes: list[web.RouteDef]) -> AsyncIterator[str]:
    """Routes on a port of this machine."""
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


BENCHES: dict[str, Callable[[], AbstractAsyncContextManager[Bench]]] = {
    "slack": slack,
    "teams": teams,
    "web": page,
    "console": terminal,
}
"""By folder under `adapters/`."""
