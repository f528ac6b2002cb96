"""Who may do what with what is kept up: every cell of the table, written down a second time."""

from __future__ import annotations

import pytest

from knowledge.curation.access import Upkeep, UpkeepRelation, may
from knowledge.curation.items import Kind

EXPECTED = """
            questions numbers examples curated ratings reviews findings
policies    s         s       s        sb      s       s       s
document    -         -       s        -       s       s       s
keeper      -         -       -        b       -       -       -
asked       s         -       -        s       -       -       -
entry       -         sc      -        -       -       -       -
entry_head  -         c       -        -       -       -       -
"""
LETTERS = {"s": Upkeep.SETTLE, "b": Upkeep.BEGIN, "c": Upkeep.COUNT}


def cells() -> list[tuple[UpkeepRelation, Kind, frozenset[Upkeep]]]:
    head, *rows = (line.split() for line in EXPECTED.strip().splitlines())
    return [
        (UpkeepRelation(row[0]), Kind(kind), frozenset(LETTERS[one] for one in cell if one in LETTERS))
        for row in rows
        for kind, cell in zip(head, row[1:], strict=True)
    ]


def test_every_standing_and_kind_is_written_down() -> None:
    assert {(relation, kind) for relation, kind, _ in cells()} == {
        (s, k) for s in UpkeepRelation for k in Kind
    }


@pytest.mark.parametrize("operation", Upkeep)
def test_each_cell_allows_what_it_says_and_nothing_else(operation: Upkeep) -> None:
    for relation, kind, allowed in cells():
        assert may(frozenset({relation}), operation, kind) is (operation in allowed), (relation, kind)


def test_nobody_in_particular_may_do_nothing() -> None:
    assert not any(may(frozenset(), operation, kind) for operation in Upkeep for kind in Kind)


def test_relations_add_up() -> None:
    both = frozenset({UpkeepRelation.ENTRY, UpkeepRelation.DOCUMENT})
    assert may(both, Upkeep.COUNT, Kind.NUMBERS)
    assert may(both, Upkeep.SETTLE, Kind.EXAMPLES)
    assert not may(both, Upkeep.SETTLE, Kind.QUESTIONS)
