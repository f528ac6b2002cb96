"""Words that are divided by a hyphen at the end of a line, joined where the joined word is known."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_DIVIDED = re.compile(
    r"(?<![\w-])([^\W\d_]+(?:-[^\W\d_]+)*)-[ \t]*\n[ \t]*([^\W\d_]+(?:['’][a-z]+)?(?:-[^\W\d_]+)*)([^\s\w-]*)[ \t]?"
)
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ment", "ness", "'s", "’s")
_COMMON, _UNUSUAL, _RARE = 5_000, 8_000, 50_000  # ranks by frequency


def rejoined(text: str) -> str:
    """The text with divided words put together on the first of their lines; nothing else is moved."""
    known = _words_of(text)

    def joined(match: re.Match[str]) -> str:
        return (
            f"{together(match[1], match[2], known)}{match[3]}\n" if match[2][:1].islower() else match.group()
        )

    return _DIVIDED.sub(joined, text)


def together(before: str, after: str, known: frozenset[str] = frozenset()) -> str:
    """The two parts of a word divided at a line's end; the hyphen stays where the joined word is not known.

    `known` are words that the document itself holds: with a hyphen or without, as it writes them elsewhere.
    """
    plain, kept = f"{before}{after}", f"{before}-{after}"
    if kept.casefold() in known:
        return kept
    if plain.casefold() in known:
        return plain
    return plain if _is_word(plain.casefold(), before.casefold(), after.casefold()) else kept


def _words_of(text: str) -> frozenset[str]:
    words = re.findall(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w-])", text)
    return frozenset(word.casefold() for word in words)


def _is_word(word: str, before: str, after: str) -> bool:
    """Whether the joined word is one, and not a rare one beside two common words ("follow-up")."""
    words = _english()
    rank = words.get(word, _RARE if _derived(word, words) else None)
    both = max(words.get(before, _RARE), words.get(after, _RARE)) < _COMMON
    return rank is not None and not (both and rank > _UNUSUAL)


def _derived(word: str, words: dict[str, int]) -> bool:
    stems = [word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) > len(end) + 3]
    return any(
        stem in words or f"{stem}e" in words or (stem[-1] == stem[-2] and stem[:-1] in words)
        for stem in stems
    )


@cache
def _english() -> dict[str, int]:
    """English words with their rank by frequency."""
    text = (resources.files("knowledge") / "english" / "words.txt").read_text("utf-8")
    return {word: rank for rank, word in enumerate(text.split())}
