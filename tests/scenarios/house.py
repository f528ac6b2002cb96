"""The whole program of one town between a pretended Slack and a pretended Microsoft, on a clock that stands still.

Everything is put together by `adapters/serve.py` as in a real start; only the two vendors, the clock and the
index of the policies (made once for all tests) are handed in. What happens goes through real sockets: signed
requests and envelopes from the people, Web API and Connector calls from the bot.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import aiohttp
from sqlalchemy import func, select

from adapters.mail.channel import MailChannel
from adapters.serve import Core, open_core, serving
from adapters.settings import SAMPLE, Settings
from adapters.slack.adapter import PATH as SLACK_PATH
from adapters.slack.adapter import SlackAdapter
from adapters.teams.adapter import PATH as TEAMS_PATH
from adapters.teams.adapter import TeamsAdapter
from bot.flows.owners import keepers
from bot.words import sentence
from foundation.db import Connection
from foundation.outbox.tables import jobs
from incidents.records import Record
from knowledge.library import Library
from tests.adapters.slack.town import settings as slack_settings
from tests.fakes.clock import FakeClock
from tests.fixtures.statements import share_statements
from tests.scenarios.person import OnSlack, OnTeams, Person
from tests.standins.mail_server import MailServer
from tests.standins.open311_server import Open311Server
from tests.standins.slack_api import SlackApi
from tests.standins.slack_client import HttpLine, Line, SocketLine
from tests.standins.teams_api import TeamsApi
from tests.standins.teams_client import Teams

SAM = "sam.okafor@portmaribel.example"
PRIYA = "priya.raman@portmaribel.example"
DANA = "dana.whitlock@portmaribel.example"
CAO = "marguerite.oyelaran@portmaribel.example"
TEODOR = "teodor.lindqvist@portmaribel.example"
RUTH = "ruth.castellano@portmaribel.example"

PATIENCE_SECONDS = 20.0


class Start(Protocol):
    """Starts the program; used as `async with start() as house`."""

    def __call__(
        self, *, socket_mode: bool = False, organisation: Path = SAMPLE
    ) -> contextlib.AbstractAsyncContextManager[House]:
        """The program, stopped at the end of the block."""


@dataclass
class Vendors:
    """Slack and Microsoft; they outlive a restart of the program."""

    clock: FakeClock
    slack: SlackApi
    teams: TeamsApi
    session: aiohttp.ClientSession


@dataclass
class House:
    """The running program, and the people in front of it."""

    vendors: Vendors
    core: Core
    slack: SlackAdapter
    teams: TeamsAdapter
    address: str
    line: Line
    people: dict[tuple[str, str], Person] = field(default_factory=dict)

    @property
    def clock(self) -> FakeClock:
        """The clock of everybody."""
        return self.vendors.clock

    async def person(self, platform: str, email: str) -> Person:
        """Somebody of the town on the platform they use; the first time, they get their account there."""
        if (platform, email) not in self.people:
            made = self._on_slack(email) if platform == "slack" else await self._on_teams(email)
            self.people[platform, email] = made
        return self.people[platform, email]

    async def settle(self) -> None:
        """Wait until everything that is due now has been done."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            if self.slack._connected is not None:
                await self.slack._connected.receiver.finish()
            while await self.core.db.read(self._busy):
                self.core.desk.bell.ring()
                await asyncio.sleep(0.005)

    async def pass_time(self, **by: float) -> None:
        """Move the clock on, then let everything happen that is due."""
        self.clock.advance(timedelta(**by))
        await self.settle()

    def alerts(self, email: str) -> list[str]:
        """The cards that ask somebody to act, on every platform they have, as they stand now."""
        told = (text for (_, one), person in self.people.items() if one == email for text in person.told)
        return [text for text in told if sentence("notice.alert", reference="") in text]

    async def record(self, author: str = SAM) -> Record:
        """The newest report of somebody, as they see it."""
        return (await self.core.desk.mine(author))[0]

    async def post(self, path: str, **how: object) -> int:
        """Post anything to a door; returns the status."""
        async with self.vendors.session.post(self.address + path, **how) as answer:  # type: ignore[arg-type]  # as aiohttp takes it
            return answer.status

    async def get(self, path: str) -> tuple[int, object]:
        """Status and JSON of a page of ours."""
        async with self.vendors.session.get(self.address + path) as answer:
            return answer.status, await answer.json()

    def _on_slack(self, email: str) -> Person:
        name = self.core.folder.people.name(email)
        user = "U0" + name.split()[0].upper()
        # Platforms spell one address differently: people are joined all the same.
        self.vendors.slack.add_user(user, name, email.title())
        return OnSlack(self.settle, self.vendors.slack, self.line, user)

    async def _on_teams(self, email: str) -> Person:
        name = self.core.folder.people.name(email)
        teams = Teams(
            self.vendors.teams, self.teams, self.address + TEAMS_PATH, self.vendors.session, self.clock
        )
        client = teams.person(name, email.upper())
        await client.installs()
        return OnTeams(self.settle, client)

    def _busy(self, conn: Connection) -> bool:
        due = (jobs.c.run_at <= self.clock.now()) | (jobs.c.owner != "")
        waiting = select(jobs.c.id).where(jobs.c.done_at.is_(None), due)
        return conn.execute(waiting.limit(1)).first() is not None


@contextlib.asynccontextmanager
async def vendors(clock: FakeClock | None = None) -> AsyncIterator[Vendors]:
    """Both vendors' services on this machine."""
    clock = clock or FakeClock()
    async with SlackApi() as slack, TeamsApi(clock) as teams, aiohttp.ClientSession() as session:
        yield Vendors(clock, slack, teams, session)


@contextlib.asynccontextmanager
async def house(
    around: Vendors,
    data: Path,
    database_url: str,
    library: Library,
    *,
    socket_mode: bool = False,
    organisation: Path = SAMPLE,
    mail: MailServer | None = None,
    public_url: str = "",
    open311: Open311Server | None = None,
) -> AsyncIterator[House]:
    """Start the program as `counterpoise serve` does, and stop it in the end."""
    settings = Settings.model_validate(
        {
            "data": data,
            "database_url": database_url,
            "organisation": organisation,
            "port": 0,
            "public_url": public_url,
            **(open311.settings() if open311 else {}),
        }
    )
    channels = [MailChannel(mail.settings())] if mail else []
    slack = SlackAdapter(slack_settings(around.slack.api_url, socket_mode=socket_mode), around.clock)
    teams = TeamsAdapter(around.teams.settings(), around.clock)
    core = await open_core(settings, around.clock, library)
    share_statements(core.db)
    async with serving(settings, (slack, teams), core, channels, health_kept=0) as url:
        address = str(url).rstrip("/")
        line: Line = SocketLine(around.slack) if socket_mode else HttpLine(address + SLACK_PATH, around.clock)
        await planned(core)
        yield House(around, core, slack, teams, address, line)


async def planned(core: Core) -> None:
    """Wait until the worker has planned the digests: a test that counts rows must not see them come."""

    def planned(conn: Connection) -> int:
        return conn.execute(select(func.count()).where(jobs.c.kind == "digest")).scalar_one()

    async with asyncio.timeout(PATIENCE_SECONDS):
        while await core.db.read(planned) < len(keepers(core.services)):  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.005)
