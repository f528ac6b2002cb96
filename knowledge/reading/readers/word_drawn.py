"""What stands in a Word paragraph and is no text: equations, drawings with words, embedded files."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from knowledge.reading.readers.word_symbols import UNKNOWN
from knowledge.reading.readers.word_xml import qn

EQUATIONS = frozenset((qn("m:oMath"), qn("m:oMathPara")))
_PLAIN = frozenset(
    qn(f"m:{name}") for name in ("oMath", "oMathPara", "r", "t", "rPr", "oMathParaPr", "ctrlPr")
)
Unread = tuple[str, str]  # what it is, and its words


def equation(element: Element) -> tuple[str, list[Unread]]:
    """An equation on one line as it is; of one that is built up a sign that something is missing, and its words."""
    said = "".join(one.text or "" for one in element.iter(qn("m:t")))
    built = any(one.tag not in _PLAIN and str(one.tag).startswith("{" + _MATH) for one in element.iter())
    if not built:
        return said, []
    parts = " ".join(one.text or "" for one in element.iter(qn("m:t")))
    return UNKNOWN, [("An equation", parts)]


def drawn(element: Element) -> Iterator[Unread]:
    """The words of a drawing that stand in no text box, and the files embedded in it."""
    words = [one.text or "" for one in element.iter(qn("a:t")) if not _in_box(one, element)]
    words += [str(one.get("string", "")) for one in element.iter(qn("v:textpath"))]
    said = " ".join(filter(None, words))
    if said.strip():
        yield "A drawing", said
    for one in element.iter(qn("o:OLEObject")):
        yield f"An embedded file ({one.get('ProgID') or 'of an unknown kind'})", ""


def _in_box(element: Element, drawing: Element) -> bool:
    for above in element.iterancestors():
        if above is drawing:
            return False
        if above.tag == qn("w:txbxContent"):
            return True
    return False


_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math}"
