"""The town around the program that is killed: both vendors, the people, bad weather, and starting and killing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from adapters.folder import load_folder
from adapters.settings import SAMPLE
from adapters.slack.adapter import PATH as SLACK_PATH
from adapters.teams.adapter import PATH as TEAMS_PATH
from adapters.teams.adapter import TeamsAdapter
from foundation.clock import SystemClock
from tests.chaos.heads import Supervisor
from tests.chaos.ledger import Ledger
from tests.chaos.people import OnSlack, OnTeams, Person, RecordingSlack
from tests.chaos.staff import Reporter
from tests.chaos.victim import Orders
from tests.standins.slack_api import Fault
from tests.standins.slack_client import HttpLine, SlackClient
from tests.standins.teams_api import TeamsApi
from tests.standins.teams_client import Teams

READY_SECONDS = 30.0
REPORTERS = {
    "sam.okafor": "slack",
    "jolene.tremblay": "teams",
    "callum.byrne": "slack",
    "wen.zhao": "teams",
    "lucia.ferrante": "slack",
    "felix.brandt": "teams",
    "noor.haddad": "slack",
    "ingrid.solheim": "teams",
}
SUPERVISORS = {
    "priya.raman": "slack",
    "hector.villasenor": "teams",
    "beatriz.amaral": "slack",
    "owen.prudhomme": "teams",
    "amara.nwosu": "slack",
    "marguerite.oyelaran": "teams",
    "dana.whitlock": "teams",
    "silas.nkemelu": "slack",
}
"""Heads, and who is asked besides them when somebody calls for help."""
DIRECTORY = """
fallback: front-desk
contacts:
  - key: front-desk
    name: Front Desk
    phone: 555-0100
    location: Town Hall
    owner: priya.raman@portmaribel.example
    topics: [general information]
"""
WEATHER_SECONDS = 0.3
OUTAGE = 0.04
"""How often a spell of bad weather is an installation fault: the token is refused until the spell is over."""


@dataclass
class Program:
    """Starts the program by forking a process that has imported everything, and kills it."""

    orders: Orders
    session: aiohttp.ClientSession
    _nursery: subprocess.Popen[str] = field(init=False)
    _running: int = 0

    def __post_init__(self) -> None:
        command = [sys.executable, "-m", "tests.chaos.victim"]
        self._nursery = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    async def start(self) -> None:
        """Start, and wait until requests are taken."""
        assert self._nursery.stdin
        assert self._nursery.stdout
        self._nursery.stdin.write(self.orders.to_json() + "\n")
        self._nursery.stdin.flush()
        self._running = int(await asyncio.to_thread(self._nursery.stdout.readline))
        async with asyncio.timeout(READY_SECONDS):
            while not await self._ready():
                if not _alive(self._running):
                    raise RuntimeError("The program ended by itself.")
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """Kill it in the middle of whatever it does."""
        if not self._running:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._running, signal.SIGKILL)
        while _alive(self._running):  # noqa: ASYNC110 - a process of somebody else has no event
            await asyncio.sleep(0.01)
        self._running = 0

    async def close(self) -> None:
        """Kill what runs and forget it."""
        await self.kill()
        self._nursery.kill()
        await asyncio.to_thread(self._nursery.wait)

    async def _ready(self) -> bool:
        try:
            async with self.session.get(f"http://127.0.0.1:{self.orders.port}/readyz") as answer:
                return answer.status == 200
        except (aiohttp.ClientError, OSError):
            return False


@dataclass
class Town:
    """Everything that outlives the program."""

    slack: RecordingSlack
    teams: TeamsApi
    program: Program
    reporters: list[Reporter]
    supervisors: list[Supervisor]
    ledger: Ledger
    names: dict[str, str]

    @property
    def deeds(self) -> int:
        """How much was confirmed so far, of any kind."""
        forms = sum(len(one.closed) for one in self.reporters)
        acknowledged = sum(len(one.acknowledged) for one in self.supervisors)
        return forms + acknowledged + sum(self.ledger.counts().values())

    @property
    def people(self) -> dict[str, Person]:
        """Everybody in front of a platform, by their address."""
        return {one.person.email: one.person for one in (*self.reporters, *self.supervisors)}

    async def weather(self) -> None:
        """Let both vendors fail now and then, until cancelled."""
        try:
            while True:
                await asyncio.sleep(random.uniform(0, 2 * WEATHER_SECONDS))
                await (self._outage() if random.random() < OUTAGE else self._gust())
        finally:
            self.clear()

    def clear(self) -> None:
        """Let both vendors work again."""
        self.slack._faults.clear()
        self.teams.faults.clear()

    async def _gust(self) -> None:
        method = random.choice(["chat.postMessage", "chat.update", "views.open", "users.info"])
        fault = random.choice(
            [
                Fault(error="internal_error"),
                Fault(status=500),
                Fault(status=429, retry_after=1),
                Fault(lost="before"),
                Fault(lost="after"),
            ]
        )
        self.slack.fail(method, fault)
        how: dict[str, Any] = random.choice(
            [{"status": 500}, {"status": 429}, {"drop": True}, {"status": 502, "after": True}]
        )
        self.teams.fail("/activities", **how)

    async def _outage(self) -> None:
        for method in ("chat.postMessage", "conversations.open", "users.lookupByEmail"):
            self.slack.fail(method, Fault(error="token_revoked"), times=1000)
        self.teams.fail("/activities", status=401, times=1000)
        await asyncio.sleep(random.uniform(0.5, 2.0))
        self.clear()


@contextlib.asynccontextmanager
async def town(database: str, folder: Path, *, early: bool = False) -> AsyncIterator[Town]:
    """Both vendors and the people, with the program not yet started."""
    organisation = _organisation(folder)
    clock = SystemClock()
    async with RecordingSlack() as slack, TeamsApi(clock) as teams, aiohttp.ClientSession() as session:
        port = _free_port()
        orders = Orders(
            database, str(folder / "data"), str(organisation), port, slack.api_url, teams.url, early
        )
        program = Program(orders, session)
        address = f"http://127.0.0.1:{port}"
        line = HttpLine(address + SLACK_PATH, clock)
        # The adapter here is only asked for its settings; the one at work is in the program.
        office = Teams(teams, TeamsAdapter(teams.settings(), clock), address + TEAMS_PATH, session, clock)
        names = {one.key: one.name for one in load_folder(organisation).people.by_key.values()}

        def person(who: str, platform: str) -> Person:
            email = f"{who}@portmaribel.example"
            if platform == "slack":
                user = slack.add_user(f"U0{who.split('.')[0].upper()}", names[email], email)
                return OnSlack(email, SlackClient(slack, line, user))
            return OnTeams(email, office.person(names[email], email))

        ledger = Ledger()
        reporters = [Reporter(person(*one), ledger) for one in REPORTERS.items()]
        staff = tuple(one.person.email for one in reporters)
        supervisors = [
            Supervisor(made := person(*one), ledger, name=names[made.email], staff=staff)
            for one in SUPERVISORS.items()
        ]
        try:
            yield Town(slack, teams, program, reporters, supervisors, ledger, names)
        finally:
            await program.close()


async def introduce(town: Town) -> None:
    """Let everybody on Teams install the bot: it cannot write to them before."""
    for one in town.people.values():
        if isinstance(one, OnTeams):
            await one.client.installs()


def _organisation(folder: Path) -> Path:
    """The sample town without policies and with one contact: nobody asks here, and a start is quicker."""
    organisation = folder / "organisation"
    organisation.mkdir()
    for name in ("organisation.yaml", "people.yaml", "ladder.yaml", "requests.yaml"):
        shutil.copy(SAMPLE / name, organisation / name)
    (organisation / "directory.yaml").write_text(DIRECTORY)
    (organisation / "policies").mkdir()
    return organisation


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
