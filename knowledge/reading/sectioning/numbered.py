"""The number that a document bears among others, and its version."""

from __future__ import annotations

import re

from knowledge.reading.sectioning.lines import Line
from knowledge.text.language import LANGUAGE

_NUMBER = re.compile(LANGUAGE.text("editions.number"), re.IGNORECASE)
_NUMBER_LINE = LANGUAGE.pattern("editions.number_line")
_VERSION = LANGUAGE.pattern("facts.version")
_VERSION_COLUMN = LANGUAGE.pattern("facts.version_column")
_VERSION_CELL = re.compile(r"^v?\d[\d.]{0,8}$", re.IGNORECASE)
_HEAD = 25  # lines of a cover


def is_number(value: str) -> bool:
    """Whether a value can be the number of a policy ("CS-014", "4.2")."""
    return bool(_NUMBER.fullmatch(value))


def number_of(lines: list[Line]) -> str:
    """The number of a cover line without a colon ("Policy No. CS-014")."""
    solid = [line.raw.strip() for line in lines if not line.blank]
    return next((found["number"] for raw in solid[:_HEAD] if (found := _NUMBER_LINE.match(raw))), "")


def version_of(lines: list[Line]) -> str:
    """The version of a cover line, or the highest of a version table."""
    in_table = False
    rows: list[str] = []
    for line in lines:
        first = line.cells[0] if line.cells else line.text
        found = _VERSION.match(first)
        if found and not line.cells:
            return rows[0] if rows else found.group(1)
        if found or (in_table and _VERSION_CELL.match(first)):
            rows.append(found.group(1) if found else first)
        elif rows:
            break
        in_table = (in_table and not line.cells) or bool(
            line.cells and (rows or _VERSION_COLUMN.match(first))
        )
    return max(rows, key=lambda said: [int(part) for part in re.findall(r"\d+", said)], default="")
