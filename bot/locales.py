"""The language and the forms of whoever is being answered: set at the door, asked wherever words are shown.

An adapter passes on the tag its platform gives: "en-CA", an Accept-Language header, or LANG of a terminal. Whose
language has no catalogue is answered in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, time
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

STANDARD = Locale("en")
CATALOGUES: tuple[str, ...] = (str(files("bot") / "catalogue"),)
"""Folders with one folder of sentences for each language; a country's holds only what it says in another way."""

LONGEST_TAG = 200
_TAG = re.compile(r"(?P<language>[A-Za-z]{2,3})(?:[-_][A-Za-z]{4})?(?:[-_](?P<country>[A-Za-z]{2}|\d{3}))?")
_WEIGHT = re.compile(r";\s*q=(?P<weight>[01](?:\.\d{0,3})?)")

_SPOKEN: ContextVar[str] = ContextVar("SPOKEN", default="en")


def speak(tags: str) -> None:
    """From here on, answer in the first of these languages that there is a catalogue for."""
    _SPOKEN.set(tag(best(tags)))


@contextmanager
def speaking(tags: str) -> Iterator[None]:
    """Speak to somebody else for a while: the reader of a notice, not whoever caused it."""
    token = _SPOKEN.set(tag(best(tags)))
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken() -> Locale:
    """The language and country of whoever is being answered."""
    return parsed(spoken_tag())


def spoken_tag() -> str:
    """The tag of whoever is being answered, such as "en" or "en-CA"."""
    return _SPOKEN.get()


@cache
def parsed(tag: str) -> Locale:
    """The locale of a tag that `tag` wrote."""
    return Locale.parse(tag, sep="-")


def tag(locale: Locale) -> str:
    """How platforms and browsers write a locale, such as "en" or "en-CA"."""
    return f"{locale.language}-{locale.territory}" if locale.territory else str(locale.language)


def best(tags: str) -> Locale:
    """The best of some language tags, by their weights where they have any; English where none is known."""
    return _best(tags[:LONGEST_TAG], CATALOGUES)


@lru_cache(maxsize=500)
def _best(tags: str, catalogues: tuple[str, ...]) -> Locale:
    known = {folder.name for place in catalogues for folder in Path(place).iterdir() if folder.is_dir()}
    wanted = [one for one in tags.split(",") if one.strip()]
    for one in sorted(wanted, key=_weight, reverse=True):
        match = _TAG.match(one.strip())
        if not match or match["language"].lower() not in known:
            continue
        language, country = match["language"].lower(), (match["country"] or "").upper()
        for parts in ((language, country or None), (language, None)):
            try:
                return Locale(*parts)
            except UnknownLocaleError:
                continue
    return STANDARD


def _weight(tag: str) -> float:
    found = _WEIGHT.search(tag)
    return float(found["weight"]) if found else 1.0


def number(value: int) -> str:
    """A whole number, with its thousands set apart."""
    return str(format_decimal(value, locale=spoken()))


def listed(items: Iterable[str]) -> str:
    """Short things one after the other: "a, b, c"."""
    return format_list([item for item in items if item], style="unit-short", locale=spoken())


def day(value: date, pattern: str) -> str:
    """A day by a pattern of CLDR, the names of months in the language of whoever reads it."""
    return str(format_date(value, pattern, locale=spoken()))


def day_in(language: str, value: date) -> str:
    """A day as a letter in a language says it, such as 31 March 2026 or 31 mars 2026."""
    # Without a country, English is that of most of the world.
    return str(format_date(value, "d MMMM y" if language == "en" else "long", locale=parsed(language)))


def listed_in(language: str, items: Iterable[str]) -> str:
    """Short things one after the other, as a language writes them."""
    return format_list([item for item in items if item], style="unit-short", locale=parsed(language))


def language_name(language: str) -> str:
    """What a language is called by whoever is being answered, such as French."""
    name = str(parsed(language).get_display_name(spoken()) or language)
    return name[:1].upper() + name[1:]


def clock(value: time, pattern: str) -> str:
    """A time of day by a pattern of CLDR, as the wall clock shows it."""
    return str(format_time(value, pattern, locale=spoken()))
