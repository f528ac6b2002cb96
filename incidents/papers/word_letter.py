"""Letters as Word files: an organisation's template read and filled, and plain words on its sheet.

A place such as {customer} is found although Word cut it into pieces. It is replaced by words as words: nothing in a
template is executed, and nothing a person wrote becomes markup. The same letter is the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping
from datetime import datetime

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml.etree import _Element as Element

from incidents.papers.letter import Letter
from incidents.papers.places import PLACE, goes_along, is_left_out, plain_words, shown_words
from incidents.papers.word_checks import (
    TemplateRefused,
    refuse_what_is_sent_along,
    take_traces_out,
    unpack_safely,
)
from incidents.papers.word_words import P, WordWords, said, sheets, text_pieces, within, words_of

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ALWAYS = datetime(1980, 1, 1)  # noqa: DTZ001 - files of Word and of zip hold times without a zone
"""What files are dated with: the earliest day a zip can hold, so that the same words make the same file."""


def read_template(content: bytes) -> WordWords:
    """The words of a template; raises TemplateRefused for one that cannot be sent as a letter."""
    document, roots = _opened(content)
    refuse_what_is_sent_along(document, roots)
    for root in roots:
        for number, paragraph in enumerate(root.iter(P), 1):
            left = PLACE.sub("", said(paragraph))
            if "{" in left or "}" in left:
                problem = f"A brace stands alone in “{said(paragraph)[:60]}”."
                raise TemplateRefused(problem, "places such as {customer}, without spaces", number)
    return words_of(document)


def paragraph_of(content: bytes, place: str) -> int:
    """The number of the first paragraph that names a place, in the letter, a head or a foot; 1 where none does."""
    numbered = (pair for root in _opened(content)[1] for pair in enumerate(root.iter(P), 1))
    return next((number for number, one in numbered if f"{{{place}}}" in said(one)), 1)


def left_out_with(
    content: bytes, optional: Collection[str], needed: Collection[str]
) -> tuple[int, str, str] | None:
    """A paragraph that would be left out with something needed in it: its number, what is needed, what is optional."""
    for root in _opened(content)[1]:
        for number, paragraph in enumerate(root.iter(P), 1):
            if found := goes_along(said(paragraph), within(paragraph), optional, needed):
                return (number, *found)
    return None


def fill_template(
    content: bytes,
    values: Mapping[str, str],
    optional: Collection[str] = (),
    needed: Collection[str] = (),
) -> tuple[bytes, WordWords]:
    """The template with these values, and the words that then stand in it.

    A place without a value stays, so that it is seen; a paragraph that names something `optional` of which there is
    none is left out, unless something `needed` stands in it.
    """
    document, roots = _opened(content)
    for root in roots:
        for paragraph in list(root.iter(P)):
            if is_left_out(said(paragraph), within(paragraph), values, optional, needed):
                _leave_out(paragraph)
            else:
                _fill(paragraph, values)
    return _saved(document), words_of(document)


def with_text(content: bytes, letter: Letter) -> bytes:
    """Other words on the sheet of a template or of a filled letter: its head, its foot and its styles stay."""
    document, _ = _opened(content)
    body = document.element.body
    for one in list(body):
        if one.tag != qn("w:sectPr"):
            body.remove(one)
    return _written(document, letter)


def plain_letter(letter: Letter) -> bytes:
    """A letter of an organisation that has no Word template."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = letter.head
    section.footer.paragraphs[0].text = letter.foot
    return _written(document, letter)


def labelled(content: bytes, letter: Letter) -> bytes:
    """The file with its title, its language and whose it is; of who made the template nothing is left in it."""
    document, _ = _opened(content)
    about = document.core_properties
    about.title, about.author, about.language = letter.title, letter.organisation, letter.language
    about.last_modified_by = about.comments = about.keywords = about.subject = about.category = ""
    about.created = about.modified = about.last_printed = _ALWAYS
    about.revision = 1
    take_traces_out(document)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), letter.language)
    return _saved(document)


def _written(document: Document, letter: Letter) -> bytes:
    for paragraph in filter(str.strip, letter.text.split("\n\n")):
        document.add_paragraph(shown_words(paragraph.strip("\n")))
    return _saved(document)


def _opened(content: bytes) -> tuple[Document, list[Element]]:
    """A document, and the roots of what holds its words: the letter first, then heads and feet."""
    unpack_safely(content)
    try:
        document = docx.Document(io.BytesIO(content))
        return document, [
            document.element.body,
            *(one for section in document.sections for one in sheets(section)),
        ]
    except Exception as error:  # The library raises what its parser, its zip reader and its own checks raise.
        raise TemplateRefused("It cannot be opened.", "a letter saved anew as .docx by Word") from error


def _saved(document: Document) -> bytes:
    """The file, without the moment at which it was packed."""
    made, same = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as packed, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as anew:
        for one in packed.infolist():
            anew.writestr(zipfile.ZipInfo(one.filename), packed.read(one), zipfile.ZIP_DEFLATED)
    return same.getvalue()


def _fill(paragraph: Element, values: Mapping[str, str]) -> None:
    pieces = text_pieces(paragraph)
    text = "".join(one.text or "" for one in pieces)
    for found in reversed(list(PLACE.finditer(text))):
        if value := plain_words(values.get(found[1], "")):
            _put(pieces, found.start(), found.end(), value)
    for piece in pieces:
        _break_lines(piece)


def _put(pieces: list[Element], start: int, end: int, value: str) -> None:
    """Words in the place of those from `start` to `end`, in the piece and so in the looks of their first letter."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            piece.text = text[:first] + (value if start >= at else "") + text[last:]
            piece.set(_SPACE, "preserve")
        at += len(text)


def _break_lines(piece: Element) -> None:
    first, *others = (piece.text or "").split("\n")
    if not others:
        return
    piece.text, last = first, piece
    for line in others:
        lines, text = OxmlElement("w:br"), OxmlElement("w:t")
        text.text = line
        text.set(_SPACE, "preserve")
        last.addnext(lines)
        lines.addnext(text)
        last = text


def _leave_out(paragraph: Element) -> None:
    """Take a paragraph away, or its words alone where what holds it cannot be without one."""
    holder = paragraph.getparent()
    alone = holder is not None and sum(one.tag == P for one in holder) == 1
    if holder is None or alone or paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        for piece in text_pieces(paragraph):
            piece.text = ""
    else:
        holder.remove(paragraph)
