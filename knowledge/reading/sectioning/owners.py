"""Who is named behind a label for an owner or approver: the name alone, and whether the words name anybody."""

from __future__ import annotations

import re

from knowledge.reading.sectioning.commands import commands
from knowledge.reading.sectioning.dated import DATED_LABEL
from knowledge.reading.sectioning.strength import has_duty
from knowledge.text.labels import LABELS
from knowledge.text.language import LANGUAGE

_NO_NAME, _OFFICE = LANGUAGE.pattern("facts.no_name"), LANGUAGE.pattern("facts.office")
_PERSONS = LANGUAGE.exact("facts.person")
_PHRASES = "|".join(re.escape(name) for name in sorted(LABELS, key=len, reverse=True) if " " in name)
_PARTED = r"\s*(?:[|;•·,/(–—]|\s-\s)+\s*"
_ENDS = re.compile(
    rf"{_PARTED}(?:{LANGUAGE.text('facts.edition')}|(?={DATED_LABEL.pattern}))|\s*[|;•·]\s*(?:{_PHRASES})\b",
    re.IGNORECASE,
)
_SENTENCE_WORDS = 5


def alone(value: str) -> str:
    """A name without the facts that its line goes on with ("Harbour Master | Effective 1 April 2024")."""
    found = _ENDS.search(value)
    return value[: found.start()].strip() if found and found.start() else value


def names_nobody(value: str) -> bool:
    """Whether words behind a label for somebody leave the place open or say something, and name nobody."""
    whole = value.endswith((".", "!", "?")) and len(value.split()) >= _SENTENCE_WORDS
    if whole or _NO_NAME.match(value) or has_duty(_PERSONS.sub(" ", value)):
        return True
    return commands(value) and not _OFFICE.match(value)
