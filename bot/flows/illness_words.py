"""Whether somebody is ill or hurt with nothing to get safe from: who is near them calls, and stays."""

from __future__ import annotations

from bot.flows.figures_of_speech import meant
from bot.flows.situations import plain_danger
from bot.typed import TYPED

_ILL = TYPED.any_of("illness_words.ill")
_TOLD = TYPED.any_of("danger_body.told")
_ACCIDENT = TYPED.pattern("illness_words.accident")
_OTHER_DANGERS = tuple(
    pattern
    for name, pattern in TYPED.patterns("danger_steps.matters").items()
    if name not in ("illness", "life")
)
_PEOPLE = tuple(TYPED.any_of(f"danger.{one}") for one in ("attack", "physical", "fear", "here_now"))
_UNSAFE = TYPED.pattern("illness_words.unsafe")


def is_illness_alone(text: str) -> bool:
    """Whether words of danger are of an illness or an accident, and of nothing to get away from."""
    said = meant(plain_danger(text))
    if not (_ILL.search(said) or _TOLD.search(said)):
        return False
    left = _ACCIDENT.sub(" ", said)
    return not any(cue.search(left) for cue in (*_OTHER_DANGERS, *_PEOPLE, _UNSAFE))
