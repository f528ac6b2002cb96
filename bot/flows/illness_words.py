"""Whether somebody is ill or hurt with nothing to get safe from: who is near them calls, and stays."""

from __future__ import annotations

from bot.flows.danger_steps import ILLNESS, LIFE, dangers
from bot.flows.situations import plain_danger
from bot.typed import TYPED

_ILL = TYPED.any_of("illness_words.ill")
_ACCIDENT = TYPED.pattern("illness_words.accident")
_UNSAFE = TYPED.pattern("illness_words.unsafe")


def is_illness_alone(text: str) -> bool:
    """Whether words of danger are of an illness or an accident, and of nothing to get away from."""
    said = plain_danger(text)
    if not _ILL.search(said):
        return False
    left = _ACCIDENT.sub(" ", said)
    return set(dangers(left)) <= {ILLNESS, LIFE} and not _UNSAFE.search(left)
