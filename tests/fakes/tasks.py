"""Tasks of nobody, for tests that are not about them."""

from __future__ import annotations

from collections.abc import Mapping

from incidents.records import ActOutcome, Said
from incidents.rules.access import Operation
from incidents.task import Nudges, Task


class FakeTasks:
    """Implements `bot.services.TaskList`: there are none."""

    async def mine(self, person: str) -> tuple[Task, ...]:
        """None."""
        return ()

    async def overdue(self, person: str) -> tuple[Task, ...]:
        """None."""
        return ()

    async def view(self, task_id: str, viewer: str, *, words: bool = False) -> Task | None:
        """None."""
        return None

    async def act(
        self, task_id: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> tuple[ActOutcome, Task | None]:
        """Nothing is done."""
        return ActOutcome.NOT_ALLOWED, None

    async def nudges(self, person: str) -> Nudges:
        """Everything."""
        return Nudges.ALL

    async def want(self, person: str, wants: Nudges) -> None:
        """Nothing is kept."""
