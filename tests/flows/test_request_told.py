"""Notices of requests are proved or escalated: who was told stands in the request, and nobody unreached is the end."""

from __future__ import annotations

from dataclasses import replace

from bot.words import sentence
from foundation.ids import new_id
from foundation.outbox.sending import NotDelivered
from incidents.auditor import Auditor
from incidents.request import Matter
from incidents.rules.access import Operation
from tests.flows.test_request_notices import taken
from tests.flows.test_requests import BEATRIZ, CALLUM, INGRID, MIREILLE, does, told
from tests.flows.town import CAO, HECTOR, RING, SAM, WEN, Town

GONE = NotDelivered("account_gone", again=False)


async def happened(town: Town, reference: str, who: str) -> str:
    """The words of the request as somebody reads it, with who was told."""
    talk = town.talk(who)
    await talk.say(f"requests {reference}")
    await talk.press(sentence("request.read"))
    return repr(talk.form)


async def trouble(town: Town) -> str:
    return " ".join((await Auditor(town.db, RING, town.clock).look()).reasons)


async def test_r08_who_was_told_and_which_time_ran_out_stands_in_the_request(town: Town) -> None:
    town.messenger.refusals[CALLUM] = GONE
    one = await taken(town)
    await town.pass_time(seconds=1)
    story = await happened(town, one.reference, INGRID)
    assert sentence("request.event_notified", person="Ingrid Solheim") in story
    assert sentence("request.event_not_delivered", person="Callum Byrne") in story
    await town.pass_time(seconds=1)
    assert sentence("request.news_instead", reference=one.reference) in told(town, HECTOR)
    await town.pass_time(days=6)
    late = sentence("request.ran_out", what=sentence("request.clock_confirm"))
    assert late in await happened(town, one.reference, INGRID)


async def test_r08_where_one_after_the_other_cannot_be_told_health_says_so_until_somebody_knows(
    town: Town,
) -> None:
    for who in (INGRID, CALLUM, HECTOR, CAO):
        town.messenger.refusals[who] = GONE
    one = await taken(town)
    for _ in range(4):
        await town.pass_time(seconds=1)
    assert {person for person, _ in town.messenger.attempts} == {INGRID, CALLUM, HECTOR, CAO}
    assert "Requests that reached nobody although everybody was tried: 1." in await trouble(town)
    standing = await town.requests.standing(one.id, SAM)
    assert standing
    await does(town, SAM, one.reference, Operation.CONFIRM)
    assert "Requests that reached nobody" in await trouble(town), "whoever took it down sees to nothing"
    story = await happened(town, one.reference, HECTOR)
    assert sentence("request.unreached") in story
    assert "Requests that reached nobody" not in await trouble(town)


async def test_r16_of_a_lane_one_reader_who_was_told_is_enough_and_nobody_else_hears(town: Town) -> None:
    town.messenger.refusals[INGRID] = GONE
    await taken(town, matter=Matter.PERSON, category="", about=(CALLUM,))
    for _ in range(3):
        await town.pass_time(seconds=1)
    assert {person for person, _ in town.messenger.attempts} == {HECTOR, INGRID}
    assert "Requests that reached nobody" not in await trouble(town)
    town.messenger.refusals[MIREILLE] = GONE
    await taken(town, matter=Matter.PERSON, category="", about=(WEN,))
    await town.pass_time(seconds=1)
    assert "Requests that reached nobody although everybody was tried: 1." in await trouble(town)


async def test_r08_whoever_was_given_it_and_cannot_be_told_leads_back_to_those_who_gave_it(
    town: Town,
) -> None:
    one = await taken(town)
    await town.pass_time(seconds=1)
    town.messenger.refusals[WEN] = GONE
    said = {"assignee": WEN}
    await town.requests.act(one.id, INGRID, Operation.ASSIGN, said, new_id())
    for _ in range(2):
        await town.pass_time(seconds=1)
    for who in (INGRID, CALLUM):
        assert told(town, who)[-1] == sentence("request.news_instead", reference=one.reference)


async def test_r14_whoever_did_it_hears_that_those_who_wait_for_it_could_not_be_told(town: Town) -> None:
    one = await taken(town)
    await town.pass_time(seconds=1)
    town.messenger.refusals[SAM] = GONE
    await does(town, INGRID, one.reference, Operation.RESOLVE, disposition="Done as asked")
    await town.pass_time(seconds=1)
    untold = sentence("request.news_untold", reference=one.reference)
    assert untold in told(town, INGRID)
    assert sentence("request.news_instead", reference=one.reference) not in told(town, HECTOR)
    assert sentence("request.event_not_delivered", person="Sam Okafor") in await happened(
        town, one.reference, INGRID
    )


async def test_r20_whoever_may_not_know_any_more_when_they_are_told_leaves_it_to_the_next(town: Town) -> None:
    await taken(town, matter=Matter.FRAUD, category="", about=(WEN,))
    rules = town.requests.rules
    left = tuple(one for one in rules.lanes if one.name != "audit")
    town.requests.use(replace(rules, lanes=left))
    await town.pass_time(seconds=1)
    assert told(town, BEATRIZ) == []
    assert "Requests that reached nobody although everybody was tried: 1." in await trouble(town)
