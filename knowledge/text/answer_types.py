"""The kind of thing a question asks for, and whether a text holds one: a phone number, a sum, a time.

Where the best passages hold none, the wording of the answer changes; the passages stay. For the kinds that
cannot be given in other words, the answer also becomes less sure.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.text.language import LANGUAGE

ASKED = LANGUAGE.patterns("asking.asked")
HELD = LANGUAGE.patterns("asking.held")
EXACT = frozenset({"phone number", "e-mail address", "sum of money", "time of day"})


def asked_for(question: str) -> str:
    """The kind of thing a question asks for, or empty; the first that fits, most particular first."""
    return next((kind for kind, pattern in ASKED.items() if pattern.search(question)), "")


def missing_kind(question: str, texts: Iterable[str]) -> str:
    """The kind that is asked for and that none of the texts holds, or empty."""
    kind = asked_for(question)
    return kind if kind and not any(HELD[kind].search(text) for text in texts) else ""
