"""Notices of requests where they are hard: who is away, what cannot be opened, who cannot be reached, late clocks."""

from __future__ import annotations

from datetime import timedelta

from bot.words import sentence
from foundation.bell import Bell
from foundation.ids import new_id
from incidents.absences import Absences
from incidents.request import Matter, RequestPriority, ServiceRequest, TakenRequest
from incidents.rules.absence import Absence
from tests.flows.test_requests import CALLUM, INGRID, told
from tests.flows.town import HECTOR, SAM, Town


async def taken(town: Town, **changes: object) -> TakenRequest:
    """A pothole that Sam takes down, through the desk alone: nobody who asks reads anything again first."""
    plain: dict[str, object] = {"channel": "Phone", "category": "pothole", "contact_wanted": True}
    wanted = ServiceRequest(SAM, Matter.SERVICE, "A hole.", **(plain | changes))  # type: ignore[arg-type]  # by name
    one = await town.requests.take(wanted, new_id())
    assert one
    return one


async def test_r08_whoever_another_process_said_is_away_is_away_in_this_one(town: Town) -> None:
    elsewhere = Absences(town.db, town.clock, Bell(), lambda: town.services.people)
    until = town.clock.now() + timedelta(days=3)
    for who in (INGRID, CALLUM):
        assert await elsewhere.say(Absence(new_id(), who, town.clock.now(), until, said_by=who))
    assert (await taken(town)).told == (HECTOR, INGRID, CALLUM), "both of them are away, so their head hears"
    urgent = await taken(town, priority=RequestPriority.EMERGENCY)
    standing = await town.requests.standing(urgent.reference, HECTOR)
    assert standing
    assert standing.to_ring[0] == HECTOR
    await town.pass_time(seconds=1)
    assert sentence("request.news_new", reference=urgent.reference) in told(town, HECTOR)
    assert "Ingrid Solheim is away until" in repr(town.messenger.to(HECTOR))
