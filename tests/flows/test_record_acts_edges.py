"""Acts where people left, cannot be reached, have no right any more, or send what nobody offered them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import FormSubmitted
from bot.flows.notice import draw
from bot.people import People, Role
from bot.replies import FormErrors
from bot.words import sentence
from incidents.escalation import Escalation
from incidents.notices import NoticeKind
from incidents.records import Behaviour, State
from incidents.rules.access import Operation
from tests.fakes.clock import MORNING
from tests.flows.carrying import CLOSING, REPORT, does, filed, newest, shows, state
from tests.flows.town import CAO, HECTOR, PRIYA, SAM, WEN, Town

__all__ = ["filed"]


def moved(town: Town, **roles: tuple[str, frozenset[Role]]) -> None:
    """People change their department and their roles; who is given no department has left."""
    listed = []
    for one in town.services.people.by_key.values():
        department, held = roles.get(one.key.split(".")[0], (one.department, one.roles))
        listed += [replace(one, department=department, roles=held)] if department else []
    people = People.of(listed)
    town.desk.use(Escalation(town.desk.escalation.ladder, people))
    town.services = replace(town.services, people=people)


INGRID = "ingrid.solheim@portmaribel.example"
GONE = ("", frozenset[Role]())


async def test_d35_a_look_that_shows_nothing_of_what_is_reported_back_closes_nothing(
    town: Town, filed: tuple[str, str]
) -> None:
    record, reference = filed
    town.notifier.refuse(SAM, again=True)
    await does(town, PRIYA, reference, Operation.CLOSE, **CLOSING)
    talk = await shows(town, SAM, reference)
    await talk.press(sentence("act.more"))
    await talk.choose("report.amend", record)
    assert await state(town, record) is State.CLOSING
    town.notifier.refuse()
    await town.pass_time(hours=1)
    assert town.notifier.told(NoticeKind.REPORTED) == [SAM]


async def test_an_author_who_heads_a_department_is_not_told_of_their_own_report_as_others_are(
    town: Town,
) -> None:
    hector = town.talk(HECTOR)
    await hector.command("incident")
    await hector.submit({**REPORT, "occurred_at": town.clock.now()})
    await town.pass_time(seconds=1)
    (record,) = await town.desk.mine(HECTOR)
    talk = await does(town, CAO, record.reference, Operation.SHARE, share_with=(HECTOR, PRIYA))
    assert "Please choose again" in talk.words
    await does(town, INGRID, record.reference, Operation.SHARE, share_with=(PRIYA,))
    assert newest(town, PRIYA).endswith("shares this report with you, so that you can read it.")


@pytest.mark.parametrize("ending", [Operation.CLOSE, Operation.RETURN])
async def test_p12_whoever_is_head_today_hears_what_an_author_answers(
    town: Town, filed: tuple[str, str], ending: Operation
) -> None:
    await does(town, PRIYA, filed[1], ending)
    moved(town, priya=GONE, jolene=("Customer Service", frozenset({Role.HEAD})))
    answer = Operation.NOT_SOLVED if ending is Operation.CLOSE else Operation.CORRECT
    await does(town, SAM, filed[1], answer)
    assert "Sam Okafor" in newest(town, "jolene.tremblay@portmaribel.example")


async def test_where_whoever_closed_it_is_gone_too_the_head_of_today_hears_that_its_author_was_not_told(
    town: Town, filed: tuple[str, str]
) -> None:
    await does(town, PRIYA, filed[1], Operation.ASSIGN, assignee=WEN)
    town.notifier.refuse(SAM, again=False)
    await does(town, WEN, filed[1], Operation.CLOSE, **CLOSING)
    moved(town, wen=GONE)
    await town.pass_time(hours=30)
    assert "Sam Okafor could not be told" in newest(town, PRIYA)


async def test_where_whom_a_report_was_passed_to_cannot_be_told_whoever_passed_it_on_hears(
    town: Town, filed: tuple[str, str]
) -> None:
    town.notifier.refuse(WEN, again=False)
    await does(town, PRIYA, filed[1], Operation.ASSIGN, assignee=WEN)
    await town.pass_time(hours=1)
    assert newest(town, PRIYA) == "Wen Zhao could not be told about this report. Please see to it."


async def test_r20_nobody_is_sent_to_speak_with_somebody_who_has_no_right_to_know(
    town: Town, filed: tuple[str, str]
) -> None:
    """Passed on, then complained of before the notice went out: whoever passed it on hears that they are not asked."""
    town.notifier.refuse(WEN, again=True)
    await does(town, PRIYA, filed[1], Operation.ASSIGN, assignee=WEN)
    await town.desk.amend(filed[0], SAM, "Wen started it.", "later", about=frozenset({WEN}))
    town.notifier.refuse()
    await town.pass_time(hours=1)
    told = [draw(one, town.services).summary for one in town.notifier.notices if one.recipient == PRIYA]
    assert sentence("act.told_without_right", name="Wen Zhao") in told
    assert not [one for one in town.notifier.notices if one.recipient == WEN]


async def test_a_report_whose_handler_left_can_be_taken_over_from_its_card(
    town: Town, filed: tuple[str, str]
) -> None:
    await does(town, PRIYA, filed[1], Operation.ASSIGN, assignee=WEN)
    moved(town, wen=GONE)
    talk = await shows(town, PRIYA, filed[1])
    assert sentence("act.handler") not in talk.words
    assert sentence("act.take_over") in talk.words


async def test_a_head_who_only_reads_is_not_asked_to_acknowledge(town: Town, filed: tuple[str, str]) -> None:
    await does(town, PRIYA, filed[1], Operation.SHARE, share_with=(HECTOR,))
    await town.pass_time(minutes=11)
    drawn = repr(town.pushed(HECTOR))
    assert "shares this report" in drawn
    for key in ("notice.alert_lead", "notice.climbed_lead", "notice.acknowledge"):
        assert f"'{sentence(key)}'" not in drawn
    assert sentence("notice.alert", reference=filed[1]) not in drawn


async def test_p36_danger_added_to_a_closed_report_opens_it_again(town: Town, filed: tuple[str, str]) -> None:
    await does(town, PRIYA, filed[1], Operation.CLOSE, **CLOSING)
    await town.desk.amend(filed[0], SAM, "He has a knife.", "later", behaviours=(Behaviour.WEAPON,))
    await town.pass_time(seconds=1)
    assert await state(town, filed[0]) is State.UNDER_REVIEW
    assert filed[0] in {one.id for one in await town.desk.open_for(PRIYA)}


async def test_who_has_it_in_hand_is_named_among_the_readers_of_a_later_statement(
    town: Town, filed: tuple[str, str]
) -> None:
    await does(town, PRIYA, filed[1], Operation.ASSIGN, assignee=WEN)
    await does(town, PRIYA, filed[1], Operation.SHARE, share_with=(HECTOR,))
    talk = town.talk(SAM)
    await talk.choose("report.amend", filed[0])
    assert "Wen Zhao" in repr(talk.form)
    assert "Hector" in repr(talk.form)


async def test_a_forged_form_of_an_act_that_has_none_is_answered_calmly(
    town: Town, filed: tuple[str, str]
) -> None:
    talk = town.talk(WEN)
    await talk.does(
        FormSubmitted("e", talk.who, talk.where, MORNING, "act", "e", {}, f"{Operation.TAKE_OVER}:{filed[0]}")
    )
    assert talk.words == sentence("notice.nothing_to_show")


@pytest.mark.parametrize(("name", "value"), [("contact_said", "\u200b\x00 "), ("contacted_at", "tomorrow")])
async def test_what_says_nothing_and_times_to_come_are_asked_for_again(
    town: Town, filed: tuple[str, str], name: str, value: str
) -> None:
    said = value if name == "contact_said" else town.clock.now() + timedelta(days=1)
    talk = await does(town, PRIYA, filed[1], Operation.CONTACT, **{name: said})
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors)
    assert set(reply.errors) == {name}
