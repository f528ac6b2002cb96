"""The catalogue of sentences: `sentence("ask.none", owner="Ana")` looks the words up and fills them in.

Files are `bot/catalogue/<language>/<subject>.toml`, one key a line; the subject is the first half of the
key. An entry that counts has one form for each plural its language knows, and `count` chooses. A folder such as
`en-CA` holds what a country says in another way. Tests find keys that are used and missing, keys that are there
and unused, and plurals that are wanting.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale

from bot import locales
from bot.locales import STANDARD, number, parsed, spoken_tag, tag

COUNT, OTHER = "count", "other"

Entry = str | Mapping[str, str]


def sentence(key: str, /, **values: object) -> str:
    """The sentence for `key` in the current language; raises KeyError for an unknown key or a missing value.

    Whole numbers are written as the reader writes them; `count` chooses the form of an entry that has several.
    """
    locale, entry = _known(spoken_tag(), locales.CATALOGUES)[key]
    shown = {name: _shown(value) for name, value in values.items()}
    chosen = entry if isinstance(entry, str) else _form(entry, locale, values[COUNT])
    return chosen.format_map(shown).strip()


def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of one language by key, of one that counts its form for many; empty without a folder."""
    return {
        key: entry if isinstance(entry, str) else entry[OTHER] for key, entry in entries(language).items()
    }


def entries(language: str) -> Mapping[str, Entry]:
    """Every entry of one language by key, those that count with all their forms."""
    return _read(language, locales.CATALOGUES)


def spoken_entries() -> Mapping[str, Entry]:
    """Every entry by key as the current language has it; English stands in where a translation is missing."""
    return {key: entry for key, (_, entry) in _known(spoken_tag(), locales.CATALOGUES).items()}


@cache
def _known(spoken: str, catalogues: tuple[str, ...]) -> Mapping[str, tuple[Locale, Entry]]:
    """Every entry with the language it is in: the words of the country, of the language, then English."""
    nearest = (STANDARD, Locale(parsed(spoken).language), parsed(spoken))
    return {key: (one, entry) for one in nearest for key, entry in _read(tag(one), catalogues).items()}


def _form(entry: Mapping[str, str], locale: Locale, count: object) -> str:
    category = locale.plural_form(int(str(count)))
    return entry.get(category) or entry[OTHER]


def _shown(value: object) -> object:
    return number(value) if isinstance(value, int) and not isinstance(value, bool) else value


@cache
def _read(language: str, catalogues: tuple[str, ...]) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for place in catalogues:
        folder = Path(place) / language
        if not folder.is_dir():
            continue
        for file in folder.iterdir():
            if file.name.endswith(".toml"):
                subject = file.name.removesuffix(".toml")
                for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
                    found[f"{subject}.{name}"] = entry
    return found
