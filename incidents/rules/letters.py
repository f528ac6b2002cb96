"""Letters to customers: their kinds, what each can name and cannot do without, and the templates of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from incidents.papers.word_words import WordWords


class CustomerLetter(StrEnum):
    """The letters there are. COUNCIL is the note by which Council is advised (D58); no customer gets it."""

    WARNING = "warning"
    NOTICE = "notice"
    REVIEW = "review"
    LIFTING = "lifting"
    COUNCIL = "council"
    POSITION = "position"
    ACKNOWLEDGEMENT = "acknowledgement"


OF_RESTRICTIONS = (
    *(CustomerLetter.WARNING, CustomerLetter.NOTICE, CustomerLetter.REVIEW, CustomerLetter.LIFTING),
    CustomerLetter.COUNCIL,
)
OF_INCIDENTS = (CustomerLetter.ACKNOWLEDGEMENT, CustomerLetter.POSITION, CustomerLetter.WARNING)
"""Letters about a report; the warning is one that needs no proposal of a restriction."""

PLACES = frozenset(
    {
        *("customer", "options", "scope", "ground", "from", "until", "review", "appeal"),
        *("nominated", "quota", "today", "reference", "answer", "sender"),
    }
)
"""What a template about a restriction can name. `answer` is what was said about a review or a complaint, `sender`
whoever sends the letter."""

_OF_BOTH = frozenset({"customer", "ground", "today", "reference", "sender"})
_OF_REPORT = frozenset({"customer", "day", "topic", "next", "today", "reference", "sender", "department"})

POSSIBLE: Mapping[CustomerLetter, frozenset[str]] = {
    **dict.fromkeys(OF_RESTRICTIONS, PLACES),
    CustomerLetter.WARNING: _OF_BOTH,
    CustomerLetter.POSITION: _OF_REPORT | {"position"},
    CustomerLetter.ACKNOWLEDGEMENT: _OF_REPORT,
}
"""What a Word template can name. `day` is that of the contact, `next` what happens next, `position` and, in a warning
about a report, `ground` are the words of whoever writes it."""

NEEDED: Mapping[CustomerLetter, frozenset[str]] = {
    CustomerLetter.NOTICE: frozenset({"ground", "options", "until", "review", "appeal"}),
    CustomerLetter.WARNING: frozenset({"ground"}),
    CustomerLetter.POSITION: frozenset({"position"}),
}
"""What a template cannot do without: of a notice D33."""

OPTIONAL = frozenset({"nominated", "quota", "next", "topic"})
"""What there need not be: the line that names it is left out then."""

EVERY_PLACE = PLACES.union(*POSSIBLE.values())


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """One Word file of the organisation, with its words."""

    kind: CustomerLetter
    language: str
    content: bytes
    words: WordWords


@dataclass(frozen=True, slots=True)
class LetterTemplates:
    """The Word templates of the organisation, by kind and language."""

    every: Mapping[tuple[CustomerLetter, str], LetterTemplate] = field(default_factory=dict)

    def get(self, kind: CustomerLetter, language: str) -> LetterTemplate | None:
        """The template of a kind in a language."""
        return self.every.get((kind, language))

    def languages(self, kind: CustomerLetter) -> tuple[str, ...]:
        """The languages there is a template of this kind in."""
        return tuple(sorted(language for one, language in self.every if one is kind))


NO_LETTERS = LetterTemplates()
