"""Questions that a document asks and answers: each heads its answer, which is what is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.reading.sectioning.headings import HeadingLine, HeadingStyle, heading_text
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.wording import asks, asks_on
from knowledge.text.language import LANGUAGE

_QUESTION, _ANSWER = LANGUAGE.pattern("leads.question_label"), LANGUAGE.pattern("leads.answer_label")
_OFFERED, _WITHHELD = LANGUAGE.pattern("phrases.offered"), LANGUAGE.pattern("phrases.withheld")
_FIRST, _SECOND = LANGUAGE.pattern("phrases.first_person"), LANGUAGE.pattern("phrases.second_person")
_LONGEST = 40  # words of a question
_FEWEST = 2  # questions with answers from which a document is one of questions and answers


def with_questions(
    lines: list[Line], kept: Sequence[int], headings: list[HeadingLine], barred: frozenset[int]
) -> list[HeadingLine]:
    """The headings with the questions that stand as text above their answers, in order.

    A question without a label ("Q:") heads only where others do, for a text may ask without answering.
    """
    heads = {place: heading for heading in headings for place in (heading.line, heading.more)}
    solid = [index for index in kept if lines[index].shape is not Shape.RULE and not lines[index].wordless]
    found = [
        heading
        for heading in _asked(lines, solid, heads, barred)
        if not _is_offered(lines, solid, heading, headings)
    ]
    asking = [one for one in headings if one.text.endswith("?") and one.style is not HeadingStyle.STATED]
    if len(found) + len(asking) < _FEWEST:
        found = [one for one in found if _label(lines[one.line])]
    if not found:
        return headings
    plain = [
        replace(one, style=HeadingStyle.QUESTION, number="") if one in asking else one for one in headings
    ]
    return sorted([*plain, *found], key=lambda one: one.line)


def without_label(lines: list[Line], heading: str) -> list[Line]:
    """The lines below a question without the label of its answer ("A:")."""
    first = next((at for at, line in enumerate(lines) if not line.wordless), None)
    if first is None or not heading.endswith("?"):
        return lines
    line = lines[first]
    label = _ANSWER.match(_said(line))
    if not label or any(one.mark in ("B", "b") for one in lines):
        return lines  # Without a label, or a list whose first item is "A".
    said = _said(line)[label.end() :]
    return [*lines[:first], replace(line, text=said, mark="", shape=Shape.TEXT), *lines[first + 1 :]]


def _asked(
    lines: list[Line], solid: list[int], heads: dict[int | None, HeadingLine], barred: frozenset[int]
) -> Iterator[HeadingLine]:
    for position, index in enumerate(solid):
        line = lines[index]
        if index in heads or line.start in barred or line.shape not in (Shape.TEXT, Shape.ITEM):
            continue
        more = _rest(lines, solid, position, heads)
        after = position + (1 if more is None else 2)
        answer = lines[solid[after]] if after < len(solid) and solid[after] not in heads else None
        said = line.text if more is None else f"{line.text} {lines[more].text}"
        label = _label(line)
        if answer is None or len(said.split()) > _LONGEST or _is_question(answer):
            continue
        above = None if not position or solid[position - 1] in heads else lines[solid[position - 1]]
        if label or (asks(said) and _stands(line, above, answer, apart=_parted(solid, position))):
            if not said.endswith("?") and not _ANSWER.match(_said(answer)):
                continue
            rest = "" if more is None else f" {lines[more].text}"
            whole = f"{_said(line)[label.end() :]}{rest}" if label else heading_text(replace(line, text=said))
            yield HeadingLine(index, whole, HeadingStyle.QUESTION, more=more)


def _rest(
    lines: list[Line], solid: list[int], position: int, heads: dict[int | None, HeadingLine]
) -> int | None:
    """The line on which a question goes on and ends."""
    line, place = lines[solid[position]], solid[position] + 1
    if line.text.endswith(("?", ".", "!", ":")) or place >= len(lines) or place in heads:
        return None
    below = lines[place]
    goes_on = below.shape is Shape.TEXT and below.text.endswith("?") and not _label(below)
    return place if goes_on and (_label(line) or asks_on(line.text)) else None


def _stands(line: Line, above: Line | None, answer: Line, *, apart: bool) -> bool:
    """Whether a question stands on lines of its own, is none of a list of them, and has an answer that is no item
    beside it.
    """
    if (line.bulleted and not line.bold) or (_FIRST.search(line.text) and _SECOND.search(line.text)):
        return False
    if answer.shape is Shape.ITEM and line.shape is Shape.ITEM and answer.indent <= line.indent:
        return False
    if answer.shape is Shape.ROW or not line.ends:
        return False
    return above is None or (not above.text.endswith("?") and (apart or above.ends))


def _parted(solid: list[int], position: int) -> bool:
    return position > 0 and solid[position] - solid[position - 1] > 1


def _is_question(line: Line) -> bool:
    return bool(_label(line)) or asks(line.text)


def _is_offered(
    lines: list[Line], solid: list[int], heading: HeadingLine, headings: list[HeadingLine]
) -> bool:
    """Whether the words above say that a question is one to put to a customer, or not to."""
    above = [one.text for one in headings if one.line < heading.line][-1:]
    place = solid.index(heading.line)
    above += [
        lines[index].text for index in solid[max(0, place - 3) : place] if lines[index].text.endswith(":")
    ]
    return any(_OFFERED.search(one) or _WITHHELD.search(one) for one in above)


def _label(line: Line) -> re.Match[str] | None:
    return _QUESTION.match(_said(line))


def _said(line: Line) -> str:
    return f"{line.mark}. {line.text}" if line.mark else line.text
