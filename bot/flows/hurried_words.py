"""Words of danger as people type them in a hurry or on a strange keyboard, read as the words they are.

Full-width and ornamental letters, characters nobody sees, a word letter by letter, one letter wrong.
"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.typed import TYPED
from knowledge.text.language import known_words

_WORDS = TYPED.words("danger_typed.words")
_SHORTEST = 3
"""Letters of what is typed for a word of danger: "bom"."""
_LONGEST = max(map(len, _WORDS)) + 1
_KEPT = "\n\t\r"
_WORD = re.compile(r"(?<![\w'’@.-])[^\W\d_]{3,}(?![\w'’@])")
_TITLE = TYPED.pattern("danger_typed.title")
_HELD = re.compile(r"(\w)\1{2,}")
_GAP = r"[\W_]{1,3}"
_SPELT = re.compile(
    "|".join(rf"(?<!\w){_GAP.join(one)}(?!\w)" for one in TYPED.words("danger_typed.spelt")), re.IGNORECASE
)


def readable(text: str) -> str:
    """A text in ordinary letters, without characters nobody sees, its words of danger whole."""
    seen = (one for one in unicodedata.normalize("NFKC", text) if one in _KEPT or _is_seen(one))
    return _SPELT.sub(lambda found: re.sub(r"[\W_]", "", found[0]), "".join(seen))


def mended(text: str) -> str:
    """A text whose words that are one of danger but for a letter are put right; names stay as they are."""
    return _WORD.sub(lambda found: found[0] if _is_name(found) else _meant(found[0]), text)


def _is_name(found: re.Match[str]) -> bool:
    """Whether a word is written like a name: with a capital within a sentence, or behind a title."""
    before = found.string[max(0, found.start() - 12) : found.start()].rstrip()
    begins = not before or before[-1] in ".!?:;\n"
    return bool(_TITLE.search(before)) or (found[0].istitle() and not begins)


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf")


def _meant(word: str) -> str:
    small = word.casefold()
    if small in known_words():
        return word
    short = _HELD.sub(r"\1", small)
    if short != small and short in known_words():
        return short
    if not _SHORTEST <= len(short) <= _LONGEST:
        return word
    nearest = process.extractOne(short, _WORDS, scorer=OSA.distance, score_cutoff=1)
    return nearest[0] if nearest else word
