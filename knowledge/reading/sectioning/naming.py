"""The title of a document and the organisation it belongs to, where no label states them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from knowledge.reading.sectioning.dated import dated_facts
from knowledge.reading.sectioning.headings import HeadingLine, HeadingStyle, section_number
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.strength import has_duty
from knowledge.reading.sectioning.wording import heads_nothing, names_government
from knowledge.text.labels import labelled, lone_label
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import plain

_KIND = LANGUAGE.pattern("naming.kind")
_KIND_LABEL = re.compile(rf"^(?:{LANGUAGE.text('naming.kind')})\s*:\s*(?=\S+\s+\S)", re.IGNORECASE)
_GOVERNMENT = LANGUAGE.exact("naming.government")
_BODY = LANGUAGE.exact("naming.body")
_APPLIES = LANGUAGE.exact("naming.applies")
_MANUAL = LANGUAGE.pattern("naming.manual")
_SIGN = LANGUAGE.pattern("naming.numbered")
_HANGS = LANGUAGE.pattern("naming.hangs")
_GENERIC = LANGUAGE.pattern("naming.generic")
_GAP = re.compile(r"[^\S\t]{3,}")  # Behind it covers have a number or a date.
_JOINING = frozenset(LANGUAGE.words("naming.joining"))


def title_of(
    lines: list[Line], headings: list[HeadingLine], name: str, dropped: Collection[int] = (), header: str = ""
) -> str:
    """The first short line near the top that names a kind of document, else what stands above the first section.

    A line that only says what every document holds ("Table of Contents", "Policy", "Article 1") names none; where
    nothing does, what the head of each page says (`header`) or the file's name is taken.
    """
    opening = [line for i, line in enumerate(lines) if line.text and i not in dropped][:8]
    for place, line in enumerate(opening):
        named = line.words <= 14 and _KIND.search(line.text) and not line.text.endswith((".", ":", ";"))
        if (
            line.shape is not Shape.ROW
            and not _runs_on(lines, line)
            and not (line.mark and _KIND.fullmatch(line.text))
            and not labelled(line.text)
            and not _says_nothing(line.text)
            and (named or (place == 0 and line.hashes == 1 and not _SIGN.match(line.text)))
        ):
            said = next((h.text for h in headings if lines[h.line] is line), line.text)
            near = plain(_GAP.split(line.raw.strip())[0])
            said = near if near in said and _KIND.search(near) else said
            said = _KIND_LABEL.sub("", said)
            below = opening[place + 1].text if place + 1 < len(opening) else ""
            said = f"{said} {below}" if _HANGS.search(said) and len(below.split()) <= 8 else said
            above = opening[place - 1] if place else None
            return f"{above.text} {said}" if above and _breaks_off(above, line) else said
        if line.words > 14:
            break
        if place and _KIND.fullmatch(line.text) and _goes_before(opening[place - 1], line):
            return f"{opening[place - 1].text} {line.text}"
    first = next((h for h in headings if not _says_nothing(h.text)), None)
    if first and first is headings[0] and first.line < 60 and not _one_of_several(first, headings):
        return first.text
    if _KIND.search(header) and not _says_nothing(header):
        return header
    if alone := _standing_alone(opening, lines, headings):
        return alone
    return re.sub(r"[_-]+", " ", name.rsplit(".", 1)[0]).strip()


def _standing_alone(opening: list[Line], lines: list[Line], headings: list[HeadingLine]) -> str:
    """The first line at the top that is a name by its look, or empty."""
    for line in opening:
        if any(lines[h.line] is line and _one_of_several(h, headings) for h in headings):
            break
        if section_number(line.text) or _SIGN.match(line.text) or _runs_on(lines, line):
            break
        if (
            line.text[:1].islower()
            or line.text.endswith("?")
            or (line.text.endswith(".") and (line.words > 4 or has_duty(line.text)))
        ):
            break
        if (
            len(line.text) <= 80
            and line.shape is not Shape.ROW
            and not _says_nothing(line.text)
            and not any(lines[h.line] is line and _one_of_several(h, headings) for h in headings)
            and not labelled(line.text)
            and not line.mark
        ):
            return line.text.rstrip(":")
    return ""


def _runs_on(lines: list[Line], line: Line) -> bool:
    """Whether a sentence goes on below a line."""
    below = next((other for other in lines if other.start == line.end + 1), None)
    return below is not None and below.shape is Shape.TEXT and below.text[:1].islower() and line.words > 4


def _goes_before(above: Line, line: Line) -> bool:
    """Whether the line above names what "Policy" below it is a policy of."""
    near = line.start - above.end <= 1
    plain = above.shape is Shape.TEXT and not above.text.endswith((".", ":", ";", ","))
    return near and plain and above.words <= 8 and not _says_nothing(above.text) and not labelled(above.text)


def _breaks_off(above: Line, line: Line) -> bool:
    """Whether a title begins in the line above ("Conversations with", "the Public Policy")."""
    return bool(_HANGS.search(above.text)) and _goes_before(above, line)


def _one_of_several(heading: HeadingLine, headings: list[HeadingLine]) -> bool:
    """Whether a heading is numbered and others count on from it: then it names a section and not the whole."""
    if _SIGN.match(heading.text):
        return sum(bool(_SIGN.match(other.text)) for other in headings) > 1
    word = heading.number.split(" ")[0]
    if not heading.number or heading.style is not HeadingStyle.WORD:
        return bool(heading.number)
    return sum(other.number.startswith(f"{word} ") for other in headings) > 1


def _says_nothing(text: str) -> bool:
    """Whether a line is of the kind that any document has, or only its date or government."""
    bare = text.rstrip(": ")
    generic = _GENERIC.match(bare) or lone_label(f"{bare}:") or names_government(bare) or heads_nothing(bare)
    return bool(generic) or any(True for _ in dated_facts(bare))


def organisation_of(lines: list[Line]) -> str:
    """The public body a document names most, or empty; capitals are written as a name is."""
    text = "\n".join(_as_name(line.text) for line in lines[:400])
    for form in (_GOVERNMENT, _BODY, _APPLIES):
        names = Counter((m.group(1) if m.groups() else m.group()).strip() for m in form.finditer(text))
        if names:
            return _MANUAL.sub("", names.most_common(1)[0][0])
    return ""


def _as_name(text: str) -> str:
    if not text.isupper() or len(text) > 80:
        return text
    words = text.lower().split()
    return " ".join(word if word in _JOINING else word[:1].upper() + word[1:] for word in words)
