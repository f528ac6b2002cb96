"""The words of a Word paragraph: those in force, and those set aside with the reason why they are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml.etree import _Element as Element

from knowledge.reading.readers.invisible import raised
from knowledge.reading.readers.whole import whole
from knowledge.reading.readers.word_drawn import EQUATIONS, drawn, equation
from knowledge.reading.readers.word_symbols import symbol, with_symbols
from knowledge.reading.readers.word_xml import is_on, qn, value_of

STRUCK, HIDDEN, DELETED, MOVED, INVISIBLE, PLACEHOLDER = (
    "struck out",
    "hidden",
    "deleted by a tracked change",
    "moved away by a tracked change",
    "invisible",
    "a placeholder",
)
_SPACES = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_TEXTS = (qn("w:t"), qn("w:delText"))
_NO_TEXT = frozenset(
    qn(name)
    for name in ("w:pPr", "w:rPr", "w:sdtPr", "w:instrText", "w:delInstrText", "w:rt", "w:softHyphen")
)
_CHANGES = {qn("w:del"): DELETED, qn("w:moveFrom"): MOVED}
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_SWITCHES = ("vanish", "strike", "dstrike", "b")
SMALLEST = 4
"""Half-points: what is set in two points or less nobody can read."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a style or a run sets; None where it says nothing."""

    vanish: bool | None = None
    strike: bool | None = None
    dstrike: bool | None = None
    b: bool | None = None
    font: str = ""
    color: str = ""
    size: int = 0
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class WordPiece:
    """Words of one run. `why` is empty for words in force; `note` is a (kind, id) that hangs on this place."""

    text: str
    why: str = ""
    note: tuple[str, str] | None = None
    bold: bool = False


@dataclass(slots=True)
class Words:
    """Everything in one paragraph; `boxes` are text boxes anchored in it, `unread` what is no text and its words."""

    pieces: list[WordPiece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words in force."""
        return "".join(piece.text for piece in self.pieces if not piece.why)

    @property
    def struck(self) -> str:
        """The words of a paragraph that is struck out as a whole, or empty."""
        found = list(self.aside())
        return found[0][1] if len(found) == 1 and found[0][0] == STRUCK and not self.text.strip() else ""

    @property
    def bold(self) -> bool:
        """Whether every run that has words in force is bold."""
        said = [piece.bold for piece in self.pieces if piece.text.strip() and not piece.why]
        return bool(said) and all(said)

    @property
    def notes(self) -> list[tuple[str, str]]:
        """The notes that hang on words in force, in their order."""
        return [piece.note for piece in self.pieces if piece.note and not piece.why]

    def aside(self) -> Iterator[tuple[str, str]]:
        """What is not in force, neighbours of the same reason together, as (why, words)."""
        why = said = ""
        for piece in [*self.pieces, WordPiece("", "")]:
            if piece.why != why:
                if why and said.strip():
                    yield why, " ".join(said.split())
                why, said = piece.why, ""
            said += piece.text


def is_shaded(properties: Element | None) -> bool:
    """Whether properties set a ground other than that of the page."""
    shading = None if properties is None else properties.find(qn("w:shd"))
    return shading is not None and str(shading.get(qn("w:fill"), "auto")).upper() not in ("AUTO", "FFFFFF")


def marks_of(properties: Element | None) -> Marks:
    """What run properties set."""
    if properties is None:
        return Marks()
    switches: dict[str, Any] = {
        name: is_on(found) for name in _SWITCHES if (found := properties.find(qn(f"w:{name}"))) is not None
    }
    fonts = properties.find(qn("w:rFonts"))
    size = value_of(properties.find(qn("w:sz")))
    shading = is_shaded(properties) or properties.find(qn("w:highlight")) is not None
    return Marks(
        font="" if fonts is None else str(fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or ""),
        color=value_of(properties.find(qn("w:color"))).upper(),
        size=whole(size, 0),
        shaded=shading,
        **switches,
    )


def over(base: Marks, top: Marks) -> Marks:
    """What holds where `top` is set upon `base`."""
    stated: dict[str, Any] = {
        name: getattr(top, name) for name in _SWITCHES if getattr(top, name) is not None
    }
    return replace(
        base,
        font=top.font or base.font,
        color=top.color or base.color,
        size=top.size or base.size,
        shaded=top.shaded or base.shaded,
        **stated,
    )


def style_marks(root: Element) -> dict[str, Marks]:
    """What each style sets on its runs, its ancestors included."""
    elements = {str(one.get(qn("w:styleId"), "")): one for one in root.iter(qn("w:style"))}
    known: dict[str, Marks] = {}

    def marks(name: str, depth: int = 0) -> Marks:
        if name in known or name not in elements or depth > 20:
            return known.get(name, Marks())
        element = elements[name]
        below = marks(value_of(element.find(qn("w:basedOn"))), depth + 1)
        ground = Marks(shaded=is_shaded(element.find(qn("w:pPr"))))
        known[name] = over(over(below, ground), marks_of(element.find(qn("w:rPr"))))
        return known[name]

    for name in elements:
        marks(name)
    return known


@dataclass(frozen=True, slots=True)
class RunReader:
    """Reads paragraphs of one document with the marks of its styles."""

    styles: Mapping[str, Marks]

    def words(self, paragraph: Element, style: str, *, shaded: bool = False) -> Words:
        """The words of a paragraph of a style; `shaded` says that it stands on a coloured ground."""
        found = Words()
        properties = paragraph.find(qn("w:pPr"))
        ground = Marks(shaded=shaded or is_shaded(properties))
        base = over(self.styles.get(style, Marks()), ground)
        self._inside(paragraph, base, PLACEHOLDER if _in_placeholder(paragraph) else "", found)
        return found

    def _inside(self, parent: Element, marks: Marks, why: str, found: Words) -> None:
        for child in parent:
            if child.tag == qn("w:r"):
                run = self._run_marks(child, marks)
                self._run(child, run, why or _reason(run), found)
            elif child.tag == qn("w:sdt"):
                self._inside(child, marks, why or (PLACEHOLDER if _is_placeholder(child) else ""), found)
            elif child.tag in EQUATIONS:
                text, unread = equation(child)
                found.pieces.append(WordPiece(text, why))
                found.unread.extend(unread if not why else ())
            elif child.tag == qn("mc:AlternateContent"):
                self._inside(child[0] if len(child) else child, marks, why, found)
            elif child.tag not in _NO_TEXT:
                self._inside(child, marks, why or _CHANGES.get(child.tag, ""), found)

    def _run(self, run: Element, marks: Marks, why: str, found: Words) -> None:
        for child in run:
            if child.tag in _TEXTS:
                text = with_symbols((child.text or "").replace("\u00ad", ""), marks.font)
                text = as_raised(run, text)
                found.pieces.append(WordPiece(text, why, bold=bool(marks.b)))
            elif child.tag == qn("w:sym"):
                place = str(child.get(qn("w:char"), ""))
                char = symbol(str(child.get(qn("w:font"), "")), int(place, 16)) if _is_hex(place) else ""
                found.pieces.append(WordPiece(char, why, bold=bool(marks.b)))
            elif child.tag in _SPACES:
                found.pieces.append(WordPiece(_SPACES[child.tag], why, bold=bool(marks.b)))
            elif child.tag in _NOTES:
                found.pieces.append(WordPiece("", why, (_NOTES[child.tag], str(child.get(qn("w:id"), "")))))
            elif child.tag not in _NO_TEXT:
                self._drawing(child, marks, why, found)

    def _drawing(self, element: Element, marks: Marks, why: str, found: Words) -> None:
        """Text boxes are paragraphs of their own; of an alternative the first that can be shown counts."""
        if element.tag == qn("w:ruby"):
            self._inside(element, marks, why, found)
        elif why:
            return
        elif element.tag == qn("mc:AlternateContent"):
            for choice in (*element.findall(qn("mc:Choice")), *element.findall(qn("mc:Fallback"))):
                boxes, unread = list(_boxes(choice)), list(drawn(choice))
                if boxes or unread:
                    found.boxes.extend(boxes)
                    found.unread.extend(unread)
                    return
        else:
            found.boxes.extend(_boxes(element))
            found.unread.extend(drawn(element))

    def _run_marks(self, run: Element, base: Marks) -> Marks:
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return base
        style = self.styles.get(value_of(properties.find(qn("w:rStyle"))), Marks())
        return over(_toggled(base, style), marks_of(properties))


def as_raised(run: Element, text: str) -> str:
    """The number of a note that was typed and set above the line, as it is shown."""
    place = value_of(run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}"))
    return raised(text) or text if place == "superscript" else text


def _toggled(base: Marks, style: Marks) -> Marks:
    """A character style upon a paragraph style: a switch that both turn on is off again (ECMA-376, 17.7.3)."""
    both: dict[str, Any] = {
        name: bool(getattr(base, name)) != bool(getattr(style, name))
        for name in _SWITCHES
        if getattr(style, name) is not None
    }
    return replace(over(base, style), **both)


def _reason(marks: Marks) -> str:
    if marks.vanish:
        return HIDDEN
    if marks.strike or marks.dstrike:
        return STRUCK
    white = marks.color == "FFFFFF" and not marks.shaded
    return INVISIBLE if white or 0 < marks.size <= SMALLEST else ""


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes of a drawing; a box in a box comes with the outer one."""
    if element.tag == qn("w:txbxContent"):
        yield element
        return
    for child in element:
        yield from _boxes(child)


def _is_hex(text: str) -> bool:
    try:
        return 0 < int(text, 16) < 0x110000
    except ValueError:
        return False


def _is_placeholder(control: Element) -> bool:
    """Whether a content control was never filled in and shows what should be written there."""
    return is_on(control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}"))


def _in_placeholder(paragraph: Element) -> bool:
    return any(_is_placeholder(control) for control in paragraph.iterancestors(qn("w:sdt")))
