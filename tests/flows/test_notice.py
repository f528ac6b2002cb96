"""Notices: facts enough to act, no name and no narrative; the chain and the reporter see what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.events import FieldValue
from bot.flows.notice import draw
from bot.flows.record_view import CHARACTERS, pieces, record_form
from bot.flows.report_receipt import receipt_card
from bot.messages import Facts, Heading, Message, Text, Tone
from bot.people import Place
from bot.replies import Audience, OpenForm, Replace, Reply, Say
from bot.words import sentence
from foundation.ids import new_id
from incidents.notices import OF_A_TASK, Notice, NoticeKind
from incidents.records import Record, Urgency
from incidents.tables import entries, records
from tests.fakes.conversation import Conversation, in_words
from tests.flows.test_report import FILLED
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, SAM, Town, answer

IN_DANGER: dict[str, FieldValue] = {
    "behaviours": ("rude", "threat", "violence_person", "weapon", "other"),
    "place": "Counter 3",
}

SECRETS = {
    "customer": "Zebulon Quackenbush",
    "customer_description": "Scar over the left eyebrow",
    "happened": "He told me that I would regret it.",
    "warning_note": "I said goodbye to Zebulon.",
    "others_present": "His brother Ezekiel",
    "tried": "I offered him a payment plan.",
    "afterwards": "I cried in the stairwell.",
    "topic": "His divorce papers",
}
"""What only the report itself may show; the place is on the card, because somebody has to go there."""


def words(message: Message) -> str:
    return message.summary + "\n" + in_words(Say(message))


def fact(message: Message, label: str) -> str:
    facts = {one.label: one.value for part in message.parts if isinstance(part, Facts) for one in part.facts}
    return facts.get(label, "")


async def report(town: Town, person: str = SAM, **changes: FieldValue) -> Record:
    talk = town.talk(person)
    await talk.command("incident")
    await talk.submit({**FILLED, **changes})
    await town.worker.run_due()
    return (await town.desk.mine(person))[0]


async def told(town: Town, recipient: str) -> Message:
    return town.pushed(recipient)[-1]


def leaks(shown: object) -> list[str]:
    return [name for name, secret in SECRETS.items() if secret in f"{shown}"]


async def test_d20_the_supervisor_gets_facts_enough_to_act(town: Town) -> None:
    record = await report(town)
    alert = await told(town, PRIYA)
    assert record.reference in words(alert)
    assert fact(alert, "When") == "2 March 2026 at 04:40"
    assert fact(alert, "Reported by") == "Sam Okafor"
    assert fact(alert, "Department") == "Customer Service"
    assert fact(alert, "How") == "By phone"
    assert fact(alert, "Phone of Sam Okafor") == "555-0113"
    assert fact(alert, "What kind") == "Verbal abuse, personal or general"
    assert fact(alert, "Warning given") == "Yes, warned"
    assert fact(alert, "Contact ended") == "Yes"
    assert "[Acknowledge] [Read the report]" in words(alert)


async def test_what_was_said_about_danger_stands_first_and_the_most_urgent_before_it(town: Town) -> None:
    await report(town, SAM, **IN_DANGER)
    alert = await told(town, PRIYA)
    title, danger, lead = alert.parts[:3]
    assert isinstance(title, Heading)
    assert danger == Text(
        "Said about danger: A weapon was shown or spoken of; Violence against a person; "
        "Threatening or intimidating.",
        Tone.DANGER,
    )
    assert isinstance(lead, Text)
    assert lead.text.startswith("Please acknowledge, then call or see your colleague.")
    assert fact(alert, "What kind") == "Rude or vulgar words, noises or gestures; Something else"
    assert fact(alert, "Where") == "Counter 3"
    assert "speaks of danger" in alert.summary


async def test_t19_a_place_that_names_the_customer_stays_in_the_report(town: Town) -> None:
    await report(town, customer="Zoë Quill", place="At the house of ZOE, 4 Elm")
    alert = await told(town, PRIYA)
    assert fact(alert, "Where") == ""
    assert "Elm" not in words(alert)


async def test_a_card_asks_for_what_the_ladder_wants_and_for_nothing_else(town: Town) -> None:
    record = replace(await report(town), urgency=Urgency.TELL)
    card = draw(Notice(NoticeKind.TOLD, "key", PRIYA, record), town.services)
    assert "For you to know" in words(card)
    assert "You are not asked to acknowledge it." in words(card)
    assert "[Acknowledge]" not in words(card)
    assert "Please acknowledge" not in words(card)
    receipt = words(receipt_card(record, town.services))
    assert "Nobody is asked to acknowledge it." in receipt
    assert "asked to acknowledge; if nobody does" not in receipt


async def test_a_confirmation_that_comes_late_says_what_is_true_then(town: Town) -> None:
    """Also after somebody has acknowledged: what was written for the author is never dropped."""
    town.notifier.refuse(SAM, again=True)
    record = await report(town)
    await town.talk(PRIYA).choose("notice.acknowledge", record.id)
    town.notifier.fault = lambda _: None
    await town.pass_time(minutes=1)
    said = await town.confirmation()
    assert record.reference in said
    assert "Priya Raman acknowledged at 05:00." in said
    assert "asked to acknowledge" not in said


async def test_t19_no_notice_holds_the_customer_or_a_word_of_the_narrative(town: Town) -> None:
    record = await report(town, **SECRETS)
    await town.desk.amend(record.id, SAM, "He waited for me outside.", new_id())
    await town.pass_time(minutes=11)
    await town.pass_time(minutes=11)
    full = await town.desk.view(record.id, CAO)
    assert full is not None
    for kind in (
        set(NoticeKind) - OF_A_TASK - {NoticeKind.MESSAGE}
    ):  # They hold no record: test_tasks, test_messages.
        for recipient in (SAM, PRIYA, CAO):
            shown = draw(Notice(kind, "key", recipient, full), town.services)
            assert leaks(shown) == []
            assert "outside" not in f"{shown}"
    await town.talk(PRIYA).choose("notice.acknowledge", record.id)
    await town.worker.run_due()
    everybody = [message for person in (SAM, PRIYA, DANA, CAO) for message in town.pushed(person)]
    assert len(everybody) >= 6
    assert leaks(everybody) == []


async def test_t19_what_a_lock_screen_shows_names_nobody(town: Town) -> None:
    await report(town)
    assert "Okafor" not in (await told(town, PRIYA)).summary


async def test_t19_nothing_said_to_a_whole_channel_holds_the_customer(town: Town) -> None:
    """Every flow that a secret passes through, from a channel: only what is on purpose is for all."""
    town.knowledge.answer = answer(SECRETS["happened"])
    talk = town.talk(place=Place.CHANNEL)
    said: list[Reply] = []
    said += await talk.say(f"{SECRETS['happened']} by {SECRETS['customer']}")
    said += await talk.press("More")
    said += await talk.press("Share here")
    said += await talk.command("contact", SECRETS["customer"])
    said += await talk.command("phrases", SECRETS["happened"])
    said += await talk.command("incident", SECRETS["happened"])
    said += await talk.submit({**FILLED, **SECRETS})
    said += await talk.command("reports")
    record = (await town.desk.mine(SAM))[0]
    said += await talk.command("reports", record.reference)
    public = [one for one in said if isinstance(one, Say) and one.audience is Audience.HERE]
    assert len(public) == 1
    assert leaks(public) == []


async def test_p35_acknowledging_shows_it_to_the_whole_chain(town: Town) -> None:
    record = await report(town)
    await town.pass_time(minutes=11)
    talk = town.talk(DANA)
    (reply,) = await talk.choose("notice.acknowledge", record.id)
    assert isinstance(reply, Replace)
    assert "Dana Whitlock acknowledged at 05:11." in talk.words
    assert "[Acknowledge]" not in talk.words
    await town.worker.run_due()
    for person in (PRIYA, SAM):
        assert "Dana Whitlock acknowledged at 05:11." in words(await told(town, person))


async def test_the_chain_sees_that_the_next_level_was_asked(town: Town) -> None:
    await report(town)
    await town.pass_time(minutes=11)
    card = words(await told(town, PRIYA))
    assert "others were asked as well" in card
    assert "05:11 The next person was asked" in card
    assert "[Acknowledge]" in card


async def test_the_reporter_sees_who_was_told(town: Town) -> None:
    await report(town)
    progress = words(await told(town, SAM))
    assert "Priya Raman: told (05:00)" in progress
    assert "Nobody has acknowledged yet" in progress


async def test_the_reporter_gets_numbers_to_call_when_nobody_answered(town: Town) -> None:
    record = await report(town)
    for _ in range(4):
        await town.pass_time(minutes=16)
    full = await town.desk.view(record.id, SAM)
    assert full is not None
    shown = words(draw(Notice(NoticeKind.UNREACHED, "key", SAM, full), town.services))
    for number in ("555-0110", "555-0112", "555-0101", "911"):
        assert number in shown
    assert NoticeKind.UNREACHED in [one.kind for one in town.notifier.notices if one.recipient == SAM]


async def test_who_has_no_number_is_not_offered_for_a_call(town: Town) -> None:
    record = replace(await report(town), deliveries=())
    shown = words(draw(Notice(NoticeKind.UNREACHED, "key", SAM, record), town.services))
    assert "call one of these people" not in shown
    assert "tell somebody you trust" in shown
    assert "911" in shown


async def test_a_second_acknowledgement_is_calm_and_true(town: Town) -> None:
    record = await report(town)
    await town.talk(PRIYA).choose("notice.acknowledge", record.id)
    await town.pass_time(minutes=3)
    talk = town.talk(PRIYA)
    await talk.choose("notice.acknowledge", record.id)
    assert "Priya Raman acknowledged at 05:00." in talk.words


@pytest.mark.parametrize("person", [SAM, HECTOR])
async def test_who_may_not_acknowledge_is_told_calmly(town: Town, person: str) -> None:
    record = await report(town)
    talk = town.talk(person)
    await talk.choose("notice.acknowledge", record.id)
    assert "you need not do anything" in talk.words


async def test_d20_the_supervisor_reads_everything_in_a_form(town: Town) -> None:
    record = await report(town, **SECRETS)
    await town.desk.amend(record.id, SAM, "He waited outside.", new_id())
    talk = town.talk(PRIYA)
    (reply,) = await talk.choose("notice.view", record.id)
    assert isinstance(reply, OpenForm)
    assert reply.form.fields == ()
    assert set(leaks(reply.form)) == set(SECRETS)
    assert "He waited outside." in f"{reply.form}"
    assert len(reply.form.title) <= 24
    await talk.submit({})


async def test_t22_access_is_decided_when_the_report_is_opened(town: Town) -> None:
    record = await report(town, **SECRETS)
    talk = town.talk(HECTOR)
    await talk.choose("notice.view", record.id)
    forbidden = talk.words
    await talk.choose("notice.view", "0" * 32)
    assert talk.words == forbidden
    assert leaks(forbidden) == []


async def test_every_word_of_a_long_report_can_be_read(town: Town) -> None:
    happened = " ".join(str(number) for number in range(8000))
    record = await report(town, happened=happened)
    talk = town.talk(PRIYA)
    (reply,) = await talk.choose("notice.view", record.id)
    assert isinstance(reply, OpenForm)
    shown = [getattr(item, "text", "") for item in reply.form.items]
    assert all(len(text) <= 3000 for text in shown)
    found = [text.split("\n", 1)[1] for text in shown if text.startswith("What happened?")]
    assert " ".join(found).split() == happened.split()


@given(st.text(), st.integers(0, 4))
def test_a_text_in_pieces_is_the_whole_text(text: str, times: int) -> None:
    long = text * 1000**times if len(text) * 1000**times < 60_000 else text
    assert "".join(pieces(long)) == long
    assert all(len(piece) <= CHARACTERS for piece in pieces(long))


async def test_where_there_are_no_forms_the_report_is_a_private_message(town: Town) -> None:
    record = await report(town, **SECRETS)
    talk = town.talk(PRIYA, platform="plain")
    (reply,) = await talk.choose("notice.view", record.id)
    assert isinstance(reply, Say)
    assert reply.audience is Audience.ASKER
    assert SECRETS["happened"] in talk.words
    talk = town.talk(PRIYA, Place.CHANNEL, "plain")
    await talk.choose("notice.view", record.id)
    assert leaks(talk.words) == []


async def test_times_are_those_of_the_organisation(town: Town) -> None:
    record = await report(town)
    summer = replace(record.report, occurred_at=record.report.occurred_at + timedelta(days=120))
    notice = Notice(NoticeKind.ALERT, "key", PRIYA, replace(record, report=summer))
    assert fact(draw(notice, town.services), "When") == "30 June 2026 at 05:40"


async def test_my_reports_show_who_was_told_and_who_acknowledged(town: Town) -> None:
    record = await report(town, **SECRETS)
    talk = town.talk(SAM)
    await talk.command("reports")
    assert record.reference in talk.words
    assert "Not acknowledged yet." in talk.words
    assert leaks(talk.words) == []
    await town.talk(PRIYA).choose("notice.acknowledge", record.id)
    await talk.press(f"Show {record.reference}")
    assert "Priya Raman: acknowledged" in talk.words


async def test_a_report_whose_key_is_missing_is_named_and_hides_no_other(town: Town) -> None:
    lost = await report(town)
    town.clock.advance(timedelta(minutes=1))
    kept = await report(town)
    gone = update(records).where(records.c.id == lost.id).values(key_id="gone")
    await town.desk.db.write(lambda conn: conn.execute(gone))
    talk = town.talk(SAM)
    await talk.command("reports")
    assert f"I cannot open {lost.reference} at the moment" in talk.words
    assert [button.label for button in talk.buttons] == [
        f"Show {kept.reference}",
        "My tasks",
        "Report an incident",
    ]


async def test_a_reference_is_found_however_it_is_typed(town: Town) -> None:
    record = await report(town)
    talk = town.talk(SAM)
    await talk.say(f"status {record.reference.replace('-', ' ').lower()}")
    assert record.reference in talk.words


async def test_those_who_are_asked_find_the_report_in_their_list(town: Town) -> None:
    record = await report(town)
    talk = town.talk(PRIYA)
    await talk.command("reports")
    assert sentence("reports.waiting") in talk.words
    await talk.press(f"Show {record.reference}")
    assert "[Acknowledge]" in talk.words


async def test_a_report_of_others_is_not_there(town: Town) -> None:
    record = await report(town)
    talk = town.talk(HECTOR)
    await talk.command("reports", record.reference)
    forbidden = talk.words
    await talk.command("reports", "AAA-AAA")
    assert talk.words == forbidden
    await talk.command("reports")
    assert "You have no reports" in talk.words


async def test_a_later_statement_that_cannot_be_opened_is_said_to_be_there(town: Town) -> None:
    record = await report(town)
    await town.desk.amend(record.id, SAM, "He waited for me outside.", new_id())
    await town.db.write(lambda conn: conn.execute(update(entries).values(sealed=b"broken")))
    full = await town.desk.view(record.id, SAM)
    assert full is not None
    assert sentence("record.statement_unopened") in f"{record_form(full, town.services)}"


async def test_d54_a_later_statement_is_added_once(town: Town) -> None:
    record = await report(town)
    talk = town.talk(SAM)
    await talk.choose("report.amend", record.id)
    form = talk.form
    await add(talk, "  ")
    assert "Please write" in talk.words
    for _ in range(2):
        talk.form = form
        await add(talk, "He called again.")
        assert record.reference in talk.words
    now = await town.desk.view(record.id, SAM)
    assert now is not None
    assert [entry.detail for entry in now.timeline if entry.kind == "amended"] == ["He called again."]
    assert now.report == record.report


async def test_d54_only_those_who_may_see_a_report_can_add_to_it(town: Town) -> None:
    record = await report(town)
    talk = town.talk(HECTOR)
    await talk.choose("report.amend", record.id)
    assert talk.form is None
    assert "nothing to show" in talk.words


async def add(talk: Conversation, statement: str) -> None:
    await talk.submit({"statement": statement})


async def test_nobody_reads_that_they_themselves_are_being_told(town: Town) -> None:
    await report(town)
    assert fact(await told(town, PRIYA), "Told so far") == ""
    await town.pass_time(minutes=11)
    assert fact(await told(town, DANA), "Told so far") == "Priya Raman: told (05:00)"


async def test_a_report_without_an_ended_contact_is_not_called_one_and_asks_nobody(town: Town) -> None:
    record = await report(town, ended="no", behaviours=("rude",))
    talk = town.talk(PRIYA)
    await talk.command("reports", record.reference)
    shown = in_words(talk.replies[-1])
    assert "Contact ended: No" in shown
    assert "[Acknowledge]" not in shown
    assert "A colleague needs you" not in shown
