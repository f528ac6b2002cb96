"""Which lines are headings: by their shape, their number, their company, never by one document's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from knowledge.sectioning.labels import labelled, lone_label
from knowledge.sectioning.lines import Line, Shape


class Style(IntEnum):
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


NUMBERED = (Style.ROMAN, Style.NUMBER, Style.LETTER)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that heads a section; `level` is the format's own, 0 where it states none."""

    line: int
    text: str
    style: Style
    number: str = ""
    level: int = 0


_LEAD_WORD = re.compile(
    r"^(?P<word>section|schedule|appendix|annex|article|part|chapter|exhibit|attachment|form|module|division)\s+"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4}|[A-Z]|[IVXLC]{1,6})\b\.?(?P<rest>\s*[:–—.-]\s*.*|\s+[A-Z].*|\s*)$",
    re.IGNORECASE,
)
_SMALL_WORDS = """a an and as at by for from in into nor of off on onto or out over per the to up via vs with within
    without is are be if it its we our your"""
_SMALL = frozenset(_SMALL_WORDS.split())
# A line that ends so and is followed by a list is half a sentence, not a heading.
_HANGING_WORDS = """must should shall may can will would be is are was were to by that which who as for of in on with
    when where if not and or include includes including follows below apply applies manner do does has have they you
    we please consider considered ensure avoid"""
_HANGING = frozenset(_HANGING_WORDS.split())
_SENTENCE_END = re.compile(r"[.!?;,…]['\"”’)\]]*$")
_NOT_A_HEADING = re.compile(
    r"^\W*$|_{3,}|\.{4,}|@|https?:|www\.|^[\"“'‘]|^\(?\+?\d[\d\s().-]{5,}$|^(?:page|p\.)\s*\d|[$£€]\s?\d",
    re.IGNORECASE,
)
_DATE_ONLY = re.compile(
    r"^\W*(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2}\w{0,2},?\s+)?\d{4}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|date)\W*$",
    re.IGNORECASE,
)
_BODY_OF = re.compile(
    r"^(?:the\s+)?(?:(?:regional\s+)?municipality|city|town|county|village|township|borough|district|state|province"
    r"|university)\s+of\s+\S+(?:\s+\S+){0,4}$",
    re.IGNORECASE,
)


def find_headings(
    lines: list[Line], kept: list[int], stated: dict[int, int], barred: frozenset[int]
) -> list[Heading]:
    """The headings among `kept` (indexes of lines that are not dropped), in order.

    `stated` is the format's level by line start, `barred` the starts of lines that cannot be headings. Decided
    from the last line to the first, because a short line is only a heading when something hangs below it.
    """
    solid = [index for index in kept if lines[index].shape not in (Shape.BLANK, Shape.RULE)]
    explicit = sum(1 for i in solid if lines[i].start in stated or lines[i].hashes)
    words = sum(lines[i].words for i in solid)
    trusts_format = explicit >= 2 and words / explicit < 400
    found: list[Heading] = []
    below: Heading | None = None
    for position in range(len(solid) - 1, -1, -1):
        index = solid[position]
        after = solid[position + 1] if position + 1 < len(solid) else None
        before = solid[position - 1] if position else None
        line = lines[index]
        heading = None
        if line.start not in barred:
            around = _Around(lines, before, index, after, below if below and below.line == after else None)
            heading = _stated(line, index, stated) or _guessed(line, around, trusts_format)
        if heading:
            found.append(heading)
            below = heading
    return found[::-1]


def section_number(text: str) -> str:
    """The number a heading carries with its lead word, such as "Schedule B", or empty."""
    found = _LEAD_WORD.match(text)
    return f"{found.group('word').capitalize()} {found.group('number').upper()}" if found else ""


@dataclass(frozen=True, slots=True)
class _Around:
    """A line with its neighbours that have content; `heading_below` is set when the next one is a heading."""

    lines: list[Line]
    before: int | None
    index: int
    after: int | None
    heading_below: Heading | None

    @property
    def open_above(self) -> bool:
        return self.before is None or self._gap(self.before, self.index)

    @property
    def open_below(self) -> bool:
        return self.after is None or self._gap(self.index, self.after)

    @property
    def next(self) -> Line | None:
        return None if self.after is None else self.lines[self.after]

    def _gap(self, above: int, below: int) -> bool:
        return any(line.shape in (Shape.BLANK, Shape.RULE) for line in self.lines[above + 1 : below]) or (
            # A dropped page header between two lines separates them like a blank line.
            below - above > 1
        )

    @property
    def has_body(self) -> bool:
        """Whether the next line is more than another short line on its own."""
        below = self.next
        if below is None or self.heading_below or labelled_cover(below.text):
            return False
        if below.shape in (Shape.ITEM, Shape.ROW) or below.words >= 6:
            return True
        after = (
            self.lines[self.after + 1]
            if self.after is not None and self.after + 1 < len(self.lines)
            else None
        )
        return bool(after and not after.blank) or bool(_SENTENCE_END.search(below.text)) or ":" in below.text


def _stated(line: Line, index: int, stated: dict[int, int]) -> Heading | None:
    level = stated.get(line.start) or line.hashes
    if not level or not line.text:
        return None
    style = Style.STATED
    number = section_number(line.text) or line.mark
    return Heading(index, _heading_text(line), style, number, level)


def _guessed(line: Line, around: _Around, trusts_format: bool) -> Heading | None:
    text = line.text
    if line.bulleted or line.shape is Shape.ROW or not text or line.words > 14 or _NOT_A_HEADING.search(text):
        return None
    if _DATE_ONLY.match(text) or (line.shape is Shape.TEXT and _BODY_OF.match(text)) or labelled_cover(text):
        return None
    if line.shape is Shape.ITEM:
        style = _numbered_style(line, around, trusts_format)
    else:
        style = _unnumbered_style(line, around, trusts_format)
    if style is None:
        return None
    number = section_number(text) or line.mark
    return Heading(around.index, _heading_text(line), style, number)


def labelled_cover(text: str) -> bool:
    """Whether a line states a fact of the document ("Effective Date: ...", "Approved:") and heads nothing."""
    return labelled(text) is not None or (text.endswith(":") and lone_label(text) is not None)


def _numbered_style(line: Line, around: _Around, trusts_format: bool) -> Style | None:
    text = line.text
    ends = text.rstrip(":")
    if _SENTENCE_END.search(ends) or line.words > 10 or not around.open_above or text[:1].islower():
        return None
    emphatic = line.bold or _capitals(ends)
    deep = "." in line.mark
    if trusts_format and not (emphatic or deep):
        return None
    if not (emphatic or (around.open_below and _title_case(ends)) or (deep and _title_case(ends))):
        return None
    follower = around.next
    if follower is None or (
        follower.shape is Shape.ITEM and _same_run(line, follower) and not around.heading_below
    ):
        return None
    if line.mark.isdigit() or deep:
        return Style.NUMBER
    return Style.ROMAN if re.fullmatch(r"[IVXLC]+", line.mark) and line.mark != "C" else Style.LETTER


def _same_run(line: Line, follower: Line) -> bool:
    """Whether the next line only counts on: then both are items of one list."""
    return bool(follower.mark) and follower.indent == line.indent and _kind(follower.mark) == _kind(line.mark)


def _kind(mark: str) -> str:
    return re.sub(r"[A-Z]+", "A", re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", mark)))


def _unnumbered_style(line: Line, around: _Around, trusts_format: bool) -> Style | None:
    text = line.text
    if _LEAD_WORD.match(text) and around.open_above and not _SENTENCE_END.search(text):
        return Style.WORD
    if not around.open_above:
        return None
    bare = text.rstrip(": ")
    if text.endswith(":"):
        return _label_style(line, bare, around, trusts_format)
    if _SENTENCE_END.search(text) or ": " in text:
        return None
    if _capitals(bare) and (around.has_body or around.heading_below):
        return Style.CAPITALS
    if line.bold and around.open_below and (around.has_body or around.heading_below):
        return Style.BOLD
    if trusts_format or not around.open_below or not text[:1].isupper():
        return None
    wide = (_title_case(bare) and line.words <= 12) or line.words <= 6
    numbered_below = around.heading_below is not None and around.heading_below.style in NUMBERED
    return Style.TITLE if wide and (around.has_body or numbered_below) else None


def _label_style(line: Line, bare: str, around: _Around, trusts_format: bool) -> Style | None:
    if _capitals(bare):
        return Style.CAPITALS
    if not around.open_below or around.next is None or (trusts_format and not line.bold):
        return None
    last = re.sub(r"\W+$", "", bare).rsplit(" ", 1)[-1].lower()
    if line.words > 8 or last in _HANGING or "following" in bare or "," in bare or bare[:1].islower():
        return None
    return Style.LABEL


def _heading_text(line: Line) -> str:
    text = line.text.rstrip(": ").strip()
    mark = re.match(r"^\W*\(?[\w.]+[.)]?", line.raw.lstrip("# *_")) if line.mark else None
    return f"{mark.group().strip()} {text}" if mark else text


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def _title_case(text: str) -> bool:
    words = [w for w in re.findall(r"[^\W\d_][\w'’/-]*", text) if w.lower() not in _SMALL]
    capital = sum(1 for w in words if w[0].isupper())
    return bool(words) and text[:1].isupper() and capital >= 0.75 * len(words)
