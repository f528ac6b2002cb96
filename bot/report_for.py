"""What people type to write a report for a colleague: "report on behalf of Hector Villaseñor". Pure."""

from __future__ import annotations

from bot.typed import TYPED

MOST_CHARACTERS = 200

_ON_BEHALF = TYPED.pattern("report_for.on_behalf")


def on_behalf(text: str) -> str:
    """The name of whom a report is to be for, or ""."""
    if len(text) > MOST_CHARACTERS:
        return ""  # Who writes more tells a story, and it is kept.
    found = _ON_BEHALF.fullmatch(" ".join(text.split()))
    return str(found["who"]) if found else ""
