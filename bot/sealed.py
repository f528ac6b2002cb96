"""The tables of the bot that hold keys of their own."""

from __future__ import annotations

from bot.tables import (
    corrections,
    curated,
    drafts,
    examples,
    kept_replies,
    questions,
    referrals,
    settled,
    wrong_numbers,
)
from foundation.sealed_tables import SealedTable

SEALED = (
    SealedTable(drafts, lambda row: str(row.key)),
    SealedTable(referrals, lambda row: str(row.id)),
    SealedTable(questions, lambda row: str(row.reference)),
    SealedTable(curated, lambda row: version_name(row.id, row.version)),
    SealedTable(examples, lambda row: str(row.id)),
    SealedTable(settled, lambda row: settled_name(row.kind, row.subject)),
    SealedTable(kept_replies, lambda row: str(row.id)),
    SealedTable(wrong_numbers, lambda row: wrong_name(row.id)),
    SealedTable(corrections, lambda row: correction_name(row.contact, row.version)),
)
"""The answer to a question is sealed with the key of the question."""


def version_name(answer: str, version: int) -> str:
    """Whom a version of a curated answer is sealed for."""
    return f"{answer}:{version}"


def settled_name(kind: str, subject: str) -> str:
    """Whom an owner's word is sealed for."""
    return f"{kind}:{subject}"


def wrong_name(wrong: str) -> str:
    """Whom a report on a number is sealed for."""
    return f"wrong:{wrong}"


def correction_name(contact: str, version: int) -> str:
    """Whom a version of a number is sealed for."""
    return f"number:{contact}:{version}"
