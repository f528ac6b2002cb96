"""What people type to pass a colleague a message, or that somebody is here for them. Pure.

"message for Callum: Mr Hollis called", "tell Callum that he called", "Callum's client has arrived".
"""

from __future__ import annotations

from bot.typed import TYPED

MOST_WORDS = 80
"""Who writes more tells a story."""

_TO_COLLEAGUE = TYPED.pattern("message_text.to_colleague")
_ARRIVED = TYPED.pattern("message_text.arrived")
_ASKED = TYPED.pattern("message_text.asked")
_ADDRESSED = TYPED.pattern("message_text.addressed")
_OPENING = TYPED.pattern("message_text.opening")
_JOINED = TYPED.pattern("message_text.joined")
_NEXT_NAME = TYPED.pattern("message_text.next_name")
_TOLD = TYPED.pattern("message_text.told")
_COURTESY = TYPED.pattern("message_text.courtesy")
_PLACE = TYPED.pattern("message_text.place")
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


def without_opening(text: str) -> str:
    """The same without "take a message for" at its beginning."""
    return _OPENING.sub("", text, count=1).strip()


def after_joined(text: str) -> str:
    """What follows "and" or "or" at the beginning of what stands after a name, or ""."""
    found = _JOINED.match(text)
    return text[found.end() :] if found else ""


def after_comma(text: str) -> str:
    """What follows a comma at the beginning of what stands after a name, or ""."""
    found = _NEXT_NAME.match(text)
    return text[found.end() :] if found else ""


def place_in(text: str) -> tuple[str, str]:
    """Where somebody waits, said at the end of a text, and the text without it."""
    found = _PLACE.search(text)
    return (str(found["place"]).strip(), text[: found.start()]) if found else ("", text)


def said(text: str) -> str:
    """What is told; nothing of a mere "please", nor of the "know" of "let Callum know"."""
    text = _TOLD.sub("", text, count=1).strip()
    return "" if _COURTESY.fullmatch(text) else text


def says_urgent(text: str) -> bool:
    """Whether somebody says that it is urgent."""
    return bool(_URGENT.search(text))
