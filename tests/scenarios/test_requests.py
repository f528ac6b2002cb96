"""A councillor's phone call, from the words to the closing text; and a complaint about a person, on either platform."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.words import sentence
from tests.scenarios.house import SAM, House
from tests.scenarios.person import Person

TESSA = "tessa.boudreau@portmaribel.example"
INGRID = "ingrid.solheim@portmaribel.example"
CALLUM = "callum.byrne@portmaribel.example"
MIREILLE = "mireille.gagnon@portmaribel.example"
WEN = "wen.zhao@portmaribel.example"
CANARY = "zyxq shouted at me"
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


def number_in(person: Person) -> str:
    """The number on the newest receipt."""
    receipt = next(one for one in reversed(person.told) if "Its number is" in one)
    return receipt.split("Its number is ", 1)[1][:7]


async def acts(person: Person, reference: str, label: str, **said: object) -> None:
    await person.writes(f"requests {reference}")
    if f"[{label}]" not in person.told[-1]:
        await person.presses(sentence("act.more"))
    await person.presses(label)
    await person.fills(said)
    await person.sends()
    assert not person.form, person.form


@pytest.mark.parametrize(("here", "there"), [("slack", "teams"), ("teams", "slack")])
async def test_r14_r29_r12_a_councillors_call_becomes_a_request_and_comes_back_as_done(
    it: House, here: str, there: str
) -> None:
    sam, ingrid = await it.person(here, SAM), await it.person(there, INGRID)
    callum, tessa = await it.person(here, CALLUM), await it.person(there, TESSA)
    await sam.writes("request a pothole")
    await sam.presses(sentence("core.open_form_button"))
    await sam.fills(CALL)
    await sam.sends()
    assert not sam.form, sam.form
    reference = number_in(sam)
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
    assert sentence("request.news_done", reference=reference) in tessa.told[-1]
    assert "wheel" not in "".join(tessa.told)
    await callum.writes(f"requests {reference}")
    await callum.presses(sentence("act.more"))
    await callum.presses(sentence("request.text_closing"))
    assert "Outcome: Done as asked." in callum.told[-1]
    closing = {"followed_up": "content", "follow_up_words": "He is glad."}
    await acts(callum, reference, sentence("request.act_finish"), **closing)
    assert "Closed" in callum.told[-1]
    await callum.writes(f"requests {reference}")
    await callum.presses(sentence("request.read"))
    assert "broke his wheel" in callum.form
    assert "The crew comes." in callum.form


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_r16_r17_who_reads_a_complaint_stands_above_the_words_and_they_come_out_to_them_alone(
    it: House, platform: str
) -> None:
    sam, mireille = await it.person(platform, SAM), await it.person(platform, MIREILLE)
    wen, ingrid = await it.person(platform, WEN), await it.person(platform, INGRID)
    await sam.writes("request")
    await sam.presses(sentence("request.matter_person"))
    assert sentence("request.field_description") not in sam.form
    await sam.fills({"about": (WEN,)})
    await sam.sends()
    assert "Mireille Gagnon" in sam.form
    words = {"description": CANARY, "contact_wanted": "no", "request_channel": "Phone"}
    await sam.fills(words)
    await sam.sends()
    assert not sam.form, sam.form
    reference = number_in(sam)
    assert sentence("request.news_new", reference=reference) in mireille.told[-1]
    await mireille.presses(sentence("request.read"))
    assert CANARY in mireille.form
    for one in (sam, wen, ingrid):
        await one.writes(f"requests {reference}")
        assert "zyxq" not in "".join(one.told)
    assert sentence("request.nothing") in wen.told[-1]
    assert "zyxq" not in "".join(mireille.told), "no card holds it"
