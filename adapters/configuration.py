"""Settings the program cannot start with: it refuses, and says in one sentence what to do."""

from __future__ import annotations


class CannotStart(Exception):
    """Something outside the program keeps it from starting; the message is for whoever runs it."""


class HalfConfigured(CannotStart):
    """Some settings of a platform are present and others are not; `missing` are environment names."""

    def __init__(self, platform: str, missing: tuple[str, ...]) -> None:
        super().__init__(f"{platform} is half configured. Set {', '.join(missing)} too, or none of them.")
        self.platform = platform
        self.missing = missing
