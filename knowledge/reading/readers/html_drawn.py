"""What stands on a page and is no text: formulas that are built up, drawings with words, embedded documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from knowledge.reading.readers.word_symbols import UNKNOWN

_BUILT = ("mfrac", "msup", "msub", "msubsup", "msqrt", "mroot", "mtable", "munder", "mover", "munderover")
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|odt|rtf)(?:[?#]|$)", re.IGNORECASE)
_SHOWN = 120


def take_drawn(
    root: HtmlElement, words: Callable[[HtmlElement], str], put: Callable[[HtmlElement, str], None]
) -> Iterator[str]:
    """Put text in the place of formulas, a sign that something is missing where they are built up; gives a sentence
    for all that is not read.
    """
    for formula in list(root.iter("math")):
        for note in list(formula.iter("annotation", "annotation-xml")):
            put(note, "")
        said = " ".join("".join(formula.itertext()).split())
        if next(formula.iter(*_BUILT), None) is None:
            put(formula, said)
        else:
            parts = " ".join(" ".join(formula.itertext()).split())
            put(formula, UNKNOWN)
            yield f"An equation was not read: “{parts[:_SHOWN]}”"
    for drawing in root.iter("svg"):
        said = " ".join(words(text) for text in drawing.iter("text"))
        if said.strip():
            yield f"A drawing was not read: “{said[:_SHOWN]}”"
    for name, place in (("object", "data"), ("embed", "src"), ("iframe", "src")):
        for one in root.iter(name):
            address = str(one.get(place, ""))
            if _DOCUMENT.search(address):
                yield f"An embedded document was not read: {address[:_SHOWN]}"
