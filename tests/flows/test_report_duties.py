"""What the policies ask of a report, duty by duty: each has a place of its own in it, and is seen by who needs it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.flows.notice import draw
from bot.forms import ChoiceField
from bot.replies import FormErrors
from bot.words import sentence
from incidents.notices import NoticeKind
from incidents.records import State
from incidents.rules.access import Operation
from incidents.rules.details import INTERNAL, CustomerType
from incidents.rules.transitions import transition
from incidents.task import TaskKind
from tests.flows.carrying import does, filed, newest, reads, shows
from tests.flows.test_correspondence import DECIDE, a_letter
from tests.flows.test_details import adds, page, seen
from tests.flows.test_report import filed as report_of
from tests.flows.test_tasks import gives
from tests.flows.town import CAO, PRIYA, SAM, TESSA, WEN, Town

__all__ = ["filed"]

UNTOLD = sentence("act.customer_untold")


async def test_d07_another_department_is_asked_until_a_day_and_reads_the_question_not_the_report(
    town: Town, filed: tuple[str, str]
) -> None:
    await gives(town, filed[1], WEN, task_kind=TaskKind.ANSWER, task_words="Was the meter read in May?")
    (task,) = await town.services.tasks.mine(WEN)
    assert task.kind is TaskKind.ANSWER
    assert task.due > town.clock.now()
    assert "Was the meter read in May?" in await reads(town, PRIYA, filed[0])
    assert await town.desk.view(filed[0], WEN) is None
    for _ in range(9):
        await town.pass_time(days=1)
    late = {one.recipient for one in town.notifier.notices if one.kind is NoticeKind.TASK_LATE}
    assert PRIYA in late, "who asked hears that there is no answer (D23)"


async def test_d22_how_grave_it_was_what_was_decided_about_the_police_and_by_whom_stand_in_the_report(
    town: Town,
) -> None:
    record = await report_of(town)
    await adds(town, record, "add_safety", severity="grave")
    await does(town, SAM, record.reference, Operation.POLICE, police="reported", police_file="PM-77")
    read = await reads(town, PRIYA, record.id)
    for words in (sentence("field.severity_grave"), sentence("field.police_reported"), "PM-77"):
        assert words in read, words
    (decided,) = [
        one for one in (await seen(town, record, PRIYA)).entries if one.operation == Operation.POLICE
    ]
    assert decided.by == SAM


@pytest.mark.parametrize("state", [one for one in State if transition(one, Operation.AMEND)])
def test_d24_the_cao_can_be_asked_in_every_state(state: State) -> None:
    assert transition(state, Operation.ASK_CAO) is not None


async def test_d24_author_and_head_are_offered_to_ask_the_cao_from_the_first_moment(
    town: Town, filed: tuple[str, str]
) -> None:
    for person in (SAM, PRIYA):
        talk = await shows(town, person, filed[1])
        await talk.press(sentence("act.more"))
        assert sentence("act.ask_cao") in {one.label for one in talk.buttons}


async def test_d51_d52_d53_topic_behaviour_and_what_was_tried_have_a_field_each(town: Town) -> None:
    record = await report_of(town, happened="He swore at me twice.", behaviours=("verbal_abuse",))
    await adds(town, record, "add_details", topic="A tax bill", tried="I offered the form.")
    read = await reads(town, PRIYA, record.id)
    for name, said in (
        ("topic", "A tax bill"),
        ("behaviours", sentence("field.behaviours_verbal_abuse")),
        ("happened", "He swore at me twice."),
        ("tried", "I offered the form."),
    ):
        label, after = sentence(f"field.{name}"), read
        assert label in after, label
        assert said in after[after.index(label) :], said


async def test_d57_the_cao_may_do_for_an_elected_member_what_a_head_may_for_others(town: Town) -> None:
    usual = await report_of(town)
    elected = await report_of(town, filed_for=TESSA)
    await town.worker.run_due()
    head = (await seen(town, usual, PRIYA)).may
    cao = (await seen(town, elected, CAO)).may
    assert head - cao == {Operation.ASK_CAO, Operation.HAND_OVER}, "there is nobody above to ask"
    _, reference = await a_letter(town, filed_for=TESSA)
    talk = await shows(town, CAO, reference)
    assert DECIDE in {one.label for one in talk.buttons}


@pytest.mark.parametrize("who", list(CustomerType))
async def test_p03_p04_a34_j04_the_form_knows_who_the_customer_can_be(town: Town, who: CustomerType) -> None:
    record = await report_of(town)
    talk = await page(town, record, "add_customer")
    assert talk.form
    (field,) = (one for one in talk.form.fields if one.name == "customer_type")
    assert isinstance(field, ChoiceField)
    assert who in {one.value for one in field.options}
    await talk.submit({"customer_type": who})
    assert sentence(f"field.customer_type_{who}") in await reads(town, PRIYA, record.id)


async def test_j04_who_came_with_the_customer_stands_in_the_report(town: Town) -> None:
    record = await report_of(town)
    await adds(town, record, "add_customer", customer_type="student", accompanied_by="Her father")
    assert "Her father" in await reads(town, PRIYA, record.id)


async def test_p05_a_customer_from_within_gets_the_same_fields_people_and_clocks(town: Town) -> None:
    outside, inside = await report_of(town), await report_of(town)
    assert CustomerType.EMPLOYEE in INTERNAL
    await adds(town, outside, "add_customer", customer_type="resident")
    await adds(town, inside, "add_customer", customer_type="employee")
    await town.pass_time(minutes=45)
    one, other = await seen(town, outside, PRIYA), await seen(town, inside, PRIYA)
    assert (one.may, one.urgency, one.state) == (other.may, other.urgency, other.state)
    asked = [[(row.recipient, row.level) for row in record.deliveries] for record in (one, other)]
    assert asked[0] == asked[1]
    assert [task.kind for task in one.tasks] == [task.kind for task in other.tasks]


async def test_p10_p11_the_report_says_that_the_summary_was_confirmed_and_which_options_were_offered(
    town: Town,
) -> None:
    record = await report_of(town)
    await adds(
        town, record, "add_details", options_offered="Monthly rates, or a visit.", summary_confirmed=True
    )
    read = await reads(town, PRIYA, record.id)
    assert "Monthly rates, or a visit." in read
    assert sentence("field.summary_confirmed") in read


async def test_p17_what_was_handed_over_says_until_then_that_the_customer_does_not_know(
    town: Town, filed: tuple[str, str]
) -> None:
    assert UNTOLD not in (await shows(town, PRIYA, filed[1])).words
    await does(town, PRIYA, filed[1], Operation.HAND_OVER, handed_to="cao", customer_told="no")
    assert "hands this report over to you" in newest(town, CAO)
    for person in (SAM, PRIYA, CAO):
        assert UNTOLD in (await shows(town, person, filed[1])).words, person
    pack = town.talk(CAO)
    await pack.choose("pack.show", filed[0])
    assert UNTOLD in pack.words
    spoken = {"contacted_at": town.clock.now(), "contact_next": "A letter."}
    await does(town, CAO, filed[1], Operation.CONTACT, contact_said="That I look into it.", **spoken)
    for person in (SAM, PRIYA, CAO):
        assert UNTOLD not in (await shows(town, person, filed[1])).words, person


async def test_p17_who_told_the_customer_says_when_how_and_what_comes_next_as_they_hand_over(
    town: Town, filed: tuple[str, str]
) -> None:
    talk = await shows(town, SAM, filed[1])
    await talk.press(sentence("act.more"))
    await talk.press(sentence("act.hand_over"))
    said = {"handed_to": "head", "attempts": "I offered a plan.", "customer_told": "yes"}
    await talk.submit(said)
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors)
    assert set(reply.errors) == {"contacted_at", "contacted_by"}
    when = town.clock.now() - timedelta(minutes=5)
    await talk.submit(
        {**said, "contacted_at": when, "contacted_by": "phone", "contact_next": "Priya rings him."}
    )
    await town.pass_time(seconds=1)
    for person in (SAM, PRIYA):
        assert UNTOLD not in (await shows(town, person, filed[1])).words, person
    read = await reads(town, PRIYA, filed[0])
    for words in (sentence("field.customer_told"), "By phone", "Priya rings him."):
        assert words in read, words
    cards = [draw(one, town.services) for one in town.notifier.notices if one.recipient == PRIYA]
    assert "rings him" not in str(cards), "a card is read over shoulders (T19)"


async def test_p17_a_contact_before_it_was_handed_over_told_the_customer_nothing_of_that(
    town: Town, filed: tuple[str, str]
) -> None:
    await does(town, PRIYA, filed[1], Operation.HAND_OVER, handed_to="cao", customer_told="no")
    yesterday = town.clock.now() - timedelta(days=1)
    await does(
        town, PRIYA, filed[1], Operation.CONTACT, contacted_at=yesterday, contact_said="About his bill."
    )
    assert UNTOLD in (await shows(town, CAO, filed[1])).words


async def test_p17_nobody_is_asked_for_a_contact_that_cannot_be_noted_any_more(
    town: Town, filed: tuple[str, str]
) -> None:
    await does(town, PRIYA, filed[1], Operation.HAND_OVER, handed_to="cao", customer_told="no")
    await does(town, CAO, filed[1], Operation.CLOSE)
    for person in (SAM, PRIYA, CAO):
        assert UNTOLD not in (await shows(town, person, filed[1])).words, person
    await does(town, SAM, filed[1], Operation.NOT_SOLVED)
    assert UNTOLD in (await shows(town, CAO, filed[1])).words


async def test_p17_a_report_handed_over_again_asks_again(town: Town, filed: tuple[str, str]) -> None:
    await does(town, SAM, filed[1], Operation.HAND_OVER, handed_to="head", customer_told="yes")
    assert UNTOLD not in (await shows(town, CAO, filed[1])).words
    await does(town, PRIYA, filed[1], Operation.HAND_OVER, handed_to="cao", customer_told="no")
    assert UNTOLD in (await shows(town, CAO, filed[1])).words


async def test_p17_when_somebody_spoke_is_not_said_where_the_customer_does_not_know_after_all(
    town: Town, filed: tuple[str, str]
) -> None:
    spoke = {"contacted_at": town.clock.now(), "contacted_by": "phone", "contact_next": "He rings."}
    await does(town, SAM, filed[1], Operation.HAND_OVER, handed_to="head", customer_told="no", **spoke)
    assert "He rings." not in await reads(town, PRIYA, filed[0])
    assert UNTOLD in (await shows(town, PRIYA, filed[1])).words
