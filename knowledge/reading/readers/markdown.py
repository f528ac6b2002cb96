"""Markdown through markdown-it-py: real headings, code that is no text, front matter in YAML or TOML as facts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.reading.readers.extract import Extract, TableRow
from knowledge.reading.readers.front_matter import front_matter
from knowledge.reading.readers.markdown_guard import left_out
from knowledge.reading.readers.markdown_shown import as_shown, taken_away
from knowledge.reading.readers.markdown_tables import with_tables
from knowledge.reading.readers.text import decode
from knowledge.reading.readers.text_force import in_force

_TITLE = re.compile(r"\{\{-?\s*(?:page|\$)?\.?title\s*-?\}\}", re.IGNORECASE)
_COMMENT_BEGINS = re.compile(r"^[ \t]*<!--", re.MULTILINE)
_COMMENT_ENDS = re.compile(r"-->[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})")
# Blocks only: what stands inside a line is read the same way for every format.
_BLOCKS = MarkdownIt("commonmark").enable("table").disable("inline")


def _comments(text: str, front: int) -> Iterator[tuple[int, int]]:
    """Where comments stand that fill whole lines. One pattern for both ends would look through the rest of the
    text once for every beginning."""
    after = front
    ends = _COMMENT_ENDS.finditer(text, front)
    end = next(ends, None)
    for begin in _COMMENT_BEGINS.finditer(text, front):
        while end and end.start() < begin.end():
            end = next(ends, None)
        if end is None:
            return
        if begin.start() >= after:
            yield begin.start(), end.end()
            after = end.end()


def read_markdown(content: bytes) -> Extract:
    """Markdown with optional front matter, which becomes facts and is dropped from the sections."""
    text = decode(content)
    front, facts, findings = front_matter(text)
    source = _TITLE.sub(lambda _: facts.get("title", ""), text[front:])
    force = in_force(source, first_line=1 + text.count("\n", 0, front))
    above = text.count("\n", 0, front)
    gridded, table_rows = with_tables(force.text)
    shown, frames = as_shown(gridded)
    text = text[:front] + shown
    rows = dict(_placed(text.split("\n"), table_rows))
    # A row of a table that begins with an empty cell looks like code.
    bare = "\n".join(
        "" if place in rows else line for place, line in enumerate(text[front:].split("\n"), above)
    )
    tokens = _BLOCKS.parse("\n" * above + bare)
    code = [range(*token.map) for token in tokens if token.type in ("fence", "code_block") and token.map]
    lines = _counted(text.split("\n"), tokens)
    text = "\n".join(lines)
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    dropped = [(0, front, "front matter")] if front else []
    dropped += [(start, end + 1, "comment") for start, end in _comments(text, front)]
    fences = {line for block in code for line in block if _FENCE.match(lines[line])}
    dropped += [(starts[line], starts[line] + len(lines[line]) + 1, "code fence") for line in sorted(fences)]
    return Extract(
        text,
        headings={starts[line]: level for line, level in _headings(tokens)},
        plain=frozenset(starts[line] for block in code for line in block),
        code=frozenset(starts[line] for block in code for line in block if block[0] in fences),
        rows={starts[line]: row for line, row in rows.items()},
        dropped=tuple(dropped),
        facts=facts,
        insets=tuple((starts[above + first], starts[above + after]) for first, after in frames),
        findings=(
            *findings,
            *force.findings,
            *left_out(source, (text[front:], html.unescape(text[front:]), *taken_away(source), *force.taken)),
        ),
    )


def _counted(lines: list[str], tokens: list[Token]) -> list[str]:
    """The lines with the numbers that the page shows (a list of nothing but "1." counts all the same), and tables with
    the lines at their sides.
    """
    done = list(lines)
    counts: list[int] = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            counts.append(int(token.attrs.get("start", 1)) if token.type[0] == "o" else -1)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            counts.pop()
        elif token.type == "table_open" and token.map:
            for place in range(*token.map):  # Its outer lines may be left out.
                if done[place].lstrip()[:1] not in ("|", ">"):
                    done[place] = f"| {done[place].strip().removesuffix('|')} |"
        elif token.type == "list_item_open" and counts and counts[-1] >= 0 and token.map:
            place, number = token.map[0], str(counts[-1])
            stated = re.compile(rf"^([ \t>]*(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+)*?){token.info}(?=[.)])")
            done[place] = stated.sub(rf"\g<1>{number}", done[place], count=1)
            counts[-1] += 1
    return done


def _placed(lines: list[str], rows: list[tuple[str, TableRow]]) -> Iterator[tuple[int, TableRow]]:
    """At which line each row of a table stands."""
    waiting = list(reversed(rows))
    for place, line in enumerate(lines):
        if waiting and line == waiting[-1][0]:
            yield place, waiting.pop()[1]


def _headings(tokens: list[Token]) -> list[tuple[int, int]]:
    return [
        (token.map[0], int(token.tag[1])) for token in tokens if token.type == "heading_open" and token.map
    ]
