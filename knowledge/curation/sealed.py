"""The tables of curation that hold keys of their own."""

from __future__ import annotations

from foundation.sealed_tables import SealedTable
from knowledge.curation.tables import curated, examples, questions, settled

SEALED = (
    SealedTable(questions, lambda row: str(row.reference)),
    SealedTable(curated, lambda row: version_name(row.id, row.version)),
    SealedTable(examples, lambda row: str(row.id)),
    SealedTable(settled, lambda row: settled_name(row.kind, row.subject)),
)
"""The answer to a question is sealed with the key of the question."""


def version_name(answer: str, version: int) -> str:
    """Whom a version of a curated answer is sealed for."""
    return f"{answer}:{version}"


def settled_name(kind: str, subject: str) -> str:
    """Whom an owner's word is sealed for."""
    return f"{kind}:{subject}"
