"""Abbreviations the policies use, with the words they stand for: "AODA" and "Accessibility for Ontarians … Act".

Staff ask for the one where a clause has the other. Only what the policies write both ways is taken: letters in
capitals that are the first letters of a name written out somewhere in them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from knowledge.text.language import LANGUAGE
from knowledge.text.synonyms import Group
from knowledge.text.terms import STOP_WORDS

MOST_WORDS = 8
MOST_MEANINGS = 2
"""Names with the same first letters; where there are more, nobody knows which is meant."""

_CAPITALS = LANGUAGE.text("terms.capitals")
_SHORT = re.compile(rf"\b[{_CAPITALS}]{{3,{MOST_WORDS}}}\b")
_NAME_PART = rf"[{_CAPITALS}][^\W\d_]*[^\W\d_{_CAPITALS}][^\W\d_]*(?:['’]s?)?"
_NAME = re.compile(rf"\b{_NAME_PART}(?:(?: [^\W\d_{_CAPITALS}]+){{0,2}}(?: & | ){_NAME_PART})+")


def abbreviation_groups(texts: Iterable[str]) -> tuple[Group, ...]:
    """Every abbreviation that texts write both short and in full, each a group as `synonyms.yaml` has them."""
    found = list(texts)
    short = {letters for text in found for letters in _SHORT.findall(text)}
    if not short:
        return ()
    plain = {word for text in found for word in re.findall(r"[^\W\d_]+", text)}
    short = {letters for letters in short if letters.lower() not in plain}
    meanings = defaultdict[str, Counter[str]](Counter)
    for text in found:
        for name in _NAME.findall(text):
            for letters, words in _readings(name.split(" ")):
                if letters in short:
                    meanings[letters][words] += 1
    return tuple(
        (letters, *names) for letters, names in sorted(meanings.items()) if len(names) <= MOST_MEANINGS
    )


def _readings(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """First letters and words of every run within a name, with its small words' letters and without."""
    for start, first in enumerate(words):
        if first[0].islower():
            continue
        for end in range(start + 2, min(len(words), start + 2 * MOST_WORDS) + 1):
            run = words[start:end]
            if run[-1][0].islower() or run[-1] == "&":
                continue
            small = [word for word in run if word[0].islower()]
            if any(word not in STOP_WORDS for word in small):
                break
            large = "".join(word[0] for word in run if word[0].isupper())
            whole = "".join(word[0] for word in run if word != "&").upper()
            for letters in {large, whole}:
                if len(large) > 1:
                    yield letters, " ".join(run)
