"""A notice is read in the language of its reader, whoever caused it."""

from __future__ import annotations

import pytest

from tests.languages import TAG, spoken_too
from tests.scenarios.house import PRIYA, SAM, House
from tests.scenarios.person import reports
from tests.scenarios.test_parity import FIRST


async def test_a_notice_is_in_the_language_of_its_reader(it: House, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken_too(monkeypatch)
    sam, priya = await it.person("teams", SAM), await it.person("slack", PRIYA)
    it.vendors.slack.users["U0PRIYA"]["locale"] = TAG
    await priya.writes("help")
    await reports(sam, FIRST)
    reference = (await it.record()).reference
    alert = next(text for text in priya.told if reference in text)
    assert f"Kolgo zurmi: rapta {reference}" in alert
    assert "2 marca 2026 kel 04.35" in alert
    assert any(f"Your report {reference}" in text for text in sam.told)
    assert not any("Kolgo" in text or "kel" in text for text in sam.told)


async def test_the_card_that_is_brought_up_to_date_keeps_the_language(
    it: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken_too(monkeypatch)
    sam, priya = await it.person("teams", SAM), await it.person("slack", PRIYA)
    it.vendors.slack.users["U0PRIYA"]["locale"] = TAG
    await priya.writes("help")
    await reports(sam, FIRST)
    await priya.presses("Acknowledge")
    reference = (await it.record()).reference
    card = next(text for text in priya.told if f"rapta {reference}" in text or reference in text)
    assert "kel 04.35" in card
