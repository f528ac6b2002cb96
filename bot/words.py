"""The catalogue of sentences: `sentence("ask.none", owner="Ana")` looks the words up and fills them in.

Files are `bot/catalogue/<language>/<subject>.toml`, one key a line; the subject is the first half of the
key. A test finds keys that are used and missing, and keys that are there and unused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

LANGUAGE: ContextVar[str] = ContextVar("LANGUAGE", default="en")
"""The language of the person being answered; English stands in where a translation is missing."""


def sentence(key: str, /, **values: object) -> str:
    """The sentence for `key` in the current language; raises KeyError for an unknown key or a missing value."""
    chosen = catalogue(LANGUAGE.get()).get(key) or catalogue("en")[key]
    return chosen.format_map(values).strip()


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of one language by key; empty for a language without a folder."""
    folder = files("bot") / "catalogue" / language
    if not folder.is_dir():
        return {}
    found: dict[str, str] = {}
    for file in folder.iterdir():
        if file.name.endswith(".toml"):
            subject = file.name.removesuffix(".toml")
            for name, text in tomllib.loads(file.read_text(encoding="utf-8")).items():
                found[f"{subject}.{name}"] = text
    return found
