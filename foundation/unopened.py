"""What this process met and could not open, so that it is counted wherever somebody asks: health, doctor, lists.

Whatever opens later is taken off again: a key was put back, or a newer version was started.
"""

from __future__ import annotations


class Unopened:
    """Names of things by kind (`record`, a table); the things themselves are not held. Safe to use from threads."""

    def __init__(self) -> None:
        self._kinds: dict[str, dict[str, None]] = {}

    def note(self, kind: str, name: str, *, opened: bool) -> None:
        """Something opened, or did not."""
        names = self._kinds.setdefault(kind, {})
        if opened:
            names.pop(name, None)
        else:
            names[name] = None

    def count(self, kind: str) -> int:
        """How many of a kind do not open."""
        return len(self._kinds.get(kind, {}))

    def counts(self) -> dict[str, int]:
        """How many do not open, by kind, without kinds of which all do."""
        return {kind: len(names) for kind, names in list(self._kinds.items()) if names}
