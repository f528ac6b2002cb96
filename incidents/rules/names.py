"""A customer's name in a form that can be compared: any alphabet, any order, with or without titles.

`read_name` takes what somebody typed apart, `keys` are what it can be found by (`incidents/customer_index.py` keeps
them as tokens that say nothing), and `incidents/rules/likeness.py` compares two that were found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import jellyfish
from anyascii import anyascii

from incidents.rules.spellings_data import spellings

LONGEST = 200
"""Characters of a name that count."""
MOST_PARTS = 12
PHONE_DIGITS = 9
"""The last digits of a phone number: the same with the country's code and without it."""
FEWEST_DIGITS = 7

WHOLE, STRONG, WEAK = "whole", "strong", "weak"

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DATE = re.compile(r"\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b|\b\d{1,2}:\d{2}\b")
_PHONE = re.compile(r"\+?\(?\d[\d\s().\-/]{5,}\d")
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(r"([\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3])")
"""Letters of Chinese and Korean, each a word of its own here."""
_INSIDE = re.compile(r"(?<=\w)['’‘ʼ`´](?=\w)")
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name taken apart: `plain` are its words without marks and titles, `parts` the same in the letters a to z.

    `identifiers` are e-mail addresses and the ends of phone numbers that stand with it.
    """

    plain: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    identifiers: frozenset[str] = frozenset()

    @property
    def says_nothing(self) -> bool:
        """Whether nobody can be found by it."""
        return not self.parts and not self.identifiers


@dataclass(frozen=True, slots=True)
class NameKey:
    """One thing a name is found by, and how much it says: WHOLE, STRONG or WEAK."""

    text: str
    weight: str


def read_name(text: str) -> NameForm:
    """Take a name apart as somebody typed it: `Dr. José NÚÑEZ-Ruiz`, `Smith, John`, `王伟`, `Pat 555 0134 221`."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    found = identifiers(text)
    text = _PHONE.sub(" ", _MAIL.sub(" ", text))
    surname, comma, given = text.partition(",")
    if comma and given.strip() and "," not in given:
        text = f"{given} {surname}"
    text = " ".join(word for word in text.split() if word.strip(".,;:") not in spellings().nouns)
    folded = _SYLLABLE.sub(r" \1 ", _INSIDE.sub("", _unmarked(text)))
    words = (word for word in _WORD.findall(folded)[:MOST_PARTS] if _latin(word))
    plain = _untitled([word for word in words if _latin(word) not in spellings().others])
    return NameForm(plain, tuple(_latin(word) for word in plain), found)


def identifiers(text: str) -> frozenset[str]:
    """E-mail addresses and the last digits of phone numbers in a text; what looks like a day or a time is neither."""
    mails = {found.casefold() for found in _MAIL.findall(text)}
    without = _DATE.sub(" ", _MAIL.sub(" ", text))
    numbers = ("".join(filter(str.isdecimal, found)) for found in _PHONE.findall(without))
    phones = {number[-PHONE_DIGITS:] for number in numbers if len(number) >= FEWEST_DIGITS}
    return frozenset(mails | phones)


def keys(name: NameForm) -> frozenset[NameKey]:
    """What a name is found by: the whole of it, each of its words, and how each of them sounds."""
    found = {NameKey(f"id:{one}", WHOLE) for one in name.identifiers}
    said = without_particles(name)
    if len(said) > 1:
        found.add(NameKey("all:" + " ".join(sorted(said)), WHOLE))
        found.add(NameKey("alike:" + " ".join(sorted(map(sound, said))), STRONG))
    if len(name.parts) > 1:
        found.add(NameKey("joined:" + "".join(name.parts), WHOLE))
    for part in said:
        if len(part) > 1 or len(said) == 1:
            found.add(NameKey(f"part:{part}", STRONG))
            found.update(NameKey(f"sound:{one}", WEAK) for one in (sound(part), _skeleton(part)) if one)
            found.update(NameKey(f"short:{one}", WEAK) for one in spellings().short_forms.get(part, ()))
    return frozenset(found)


def without_particles(name: NameForm) -> tuple[str, ...]:
    """The words of a name without “de”, “von” and the like, which come and go."""
    return _without(name.parts, spellings().particles) or name.parts


def _untitled(words: list[str]) -> tuple[str, ...]:
    """Words of a name without the titles before it and what is said after it; nothing where there is only a title."""
    known = spellings()
    first, last = 0, len(words)
    # “M. Dupont” can be Monsieur, and “M. Lindqvist” Marta: a single letter is a title beside two words alone.
    while first < last and _latin(words[first]) in known.titles:
        if len(_latin(words[first])) == 1 and last - first < 3:
            break
        first += 1
    while last - first > 1 and _latin(words[last - 1]) in known.suffixes:
        last -= 1
    return tuple(words[first:last])


def _without(words: tuple[str, ...], passed_over: frozenset[str]) -> tuple[str, ...]:
    """Words without some of them; a single letter is an initial where not at least two words stand beside it."""
    rest = tuple(word for word in words if _latin(word) not in passed_over)
    if len(rest) > 1:
        return rest
    return tuple(word for word in words if len(_latin(word)) == 1 or _latin(word) not in passed_over)


@lru_cache(maxsize=4096)
def sound(part: str) -> str:
    """How a word of a name sounds, roughly, in letters; the word itself where that says nothing."""
    return str(jellyfish.metaphone(part)) or part


def _skeleton(part: str) -> str:
    """The first letter and the consonants that follow, in any order: what slips of the fingers leave as it was."""
    rest = sorted({letter for letter in part[1:] if letter not in _VOWELS})
    return f"{part[0]}.{''.join(rest)}" if len(rest) > 1 else ""


def _unmarked(text: str) -> str:
    """Small letters without their marks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one)))


@lru_cache(maxsize=4096)
def _latin(word: str) -> str:
    """A word in the letters a to z, whatever alphabet it was written in."""
    return "".join(letter for letter in anyascii(word).casefold() if "a" <= letter <= "z")
