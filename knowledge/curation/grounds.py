"""The clauses a kept answer stands on: what the policies say to its questions, and what it quotes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from knowledge.answers.answer import Answer
from knowledge.curation.curated import KeptAnswer
from knowledge.search.windows import Window
from knowledge.text.markup import normal

Ground = tuple[str, str]
MOST = 20
FEWEST_WORDS = 5  # A run of fewer words is no quotation.
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")


def grounds(answers: Iterable[Answer], text: str, windows: Sequence[Window]) -> tuple[Ground, ...]:
    """Document and words of every clause that answers a question now, and of every one that the text quotes."""
    first = (found.passages[0] for found in answers if found.answered and found.passages)
    answering = ((one.document, one.clause or one.text) for one in first)
    return tuple(dict.fromkeys([*answering, *_quoted(text, windows)]))[:MOST]


def lapsed(
    kept: Iterable[KeptAnswer], place_of: Callable[[str, str], tuple[int, int] | None]
) -> frozenset[str]:
    """The ids of answers of which a clause is no longer where it was, by its words."""
    return frozenset(one.id for one in kept if any(place_of(*ground) is None for ground in one.stands_on))


def _quoted(text: str, windows: Sequence[Window]) -> Iterator[Ground]:
    whole = f" {normal(text)} "
    parts = [part for one in _SENTENCE.split(text) if len((part := normal(one)).split()) >= FEWEST_WORDS]
    for window in windows:
        for clause in window.clauses:
            words = normal(clause.text)
            if len(words.split()) >= FEWEST_WORDS and (
                f" {words} " in whole or any(f" {part} " in f" {words} " for part in parts)
            ):
                yield window.document.name, clause.text
