"""What cannot stand in a Word template of a letter: what runs, what fetches, what Word hides, what would be sent along.

A letter goes to a customer as it is, so a template with tracked changes, comments or hidden words is refused, and so is
whatever Word would fill in or fetch by itself when somebody opens the letter.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

LARGEST = 5_000_000
UNPACKED = 50_000_000
"""Bytes of a file, and of what is packed in it."""

FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "HYPERLINK"})
"""What Word may fill in by itself: nothing that makes the letter another one on another day, or fetches anything."""

_TRACKED = tuple(
    qn(f"w:{name}")
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"),
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange"),
        *("trPrChange", "tcPrChange"),
    )
)
"""What Word notes of a change: each with the name of whoever made it."""

_COMMENTS = tuple(qn(f"w:{name}") for name in ("commentRangeStart", "commentReference"))
_OBJECTS = tuple(qn(f"w:{name}") for name in ("object", "altChunk", "control", "subDoc"))

_NOTES = tuple(qn(f"w:{name}") for name in ("footnoteReference", "endnoteReference"))
_NO_NOTES = ("It holds a note.", "words in the letter itself: its PDF has no footnotes and no endnotes")
_VANISH = qn("w:vanish")
_HIDDEN = ("It holds hidden words.", "a file in which every word is shown")

_OF_ITS_MAKER = (
    *("/attachedTemplate", "/extended-properties", "/custom-properties", "/thumbnail"),
    *("/comments", "/commentsExtended", "/commentsIds", "/people", "/glossaryDocument", "/customXml"),
)
"""What Word keeps beside a letter: where its template lies, who made it, with whom and for which firm."""

_HARMLESS = ("/hyperlink", "/attachedTemplate")


@dataclass(frozen=True, slots=True)
class TemplateRefused(Exception):
    """A template cannot be used. `paragraph` is the number of the paragraph it is about, 1 where it is about none."""

    problem: str
    expected: str
    paragraph: int = 1


def unpack_safely(content: bytes) -> None:
    """Raise TemplateRefused for what is no Word file of a sensible size; nothing of it is read yet."""
    wanted = "a Word file (.docx) with one letter"
    if len(content) > LARGEST:
        raise TemplateRefused(f"The file has {len(content)} bytes.", f"a file under {LARGEST} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
            names = {one.filename.casefold() for one in packed.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError):
        raise TemplateRefused("This is no Word file.", wanted) from None
    if size > UNPACKED:
        raise TemplateRefused("What is packed in it is too large.", wanted)
    if any("vbaproject" in name or "/embeddings/" in f"/{name}" for name in names):
        raise TemplateRefused("It holds a macro or an embedded object.", "a letter without either")


def refuse_what_is_sent_along(document: Document, roots: list[Element]) -> None:
    """Raise TemplateRefused for what would reach the customer unseen, or change the letter by itself."""
    hiding = _hiding_styles(document)
    for root in roots:
        _refuse(root, _TRACKED, "It holds tracked changes.", "a file in which all changes were accepted")
        _refuse(root, _COMMENTS, "It holds a comment.", "a file without comments: they would be sent")
        _refuse(root, _OBJECTS, "It holds an embedded object.", "words and pictures alone")
        _refuse(root, _NOTES, *_NO_NOTES)
        _refuse(root, (_VANISH,), *_HIDDEN)
        _refuse_hidden_by_style(root, hiding)
        for instruction in _instructions(root):
            name = (instruction.split() or ["="])[0].upper()
            if name not in FIELDS:
                problem = f"Word would fill in the field “{name}” by itself."
                raise TemplateRefused(problem, "words, page numbers, and places such as {today}")
    for part in document.part.package.iter_parts():
        for relation in part.rels.values():
            if relation.is_external and not relation.reltype.endswith(_HARMLESS):
                raise TemplateRefused("It fetches something from outside.", "a file that holds all it shows")
        notes = str(part.content_type).endswith(("footnotes+xml", "endnotes+xml"))
        if notes and re.search(rb"<w:t[ >]", part.blob):  # It is sent along also where nothing points to it.
            raise TemplateRefused(*_NO_NOTES)


def take_traces_out(document: Document) -> None:
    """Take out of a letter what tells of whoever made its template, and the way to the template itself."""
    package = document.part.package
    for owner in (package, *package.iter_parts()):
        for name in [name for name, one in owner.rels.items() if one.reltype.endswith(_OF_ITS_MAKER)]:
            del owner.rels[name]
    for link in list(document.settings.element.iter(qn("w:attachedTemplate"))):
        document.settings.element.remove(link)


def _refuse(root: Element, tags: tuple[str, ...], problem: str, expected: str) -> None:
    found = next((one for one in root.iter(*tags) if one.tag != _VANISH or _hides(one)), None)
    if found is not None:
        raise TemplateRefused(problem, expected, _number(root, found))


def _hides(vanish: Element) -> bool:
    return vanish.get(qn("w:val")) not in ("0", "false", "off")


def _hiding_styles(document: Document) -> frozenset[str]:
    """The styles that hide words, by themselves or by what they are made from."""
    hiding: set[str] = set()
    made_from: dict[str, str] = {}
    for style in document.styles.element.iter(qn("w:style")):
        name, base = style.get(qn("w:styleId"), ""), style.find(qn("w:basedOn"))
        made_from[name] = base.get(qn("w:val"), "") if base is not None else ""
        if any(map(_hides, style.iter(_VANISH))):
            hiding.add(name)
    while more := {name for name, base in made_from.items() if base in hiding} - hiding:
        hiding |= more
    return frozenset(hiding)


def _refuse_hidden_by_style(root: Element, hiding: Collection[str]) -> None:
    for one in root.iter(qn("w:pStyle"), qn("w:rStyle")):
        if one.get(qn("w:val")) in hiding:
            raise TemplateRefused(*_HIDDEN, _number(root, one))


def _number(root: Element, element: Element) -> int:
    """The number of the paragraph that holds an element."""
    holding = next(element.iterancestors(qn("w:p")), element)
    paragraphs = list(root.iter(qn("w:p")))
    return paragraphs.index(holding) + 1 if holding in paragraphs else 1


def _instructions(root: Element) -> Iterator[str]:
    """What fields say, also where Word wrote one in several pieces."""
    for simple in root.iter(qn("w:fldSimple")):
        yield str(simple.get(qn("w:instr"), ""))
    open_fields: list[list[str]] = []
    for one in root.iter(qn("w:fldChar"), qn("w:instrText")):
        if one.tag == qn("w:instrText"):
            if open_fields:
                open_fields[-1].append(one.text or "")
            continue
        kind = one.get(qn("w:fldCharType"))
        if kind == "begin":
            open_fields.append([])
        elif open_fields and kind in ("separate", "end"):
            if said := "".join(open_fields[-1]).strip():
                yield said
            open_fields[-1] = []
            if kind == "end":
                open_fields.pop()
