"""Thousands of hostile requests at every door of the whole program, and a count of what came of them.

    python -m tests.chaos.mutate --requests 20000

No server error, no row and no event at the bot. What comes again may reach the bot, but makes no row and no
message; what was mutated before it was signed may be valid, and of that only no server error is asked. Prints
one line for each kind of request and ends with 1 where a promise broke.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import aiohttp

from adapters.choosing import choose_platforms
from adapters.core import open_core
from adapters.serve import serving
from adapters.settings import SAMPLE, Settings
from bot.dispatch import Bot
from foundation.db import Database
from foundation.logs import configure_logs
from knowledge.library import Library
from tests.chaos.hostile import ForHealth, ForSlack, ForTeams, ForThePage, Maker, Rule, Sent
from tests.scenarios.house import house, planned, vendors
from tests.scenarios.test_doors import rows

AT_ONCE = 32
SEED = 20260302
HEADER = (
    f"{'door':<14} {'what was sent':<22} {'rule':<8} {'requests':>8} {'events':>6} {'rows':>5} {'messages':>8}"
    "  statuses"
)
HEALTH_IS_RED = 503
"""What `/healthz` may say: how the program is, not that the request broke it."""


@dataclass(slots=True)
class Line:
    """What came of one kind of request."""

    door: str
    kind: str
    rule: Rule
    statuses: Counter[int] = field(default_factory=Counter)
    events: int = 0
    rows: int = 0
    messages: int = 0

    @property
    def held(self) -> bool:
        """Whether nothing broke, and nothing was taken that had to be refused."""
        allowed = {HEALTH_IS_RED} if self.door == "/healthz" else set()
        if any(status >= 500 and status not in allowed for status in self.statuses):
            return False
        made = self.rows + self.messages
        return self.rule is Rule.MUTATED or (made == 0 and (self.rule is Rule.REPLAYED or self.events == 0))

    def __str__(self) -> str:
        statuses = "  ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        mark = "" if self.held else "  BROKEN"
        return (
            f"{self.door:<14} {self.kind:<22} {self.rule:<8} {self.statuses.total():>8} {self.events:>6} "
            f"{self.rows:>5} {self.messages:>8}  {statuses}{mark}"
        )


@dataclass(frozen=True, slots=True)
class Target:
    """What is attacked: where it listens, and where to look for what came of it."""

    address: str
    db: Database
    settle: Callable[[], Awaitable[None]]
    messages: Callable[[], int]
    events: list[str]


@contextmanager
def counted_events() -> Iterator[list[str]]:
    """Every event that gets as far as the bot, by its kind."""
    seen: list[str] = []
    handle = Bot.handle

    async def counting(self: Bot, event: Any) -> Any:
        seen.append(type(event).__name__)
        return await handle(self, event)

    with patch.object(Bot, "handle", counting):
        yield seen


async def attack(door: str, makers: Mapping[str, Maker], target: Target, plan: Plan) -> list[Line]:
    """Send the requests of one door, kind by kind, so that what a kind led to is told of it."""
    each = -(-plan.requests // len(makers))
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=AT_ONCE), timeout=timeout
    ) as session:
        lines: list[Line] = []
        for kind, make in makers.items():
            chance = random.Random(f"{plan.seed}:{door}:{kind}")
            requests = [make(chance) for _ in range(each)]
            line = Line(door, kind, requests[0].rule)
            if line.rule is Rule.REPLAYED:
                first = {one.body: one for one in requests}
                await _send_all(session, target.address, first.values(), Counter())
                await target.settle()
            before, events, messages = await rows(target.db), len(target.events), target.messages()
            await _send_all(session, target.address, requests, line.statuses)
            await target.settle()
            after = await rows(target.db)
            line.events = len(target.events) - events
            line.rows = sum(abs(after[name] - before[name]) for name in after)
            line.messages = target.messages() - messages
            lines.append(line)
    return lines


async def _send_all(
    session: aiohttp.ClientSession, address: str, requests: Iterable[Sent], statuses: Counter[int]
) -> None:
    waiting = iter(requests)

    async def work() -> None:
        for one in waiting:
            statuses[await send(session, address, one)] += 1

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


async def send(session: aiohttp.ClientSession, address: str, one: Sent) -> int:
    """The status of the answer; 0 where the connection ended without one."""
    headers = {name: value for name, value in one.headers.items() if value or name != "Content-Type"}
    try:
        async with session.request(
            one.method,
            address + one.path,
            data=one.body,
            headers=headers,
            allow_redirects=False,
            skip_auto_headers=("Content-Type",),
        ) as answer:
            await answer.read()
            return answer.status
    except (aiohttp.ClientConnectionError, ConnectionError):
        return 0


SEED = 20260302


@dataclass(frozen=True, slots=True)
class Plan:
    """How much, and by which chance."""

    requests: int
    seed: int = SEED


async def run(plan: Plan, library: Library, folder: Path) -> list[Line]:
    """All doors of a running program with both vendors, then those of the local page."""
    lines: list[Line] = []
    with counted_events() as events:
        async with vendors() as both:
            url = f"sqlite:///{folder / 'chat.db'}"
            async with house(both, folder / "chat", url, library) as it:
                both.slack.add_user("U0MARTA", "Marta Novak", "marta.novak@portmaribel.example")
                settle, messages = it.settle, lambda: len(both.slack.messages) + len(both.teams.posted)
                target = Target(it.address, it.core.db, settle, messages, events)
                slack, teams = ForSlack(both.clock), ForTeams(both.teams, both.clock)
                lines += await attack(ForSlack.path, slack.makers, target, plan)
                lines += await attack(ForTeams.path, teams.makers, target, plan)
                lines += await attack(ForHealth.path, ForHealth().makers, target, plan)
        async with page(folder, library, events) as target:
            lines += await attack("local page", ForThePage(target.address).makers, target, plan)
    return lines


@asynccontextmanager
async def page(folder: Path, library: Library, events: list[str]) -> AsyncIterator[Target]:
    """The program as `counterpoise serve --local` starts it, without a chat platform."""
    values = {"data": folder / "page", "database_url": f"sqlite:///{folder / 'page.db'}", "port": 0}
    settings = Settings.model_validate({**values, "organisation": SAMPLE})
    core = await open_core(settings, library=library)
    platforms = choose_platforms(settings, core.folder, core.clock, local=True)
    async with serving(settings, platforms, core) as url:
        await planned(core)
        yield Target(str(url).rstrip("/"), core.db, _settled, lambda: 0, events)


async def _settled() -> None:
    """Nothing goes on behind an answer of the page."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000, help="requests at each door")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    configure_logs(level="ERROR")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = Library.open([SAMPLE / "policies"], folder / "index")
        lines = asyncio.run(run(Plan(chosen.requests, chosen.seed), library, folder))
    sys.stdout.write("\n".join((HEADER, *map(str, lines), "")))
    broken = sum(not line.held for line in lines)
    total = sum(sum(line.statuses.values()) for line in lines)
    seconds = time.monotonic() - began
    sys.stdout.write(f"{total} requests in {seconds:.0f} s; {broken} kinds broke a promise\n")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
