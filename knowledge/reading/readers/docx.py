"""Word documents as Word shows them: headings by style, numbered lists; what is not in force is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml.etree import _Element as Element

from knowledge.reading.document import Finding
from knowledge.reading.readers.extract import Extract, Unreadable
from knowledge.reading.readers.guard import overlooked
from knowledge.reading.readers.html import read_html
from knowledge.reading.readers.numbering import Numbering
from knowledge.reading.readers.tables import Cell
from knowledge.reading.readers.word_blocks import (
    cell_is_gone,
    held_by,
    is_drop_cap,
    is_frame,
    mark_is_gone,
    mark_is_hidden,
    own_parts,
    paragraphs_of,
    row_is_gone,
    still_counts,
)
from knowledge.reading.readers.word_package import Package, open_package
from knowledge.reading.readers.word_runs import (
    DELETED,
    RunReader,
    WordPiece,
    Words,
    is_shaded,
    style_marks,
)
from knowledge.reading.readers.word_styles import WordStyle, stated, styles_of
from knowledge.reading.readers.word_tables import cells_of, merged
from knowledge.reading.readers.word_unread import SHOWN, dead_anchors, unread
from knowledge.reading.readers.word_xml import qn, value_of
from knowledge.reading.readers.writer import Writer
from knowledge.text.labels import labelled
from knowledge.text.language import LANGUAGE

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # An encrypted .docx and an old .doc both begin so.
_WRAPPERS = frozenset(
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body")
)
_GOVERNMENT = LANGUAGE.pattern("lines.government")
_STRUCK = LANGUAGE.text("standing.struck")
_GALLERY = f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}"
PLAIN_TABLES = frozenset(("", "TableGrid", "TableNormal"))
"""Table styles without coloured grounds: white words in them are invisible."""


def read_docx(content: bytes) -> Extract:
    """One Word file. Insertions under review count as text; what is deleted, struck out or hidden does not."""
    if content.startswith(_OLE):
        raise Unreadable(
            "encrypted", "The document is protected by a password, or is in the old .doc format."
        )
    package = open_package(content)
    try:
        return _Reader(package).read()
    except (KeyError, ValueError, AttributeError) as error:
        raise Unreadable("broken", "The file is damaged or is no Word document.") from error


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._writer = Writer()
        self._styles = styles_of(package.styles)
        self._runs = RunReader(style_marks(package.styles))
        self._numbering = Numbering(package.numbering)
        self._noted: dict[tuple[str, str], int] = {}
        self._set_aside_words: list[str] = []
        self._place = ""

    def read(self) -> Extract:
        self._writer.facts.update(self._facts())
        self._blocks(self._package.body)
        relations = self._package.relations.values()
        self._writer.links.extend(one.target for one in relations if one.external and one.kind == "hyperlink")
        self._writer.findings.extend(dead_anchors(self._package.body))
        self._writer.findings.extend(
            unread(self._package, self._noted, lambda paragraph: self._words(paragraph).text)
        )
        extract = self._writer.extract()
        held = held_by(self._package.body)
        return replace(
            extract,
            findings=(*extract.findings, *overlooked((held,), (extract.text, *self._set_aside_words))),
        )

    def _facts(self) -> dict[str, str]:
        """The version property, and the labelled lines of page headers and footers."""
        facts = {"version": self._package.version}
        for edge in self._package.edges:
            for paragraph in edge.iter(qn("w:p")):
                words = " ".join(self._words(paragraph).text.split())
                if found := labelled(self._words(paragraph).text):
                    facts.setdefault(*found)
                elif edge.tag == qn("w:hdr") and words:
                    facts.setdefault("page header", words)
        return facts

    def _blocks(self, parent: Element) -> None:
        waiting: list[Element] = []  # Paragraphs that Word shows as one with the next.
        for block in parent:
            if block.tag == qn("w:p"):
                waiting.append(block)
                hidden = mark_is_hidden(block) and not self._style(block).level
                if not (mark_is_gone(block) or hidden or is_drop_cap(block) or self._goes_on(block)):
                    self._paragraph(waiting)
                    waiting = []
            elif block.tag == qn("w:tbl"):
                self._table(block)
            elif block.tag == qn("w:altChunk"):
                self._chunk(block)
            elif block.tag == qn("w:sdt") and value_of(block.find(_GALLERY)) == "Table of Contents":
                self._contents(block)
            elif block.tag in _WRAPPERS:
                self._blocks(block)
        if waiting:
            self._paragraph(waiting)

    def _goes_on(self, paragraph: Element) -> bool:
        """Whether a title is broken over this paragraph and the next; a government's name above it is none of it."""
        below = paragraph.getnext()
        if below is None or below.tag != qn("w:p") or not self._style(paragraph).title:
            return False
        words = " ".join(self._words(paragraph).text.split())
        named = _GOVERNMENT.match(words) or not words
        return not named and self._style(below).title and bool(self._words(below).text.strip())

    def _contents(self, control: Element) -> None:
        """The contents that Word makes itself."""
        for paragraph in control.iter(qn("w:p")):
            if words := " ".join(self._words(paragraph).text.split()):
                self._writer.drop(words, "contents")

    def _paragraph(self, joined: Sequence[Element]) -> None:
        """One paragraph as shown; of joined ones the last has its properties, as Word keeps them."""
        words = Words()
        for one in joined:
            found = self._words(one)
            if words.pieces and self._style(one).title:
                words.pieces.append(WordPiece(" "))
            words.pieces.extend(found.pieces)
            words.boxes.extend(found.boxes)
            words.unread.extend(found.unread)
        text = f"{words.text.strip()}{self._notes(words)}".strip()
        style = self._style(joined[-1])
        if words.text.strip():
            self._write(text, style, bold=style.bold or words.bold)
        elif style.level and not style.contents and words.struck:
            # Marked, it keeps its text from the heading above.
            self._write(f"{words.struck} [{_STRUCK}]", style, bold=True)
        elif still_counts(joined[-1], words):
            self._numbering.mark(*style.number)
        self._report(words)
        self._set_aside(words)
        for box in words.boxes:
            self._writer.gap()
            self._blocks(box)
            self._writer.gap()

    def _write(self, text: str, style: WordStyle, *, bold: bool) -> None:
        mark = self._numbering.mark(*style.number)
        if style.contents:
            self._writer.drop(text, "contents")
        elif style.level:
            self._place = f"{mark} {text}".strip()
            self._writer.heading(self._place, style.level)
        elif style.caption:
            self._writer.paragraph(text, plain=True)
        elif mark:
            self._writer.item(mark, text, style.number[1] or style.deeper)
        else:
            self._writer.gap()
            for line in text.split("\n"):
                self._writer.line(line, bold=bold)
            self._writer.gap()

    def _words(self, paragraph: Element, *, shaded: bool = False) -> Words:
        properties = paragraph.find(qn("w:pPr"))
        style = "" if properties is None else value_of(properties.find(qn("w:pStyle")))
        return self._runs.words(paragraph, style, shaded=shaded)

    def _style(self, paragraph: Element) -> WordStyle:
        """The paragraph's style with what the paragraph itself sets on top."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return self._styles.get("", WordStyle())
        base = self._styles.get(value_of(properties.find(qn("w:pStyle"))), self._styles.get("", WordStyle()))
        return stated(properties, base)

    def _notes(self, words: Words) -> str:
        """The notes that hang on a paragraph, behind it: an exception must not be parted from its rule."""
        said = ""
        for key in words.notes:
            note = self._package.notes.get(key)
            text = "" if note is None else " ".join(self._words(p).text.strip() for p in note.iter(qn("w:p")))
            if text.strip():
                number = self._noted.setdefault(key, len(self._noted) + 1)
                said += f" [Note {number}: {' '.join(text.split())}]"
        return said

    def _table(self, table: Element) -> None:
        if is_frame(table):
            for cell in (cell for row in own_parts(table, qn("w:tr")) for cell in own_parts(row, qn("w:tc"))):
                self._writer.gap()
                self._blocks(cell)
                self._writer.gap()
            return
        style = value_of(table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}"))
        rows: list[list[Cell]] = []
        for row in own_parts(table, qn("w:tr")):
            found = [
                (cell, self._cell(cell, shaded=style not in PLAIN_TABLES))
                for cell in own_parts(row, qn("w:tc"))
            ]
            if why := row_is_gone(row):
                self._aside(why, " ".join(" ".join(text for _, text in found).split()))
                continue
            for place, (cell, text) in enumerate(found):
                if cell_is_gone(cell):
                    self._aside(DELETED, " ".join(text.split()))
                    found[place] = (cell, "")
            rows.append(cells_of(row, found))
        self._writer.table(merged(rows))

    def _cell(self, cell: Element, *, shaded: bool) -> str:
        ground = shaded or is_shaded(cell.find(qn("w:tcPr")))
        said = []
        for paragraph in paragraphs_of(cell):
            words = self._words(paragraph, shaded=ground)
            counts = words.text.strip() or still_counts(paragraph, words)
            mark = self._numbering.mark(*self._style(paragraph).number) if counts else ""
            mark = mark if words.text.strip() or mark != "-" else ""
            self._report(words)
            said.append(f"{mark} {words.text.strip()}{self._notes(words)}".strip())
            said.extend(self._words(p).text.strip() for box in words.boxes for p in paragraphs_of(box))
            self._set_aside(words)
        return " ".join(filter(None, said))

    def _chunk(self, element: Element) -> None:
        """A document embedded whole: HTML is read, anything else is named."""
        content = self._package.chunks.get(str(element.get(qn("r:id"), "")), b"")
        if b"<html" not in content[:2000].lower():
            self._writer.findings.append(
                Finding("", self._place, "not-read", "A document embedded here is not HTML and was not read.")
            )
            return
        inner = read_html(content)
        place = 0
        self._writer.gap()
        for line in inner.text.splitlines(keepends=True):
            level = inner.headings.get(place, 0)
            self._writer.heading(line, level) if level else self._writer.line(line)
            place += len(line)
        self._writer.gap()

    def _report(self, words: Words) -> None:
        for what, said in words.unread:
            self._set_aside_words.append(said)
            shown = f": “{' '.join(said.split())[:SHOWN]}”" if said.strip() else "."
            self._writer.findings.append(Finding("", self._place, "not-read", f"{what} was not read{shown}"))

    def _set_aside(self, words: Words) -> None:
        for why, said in words.aside():
            self._aside(why, said)

    def _aside(self, why: str, said: str) -> None:
        if not said:
            return
        self._set_aside_words.append(said)
        shown = said if len(said) <= SHOWN else said[:SHOWN].rsplit(" ", 1)[0] + " …"
        message = f"Words that are {why} were not read: “{shown}”"
        self._writer.findings.append(Finding("", self._place, "not-in-force", message))
