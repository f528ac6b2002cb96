"""Words of somebody who may end their own life, and whether the writer or somebody else is meant."""

from __future__ import annotations

from bot.typed import TYPED

_CRISIS = TYPED.any_of("crisis_words.crisis")
_REPORTED = TYPED.any_of("crisis_words.reported")
_OTHER = TYPED.any_of("crisis_words.other")
_OWN = TYPED.any_of("crisis_words.own")
_OF_DYE = TYPED.exact("crisis_words.of_dye")
_AFTER = TYPED.exact("crisis_words.after")


def is_of_life(said: str) -> bool:
    """Whether plain lower-case words speak of somebody who may end their own life."""
    return bool(_CRISIS.search(said))


def is_of_dye(said: str) -> bool:
    """Whether "die" is misspelt and hair or cloth is meant, so that likeness must not take it for danger."""
    return bool(_OF_DYE.search(said))


def is_of_another(said: str) -> bool:
    """Whether such words are of somebody else than the writer, their own words repeated among them.

    Where nobody is named it may be the writer.
    """
    if _OWN.search(said):
        return bool(_REPORTED.search(said)) and not _told_after(said)
    return bool(_OTHER.search(said))


def _told_after(said: str) -> bool:
    """Whether the writer's own "myself" is no repeated speech ("after what she said I want to kill myself")."""
    return bool(_AFTER.search(said))
