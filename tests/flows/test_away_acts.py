"""What is asked of somebody who is away: whoever stands in for who leads the administration hears it, and why.

Whoever is named by name is told themselves; who names them reads that they are away (D11, D24).
"""

from __future__ import annotations

import pytest

from bot.flows.notice import draw
from bot.replies import Say
from incidents.notices import NoticeKind
from incidents.rules.access import Operation
from tests.fakes.conversation import in_words
from tests.flows.carrying import REPORT, does, filed, shows
from tests.flows.town import CAO, HECTOR, PRIYA, SAM, Town

__all__ = ["filed"]

TEODOR = "teodor.lindqvist@portmaribel.example"
AWAY = "Marguerite Oyelaran is away until Monday 9 March; Teodor Lindqvist stands in."


@pytest.mark.parametrize(
    ("operation", "said"),
    [(Operation.ASK_CAO, {}), (Operation.HAND_OVER, {"handed_to": "cao", "customer_told": "no"})],
)
@pytest.mark.parametrize("who", [PRIYA, SAM])
async def test_d11_d24_what_the_cao_is_asked_reaches_whoever_stands_in_for_them(
    town: Town, filed: tuple[str, str], operation: Operation, said: dict[str, object], who: str
) -> None:
    await town.talk(CAO).say("away until Monday, Teodor stands in")
    talk = await does(town, who, filed[1], operation, **said)
    assert AWAY in talk.words, "whoever asks reads who stands in"
    acted = [one for one in town.notifier.notices if one.kind is NoticeKind.ACTED]
    assert {one.recipient for one in acted} == {CAO, TEODOR}
    cards = {one.recipient: in_words(Say(draw(one, town.services))) for one in acted}
    assert AWAY in cards[TEODOR]
    assert AWAY not in cards[CAO]
    assert "Casey" not in cards[TEODOR]
    stands_in = await shows(town, TEODOR, filed[1])
    assert "Reported by: Sam Okafor" in stands_in.words
    await does(town, TEODOR, filed[1], Operation.TAKE_OVER)
    await town.talk(CAO).say("I am back")
    assert "Reported by: Sam Okafor" in (await shows(town, CAO, filed[1])).words


async def test_r20_whoever_it_is_about_stands_in_for_nobody_about_it(town: Town) -> None:
    await town.talk(CAO).say("away until Monday, Teodor stands in")
    sam = town.talk(SAM)
    await sam.command("incident")
    await sam.submit({**REPORT, "occurred_at": town.clock.now(), "about": (TEODOR,)})
    await town.pass_time(seconds=1)
    (record,) = await town.desk.mine(SAM)
    talk = await does(town, PRIYA, record.reference, Operation.ASK_CAO)
    assert "Teodor" not in talk.words
    told = {one.recipient for one in town.notifier.notices if one.kind is NoticeKind.ACTED}
    assert told == {CAO}
    assert "There is nothing" in (await shows(town, TEODOR, record.reference)).words


@pytest.mark.parametrize(
    ("operation", "said"),
    [(Operation.ASSIGN, {"assignee": HECTOR}), (Operation.SHARE, {"share_with": (HECTOR,)})],
)
async def test_whoever_passes_a_report_to_somebody_who_is_away_reads_so(
    town: Town, filed: tuple[str, str], operation: Operation, said: dict[str, object]
) -> None:
    await town.talk(HECTOR).say("away until Monday, Ingrid stands in")
    talk = await does(town, PRIYA, filed[1], operation, **said)
    assert "Hector Villaseñor is away until Monday 9 March; Ingrid Solheim stands in." in talk.words
