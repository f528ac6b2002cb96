"""Activities as plain JSON: read from a request body with bounds, and looked into without surprises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import NoneType
from typing import Any

from adapters.readable import readable
from adapters.teams import limits

Activity = Mapping[str, Any]

TEXTS = ("name", "text", "timestamp", "replyToId", "action", "locale", "textFormat")
OBJECTS = ("from", "conversation", "recipient", "channelData")
LISTS = ("attachments", "entities", "membersAdded", "membersRemoved")
KINDS = (
    *((name, (str, NoneType)) for name in TEXTS),
    *((name, (dict, NoneType)) for name in OBJECTS),
    *((name, (list, NoneType)) for name in LISTS),
)
DIALOGS = frozenset(
    {
        "task/fetch",
        "task/submit",
        "composeExtension/fetchTask",
        "composeExtension/submitAction",
        "adaptiveCard/action",
    }
)
"""Invokes whose value is always an object."""

NEEDED = (("type",), ("id",), ("serviceUrl",), ("from", "id"), ("conversation", "id"))


class Malformed(Exception):
    """The body is no activity."""


def parse_activity(body: bytes) -> Activity:
    """The activity in a body, with bounded nesting and readable text; raises Malformed for anything else.

    What `NEEDED` names is text that is there, and what `OBJECTS` names is an object, null or absent.
    """
    try:
        text = body.decode("utf-8")
        activity = DECODER.decode(text)
        # Only an escape can write half a character or NUL, and only brackets nest: most bodies need no copy.
        if "\\u" in text or text.count("{") + text.count("[") >= limits.BODY_DEPTH:
            activity = readable(activity, limits.BODY_DEPTH)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(activity, dict) or activity.get("channelId") != "msteams":
        raise Malformed
    for path in NEEDED:
        if not text_at(activity, *path):
            raise Malformed
    if not _is_sound(activity):
        raise Malformed
    return activity


def _is_sound(activity: Activity) -> bool:
    """Whether what is there is of the kind Teams sends; what it may add one day is left alone."""
    for name, kinds in KINDS:
        if not isinstance(activity.get(name), kinds):
            return False
    return not (activity["type"] == "invoke" and text_at(activity, "name") in DIALOGS) or isinstance(
        activity.get("value"), dict
    )


def at(node: object, *path: str) -> Any:
    """What stands at a path of names; None where there is nothing. Looks into what JSON can be: dicts alone."""
    for name in path:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def text_at(node: object, *path: str) -> str:
    """The text at a path of names; empty where there is none."""
    for name in path:
        if not isinstance(node, dict):
            return ""
        node = node.get(name)
    return node if isinstance(node, str) else ""


def tenant_of(activity: Activity) -> str:
    """The Entra tenant the activity happened in; empty when it names none, or two."""
    first, second = (
        text_at(activity, "conversation", "tenantId"),
        text_at(activity, "channelData", "tenant", "id"),
    )
    return "" if first and second and first != second else first or second


def _refuse(constant: str) -> object:
    raise ValueError(constant)


DECODER = json.JSONDecoder(parse_constant=_refuse)
