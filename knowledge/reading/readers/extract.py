"""What a format reader hands to the sectioner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.reading.document import Finding


class Unreadable(Exception):
    """A file that cannot be read; `kind` is the finding's word, the message one clear sentence."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table whose structure the format states.

    `heads` is what stands above its cells, in their order with tabs between them, empty where nothing does;
    `is_head` says that the row itself heads those below.
    """

    heads: str = ""
    is_head: bool = False

    @property
    def framed(self) -> bool:
        """Whether it belongs to a table with heads, so that every cell has to stay at its place."""
        return self.is_head or bool(self.heads)


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file and what its format states about it.

    `text` has no carriage returns. `headings` gives the level (1 to 6) of lines that the format itself calls
    headings, by the offset at which the line starts; `plain` holds starts of lines that are never headings, `bold`
    those of lines set wholly in bold, `code` those of lines that are shown as they would be typed.
    `pages` are the offsets at which pages start, empty where the format has none. `dropped` are page headers
    and footers the reader recognised; `laid_out` says that it knew the layout, so that none are looked for by
    repetition. `facts` are stated fields such as front matter, by label. `rows` holds the rows of tables by the offset
    at which they start. `insets` are ranges with a heading of their own, after which the heading of before holds.
    """

    text: str
    headings: dict[int, int] = field(default_factory=dict)
    plain: frozenset[int] = frozenset()
    bold: frozenset[int] = frozenset()
    code: frozenset[int] = frozenset()
    pages: tuple[int, ...] = ()
    dropped: tuple[tuple[int, int, str], ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    laid_out: bool = False
    findings: tuple[Finding, ...] = ()
    insets: tuple[tuple[int, int], ...] = ()
    rows: Mapping[int, TableRow] = field(default_factory=dict)
