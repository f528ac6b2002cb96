"""Lines that look like headings of codes and are half a rule, and those that name a section with a full stop."""

from __future__ import annotations

from knowledge.reading.sectioning.headings import Around, section_number
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.wording import says

_CATCHLINE = 10  # words of a section's name that ends with a full stop


def breaks_off(line: Line, around: Around) -> bool:
    """Whether a numbered rule goes on in the line below ("Section 2. No person shall", "smoke here.")."""
    below = around.below
    if below is None or around.open_below or below.shape is not Shape.TEXT or line.text.endswith((".", ":")):
        return False
    return not below.text[:1].isupper() or (says(line.text) and not section_number(below.text))


def catches(line: Line, around: Around) -> bool:
    """Whether a lead-word line with a full stop names the section below it ("Sec. 3-2. Prohibited acts.")."""
    if around.below is None or around.heading_below or section_number(around.below.text):
        return False
    return line.text.endswith(".") and line.words <= _CATCHLINE and not says(line.text)


def is_pair(line: Line, around: Around) -> bool:
    """Whether a line and the one right below it each give something for something ("First time - a warning")."""
    below = around.below
    return below is not None and not around.open_below and " - " in line.text and " - " in below.text
