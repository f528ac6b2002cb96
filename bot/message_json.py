"""Messages as JSON and back, for one that has to wait before it can be shown."""

from __future__ import annotations

from typing import Any

from bot.messages import Message, Part
from foundation.values import plain_of, tagged, value_of

tagged(Part, "part")


def to_json(message: Message) -> dict[str, Any]:
    """The message as plain data; each part says what it is."""
    data: dict[str, Any] = plain_of(message)
    return data


def from_json(data: dict[str, Any]) -> Message:
    """What `to_json` made; raises MalformedValue for anything else."""
    return value_of(Message, data)
