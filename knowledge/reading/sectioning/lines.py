"""The lines of a text with their offsets and their outward shape: item, table row, blank or text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.reading.readers.extract import TableRow
from knowledge.reading.sectioning.breaks import meant_breaks
from knowledge.text.markup import hash_level, plain, wholly_bold, without_hashes

# A symbol needs no space behind it; a letter where a font of symbols was lost ("l", "n", "Ø") needs a word there.
_BULLET = (
    r"(?:[-*+·–—]\s+|[•‣▪◦●○■□◆❖►▶➢➤➔→✓✔✗\uf020-\uf0ff]\s*(?=\S)|o\s+(?=[A-Z])"
    r"|[lnquvüØ§]\s+(?=[A-Za-z(“\"][A-Za-z ]))"
)
_DOUBLED = "|".join(2 * letter for letter in "abcdefghijklmnopqrstuvwxyz")  # "(aa)" comes behind "(z)"
_NUMBERED = (
    rf"(?:(?:\(?(?:\d{{1,3}}|[A-Za-z]|{_DOUBLED}|[ivxlcIVXLC]{{2,6}})(?:\.\)|[.)])|\d{{1,3}}(?:\.\d{{1,3}}){{1,5}}[.)]?)(?=\s|$)"
    r"|\d{1,3}(?:\.\d{1,3}){0,5}\.(?=\([aAiI]\)\s))\s*"
)
# A box keeps its sign: ticked or not is what it says.
_BOX = r"(?=(?:[☐☑☒]|\[[ xX]\])\s*\S)"
_ITEM = re.compile(rf"^(\s*)(?:(?P<bullet>{_BULLET})?(?P<mark>{_NUMBERED})|(?P<only>{_BULLET}|{_BOX}))")
_QUOTED = re.compile(r"^\s{0,3}(?:>[ \t]?){1,20}")
_HTML_CELL = re.compile(r"<t[dh]\b[^<>]{0,200}>", re.IGNORECASE)
_RULE = re.compile(r"^[\s|:+=_*-]*$")
_PIPES = re.compile(r"^\s*\|.*\|\s*$")


class Shape(StrEnum):
    """What a line looks like on its own."""

    BLANK = "blank"
    TEXT = "text"
    ITEM = "item"
    ROW = "row"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source.

    `start` and `end` are offsets without the line break; `text` is the line without mark and markup, `mark`
    its number or letter without punctuation, `cells` the columns of a table row; `ends` says that its break was
    meant and is not where a margin was reached; `row` is set where the format states a table.
    """

    start: int
    end: int
    raw: str
    text: str
    shape: Shape
    mark: str = ""
    indent: int = 0
    bulleted: bool = False
    hashes: int = 0
    bold: bool = False
    cells: tuple[str, ...] = ()
    ends: bool = True
    row: TableRow | None = None

    @property
    def framed(self) -> bool:
        """Whether it is a row of a table with heads."""
        return self.row is not None and self.row.framed

    @property
    def wordless(self) -> bool:
        """Whether it is blank or holds nothing but signs."""
        return not any(sign.isalnum() for sign in self.raw)

    @property
    def blank(self) -> bool:
        """Whether there is nothing on the line."""
        return self.shape is Shape.BLANK

    @property
    def words(self) -> int:
        """How many words the text has."""
        return len(self.text.split())


def lines_of(
    text: str, bold: frozenset[int] = frozenset(), rows: Mapping[int, TableRow] | None = None
) -> list[Line]:
    """Cut a text at its line breaks; `bold` are the starts of lines the format sets in bold, `rows` those of tables."""
    pieces = list(_pieces(text))
    meant = meant_breaks([raw for raw, _ in pieces])
    known = rows or {}
    return [
        _row(raw, start, known[start])
        if start in known and known[start].framed
        else _line(raw, start, start in bold, ends, known.get(start))
        for (raw, start), ends in zip(pieces, meant, strict=True)
    ]


def _row(raw: str, start: int, row: TableRow) -> Line:
    """A row of a table with heads: every cell stays at its place, also an empty one or a number."""
    cells = tuple(plain(cell) for cell in raw.split("\t"))
    return Line(start, start + len(raw), raw, "\t".join(cells), Shape.ROW, cells=cells, row=row)


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for raw in text.split("\n"):
        yield raw, start
        start += len(raw) + 1


def _line(raw: str, start: int, bold: bool, ends: bool, row: TableRow | None = None) -> Line:
    end = start + len(raw)
    if not raw.strip():
        return Line(start, end, raw, "", Shape.BLANK, ends=ends)
    if _RULE.match(raw) and "____" not in raw:
        return Line(start, end, raw, "", Shape.RULE, ends=ends)
    level = hash_level(raw)
    body = _QUOTED.sub("", without_hashes(raw))
    found = _ITEM.match(_unwrapped(body))
    mark = (found.group("mark") or "") if found else ""
    bulleted = bool(found and (found.group("bullet") or found.group("only") is not None))
    rest = _unwrapped(body)[found.end() :] if found else body
    cells = _cells(rest)
    shape = Shape.ROW if len(cells) > 1 else Shape.ITEM if found and not level else Shape.TEXT
    return Line(
        start,
        end,
        raw,
        "\t".join(cells) if len(cells) > 1 else plain(rest),
        shape,
        mark=mark.strip().strip("().").rstrip(")."),
        indent=len(raw) - len(raw.lstrip()),
        bulleted=bulleted,
        hashes=level,
        bold=bold or wholly_bold(rest),
        cells=cells,
        ends=ends,
        row=row,
    )


def _unwrapped(body: str) -> str:
    """Emphasis that begins before the number ("**1. Scope**") moved behind it, so that the number is seen."""
    found = re.match(r"^(\s*)(\*\*|__|<b>|<strong>)(\(?[\w.]{1,12}[.)]?\s+)", body)
    if not found or not re.match(_NUMBERED, found.group(3)):
        return body
    return found.group(1) + found.group(3) + found.group(2) + body[found.end() :]


def _cells(rest: str) -> tuple[str, ...]:
    if _PIPES.match(rest):
        return tuple(plain(cell) for cell in re.split(r"(?<!\\)\|", rest.strip().strip("|")))
    if _HTML_CELL.search(rest):
        return tuple(plain(cell) for cell in _HTML_CELL.split(rest)[1:])
    parts = rest.strip().split("\t") if "\t" in rest else ()
    return tuple(plain(part) for part in parts) if len(parts) > 1 else ()
