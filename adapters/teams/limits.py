"""What Microsoft Teams takes, as numbers with their sources, and the measure it counts with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.capabilities import Capabilities

ACTIONS = 6
"""Actions one card shows (learn.microsoft.com, Teams store validation guidelines)."""

MESSAGE_BYTES = 28 * 1024
"""Size of one message, counted as UTF-16. The message page says 80 to 100 KB today, said 40 KB before, and
connectors refuse more than 28 KB: the smallest fits them all (format-your-bot-messages)."""

CARD_BYTES = MESSAGE_BYTES - 2 * 1024
"""What a card may take of a message; the rest is for the envelope around it."""

SUMMARY_CHARACTERS = 250
"""Our own cut for the sentence of a notification; phones show about half of it."""

LABEL_CHARACTERS = 60
"""Our own cut for a button; six longer ones do not fit on a phone."""

INPUT_CHARACTERS = 10_000
"""Our own cut for one box of a dialog: four full ones, every character escaped, still fit `BODY_BYTES`."""

DIALOG_TITLE_CHARACTERS = 64
"""Our own cut for a dialog's title bar; forms have 24 at most."""

BODY_BYTES = 256 * 1024
"""Largest request body read; Teams sends messages of at most 100 KB."""

BODY_DEPTH = 32
"""Deepest nesting of a request body; real activities have about eight levels."""

TOKEN_CHARACTERS = 8 * 1024
"""Longest bearer token looked at; real ones have about 1,200 characters."""

TURN_SECONDS = 15.0
"""After this Teams sends the activity again (msteams-docs issue 6084)."""

INVOKE_SECONDS = 5.0
"""A message extension's submit must be answered by then (respond-to-task-module-submit)."""

CLOCK_SKEW_SECONDS = 300
"""Tolerance for a token's times (bot-framework-rest-connector-authentication)."""

CAPABILITIES = Capabilities(
    forms=True,
    replace=True,
    files=True,
    message_characters=8000,
    part_characters=3000,
    buttons=ACTIONS,
    button_label_characters=LABEL_CHARACTERS,
)
"""What may be said to its asker alone the adapter writes 1:1: Teams has no only-you message everywhere (T18)."""


def to_json(payload: Mapping[str, Any]) -> str:
    """The payload as it goes over the wire: characters as themselves, no blanks."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def size(payload: Mapping[str, Any]) -> int:
    """Bytes of the payload as Teams counts them, in UTF-16."""
    return len(to_json(payload).encode("utf-16-le", "surrogatepass"))
