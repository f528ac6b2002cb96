"""What people type to pass a colleague a message, or that somebody is here for them. Pure.

"message for Callum: Mr Hollis called", "can you take a message for Callum Byrne", "Callum's client has arrived".
"""

from __future__ import annotations

import re

MOST_WORDS = 80
"""Who writes more tells a story."""

_BEFORE = (
    r"(?:(?:please|hi|hello|can you|could you|would you"
    r"|i (?:have|want to leave|want to take|need to leave))[ ,]+)*"
)
_MESSAGE = (
    r"(?:(?:take|leave|write|note|make|send|bring|give|pass on)(?: down)? )?(?:an? |the |this )?(?:new )?(?:urgent )?"
    r"(?:phone |telephone )?message"
)
_NAME = r"(?-i:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
_FOR = rf"for (?:{_NAME}|(?:the )?[\w'’-]+(?: [\w'’-]+){{0,2}}(?=\s*:|[ .!]*\Z))"
_NOBODY = r"(?!.*\bmessage for (?:me|us|you|all|every\w*|staff|people|residents|customers)\b)"
_TO_COLLEAGUE = re.compile(
    rf"{_NOBODY}{_BEFORE}{_MESSAGE} (?:{_FOR}|(?:on )?to {_NAME})(?!\w)", re.IGNORECASE
)

_WHOEVER = r"(?:\w+ )?(?:client|visitor|guest|appointment)"
_STANDS = r"(?:is here|has arrived|arrived|is waiting|waits)"
_WHERE = r"(?: (?:at|in) [\w' -]{1,60})?[.! ]*"
_ARRIVED = re.compile(
    rf"(?:(?:my|the|your)|[\w'-]+(?: [\w'-]+){{0,2}}'s) {_WHOEVER} {_STANDS}(?: for {_NAME})?{_WHERE}"
    rf"|(?:an? |the )?{_WHOEVER} (?:{_STANDS} )?for {_NAME}{_WHERE}"
    rf"|(?:(?:an? |the )customer|somebody|someone) (?:{_STANDS}|here|waiting) for {_NAME}{_WHERE}",
    re.IGNORECASE,
)


def message_command(text: str) -> str:
    """The command that takes such words: "message" or "arrived", or ""."""
    said = " ".join(text.replace("’", "'").split())
    if said.endswith("?") and not said.casefold().startswith(("can you", "could you", "would you")):
        return ""
    if len(said.split()) > MOST_WORDS:
        return ""
    if _ARRIVED.fullmatch(said):
        return "arrived"
    return "message" if _TO_COLLEAGUE.match(said) else ""
