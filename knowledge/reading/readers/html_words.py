"""The words of HTML elements as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from knowledge.reading.readers.invisible import raised

_SPACE = re.compile(r"\s+")
_INLINE_TAGS = """a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark meta q s samp small span
    strong sub sup time tt u var wbr"""
INLINE = frozenset(_INLINE_TAGS.split())


def words_of(element: HtmlElement, without: tuple[str, ...] = ()) -> str:
    """The text of an element with its white space as a browser shows it, without what stands in some tags."""
    return tidy("".join(_pieces(element, without)))


def tidy(text: str) -> str:
    """White space as a browser shows it."""
    return _SPACE.sub(" ", text).strip()


def _pieces(element: HtmlElement, without: tuple[str, ...]) -> Iterator[str]:
    if element.tag == "sup" and (mark := raised(element.text_content() or "")):
        yield mark
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            apart = "" if child.tag in INLINE else " "
            yield apart
            yield from () if child.tag in without else _pieces(child, without)
            yield apart
        yield child.tail or ""


def replaced(element: HtmlElement, text: str) -> None:
    """Put plain text in the place of an element; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    after = text + (element.tail or "")
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + after
    else:
        parent.text = (parent.text or "") + after
    parent.remove(element)
