"""Sentences that give an order: "Call the police.", "Never open the parcel."."""

from __future__ import annotations

import re

from knowledge.text.language import CAPITALS, LANGUAGE

_LABEL = re.compile(rf"^[{CAPITALS}][^.:;!?]{{1,60}}:\s+")
_TELLS = LANGUAGE.pattern("leads.tells")
_OPENING = LANGUAGE.pattern("commands.opening")
# "Report forms must be ..." begins with a noun: a command has no verb of duty or being right behind it.
_COMMAND = LANGUAGE.pattern("commands.command")
_BAN = LANGUAGE.pattern("commands.ban")
_URGENT = LANGUAGE.pattern("commands.urgent")


def commands(sentence: str) -> bool:
    """Whether a sentence begins as an order, behind a label ("Follow-up: ...") and small words."""
    return bool(_COMMAND.match(_begun(sentence)))


def forbids(sentence: str) -> bool:
    """Whether a sentence begins as a ban ("Do not ...", "Never ...", "No filming")."""
    return bool(_BAN.match(_begun(sentence)))


def urges(sentence: str) -> bool:
    """Whether a sentence is an order that bears no delay ("Call 911 immediately.")."""
    return commands(sentence) and bool(_URGENT.search(sentence))


def _begun(sentence: str) -> str:
    """The sentence behind its label; "Staff must not: shout" has none."""
    label = _LABEL.match(sentence.strip())
    said = sentence.strip()[label.end() :] if label and not _TELLS.search(label.group()) else sentence.strip()
    return _OPENING.sub("", said)
