"""What people type to pass a colleague a message, or that somebody is here for them. Pure.

"message for Callum: Mr Hollis called", "can you take a message for Callum Byrne", "Callum's client has arrived".
"""

from __future__ import annotations

from bot.typed import TYPED

MOST_WORDS = 80
"""Who writes more tells a story."""

_TO_COLLEAGUE = TYPED.pattern("message_text.to_colleague")

_ASKED_OF_IT = TYPED.pattern("message_text.asked_of_it")

_ARRIVED = TYPED.pattern("message_text.arrived")


def message_command(text: str) -> str:
    """The command that takes such words: "message" or "arrived", or ""."""
    said = " ".join(text.replace("’", "'").split())
    if said.endswith("?") and not _ASKED_OF_IT.match(said):
        return ""
    if len(said.split()) > MOST_WORDS:
        return ""
    if _ARRIVED.fullmatch(said):
        return "arrived"
    return "message" if _TO_COLLEAGUE.match(said) else ""
