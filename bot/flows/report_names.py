"""Listed colleagues that the words of a report may mean: by name, near name, address, title or "my supervisor" (R20).

Nobody escapes through a misspelt name, and nobody is shut out by a guess: the author is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.flows.name_index import BEGINNING, NameIndex, name_parts
from bot.flows.name_short import initials_in, is_short, phones_in
from bot.flows.name_words import (
    MONTHS,
    PLAIN_WORDS,
    TITLES,
    Token,
    folded_words,
    is_date,
    is_english,
    phrase_at,
    tokens_of,
)
from bot.flows.report_roles import Asked, Span, role_spans
from bot.people import People, Person
from bot.typed import TYPED

NAME_CHARACTERS = 60
"""A text up to this long in the customer's field is a name and no story."""

SHARED_TITLE = 3
"""A title that more people hold than this names nobody outside the author's department."""

UNKNOWN_WORDS = 1000
"""So many words that are not English are compared with names letter by letter; a longer text is no English."""

SHORTEST_PHONE = 3
"""Digits of an extension; fewer are no number of anybody."""

STANDING_IN = frozenset(TYPED.words("report_names.standing_in"))
"""Before a title: then it is not its holder who is meant."""

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,250}\w")
_APPOSITION = re.compile(r"[\s,(:–—-]{0,3}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A listed person a text may mean, and the words that say so."""

    person: str
    words: str


def mentions(text: str, people: People, asked: Asked, *, is_name: bool = False) -> tuple[Mention, ...]:
    """Everybody but the author whom a text may mean, in the order of the text, each once.

    `is_name` is for a field that holds a name and no story: there every word counts as one.
    """
    is_name = is_name and len(text) <= NAME_CHARACTERS
    names = list(_names(text, people, asked, is_name=is_name))
    roles = [_narrowed(one, names, text) for one in role_spans(text, people, asked, is_name=is_name)]
    found: dict[str, Mention] = {}
    for span in sorted([*names, *roles], key=lambda span: (span.start, -span.end)):
        for person in span.people:
            if person != asked.author:
                found.setdefault(person, Mention(person, text[span.start : span.end]))
    return tuple(found.values())


def named_exactly(text: str, people: People) -> frozenset[str]:
    """Those whose whole name or address a text is, and nothing else."""
    words, address = sorted(folded_words(text)), text.strip().casefold()
    return frozenset(
        one.key
        for one in people.by_key.values()
        if words and (address == one.key or words == sorted(folded_words(one.name)))
    )


def _names(text: str, people: People, asked: Asked, *, is_name: bool) -> Iterator[Span]:
    index, tokens, unknown = NameIndex.of(people), tokens_of(text), 0
    yield from _addresses(text, people)
    for at, token in enumerate(tokens):
        if handles := index.handles.get(token.folded):
            yield _span(token.start, token.end, handles)
        titled = at > 0 and tokens[at - 1].folded in TITLES
        exactly = (is_english(token.folded) and not (is_name or titled)) or unknown > UNKNOWN_WORDS
        unknown += not exactly
        for part in index.parts_like(token.folded, exactly=exactly):
            meant = [
                one
                for one in index.parts[part]
                if is_name or _is_written_as_name(tokens, at, text, one, part)
            ]
            if meant:
                yield _span(*_written(tokens, at, text), meant)
        yield from _titles(index, tokens, at, asked)
        if (short := index.shorter.get(token.folded, ())) and is_short(token, is_name=is_name):
            yield _span(*_written(tokens, at, text), short)
        if titled and len(token.folded) == 1:
            yield from _few(tokens[at - 1].start, token.end, index.initials.get(token.folded, ()), asked)
    for start, end, letters in initials_in(text, is_name=is_name):
        yield from _few(start, end, index.initials.get(letters, ()), asked)
    yield from _phones(index, text)


def _few(start: int, end: int, meant: tuple[Person, ...], asked: Asked) -> Iterator[Span]:
    """Everybody meant, where they are few; else those of the author's department."""
    near = [one for one in meant if one.department == asked.department]
    found = list(meant) if len(meant) <= SHARED_TITLE else near
    if found and len(found) <= SHARED_TITLE:
        yield _span(start, end, found)


def _phones(index: NameIndex, text: str) -> Iterator[Span]:
    for start, end, digits in phones_in(text):
        for listed, holders in index.phones.items():
            both = min(len(listed), len(digits))
            if both >= SHORTEST_PHONE and listed[-both:] == digits[-both:] and len(holders) <= SHARED_TITLE:
                yield _span(start, end, holders)


def _addresses(text: str, people: People) -> Iterator[Span]:
    locals_of = {one.key.partition("@")[0]: one for one in people.by_key.values()} if "@" in text else {}
    for match in _ADDRESS.finditer(text):
        if person := locals_of.get(match.group().casefold().partition("@")[0]):
            yield _span(match.start(), match.end(), (person,))


def _titles(index: NameIndex, tokens: tuple[Token, ...], at: int, asked: Asked) -> Iterator[Span]:
    if at and tokens[at - 1].folded in STANDING_IN:
        return
    for title, holders in index.titles.get(tokens[at].folded[:BEGINNING], ()):
        if phrase_at(tokens, title, at):
            near = [one for one in holders if one.department == asked.department]
            meant = holders if len(holders) <= SHARED_TITLE else near
            if len(meant) <= SHARED_TITLE:
                yield _span(tokens[at].start, tokens[at + len(title) - 1].end, meant)


def _narrowed(role: Span, names: list[Span], text: str) -> Span:
    """ "my manager Priya" means Priya, and nobody else who could be meant by "my manager"."""
    for name in names:
        gap = text[role.end : name.start] if name.start >= role.end else text[name.end : role.start]
        both = tuple(person for person in role.people if person in name.people)
        if both and _APPOSITION.fullmatch(gap):
            return Span(role.start, role.end, both)
    return role


def _is_written_as_name(tokens: tuple[Token, ...], at: int, text: str, person: Person, part: str) -> bool:
    """Whether a word that is also an ordinary one, or very short, is written and placed like a name."""
    token = tokens[at]
    if part not in PLAIN_WORDS and len(part) > 2:
        return True
    before, after = tokens[max(0, at - 1) : at], tokens[at + 1 : at + 2]
    if before and before[0].folded in TITLES:
        return True
    parts = name_parts(person.name)
    pairs = {(one.folded, token.folded) for one in before} | {(token.folded, one.folded) for one in after}
    if pairs & set(pairwise(parts)):
        return True
    return token.is_capital and not token.opens and not (part in MONTHS and is_date(tokens, at, text))


def _written(tokens: tuple[Token, ...], at: int, text: str) -> tuple[int, int]:
    """Where the word stands, with a title before it and a further name beside it."""
    first = tokens[at - 1] if at and tokens[at - 1].folded in TITLES else tokens[at]
    after = tokens[at + 1 : at + 2]
    goes_on = after and after[0].is_capital and text[tokens[at].end : after[0].start] == " "
    return first.start, after[0].end if goes_on else tokens[at].end


def _span(start: int, end: int, people: tuple[Person, ...] | list[Person]) -> Span:
    return Span(start, end, tuple(one.key for one in people))
