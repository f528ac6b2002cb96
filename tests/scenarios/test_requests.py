"""A complaint about a person, on either platform; and what scenarios of requests have in common."""

from __future__ import annotations

import pytest

from bot.words import sentence
from tests.scenarios.house import SAM, House
from tests.scenarios.person import Person

INGRID = "ingrid.solheim@portmaribel.example"
CALLUM = "callum.byrne@portmaribel.example"
MIREILLE = "mireille.gagnon@portmaribel.example"
WEN = "wen.zhao@portmaribel.example"
CANARY = "zyxq shouted at me"


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
