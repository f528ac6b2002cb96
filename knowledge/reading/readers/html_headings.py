"""Headings of a page that say that what stands below them does not count: by a badge, or struck out as a whole."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from knowledge.reading.readers.html_words import words_of
from knowledge.text.language import LANGUAGE

_BADGES = re.compile(r"\b(?:badge|label|tag|chip|pill|status)\b", re.IGNORECASE)
_BADGE, _STRUCK = LANGUAGE.pattern("standing.badge"), LANGUAGE.text("standing.struck")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def _heading_of(element: HtmlElement) -> HtmlElement | None:
    around = (element, *element.iterancestors())
    return next((one for one in around if one.tag in _HEADINGS), None)


def is_badge(element: HtmlElement) -> bool:
    """Whether it is a sign at a heading that says that what stands below does not count."""
    drawn = element.tag in ("small", "mark") or (
        element.tag in ("span", "em", "strong", "b", "i", "sup")
        and _BADGES.search(str(element.get("class", "")))
    )
    return bool(drawn) and _heading_of(element) is not None and bool(_BADGE.match(words_of(element)))


def mark_struck(element: HtmlElement) -> bool:
    """Keep a heading that is struck out as a whole, marked, so that its text is not that of the heading before."""
    heading = _heading_of(element)
    if heading is None or words_of(heading) != words_of(element) or not words_of(element):
        return False
    said = f"{words_of(element)} [{_STRUCK}]"
    heading[:] = []
    heading.text = said
    return True
