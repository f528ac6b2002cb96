"""Footnotes that stand as text of their own, put with the clause they hang on: an exception belongs to its rule."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
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
# Behind a number it may be a power; it is a note's where nothing else calls the note.
_BEHIND_FIGURE = re.compile(rf"(?<=\d)(?P<raised>[{_RAISED}]{{1,2}})(?![{_RAISED}\w])")
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
    hung = _hung(sections, notes, _MARK)
    behind_figures = _hung(sections, [note for note in notes if note not in hung], _BEHIND_FIGURE)
    left = _Marked(_MARK, set(notes) - hung - behind_figures)
    headed = {at: note for at, section in enumerate(sections) if (note := _of_heading(at, section, left))}
    moved = hung | behind_figures | set(headed.values())
    if not moved:
        return sections, ()
    placed = tuple(_placed(sections, (_Marked(_MARK, hung), _Marked(_BEHIND_FIGURE, behind_figures)), headed))
    return placed, tuple(f"{note.key} {note.text}" for note in notes if note in moved)


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


class _Marked:
    """Notes by what calls them, in their order."""

    def __init__(self, marks: re.Pattern[str], notes: Collection[_Note]) -> None:
        self.marks = marks
        self.notes = notes
        self._by: defaultdict[tuple[str, str], list[_Note]] = defaultdict(list)
        for note in sorted(notes, key=lambda note: note.where):
            for style in (note.style,) if note.style else ("boxed", "raised", "sign", "bare"):
                self._by[note.key, style].append(note)

    def called(self, mark: re.Match[str], where: tuple[int, int]) -> _Note | None:
        """The first note behind a mark that has its key and is printed as it is."""
        style = str(mark.lastgroup)
        notes = self._by.get((mark[style].translate(_FIGURES), style), [])
        place = bisect_right(notes, where, key=lambda note: note.where)
        return notes[place] if place < len(notes) else None

    def noted(self, text: str, where: tuple[int, int]) -> str:
        """A clause with its notes in place of their marks."""

        def said(mark: re.Match[str]) -> str:
            note = self.called(mark, where)
            return _said(note) if note else mark.group()

        return self.marks.sub(said, text) if self.notes else text


def _said(note: _Note) -> str:
    return f" [Note {note.key}: {note.text}]"


def _hung(sections: tuple[Section, ...], notes: list[_Note], marks: re.Pattern[str]) -> set[_Note]:
    """The notes that some clause before them calls."""
    known = _Marked(marks, notes)
    return {
        note
        for at, section in enumerate(sections)
        for place, clause in enumerate(section.clauses)
        for mark in marks.finditer(clause.text)
        if notes and (note := known.called(mark, (at, place)))
    }


def _mark_of(heading: str) -> re.Match[str] | None:
    """The mark of a note behind the last word of a heading."""
    return next((mark for mark in _MARK.finditer(heading) if mark.end() == len(heading)), None)


def _of_heading(at: int, section: Section, notes: _Marked) -> _Note | None:
    """The note that a section's heading calls."""
    mark = _mark_of(section.heading) if notes.notes else None
    return notes.called(mark, (at, -1)) if mark else None


def _placed(
    sections: tuple[Section, ...], known: Sequence[_Marked], headed: Mapping[int, _Note]
) -> Iterator[Section]:
    gone = {note.where for one in known for note in one.notes} | {note.where for note in headed.values()}
    names = {sections[at].heading: _unmarked(sections[at].heading) for at in headed}
    for at, section in enumerate(sections):
        clauses: list[Clause] = []
        for place, clause in enumerate(section.clauses):
            text = clause.text
            for one in known:
                text = one.noted(text, (at, place))
            if at in headed:  # What a heading calls belongs to all that stands below it.
                text += _said(headed[at])
            if (at, place) not in gone:
                clauses.append(replace(clause, text=text))
        path = tuple(names.get(name, name) for name in section.path)
        changed = (path, tuple(clauses)) != (section.path, section.clauses)
        yield replace(section, path=path, clauses=tuple(clauses)) if changed else section


def _unmarked(heading: str) -> str:
    mark = _mark_of(heading)
    return heading[: mark.start()].rstrip() if mark else heading
