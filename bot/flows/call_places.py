"""Whether words name a place to which somebody can be sent: a room or a spot in a building, not a matter or a time."""

from __future__ import annotations

import re

from bot.typed import TYPED

_SPOTS = TYPED.exact("call_places.spots")
_NO_PLACE = TYPED.exact("call_places.no_place")
_VERB = TYPED.exact("call_places.verb")
_OWNED = TYPED.exact("call_places.owned")
_ARTICLE = TYPED.exact("call_places.article")
OWN = frozenset(TYPED.words("call_places.own"))
"""How somebody calls the place they work at."""


def bare(said: str) -> str:
    """A name without the article before it."""
    return _ARTICLE.sub("", said, count=1)


def is_place(said: str) -> bool:
    """Whether lower-case words name a spot somebody can walk to."""
    words = said.strip()
    return bool(_SPOTS.search(words)) and not _NO_PLACE.search(words) and not _VERB.search(words)


def is_perhaps_place(said: str) -> bool:
    """The same, also for a name of a place that says nothing of itself, such as "the Harbour"."""
    words = said.strip()
    named = bool(_OWNED.match(words)) or bool(re.search(r"\d", words))
    return is_place(words) or (named and not _NO_PLACE.search(words) and not _VERB.search(words))
