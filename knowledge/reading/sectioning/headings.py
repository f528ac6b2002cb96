"""Which lines are headings: those the format states, and those whose shape, number and company say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.strength import has_duty
from knowledge.reading.sectioning.wording import ends_sentence, left_hanging, names_government, runs_on
from knowledge.text.labels import labelled, lone_label
from knowledge.text.language import LANGUAGE


class HeadingStyle(IntEnum):
    """How a heading is set; among unnumbered ones a smaller value stands above a greater."""

    STATED = 1  # by the format: Markdown hashes, an HTML or Word heading, a PDF's fonts
    WORD = 2  # Section 3, Schedule B, Appendix
    CAPITALS = 3
    LABEL = 4  # a line of its own that ends in a colon
    BOLD = 5
    TITLE = 6  # a short line with blank lines around it
    ROMAN = 7
    NUMBER = 8
    LETTER = 9
    QUESTION = 10  # a question that its answer follows; it has nothing below it but that


NUMBERED = (HeadingStyle.ROMAN, HeadingStyle.NUMBER, HeadingStyle.LETTER)
_RULE = 8  # words of a whole sentence
_LONGEST = 12  # words of a heading that only the line below it tells
_LEAD_WORD = LANGUAGE.pattern("headings.lead_word")
# "Section 4. Enforcement. An employee who ..." carries its text on its own line, as by-laws do.
_RUN_IN = LANGUAGE.pattern("headings.run_in")


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A line that heads a section.

    `level` is the format's own, 0 where it states none; `look` says whether it is bold and whether in capitals;
    `directly` that the line before it is a heading too; `run_in` that its line goes on with the section's text;
    `more` is the line on which it goes on ("Article 1" over "Alcohol at the Counter").
    """

    line: int
    text: str
    style: HeadingStyle
    number: str = ""
    level: int = 0
    look: tuple[bool, bool] = (False, False)
    directly: bool = False
    run_in: bool = False
    more: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """A line with its neighbours that have content; `heading_below` is set when the next one is a heading."""

    lines: list[Line]
    before: int | None
    index: int
    after: int | None
    heading_below: HeadingLine | None

    @property
    def above(self) -> Line | None:
        """The line before."""
        return None if self.before is None else self.lines[self.before]

    @property
    def below(self) -> Line | None:
        """The line after."""
        return None if self.after is None else self.lines[self.after]

    @property
    def open_above(self) -> bool:
        """Whether something separates it from the line before: blank lines, or a page header that was dropped."""
        return self.before is None or self.index - self.before > 1

    @property
    def open_below(self) -> bool:
        """Whether something separates it from the line after."""
        return self.after is None or self.after - self.index > 1

    @property
    def after_list(self) -> bool:
        """Whether it stands at the margin right below an item of a list that is complete."""
        return (
            self.above is not None and not self.open_above and ends_list(self.above, self.lines[self.index])
        )

    @property
    def has_text(self) -> bool:
        """Whether a sentence or a list stands below, so that it is not the last item of the list above."""
        below = self.below
        if below is None or labelled_cover(below.text):
            return False
        return below.shape in (Shape.ITEM, Shape.ROW) or below.words >= 3

    @property
    def glued(self) -> bool:
        """Whether a sentence ends above and another begins below, with no blank lines but breaks that were meant."""
        above, below, line = self.above, self.below, self.lines[self.index]
        if below is None or not line.ends or (above is not None and not above.ends):
            return False
        ended = above is None or self.open_above or above.text.endswith((".", "!", "?"))
        ended = ended or self.after_list or (above is not None and labelled(above.text) is not None)
        after = self.lines[self.after + 1 : self.after + 2] if self.after is not None else []
        runs_on = not below.ends and any(one.words for one in after) and labelled(below.text) is None
        sentence = ends_sentence(below.text) or runs_on
        ended = ended or (above is not None and names_government(above.text) and sentence)
        begins = below.text[:1].isupper() and below.words >= 6
        return ended and begins and below.shape is Shape.TEXT and not below.text.endswith(":")


def labelled_cover(text: str) -> bool:
    """Whether a line states a fact of the document ("Effective Date: ...", "Approved:") and heads nothing."""
    return labelled(text) is not None or (text.endswith(":") and lone_label(text) is not None)


def ends_list(above: Line, line: Line) -> bool:
    """Whether a line at the margin begins something new below an item of a list, though no blank line parts them."""
    whole = above.shape is Shape.ITEM and above.ends and not (left_hanging(above.text) or runs_on(above.text))
    return whole and _at_margin(above, line) and not above.text.endswith((",", ":", "-", "–"))


def _at_margin(above: Line, line: Line) -> bool:
    return line.text[:1].isupper() and (line.indent <= above.indent or bool(line.mark))


def section_number(text: str) -> str:
    """The number a heading carries with its lead word, such as "Schedule B", or empty."""
    found = _LEAD_WORD.match(text)
    return f"{found.group('word').capitalize()} {found.group('number').upper()}" if found else ""


def stated_heading(lines: list[Line], index: int, stated: dict[int, int]) -> HeadingLine | None:
    """A heading by the format's word: its own levels by line start, hashes, or a line ruled off below."""
    line = lines[index]
    level = stated.get(line.start) or line.hashes or _ruled(lines, index)
    if not level or not (line.text or line.mark) or _is_rule(line):
        return None
    return HeadingLine(
        index, heading_text(line), HeadingStyle.STATED, section_number(line.text) or line.mark, level
    )


def _is_rule(line: Line) -> bool:
    """Whether a line in the print of a heading is a whole sentence that says what must be done: a rule, and no name."""
    return line.words >= _RULE and line.text.endswith(".") and has_duty(line.text)


def run_in_heading(line: Line, index: int) -> HeadingLine | None:
    """The heading at the start of a line that goes on with text."""
    found = _RUN_IN.match(line.text) if line.shape is Shape.TEXT else None
    if not found:
        return None
    text = found.group(1).rstrip(".: ")
    number = section_number(text) or " ".join(text.split()[:2]).rstrip(".:").capitalize()
    return HeadingLine(index, text, HeadingStyle.WORD, number, run_in=True)


def heading_text(line: Line) -> str:
    """The words of a heading as written, its number in front, a closing colon left out."""
    text = re.sub(r"^#{1,6}\s+", "", line.text).rstrip(": ").strip()
    mark = re.match(r"^\W*\(?[\w.]+(?:-\d+)?[.)]?", line.raw.lstrip("# *_>")) if line.mark else None
    return f"{mark.group().strip()} {text}".strip() if mark else text


def _ruled(lines: list[Line], index: int) -> int:
    """Level 1 for a line underlined with equals signs, 2 with dashes (Markdown's older headings)."""
    line = lines[index]
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is None or line.shape not in (Shape.TEXT, Shape.ITEM) or line.bulleted:
        return 0
    rule = below.raw.strip()
    if len(rule) < 3 or set(rule) - {"=", "-"}:
        return 0
    if line.shape is Shape.ITEM and rule[0] == "-" and abs(len(rule) - len(line.raw.strip())) > 2:
        return 0  # A line across below a list.
    alone = index == 0 or lines[index - 1].blank
    if not alone and not (lines[index - 1].shape is Shape.ITEM and _at_margin(lines[index - 1], line)):
        return 0
    if (not alone or line.mark) and (line.words > _LONGEST or ends_sentence(line.text)):
        return 0
    return 1 if rule[0] == "=" else 2
