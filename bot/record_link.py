"""The address of a record: by itself it shows nothing, and in chat it opens the record for whoever may see it."""

from __future__ import annotations

import re

from bot.words import sentence

PATH = "record"
"""Where addresses of records stand, below the public one."""

_ADDRESS = re.compile(
    rf"https?://[^\s<>|]{{1,200}}/{PATH}/([0-9A-Za-z]{{3}}-[0-9A-Za-z]{{3}})(?![\w-])", re.IGNORECASE
)


def address_of(reference: str, public_url: str) -> str:
    """The address of a record; empty where people reach this program nowhere."""
    return f"{public_url}/{PATH}/{reference}" if public_url else ""


def address_words(reference: str, public_url: str) -> str:
    """The same with what it does, or an empty text."""
    address = address_of(reference, public_url)
    return sentence("record.address_words", address=address) if address else ""


def linked_in(text: str) -> str:
    """The reference of the first address of a record in a text, or an empty text."""
    found = _ADDRESS.search(text)
    return found[1].upper() if found else ""
