"""Footnotes that stand as text of their own, put with the clause they hang on: an exception belongs to its rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.reading.document import Clause, Section
from knowledge.text.language import LANGUAGE

_HEADING = LANGUAGE.pattern("notes.heading")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FIGURES = str.maketrans(_RAISED, "0123456789")
_NOTE = re.compile(
    rf"^\s*(?:\[(?P<boxed>\d{{1,2}}|[*†‡])\]|(?P<raised>[{_RAISED}]{{1,2}})|(?P<sign>[*†‡]{{1,3}})"
    r"|\(?(?P<bare>\d{1,2})[.)]?(?=\s))\s*(?=\S)"
)
# Behind a word: "[1]", "¹", "*", and "1" right behind the end of a sentence or its part.
_MARK = re.compile(
    rf"(?<=\S)[ ]?\[(?P<boxed>\d{{1,2}}|[*†‡])\]"
    rf"|(?:(?<=[^\W\d_]{{3}})|(?<=(?![ckm]?m|ft|yd|in|mi)[a-z]{{2}})|(?<=[.,;:!?)”\"\]])|(?<=\s))(?P<raised>[{_RAISED}]{{1,2}})"
    r"|(?<=[\w.,;:!?)”\"’])[ ]?(?P<sign>[*†‡]{1,3})(?=[\s.,;:)]|$)|(?<=[^\W\d_][.,;:!?)”\"])(?P<bare>\d{1,2})(?=\s|$)"
)
_RULE = re.compile(r"^[\s_=–—*-]{3,}$")
_LONGEST = 600  # characters of a note


@dataclass(frozen=True, slots=True)
class _Note:
    style: str
    key: str
    text: str
    where: tuple[int, int]


def with_notes(text: str, sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """The sections with every note behind the words it hangs on, and the words that were moved so.

    A number alone is a note only below a line drawn across or under a heading such as "Notes".
    """
    notes = list(_notes(text, sections))
    hung = _hung(sections, notes) if notes else set()
    if not hung:
        return sections, ()
    gone = {note.where for note in notes if note in hung}
    return tuple(_placed(sections, hung, gone)), tuple(
        f"{note.key} {note.text}" for note in notes if note in hung
    )


def _notes(text: str, sections: tuple[Section, ...]) -> Iterator[_Note]:
    for at, section in enumerate(sections):
        below = bool(section.path) and bool(_HEADING.match(section.path[-1]))
        for place, clause in enumerate(section.clauses):
            found = _NOTE.match(text[clause.start : clause.end])
            below = below or _ruled(text, clause.start)
            if not found or len(clause.text) > _LONGEST:
                below = below and bool(section.path) and bool(_HEADING.match(section.path[-1]))
                continue
            style = str(found.lastgroup)
            key = found[style].translate(_FIGURES)
            if style == "bare" and not below:
                if clause.mark:
                    continue
                style = (
                    "raised"  # The page shows the mark above the line, and the note begins with its number.
                )
            if style == "sign" and _is_listed(text, section.clauses, place):
                continue
            said = _NOTE.sub("", clause.text) if not clause.mark else clause.text
            yield _Note("" if below else style, key, said, (at, place))


def _ruled(text: str, start: int) -> bool:
    """Whether the line above is one drawn across the page."""
    above = text[max(0, start - 400) : start].rstrip("\n ").rsplit("\n", 1)[-1]
    return bool(_RULE.match(above))


def _is_listed(text: str, clauses: tuple[Clause, ...], place: int) -> bool:
    """Whether a star is the bullet of a list: another one of the same kind stands beside it."""
    sign = text[clauses[place].start : clauses[place].end].lstrip()[:2]
    beside = (clauses[near] for near in (place - 1, place + 1) if 0 <= near < len(clauses))
    return any(text[one.start : one.end].lstrip()[:2] == sign for one in beside)


def _hung(sections: tuple[Section, ...], notes: list[_Note]) -> set[_Note]:
    """The notes that some clause before them calls; two of one key and section are no notes."""
    first: dict[tuple[str, str], tuple[int, int]] = {}  # Where a mark stands first, of its style and of any.
    for at, section in enumerate(sections):
        for place, clause in enumerate(section.clauses):
            for mark in _MARK.finditer(clause.text):
                style = str(mark.lastgroup)
                for of in (style, ""):
                    first.setdefault((mark[style].translate(_FIGURES), of), (at, place))
    return {note for note in notes if first.get((note.key, note.style), note.where) < note.where}


def _calls(mark: re.Match[str], note: _Note) -> bool:
    style = str(mark.lastgroup)
    return mark[style].translate(_FIGURES) == note.key and (not note.style or style == note.style)


def _placed(
    sections: tuple[Section, ...], notes: set[_Note], gone: set[tuple[int, int]]
) -> Iterator[Section]:
    ordered = sorted(notes, key=lambda note: note.where)
    for at, section in enumerate(sections):
        clauses = tuple(
            replace(clause, text=_noted(clause.text, (at, place), ordered))
            for place, clause in enumerate(section.clauses)
            if (at, place) not in gone
        )
        yield section if clauses == section.clauses else replace(section, clauses=clauses)


def _noted(text: str, where: tuple[int, int], notes: list[_Note]) -> str:
    """A clause with the first note of each key that stands behind it."""

    def said(mark: re.Match[str]) -> str:
        note = next((one for one in notes if one.where > where and _calls(mark, one)), None)
        return f" [Note {note.key}: {note.text}]" if note else mark.group()

    return _MARK.sub(said, text)
