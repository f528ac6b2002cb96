"""Restrictions at their edges as people meet them: who is away, what is typed, what a card and a letter say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.flows.check_words import name_before_contact
from bot.flows.restriction_card import acts_of
from bot.flows.restriction_letter import letter_draft
from bot.replies import FormErrors
from bot.words import sentence
from incidents.rules.access import Operation
from incidents.rules.letters import CustomerLetter
from tests.flows.test_restrictions import NAME, does, looks, proposal, proposes, restricted, the_one, told
from tests.flows.town import CAO, PRIYA, SAM, WEN, Town

__all__ = ["restricted"]

TEODOR = "teodor.lindqvist@portmaribel.example"
RUTH = "ruth.castellano@portmaribel.example"


async def tasks_of(town: Town, who: str) -> set[str]:
    return {str(one.kind) for one in await town.services.tasks.mine(who)}


async def test_d33_where_the_cao_proposed_and_the_deputy_decided_a_third_person_answers(town: Town) -> None:
    await proposes(town, CAO)
    one = await the_one(town)
    await does(town, TEODOR, one.reference, Operation.APPROVE)
    await does(town, CAO, one.reference, Operation.SEND_NOTICE)
    talk = await does(town, CAO, one.reference, Operation.APPEAL)
    assert "It waits for an answer from Ruth Castellano." in talk.words
    assert "appeal" in await tasks_of(town, RUTH)
    assert "waits for your answer" in told(town, RUTH)[-1]


async def test_d33_the_task_of_a_complaint_is_ended_by_an_answer_and_by_nothing_else(
    town: Town, restricted: str
) -> None:
    await does(town, PRIYA, restricted, Operation.APPEAL)
    (task,) = [one for one in await town.services.tasks.mine(TEODOR) if one.kind == "appeal"]
    talk = town.talk(TEODOR)
    await talk.choose("task.show", task.id)
    labels = {one.label for one in talk.buttons}
    assert sentence("task.finish") not in labels
    assert sentence("restriction.open", reference=restricted) in labels
    await talk.choose("task.done", task.id)
    assert sentence("task.by_act", reference=restricted) in talk.words
    assert restricted in talk.words
    assert "report" not in talk.words.casefold()
    assert "appeal" in await tasks_of(town, TEODOR)


async def test_the_one_contact_person_is_told_and_their_absence_is_said(town: Town, restricted: str) -> None:
    assert "nominated" in await tasks_of(town, WEN)
    talk = town.talk(WEN)
    await talk.say("I am away until Monday, Jolene stands in")
    words = (await looks(town, SAM)).words
    assert "Wen Zhao is away until" in words


async def test_a_decision_reaches_somebody_who_is_there(town: Town) -> None:
    await town.talk(CAO).say("I am away until Monday, Teodor stands in")
    await proposes(town)
    assert "It waits for a decision." in told(town, TEODOR)[-1]
    one = await the_one(town)
    talk = await does(town, TEODOR, one.reference, Operation.APPROVE)
    assert sentence("restriction.did_approve") in talk.words


async def test_the_notice_names_no_day_before_it_was_sent_and_nothing_unfilled(town: Town) -> None:
    await proposes(town, customer="{until}\u202e Hollis")
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    await town.pass_time(days=9)
    one = await the_one(town)
    text = (await letter_draft(CustomerLetter.NOTICE, one, "en", PRIYA, town.services)).letter.text
    day = sentence("time.day")
    assert day
    assert "\u202e" not in text
    assert "(until) Hollis" in text
    local = town.clock.now().astimezone(town.services.organisation.timezone)
    assert f"{local.day} " in text.split("your contact")[0]


async def test_whoever_reads_a_decision_sees_whose_it_is(town: Town, restricted: str) -> None:
    talk = town.talk(PRIYA)
    await talk.say(f"restrictions {restricted}")
    await talk.press(sentence("restriction.read"))
    assert sentence("restriction.reasons_given") in repr(talk.form)
    assert sentence("field.decision_reason") not in repr(talk.form)


async def test_what_does_not_go_with_the_options_is_refused_where_it_stands(town: Town) -> None:
    talk = await proposes(town, options=("A",), quota="3")
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert {"nominated", "quota"} <= set(refused.errors)


LOOKS = """
may I call Roy Hollis back
am I allowed to talk to Roy Hollis
may I meet with Roy Hollis tomorrow
can we talk to Roy Hollis about his bill?
can I see Roy Hollis at the counter?
who may talk to Roy Hollis?
Roy Hollis is on the phone
check contact Roy Hollis
check Roy Hollis
is Roy Hollis restricted?
restrictions Roy Hollis
contact check Roy Hollis please
may i call roy hollis back
""".strip().splitlines()


async def test_every_way_to_ask_before_contact_is_a_look(town: Town, restricted: str) -> None:
    for typed in LOOKS:
        assert "Contact person: Wen Zhao" in (await looks(town, SAM, typed)).words, typed


@pytest.mark.parametrize(
    "typed", ["can I see Human Resources", "may I write to Tax Office", "should I call Bylaw Enforcement"]
)
async def test_an_office_is_no_customer(town: Town, typed: str) -> None:
    words = (await looks(town, SAM, typed)).words
    assert sentence("restriction.nothing_on_file") not in words
    assert "555-" in words


@pytest.mark.parametrize(
    "typed",
    [
        "may I talk to a customer alone?",
        "can I call the police?",
        "who can I call about parking?",
        "he said check in at the desk",
        "can I see the report",
    ],
)
def test_what_names_nobody_is_no_look(typed: str) -> None:
    assert name_before_contact(typed) == ""


@pytest.mark.parametrize(
    "typed", ["propose a restriction", "restrict contact", "trespass notice", "show me the restrictions"]
)
async def test_words_for_the_register_lead_to_it(town: Town, typed: str) -> None:
    talk = town.talk(PRIYA)
    await talk.say(typed)
    assert sentence("restriction.propose") in {one.label for one in talk.buttons}


async def test_the_same_person_cannot_meet_somebody_and_be_the_witness(town: Town) -> None:
    await proposes(town, options=("C2",), nominated="")
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    await does(town, PRIYA, one.reference, Operation.SEND_NOTICE)
    talk = await looks(town, SAM)
    await talk.press(sentence("restriction.book"))
    at = town.clock.now() + timedelta(days=2)
    (refused,) = await talk.submit({"meet_at": at, "meet_with": SAM, "witness": SAM})
    assert isinstance(refused, FormErrors)
    assert set(refused.errors) == {"witness"}
    assert proposal(town)["customer"] == NAME


async def test_reasons_stay_in_the_form_where_it_was_decided_otherwise_meanwhile(town: Town) -> None:
    await proposes(town)
    one = await the_one(town)
    talk = town.talk(CAO)
    await talk.choose("restriction.act", f"{Operation.APPROVE}:{one.id}")
    form = talk.form
    await does(town, CAO, one.reference, Operation.DECLINE)
    talk.form = form
    await talk.submit({"decision_reason": "Long reasons zyxq"})
    refused = talk.replies[0]
    assert isinstance(refused, FormErrors)
    assert sentence("act.kept", reason=sentence("restriction.not_now")) in refused.errors.values()
    assert any(getattr(field, "initial", "") == "Long reasons zyxq" for field in refused.form.fields)


async def test_a_notice_before_its_start_says_from_when_and_nothing_of_being_in_force(town: Town) -> None:
    await proposes(town, starts=town.clock.now() + timedelta(days=9))
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    talk = await does(town, PRIYA, one.reference, Operation.SEND_NOTICE)
    assert sentence("restriction.noticed_early", day="11 March 2026") in talk.words
    assert sentence("restriction.tasks_made") in talk.words
    assert sentence("restriction.noticed_now") not in talk.words


async def test_a_second_notice_says_nothing_of_tasks_that_were_made_with_the_first(town: Town) -> None:
    await proposes(town)
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    await does(town, PRIYA, one.reference, Operation.SEND_NOTICE)
    await town.pass_time(days=100)
    later = town.clock.now() + timedelta(days=30)
    await does(town, PRIYA, one.reference, Operation.EXTEND, review_at=later)
    talk = await does(town, PRIYA, one.reference, Operation.SEND_NOTICE)
    assert sentence("restriction.noticed_now") in talk.words
    assert sentence("restriction.tasks_made") not in talk.words


async def test_each_act_has_one_button(town: Town, restricted: str) -> None:
    shown = await town.services.restrictions.view((await the_one(town)).id, PRIYA)
    assert shown
    acts = acts_of(shown)
    assert Operation.EXTEND in acts
    assert len(acts) == len(set(acts))
    talk = town.talk(PRIYA)
    await talk.say(f"restrictions {restricted}")
    labels = [one.label for one in talk.buttons]
    assert len(labels) == len(set(labels))
