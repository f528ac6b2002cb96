"""The work list on both platforms: each sees what they may read, narrowed, and nothing else."""

from __future__ import annotations

import pytest

from bot.words import sentence
from tests.scenarios.house import CAO, PRIYA, RUTH, SAM, House
from tests.scenarios.person import reports
from tests.scenarios.test_across_platforms import ENDED


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_a_head_narrows_the_list_and_whoever_may_read_nothing_finds_nothing(
    it: House, platform: str
) -> None:
    people = {one: await it.person(platform, one) for one in (SAM, PRIYA, CAO, RUTH)}
    await reports(people[SAM], ENDED)
    reference = (await it.record()).reference
    for one in (SAM, PRIYA, CAO):
        await people[one].writes("work list")
        assert "1 report. New: 1." in people[one].told[-1], one
        assert reference in people[one].told[-1]
        assert "Casey" not in people[one].told[-1]
    await people[RUTH].writes("work list")
    assert sentence("worklist.none") in people[RUTH].told[-1]
    priya = people[PRIYA]
    await priya.presses(sentence("worklist.narrow"))
    await priya.fills({"list_state": "closed"})
    await priya.sends()
    assert "Chosen: Closed." in priya.told[-1]
    assert sentence("worklist.none") in priya.told[-1]
    await people[SAM].writes(f"reports {reference}")
    await people[SAM].presses(sentence("act.more"))
    await people[SAM].presses(sentence("looks.button"))
    assert "Priya Raman saw it in a list" in people[SAM].form
