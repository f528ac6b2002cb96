"""Which category a request belongs to, read out of its words, with the word that says so (R34). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from incidents.rules.request_rules import RequestCategory, RequestRules

SHORT = 4
"""A word this short is like no other by a slip: a letter more, less, wrong or swapped."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class CategoryGuess:
    """A category, and the word or words of the category that were found."""

    category: RequestCategory
    because: str


def guess_category(rules: RequestRules, text: str) -> CategoryGuess | None:
    """The category whose words the text holds the most of; None where it holds none, or two are equally near."""
    words = [one.casefold() for one in _WORD.findall(text)]
    scored = [(score, guess) for one in rules.categories for score, guess in [_score(one, words)] if score]
    scored.sort(key=lambda one: -one[0])
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return scored[0][1]


def _score(category: RequestCategory, words: list[str]) -> tuple[float, CategoryGuess]:
    """Longer phrases say more: each counts with the square of its length in words."""
    found = [one for one in (*category.words, category.name) if _holds(words, one)]
    score = float(sum(len(_WORD.findall(one)) ** 2 for one in found))
    longest = max(found, key=len, default="")
    return score, CategoryGuess(category, longest)


def _holds(words: list[str], phrase: str) -> bool:
    wanted = [one.casefold() for one in _WORD.findall(phrase)]
    runs: Iterable[list[str]] = (words[at : at + len(wanted)] for at in range(len(words) - len(wanted) + 1))
    return bool(wanted) and any(all(map(_is_like, run, wanted)) for run in runs)


def _is_like(word: str, wanted: str) -> bool:
    if word == wanted or word in (f"{wanted}s", f"{wanted}es"):
        return True
    return len(wanted) > SHORT and word[0] == wanted[0] and OSA.distance(word, wanted) == 1
