"""Conditions: what is wrong at this moment, told by whoever notices it and taken back by them once it is mended.

They are for what only the running process knows; `/healthz` gives them as reasons. No names in them.
"""

from __future__ import annotations


class Conditions:
    """Reasons by the name of what is watched; the latest word on each counts."""

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}

    def set(self, watched: str, reason: str) -> None:
        """Something is wrong; an empty reason says that it is not any more."""
        if reason:
            self._reasons[watched] = reason
        else:
            self._reasons.pop(watched, None)

    def clear(self, watched: str) -> None:
        """Nothing is wrong with it any more."""
        self._reasons.pop(watched, None)

    def reasons(self) -> tuple[str, ...]:
        """Everything that is wrong now, what was noticed first in front."""
        return tuple(self._reasons.values())
