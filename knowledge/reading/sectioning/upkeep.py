"""What the owner of a document should mend: dead links, empty sections, a contents page that differs, a slid table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.reading.document import Finding, Section
from knowledge.reading.sectioning.furniture import ContentsEntry
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import links_in, normal, plain

_BARE_URL = re.compile(r"(?<![\w(@/.])(?:https?://|www\.)[^\s<>()\[\]\"|]{3,300}")
_ROLE = LANGUAGE.pattern("upkeep.role")
_PART = LANGUAGE.pattern("upkeep.part")
_NUMBER = LANGUAGE.pattern("upkeep.number")
_MEANT_EMPTY = LANGUAGE.pattern("upkeep.meant_empty")
_SHORT, _LONG = LANGUAGE.exact("upkeep.short"), LANGUAGE.text("upkeep.long")
_OFFICE = LANGUAGE.exact("upkeep.office")
_BEFORE, _BEHIND = LANGUAGE.text("upkeep.sends_before"), LANGUAGE.text("upkeep.sends_behind")


def links_of(text: str, stated: tuple[str, ...]) -> tuple[str, ...]:
    """Every target a reader could follow, once each, in order; dead anchors are left out."""
    targets = [target for _, target, _ in links_in(text)]
    bare = [url.rstrip(".,;:/") for url in _BARE_URL.findall(text)]
    return tuple(dict.fromkeys(t for t in (*targets, *bare, *stated) if t and not t.startswith("#")))


def findings_of(
    name: str,
    text: str,
    lines: list[Line],
    sections: tuple[Section, ...],
    contents: list[list[ContentsEntry]],
    title: str,
) -> tuple[Finding, ...]:
    """All findings of one document, in the order of their kinds."""
    return (
        *_dead_links(name, text, sections),
        *_empty_sections(name, sections, title),
        *_contents_differ(name, sections, contents),
        *_slid_roles(name, lines),
    )


def _place(text: str, offset: int) -> str:
    return f"line {text.count(chr(10), 0, offset) + 1}"


def _dead_links(name: str, text: str, sections: tuple[Section, ...]) -> Iterator[Finding]:
    """Links that lead nowhere: "(#)", "()", or an anchor no heading of the document has (P42)."""
    anchors = {re.sub(r"[^\w]+", "-", part.lower()).strip("-") for s in sections for part in s.path}
    for words, target, offset in links_in(text):
        anchor = re.sub(r"[^\w]+", "-", target[1:].lower()).strip("-") if target.startswith("#") else None
        if not target or anchor == "" or (anchor is not None and anchor not in anchors):
            message = f"The link “{plain(words)}” leads nowhere ({target or 'no address'})."
            yield Finding(name, _place(text, offset), "dead-link", message)


def _empty_sections(name: str, sections: tuple[Section, ...], title: str) -> Iterator[Finding]:
    """Headings with neither text nor a deeper heading below them (J05); covers and parts are meant to have none."""
    first = next((place for place, section in enumerate(sections) if section.clauses), len(sections))
    for place, section in enumerate(sections):
        below = sections[place + 1] if place + 1 < len(sections) else None
        if not section.path or section.clauses or section.heading == title or _reserved(section.heading):
            continue
        if not (place < first and not section.number) and not _contains(section, below):
            yield Finding(name, section.heading, "empty-section", f"“{section.heading}” has no text.")


def _reserved(heading: str) -> bool:
    """Whether a heading says itself that it has no text."""
    return bool(_MEANT_EMPTY.search(heading))


def _contains(section: Section, below: Section | None) -> bool:
    """Whether the next section is a part of this one: deeper, or counted where this one only has a name."""
    if below is None:
        return False
    if len(below.path) > len(section.path):
        return True
    word, next_word = (_PART.match(one.heading) for one in (section, below))
    if word:
        return not next_word or word.group(1).lower() != next_word.group(1).lower()
    return not section.number and bool(below.number)


def _contents_differ(
    name: str, sections: tuple[Section, ...], contents: list[list[ContentsEntry]]
) -> Iterator[Finding]:
    """Names on the contents page that no heading bears (J41)."""
    headings = [s.heading for s in sections if s.path]
    known = {normal(heading) for heading in headings}
    by_number = {m.group(1): heading for heading in headings if (m := _NUMBER.match(heading))}
    for entry in (entry for run in contents for entry in run):
        if normal(entry.name) in known:
            continue
        found = _NUMBER.match(entry.name)
        actual = by_number.get(found.group(1)) if found else None
        says = f"the body says “{actual}”" if actual else "no heading bears that name"
        message = f"The contents page says “{plain(entry.name)}”, {says}."
        yield Finding(name, f"line {entry.line + 1}", "contents-differ", message)


def _slid_roles(name: str, lines: list[Line]) -> Iterator[Finding]:
    """A table of roles in which two or more rows send somebody to the row's own role: the column has slid (R42)."""
    rows: list[tuple[int, Line]] = []
    for index, line in enumerate([*lines, Line(0, 0, "", "", Shape.TEXT)]):
        if line.shape is Shape.ROW:
            rows.append((index, line))
            continue
        if line.blank or line.shape is Shape.RULE:
            continue
        if len(rows) >= 3 and _ROLE.match(rows[0][1].cells[0]):
            slid = [index for index, row in rows[1:] if _sends_to_itself(row)]
            if len(slid) >= 2:
                message = (
                    "Steps seem to stand beside the wrong role: some send a role to itself. Check the table."
                )
                yield Finding(name, f"line {slid[0] + 1}", "slid-role-column", message)
        rows = []


def _sends_to_itself(row: Line) -> bool:
    role = _SHORT.sub(_LONG, row.cells[0].lower()).strip(" .")
    steps = _SHORT.sub(_LONG, " ".join(row.cells[1:]).lower())
    core = re.escape(_OFFICE.sub("", role))
    sent = f"{_BEFORE}{core}"
    directed = rf"{sent}|\b{core}{_BEHIND}"
    return len(role) >= 3 and re.search(directed, steps) is not None
