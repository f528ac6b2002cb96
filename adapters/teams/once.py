"""An invoke that Teams sends again is answered with the same answer, not worked on again (platforms.md T11)."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from adapters.teams.activities import Activity
from adapters.teams.ingress import Answer, Turn

MOST = 200
"""Answers kept; Teams repeats within seconds, and an answer can be a dialog with what somebody typed."""


class Once:
    """Shares the answer of one invoke among its repetitions, while it is worked on and for a while after."""

    def __init__(self, work: Turn) -> None:
        self._work = work
        self._answers: OrderedDict[tuple[str, str], asyncio.Task[Answer]] = OrderedDict()

    async def __call__(self, activity: Activity) -> Answer:
        """Answer an activity; anything but an invoke is worked on each time (the bot knows repeats itself)."""
        if activity["type"] != "invoke":
            return await self._work(activity)
        name = (activity["conversation"]["id"], activity["id"])
        task = self._answers.get(name)
        if task is None:
            task = self._answers[name] = asyncio.ensure_future(self._work(activity))
            if len(self._answers) > MOST:
                self._answers.popitem(last=False)
        # Shielded: the one who asked first may hang up while the second still waits.
        return await asyncio.shield(task)
