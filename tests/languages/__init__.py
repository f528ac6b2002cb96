"""A made-up language for tests: the country code of one with four plurals, and words that nobody says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import locales

CATALOGUE = Path(__file__).parent / "catalogue"
TAG = "pl-PL"


def spoken_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the language to those the bot speaks, as a folder in `bot/catalogue` would."""
    monkeypatch.setattr(locales, "CATALOGUES", (*locales.CATALOGUES, str(CATALOGUE)))
