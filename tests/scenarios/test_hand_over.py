"""A customer known under another spelling, from the call to the pack: on both platforms, and across."""

from __future__ import annotations

from bot.words import sentence
from incidents.rules.acts import LinkKind
from tests.scenarios.house import PRIYA, SAM, House
from tests.scenarios.person import reports
from tests.scenarios.test_across_platforms import ENDED, both_ways

NAMES = ("Casey", "Kasey", "Quill")


@both_ways
async def test_d11_d12_a_report_is_handed_over_with_the_earlier_contacts_of_its_customer(
    it: House, here: str, there: str
) -> None:
    sam, priya = await it.person(here, SAM), await it.person(there, PRIYA)
    await reports(sam, {**ENDED, "customer": "Kasey Quil"})
    first = (await it.record()).reference
    await reports(sam, ENDED)
    newest = next(one.reference for one in await it.core.desk.mine(SAM) if one.reference != first)
    await sam.writes(f"reports {newest}")
    await sam.presses(sentence("act.more"))
    await sam.presses(sentence("act.hand_over"))
    await sam.fills({"handed_to": "head", "attempts": "I offered a plan twice.", "customer_told": "no"})
    await sam.sends()
    assert "Sam Okafor hands this report over to you." in priya.told[-1]
    await priya.presses(sentence("earlier.pack"))
    assert sentence("earlier.pack_title", reference=newest) in priya.told[-1]
    assert sentence("earlier.proposed", reference=first, count=1) in priya.told[-1]
    await priya.presses(sentence("earlier.button"))
    await priya.presses(sentence("earlier.yes", reference=first))
    assert sentence("earlier.decided_same", name="Priya Raman") in priya.told[-1]
    await priya.writes(f"work list find {NAMES[1]} {NAMES[2]}")
    assert "2 reports." in priya.told[-1]
    for text in (*priya.told, *sam.told):
        assert not any(name in text for name in NAMES), "names are on no card"
        assert "offered" not in text
    await sam.writes(f"reports {newest}")
    assert sentence("earlier.known", reference=first, count=1) not in sam.told[-1]
    assert str(LinkKind.SAME_CUSTOMER) not in sam.told[-1]
