"""A bot that says what a test wrote down, and remembers what it was told."""

from __future__ import annotations

from collections.abc import Callable

from bot.events import Event
from bot.replies import Reply

Answer = list[Reply] | Callable[[Event], list[Reply]]


class ScriptedBot:
    """Implements `bot.adapter.Handle`: answers each kind of event as the script says, else with nothing."""

    def __init__(self, script: dict[type[Event], Answer] | None = None) -> None:
        self.script = script or {}
        self.events: list[Event] = []

    async def __call__(self, event: Event) -> list[Reply]:
        """Note the event and give its scripted replies."""
        self.events.append(event)
        answer = self.script.get(type(event), [])
        return answer(event) if callable(answer) else answer

    def heard(self, kind: type[Event]) -> list[Event]:
        """The events of one kind, in order."""
        return [event for event in self.events if isinstance(event, kind)]
