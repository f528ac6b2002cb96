"""Personal data in what somebody typed: warned about where others read along, kept out of what is kept (A14, J26).

What is the organisation's own (the numbers and addresses of its directory and its people) is nobody's detail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.services import Services
from bot.typed import TYPED

LONGEST = 40_000
"""No platform carries a longer message in a channel."""
LOCAL_DIGITS = 7
"""A number of ours may be written with its area code before it."""

_PERSONAL = TYPED.exact("privacy.personal")


def has_personal_data(text: str) -> bool:
    """Whether the text seems to hold a person's details; a name without a title is not recognised."""
    return bool(_PERSONAL.search(text[:LONGEST]))


@dataclass(frozen=True, slots=True)
class Details:
    """What looks like a person's details: `certain` must go, of `unsure` its writer may say that it is none."""

    certain: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def details_in(text: str, services: Services) -> Details:
    """The details of persons in a text that everybody will read, without what is the organisation's own."""
    own = _Own.of(services)
    text = text[:LONGEST]
    certain = tuple(found for found in (one[0] for one in _PERSONAL.finditer(text)) if not own.holds(found))
    names = [one[0] for one in _NAME.finditer(text) if not own.knows(one[0])]
    return Details(certain, tuple(dict.fromkeys([*names, *(one[0] for one in _BARRED_ON.finditer(text))])))


_NAME = re.compile(r"\b[A-Z][a-zà-öø-ÿ'’-]+(?:\ [A-Z]\.)?\ [A-Z][A-Za-zà-öø-ÿ'’-]+\b")
"""Two words with capitals: a name, or words of a title."""

_BARRED_ON = TYPED.pattern("privacy.barred_on")


_TITLES = frozenset(TYPED.words("privacy.titles"))
_PLAIN_WORDS = frozenset(TYPED.words("privacy.plain_words"))
"""Words that begin a sentence oftener than a name."""


@dataclass(frozen=True, slots=True)
class _Own:
    """What the organisation itself publishes: numbers as digits, addresses, and words that are no private names."""

    numbers: frozenset[str]
    addresses: str
    words: frozenset[str]
    surnames: frozenset[str]

    @classmethod
    def of(cls, services: Services) -> _Own:
        organisation, contacts = services.organisation, services.contacts.contacts
        people = tuple(services.people.by_key.values())
        numbers = [
            *(entry.number for entry in organisation.emergencies),
            organisation.support.phone,
            *(person.phone for person in people),
            *(number for one in contacts for number in (one.phone, one.backup_phone)),
        ]
        places = [organisation.location_words, *(f"{one.location} {one.directions}" for one in contacts)]
        mail = [*(person.email for person in people), *(one.email for one in contacts)]
        names = [
            *(f"{person.name} {person.title} {person.department}" for person in people),
            *(f"{one.name} {one.person} {one.backup_name} {' '.join(one.topics)}" for one in contacts),
            *(document.facts.title for document in services.knowledge.documents),
            organisation.name,
        ]
        surnames = (person.name.split()[-1].casefold() for person in people if person.name)
        return cls(
            frozenset(filter(None, map(_digits, numbers))),
            _spaced([*places, *mail]),
            frozenset(_spaced([*names, *places]).split()),
            frozenset(surnames),
        )

    def holds(self, found: str) -> bool:
        """Whether a certain detail is the organisation's own."""
        if (digits := _digits(found)) and not re.search(r"[A-Za-z]", found):
            return any(digits.endswith(number) for number in self.numbers if len(number) >= LOCAL_DIGITS)
        words = _spaced([found]).split()
        if words and words[0] in _TITLES:
            return words[-1] in self.surnames
        return _spaced([found]) in self.addresses

    def knows(self, name: str) -> bool:
        """Whether words with capitals are known ones, or an ordinary beginning of a sentence."""
        words = _spaced([name]).split()
        return all(word in self.words for word in words) or bool(_PLAIN_WORDS.intersection(words))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _spaced(texts: Iterable[str]) -> str:
    """Texts as lower-cased words between spaces; signs inside an address stay."""
    return " " + " ".join(re.sub(r"[^\w@.+'’-]+|\.(?!\w)", " ", " ".join(texts)).casefold().split()) + " "
