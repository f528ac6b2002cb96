"""Colleagues a report names and fields of the organisation's own, through the payloads of both platforms."""

from __future__ import annotations

import pytest

from bot.words import sentence
from tests.scenarios.house import PRIYA, SAM, House
from tests.scenarios.test_across_platforms import ENDED

WEN = "wen.zhao@portmaribel.example"
both_ways = pytest.mark.parametrize(("here", "there"), [("slack", "teams"), ("teams", "slack")])


@both_ways
async def test_a_witness_on_the_other_platform_states_what_they_saw_and_reads_no_more(
    it: House, here: str, there: str
) -> None:
    sam, wen = await it.person(here, SAM), await it.person(there, WEN)
    priya = await it.person(there, PRIYA)
    await sam.writes("incident")
    await sam.presses("Open the form")
    await sam.fills(ENDED)
    await sam.sends()
    record = await it.record()
    await it.settle()
    await sam.presses(sentence("act.add_details"))
    assert "Which counter was it?" in sam.form
    await sam.fills({"own_counter": "own_drive_in"})
    await sam.sends()
    await sam.presses(sentence("act.add_customer"))
    await sam.sends()
    await sam.presses(sentence("act.add_safety"))
    await sam.sends()
    await sam.presses(sentence("act.add_staff"))
    await sam.fills({"witnesses": (WEN,)})
    await sam.sends()
    assert not sam.form
    await it.settle()
    assert "names you" in wen.told[-1]
    assert record.reference in wen.told[-1]
    await wen.presses(sentence("staff.add"))
    await wen.fills({"statement": "I saw him leave."})
    await wen.sends()
    assert not wen.form
    await it.settle()
    assert not any("Casey" in text or "shouted" in text for text in wen.told)
    await wen.presses(sentence("staff.part"))
    assert "I saw him leave." in wen.form
    assert "Casey" not in wen.form
    await priya.presses(sentence("notice.read"))
    for words in ("I saw him leave.", "Drive-in window", "Wen Zhao"):
        assert words in priya.form, words


@both_ways
async def test_whom_a_report_is_written_for_reads_it_on_the_other_platform(
    it: House, here: str, there: str
) -> None:
    sam, wen = await it.person(here, SAM), await it.person(there, WEN)
    await sam.writes("incident")
    await sam.presses("Open the form")
    assert sentence("field.filed_for") in sam.form
    await sam.fills({**ENDED, "filed_for": WEN})
    await sam.sends()
    record = await it.record()
    await it.settle()
    assert record.report.filed_for == WEN
    assert "Sam Okafor wrote this report for you" in wen.told[-1]
    await wen.presses(sentence("notice.read"))
    assert "He shouted and hung up." in wen.form
