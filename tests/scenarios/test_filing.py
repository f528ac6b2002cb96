"""From a call to the whole report: told in the press that ends it, completed on either platform (D18-D20)."""

from __future__ import annotations

import pytest

from bot.words import sentence
from tests.scenarios.house import PRIYA, SAM, House
from tests.scenarios.person import Person

both_ways = pytest.mark.parametrize(("here", "there"), [("slack", "teams"), ("teams", "slack")])
REST = {"channel": "phone", "customer": "Casey Quill", "happened": "He shouted.", "behaviours": ("rude",)}


async def ends_a_call(sam: Person) -> None:
    await sam.writes("how do I handle an abusive caller")
    await sam.presses(sentence("ask.more"))
    await sam.presses(sentence("report.guide"))
    for step in ("warned", "going_on", "ended"):
        await sam.presses(sentence(f"guarded.step_{step}"))


@both_ways
async def test_the_head_is_told_in_the_press_and_the_rest_completes_that_record(
    it: House, here: str, there: str
) -> None:
    sam, priya = await it.person(here, SAM), await it.person(there, PRIYA)
    await ends_a_call(sam)
    record = await it.record()
    assert record.reference in "\n".join(sam.told[-2:])
    (alert,) = it.alerts(PRIYA)
    assert record.reference in alert
    assert sentence("opened.not_whole", name="Sam Okafor") in alert
    await it.pass_time(hours=11)
    assert any(sentence("opened.remind") in text for text in sam.told), (
        "the rest is asked for on the same day"
    )
    await sam.presses(sentence("opened.button"))
    await sam.fills(REST)
    await sam.sends()
    assert not sam.form
    whole = await it.record()
    assert (whole.id, whole.is_whole, whole.report.happened) == (record.id, True, "He shouted.")
    assert len(await it.core.desk.mine(SAM)) == 1
    assert sentence("opened.told", name="Sam Okafor", reference=record.reference) in "\n".join(priya.told)
    assert not any("Casey" in text or "He shouted" in text for text in (*priya.told, *sam.told))
    await priya.presses(sentence("notice.read"))
    assert "He shouted." in priya.form
    assert whole.attested is not None
    assert whole.attested.digest[:8] in priya.form
