"""Cut a text into the word pieces the encoder knows: BERT's uncased WordPiece, without a hub client."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

UNKNOWN, START, STOP = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100  # Longer words are unknown as a whole, as in the original.
CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))

ASCII_WORD = re.compile(r"[a-z0-9]+|[!-/:-@\[-`{-~]")
CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n\r"}


class Tokenizer:
    """Turns text into ids of the vocabulary, whose lines are the pieces in order of their ids."""

    def __init__(self, pieces: list[str]) -> None:
        self._ids: Mapping[str, int] = {piece: number for number, piece in enumerate(pieces)}
        self._word = lru_cache(maxsize=50_000)(self._split)

    def ids(self, text: str, longest: int) -> list[int]:
        """The ids of a text between the start and the stop mark, at most `longest` of them."""
        found: list[int] = [self._ids[START]]
        for word in words_of(text):
            found.extend(self._word(word))
            if len(found) >= longest:
                break
        return [*found[: longest - 1], self._ids[STOP]]

    def _split(self, word: str) -> tuple[int, ...]:
        """The longest known pieces from left to right; one unknown mark where that fails anywhere."""
        if len(word) > LONGEST_WORD:
            return (self._ids[UNKNOWN],)
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                if piece in self._ids:
                    found.append(self._ids[piece])
                    start = end
                    break
            else:
                return (self._ids[UNKNOWN],)
        return tuple(found)


def words_of(text: str) -> list[str]:
    """Lower-case words without accents; every punctuation mark and Chinese character is its own word."""
    if text.isascii():
        return ASCII_WORD.findall(text.lower().translate(CONTROLS))
    return unicodedata.normalize("NFD", text.lower()).translate(_signs).split()


class _Signs(dict[int, str]):
    """What a character is replaced by before a text is split at its blanks; each is looked up once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)
        if character in "\t\n\r" or (character.isspace() and not kind.startswith("C")):
            found = " "
        elif is_punctuation(character, kind) or is_chinese(character):
            found = f" {character} "
        else:
            found = "" if kind == "Mn" or kind.startswith("C") or character == "\ufffd" else character
        self[code] = found
        return found


_signs = _Signs()


def is_punctuation(character: str, kind: str) -> bool:
    """All ASCII that is no letter, digit or space counts too: "^", "$" and "`" are no punctuation in Unicode."""
    return kind.startswith("P") or (33 <= ord(character) <= 126 and not character.isalnum())


def is_chinese(character: str) -> bool:
    """Whether it belongs to the blocks that BERT sets apart."""
    code = ord(character)
    return code >= CJK[1][0] and any(first <= code <= last for first, last in CJK)
