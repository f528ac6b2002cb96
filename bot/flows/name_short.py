"""Shorter ways to name somebody: initials, nicknames, a telephone number (R20)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.flows.name_words import Token, fold, folded_words, is_english
from bot.typed import TYPED

NICKNAMES = tuple(frozenset(line.split()) for line in TYPED.several("name_short.nicknames"))
SHORTEST_BEGINNING = 4
"""A nickname is often the beginning of a name; a shorter one begins too many."""

_INITIALS = re.compile(r"(?<![\w.])([A-Z])(?:\.\s?|)([A-Z])\.?(?![\w.]*\w)")
_PHONE = TYPED.pattern("name_short.phone")
_NOT_INITIALS = frozenset(TYPED.words("name_short.not_initials"))


def nicknames_of(word: str) -> frozenset[str]:
    """Other names that a comparable name is known by, and that know it."""
    return frozenset(one for group in NICKNAMES if word in group for one in group if one != word)


def shorter(part: str) -> Iterator[str]:
    """Other words that a part of a name may be called by: nicknames, and its beginnings where they are no word."""
    yield from nicknames_of(part)
    beginnings = (part[:end] for end in range(SHORTEST_BEGINNING, len(part)))
    yield from (one for one in beginnings if not is_english(one))


def is_short(token: Token, *, is_name: bool) -> bool:
    """Whether a word is written and placed as a nickname is."""
    return is_name or (token.is_capital and not (token.opens and is_english(token.folded)))


def initials_in(text: str, *, is_name: bool) -> Iterator[tuple[int, int, str]]:
    """Pairs of initials in a text, with dots or without, where they stand and what they are."""
    for match in _INITIALS.finditer(text):
        pair = match[1] + match[2]
        if is_name or "." in match.group() or pair not in _NOT_INITIALS:
            yield match.start(), match.end(), pair.casefold()


def initials_of(name: str) -> str:
    """The first letters of the first and the last name."""
    words = folded_words(name)
    return words[0][:1] + words[-1][:1] if len(words) > 1 else ""


def phones_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Digits in a text that may be a telephone number or an extension."""
    for match in _PHONE.finditer(text):
        yield match.start(), match.end(), digits_of(match.group())


def digits_of(number: str) -> str:
    """The digits of a telephone number alone."""
    return re.sub(r"\D", "", number)


def sounds_like(word: str) -> str:
    """A comparable word as it sounds: doubled letters, "ee" and "ie" and "y" made one."""
    plain = (
        re.sub(r"(?:ee|ie|ea|y)", "i", fold(word)).replace("oo", "u").replace("ph", "f").replace("ck", "k")
    )
    return re.sub(r"(.)\1+", r"\1", plain)
