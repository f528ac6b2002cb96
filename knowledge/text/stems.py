"""The stem of a word, safe to ask for from several threads at once.

A stemmer keeps the word it works on in itself: two threads that share one get the stem of each other's word.
Nothing else of `knowledge` may hold one.
"""

from __future__ import annotations

import threading
from functools import lru_cache

import Stemmer

from knowledge.text.language import LANGUAGE


class _OwnStemmer(threading.local):
    """One stemmer for each thread, made when the thread first asks."""

    def __init__(self) -> None:
        self.stem_word = Stemmer.Stemmer(LANGUAGE.text("terms.stemmer")).stemWord


_STEMMER = _OwnStemmer()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a lower-case word."""
    return str(_STEMMER.stem_word(word))
