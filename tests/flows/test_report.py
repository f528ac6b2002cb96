"""Report: emergency first, everything kept, a reference to say on the phone, kind words."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from bot.events import CommandInvoked, FieldValue
from bot.flows.prefill import read_prefill, write_prefill
from bot.flows.staff_words import NAMING_STAFF
from bot.forms import Form, FormNotice
from bot.messages import Buttons, Links, Text, Tone
from bot.people import Identity, Place
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Say
from incidents.notices import NoticeKind
from incidents.records import Record, Report
from tests.fakes.clock import MORNING
from tests.fakes.conversation import Conversation
from tests.flows.town import CAO, DANA, PRIYA, SAM, TESSA, Town, answer

FILLED: Mapping[str, FieldValue] = {
    "occurred_at": MORNING - timedelta(minutes=20),
    "channel": "phone",
    "customer": "Casey Quill",
    "happened": "He shouted at me for ten minutes.",
    "behaviours": ("verbal_abuse", "threat"),
    "warned": "yes",
    "ended": "yes",
}


async def opened(town: Town, person: str = SAM) -> Conversation:
    talk = town.talk(person)
    await talk.command("incident")
    return talk


async def filed(town: Town, person: str = SAM, /, **changes: FieldValue) -> Record:
    before = {one.id for one in await town.desk.mine(person)}
    talk = await opened(town, person)
    await talk.submit({**FILLED, **changes})
    assert talk.replies == [CloseForm()], talk.words
    (record,) = (one for one in await town.desk.mine(person) if one.id not in before)
    return record


def errors(talk: Conversation) -> Mapping[str, str]:
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors), talk.words
    return reply.errors


def initial(form: Form | None, name: str) -> object:
    assert form is not None
    return next(getattr(field, "initial", None) for field in form.fields if field.name == name)


async def test_p36_the_emergency_numbers_come_before_any_field(town: Town) -> None:
    talk = await opened(town)
    assert talk.form is not None
    first = talk.form.items[0]
    assert isinstance(first, FormNotice)
    assert first.danger
    assert "911" in first.text
    assert "Say where you are" in first.text
    assert "worth being hurt for" in first.text  # P37


async def test_p36_the_emergency_numbers_are_on_the_message_that_offers_the_form(town: Town) -> None:
    talk = town.talk()
    (reply,) = await talk.say("incident")
    assert isinstance(reply, Say)
    first, second = reply.message.parts[1:3]
    assert isinstance(first, Text)
    assert first.tone is Tone.DANGER
    assert isinstance(second, Links)
    assert second.links[0].url == "tel:911"
    assert isinstance(reply.message.parts[-1], Buttons)
    await talk.press("Open the form")
    assert isinstance(talk.replies[0], OpenForm)


async def test_d46_to_d55_the_form_has_every_field_of_the_record(town: Town) -> None:
    talk = await opened(town)
    assert talk.form is not None
    stated = {field.name for field in fields(Report)} - {"author", "department", "zone", "own"}
    asked = {field.name for field in talk.form.fields}
    await filed(town)
    await talk.choose("record.details", f"add_details:{(await town.desk.mine(SAM))[0].id}")
    assert talk.form is not None
    later = {field.name for field in talk.form.fields}
    assert stated - {"customer_description", *NAMING_STAFF} <= asked | later, (
        "what they looked like is asked of the unknown alone, colleagues on a page of their own"
    )
    assert not asked & later


async def test_d67_the_form_asks_for_the_name_though_the_paper_form_did_not(town: Town) -> None:
    record = await filed(town, customer="Casey Quill")
    assert record.report.customer == "Casey Quill"


async def test_slack_24_title_and_submit_fit(town: Town) -> None:
    talk = await opened(town)
    assert talk.form is not None
    assert len(talk.form.title) <= 24
    assert len(talk.form.submit) <= 24


async def test_d48_the_primary_employee_is_the_author_unless_changed(town: Town) -> None:
    record = await filed(town)
    assert record.report.primary_employee == SAM
    talk = town.talk()
    await talk.choose("record.details", f"add_details:{record.id}")
    assert initial(talk.form, "primary_employee") == (SAM,)
    assert (await filed(town)).report.primary_employee == SAM
    assert (await filed(town, primary_employee=DANA)).report.primary_employee == DANA


async def test_what_was_typed_is_what_is_kept(town: Town) -> None:
    happened = "  “Ça suffit!” 🙂 \u202eRTL\u202c \x07 " + "x" * 100
    texts: dict[str, FieldValue] = {
        "others_present": "Jolene",
        "tried": "Offered a call back.",
        "afterwards": "Told nobody.",
        "topic": "Water bill",
        "place": "Counter 3",
        "warning_note": "I said I would hang up.",
        "customer_description": "Hoarse voice",
    }
    record = await filed(town, happened=happened, **texts)
    assert record.report.happened == happened.strip()
    for name, text in texts.items():
        assert getattr(record.report, name) == text
    assert record.report.department == "Customer Service"
    assert record.report.zone == "America/Halifax"


async def test_d47_without_a_name_a_description_or_unknown_is_asked_for(town: Town) -> None:
    assert (await filed(town, customer="", customer_description="Tall, blue coat")).report.customer == ""
    assert (await filed(town, customer=" Unknown. ")).report.customer == ""
    talk = await opened(town)
    await talk.submit({**FILLED, "customer": ""})
    assert list(errors(talk)) == ["customer"]


async def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(town: Town) -> None:
    talk = await opened(town)
    typed: dict[str, FieldValue] = {
        "customer": "Casey Quill",
        "tried": "Everything.",
        "behaviours": ("rude",),
    }
    await talk.submit(typed)
    assert set(errors(talk)) == {"occurred_at", "channel", "happened", "warned", "ended"}
    assert all(text.endswith(".") for text in errors(talk).values())
    for name, value in typed.items():
        assert initial(talk.form, name) == value
    assert await town.desk.mine(SAM) == ()


async def test_a_time_still_to_come_is_refused_kindly(town: Town) -> None:
    assert (await filed(town, occurred_at=MORNING + timedelta(minutes=3))).reference
    talk = await opened(town)
    await talk.submit({**FILLED, "occurred_at": MORNING + timedelta(hours=1)})
    assert "still to come" in errors(talk)["occurred_at"]


async def test_50000_characters_are_kept_and_one_more_is_refused(town: Town) -> None:
    record = await filed(town, happened="é" * 50_000)
    assert record.report.happened == "é" * 50_000
    talk = await opened(town)
    await talk.submit({**FILLED, "happened": "é" * 50_001})
    assert "50,001" in errors(talk)["happened"]
    assert "50,000" in errors(talk)["happened"]


async def test_d19_ending_without_a_warning_never_blocks(town: Town) -> None:
    assert (await filed(town, warned="no")).report.ended
    assert (await filed(town, warned="not_possible")).report.ended


async def test_the_reference_is_told_with_who_is_being_told(town: Town) -> None:
    record = await filed(town)
    said = await town.confirmation()
    assert record.reference in said
    assert "Who is told: Priya Raman: being told" in said
    assert "asked to acknowledge" in said


async def test_d43_d44_kind_words_and_the_counselling_contact_follow(town: Town) -> None:
    await filed(town)
    said = await town.confirmation()
    assert "not your fault" in said
    assert "Harbour Light" in said
    assert "555-0177" in said


async def test_d16_p38_after_violence_the_policies_on_it_are_one_press_away(town: Town) -> None:
    await filed(town)
    assert "[Is it also violence?]" in await town.confirmation()
    await filed(town, behaviours=("rude",))
    assert "violence" not in await town.confirmation()


async def test_what_is_not_so_is_not_said(town: Town) -> None:
    """Nobody of an empty list is said to be told: all of Council's ladder and the last resort are named."""
    names = ("teodor.lindqvist", "yusuf.demir", "mireille.gagnon")
    above = tuple(f"{name}@portmaribel.example" for name in names)
    await filed(town, TESSA, about=(CAO, *above))
    said = await town.confirmation(TESSA)
    assert "Who is told" not in said
    assert "asked to acknowledge" not in said
    assert "I found nobody on the list to tell" in said


async def test_t11_the_same_form_sent_twice_is_one_record_and_one_confirmation(town: Town) -> None:
    talk = await opened(town)
    form = talk.form
    for repeated in (False, True, True):
        talk.form = form
        await talk.submit(FILLED)
        assert talk.replies == [CloseForm(repeated=repeated)]
        await town.worker.run_due()
    assert len(await town.desk.mine(SAM)) == 1
    assert town.notifier.told(NoticeKind.FILED) == [SAM]


async def test_a_form_sent_again_with_other_words_loses_none_of_them(town: Town) -> None:
    """A platform that loses an answer leaves the form open, and who sees it open writes on."""
    talk = await opened(town)
    form, calm = talk.form, {**FILLED, "behaviours": ("verbal_abuse",), "ended": "no"}
    await talk.submit(calm)
    await town.worker.run_due()
    assert town.notifier.told(NoticeKind.ALERT) == []
    for repeated in (False, True):
        talk.form = form
        later = {
            **calm,
            "happened": "He shouted. Then he said he would wait for me.",
            "behaviours": ("threat",),
        }
        await talk.submit(later)
        assert isinstance(talk.replies[0], CloseForm)
        assert talk.replies[0].repeated is repeated
        assert repeated or "was added below it" in talk.words
        await town.worker.run_due()
    (record,) = await town.desk.mine(SAM)
    (added,) = (one.detail for one in record.timeline if one.kind == "amended")
    assert "he would wait for me" in added
    assert "Casey Quill" not in added, "what was said before is not said again"
    assert town.notifier.told(NoticeKind.ALERT) == [PRIYA]


async def test_t11_a_form_sent_again_for_a_colleague_who_is_named_now_shuts_them_out(town: Town) -> None:
    talk = await opened(town)
    form = talk.form
    await talk.submit(FILLED)
    talk.form = form
    await talk.submit({**FILLED, "about": (PRIYA,)})
    (record,) = await town.desk.mine(SAM)
    assert await town.desk.view(record.id, PRIYA) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("about", ("gone@portmaribel.example",)),
        ("behaviours", ("of another year",)),
        ("primary_employee", "gone"),
    ],
)
async def test_r20_a_choice_that_is_gone_is_never_dropped_in_silence(
    town: Town, name: str, value: FieldValue
) -> None:
    talk = await opened(town)
    await talk.submit({**FILLED, name: value})
    assert "no longer on the list" in errors(talk)[name]
    assert await town.desk.mine(SAM) == ()
    assert initial(talk.form, "happened") == FILLED["happened"]


async def test_t20_a_colleague_complained_of_and_their_team_are_never_told(town: Town) -> None:
    record = await filed(town, customer="raman, PRIYA")
    assert [row.recipient for row in record.deliveries] == [CAO]
    assert await town.desk.view(record.id, PRIYA) is None
    assert await town.desk.view(record.id, DANA) is None


async def test_naming_oneself_hides_nothing_from_oneself(town: Town) -> None:
    assert await filed(town, customer="Sam Okafor")


async def test_d56_elected_members_file_straight_to_the_cao(town: Town) -> None:
    record = await filed(town, TESSA)
    assert [row.recipient for row in record.deliveries] == [CAO]


async def test_p02_somebody_unlisted_chooses_a_department_and_reaches_its_head(town: Town) -> None:
    talk = town.talk("new.hire@portmaribel.example")
    await talk.command("incident")
    assert talk.form is not None
    assert "department" in [field.name for field in talk.form.fields]
    await talk.submit(FILLED)
    assert list(errors(talk)) == ["department"]
    await talk.submit({**FILLED, "department": "Public Works"})
    assert "Hector Villaseñor" in await town.confirmation("new.hire@portmaribel.example")


async def test_a_message_shortcut_carries_the_message_into_the_form(town: Town) -> None:
    who = Identity("chat", "T1", SAM, "Sam", SAM)
    talk = town.talk()
    quoted = CommandInvoked(
        "q", who, talk.where, MORNING, "incident", quoted="You idiots!", can_open_form=True
    )
    await talk.does(quoted)
    assert initial(talk.form, "happened") == "You idiots!"


async def test_what_the_outbox_cannot_bring_is_said_in_the_reply_to_the_reporter_alone(town: Town) -> None:
    for again, said in ((True, "I try again"), (False, "not your fault")):
        talk = town.talk(place=Place.CHANNEL)
        await talk.command("incident")
        town.notifier.refuse(SAM, again=again)
        with town.desk.bell.listening():  # As a worker of this process does.
            sending = asyncio.create_task(talk.submit(FILLED))
            while not sending.done():
                await town.worker.run_due()
                await asyncio.sleep(0.01)
        closed, reply = talk.replies
        assert closed == CloseForm()
        assert isinstance(reply, Say)
        assert reply.audience is Audience.ASKER
        assert (await town.desk.mine(SAM))[0].reference in talk.words
        assert said in talk.words


async def test_the_same_questions_work_where_there_are_no_forms(town: Town) -> None:
    talk = town.talk(platform="plain")
    await talk.say("incident")
    assert "911" in talk.words
    # Who is not known is described: that question came with the third answer.
    answers = ("20 minutes ago", "phone", "unknown", "none", "He shouted.", "2", "yes", "yes", "a tall man")
    for typed in (*answers, "send"):
        await talk.say(typed)
    (record,) = await town.desk.mine(SAM)
    assert record.reference in await town.confirmation()
    assert record.report.happened == "He shouted."
    assert record.report.customer_description == "a tall man"
    assert record.report.ended


async def test_p34_d18_to_d20_the_guarded_way_warns_ends_and_reports(town: Town) -> None:
    talk = town.talk()
    await talk.choose("report.ended")
    assert talk.words.index("911") < talk.words.index("Let me check that I understood you.")
    await talk.press("I have warned them")
    await talk.press("Still going on")
    await talk.press("I have ended it")
    await talk.press("Complete the report")
    assert initial(talk.form, "warned") == "yes"
    assert initial(talk.form, "ended") == "yes"
    assert initial(talk.form, "warning_note") == "Warned at 05:00. Ended at 05:00."


async def test_p34_a_warning_that_was_not_possible_is_kept_as_such(town: Town) -> None:
    talk = town.talk()
    await talk.choose("report.ended")
    await talk.press("A warning is not possible")
    await talk.press("I have ended it")
    await talk.press("Complete the report")
    assert initial(talk.form, "warned") == "not_possible"


async def test_the_guarded_way_can_end_well(town: Town) -> None:
    talk = town.talk()
    await talk.choose("report.ended")
    await talk.press("I have warned them")
    await talk.press("It has stopped")
    await talk.press("Report an incident")
    assert initial(talk.form, "ended") == "no"


@pytest.mark.parametrize(
    "value", ["", "step=%00", "warned=maybe&ended=perhaps", "warned_at=tomorrow", "=&=", "x" * 5000]
)
async def test_a_button_from_elsewhere_prefills_nothing(town: Town, value: str) -> None:
    assert read_prefill(value) == {}
    talk = town.talk()
    await talk.choose("report.open", value)
    assert initial(talk.form, "warned") == ""


def test_what_a_button_carries_comes_back() -> None:
    facts = {"warned": "yes", "ended": "yes", "ended_at": datetime(2026, 3, 2, 9, tzinfo=UTC).isoformat()}
    assert read_prefill(write_prefill(facts)) == facts


async def test_the_way_of_contact_in_a_question_is_carried_into_the_form(town: Town) -> None:
    town.knowledge.answer = answer("how do I handle an abusive caller")
    talk = town.talk()
    await talk.say("how do I handle an abusive caller")
    await talk.press("More")
    await talk.press("Report an incident")
    assert initial(talk.form, "channel") == "phone"
