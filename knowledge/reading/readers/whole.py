"""Whole numbers that files state: a hostile one has thousands of digits, which Python refuses to count."""

from __future__ import annotations

_DIGITS = 9


def whole(stated: str | None, otherwise: int, most: int = 32_767) -> int:
    """The number a file states, no larger than `most`; nothing and nonsense are `otherwise`."""
    digits = (stated or "").strip()
    if not digits.isascii() or not digits.isdigit():
        return otherwise
    return most if len(digits.lstrip("0")) > _DIGITS else min(int(digits), most)
