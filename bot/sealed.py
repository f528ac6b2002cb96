"""The tables of the bot that hold keys of their own."""

from __future__ import annotations

from bot.tables import (
    corrections,
    drafts,
    kept_replies,
    referrals,
    wrong_numbers,
)
from foundation.sealed_tables import SealedTable

SEALED = (
    SealedTable(drafts, lambda row: str(row.key)),
    SealedTable(referrals, lambda row: str(row.id)),
    SealedTable(kept_replies, lambda row: str(row.id)),
    SealedTable(wrong_numbers, lambda row: wrong_name(row.id)),
    SealedTable(corrections, lambda row: correction_name(row.contact, row.version)),
)


def wrong_name(wrong: str) -> str:
    """Whom a report on a number is sealed for."""
    return f"wrong:{wrong}"


def correction_name(contact: str, version: int) -> str:
    """Whom a version of a number is sealed for."""
    return f"number:{contact}:{version}"
