"""The kind of thing a question asks for, and whether a text holds one: a phone number, a sum, a time.

Where the best passages hold none, the wording of the answer changes; the passages stay. For the kinds that
cannot be given in other words, the answer also becomes less sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety|once"
    r"|twice|first|second|third|half an?)"
)
UNIT = r"(?:second|minute|hour|day|week|month|quarter|year)s?"

_ASKED = {
    "phone number": r"\b(?:tele)?phone number|\bnumber (?:for|to (?:call|ring|dial))\b"
    r"|\bthe number of (?:the|our|a) (?:mayor|clerk|\w+ office|police|library|security|manager|supervisor)\b"
    r"|\bwhat number\b|\bextension of\b",
    "e-mail address": r"\be-?mail (?:address|of|for)\b",
    "sum of money": r"\bhow much (?:is|does|do|did|money|can|may|will|of a)\b|\bhow (?:large|big|high) (?:a|is the) "
    r"(?:refund|fee|fine|sum|bonus|charge)|\b(?:fee|price|salary|cost) (?:of|for)\b|\bcosts?\b.*\?",
    "time of day": r"\bwhat time\b|\b(?:opening|business|office) (?:hours|times)\b|\bwhat are (?:the|your|our) hours\b"
    r"|\bwhen (?:do|does) .*\b(?:open|close)\b",
    "period": r"\bhow (?:long|soon|quickly|fast)\b|\bhow many (?:minute|hour|day|week|month|year)s\b|\bdeadline\b"
    r"|\bwithin what time\b",
    "number": r"\bhow many\b",
    "date": r"\bwhat date\b|\bon which (?:date|day)\b|\bwhen (?:was|were)\b",
}
_HELD = {
    "phone number": r"(?<!\d)(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3,4}(?:[ .-]\d{4})?(?!\d)"
    r"|\b(?:call|dial|phone|ring) [2-9]11\b|\bext(?:ension|\.)? ?\d+",
    "e-mail address": r"[\w.+-]+@[\w-]+\.\w+",
    "sum of money": r"[$€£] ?\d|\b\d[\d.,]* ?(?:dollars?|euros?|pounds?|cents?|percent|%)|\bfree of charge\b",
    "time of day": r"\b\d{1,2}(?::\d\d)? ?(?:a\.?m|p\.?m)\b|\b\d{1,2}:\d\d\b|\bnoon\b|\bmidnight\b|\bo'clock\b",
    "period": rf"\b{NUMBER} (?:\(\d+\) )?(?:\w+ )?{UNIT}\b|\bimmediately\b|\bat once\b|\bat the end of\b"
    r"|\b(?:daily|weekly|monthly|annual(?:ly)?|yearly|periodically|promptly|timely)\b",
    "number": rf"\b(?![2-9]11\b){NUMBER}\b",
    "date": r"\b(?:19|20)\d\d\b",
}
ASKED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ASKED.items()}
HELD = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _HELD.items()}
EXACT = frozenset({"phone number", "e-mail address", "sum of money", "time of day"})


def asked_for(question: str) -> str:
    """The kind of thing a question asks for, or empty; the first that fits, most particular first."""
    return next((kind for kind, pattern in ASKED.items() if pattern.search(question)), "")


def missing_kind(question: str, texts: Iterable[str]) -> str:
    """The kind that is asked for and that none of the texts holds, or empty."""
    kind = asked_for(question)
    return kind if kind and not any(HELD[kind].search(text) for text in texts) else ""
