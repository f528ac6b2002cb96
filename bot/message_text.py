"""What people type to pass a colleague a message, or that somebody is here for them. Pure.

"message for Callum: Mr Hollis called", "can you take a message for Callum Byrne", "Callum's client has arrived".
"""

from __future__ import annotations

from bot.typed import TYPED

MOST_WORDS = 80
"""Who writes more tells a story."""

_TO_COLLEAGUE = TYPED.pattern("message_text.to_colleague")
_ARRIVED = TYPED.pattern("message_text.arrived")
_ASKED = TYPED.pattern("message_text.asked")
_ADDRESSED = TYPED.pattern("message_text.addressed")
_WHOSE = TYPED.pattern("message_text.whose")
_URGENT = TYPED.pattern("message_text.urgent")


def message_command(text: str) -> str:
    """The command that takes such words: "message" or "arrived", or ""."""
    said = " ".join(text.replace("’", "'").split())
    if said.endswith("?") and not _ASKED.match(said):
        return ""
    if len(said.split()) > MOST_WORDS:
        return ""
    if _ARRIVED.fullmatch(said):
        return "arrived"
    return "message" if _TO_COLLEAGUE.match(said) else ""


def whose_visitor(text: str) -> str:
    """The words before "'s client has arrived", or ""."""
    found = _WHOSE.search(text)
    return str(found["who"]) if found else ""


def after_for(text: str) -> str:
    """What follows "for" or "to" in such words: a name, and what is told; or ""."""
    found = _ADDRESSED.search(text)
    return str(found["rest"]).strip() if found else ""


def says_urgent(text: str) -> bool:
    """Whether somebody says that it is urgent."""
    return bool(_URGENT.search(text))
