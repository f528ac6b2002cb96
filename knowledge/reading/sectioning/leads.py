"""What each list item or table row hangs on: the line before its list, the item above it, the header row."""

from __future__ import annotations

import re

from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.marks import follows, is_dotted, kind_of
from knowledge.reading.sectioning.parts import Part
from knowledge.reading.sectioning.strength import has_duty, has_subject, says_itself
from knowledge.reading.sectioning.wording import tells
from knowledge.text.labels import labelled
from knowledge.text.language import CAPITALS, LANGUAGE

_LABEL = re.compile(rf"^([{CAPITALS}][^.:;!?]{{1,60}}:)\s")
_ANNOUNCES = LANGUAGE.pattern("leads.announces")
_EXCEPTS = LANGUAGE.pattern("leads.excepts")

_HALF = re.compile(r"[,;]\s*(?:and|or)?\W*$")  # An item that another one goes on with is no sentence.
_ENDED = re.compile(r"[.!?:][\"'”’)\]]*$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LONGEST = 300  # characters of the words above that an item's own lead-in goes on with


def with_lead_ins(parts: list[Part], heading: str = "") -> list[Part]:
    """The parts with their lead-ins and full marks ("D.1"); header rows go into the lead-ins of their rows."""
    lists = _Lists(heading if tells(heading) else "")
    result: list[Part] = []
    header: Part | None = None
    for position, part in enumerate(parts):
        if part.shape is Shape.ITEM:
            lists.hang(part)
            header = None
        elif part.shape is Shape.ROW and (row := part.lines[0].row) is not None:
            header = None
            if row.is_head:
                continue
            part.lead_in = row.heads
        elif part.shape is Shape.ROW:
            if (
                header
                and part.apart
                and (part.ruled or len(part.lines[0].cells) != len(header.lines[0].cells))
            ):
                header = None  # Another table begins.
            if header is None and _is_header(parts, position):
                header = part
                continue
            part.lead_in = header.text if header else ""
        elif part.is_tail and (items := _ended_by(result)):
            for item in items:
                item.tail = "" if item.text.endswith(":") else part.text
            part.lead_in = lists.lead
        else:
            below = parts[position + 1] if position + 1 < len(parts) else None
            lists.paragraph(part, _lead(part, below))
            header = None
        result.append(part)
    return result


def _ended_by(parts: list[Part]) -> list[Part]:
    """The items of the list right above whose sentence is still open, each with words it hangs on."""
    items: list[Part] = []
    for part in reversed(parts):
        if part.shape is not Shape.ITEM:
            break
        items.append(part)
    is_open = bool(items) and not _ENDED.search(items[0].text) and all(one.lead_in for one in items)
    return items if is_open else []


def _lead(part: Part, below: Part | None) -> str:
    """The words of a paragraph on which a list hangs: those before a colon, or that end no sentence."""
    text = part.text
    if text.endswith((":", ":-", ":–", ": –")):
        return text
    lists = below is not None and below.shape is Shape.ITEM
    unfinished = text[-1:].isalpha() or text.endswith((",", "-", "–", "—"))
    half = unfinished and (len(text.split()) > 1 or tells(text))
    return text if lists and (half or _ANNOUNCES.search(text)) else ""


class _Lists:
    """The lists that are open while the parts of a section are read, and the one that a paragraph broke off."""

    def __init__(self, heading: str) -> None:
        self._lead = heading
        self._heads = bool(heading)
        self._open: list[Part] = []
        self._broken: tuple[str, list[Part]] = ("", [])

    @property
    def lead(self) -> str:
        """The words that the list hangs on."""
        return self._lead

    def paragraph(self, part: Part, lead: str) -> None:
        """A paragraph ends the lists, unless it is set below an item; one in between may be followed by the rest."""
        inside = [item for item in self._open if part.lines[0].indent > item.lines[0].indent]
        if inside and not lead:
            part.lead_in = inside[-1].lead_in
            return
        if self._open:
            self._broken = (self._lead, self._open)
        self._lead, self._open, self._heads = lead, [], False

    def hang(self, part: Part) -> None:
        """Put an item below the item it belongs to and give it that one's words as lead-in."""
        if not self._open and not self._lead:
            self._take_up(part)
        part.kind = _kind(part, self._open)
        kin = next((p for p, other in enumerate(self._open) if other.kind == part.kind), None)
        if kin is not None:
            del self._open[kin:]
        while kin is None and self._open and not _below(part, self._open[-1]):
            self._open.pop()
        parent = self._open[-1] if self._open else None
        lead = self._lead if not self._heads or _needs_heading(part) else ""
        said = _leading(parent, part) if parent else lead
        part.lead_in = "" if says_itself(part.text, said) else said
        self._open.append(part)
        if part.mark and not _dotted(part):
            marks = [item.lines[0].mark for item in self._open if item.lines[0].mark]
            whole = max((place for place, mark in enumerate(marks) if is_dotted(mark)), default=0)
            part.mark = ".".join(marks[whole:])  # "4.1.2" says by itself what it stands below.

    def _take_up(self, part: Part) -> None:
        """Go on with the list before the last paragraph where the item's number follows its last one."""
        lead, items = self._broken
        for place, item in enumerate(items):
            part.kind = _kind(part, items)
            if item.kind == part.kind and follows(part.lines[0].mark, item.lines[0].mark, item.kind[1]):
                self._lead, self._open = lead, items[: place + 1]


def _needs_heading(part: Part) -> bool:
    """Whether an item is no sentence of its own, so that the heading above its list belongs to it."""
    return not _dotted(part) and not has_subject(part.text) and not _EXCEPTS.search(part.text)


def _dotted(part: Part) -> bool:
    return is_dotted(part.lines[0].mark)


def _kind(part: Part, above: list[Part]) -> tuple[int, str]:
    """Items of one list share their indent and the kind of their marks; a dotted one its depth."""
    mark, indent = part.lines[0].mark, part.lines[0].indent
    if _dotted(part):
        return -1, f"1.{mark.count('.')}"
    beside = [(item.kind[1], item.lines[0].mark) for item in above]
    return indent, kind_of(mark, beside)


def _below(part: Part, other: Part) -> bool:
    """Deeper by its number, by its indent, or where a new list begins ("a" below "1", bullets below a colon)."""
    mark, theirs = part.lines[0].mark, other.lines[0].mark
    if _dotted(part):
        return mark.startswith(f"{theirs}.") if theirs else False
    if not mark and theirs and other.text.endswith(":"):
        return True  # Word may set the bullets of another list less deep than the item they hang on.
    indent, their_indent = part.lines[0].indent, other.lines[0].indent
    if indent != their_indent and not (_dotted(other) and mark):
        return indent > their_indent
    if mark:
        return mark in ("1", "a", "A", "i", "I") or _dotted(other)
    return bool(theirs) or other.text.endswith(":")


def _leading(parent: Part, part: Part) -> str:
    """The words of the item above, behind its own lead-in where they are no sentence without it."""
    whole = parent.text.endswith((".", "!", "?"))
    goes_on = (
        parent.text.endswith(",")
        or (_HALF.search(part.text) and not has_subject(part.text))
        or (part.text[:1].islower() and (whole or parent.text.endswith(";")))
    )
    if goes_on or parent.text.endswith((":", "–", "—", "-")) or parent.text[-1:].isalpha():
        own = parent.text
    else:
        label = _LABEL.match(parent.text)
        own = label.group(1) if label else ""
    if own and has_duty(own):
        return own
    if whole and not own:
        return ""
    above = _SENTENCE.split(parent.lead_in)[-1]
    return f"{above} {own}".strip() if len(above) <= _LONGEST else own


def _is_header(parts: list[Part], position: int) -> bool:
    """Whether a row names the columns: short cells, no numbers, no fact label, and longer rows below."""
    row = parts[position].lines[0]
    below = parts[position + 1].lines[0] if position + 1 < len(parts) else None
    if (
        below is None
        or below.shape is not Shape.ROW
        or (labelled("\t".join(row.cells[:2])) and not _heads(row, below))
    ):
        return False
    short = all(len(cell.split()) <= 5 and not re.search(r"\d|[.:]$", cell) for cell in row.cells)
    return short and all(row.cells[1:])


def _heads(row: Line, below: Line) -> bool:
    return len(row.cells) > 2 or labelled("\t".join(below.cells[:2])) is None
