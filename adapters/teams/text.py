"""Text as a card may carry it: no hidden characters, no markdown, shortened only visibly."""

from __future__ import annotations

import re
import unicodedata

from bot.words import sentence

OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
"""Direction overrides: they can make a name or an address read backwards."""

INVISIBLE = frozenset("\u200b\u2060\ufeff\u00ad\u180e\u200e\u200f\u061c\u2066\u2067\u2068\u2069")
"""Characters without a shape; the joiners that emoji and some scripts need are not among them."""

PLAIN = re.compile(r"(?!\d+[.)])[^\W_][\w ,.?!'’“”:;/()%–—-]*", re.UNICODE)
"""Text without a character that any markdown reader acts on."""

LOOK_ALIKES = str.maketrans({"[": "(", "]": ")", "<": "‹", ">": "›", "*": "∗", "_": "‗", "`": "´", "~": "∼"})


def shown(text: str) -> str:
    """The text without what cannot be seen: direction overrides are named, other controls dropped."""
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in OVERRIDES:
        return f"[U+{ord(character):04X}]"
    if character in "\n\t":
        return character
    hidden = character in INVISIBLE or unicodedata.category(character) in {"Cc", "Cs"}
    return "" if hidden else character


def is_plain(text: str) -> bool:
    """Whether the text can stand where markdown is read without meaning anything there."""
    return (
        bool(PLAIN.fullmatch(text))
        and not {"_", "\n"} & set(text)
        and "://" not in text
        and "www." not in text
    )


def unmarked(text: str) -> str:
    """The text for places that always read markdown (choice titles, fallback text): look-alikes for its marks.

    Never empty, because a label that cannot be seen cannot be pressed.
    """
    return never_empty(shown(text).replace("://", ":⁄⁄").translate(LOOK_ALIKES))


def never_empty(text: str) -> str:
    """The text, or an ellipsis where nothing of it can be seen."""
    return text.strip() or "…"


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` characters, saying so at its end where something was left out."""
    if len(text) <= limit:
        return text
    note = sentence("teams.shortened")
    return (
        text[: max(0, limit - len(note) - 1)].rstrip() + " " + note
        if limit > len(note) + 1
        else text[: limit - 1] + "…"
    )
