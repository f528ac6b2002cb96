"""A councillor's phone call: taken down for the office, worked on, closed with a letter, and counted in the month."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.words import sentence
from foundation.ids import new_id
from incidents.request import Matter, ServiceRequest
from tests.scenarios.house import SAM, House
from tests.scenarios.person import Person
from tests.scenarios.test_requests import CALLUM, INGRID, acts, number_in

TESSA = "tessa.boudreau@portmaribel.example"
CALL = {
    "description": "Mr. Oake called the councillor: a pothole broke his wheel.",
    "place": "14 Harbour Street",
    "customer": "Leo Oake",
    "contact_wanted": "yes",
    "contact": "555-0198",
    "request_channel": "Council office",
    "office": "Councillor, Ward 2",
    "ward": "Ward 2",
}
OTHERS = 12
"""Other potholes of that month: alone they would be counted as about 10, with the call as about 15."""


async def others(it: House) -> None:
    """Potholes that were mended before anybody called."""
    for number in range(OTHERS):
        one = ServiceRequest(
            SAM,
            Matter.SERVICE,
            f"Hole {number}.",
            "Phone",
            category="pothole",
            ward="Ward 2",
            handled="Filled in passing.",
            disposition="Done as asked",
        )
        assert await it.core.requests.take(one, new_id())


async def takes_the_call(sam: Person) -> str:
    await sam.writes("request a pothole")
    await sam.presses(sentence("core.open_form_button"))
    await sam.fills(CALL)
    await sam.sends()
    assert not sam.form, sam.form
    return number_in(sam)


@pytest.mark.parametrize(("here", "there"), [("slack", "teams"), ("teams", "slack")])
async def test_r14_r29_r30_r12_a_councillors_call_is_worked_on_closed_with_a_letter_and_counted_in_the_month(
    it: House, here: str, there: str
) -> None:
    sam, ingrid = await it.person(here, SAM), await it.person(there, INGRID)
    callum, tessa = await it.person(here, CALLUM), await it.person(there, TESSA)
    await others(it)
    reference = await takes_the_call(sam)
    assert "Dear Leo Oake" in sam.told[-1]
    for one in (ingrid, callum):
        assert sentence("request.news_new", reference=reference) in one.told[-1]
        assert "wheel" not in "".join(one.told), "a notice is read over shoulders"
    now = it.clock.now()
    await acts(sam, reference, sentence("request.act_confirm"), confirmed_when=now, confirmed_by="phone")
    await acts(ingrid, reference, sentence("request.act_assign"), assignee=CALLUM)
    assert sentence("request.news_given", reference=reference) in callum.told[-1]
    due = now + timedelta(days=3)
    await acts(callum, reference, sentence("request.act_note"), note_words="The crew comes.", next_update=due)
    resolved = {"disposition": "Done as asked", "resolved_words": "Filled."}
    await acts(callum, reference, sentence("request.act_resolve"), **resolved)
    assert sentence("request.news_done", reference=reference) in tessa.told[-1], "the office hears first"
    assert "wheel" not in "".join(tessa.told)
    await callum.writes(f"requests {reference}")
    await callum.presses(sentence("act.more"))
    await callum.presses(sentence("request.text_closing"))
    for words in ("Dear Leo Oake", reference, "Outcome: Done as asked."):
        assert words in callum.told[-1]
    closing = {"followed_up": "content", "follow_up_words": "He is glad."}
    await acts(callum, reference, sentence("request.act_finish"), **closing)
    assert "Closed" in callum.told[-1]
    await callum.writes(f"requests {reference}")
    await callum.presses(sentence("request.read"))
    for words in ("broke his wheel", "The crew comes.", "Filled."):
        assert words in callum.form
    await it.pass_time(days=31)
    await tessa.writes("figures for March")
    month = " ".join(tessa.told[-1].replace(":", "").split())
    for line in ("figures.measure_received", "figures.measure_solved"):
        assert f"{sentence(line)} about 15" in month
    for word in ("Oake", "wheel", reference, "Harbour"):
        assert word not in month, "a month names nobody"
