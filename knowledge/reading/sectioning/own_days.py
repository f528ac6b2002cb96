"""Lines that date one section and not the document: "Valid until: 31 March 2024" right below its heading."""

from __future__ import annotations

from itertools import pairwise

from knowledge.reading.sectioning.headings import HeadingLine
from knowledge.reading.sectioning.lines import Line
from knowledge.reading.sectioning.validity import ALONE
from knowledge.text.labels import labelled
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import normal

_GENERIC = LANGUAGE.pattern("naming.generic")
_KIND = LANGUAGE.pattern("naming.kind")
_ABOUT = LANGUAGE.pattern("validity.about_document")


def days_of_sections(lines: list[Line], headings: list[HeadingLine], title: str) -> frozenset[int]:
    """The starts of such lines, beside a rule of the same section.

    What stands alone in its section, or below the title, is the document's.
    """
    found: set[int] = set()
    titled = next((place for place, one in enumerate(headings) if normal(one.text) == normal(title)), 0)
    ends = [*(one.line for one in headings), len(lines)]
    for one, (begin, end) in list(zip(headings, pairwise(ends), strict=True))[titled + 1 :]:
        below = [line for line in lines[begin + 1 : end] if not line.blank]
        if ALONE.match(one.text) and below:  # It looked like a heading of its own.
            found.add(lines[begin].start)
        if len(below) > 1 and _dates(below[0], below[1], one.text):
            found.add(below[0].start)
    return frozenset(found)


def _dates(line: Line, below: Line, heading: str) -> bool:
    if not ALONE.match(line.text) or labelled(below.text):
        return False
    return not any(form.search(heading) for form in (_GENERIC, _KIND, _ABOUT))
