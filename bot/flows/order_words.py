"""The words orders are made of: what people call the bot's things, and whom an order may be about.

A row of the tables is one kind of order. `order` is matched against what follows "please", "can you" or "I want
to"; `wish` only where such words stood there, for what alone may name a subject ("file a complaint"); `asks`
against the whole text, for questions about the bot's own things ("was my report read?"). `does` names the command
that does it; where none can, `near` names what comes nearest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """One kind of order; `near` are names in `WAYS` of `orders`. `named` hands the name in the order to `does`, after
    the word `before`; `keeps` hands on the whole text.
    """

    name: str
    order: re.Pattern[str] | None = None
    asks: re.Pattern[str] | None = None
    wish: re.Pattern[str] | None = None
    does: str = ""
    named: bool = False
    near: tuple[str, ...] = ()
    before: str = ""
    keeps: bool = False


RECORD = (
    r"(?:incident |difficult contact |abuse )?"
    r"(?:reports?|records?|incidents?|cases?|entry|entries|tickets?|alerts?)"
)
THE = (
    r"(?:the|this|that|these|those|my|our|his|her|their|your|last|latest|first|second|all(?: of)?(?: the| my| our)?"
    r"|my last|the last|the latest|every|each|any|yesterday's|today's|pending|open)"
)
IT = r"(?:it|this|that|them|these|those|everything|this one|that one|the last one)"
NAME = r"‹[^‹›]*›"
"""A name that `orders` has marked in the text."""
A = r"(?:an?|another|one|some|the|this|that|my|our|new|a new)"
CUSTOMER = r"(?:customer|caller|resident|person|man|woman|guy|lady|visitor|client|citizen|individual)"
WHOM = rf"(?:him|her|them|(?:this|that|the same) (?:\w+ )?{CUSTOMER}|{NAME})"
END = r"(?: (?:please|now|again|today|for me|here))*"
LANGUAGE = (
    r"(?:french|spanish|german|italian|portuguese|mandarin|cantonese|chinese|arabic|tagalog|punjabi|hindi|urdu|dutch"
    r"|polish|russian|ukrainian|korean|japanese|vietnamese|english|mi'?kmaq|français|español|another language)"
)
FILE = (
    r"(?:photos?|pictures?|images?|pics?|files?|attachments?|screenshots?|videos?|clips?|recordings?|documents?"
    r"|evidence|scans?|pdfs?|audio|voice (?:notes?|messages?)|proof)"
)
REQUEST = (
    rf"(?:{A} )?(?:formal |official |customer |new |positive )?(?:complaint|compliment|suggestion|service"
    r" request|request"
    r"|grievance|feedback|praise|thank[- ]you(?: note)?|commendation)(?! (?:form|policy|process|procedure))"
)
DRAFT = r"(?:drafts?|unfinished (?:reports?|forms?)|half-finished (?:reports?|forms?))"

NO_NAMES = frozenset(
    {
        "english", "french", "spanish", "german", "italian", "portuguese", "mandarin", "arabic", "chinese",
        "polish", "russian", "ukrainian", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
        "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december", "facebook", "twitter", "slack", "teams", "excel", "word", "town", "city", "council",
        "mayor", "police", "christmas", "ombudsman", "municipality", "county", "act"
    }
)  # fmt: skip
"""Words in capitals that begin no name."""


def whole(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern}){END}[ ?!.,]*\Z" for pattern in patterns))


def begins(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})(?!\w)" for pattern in patterns))
