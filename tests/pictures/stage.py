"""Where scenes of the contact sheet are played: a town for each, and somebody who looks around in it."""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.commands import COMMANDS
from bot.dispatch import Bot
from bot.flows.call_card import draw_call
from bot.flows.notice import draw
from bot.flows.plan_card import draw_plan
from bot.messages import Button
from bot.replies import Upload
from foundation.db_open import open_database
from foundation.schema import migrate
from incidents.safety.call import CallNotice
from knowledge.library import Library
from tests.fakes.conversation import PLATFORMS, Conversation
from tests.fakes.post import FakePost
from tests.flows.town import ORGANISATION, Town

PRESSES = 70
"""Buttons that one person presses while they look around."""
OF_A_KIND = 1
SLOW = frozenset({"figures", "figures.show"})
"""What counts every record of a month: asked for once, by name."""


def policies(cache: Path) -> Library:
    """The sample policies as they were on the day of the tests."""
    return Library.open([ORGANISATION / "policies"], cache, today=lambda: date(2026, 3, 2))


@dataclass
class Stage:
    """A town for each scene, the policies, and the papers that were handed over."""

    folder: Path
    library: Library
    papers: dict[str, Upload]

    @contextlib.asynccontextmanager
    async def town(self, *, policies: bool = True, post: FakePost | None = None) -> AsyncIterator[Town]:
        """A fresh town; without the policies, whoever asks gets the honest no. `post` is its mail server, if any."""
        file = self.folder / f"{len(list(self.folder.iterdir()))}.db"
        shutil.copy(self.folder / "empty.db", file)
        db = open_database(f"sqlite:///{file}")
        try:
            town = Town(db, post=post)
            if policies:
                town.services = replace(town.services, knowledge=self.library)
                town.bot = Bot(town.services, PLATFORMS)
                town.letters.use(town.services)
            yield town
            await self._told(town)
        finally:
            await db.close()

    async def _told(self, town: Town) -> None:
        """Everything that was sent by itself, drawn as it came."""
        for notice in town.notifier.notices:
            draw(notice, town.services)
        for call in town.notifier.calls:
            if isinstance(call, CallNotice):
                draw_call(call, town.services)
            else:
                draw_plan(call, town.services)

    def keep(self, talk: Conversation) -> None:
        """Note the papers among the latest replies."""
        for one in talk.replies:
            if isinstance(one, Upload) and one.content.startswith(b"%PDF"):
                self.papers.setdefault(one.action, one)


async def stage(folder: Path, library: Library) -> Stage:
    """Where scenes are played; the folder is there and empty."""
    await migrate(f"sqlite:///{folder / 'empty.db'}")
    return Stage(folder, library, {})


async def looks_around(stage: Stage, town: Town, person: str, presses: int = PRESSES) -> None:
    """Every command, and every button of what comes, a few of each kind."""
    talk, pressed = town.talk(person), Counter[tuple[str, str]]()
    waiting: deque[Button] = deque()
    for command in COMMANDS:
        if command.name in SLOW:
            continue
        await talk.command(command.name)
        waiting.extend(talk.buttons)
    count = 0
    while waiting and count < presses:
        button = waiting.popleft()
        if button.action in SLOW:
            continue
        head = button.value.partition(":")[0] if ":" in button.value else ""
        key = (button.action, head if len(head) < 20 else "")
        pressed[key] += 1
        if pressed[key] > OF_A_KIND:
            continue
        count += 1
        await talk.choose(button.action, button.value)
        stage.keep(talk)
        waiting.extend(talk.buttons)
