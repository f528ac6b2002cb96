"""Headings that no format states, told by shape, number and company, never by one document's words."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.reading.sectioning.catchlines import is_pair
from knowledge.reading.sectioning.heading_looks import unnumbered_style
from knowledge.reading.sectioning.headings import (
    Around,
    HeadingLine,
    HeadingStyle,
    heading_text,
    labelled_cover,
    run_in_heading,
    section_number,
    stated_heading,
)
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.long_headings import two_lines
from knowledge.reading.sectioning.runs import heading_runs
from knowledge.reading.sectioning.wording import (
    capitals,
    ends_sentence,
    heads_nothing,
    left_hanging,
    names_government,
    title_case,
)
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import normal

_EXAMPLE = LANGUAGE.pattern("strength.example_above")
_ONLY_LINK = re.compile(r"^\s*!?\[[^\[\]]*\]\([^()\s]*(?:\s[^()]*)?\)\W*$")  # It leads away or is a picture.


def find_headings(
    lines: list[Line],
    kept: list[int],
    stated: dict[int, int],
    barred: frozenset[int],
    named: frozenset[str] = frozenset(),
) -> list[HeadingLine]:
    """The headings among `kept` (indexes of lines that are not dropped), in order.

    `stated` is the format's level by line start, `barred` the starts of lines that cannot be headings, `named`
    holds what a contents page calls the sections, in normal form. Decided from the last line to the first,
    because a short line is only a heading when something hangs below it.
    """
    solid = [index for index in kept if lines[index].shape is not Shape.RULE and not lines[index].wordless]
    trusts_format = _trusts_format(lines, solid, stated)
    runs = frozenset() if trusts_format else heading_runs(lines, solid) | _announced(lines, solid, named)
    found: list[HeadingLine] = []
    for position in range(len(solid) - 1, -1, -1):
        index = solid[position]
        after = solid[position + 1] if position + 1 < len(solid) else None
        below = found[-1] if found and found[-1].line == after else None
        around = Around(lines, solid[position - 1] if position else None, index, after, below)
        if lines[index].start in barred:
            continue
        heading = stated_heading(lines, index, stated) or _guessed(
            lines[index], around, trusts_format, counted=index in runs
        )
        if heading and heading.number and _goes_on(heading, around):
            found = found[:-1] if below else found
            below, heading = None, _joined(heading, around)
        elif not trusts_format and (over := two_lines(lines[index], around)):
            found = found[:-1] if below else found
            below, heading = None, over
        if heading:
            if below:
                found[-1] = replace(below, directly=True)
            found.append(heading)
    return found[::-1]


def _trusts_format(lines: list[Line], solid: list[int], stated: dict[int, int]) -> bool:
    """Whether the format's own headings are dense enough to be all there are."""
    explicit = sum(1 for i in solid if stated_heading(lines, i, stated))
    return explicit >= 2 and sum(lines[i].words for i in solid) / explicit < 400


def _announced(lines: list[Line], solid: list[int], named: frozenset[str]) -> frozenset[int]:
    """The lines that bear a name of the contents page."""
    if not named:
        return frozenset()
    plain = (i for i in solid if lines[i].shape in (Shape.TEXT, Shape.ITEM) and not lines[i].bulleted)
    return frozenset(i for i in plain if normal(f"{lines[i].mark} {lines[i].text}") in named)


def _goes_on(heading: HeadingLine, around: Around) -> bool:
    """Whether a heading is only its number ("Article 1") and its words stand on the line below."""
    below = around.below
    bare = (
        heading.style in (HeadingStyle.WORD, HeadingStyle.STATED)
        and heading.text.casefold() == heading.number.casefold()
    )
    if below is None or not bare or below.shape is not Shape.TEXT or below.words > 10 or around.heading_below:
        return bool(bare and around.heading_below and _only_words(around.heading_below, around))
    return not ends_sentence(below.text) and below.text[:1].isupper() and not labelled_cover(below.text)


def _only_words(below: HeadingLine, around: Around) -> bool:
    """Whether the heading below has no number and is of the format's own level or a line in capitals."""
    unnumbered = not below.number and not below.run_in and not below.directly
    return unnumbered and (below.style is HeadingStyle.CAPITALS or not around.open_below)


def _joined(heading: HeadingLine, around: Around) -> HeadingLine:
    words = around.below.text if around.below else ""
    return replace(heading, text=f"{heading.text} {words}".rstrip(": "), more=around.after)


def _guessed(line: Line, around: Around, trusts_format: bool, *, counted: bool) -> HeadingLine | None:
    text = line.text
    if run_in := run_in_heading(line, around.index):
        return run_in
    if _ONLY_LINK.match(line.raw) or is_pair(line, around):
        return None
    if text.endswith(":") and _EXAMPLE.search(text):
        return None  # It heads what is right below it, and not the rules behind that.
    if line.bulleted or line.shape is Shape.ROW or not text or line.words > 14 or heads_nothing(text):
        return None
    if labelled_cover(text) or (line.shape is Shape.TEXT and names_government(text)):
        return None
    if counted:
        style: HeadingStyle | None = _counted_style(line)
    else:
        choose = _numbered_style if line.shape is Shape.ITEM else unnumbered_style
        style = choose(line, around, trusts_format)
    if style is None:
        return None
    look = (line.bold, capitals(text))
    return HeadingLine(around.index, heading_text(line), style, section_number(text) or line.mark, look=look)


def _numbered_style(line: Line, around: Around, trusts_format: bool) -> HeadingStyle | None:
    text = line.text.rstrip(":")
    if ends_sentence(text) or line.words > 10 or text[:1].islower() or not _begins_block(line, around):
        return None
    if left_hanging(text) and text.split()[-1].islower():
        return None  # "The Head of Service may:" goes on in the list below; "Events in May" is a name.
    emphatic = line.bold or capitals(text)
    deep = "." in line.mark
    if trusts_format and not (emphatic or deep):
        return None
    if not (emphatic or ((around.open_below or deep) and title_case(text))):
        return None
    if around.below is None or (_counts_on(line, around.below) and not around.heading_below):
        return None
    return _number_style(line)


def _counted_style(line: Line) -> HeadingStyle:
    if line.mark:
        return _number_style(line)
    if section_number(line.text):
        return HeadingStyle.WORD
    return HeadingStyle.CAPITALS if capitals(line.text) else HeadingStyle.TITLE


def _number_style(line: Line) -> HeadingStyle:
    if line.mark[:1].isdigit():
        return HeadingStyle.NUMBER
    return (
        HeadingStyle.ROMAN
        if re.fullmatch(r"[IVXLC]+", line.mark) and line.mark != "C"
        else HeadingStyle.LETTER
    )


def _begins_block(line: Line, around: Around) -> bool:
    """Whether nothing runs on into a numbered line: a gap, the end of a sentence, or another heading-like line."""
    above = around.above
    if above is None or around.open_above:
        return True
    return "." in line.mark and (ends_sentence(above.text) or (above.words <= 6 and bool(above.mark)))


def _counts_on(line: Line, below: Line) -> bool:
    """Whether the next line only counts on: then both are items of one list."""
    if below.shape is not Shape.ITEM or not below.mark or below.indent != line.indent:
        return False
    parts, theirs = line.mark.removesuffix(".0").split("."), below.mark.removesuffix(".0").split(".")
    return len(parts) == len(theirs) and [_kind(p) for p in parts] == [_kind(p) for p in theirs]


def _kind(mark: str) -> str:
    if mark.isdigit():
        return "1"
    roman = len(mark) > 1 and re.fullmatch(r"[IVXLC]+", mark)
    return "I" if roman else "A" if mark.isupper() else "a"
