"""Headings without a number, told by their look: what they stand between, capitals, bold print, a colon."""

from __future__ import annotations

from knowledge.reading.sectioning.catchlines import breaks_off, catches
from knowledge.reading.sectioning.headings import (
    NUMBERED,
    Around,
    HeadingStyle,
    labelled_cover,
    section_number,
)
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.wording import (
    asks,
    capitals,
    ends_sentence,
    hangs,
    left_hanging,
    says,
    title_case,
)


def unnumbered_style(line: Line, around: Around, trusts_format: bool) -> HeadingStyle | None:
    """The style of a line without a number that heads what stands below it; None where it heads nothing."""
    text = line.text
    if left_hanging(text.rstrip(": ")):
        return None
    if not around.open_above:
        if section_number(text) and around.above and _heads_below(line, around, trusts_format):
            return HeadingStyle.WORD
        if around.after_list and capitals(text.rstrip(": ")) and line.words <= 8 and around.has_text:
            return HeadingStyle.CAPITALS
        if line.bold and around.after_list and around.open_below and around.has_text:
            return HeadingStyle.BOLD
        return None if trusts_format else _glued_style(line, around)
    if section_number(text) and breaks_off(line, around):
        return None
    if section_number(text) and (not ends_sentence(text) or (not trusts_format and catches(line, around))):
        return HeadingStyle.WORD
    return _by_look(line, around, trusts_format)


def _by_look(line: Line, around: Around, trusts_format: bool) -> HeadingStyle | None:
    """The style of a line that stands apart and has no number."""
    text = line.text
    bare = text.rstrip(": ")
    if text.endswith(":"):
        return _label_style(line, bare, around, trusts_format)
    if asks(text):
        answered = (
            around.below is not None and not around.heading_below and not around.below.text.endswith("?")
        )
        return HeadingStyle.TITLE if answered and around.open_below and not trusts_format else None
    if ends_sentence(text) or ": " in text:
        return None
    if capitals(bare) and (_has_body(around) or around.heading_below):
        return HeadingStyle.CAPITALS
    if line.bold and around.open_below and (_has_body(around) or around.heading_below):
        return HeadingStyle.BOLD
    if trusts_format or not (around.open_below or around.glued) or not text[:1].isupper():
        return None
    opens = around.heading_below is not None and (around.above is None or _after_text(around.above))
    if (title_case(bare) and line.words <= 12) or line.words <= 6:
        return HeadingStyle.TITLE if opens or _has_body(around) or _deeper_heading_below(around) else None
    return HeadingStyle.TITLE if line.words <= 10 and _has_long_body(around) else None


def _glued_style(line: Line, around: Around) -> HeadingStyle | None:
    """The style of a heading with no blank line above: a short line between two whole sentences, or a label."""
    bare = line.text.rstrip(": ")
    if line.words > 6 or ends_sentence(bare) or ": " in line.text or not line.text[:1].isupper():
        return None
    parted = around.open_below and around.above and (around.after_list or _after_text(around.above))
    if not (around.glued or parted):
        return None
    if capitals(bare):
        return HeadingStyle.CAPITALS
    if line.text.endswith(":"):
        return None if hangs(bare) else HeadingStyle.LABEL
    named = title_case(bare) or (line.words <= 5 and not says(bare))
    stands = around.glued or (around.after_list and around.has_text)
    return HeadingStyle.TITLE if stands and named else None


def _heads_below(line: Line, around: Around, trusts_format: bool) -> bool:
    """Whether a lead-word line right under text heads what follows ("Section 2. Signing In" after a sentence)."""
    ended = around.after_list or (around.above is not None and ends_sentence(around.above.text))
    named = not ends_sentence(line.text) or (not trusts_format and catches(line, around))
    return bool(ended) and line.words <= 8 and named


def _deeper_heading_below(around: Around) -> bool:
    below = around.heading_below
    return below is not None and (
        below.style in NUMBERED or (below.style is HeadingStyle.LABEL and not below.look[1])
    )


def _has_body(around: Around) -> bool:
    """Whether the next line is more than another short line on its own."""
    below, place = around.below, around.after
    if below is None or place is None or around.heading_below or labelled_cover(below.text):
        return False
    if below.shape in (Shape.ITEM, Shape.ROW) or below.words >= 6:
        return True
    runs_on = place + 1 < len(around.lines) and not around.lines[place + 1].blank
    return runs_on or ends_sentence(below.text) or ":" in below.text or left_hanging(below.text)


def _after_text(above: Line) -> bool:
    """Whether a sentence ends above: a short line between it and a heading is no entry of a list of names."""
    return above.text.endswith((".", "!", "?")) and above.words >= 4


def _has_long_body(around: Around) -> bool:
    below = around.below
    solid = below is not None and (below.shape in (Shape.ITEM, Shape.ROW) or below.words >= 12)
    return solid and not around.heading_below


def _label_style(line: Line, bare: str, around: Around, trusts_format: bool) -> HeadingStyle | None:
    if capitals(bare):
        return HeadingStyle.CAPITALS
    if around.below is None or (trusts_format and not line.bold):
        return None
    if not around.open_below and (trusts_format or not around.glued):
        return None
    return None if line.words > 8 or hangs(bare) or bare[:1].islower() else HeadingStyle.LABEL
