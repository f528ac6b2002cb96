"""Messages as JSON and back, for one that has to wait before it can be shown."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.messages import Message, Part

_PARTS = {kind.__name__: kind for kind in get_args(Part)}


def to_json(message: Message) -> dict[str, Any]:
    """The message as plain data; each part says what it is."""
    parts = [{"part": type(part).__name__, **asdict(part)} for part in message.parts]
    return {"summary": message.summary, "parts": parts}


def from_json(data: dict[str, Any]) -> Message:
    """What `to_json` made; raises ValueError, KeyError or TypeError for anything else."""
    return Message(data["summary"], tuple(_part(**part) for part in data["parts"]))


def _part(part: str, **fields: Any) -> Part:
    read: Part = _reader(part).validate_python(fields)
    return read


@cache
def _reader(part: str) -> TypeAdapter[Part]:
    return TypeAdapter(_PARTS[part])
