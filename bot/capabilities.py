"""What a platform can do, as data: `bot.fit` reads it, so no adapter needs missing methods."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Abilities and numbers of one platform; lengths are in characters.

    `message_characters` is the budget for all text of one message; `quote_characters` for one part.
    """

    forms: bool
    replace: bool
    files: bool
    message_characters: int
    part_characters: int
    buttons: int
    button_label_characters: int = 75
