"""Words that are divided by a hyphen at the end of a line, joined where the joined word is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from knowledge.text.language import LANGUAGE, known_words

_ENDS = re.compile(r"([^\W_]+(?:-[^\W_]+)*)-$")
_BEGINS = re.compile(r"([^\W_]+(?:['’][a-z]+)?(?:-[^\W_]+)*)([^\s\w]*)\s?")
_ENDINGS = LANGUAGE.words("lines.endings")
_COMMON, _UNUSUAL, _RARE = 5_000, 8_000, 50_000  # ranks by frequency


def rejoined(text: str) -> str:
    """The text with divided words put together on the first of their lines; nothing else is moved."""
    if "-\n" not in text:
        return text
    lines = text.split("\n")
    divided = Divided(lines)
    done = [lines[0]]
    for line in lines[1:]:
        indent = line[: len(line) - len(line.lstrip())]
        pair = divided.joined([done[-1], line.lstrip()]) if done[-1].endswith("-") and line.strip() else []
        if pair and pair[0] != done[-1].strip():
            before = done[-1][: len(done[-1]) - len(done[-1].lstrip())]
            done[-1] = before + pair[0]
            done.extend(indent + rest for rest in pair[1:])
        else:
            done.append(line)
    return "\n".join(done)


class Divided:
    """Joins words that the ends of lines divide; knows the words a document holds elsewhere."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._known = _words_of("\n".join(lines))

    def joined(self, lines: Sequence[str]) -> list[str]:
        """The lines of one paragraph with divided words and numbers put together on the first of their lines."""
        done: list[str] = []
        for line in lines:
            rest = line
            if done and (match := _ENDS.search(done[-1])) and (found := _BEGINS.match(line)):
                if match[1][-1].isdigit() and found[1][0].isdigit():
                    done[-1] += found[0].rstrip()
                    rest = line[found.end() :]
                elif match[1][-1].isalpha() and found[1][0].islower():
                    word = together(match[1], found[1], self._known)
                    done[-1] = f"{done[-1][: match.start()]}{word}{found[2]}"
                    rest = line[found.end() :]
            if rest.strip():
                done.append(rest.strip())
        return done


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
    words = known_words()
    rank = words.get(word, _RARE if _derived(word, words) else None)
    both = max(words.get(before, _RARE), words.get(after, _RARE)) < _COMMON
    return rank is not None and not (both and rank > _UNUSUAL)


def _derived(word: str, words: Mapping[str, int]) -> bool:
    stems = [word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) > len(end) + 3]
    return any(
        stem in words or f"{stem}e" in words or (stem[-1] == stem[-2] and stem[:-1] in words)
        for stem in stems
    )
