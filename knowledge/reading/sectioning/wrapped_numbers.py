"""Numbers of a sentence that a margin put at the beginning of a line, where they look like the mark of an item."""

from __future__ import annotations

from dataclasses import replace

from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import plain

_DAY = LANGUAGE.pattern("lines.awaits_day")
_PLACE = LANGUAGE.pattern("lines.awaits_place")
_COUNT = LANGUAGE.pattern("lines.awaits_count")
_LEAST = 4  # words of a line that a margin ended
_DAYS = 31


def with_wrapped_numbers(lines: list[Line]) -> list[Line]:
    """The lines, with those as text that go on with "… no later than December" or "… as set out in section".

    The number next to that of the item right above is an item's, as is one that counts on behind a mere count.
    """
    done = list(lines)
    counted = {""}
    for i, line in enumerate(lines):
        if i and _goes_on(done[i - 1], line, counted):
            done[i - 1] = replace(done[i - 1], ends=False)
            done[i] = replace(line, text=plain(line.raw.strip()), shape=Shape.TEXT, mark="")
        elif line.shape is Shape.ITEM:
            counted.add(line.mark)
    return done


def _goes_on(above: Line, line: Line, counted: set[str]) -> bool:
    if line.shape is not Shape.ITEM or line.bulleted or not line.mark[:1].isdigit():
        return False
    if above.shape not in (Shape.TEXT, Shape.ITEM) or above.hashes or above.bold or above.words < _LEAST:
        return False
    number = int(line.mark.split(".")[0])
    if above.mark == str(number - 1):
        return False
    if _DAY.search(above.text):
        return line.mark.isdigit() and number <= _DAYS
    if _PLACE.search(above.text):
        return line.mark != "1"
    return bool(_COUNT.search(above.text)) and number > 1 and str(number - 1) not in counted
