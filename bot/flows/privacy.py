"""Personal data in what somebody typed: warned about where others can read it (A14, J26)."""

from __future__ import annotations

import re

LONGEST = 40_000
"""No platform carries a longer message in a channel."""

_PERSONAL = re.compile(
    r"""
      (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w                     # an e-mail address
    | (?<![\d-])(?!\d{4}-\d\d-\d\d)\+?(?:\d[\s().-]{0,2}){7,15}(?!\d)  # a phone, account or insurance number
    | \b(?i:mr|mrs|ms|mx|dr)\.?\s+[A-Z]\w                           # a title with a surname
    | \b(?i:date\ of\ birth|born\ on|dob|account\ (?:number|no))\b
    | \b\d{1,5}\ (?:[A-Z][\w'’-]{1,30}\ ){1,3}(?i:street|st|road|rd|avenue|ave|lane|drive|court|way)\b
    | \b(?i:customer|resident|caller|client|man|woman|person)\ (?i:named|called)\ [A-Z]\w
    """,
    re.VERBOSE,
)


def has_personal_data(text: str) -> bool:
    """Whether the text seems to hold a person's details; a name without a title is not recognised."""
    return bool(_PERSONAL.search(text[:LONGEST]))
