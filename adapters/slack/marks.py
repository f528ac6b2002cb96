"""Our own mark on a message, so that it can be found again before it is sent a second time (platforms.md T7)."""

from __future__ import annotations

from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import Json
from adapters.slack.calls import Calls, called

EVENT_TYPE = "counterpoise_notice"
"""Names our message metadata (docs.slack.dev/messaging/message-metadata)."""


def mark(key: str) -> Json:
    """The metadata that names a message by its key."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


async def find(calls: Calls, channel: str, key: str, thread: str = "") -> str:
    """The timestamp of the message with this key, or an empty text; raises CallFailed, also where we may not look."""
    where: dict[str, Any] = {
        "channel": channel,
        "limit": limits.HISTORY_MESSAGES,
        "include_all_metadata": True,
    }
    if thread:
        found = await called(calls.patient.conversations_replies(ts=thread, **where))
    else:
        found = await called(calls.patient.conversations_history(**where))
    for message in found.get("messages") or ():
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT_TYPE and metadata["event_payload"].get("key") == key:
            return str(message["ts"])
    return ""
