"""The words of a Word letter as people read them: paragraph by paragraph, lists as lists, a table row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.section import Section
from lxml.etree import _Element as Element

from incidents.papers.letter import ITEM

P, T, BR = qn("w:p"), qn("w:t"), qn("w:br")
_RUN, _TAB, _TC = qn("w:r"), qn("w:tab"), qn("w:tc")
_MARKS = {BR: "\n", qn("w:cr"): "\n", _TAB: " ", qn("w:noBreakHyphen"): "\u2011"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""A second copy of a text box, for programs that cannot draw the first."""


@dataclass(frozen=True, slots=True)
class WordWords:
    """What stands in a Word letter: at the head of its first sheet, in the letter, at the foot.

    `sheets` is what stands on every head and foot there is, also of later pages and sections.
    """

    head: str
    text: str
    foot: str
    sheets: str = ""

    @property
    def every(self) -> str:
        """All of it."""
        return f"{self.head}\n{self.text}\n{self.foot}\n{self.sheets}"


def words_of(document: Document) -> WordWords:
    """The words of a letter; of several heads and feet those of its first page."""
    section = document.sections[0]
    first = section.different_first_page_header_footer
    return WordWords(
        _sheet(section, "header", first=first),
        _shown(document.element.body, "\n\n"),
        _sheet(section, "footer", first=first),
        "\n".join(_shown(root) for one in document.sections for root in sheets(one)),
    )


def sheets(section: Section) -> Iterator[Element]:
    """The roots of the heads and feet that a section has of its own."""
    for place in ("header", "footer"):
        for kind in ("", "first_page_", "even_page_"):
            sheet = getattr(section, f"{kind}{place}")
            if not sheet.is_linked_to_previous:
                yield sheet.part.element


def said(paragraph: Element) -> str:
    """The words of one paragraph, without those of a text box that hangs on it."""
    # A tab is a character in a run alone; elsewhere it says where tabs are.
    runs = (one for one in paragraph.iter(_RUN) if next(one.iterancestors(P)) is paragraph)
    pieces = (one for run in runs for one in run.iterchildren(T, *_MARKS))
    return "".join(_MARKS.get(str(one.tag)) or one.text or "" for one in pieces)


def within(paragraph: Element) -> str:
    """The words of one paragraph and of every text box that hangs on it: what goes when it goes."""
    return "\n".join(said(one) for one in paragraph.iter(P))


def text_pieces(paragraph: Element) -> list[Element]:
    """The pieces Word cut the text of one paragraph into."""
    return [one for one in paragraph.iter(T) if next(one.iterancestors(P)) is paragraph]


def _sheet(section: Section, place: str, *, first: bool) -> str:
    kinds = ("first_page_", "") if first else ("",)
    for sheet in (getattr(section, f"{kind}{place}") for kind in kinds):
        if not sheet.is_linked_to_previous and (words := _shown(sheet.part.element)):
            return words
    return ""


def _shown(root: Element, between: str = "\n") -> str:
    lines: list[str] = []
    was_item = False
    for paragraph in root.iter(P):
        words = said(paragraph).strip()
        if not words or next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue
        item = _is_item(paragraph)
        beside = _beside(paragraph)
        lines += [(" " if beside else "\n" if item and was_item else between) if lines else ""]
        lines.append(f"{ITEM}{words}" if item else words)
        was_item = item
    return "".join(lines)


def _is_item(paragraph: Element) -> bool:
    about = paragraph.find(qn("w:pPr"))
    if about is None:
        return False
    style = about.find(qn("w:pStyle"))
    named = style.get(qn("w:val"), "") if style is not None else ""
    return about.find(qn("w:numPr")) is not None or named.startswith("List")


def _beside(paragraph: Element) -> bool:
    """Whether a paragraph stands in a later cell of a row, so that it is read on the same line."""
    cell = next(paragraph.iterancestors(_TC), None)
    before = cell.getprevious() if cell is not None else None
    return before is not None and before.tag == _TC
