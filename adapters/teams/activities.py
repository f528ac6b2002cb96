"""Activities as plain JSON: read from a request body with bounds, and looked into without surprises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from adapters.teams import limits

Activity = Mapping[str, Any]

NEEDED = (("type",), ("id",), ("serviceUrl",), ("from", "id"), ("conversation", "id"))


class Malformed(Exception):
    """The body is no activity."""


def parse_activity(body: bytes) -> Activity:
    """The activity in a body, with bounded nesting and readable text; raises Malformed for anything else."""
    try:
        activity = _readable(json.loads(body.decode("utf-8"), parse_constant=_refuse), limits.BODY_DEPTH)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(activity, dict) or activity.get("channelId") != "msteams":
        raise Malformed
    if not all(text_at(activity, *path) for path in NEEDED):
        raise Malformed
    return activity


def at(node: object, *path: str) -> Any:
    """What stands at a path of names; None where there is nothing."""
    for name in path:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node


def text_at(node: object, *path: str) -> str:
    """The text at a path of names; empty where there is none."""
    found = at(node, *path)
    return found if isinstance(found, str) else ""


def tenant_of(activity: Activity) -> str:
    """The Entra tenant the activity happened in; empty when it names none, or two."""
    named = {
        text_at(activity, "conversation", "tenantId"),
        text_at(activity, "channelData", "tenant", "id"),
    } - {""}
    return named.pop() if len(named) == 1 else ""


def _readable(node: Any, depth: int) -> Any:
    """The value with half characters replaced and NUL dropped: databases take neither."""
    if depth == 0:
        raise ValueError("too deep")
    match node:
        case str():
            return node.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {_readable(name, depth): _readable(value, depth - 1) for name, value in node.items()}
        case list():
            return [_readable(value, depth - 1) for value in node]
        case _:
            return node


def _refuse(constant: str) -> object:
    raise ValueError(constant)
