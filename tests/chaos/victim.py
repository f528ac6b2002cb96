"""The program that is killed: everything `counterpoise serve` puts together, between a pretended Slack and Microsoft.

    python -m tests.chaos.victim

It reads one JSON line after the other (`Orders`) from its input; for each it forks a process that serves until
it is killed, and prints that process's number. Importing once and forking keeps a start to a fraction of a second.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from adapters.core import Core, open_core
from adapters.serve import serving
from adapters.settings import Settings
from adapters.slack.adapter import SlackAdapter
from adapters.teams.adapter import TeamsAdapter
from adapters.teams.settings import TeamsSettings
from bot.adapter import Adapter, Delivery
from bot.messages import Message, Text
from bot.people import ReplyTarget
from bot.words import sentence
from foundation.clock import SystemClock
from foundation.logs import configure_logs
from incidents.desk import Desk
from incidents.records import Filed, Report
from incidents.vault import Content
from tests.adapters.slack.town import settings as slack_settings
from tests.standins.teams_api import APP, ISSUER, SECRET, TENANT

EARLY_SECONDS = 1.0
"""How long before its commit a report is confirmed in the control, so that a few kills are enough."""


@dataclass(frozen=True, slots=True)
class Orders:
    """How to start. `early` confirms a report before it is committed: the fault that the trial must detect."""

    database: str
    data: str
    organisation: str
    port: int
    slack: str
    teams: str
    early: bool = False

    def to_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self))


class EarlyDesk(Desk):
    """Says “saved” first and commits afterwards."""

    adapters: Sequence[Adapter] = ()

    async def submit(self, report: Report, draft: str, *, excluded: frozenset[str] = frozenset()) -> Filed:
        """As `Desk.submit`, in the wrong order."""
        content = Content(report, excluded)
        new = self._filing().prepare(content, draft, self.clock.now())
        said = sentence("report.saved_summary", reference=new.stored.reference)
        message = Message(said, (Text(sentence("report.saved")), Text(said)))
        for adapter in self.adapters:
            target = ReplyTarget.to_person(adapter.platform, report.author)
            await asyncio.gather(
                adapter.send(target, Delivery(message, new.stored.id)), return_exceptions=True
            )
        await asyncio.sleep(EARLY_SECONDS)
        return await self.db.write(lambda conn: self._filing(conn).file(conn, new))


async def serve(orders: Orders) -> None:
    """Serve until killed."""
    settings = Settings.model_validate(
        {
            "data": Path(orders.data),
            "database_url": orders.database,
            "organisation": Path(orders.organisation),
            "port": orders.port,
        }
    )
    clock = SystemClock()
    adapters = (
        SlackAdapter(slack_settings(orders.slack), clock),
        TeamsAdapter(_teams_settings(orders.teams), clock),
    )
    core = await open_core(settings, clock)
    if orders.early:
        core = _confirming_early(core, adapters)
    async with serving(settings, adapters, core):
        await asyncio.Event().wait()


def _confirming_early(core: Core, adapters: Sequence[Adapter]) -> Core:
    desk = EarlyDesk(core.db, core.desk.vault, core.desk.escalation, core.clock)
    desk.adapters = adapters
    return replace(core, desk=desk, services=replace(core.services, incidents=desk, tasks=desk.tasks))


def _teams_settings(url: str) -> TeamsSettings:
    return TeamsSettings(
        app_id=APP,
        tenant_id=TENANT,
        app_secret=SECRET,  # type: ignore[arg-type]  # text becomes a secret
        login_url=url,
        openid_url=f"{url}/openid",
        issuer=ISSUER,
        service_hosts=url.removeprefix("http://"),  # type: ignore[arg-type]  # a list of one
    )


def main() -> None:
    """Fork a server for every line of the input."""
    importlib.import_module("onnxruntime")  # Imported when it is needed, which here is in every start.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody waits for the killed ones.
    configure_logs(level="CRITICAL")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            asyncio.run(serve(Orders(**json.loads(line))))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
