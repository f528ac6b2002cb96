"""Signs that nobody sees and that stand in words: soft hyphens, zero-width spaces and joiners, byte order marks."""

from __future__ import annotations

import re

# The joiners shape the letters of other scripts and are kept there.
_SOFT_BREAK = re.compile("\u00ad[ \t]*\n[ \t]*(?=[^\\W\\d_])")
_UNSEEN = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]|(?<=[\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\x7f])"
)

_FIGURES = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTE_MARK = re.compile(r"\W?(\d{1,2}|[*†‡]{1,3})\W?")


def raised(text: str) -> str:
    """The mark of a note as it is printed, above the line ("¹"), or empty for any other raised text."""
    found = _NOTE_MARK.fullmatch(text.strip())
    return found.group(1).translate(_FIGURES) if found else ""


def without_invisible(text: str) -> str:
    """The text without them; a word that a soft hyphen divides at a line's end is joined."""
    return text if text.isascii() else _UNSEEN.sub("", _SOFT_BREAK.sub("", text))
