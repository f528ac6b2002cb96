"""Settings that are half there: the program refuses to start and says what is missing."""

from __future__ import annotations


class HalfConfigured(Exception):
    """Some settings of a platform are present and others are not; `missing` are environment names."""

    def __init__(self, platform: str, missing: tuple[str, ...]) -> None:
        super().__init__(f"{platform} is half configured. Set {', '.join(missing)} too, or none of them.")
        self.platform = platform
        self.missing = missing
