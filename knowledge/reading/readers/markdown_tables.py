"""Tables that a Markdown file writes in HTML, as rows with the cells that reach over several columns and rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.reading.readers.extract import TableRow
from knowledge.reading.readers.writer import Writer

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_BEGINS = re.compile(r"^ {0,3}<table\b", re.IGNORECASE)
_ENDS = re.compile(r"</table\s*>[ \t]*$", re.IGNORECASE)
_MOST_LINES = 2_000  # of a table


def with_tables(text: str) -> tuple[str, list[tuple[str, TableRow]]]:
    """The text with a line for each row of its tables in HTML, and those lines with what heads their cells."""
    if "<table" not in text.lower():
        return text, []
    lines = text.split("\n")
    done: list[str] = []
    rows: list[tuple[str, TableRow]] = []
    place = 0
    for first, after in _tables(lines):
        found = _rows("\n".join(lines[first:after]))
        if found is None:
            continue
        block = ["", *(line for line, _ in found), ""]
        # Lines keep their numbers, by which findings name them.
        done += [*lines[place:first], *block, *[""] * (after - first - len(block))]
        rows += found
        place = after
    return "\n".join([*done, *lines[place:]]), rows


def _tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Between which lines tables stand that fill them, outside of code."""
    fence = ""
    first: int | None = None
    for place, line in enumerate(lines):
        if first is None and (found := _FENCE.match(line)):
            mark = found.group(1)
            fence = "" if fence and mark.startswith(fence) else fence or mark
        elif not fence and first is None and _BEGINS.match(line):
            first = place
        if first is not None and (_ENDS.search(line) or place - first > _MOST_LINES):
            if _ENDS.search(line):
                yield first, place + 1
            first = None


def _rows(source: str) -> list[tuple[str, TableRow]] | None:
    """The rows of one table; None where it holds another one, or headings."""
    # Few files in Markdown hold such a table: the others need no reader of HTML.
    from lxml import html as lxml_html

    from knowledge.reading.readers.html import write_table

    if len(re.findall(r"<table\b", source, re.IGNORECASE)) != 1:
        return None
    element = lxml_html.fragment_fromstring(source, create_parent="div")
    table = element.find(".//table")
    if table is None or table.xpath(".//h1 | .//h2 | .//h3"):
        return None
    writer = Writer()
    write_table(table, writer)
    extract = writer.extract()
    found: list[tuple[str, TableRow]] = []
    at = 0
    for line in extract.text.split("\n"):
        if line.strip():
            found.append((line, extract.rows.get(at, TableRow())))
        at += len(line) + 1
    return found
