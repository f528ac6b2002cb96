"""Names of Word's elements and attributes."""

from __future__ import annotations

from lxml.etree import _Element as Element

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}


def qn(name: str) -> str:
    """`w:p` in the form lxml uses, with the namespace in braces."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def value_of(element: Element | None) -> str:
    """The `w:val` of an element, empty where there is none."""
    return "" if element is None else str(element.get(qn("w:val"), ""))


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `w:b` is there and not turned off."""
    return element is not None and element.get(qn("w:val"), "1") not in ("0", "false", "off")
