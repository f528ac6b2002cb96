"""Restrictions, safety markers, requests and messages are kept by the schedule, held, and destroyed by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.replies import OpenForm
from bot.words import sentence
from foundation.datafile import DataFileError, parse_data
from foundation.ids import new_id
from incidents.kept import ClosedRecord
from incidents.marker import Marker, MarkerFile
from incidents.phone_message import PhoneMessage
from incidents.records import ActOutcome, RecordKind, Said
from incidents.request import Matter, ServiceRequest
from incidents.rules.access import Operation
from incidents.rules.keepers import keepers
from incidents.rules.retention import Disposal, RetentionClass, class_of, read_schedule
from incidents.task import TaskKind
from tests.fakes.roster import AUTHOR, FakeRoster
from tests.fakes.roster import CAO as CHIEF
from tests.fakes.roster import RECORDS as KEEPER
from tests.flows.test_restrictions import NAME, does, restricted, the_one
from tests.flows.town import CAO, GIDEON, HECTOR, PRIYA, SAM, WEN, Town

__all__ = ["restricted"]

OFFICER = GIDEON
HOLD: dict[str, Said] = {"hold_kind": "legal", "hold_reason": "A lawyer asked."}
ANY, DECLINED = RetentionClass("Restrictions", 84, of=("restriction",)), RetentionClass("Declined", 24)


async def a_message(town: Town) -> str:
    """A message for Wen that she saw to; its reference."""
    message = PhoneMessage(SAM, WEN, caller=NAME, number="902-555-0188")
    taken = await town.services.messages.take(message, town.services.organisation.promises, new_id())
    assert taken
    (task,) = [one for one in await town.services.tasks.mine(WEN) if one.kind is TaskKind.RETURN_CALL]
    outcome, _ = await town.services.tasks.act(task.id, WEN, Operation.FINISH_TASK, {}, new_id())
    assert outcome is ActOutcome.DONE
    return taken.reference


async def a_request(town: Town, **changes: object) -> str:
    """A request that was solved and closed; its reference."""
    plain = ServiceRequest(SAM, Matter.SERVICE, "A deep hole.", "phone", customer=NAME, category="pothole")
    taken = await town.requests.take(replace(plain, **changes), new_id())  # type: ignore[arg-type]  # any field
    assert taken
    rules = town.requests.rules
    category = rules.category("pothole")
    owner = rules.department(category.department) if category else None
    assert owner
    solved: dict[str, Said] = {"disposition": rules.dispositions[0], "resolved_words": "Filled."}
    asked: dict[str, Said] = {"followed_up": "content", "follow_up_words": "They were asked."}
    for operation, said in ((Operation.RESOLVE, solved), (Operation.FINISH, asked)):
        await town.requests.act(taken.id, owner.primary, operation, said, new_id())
    return taken.reference


async def a_marker(town: Town) -> MarkerFile:
    """One of the CAO's, told for twenty days."""
    ends = town.clock.now() + timedelta(days=20)
    told, rules = "There was violence before.", town.services.markers.rules
    marker = Marker(CAO, "", NAME, told, ("Two of you.",), rules.rule, "He struck a clerk.", ends)
    problems, one = await town.services.markers.decide(marker, new_id())
    assert not problems
    assert one
    return one


async def stands(town: Town, reference: str, who: str = OFFICER) -> Disposal | None:
    found = await town.services.keeping.closed(who, town.services.organisation.retention)
    return next((one.disposal for one in found if one.reference == reference), None)


async def destroys(town: Town, *references: str, who: str = OFFICER) -> list[str]:
    schedule = town.services.organisation.retention
    made = await town.services.keeping.destroy(who, references, "Minute 7", schedule, new_id())
    return [one.reference for one in made.destroyed] if made else []


def test_the_outcome_names_the_class_before_the_kind_and_a_kind_of_no_class_has_none() -> None:
    declined = replace(DECLINED, of=("Restriction.Declined",))
    for schedule in ((ANY, declined), (declined, ANY)):
        assert class_of(schedule, RecordKind.RESTRICTION, {"declined"}) is declined
        assert class_of(schedule, RecordKind.RESTRICTION, {"ended"}) is ANY
        assert class_of(schedule, RecordKind.MESSAGE, {"done"}) is None


@pytest.mark.parametrize("of", ["incident", "restriction.paused", "letters"])
def test_a_kind_or_an_outcome_that_there_is_none_of_is_refused_with_its_line(of: str) -> None:
    text = f"retention:\n  - name: One\n    keep: 1 year\n    of: [{of}]\n"
    with pytest.raises(DataFileError) as refused:
        read_schedule(parse_data(text, "organisation.yaml"))
    assert refused.value.line == 4


def test_whoever_has_a_part_in_it_does_not_decide_on_its_end() -> None:
    roster = FakeRoster.town()
    assert keepers(frozenset({AUTHOR}), frozenset(), roster) == (KEEPER,)
    assert keepers(frozenset({KEEPER}), frozenset(), roster) == (CHIEF,)
    assert keepers(frozenset(), frozenset({KEEPER}), roster) == (CHIEF,)
    assert keepers(frozenset({KEEPER, CHIEF}), frozenset(), roster) == ()


async def test_a_message_is_due_after_its_year_and_goes_by_a_named_persons_decision_alone(town: Town) -> None:
    reference = await a_message(town)
    assert await stands(town, reference) is Disposal.KEPT
    assert await town.services.keeping.due(OFFICER, town.services.organisation.retention) == 0
    await town.pass_time(days=400)
    assert await stands(town, reference) is Disposal.DUE
    assert await town.services.keeping.due(OFFICER, town.services.organisation.retention) == 1
    for who in (WEN, SAM, PRIYA, CAO, HECTOR):
        assert await stands(town, reference, who) is None
        assert await destroys(town, reference, who=who) == []
    assert await town.services.messages.view(reference, WEN), "nothing goes by itself"
    talk = town.talk(OFFICER)
    await talk.say("retention")
    assert reference in talk.words
    assert sentence("retention.kind_message") in talk.words
    assert NAME not in talk.words
    await talk.press(sentence("retention.decide"))
    await talk.submit({"records": (reference,), "authority": "Minute 7"})
    assert sentence("retention.destroyed", count=1) in talk.words
    assert await town.services.messages.view(reference, WEN) is None
    (certificate,) = await town.services.keeping.certificates(OFFICER)
    assert [(one.reference, one.retention_class) for one in certificate.destroyed] == [
        (reference, "Messages")
    ]


async def test_a_hold_keeps_a_request_although_its_time_is_over(town: Town) -> None:
    reference = await a_request(town)
    await town.pass_time(days=3 * 366 + 2)
    assert await stands(town, reference) is Disposal.DUE
    talk = town.talk(OFFICER)
    await talk.say(f"retention {reference}")
    await talk.press(sentence("retention.hold"))
    await talk.submit({"hold_kind": "request", "hold_reason": "Somebody asked for it."})
    assert sentence("retention.held_now") in talk.words
    assert await stands(town, reference) is Disposal.HELD
    assert await destroys(town, reference) == []
    await talk.press(sentence("retention.lift_hold"))
    await talk.submit({"hold_kind": "legal", "lift_reason": "Over."})
    assert sentence("retention.no_such_hold") in talk.words
    await talk.submit({"hold_kind": "request", "lift_reason": "It was given."})
    assert sentence("retention.lifted_now") in talk.words
    assert await destroys(town, reference) == [reference]
    assert await town.requests.standing(reference, SAM) is None


async def test_nobody_but_who_decides_on_it_sees_that_there_is_anything_to_keep(town: Town) -> None:
    reference, keeping = await a_message(town), town.services.keeping
    said = set()
    for who, name in ((CAO, reference), (HECTOR, reference), (OFFICER, "ZZZ-999")):
        found = await keeping.one(name, who, town.services.organisation.retention)
        assert found is None
        assert await keeping.hold(name, who, Operation.HOLD, HOLD, new_id()) is ActOutcome.NOT_ALLOWED
        talk = town.talk(who)
        await talk.choose("retention.one", name)
        said.add(talk.words)
    assert said == {sentence("retention.nothing_here")}


async def test_a_restriction_is_kept_from_its_end_and_can_be_held_while_it_is_in_force(
    town: Town, restricted: str
) -> None:
    assert await stands(town, restricted) is None
    schedule = town.services.organisation.retention
    assert await destroys(town, restricted) == []
    assert (
        await town.services.keeping.hold(restricted, OFFICER, Operation.HOLD, HOLD, "one") is ActOutcome.DONE
    )
    assert [one.reference for one in await town.services.keeping.held(OFFICER)] == [restricted]
    assert (await the_one(town)).applies, "a hold changes nothing of it"
    await does(town, PRIYA, restricted, Operation.END)
    await town.pass_time(days=8 * 366)
    assert await stands(town, restricted) is Disposal.HELD
    lifted: dict[str, Said] = {"hold_kind": "legal", "lift_reason": "Settled."}
    assert await town.services.keeping.hold(restricted, OFFICER, Operation.LIFT_HOLD, lifted, "two") is (
        ActOutcome.DONE
    )
    found = await town.services.keeping.one(restricted, OFFICER, schedule)
    assert found
    # Its tasks for Council and those outside are still open: they are done or dropped first.
    assert await stands(town, restricted) is Disposal.TASKS_OPEN
    assert await destroys(town, restricted) == []


async def test_what_no_class_is_of_is_kept_always_and_asks_nobody_for_one(town: Town) -> None:
    reference, keeping = await a_message(town), town.services.keeping
    await town.pass_time(days=4000)
    dropped = replace(DECLINED, of=("message.dropped",))
    for schedule in ((ANY,), (ANY, dropped)):
        assert not any(one.disposal is Disposal.DUE for one in await keeping.closed(OFFICER, schedule))
        found = await keeping.one(reference, OFFICER, schedule)
        assert isinstance(found, ClosedRecord)
        assert found.disposal is Disposal.ALWAYS


async def test_a_marker_that_ended_by_its_day_is_due_and_leads_nowhere_once_it_is_gone(town: Town) -> None:
    one = await a_marker(town)
    assert await stands(town, one.reference) is None
    await town.pass_time(days=21)
    assert await stands(town, one.reference) is Disposal.KEPT
    await town.pass_time(days=7 * 366)
    assert await destroys(town, one.reference) == [one.reference]
    assert await town.services.markers.view(one.id, CAO) is None
    assert not (await town.services.restrictions.check(NAME, SAM)).told


async def test_a_hold_on_a_marker_is_lifted_by_who_put_it_on(town: Town) -> None:
    one, keeping = await a_marker(town), town.services.keeping
    schedule = town.services.organisation.retention
    assert await keeping.hold(one.id, OFFICER, Operation.HOLD, HOLD, "one") is ActOutcome.DONE
    assert await keeping.one(one.id, OFFICER, schedule), "whoever holds it has no part in it"
    lifted: dict[str, Said] = {"hold_kind": "legal", "lift_reason": "Settled."}
    assert await keeping.hold(one.id, OFFICER, Operation.LIFT_HOLD, lifted, "two") is ActOutcome.DONE
    await town.pass_time(days=8 * 366)
    assert await destroys(town, one.reference) == [one.reference]


async def test_what_is_held_is_listed_though_no_class_is_of_its_kind(town: Town) -> None:
    reference, keeping = await a_message(town), town.services.keeping
    assert await keeping.closed(OFFICER, (ANY,)) == ()
    assert await keeping.hold(reference, OFFICER, Operation.HOLD, HOLD, "one") is ActOutcome.DONE
    (found,) = await keeping.closed(OFFICER, (ANY,))
    assert (found.reference, found.disposal, found.holds) == (reference, Disposal.HELD, ("legal",))
    assert await keeping.due(OFFICER, (ANY,)) == 0


async def test_a_restriction_on_hold_is_read_as_before_and_the_officer_reads_why_it_is_held(
    town: Town, restricted: str
) -> None:
    talk = town.talk(OFFICER)
    await talk.say(f"retention {restricted}")
    await talk.press(sentence("retention.hold"))
    await talk.submit({"hold_kind": "legal", "hold_reason": "The lawyer of Roy asked."})
    assert "The lawyer of Roy asked." not in talk.words, "a card is read over shoulders"
    (opened,) = await talk.press(sentence("retention.why"))
    assert isinstance(opened, OpenForm)
    assert "The lawyer of Roy asked." in repr(opened.form)
    assert sentence("retention.event_held", person="Gideon Marsh") in repr(opened.form)
    assert "The lawyer of Roy asked." not in repr(opened.opener)
    other = town.talk(PRIYA)
    await other.choose("retention.why", restricted)
    assert other.words == sentence("retention.nothing_here")
    await other.say(f"restrictions {restricted}")
    (opened,) = await other.press(sentence("restriction.read"))
    assert isinstance(opened, OpenForm)
    assert "The lawyer" not in repr(opened)
