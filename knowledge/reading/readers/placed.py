"""A line of a page by its place, and the lines at the edges of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

LONGEST = 150  # characters


class PlacedLine(Protocol):
    """What is asked of a line."""

    @property
    def text(self) -> str: ...
    @property
    def size(self) -> float: ...
    @property
    def bold(self) -> bool: ...
    @property
    def base(self) -> float: ...
    @property
    def edge(self) -> str: ...


def inwards(page: Sequence[PlacedLine], edge: str) -> Iterator[int]:
    """The lines at one edge of a page, from the outermost on."""
    rows = [i for i, row in enumerate(page) if row.edge == edge and len(row.text) <= LONGEST]
    yield from sorted(rows, key=lambda i: -page[i].base if edge == "page header" else page[i].base)
