"""The access table of what is kept up: who may do what with a thing of each kind. What it does not name is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from knowledge.curation.items import Kind


class UpkeepRelation(StrEnum):
    """How somebody stands to one thing today.

    POLICIES: keeps all of them. DOCUMENT: keeps the one it belongs to. KEEPER: keeps some document. ASKED: it came to
    them, and they keep some document still. ENTRY: keeps the entry of the directory it is about. ENTRY_HEAD: heads the
    department of who does.
    """

    POLICIES = "policies"
    DOCUMENT = "document"
    KEEPER = "keeper"
    ASKED = "asked"
    ENTRY = "entry"
    ENTRY_HEAD = "entry_head"


class Upkeep(StrEnum):
    """What somebody may want. SETTLE: see it and decide. BEGIN: make a new one. COUNT: read how often it was used."""

    SETTLE = "settle"
    BEGIN = "begin"
    COUNT = "count"


_SETTLE = frozenset({Upkeep.SETTLE})
_OF_A_DOCUMENT = (Kind.EXAMPLES, Kind.RATINGS, Kind.REVIEWS, Kind.FINDINGS)

ALLOWED: Mapping[UpkeepRelation, Mapping[Kind, frozenset[Upkeep]]] = {
    UpkeepRelation.POLICIES: dict.fromkeys(Kind, _SETTLE) | {Kind.CURATED: _SETTLE | {Upkeep.BEGIN}},
    UpkeepRelation.DOCUMENT: dict.fromkeys(_OF_A_DOCUMENT, _SETTLE),
    UpkeepRelation.KEEPER: {Kind.CURATED: frozenset({Upkeep.BEGIN})},
    UpkeepRelation.ASKED: {Kind.QUESTIONS: _SETTLE, Kind.CURATED: _SETTLE},
    UpkeepRelation.ENTRY: {Kind.NUMBERS: frozenset({Upkeep.SETTLE, Upkeep.COUNT})},
    UpkeepRelation.ENTRY_HEAD: {Kind.NUMBERS: frozenset({Upkeep.COUNT})},
}


def may(relations: frozenset[UpkeepRelation], operation: Upkeep, kind: Kind) -> bool:
    """Whether somebody who stands so to a thing of this kind may do this."""
    return any(operation in ALLOWED[one].get(kind, frozenset()) for one in relations)
