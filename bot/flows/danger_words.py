"""Words of weapons and of hurting that recognising danger is built from, and where they mean neither."""

from __future__ import annotations

import re


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern for any of several."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
