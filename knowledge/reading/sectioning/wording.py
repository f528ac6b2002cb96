"""What the words of a short line say about its being a heading."""

from __future__ import annotations

import re

_SMALL_WORDS = """a an and as at by for from in into nor of off on onto or out over per the to up via vs with within
    without is are be if it its we our your"""
_SMALL = frozenset(_SMALL_WORDS.split())
# A line that ends so and is followed by a list is half a sentence, not a heading.
_HANGING_WORDS = """must should shall may can will would be is are was were to by that which who as for of in on with
    when where if not and or include includes including follows below apply applies manner do does has have they you
    we please consider considered ensure avoid"""
_HANGING = frozenset(_HANGING_WORDS.split())
_BREAKS_OFF_WORDS = """must should shall may can cannot will would not never to and or that which who if when where is
    are was be include includes including have"""
_BREAKS_OFF = frozenset(_BREAKS_OFF_WORDS.split())
# So does one that begins so, or that has a verb in it: it says something about the list.
_LEADING = frozenset(
    ("to", "here", "these", "those", "this", "there", "you", "we", "they", "with", "by", "e", "note")
)
_VERB_WORDS = """is are was were has have can may must should shall will would could do does includes include need needs
    example"""
_VERBS = frozenset(_VERB_WORDS.split())
_ASKING = re.compile(
    r"^(?:who|what|when|where|why|how|which|can|could|may|must|do|does|did|is|are|should|will)\b",
    re.IGNORECASE,
)
_WH = re.compile(r"^(?:who|what|where|how|why|which)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;,…]['\"”’)\]]*$")
_NOT_A_HEADING = re.compile(
    r"^\W*$|_{3,}|\.{4,}|@|https?:|www\.|^[\"“'‘]|^\(?\+?\d[\d\s().-]{5,}$|^(?:page|p\.)\s*\d|[$£€]\s?\d",
    re.IGNORECASE,
)
_DATE_ONLY = re.compile(
    r"^\W*(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2}\w{0,2},?\s+)?\d{4}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|date)\W*$",
    re.IGNORECASE,
)
_GOVERNMENT = re.compile(
    r"^(?:the\s+)?(?:(?:regional\s+)?municipality|city|town|county|village|township|borough|district|state|province"
    r"|university)\s+of\s+\S+(?:\s+\S+){0,4}$",
    re.IGNORECASE,
)


def heads_nothing(text: str) -> bool:
    """Whether a line is a form field, an address, a quotation, a price, a date or a government's name."""
    return any(form.search(text) for form in (_NOT_A_HEADING, _DATE_ONLY))


def names_government(text: str) -> bool:
    """Whether a line is nothing but "City of ..." and the like, as covers have it."""
    return bool(_GOVERNMENT.match(text))


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence or a part of one does."""
    return bool(_SENTENCE_END.search(text))


def asks(text: str) -> bool:
    """Whether a line is a question that begins like one."""
    return text.endswith("?") and bool(_ASKING.match(text))


def hangs(text: str) -> bool:
    """Whether a line without its colon is half a sentence that the list below it completes."""
    words = re.findall(r"[\w'’]+", text.lower())
    if not words or words[-1] in _HANGING or "following" in words or "," in text:
        return True
    return not title_case(text) and (words[0] in _LEADING or any(word in _VERBS for word in words[1:]))


def left_hanging(text: str) -> bool:
    """Whether a line breaks off in a sentence ("Staff must not", "If you call us we will") that its list completes."""
    words = re.findall(r"[\w'’]+", text.lower())
    return len(words) > 1 and words[-1] in _BREAKS_OFF and not _WH.match(text)


def capitals(text: str) -> bool:
    """Whether a line is set in capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def title_case(text: str) -> bool:
    """Whether the words that matter begin with capitals."""
    words = [w for w in re.findall(r"[^\W\d_][\w'’/-]*", text) if w.lower() not in _SMALL]
    capital = sum(1 for w in words if w[0].isupper())
    return bool(words) and text[:1].isupper() and capital >= 0.75 * len(words)
