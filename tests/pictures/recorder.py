"""Notes every message and form that is made while something runs, and which functions of the bot made it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from bot.forms import Form
from bot.messages import Buttons, Message
from tests.pictures.named import NO_CARDS, cards

A_CARD = 4
"""Parts from which on what a flow says by itself is a card, and not a sentence with a button."""
LONGEST = 2_600
"""Characters of a card as code: of several the fullest is shown, but none that goes on for ever."""


@dataclass
class Recorded:
    """What was made: cards by the functions that made them, innermost first; forms by name and title."""

    messages: list[tuple[tuple[str, ...], Message]] = field(default_factory=list)
    forms: dict[tuple[str, str], Form] = field(default_factory=dict)
    alike: dict[str, str] = field(default_factory=dict)

    def chosen(self) -> dict[str, Message]:
        """One card for each function that made any, the fullest there is."""
        best: dict[str, Message] = {}
        for names, message in self.messages:
            held = best.get(names[0])
            if held is None or _weight(held) < _weight(message):
                best[names[0]] = message
        for names, message in self.messages:
            for name in names[1:]:
                best.setdefault(name, message)
        seen: dict[str, str] = {}
        for name, message in best.items():
            seen.setdefault(repr(message), name)
        self.alike = {name: seen[repr(message)] for name, message in best.items()}
        return {name: message for name, message in best.items() if self.alike[name] == name}

    def outer(self) -> dict[str, set[str]]:
        """By each card, the functions that hand it on."""
        found: dict[str, set[str]] = {}
        for names, _ in self.messages:
            found.setdefault(self.alike.get(names[0], names[0]), set()).update(names)
        for name, shown in self.alike.items():
            found.setdefault(shown, set()).add(name)
        return {shown: names - {shown} for shown, names in found.items()}


@contextmanager
def recording() -> Iterator[Recorded]:
    """Note what is made until the end of the block."""
    made = Recorded()
    of_message, of_form = Message.__init__, Form.__init__

    def message(self: Message, *args: Any, **kwargs: Any) -> None:
        of_message(self, *args, **kwargs)
        names = _names(sys._getframe(1))
        if names and (names[0] in cards() or len(self.parts) >= A_CARD):
            made.messages.append((names, self))

    def form(self: Form, *args: Any, **kwargs: Any) -> None:
        of_form(self, *args, **kwargs)
        key = (self.name, self.title)
        held = made.forms.get(key)
        if held is None or len(held.items) < len(self.items):
            made.forms[key] = self

    Message.__init__, Form.__init__ = message, form  # type: ignore[method-assign]  # put back below
    try:
        yield made
    finally:
        Message.__init__, Form.__init__ = of_message, of_form  # type: ignore[method-assign]  # as it was


def _names(frame: FrameType | None) -> tuple[str, ...]:
    """The functions of cards that are at work, innermost first; else the flow that says it. Nothing for what changes
    or abridges a message.
    """
    found: list[str] = []
    flow = ""
    known = cards()
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("bot."):
            short = module.removeprefix("bot.")
            if short in NO_CARDS and short != "flows.parts" and not (found or flow):
                return ()
            name = f"{short.removeprefix('flows.')}.{frame.f_code.co_name}"
            if name == "parts.short":
                return ()
            if name in known:
                found.append(name)
            elif short.startswith("flows.") and short != "flows.parts" and not flow:
                flow = name
        frame = frame.f_back
    return tuple(dict.fromkeys(found)) or ((flow,) if flow else ())


def _weight(message: Message) -> tuple[bool, int]:
    length = len(repr(message))
    return any(isinstance(one, Buttons) for one in message.parts) and length < LONGEST, min(length, LONGEST)
