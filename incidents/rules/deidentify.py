"""Words that may say who somebody is, found in a text that goes where nobody may be known. Pure.

It finds what can be found: names that are known here, addresses, numbers, titles before a name. What identifies
somebody only together with other things no rule finds, so a person reads every text before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from anyascii import anyascii

SHORTEST = 3
"""Letters of a part of a name that is looked for by itself; a shorter one stands in too many other words."""

NO_NAMES = frozenset(
    {"customer", "client", "resident", "visitor", "employee", "staff", "person", "man", "woman"}
)
"""Words that stand in every such text, also where somebody's name is one of them."""

MOST_CHARACTERS = 50_000


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


_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,250}\w|\bhttps?://\S{1,500}|\bwww\.\S{1,250}", re.IGNORECASE)
_NUMBER = re.compile(
    r"\b\d{1,5}[a-z]?\s+(?:[A-Z][\w'’-]*\s+){1,3}(?i:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|way|"
    r"boulevard|blvd|crescent|place|terrace|row)\b\.?"
    r"|\+?\(?\d[\d\s().\-/]{5,}\d"
    r"|\b(?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Za-z])[A-Z0-9]{2,}-?[A-Z0-9]{2,}\b"
    r"|\b\d{4,}\b"
)
_TITLED = re.compile(
    r"\b(?i:mr|mrs|ms|miss|mx|dr|prof|sir|madam|mme|sr|sra)\.?\s+[^\W\d_][\w'’-]+(?:\s+[A-Z][\w'’-]+)?"
)
_TIME = re.compile(r"\b\d{1,2}(?::|\s?[ap]\.?m\b)\d{0,2}", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN = re.compile(r"[\s,.-]{1,3}")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def identifying(
    text: str, customers: Collection[str] = (), colleagues: Collection[str] = ()
) -> tuple[IdentifyingSpan, ...]:
    """What in a text may say who somebody is, in its order, without overlaps.

    `customers` and `colleagues` are names as they are written; each part of them counts, also in other letters.
    """
    text = text[:MOST_CHARACTERS]
    found = sorted(
        [
            *_named(text, customers, Identifying.CUSTOMER),
            *_named(text, colleagues, Identifying.COLLEAGUE),
            *_matched(text, _TITLED, Identifying.TITLED),
            *_matched(text, _ADDRESS, Identifying.ADDRESS),
            *(one for one in _matched(text, _NUMBER, Identifying.NUMBER) if not _is_time(text, one)),
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
    return tuple(kept)


def without(text: str, spans: Collection[IdentifyingSpan], words: dict[Identifying, str]) -> str:
    """The text with words in place of what was found: a draft for somebody to read, not a text that is safe."""
    cut, at = "", 0
    for one in spans:
        cut += text[at : one.start] + words[one.kind]
        at = one.end
    return cut + text[at:]


def _named(text: str, names: Collection[str], kind: Identifying) -> Iterator[IdentifyingSpan]:
    """The words of a text that are parts of these names; two side by side are a name, one alone may be another word."""
    parts = {part for name in names for part in map(_folded, _WORD.findall(name)) if len(part) >= SHORTEST}
    single = {_folded(name) for name in names if len(_WORD.findall(name)) == 1}
    run: list[re.Match[str]] = []
    for match in [*_WORD.finditer(text), None] if parts else []:
        if match and run and not _BETWEEN.fullmatch(text[run[-1].end() : match.start()]):
            yield from _run(run, single, kind)
            run = []
        if match and _folded(match[0]).removesuffix("'s") in parts:
            run.append(match)
        elif run:
            yield from _run(run, single, kind)
            run = []


def _run(run: list[re.Match[str]], single: set[str], kind: Identifying) -> Iterator[IdentifyingSpan]:
    alone = run[0][0]
    if len(run) == 1 and alone in NO_NAMES:
        return
    is_name = len(run) > 1 or (alone[:1].isupper() and _folded(alone).removesuffix("'s") in single)
    yield IdentifyingSpan(run[0].start(), run[-1].end(), kind if is_name else Identifying.PART)


def _matched(text: str, pattern: re.Pattern[str], kind: Identifying) -> Iterator[IdentifyingSpan]:
    return (IdentifyingSpan(one.start(), one.end(), kind) for one in pattern.finditer(text))


def _is_time(text: str, span: IdentifyingSpan) -> bool:
    found = text[span.start : span.end]
    return bool(_TIME.fullmatch(found) or _YEAR.fullmatch(found))


def _folded(word: str) -> str:
    return anyascii(word).casefold().replace("’", "'").strip("-'")


def _graver(one: Identifying, other: Identifying) -> Identifying:
    return min(one, other, key=tuple(Identifying).index)
