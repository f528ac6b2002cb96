"""What goes to the city's own system and what never does; and what becomes of a try, whatever happens to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.delivery.open311_jobs import Open311Jobs
from bot.delivery.request_jobs import RequestJobs
from bot.words import sentence
from foundation.datafile import DataFileError, parse_data
from foundation.ids import new_id
from foundation.outbox.sending import NotDelivered
from foundation.outbox.worker import Worker
from incidents import store_keeping, store_open311
from incidents.open311 import (
    Open311Kept,
    Open311Lost,
    Open311Report,
    Open311Said,
    Open311Standing,
    Open311State,
    Open311Status,
    Open311Taken,
)
from incidents.open311_hearing import AT_ONCE
from incidents.request import Matter, RequestOutcome, RequestPriority, ServiceRequest, TakenRequest
from incidents.request_desk import Requests
from incidents.rules.absence import Absence
from incidents.rules.access import Operation
from incidents.rules.open311_file import read_open311
from incidents.rules.open311_rules import Open311Rules
from tests.flows.test_requests import CALLUM, INGRID, MIREILLE, told
from tests.flows.town import SAM, WEN, Town, sample


@dataclass
class City:
    """Takes what it is sent, or does what the test says; `said` is what it says of each number."""

    sent: list[Open311Report] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    said: dict[str, Open311Said | None] = field(default_factory=dict)
    asked: list[Sequence[str]] = field(default_factory=list)
    silent: bool = False
    gives: Open311Taken | None = None

    async def send(self, report: Open311Report) -> Open311Taken:
        """Take it."""
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(report)
        return self.gives or Open311Taken(str(len(self.sent)))

    async def number_of(self, token: str) -> str:
        """None."""
        return ""

    async def said_of(self, numbers: Sequence[str]) -> Mapping[str, Open311Said | None]:
        """What the test says."""
        self.asked.append(numbers)
        if self.silent:
            raise NotDelivered("no_connection", again=True)
        return {one: self.said.get(one) for one in numbers}


@dataclass
class Connected:
    """The town, connected to the city's own system."""

    town: Town
    city: City
    requests: Requests
    worker: Worker

    async def takes(self, **changes: object) -> TakenRequest:
        """Sam takes a pothole down."""
        plain: dict[str, object] = {"channel": "Phone", "category": "pothole", "place": "14 Harbour Street"}
        plain |= {"taken_by": SAM, "matter": Matter.SERVICE, "description": "A hole."}
        one = await self.requests.take(ServiceRequest(**(plain | changes)), new_id())  # type: ignore[arg-type]  # by name
        assert one
        await self.worker.run_due()
        return one

    async def stands(self, one: TakenRequest, viewer: str = INGRID) -> Open311Standing | None:
        """Where it stands there."""
        standing = await self.requests.standing(one.id, viewer)
        return standing.open311 if standing else None

    async def pass_time(self, **by: float) -> None:
        """Move the clock on and do what is due."""
        self.town.clock.advance(timedelta(**by))
        await self.worker.run_due()

    def use(self, rules: Open311Rules) -> None:
        """Take another part of the file into force."""
        self.requests.use(replace(sample().requests, open311=rules))


def connected(town: Town, *, system: bool = True) -> Connected:
    """The town with everything that a connected one has, or as it is without `system`."""
    city, requests = City(), Requests(town.desk, sample().requests, open311=system)
    services = replace(town.services, requests=requests)
    jobs = Open311Jobs(requests, services, city if system else None)
    notices = RequestJobs(requests, town.messenger, services)
    worker = Worker(town.db, [jobs, notices], town.clock, town.desk.bell, [jobs.looks])
    return Connected(town, city, requests, worker)


@pytest.fixture
def it(town: Town) -> Connected:
    return connected(town)


async def test_without_the_city_s_system_nothing_waits_for_it(town: Town) -> None:
    one = await town.requests.take(
        ServiceRequest(SAM, Matter.SERVICE, "A hole.", "Phone", category="pothole", place="Here"), new_id()
    )
    assert one
    assert await town.db.read(lambda conn: store_open311.open311_row(conn, one.id)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"matter": Matter.COMPLAINT},
        {"matter": Matter.COMPLIMENT},
        {"matter": Matter.SUGGESTION},
        {"matter": Matter.PERSON, "about": (WEN,)},
        {"matter": Matter.FRAUD, "about": (WEN,)},
        {"priority": RequestPriority.EMERGENCY},
        {"category": "park"},
        {"handled": "Done.", "disposition": "Done as asked"},
    ],
    ids=lambda one: "-".join(one),
)
async def test_r15_r36_complaints_lanes_emergencies_and_what_is_done_never_go_out(
    it: Connected, changes: dict[str, object]
) -> None:
    one = await it.takes(**changes)
    assert it.city.sent == []
    assert await it.stands(one, MIREILLE if "about" in changes else INGRID) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"place": ""}, Open311Kept.NO_PLACE),
        ({"description": "He has a gun and points it at us."}, Open311Kept.DANGER),
    ],
)
async def test_what_cannot_or_is_better_not_sent_stays_and_its_card_says_why(
    it: Connected, changes: dict[str, object], why: Open311Kept
) -> None:
    found = await it.stands(await it.takes(**changes))
    assert it.city.sent == []
    assert found
    assert (found.state, found.why, found.may_settle) == (Open311State.KEPT, why, True)


async def test_an_emergency_that_is_none_after_all_goes_out_then(it: Connected) -> None:
    one = await it.takes(priority=RequestPriority.EMERGENCY)
    said = {"to_priority": "routine", "priority_reason": "Nobody is in danger."}
    await it.requests.act(one.id, INGRID, Operation.PRIORITISE, said, new_id())
    await it.worker.run_due()
    assert len(it.city.sent) == 1


async def test_t19_names_and_contact_go_along_where_the_file_says_so_and_they_want_to_hear(
    it: Connected,
) -> None:
    words = {
        "description": "Casey Customer says that Wen Zhao saw it. Ring 902-555-0198.",
        "customer": "Casey Customer",
        "contact": "casey@customer.example",
        "contact_wanted": True,
    }
    await it.takes(**words)
    it.use(Open311Rules("City", {"pothole": "001"}, contact=True))
    await it.takes(**words)
    await it.takes(**{**words, "contact_wanted": False})
    silent, told_all, unwanted = it.city.sent
    for one in (silent, unwanted):
        assert "[customer] says that [employee] saw it. Ring [number]." in one.description
        assert (one.first_name, one.last_name, one.email, one.phone) == ("", "", "", "")
    assert "Casey Customer says that [employee] saw it. Ring 902-555-0198." in told_all.description
    assert (told_all.first_name, told_all.last_name) == ("Casey", "Customer")
    assert told_all.email == "casey@customer.example"


async def test_a_long_text_keeps_our_number_at_its_end(it: Connected) -> None:
    one = await it.takes(description="A hole. " * 1000)
    (sent,) = it.city.sent
    assert len(sent.description) <= 4000
    assert sent.description.endswith(sentence("open311.our_number", reference=one.reference))


async def test_a_try_that_was_begun_and_never_ended_is_not_made_again(it: Connected) -> None:
    it.city.faults.append(NotDelivered("no_connection", again=True))
    one = await it.takes()
    row = await it.town.db.read(lambda conn: store_open311.open311_row(conn, one.id))
    assert row
    assert row.state is Open311State.WAITING
    # As a process leaves it that is killed after it began to send.
    killed = replace(row, state=Open311State.SENDING)
    await it.town.db.write(lambda conn: store_open311.put(conn, killed))
    await it.pass_time(minutes=10)
    found = await it.stands(one)
    assert found
    assert (found.state, it.city.sent) == (Open311State.UNSURE, [])
    assert sentence("open311.told_open311_unsure", reference=one.reference, system="County 311") in told(
        it.town, INGRID
    )


async def test_while_whoever_has_it_is_away_the_others_hear_as_well(it: Connected) -> None:
    now = it.town.clock.now()
    away = Absence(new_id(), CALLUM, now, now + timedelta(days=9), INGRID, CALLUM)
    assert await it.town.services.absences.say(away)
    it.city.faults += [NotDelivered("no_connection", again=True), Open311Lost("timeout")]
    one = await it.takes()
    await it.requests.act(one.id, INGRID, Operation.ASSIGN, {"assignee": CALLUM}, new_id())
    await it.pass_time(minutes=1)
    words = sentence("open311.told_open311_unsure", reference=one.reference, system="County 311")
    for person in (CALLUM, INGRID):
        assert words in told(it.town, person), person


async def test_an_answer_that_comes_after_the_lease_ended_is_true_all_the_same(it: Connected) -> None:
    send = it.city.send

    async def slow(report: Open311Report) -> Open311Taken:
        it.town.clock.advance(timedelta(seconds=9))
        await connected(it.town).worker.run_due()
        return await send(report)

    it.city.send = slow  # type: ignore[method-assign]  # one that is overtaken
    one = await it.takes()
    found = await it.stands(one)
    assert found
    assert (found.state, found.number) == (Open311State.SENT, "1")
    assert len(it.city.sent) == 1


async def test_after_a_day_without_an_answer_it_is_given_up_and_told(it: Connected) -> None:
    it.city.faults = [NotDelivered("no_connection", again=True) for _ in range(40)]
    one = await it.takes()
    await it.pass_time(hours=25)
    found = await it.stands(one)
    assert found
    assert (found.state, found.why) == (Open311State.REFUSED, "unreached")
    assert sentence("open311.told_open311_refused", reference=one.reference, system="County 311") in told(
        it.town, INGRID
    )


async def test_what_changed_before_it_could_be_sent_is_not_sent(it: Connected) -> None:
    it.city.faults.append(NotDelivered("no_connection", again=True))
    one = await it.takes()
    said = {"to_category": "park", "hand_over_reason": "In the park."}
    await it.requests.act(one.id, INGRID, Operation.REROUTE, said, new_id())
    await it.pass_time(minutes=1)
    assert it.city.sent == []
    back = {"to_category": "snow", "hand_over_reason": "It is on the road."}
    await it.requests.act(one.id, "felix.brandt@portmaribel.example", Operation.REROUTE, back, new_id())
    await it.worker.run_due()
    assert [report.service_code for report in it.city.sent] == ["14"]


async def test_what_waits_while_sending_is_turned_off_stays_here(it: Connected) -> None:
    it.city.faults.append(NotDelivered("no_connection", again=True))
    one = await it.takes()
    it.town.clock.advance(timedelta(minutes=1))
    await connected(it.town, system=False).worker.run_due()
    found = await it.stands(one)
    assert found
    assert (found.state, found.why) == (Open311State.KEPT, Open311Kept.OFF)


async def test_only_whoever_has_it_in_hand_says_what_became_of_it_there(it: Connected) -> None:
    one = await it.takes(place="")
    for stranger in (WEN, SAM):
        outcome, _ = await it.requests.settle_open311(one.id, stranger, "77", 1)
        assert outcome is RequestOutcome.NOT_ALLOWED
    for _ in range(2):
        outcome, standing = await it.requests.settle_open311(one.id, INGRID, "77", 1)
        assert outcome is RequestOutcome.DONE
    assert standing
    assert standing.open311
    assert (standing.open311.number, standing.open311.may_settle) == ("77", False)
    outcome, _ = await it.requests.settle_open311(one.id, INGRID, "", 1)
    assert outcome is RequestOutcome.NOT_NOW, "it is there"


@pytest.mark.parametrize(
    "changes", [{"place": ""}, {"description": "He has a gun and points it at us."}], ids=["place", "danger"]
)
async def test_what_its_own_words_keep_here_is_not_said_to_go_again(
    it: Connected, changes: dict[str, object]
) -> None:
    one = await it.takes(**changes)
    it.town.bot.use(replace(it.town.services, requests=it.requests))
    ingrid = it.town.talk(INGRID)
    await ingrid.choose("request.open311", one.id)
    assert sentence("open311.found_there") in repr(ingrid.form)
    assert sentence("open311.found_again") not in repr(ingrid.form)
    outcome, _ = await it.requests.settle_open311(one.id, INGRID, "", 1)
    assert outcome is RequestOutcome.NOT_NOW


async def test_what_was_taken_without_a_number_and_is_not_there_can_go_again(it: Connected) -> None:
    it.city.gives = Open311Taken(token="t1")
    one = await it.takes()
    found = await it.stands(one)
    assert found
    assert (found.state, found.number, found.may_send) == (Open311State.SENT, "", True)
    it.city.gives = None
    for _ in range(2):
        outcome, _ = await it.requests.settle_open311(one.id, INGRID, "", 1)
        assert outcome is RequestOutcome.DONE
    await it.worker.run_due()
    found = await it.stands(one)
    assert found
    assert found.number == "2"


async def test_a_form_about_a_try_before_sends_nothing_again(it: Connected) -> None:
    it.city.faults += [Open311Lost("timeout"), Open311Lost("timeout")]
    one = await it.takes()
    answers = []
    for person in (INGRID, CALLUM):
        outcome, _ = await it.requests.settle_open311(one.id, person, "", 1)
        answers.append(outcome)
        await it.worker.run_due()
    assert answers == [RequestOutcome.DONE, RequestOutcome.NOT_NOW]
    found = await it.stands(one)
    assert found
    assert (found.state, found.tries, it.city.sent) == (Open311State.UNSURE, 2, [])


async def test_all_are_asked_about_in_turn_also_where_it_knows_some_no_more(it: Connected) -> None:
    many = [await it.takes() for _ in range(AT_ONCE + 2)]
    it.city.said[str(AT_ONCE + 2)] = Open311Said(Open311Status.CLOSED)
    await it.pass_time(minutes=16)
    assert sorted(number for some in it.city.asked for number in some) == sorted(
        str(one + 1) for one in range(AT_ONCE + 2)
    )
    found = await it.stands(many[-1])
    assert found
    assert found.status is Open311Status.CLOSED
    it.city.asked.clear()
    it.city.silent = True
    await it.pass_time(minutes=15)
    assert len(it.city.asked) == 1, "one that is silent is not asked for more"
    late = it.town.clock.now() - timedelta(minutes=10)
    assert await it.town.db.read(lambda conn: store_open311.unheard(conn, late)) == AT_ONCE + 2


async def test_a_destroyed_request_leaves_nothing_of_it(it: Connected) -> None:
    one = await it.takes()
    await it.town.db.write(lambda conn: store_keeping.destroy(conn, one.id))
    assert await it.town.db.read(lambda conn: store_open311.open311_row(conn, one.id)) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("open311: {name: City, services: {potole: '001'}}", "potole"),
        ("open311: {name: City, services: {pothole: 001}}", "quotes"),
        ("open311: {services: {pothole: '001'}}", "name"),
        ("open311: {name: City}", "services"),
        ("open311: {name: City, services: {pothole: '001'}, contact: perhaps}", "true or false"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(DataFileError, match=problem) as found:
        read_open311(parse_data(text, "requests.yaml"), ["pothole"])
    assert "line 1" in str(found.value)
