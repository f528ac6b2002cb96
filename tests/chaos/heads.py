"""Those who answer for reports: they acknowledge some and carry some of them on, to the end or part of the way."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bot.words import sentence
from foundation.clock import SystemClock
from incidents.rules.access import Operation
from tests.chaos.hands import does_at_once, form_of, press, says, sends, until
from tests.chaos.ledger import mark
from tests.chaos.people import AGAIN_SECONDS, Json, Seen
from tests.chaos.staff import SEES_TO, Staff

CAO = "marguerite.oyelaran@portmaribel.example"
HEAD = "priya.raman@portmaribel.example"
ACKNOWLEDGED = 0.5
"""The share of alerts that somebody acknowledges during the trial."""
CARRIED_ON = 0.5
"""The share of those that they do something about."""


@dataclass
class Supervisor(Staff):
    """Acknowledges some of the alerts; `acknowledged` are the references whose card then said so. `staff` are those
    who can be given a task.
    """

    name: str = ""
    staff: tuple[str, ...] = ()
    acknowledged: set[str] = field(default_factory=set)

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            await self.sees_to_inbox()
            await asyncio.sleep(AGAIN_SECONDS)

    def alerts(self) -> list[Seen]:
        """Every message that came asking to acknowledge."""
        return [seen for _, seen in self.person.inbox() if _asks(seen)]

    def ways(self) -> dict[str, Callable[[int, Seen], Awaitable[None]]]:
        return super().ways() | {"notice.acknowledge": self._acknowledges}

    async def _acknowledges(self, number: int, seen: Seen) -> None:
        if not _asks(seen) or random.random() > ACKNOWLEDGED / SEES_TO:
            return
        said = sentence("notice.acknowledged_by", name=self.name, time="").rstrip(". ")

        act = partial(press, self.person, number, sentence("notice.acknowledge"))
        if await until(act, lambda: says(self.person, seen.reference, said, after=number)):
            self.acknowledged.add(seen.reference)
            if random.random() < CARRIED_ON:
                await self._carries_on(seen.reference)

    async def _carries_on(self, reference: str) -> None:
        """One of the ways in which a report goes on."""
        ways = (
            (self._takes, self._agrees),
            (self._takes, self._gives),
            (self._agrees, self._closes),
            (self._gives, self._passes_on),
            (self._closes,),
        )
        for step in random.choice(ways):
            await step(reference)

    async def _takes(self, reference: str) -> None:
        if await does_at_once(self.person, reference, sentence("act.take_over")):
            self.ledger.taken.add((reference, self.person.email))

    async def _agrees(self, reference: str) -> None:
        words = mark()
        await self._does(reference, Operation.AGREE, words, {"agreed": f"We write to them: {words}."})

    async def _passes_on(self, reference: str) -> None:
        words = mark()
        whom = CAO if self.person.email != CAO else HEAD
        said = {"assignee": whom, "assign_note": f"It is for you: {words}."}
        await self._does(reference, Operation.ASSIGN, words, said)

    async def _gives(self, reference: str) -> None:
        words, whom = mark(), random.choice(self.staff)
        said = {
            "task_kind": "look_into",
            "task_person": whom,
            "task_due": SystemClock().now() + timedelta(days=2),
            "task_words": f"Read the log: {words}.",
            "task_can_wait": True,
        }
        if await self._does(reference, Operation.ADD_TASK, words, said):
            self.ledger.tasks[words] = (reference, whom)

    async def _closes(self, reference: str) -> None:
        words = mark()
        said = {
            "outcome": "explained",
            "report_back": f"I rang them: {words}.",
            "file_reference": "CS-2026-014",
            "retention_class": "Difficult contact",
        }
        if await self._does(reference, Operation.CLOSE, words, said):
            self.ledger.closed.add(reference)

    async def _does(self, reference: str, operation: Operation, words: str, said: Json) -> bool:
        form = await form_of(self.person, reference, sentence(f"act.{operation}"))
        if form is None or not await sends(form, said):
            return False
        self.ledger.written[words] = f"{operation} on {reference} by {self.person.email}"
        return True


def _asks(seen: Seen) -> bool:
    return bool(seen.reference) and sentence("notice.acknowledge") in seen.first.splitlines()
