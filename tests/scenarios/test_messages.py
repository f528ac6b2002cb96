"""A message for a colleague, and somebody who is here for them, from the counter to the answer, on either platform."""

from __future__ import annotations

import pytest

from bot.words import sentence
from tests.scenarios.house import SAM, House

CALLUM = "callum.byrne@portmaribel.example"
CANARY = "zyxq"
SAID = {
    "message_caller": f"{CANARY} Hollis",
    "message_number": "902-555-0188",
    "message_words": f"{CANARY} about the culvert",
}


@pytest.mark.parametrize(("here", "there"), [("slack", "teams"), ("teams", "slack")])
async def test_a09_a13_j36_a_colleague_gets_the_message_calls_back_and_comes_to_the_counter(
    it: House, here: str, there: str
) -> None:
    sam, callum = await it.person(here, SAM), await it.person(there, CALLUM)
    await sam.writes("message for Callum Byrne")
    await sam.presses(sentence("core.open_form_button"))
    await sam.fills(SAID)
    await sam.sends()
    assert not sam.form, sam.form
    assert "Callum Byrne: a notice is on its way." in sam.told[-1]
    assert sentence("message.given", name="Sam Okafor") in callum.told[-1]
    assert CANARY not in "".join(callum.told)
    await callum.presses(sentence("message.read"))
    assert "902-555-0188" in callum.form
    assert f"{CANARY} about the culvert" in callum.form
    await callum.presses(sentence("task.finish"))
    assert "Callum Byrne noted message" in sam.told[-1]
    await sam.writes("Callum Byrne's client has arrived")
    await sam.presses(sentence("core.open_form_button"))
    await sam.sends()
    assert sentence("message.ring", name="Callum Byrne") in sam.told[-1]
    assert sentence("message.who") in callum.told[-1]
    assert "Front counter, Town Hall" not in "".join(callum.told), "it is read with a press"
    await callum.presses(sentence("message.come"))
    assert "Callum Byrne is coming" in sam.told[-1]
