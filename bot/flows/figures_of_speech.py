"""Words of hurting that hurt nobody ("this printer is killing me"): taken out before danger is looked for."""

from __future__ import annotations

import re

from bot.typed import TYPED

LONGEST = 400
"""Characters; who writes more says more than a figure of speech."""

_FIGURES = re.compile(TYPED.any_of("figures_of_speech.figures").pattern, re.IGNORECASE)
_CROSS = TYPED.pattern("figures_of_speech.cross")
_FILLER = TYPED.pattern("figures_of_speech.filler")
_EARNEST = TYPED.pattern("figures_of_speech.earnest")


def meant(said: str) -> str:
    """What is left of a text without its figures of speech: what else it tells is told all the same."""
    left = _FIGURES.sub(" ", said.replace("’", "'"))
    left = left if _EARNEST.search(left) else _CROSS.sub(" ", left)
    return left if left != said.replace("’", "'") else said


def says_only_a_figure(text: str) -> bool:
    """Whether a text is a figure of speech and nothing else, so that no policy answers it."""
    if len(text) > LONGEST:
        return False
    left = meant(text)
    return left != text and not re.search(r"\w", _FILLER.sub(" ", left))
