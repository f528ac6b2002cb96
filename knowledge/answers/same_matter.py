"""Whether two sentences speak of the same matter, apart from the numbers they set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.text.calendar_words import NUMBERS
from knowledge.text.language import LANGUAGE
from knowledge.text.stems import stem
from knowledge.text.terms import terms

SHARED = 2
"""Words that two sentences share where they are about the same matter."""

ALIKE, FEWEST = 0.75, 3
"""The share of their words, and the words, that two sentences have in common where they say the same."""

_UNITS = tuple(
    unit for table in ("seconds", "minutes", "months") for unit in LANGUAGE.table(f"quantities.{table}")
)
_UNSAID = (*LANGUAGE.words("quantities.measures"), *LANGUAGE.words("quantities.bodies"))
_MEASURES = frozenset(terms(" ".join((*NUMBERS, *_UNITS, *_UNSAID))))
_ACTS = {stem(form): stem(act) for form, act in LANGUAGE.table("quantities.acts").items()}
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_NUMERAL, _NO_SETTING = LANGUAGE.pattern("quantities.numeral"), LANGUAGE.pattern("quantities.no_setting")


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _SENTENCE.split(text)


def numerals(text: str) -> Counter[str]:
    """The numbers a text sets, in figures; those of sections and years are none."""
    found = (one.lower().rstrip(".,:-") for one in _NUMERAL.findall(_NO_SETTING.sub(" ", text)))
    return Counter(str(NUMBERS.get(one, one)) for one in found)


def same_matter(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two sentences share their subject and not only their act: “answered” is said of letters and of phones."""
    return any(_shares(about(first), about(second)) for first in one for second in two)


def say_the_same(one: str, two: str) -> bool:
    """Whether two sentences say the same, nearly word for word, whatever numbers they set."""
    first, second = about(one), about(two)
    return len(first & second) >= max(FEWEST, ALIKE * len(first | second))


def about(sentence: str) -> set[str]:
    """What a sentence speaks of, apart from numbers and measures; one act is one word."""
    said = {term for term in terms(_NO_SETTING.sub(" ", sentence)) if not term[0].isdigit()}
    return {_ACTS.get(term, term) for term in said} - _MEASURES


def _shares(first: set[str], second: set[str]) -> bool:
    return len(first & second) >= SHARED or len(first & second) * 2 > min(len(first), len(second))
