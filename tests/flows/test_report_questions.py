"""What the report form asks back before it is sent: a colleague who is near, a danger without its box (R20, P36)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.events import FieldValue
from bot.flows.report_questions import DANGER, NONE, field_for
from bot.forms import ChoiceField, Field, Form, FormNotice, MultiChoiceField
from bot.replies import CloseForm, FormErrors
from incidents.records import Behaviour, Record
from tests.fakes.conversation import Conversation
from tests.flows.test_report import FILLED, initial, opened
from tests.flows.town import CAO, DANA, GIDEON, HECTOR, PRIYA, SAM, TESSA, Town, sample

MAYOR = "yusuf.demir@portmaribel.example"
TEODOR = "teodor.lindqvist@portmaribel.example"
JOLENE = "jolene.tremblay@portmaribel.example"


async def sent(town: Town, person: str = SAM, /, **changes: FieldValue) -> Conversation:
    talk = await opened(town, person)
    await talk.submit({**FILLED, **changes})
    return talk


def asked(talk: Conversation) -> dict[str, Field]:
    """The questions of the open form, by name."""
    if talk.form is None:
        return {}
    return {one.name: one for one in talk.form.fields if one.name.startswith("named_") or one.name == DANGER}


async def answered(
    talk: Conversation, answers: Mapping[str, FieldValue], **changes: FieldValue
) -> Conversation:
    assert isinstance(talk.replies[0], FormErrors), talk.words
    await talk.submit({**FILLED, **changes, **answers})
    return talk


async def only(town: Town, person: str = SAM) -> Record:
    (record,) = await town.desk.mine(person)
    return record


def readers(form: Form | None) -> str:
    """What the form says about who will read it."""
    assert form is not None
    return next(one.text for one in form.items[1:] if isinstance(one, FormNotice))


NEAR = {
    "Priya": {PRIYA},
    "priya": {PRIYA},
    "Ms Raman": {PRIYA},
    "Ms. Raman": {PRIYA},
    "my manager Priya": {PRIYA},
    "my manager, Priya R.": {PRIYA},
    "Priya Raman (my manager)": {PRIYA},
    "Mrs Priya Raman": {PRIYA},
    "Pryia Ramman": {PRIYA},
    "Prya": {PRIYA},
    "P. Raman": {PRIYA},
    "praman@portmaribel.example": {PRIYA},
    "priya.raman@gmail.example": {PRIYA},
    "Customer Service Manager": {PRIYA},
    "the customer service manger": {PRIYA},
    "the department head": {PRIYA},
    "head of customer service": {PRIYA},
    "my supervisor": {PRIYA, DANA},
    "my boss": {PRIYA, DANA},
    "our team lead": {PRIYA, DANA},
    "manager": {PRIYA, DANA},
    "the CAO": {CAO},
    "Chief Administrative Officer": {CAO},
    "Hector Villasenor": {HECTOR},
    "the Finance manager": {"beatriz.amaral@portmaribel.example"},
    "Mr Marsh": {GIDEON},
    "the mayor": {MAYOR},
}
FAR = (
    "He said he may call again in May; I will grant him that.",
    "The data is open, the door is shut, and this is the brand he owed at noon.",
    "The marsh was flooded. March was wet, and so was the field beside it.",
    "He demanded to see your manager and the minister.",
    "Casey Quill",
    "Sam Okafor",
    "unknown",
)


@pytest.mark.parametrize("said", NEAR)
async def test_r20_a_customer_who_may_be_a_colleague_is_asked_about_before_anything_is_sent(
    town: Town, said: str
) -> None:
    named = NEAR[said] - ({HECTOR} if said == "Hector Villasenor" else set())
    talk = await sent(town, customer=said)
    assert set(asked(talk)) == {field_for(one) for one in named}
    await town.worker.run_due()
    if named:
        assert await town.desk.mine(SAM) == ()
        assert town.notifier.attempts == []
        assert initial(talk.form, "happened") == FILLED["happened"]
        await answered(talk, dict.fromkeys(asked(talk), "yes"), customer=said)
    record = await only(town)
    assert set(record.report.about) == NEAR[said]
    assert {row.recipient for row in record.deliveries}.isdisjoint(NEAR[said])
    for one in NEAR[said]:
        assert await town.desk.view(record.id, one) is None


@pytest.mark.parametrize(
    "field", ["happened", "tried", "afterwards", "customer_description", "others_present"]
)
async def test_r20_a_colleague_in_any_text_is_asked_about(town: Town, field: str) -> None:
    talk = await sent(town, **{field: "He shouted, and Ms Raman laughed."})
    assert set(asked(talk)) == {field_for(PRIYA)}
    assert "You wrote “Ms Raman”. Is the report about Priya Raman?" in [
        one.label for one in asked(talk).values()
    ]


@pytest.mark.parametrize("said", FAR)
async def test_words_that_only_look_like_a_name_ask_nothing(town: Town, said: str) -> None:
    for field in ("customer", "happened"):
        talk = await sent(town, **{field: said})
        assert talk.replies == [CloseForm()], talk.words


async def test_a_witness_who_would_not_read_it_is_not_asked_about(town: Town) -> None:
    talk = await sent(town, others_present="Jolene Tremblay, two customers")
    assert talk.replies == [CloseForm()]
    talk = await sent(town, happened="Jolene shouted at me.")
    assert set(asked(talk)) == {field_for(JOLENE)}


@pytest.mark.parametrize(
    "said", ["Priya Raman", "raman, PRIYA", " priya  raman ", "Priya.Raman@PortMaribel.example"]
)
async def test_a_whole_name_or_address_is_taken_as_meant(town: Town, said: str) -> None:
    talk = await sent(town, customer=said)
    assert talk.replies == [CloseForm()]
    record = await only(town)
    assert record.report.about == (PRIYA,)
    assert await town.desk.view(record.id, PRIYA) is None


async def test_a_colleague_who_helped_stays_a_reader_and_is_not_asked_about_again(town: Town) -> None:
    said = "He shouted. Priya came and helped me."
    talk = await sent(town, happened=said)
    (question,) = asked(talk)
    await answered(talk, {question: "no"}, happened=said)
    assert talk.replies == [CloseForm()]
    record = await only(town)
    assert record.report.about == ()
    assert [row.recipient for row in record.deliveries] == [PRIYA]


async def test_a_customer_with_the_first_name_of_a_colleague_is_asked_about_once(town: Town) -> None:
    """Also where the form comes back a second time for another reason."""
    said = {"customer": "Priya Kowalski", "happened": "Priya shouted. Priya swore."}
    talk = await sent(town, **said)
    (question,) = asked(talk)
    await answered(talk, {question: "no"}, **{**said, "channel": ""})
    assert isinstance(talk.replies[0], FormErrors)
    assert list(talk.replies[0].errors) == ["channel"]
    assert initial(talk.form, question) == "no"
    await answered(talk, {question: "no"}, **said)
    assert talk.replies == [CloseForm()]


async def test_a_question_left_open_keeps_the_form_open(town: Town) -> None:
    talk = await sent(town, customer="my boss")
    first, second = asked(talk)
    await answered(talk, {first: "yes"}, customer="my boss")
    assert isinstance(talk.replies[0], FormErrors)
    assert list(talk.replies[0].errors) == [second]
    assert initial(talk.form, first) == "yes"
    assert await town.desk.mine(SAM) == ()


async def test_what_is_added_after_an_answer_is_asked_about_too(town: Town) -> None:
    talk = await sent(town, happened="Priya shouted.")
    await answered(talk, {field_for(PRIYA): "no"}, happened="Priya shouted, and so did Dana.")
    assert isinstance(talk.replies[0], FormErrors)
    assert list(talk.replies[0].errors) == [field_for(DANA)]


async def test_r20_a_colleague_who_is_chosen_is_shut_out_and_not_asked_about(town: Town) -> None:
    talk = await sent(town, customer="", about=(PRIYA, JOLENE), happened="Priya and Jolene shouted at me.")
    assert talk.replies == [CloseForm()]
    record = await only(town)
    assert record.report.about == (PRIYA, JOLENE)
    assert [row.recipient for row in record.deliveries] == [CAO], "Dana reports to Priya"
    assert "The report is about Priya Raman, Jolene Tremblay." in await town.confirmation()


async def test_whoever_may_read_a_complaint_reads_whom_it_is_about(town: Town) -> None:
    await sent(town, about=(PRIYA,))
    record = await only(town)
    talk = town.talk(CAO)
    await town.worker.run_due()
    await talk.choose("notice.view", record.id)
    assert "About\nPriya Raman" in [one.text for one in talk.form.items if isinstance(one, FormNotice)]  # type: ignore[union-attr]  # it is open


async def test_somebody_unlisted_cannot_be_complained_of_by_a_made_up_answer(town: Town) -> None:
    talk = await sent(town, about=("nobody@elsewhere.example",))
    assert isinstance(talk.replies[0], FormErrors)
    assert await town.desk.mine(SAM) == ()
    await talk.submit({**FILLED, "about": (SAM,)})
    assert (await only(town)).report.about == ()


async def test_my_boss_is_whoever_leads_the_department_that_was_chosen(town: Town) -> None:
    """P02: somebody the list does not know."""
    new = "new.hire@portmaribel.example"
    talk = await sent(town, new, department="Public Works", happened="My boss shouted at me.")
    assert set(asked(talk)) == {field_for(HECTOR), field_for("ingrid.solheim@portmaribel.example")}


async def test_the_boss_of_a_head_is_the_cao(town: Town) -> None:
    talk = await sent(town, PRIYA, happened="My boss shouted at me.")
    assert set(asked(talk)) == {field_for(CAO)}


DANGERS = {
    "She punched me in the arm.": Behaviour.VIOLENCE,
    "He pushed Dana against the wall.": Behaviour.VIOLENCE,
    "He threw a stapler at me.": Behaviour.VIOLENCE,
    "He said he would kill me.": Behaviour.THREAT,
    "He will wait outside for me, he said.": Behaviour.THREAT,
    "“You’ll regret this”": Behaviour.THREAT,
    "He knows where I live.": Behaviour.THREAT,
    "He pulled out a knife.": Behaviour.WEAPON,
    "She kicked the door and broke the glass.": Behaviour.PROPERTY,
    "She said she wants to kill herself.": Behaviour.SELF_HARM,
    "He doesn't want to live any more.": Behaviour.SELF_HARM,
}
CALM = (
    "He had no weapon and did not hit me.",
    "She asked about a gun permit, then hung up.",
    "A pothole damaged his car. I pay for this with my taxes, he said.",
    "I said I'll get you the form. I asked him to step outside.",
    "It was hard to kill the time until he left.",
)


@pytest.mark.parametrize("said", DANGERS)
async def test_p36_danger_in_the_words_without_its_box_is_asked_about_before_anything_is_sent(
    town: Town, said: str
) -> None:
    talk = await sent(town, happened=said, behaviours=("rude",), ended="no")
    question = asked(talk)[DANGER]
    assert isinstance(question, MultiChoiceField)
    assert DANGERS[said] in [one.value for one in question.options]
    assert await town.desk.mine(SAM) == ()
    answers = {name: (DANGERS[said],) if name == DANGER else "no" for name in asked(talk)}
    await answered(talk, answers, happened=said, behaviours=("rude",), ended="no")
    assert (await only(town)).report.behaviours == (Behaviour.RUDE, DANGERS[said])


@pytest.mark.parametrize("said", CALM)
async def test_words_that_only_sound_like_danger_ask_nothing(town: Town, said: str) -> None:
    talk = await sent(town, happened=said, behaviours=("rude",))
    assert talk.replies == [CloseForm()], talk.words


async def test_a_ticked_box_answers_the_question_beforehand(town: Town) -> None:
    for said, kind in DANGERS.items():
        talk = await sent(town, happened=said.replace("Dana", "me"), behaviours=(kind,))
        assert talk.replies == [CloseForm()], said


async def test_whoever_says_that_it_was_no_danger_is_not_asked_again(town: Town) -> None:
    said = "He knows where I live, because I told him."
    talk = await sent(town, happened=said, behaviours=())
    await answered(talk, {DANGER: (NONE,)}, happened=said, behaviours=())
    assert talk.replies == [CloseForm()]
    assert (await only(town)).report.behaviours == ()


async def test_everything_is_asked_in_one_go_and_stands_above_the_fields(town: Town) -> None:
    talk = await sent(town, customer="Ms Raman", happened="She threatened me.", behaviours=())
    assert set(asked(talk)) == {field_for(PRIYA), DANGER}
    assert talk.form is not None
    assert [one.name for one in talk.form.fields[:2]] == [field_for(PRIYA), DANGER]
    assert isinstance(asked(talk)[field_for(PRIYA)], ChoiceField)
    await answered(
        talk,
        {field_for(PRIYA): "yes", DANGER: ("threat",)},
        customer="Ms Raman",
        happened="She threatened me.",
        behaviours=(),
    )
    assert talk.replies == [CloseForm()]


async def test_an_interview_asks_the_same_before_the_last_look(town: Town) -> None:
    talk = town.talk(platform="plain")
    await talk.say("incident")
    for typed in ("now", "phone", "my boss", "none", "She threatened me.", "1", "no", "skip", "no", "no"):
        await talk.say(typed)
    said = []
    for typed in ("yes", "no", "threatening"):
        said.append(talk.words)
        await talk.say(typed)
    assert "Is the report about Priya Raman?" in said[0]
    assert "Is the report about Dana Whitlock?" in said[1]
    assert "sounds like danger" in said[2]
    assert "Please check your answers" in talk.words
    await talk.say("send")
    record = await only(town)
    assert record.report.about == (PRIYA,)
    assert Behaviour.THREAT in record.report.behaviours


async def test_an_interview_that_was_hurried_through_is_still_asked(town: Town) -> None:
    talk = town.talk(platform="plain")
    await talk.say("incident")
    answers = ["now", "phone", "Priya", "none", "She shouted.", "1", "no", "skip", "no", "no"]
    for typed in (*answers, "send", "send"):
        await talk.say(typed)
    assert "Is the report about Priya Raman?" in talk.words
    assert await town.desk.mine(SAM) == ()
    await talk.say("yes")
    await talk.say("send")
    assert (await only(town)).report.about == (PRIYA,)


async def test_who_will_read_it_is_said_before_the_words_are_written(town: Town) -> None:
    """And it is true: those who were named are asked in that order, and nobody else can look."""
    talk = await opened(town)
    said = readers(talk.form)
    assert said.splitlines() == [
        (
            "If it is about nobody who works here, Priya Raman will be told of this report and can read it. "
            "If it is urgent and nobody answers, Dana Whitlock, Marguerite Oyelaran will be asked too."
        ),
        (
            "Gideon Marsh can read it as well. Whoever it is about is not told and cannot read it. "
            "The confirmation names who is told."
        ),
    ]
    await talk.submit(FILLED)
    for _ in range(3):
        await town.pass_time(minutes=16)
    record = await only(town)
    rows = list(dict.fromkeys(row.recipient for row in record.deliveries))
    assert rows == [PRIYA, DANA, CAO]
    for person in sample().people.by_key:
        can_read = await town.desk.view(record.id, person) is not None
        assert can_read == (sample().people.name(person) in said or person == SAM), person


async def test_who_will_read_it_leaves_out_whom_it_is_about(town: Town) -> None:
    talk = await sent(town, about=(PRIYA,), channel="")
    said = readers(talk.form)
    assert said.startswith("Marguerite Oyelaran will be told")
    assert "The report is about Priya Raman. They are not told of it and cannot read it." in said


async def test_who_will_read_it_is_true_for_an_elected_member_and_for_somebody_unlisted(town: Town) -> None:
    """D56, P02."""
    assert "here, Marguerite Oyelaran will be told" in readers((await opened(town, TESSA)).form)
    assert "depends on your department" in readers((await opened(town, "new@portmaribel.example")).form)
    talk = await sent(town, TESSA, about=(CAO, TEODOR), channel="")
    assert readers(talk.form).startswith("Yusuf Demir will be told"), "the CAO reports to the Mayor"
    await talk.submit({**FILLED, "about": (CAO, TEODOR, MAYOR), "channel": ""})
    assert readers(talk.form).startswith("Mireille Gagnon will be told"), "the last resort"


async def test_my_supervisor_should_know_now_is_kept(town: Town) -> None:
    await sent(town, supervisor_now=True)
    assert (await only(town)).report.supervisor_now
