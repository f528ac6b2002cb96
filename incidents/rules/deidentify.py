"""Words that may say who somebody is, found in a text that goes where nobody may be known. Pure.

It finds what can be found: names that are known here, addresses, numbers, titles before a name. What identifies
somebody only together with other things no rule finds, so a person reads every text before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from incidents.rules.name_places import NamePlace, name_places, seen_letters

MOST_CHARACTERS = 50_000
MOST_WORDS_OF_A_NAME = 5
_PIECES = re.compile(r"[,;/()\n]|\.\s|\b(?:and|with|und|mit|et|avec|y|con)\b", re.IGNORECASE)
_CAPITALS = re.compile(r"(?!(?-i:[a-zß-öø-ÿ]))[^\W\d_][\w'’-]*(?:\s+(?!(?-i:[a-zß-öø-ÿ]))[^\W\d_][\w'’-]*)*")


class Identifying(StrEnum):
    """What may say who somebody is, the gravest first: the name of the CUSTOMER or of a COLLEAGUE, an e-mail or web
    ADDRESS; PART of such a name, which may be a word like others, a NAME after a title, a NUMBER (of a phone, a file, a
    house, a car).
    """

    CUSTOMER = "customer"
    COLLEAGUE = "colleague"
    ADDRESS = "address"
    PART = "part"
    TITLED = "titled"
    NUMBER = "number"


CERTAIN = frozenset({Identifying.CUSTOMER, Identifying.COLLEAGUE, Identifying.ADDRESS})
"""What says who it is, whatever a person says who looked at it."""


@dataclass(frozen=True, slots=True)
class IdentifyingSpan:
    """A place in a text, and what may stand there."""

    start: int
    end: int
    kind: Identifying


_ADDRESS = re.compile(
    r"[\w.+'-]{1,64}@[\w.-]{1,250}\w|\bhttps?://\S{1,500}|\bwww\.\S{1,250}|(?<![\w@])@\w[\w.-]{1,60}",
    re.IGNORECASE,
)
_ROAD = r"(?i:street|road|avenue|lane|drive|court|boulevard|crescent|terrace|straße|strasse|allee|rue|calle)"
_SHORT_ROAD = r"(?i:st|rd|ave|ln|dr|ct|way|blvd|place|row)"
_PLAIN_ROAD = r"(?:street|road|avenue|lane|boulevard|crescent|terrace)"
_NO_ROAD = r"(?!(?:on|in|at|the|from|of|to|a|an|and|or|people|men|women|times|minutes|cars)\b)"
_NUMBER = re.compile(
    rf"\b\d{{1,5}}[a-z]?\s+(?:[A-Z][\w'’-]*\s+){{1,3}}(?:{_ROAD}|{_SHORT_ROAD})\b\.?"
    rf"|\b\d{{1,5}}[a-z]?\s+(?:{_NO_ROAD}[a-z][\w'’-]*\s+){{1,2}}{_PLAIN_ROAD}\b"
    rf"|\b(?:[A-Z][\w'’-]*\s+{_ROAD}|{_NO_ROAD}[a-z][\w'’-]+\s+{_PLAIN_ROAD}|\w+(?:straße|strasse|gasse|weg|platz))"
    r",?\s+(?:no\.?\s*|nr\.?\s*|#)?\d{1,5}[a-z]?\b"
    r"|\+?\(?\d[\d\s().\-/]{5,}\d"
    r"|\b[A-Z]{1,4}(?:[ -][A-Z]{1,2})?[ -]\d{2,4}(?:-?[A-Z0-9]{1,3})?\b"
    r"|\b\d{2,4}[ -][A-Z]{2,3}\b"
    r"|\b(?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Za-z])[A-Z0-9]{2,}-?[A-Z0-9]{2,}\b"
    r"|\b\d{4,}\b"
)
_TITLED = re.compile(
    r"\b(?i:mr|mrs|ms|miss|mx|dr|prof|sir|madam|mme|mlle|sr|sra)\.?\s+[^\W\d_][\w'’-]+(?:\s+[A-Z][\w'’-]+)?"
    r"|\b(?i:officer|constable|cst|pc|sergeant|sgt|inspector|detective|captain|capt|lieutenant|lt|sheriff|deputy"
    r"|councill?or|cllr|mayor|judge|justice|nurse|doctor|professor|reverend|rev|father|pastor|imam|rabbi|lord|lady"
    r"|herr|frau|monsieur|madame|mademoiselle|señora?|senora?|señorita|signora?|dona|uncle|aunt)\.?"
    r"\s+[A-ZÀ-ÖØ-Þ][\w'’-]+(?:\s+[A-Z][\w'’-]+)?"
)
_TIME = re.compile(r"\b\d{1,2}(?::|\s?[ap]\.?m\b)\d{0,2}", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def identifying(
    text: str, customers: Collection[str] = (), colleagues: Collection[str] = ()
) -> tuple[IdentifyingSpan, ...]:
    """What in a text may say who somebody is, in its order, without overlaps.

    `customers` and `colleagues` are names as they are written; each part of them counts, also in other letters and
    with letters between them that nobody sees.
    """
    seen, places = seen_letters(text[:MOST_CHARACTERS])
    found = sorted(
        [
            *_named(seen, customers, Identifying.CUSTOMER),
            *_named(seen, colleagues, Identifying.COLLEAGUE),
            *_matched(seen, _TITLED, Identifying.TITLED),
            *_matched(seen, _ADDRESS, Identifying.ADDRESS),
            *(one for one in _matched(seen, _NUMBER, Identifying.NUMBER) if not _is_time(seen, one)),
        ],
        key=lambda one: (one.start, -one.end, tuple(Identifying).index(one.kind)),
    )
    kept: list[IdentifyingSpan] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            last = kept[-1]
            kept[-1] = IdentifyingSpan(last.start, max(last.end, one.end), _graver(last.kind, one.kind))
        else:
            kept.append(one)
    return tuple(IdentifyingSpan(places[one.start], places[one.end - 1] + 1, one.kind) for one in kept)


def people_in(text: str) -> tuple[str, ...]:
    """The names in a line about people: “Jo Smith, her brother and Ana Li”; small letters are read as names as well."""
    found: list[str] = []
    for piece in _PIECES.split(text):
        runs = _CAPITALS.findall(piece)
        found += runs or ([piece.strip()] if 0 < len(piece.split()) < MOST_WORDS_OF_A_NAME else [])
    return tuple(dict.fromkeys(found))


def without(text: str, spans: Collection[IdentifyingSpan], words: dict[Identifying, str]) -> str:
    """The text with words in place of what was found: a draft for somebody to read, not a text that is safe."""
    cut, at = "", 0
    for one in spans:
        cut += text[at : one.start] + words[one.kind]
        at = one.end
    return cut + text[at:]


def _named(text: str, names: Collection[str], kind: Identifying) -> Iterator[IdentifyingSpan]:
    for one in name_places(text, names):
        yield IdentifyingSpan(one.start, one.end, kind if one.place is NamePlace.WHOLE else Identifying.PART)


def _matched(text: str, pattern: re.Pattern[str], kind: Identifying) -> Iterator[IdentifyingSpan]:
    return (IdentifyingSpan(one.start(), one.end(), kind) for one in pattern.finditer(text))


def _is_time(text: str, span: IdentifyingSpan) -> bool:
    found = text[span.start : span.end]
    return bool(_TIME.fullmatch(found) or _YEAR.fullmatch(found))


def _graver(one: Identifying, other: Identifying) -> Identifying:
    return min(one, other, key=tuple(Identifying).index)
