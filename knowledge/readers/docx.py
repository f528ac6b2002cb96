"""Word documents through python-docx: styles give the headings, lists are numbered as Word shows them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element as Element

from knowledge.passages import Finding
from knowledge.readers.archive import check_zip
from knowledge.readers.extract import Extract, Unreadable
from knowledge.readers.numbering import Numbering
from knowledge.readers.word_styles import Style, is_on, stated, styles_of, value_of
from knowledge.readers.writer import Writer
from knowledge.sectioning.labels import labelled

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # An encrypted .docx and an old .doc both begin so.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WORDLESS = frozenset((qn("w:pPr"), qn("w:rPr"), qn("w:del"), qn("w:instrText"), _FALLBACK))
_SPACES = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_docx(content: bytes) -> Extract:
    """One .docx file. Insertions under review count as text, deletions do not."""
    if content.startswith(_OLE):
        raise Unreadable(
            "encrypted", "The document is protected by a password, or is in the old .doc format."
        )
    check_zip(content)
    try:
        document = docx.Document(io.BytesIO(content))
        return _Reader(document).read()
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError, AttributeError, etree.LxmlError) as error:
        raise Unreadable("broken", "The file is damaged or is no Word document.") from error


def _numbering(document: WordDocument) -> Element:
    """The definitions of lists; a document without lists may do without, and python-docx cannot make them."""
    has_lists = any(one.reltype == RELATIONSHIP_TYPE.NUMBERING for one in document.part.rels.values())
    return document.part.numbering_part.element if has_lists else etree.Element(qn("w:numbering"))


class _Reader:
    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._writer = Writer()
        self._styles = styles_of(document.styles.element)
        self._numbering = Numbering(_numbering(document))

    def read(self) -> Extract:
        self._writer.facts.update(self._facts())
        self._blocks(self._document.element.body)
        relations = self._document.part.rels.values()
        self._writer.links.extend(
            r.target_ref for r in relations if r.is_external and r.reltype.endswith("/hyperlink")
        )
        self._writer.findings.extend(_dead_anchors(self._document.element.body))
        return self._writer.extract()

    def _facts(self) -> dict[str, str]:
        """The version property, and the labelled lines of page headers and footers."""
        facts = {"version": self._document.core_properties.version or ""}
        for section in self._document.sections:
            for part in (section.header, section.footer):
                for paragraph in part.paragraphs:
                    if found := labelled(paragraph.text):
                        facts.setdefault(*found)
        return facts

    def _blocks(self, parent: Element) -> None:
        for block in parent:
            if block.tag == qn("w:p"):
                self._paragraph(block)
            elif block.tag == qn("w:tbl"):
                self._table(block)
            elif block.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
                self._blocks(block)

    def _paragraph(self, paragraph: Element) -> None:
        text = "".join(_pieces(paragraph)).strip()
        style = self._style(paragraph)
        if not text:
            return
        mark = self._numbering.mark(*style.number)
        if style.contents:
            self._writer.drop(text, "contents")
        elif style.level:
            self._writer.heading(f"{mark} {text}".strip(), style.level)
        elif mark:
            self._writer.item(mark, text, style.number[1])
        else:
            self._writer.gap()
            for line in text.split("\n"):
                self._writer.line(line, bold=style.bold or _bold(paragraph))
            self._writer.gap()

    def _style(self, paragraph: Element) -> Style:
        """The paragraph's style with what the paragraph itself sets on top."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return self._styles.get("", Style())
        base = self._styles.get(value_of(properties.find(qn("w:pStyle"))), Style())
        return stated(properties, base)

    def _table(self, table: Element) -> None:
        self._writer.gap()
        for row in _own(table, qn("w:tr")):
            cells = [_cell(cell) for cell in _own(row, qn("w:tc"))]
            self._writer.row(cells) if len(cells) > 1 else self._writer.paragraph(" ".join(cells))
        self._writer.gap()


def _own(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also wrapped ones; those of a table in a cell are its own words."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (qn("w:tc"), qn("w:p")):
            yield from _own(child, tag)


def _dead_anchors(body: Element) -> Iterator[Finding]:
    """Links within the document to a bookmark it does not have (P42)."""
    bookmarks = {mark.get(qn("w:name"), "") for mark in body.iter(qn("w:bookmarkStart"))} | {"_top"}
    for link in body.iter(qn("w:hyperlink")):
        anchor = link.get(qn("w:anchor"), "")
        if anchor and not link.get(qn("r:id")) and anchor not in bookmarks:
            words = "".join(_pieces(link)).strip()
            yield Finding("", "", "dead-link", f"The link “{words}” leads nowhere (#{anchor}).")


def _bold(paragraph: Element) -> bool:
    """Whether every run that has words is bold."""
    runs = [run for run in paragraph.iter(qn("w:r")) if "".join(_pieces(run)).strip()]
    return bool(runs) and all(is_on(run.find(f"{qn('w:rPr')}/{qn('w:b')}")) for run in runs)


def _cell(cell: Element) -> str:
    return " ".join(filter(None, ("".join(_pieces(p)).strip() for p in cell.iter(qn("w:p")))))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SPACES:
            yield _SPACES[child.tag]
        elif child.tag not in _WORDLESS:
            yield from _pieces(child)
