"""Messages for colleagues: brought to them or whoever stands in, called back, done or passed on (A09, A13, J36)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.flows.message_card import news_of_message
from bot.flows.notice import draw
from bot.replies import FormErrors
from bot.words import sentence
from foundation.ids import new_id
from incidents.notices import NoticeKind
from incidents.rules.absence import Absence
from tests.fakes.conversation import Conversation
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, SAM, TESSA, WEN, Town

CALLUM = "callum.byrne@portmaribel.example"
INGRID = "ingrid.solheim@portmaribel.example"
CANARY = "zyxq"
SAID: dict[str, Any] = {
    "message_for": CALLUM,
    "message_caller": f"{CANARY} Hollis",
    "message_number": "902-555-0188",
    "message_words": f"{CANARY} about the culvert.",
    "message_back": True,
}


async def takes(town: Town, who: str = SAM, **changes: Any) -> Conversation:
    talk = town.talk(who)
    await talk.command("message")
    await talk.submit({**SAID, **changes})
    await town.pass_time(seconds=1)
    return talk


async def waits(town: Town, to: str = CALLUM) -> Conversation:
    talk = town.talk(SAM)
    await talk.command("arrived")
    await talk.submit({"message_for": to, "message_caller": f"{CANARY} Hollis", "message_place": "Counter 2"})
    await town.pass_time(seconds=1)
    return talk


def heard(town: Town, who: str) -> list[str]:
    return [one.summary for one in town.pushed(who)]


async def test_a09_a13_a_message_comes_to_whom_it_is_for_and_is_called_back_the_next_business_day(
    town: Town,
) -> None:
    receipt = await takes(town)
    assert "Callum Byrne: a notice is on its way." in receipt.words
    assert heard(town, CALLUM) == [sentence("message.given", name="Sam Okafor")]
    assert CANARY not in repr(town.pushed(CALLUM)), "a card is read over shoulders"
    (task,) = await town.services.tasks.mine(CALLUM)
    assert task.due == datetime(2026, 3, 3, 20, 30, tzinfo=UTC), "the end of the next business day"
    talk = town.talk(CALLUM)
    await talk.command("tasks")
    assert f"Message {task.reference}" in talk.words
    await talk.choose("message.read", task.record)
    for said in ("902-555-0188", f"{CANARY} about the culvert.", "Sam Okafor"):
        assert said in repr(talk.form)
    await talk.choose("task.done", task.id)
    await town.pass_time(seconds=1)
    done = sentence("message.told_task_done", name="Callum Byrne", reference=task.reference)
    assert heard(town, SAM) == [done]
    await talk.choose("message.read", task.record)
    assert CANARY in repr(talk.form), "whoever called back reads it afterwards too"
    await town.pass_time(days=20)
    assert heard(town, HECTOR) == []


async def test_j29_d20_while_they_are_out_whoever_stands_in_has_the_message_too(town: Town) -> None:
    until = town.clock.now() + timedelta(hours=5)
    assert await town.services.absences.say(
        Absence(new_id(), CALLUM, town.clock.now(), until, INGRID, CALLUM)
    )
    receipt = await takes(town)
    assert "Callum Byrne is out until" in receipt.words
    assert "Callum Byrne and Ingrid Solheim: a notice is on its way." in receipt.words.replace(", ", " and ")
    assert heard(town, INGRID)[-1] == sentence("message.given_for", name="Sam Okafor", whose="Callum Byrne")
    (task,) = await town.services.tasks.mine(INGRID)
    talk = town.talk(INGRID)
    await talk.choose("message.read", task.record)
    assert CANARY in repr(talk.form)
    await town.pass_time(hours=6)
    again = town.talk(INGRID)
    await again.choose("message.read", task.record)
    assert sentence("message.nothing") in again.words, "a right ends when its ground ends"


@pytest.mark.parametrize("deputy", [INGRID, HECTOR], ids=["named", "head"])
async def test_j36_who_stood_in_to_the_end_reads_afterwards_who_is_here_and_where(
    town: Town, deputy: str
) -> None:
    until = town.clock.now() + timedelta(hours=5)
    assert await town.services.absences.say(
        Absence(new_id(), CALLUM, town.clock.now(), until, deputy, CALLUM)
    )
    await waits(town)
    (task,) = await town.services.tasks.mine(deputy)
    talk = town.talk(deputy)
    await talk.choose("task.done", task.id)
    for _ in range(2):
        talk = town.talk(deputy)
        await talk.choose("message.read", task.record)
        assert "Counter 2" in repr(talk.form)
        await town.pass_time(hours=6)


async def test_a_head_who_ends_what_was_never_theirs_does_not_read_it(town: Town) -> None:
    await takes(town)
    for _ in range(6):
        await town.pass_time(days=1)
    (task,) = await town.services.tasks.overdue(HECTOR)
    head = town.talk(HECTOR)
    await head.choose("task.done", task.id)
    await head.choose("message.read", task.record)
    assert sentence("message.nothing") in head.words


@pytest.mark.parametrize("form", ["message", "arrived"])
async def test_d20_a_receipt_for_whoever_stands_in_themselves_names_whoever_is_asked_instead(
    town: Town, form: str
) -> None:
    until = town.clock.now() + timedelta(hours=5)
    assert await town.services.absences.say(
        Absence(new_id(), CALLUM, town.clock.now(), until, INGRID, CALLUM)
    )
    talk = town.talk(INGRID)
    await talk.command(form)
    await talk.submit(SAID if form == "message" else {"message_for": CALLUM})
    assert "Ingrid Solheim" not in talk.words, "they asked for somebody else"
    hector = town.services.people.name(HECTOR)
    assert f"{hector} stands in" in talk.words
    await town.pass_time(seconds=1)
    assert f"{hector} stands in" in repr(town.pushed(HECTOR)[-1])
    assert f"Callum Byrne, {hector}: a notice is on its way." in talk.words.replace(" and ", ", ")


async def test_a13_a_message_that_waits_is_reminded_of_and_climbs_without_a_word_of_it(town: Town) -> None:
    await takes(town)
    for _ in range(6):
        await town.pass_time(days=1)
    assert sentence("task.late") in heard(town, CALLUM)
    assert sentence("task.climbed", name="Callum Byrne") in heard(town, HECTOR)
    (task,) = await town.services.tasks.overdue(HECTOR)
    head = town.talk(HECTOR)
    await head.choose("message.read", task.record)
    assert sentence("message.nothing") in head.words, "whoever answers for it reads it once it is theirs"
    await head.choose("task.act", f"give_task:{task.id}")
    await head.submit({"give_to": INGRID})
    await town.pass_time(seconds=1)
    assert heard(town, INGRID)[-1] == sentence("message.given", name="Sam Okafor")
    passed = sentence("message.told_task_passed", name="Hector Villasenor", reference=task.reference)
    assert heard(town, SAM)[-1].replace("ñ", "n") == passed
    former = town.talk(CALLUM)
    await former.choose("message.read", task.record)
    assert sentence("message.nothing") in former.words


async def test_what_reaches_nobody_is_told_to_whoever_took_it_with_the_number_to_ring(town: Town) -> None:
    town.notifier.refuse(CALLUM)
    await takes(town)
    await town.pass_time(seconds=1)
    reference = heard(town, SAM)[-1].split("Message ")[1][:7]
    failed = sentence("message.told_not_delivered", reference=reference, name="Callum Byrne")
    assert heard(town, SAM) == [failed]
    assert "Ring Callum Byrne first" in repr(town.pushed(SAM))
    assert sentence("task.not_reached", name="Callum Byrne") in heard(town, HECTOR)
    await town.pass_time(days=3)
    assert heard(town, SAM) == [failed], "once, and not at every reminder"


async def test_of_somebody_who_left_no_raw_address_is_said(town: Town) -> None:
    town.notifier.refuse(CALLUM)
    await takes(town)
    (notice,) = [one for one in town.notifier.notices if one.recipient == SAM]
    people = town.services.people
    left = replace(people, by_key={key: one for key, one in people.by_key.items() if key != CALLUM})
    card = news_of_message(notice, replace(town.services, people=left))
    told = sentence("message.told_not_delivered_unlisted", reference=notice.record.reference)
    assert card.summary == told
    assert CALLUM not in repr(card)


async def test_a13_of_a_task_of_somebody_who_left_no_address_is_said_where_a_name_belongs(town: Town) -> None:
    town.notifier.refuse(CALLUM)
    await takes(town)
    for _ in range(4):
        await town.pass_time(days=1)
    late = [one for one in town.notifier.notices if one.kind is NoticeKind.TASK_LATE]
    people = town.services.people
    left = replace(people, by_key={key: one for key, one in people.by_key.items() if key != CALLUM})
    after = replace(town.services, people=left)
    assert {bool(one.instead_of) for one in late} == {True, False}
    assert {draw(one, after).summary for one in late} == {sentence("task.of_nobody_give")}


async def test_j36_who_is_here_is_rung_first_and_told_in_chat_besides(town: Town) -> None:
    receipt = await waits(town)
    lines = receipt.words.splitlines()
    assert lines.index(sentence("message.ring", name="Callum Byrne")) < lines.index(
        "Callum Byrne: a notice is on its way."
    )
    assert heard(town, CALLUM) == [sentence("message.given_visitor", name="Sam Okafor")]
    (task,) = await town.services.tasks.mine(CALLUM)
    talk = town.talk(CALLUM)
    await talk.choose("task.done", task.id)
    await town.pass_time(seconds=1)
    coming = sentence("message.told_coming", name="Callum Byrne", reference=task.reference)
    assert heard(town, SAM) == [coming]
    await town.pass_time(minutes=20)
    assert heard(town, SAM) == [coming]


async def test_j36_if_nobody_answers_whoever_stands_with_them_hears_so_and_no_head_does(town: Town) -> None:
    await waits(town)
    (task,) = await town.services.tasks.mine(CALLUM)
    await town.pass_time(minutes=11)
    overdue = sentence("message.told_task_overdue", name="Callum Byrne", reference=task.reference)
    assert heard(town, SAM) == [overdue]
    for _ in range(4):
        await town.pass_time(days=1)
    assert heard(town, HECTOR) == []
    assert await town.services.tasks.mine(CALLUM) == ()


async def test_j36_of_whoever_is_out_those_who_stand_in_and_were_asked_are_named_with_their_numbers(
    town: Town,
) -> None:
    until = town.clock.now() + timedelta(hours=5)
    assert await town.services.absences.say(
        Absence(new_id(), CALLUM, town.clock.now(), until, INGRID, CALLUM)
    )
    receipt = await waits(town)
    assert sentence("message.ring", name="Ingrid Solheim") in receipt.words, "not who is out"
    await town.pass_time(minutes=11)
    (task,) = await town.services.tasks.mine(INGRID)
    names = "Callum Byrne, Ingrid Solheim"
    told = sentence("message.told_nobody", names=names, reference=task.reference)
    assert heard(town, SAM)[-1].replace(" and ", ", ") == told
    card = repr(town.pushed(SAM)[-1])
    assert sentence("message.ring", name="Ingrid Solheim") in card
    for who in (CALLUM, INGRID):
        person = town.services.people.get(who)
        assert person
        assert person.phone in card


@pytest.mark.parametrize("minutes", [5, 11], ids=["before", "after"])
async def test_j36_who_waits_and_is_passed_on_has_ten_minutes_anew(town: Town, minutes: int) -> None:
    await waits(town)
    (task,) = await town.services.tasks.mine(CALLUM)
    await town.pass_time(minutes=minutes)
    callum = town.talk(CALLUM)
    await callum.choose("task.more", task.id)
    assert sentence("act.snooze_task") not in callum.words, "nobody who waits is put off"
    assert sentence("act.snooze_task") not in {one.label for one in callum.buttons}
    await callum.choose("task.act", f"give_task:{task.id}")
    await callum.submit({"give_to": INGRID})
    await town.pass_time(minutes=9)
    overdue = sentence("message.told_task_overdue", name="Ingrid Solheim", reference=task.reference)
    assert overdue not in heard(town, SAM)
    await town.pass_time(minutes=2)
    assert heard(town, SAM)[-1] == overdue
    first = sentence("message.told_task_overdue", name="Callum Byrne", reference=task.reference)
    assert (first in heard(town, SAM)) is (minutes > 10)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"message_for": ""}, "message_for"),
        ({"message_for": SAM}, "message_for"),
        ({"message_for": "rolf.amundsen@portmaribel.example"}, "message_for"),
        ({"message_caller": " "}, "message_caller"),
        ({"message_number": ""}, "message_number"),
        ({"message_caller": "\u200b\u202e"}, "message_caller"),
        ({"message_number": "\u200b"}, "message_number"),
        ({"message_caller": "x" * 501}, "message_caller"),
        ({"message_number": "5" * 501}, "message_number"),
        ({"message_words": f"{CANARY} about the culvert.{'x' * 50_000}"}, "message_words"),
        ({"message_when": datetime(2026, 1, 1, tzinfo=UTC)}, "message_when"),
        ({"message_when": datetime(2062, 3, 3, tzinfo=UTC)}, "message_when"),
        ({"message_when": datetime.max.replace(tzinfo=UTC)}, "message_when"),
    ],
)
async def test_what_is_missing_keeps_the_form_open_with_every_word(
    town: Town, changes: dict[str, Any], field: str
) -> None:
    talk = town.talk(SAM)
    await talk.command("message")
    (reply,) = await talk.submit({**SAID, **changes})
    assert isinstance(reply, FormErrors)
    assert set(reply.errors) == {field}
    assert f"{CANARY} about the culvert." in repr(reply.form)


@pytest.mark.parametrize("name", ["message_caller", "message_place"])
async def test_who_is_here_and_where_have_the_same_limits(town: Town, name: str) -> None:
    talk = town.talk(SAM)
    await talk.command("arrived")
    (reply,) = await talk.submit({"message_for": CALLUM, name: "x" * 501})
    assert isinstance(reply, FormErrors)
    assert set(reply.errors) == {name}


async def test_when_to_call_and_urgent_say_until_when(town: Town) -> None:
    at = town.clock.now() + timedelta(hours=3)
    await takes(town, message_when=at)
    await takes(town, message_urgent=True, message_words="Now.")
    asked, urgent = await town.services.tasks.mine(CALLUM)
    assert asked.due == at
    assert urgent.due == datetime(2026, 3, 2, 13, 30, tzinfo=UTC), "within an hour of work"


async def test_the_same_form_sent_twice_is_one_message(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.command("message")
    form = talk.form
    await talk.submit(SAID)
    talk.form = form
    await talk.submit(SAID)
    await town.pass_time(seconds=1)
    assert len(await town.services.tasks.mine(CALLUM)) == 1
    assert len(heard(town, CALLUM)) == 1


@pytest.mark.parametrize("form", ["message", "arrived"])
async def test_a_form_sent_again_with_changes_is_a_message_of_its_own(town: Town, form: str) -> None:
    first = {**SAID} if form == "message" else {"message_for": CALLUM, "message_caller": "Hollis"}
    other = {**first, "message_caller": "Ms Ito"}
    talk = town.talk(SAM)
    await talk.command(form)
    filled, receipts = talk.form, []
    for said in (first, other, first, other, {**first, "message_for": INGRID}):
        talk.form = filled
        await talk.submit(said)
        receipts.append(talk.words)
    assert receipts[0] == receipts[2] != receipts[1] == receipts[3], "the same again is answered as before"
    assert "Ingrid Solheim" in receipts[4]
    await town.pass_time(seconds=1)
    for who, count in ((CALLUM, 2), (INGRID, 1)):
        tasks = await town.services.tasks.mine(who)
        assert len(tasks) == len(heard(town, who)) == count
        assert any(tasks[0].reference in one for one in receipts)
    read = town.talk(CALLUM)
    words = ""
    for task in await town.services.tasks.mine(CALLUM):
        await read.choose("message.read", task.record)
        words += repr(read.form)
    assert "Hollis" in words
    assert "Ms Ito" in words


async def test_nobody_else_reads_a_message_or_learns_that_there_is_one(town: Town) -> None:
    await takes(town)
    (task,) = await town.services.tasks.mine(CALLUM)
    for who in (DANA, WEN, TESSA, PRIYA, CAO, HECTOR, "rolf.amundsen@portmaribel.example"):
        talk = town.talk(who)
        await talk.choose("message.read", task.record)
        assert CANARY not in repr(talk.replies)
        await talk.say(task.reference)
        assert CANARY not in repr(talk.replies)
        assert "culvert" not in talk.words
    author = town.talk(SAM)
    await author.say(task.reference)
    await author.press(sentence("message.read"))
    assert CANARY in repr(author.form)
    await author.choose("task.act", f"drop_task:{task.id}")
    await author.submit({"drop_reason": "They came by."})
    await town.pass_time(seconds=1)
    assert heard(town, CALLUM)[-1].endswith(sentence("task.dropped"))


@pytest.mark.parametrize(
    ("typed", "form", "values"),
    [
        (
            "message for Callum Byrne: Mr Hollis called, 902-555-0188, urgent",
            "message",
            ("Callum Byrne", "902-555-0188", "Mr Hollis called, 902-555-0188, urgent"),
        ),
        ("Can you take a message for Callum", "message", ("Callum Byrne",)),
        (
            "message for Callum Byrne please call Mr Hollis",
            "message",
            ("Callum Byrne", "please call Mr Hollis"),
        ),
        ("message for Callum that he is late", "message", ("Callum Byrne", "that he is late")),
        ("message for Callum: Dana's client called", "message", ("Callum Byrne", "Dana's client called")),
        ("A visitor is here for Callum at the long desk", "arrived", ("Callum Byrne", "the long desk")),
        ("Callum's client has arrived at the long desk", "arrived", ("Callum Byrne", "the long desk")),
        (
            "tell Callum that Mr Hollis called",
            "message",
            ("Callum Byrne", "that Mr Hollis called"),
        ),
        ("let Callum know Mr Hollis called", "message", ("Callum Byrne", "Mr Hollis called")),
        ("msg for Callum: Mr Hollis called", "message", ("Callum Byrne", "Mr Hollis called")),
        ("leave Callum a message: Mr Hollis called", "message", ("Callum Byrne", "Mr Hollis called")),
        ("message Callum: Mr Hollis called", "message", ("Callum Byrne", "Mr Hollis called")),
        ("tell Callum he can come", "message", ("Callum Byrne", "he can come")),
        ("Callum has a visitor at the long desk", "arrived", ("Callum Byrne", "the long desk")),
        ("there is somebody here for Callum", "arrived", ("Callum Byrne",)),
        ("There's a visitor for Callum at the long desk", "arrived", ("Callum Byrne", "the long desk")),
        ("take a message", "message", ()),
        ("Callum Byrne's client has arrived", "arrived", ("Callum Byrne",)),
        ("A visitor is here for Callum Byrne", "arrived", ("Callum Byrne",)),
        ("my client has arrived", "arrived", ()),
    ],
)
async def test_it_is_typed_as_people_say_it(
    town: Town, typed: str, form: str, values: tuple[str, ...]
) -> None:
    talk = town.talk(SAM)
    await talk.say(typed)
    await talk.press(sentence("core.open_form_button"))
    assert talk.form
    assert talk.form.name == form
    initial = {str(one.initial) for one in talk.form.fields}
    assert not any("has a" in one or "message:" in one for one in initial)
    for value in values:
        key = CALLUM if value == "Callum Byrne" else value
        assert any(key in one for one in initial), (value, initial)


@pytest.mark.parametrize(
    "names",
    ["Callum and Dana", "Callum Byrne and Dana Whitlock", "Callum, Dana", "Callum, Dana and Ingrid"],
)
async def test_of_two_names_none_is_chosen_and_both_stay_in_the_words(town: Town, names: str) -> None:
    talk = town.talk(SAM)
    await talk.say(f"message for {names}: the meeting is off")
    await talk.press(sentence("core.open_form_button"))
    assert talk.form
    initial = {one.name: one.initial for one in talk.form.fields}
    assert not initial["message_for"]
    assert initial["message_words"] == f"{names}: the meeting is off"


async def test_what_was_typed_urgent_before_the_name_is_urgent(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.say("urgent message for Callum: the meeting is off")
    await talk.press(sentence("core.open_form_button"))
    assert talk.form
    assert {one.name: one.initial for one in talk.form.fields}["message_urgent"] is True


@pytest.mark.parametrize(
    "typed",
    [
        "how long is a voicemail message kept?",
        "what do I do with a message from an angry customer",
        "the customer is waiting and getting loud, what do I say",
        "may I leave a message with a family member?",
        "tell Mr Hollis that we close at five",
        "how do I tell Callum that I am leaving?",
        "there is somebody here for parking permits",
    ],
)
async def test_what_only_sounds_like_a_message_is_a_question(town: Town, typed: str) -> None:
    talk = town.talk(SAM)
    await talk.say(typed)
    assert sentence("core.open_form_button") not in {one.label for one in talk.buttons}


@pytest.mark.parametrize("typed", ["any messages?", "my messages", "messages", "do I have any messages"])
async def test_messages_are_asked_for_as_people_say_it(town: Town, typed: str) -> None:
    await takes(town)
    (task,) = await town.services.tasks.mine(CALLUM)
    talk = town.talk(CALLUM)
    await talk.say(typed)
    assert f"Message {task.reference}" in talk.words


async def test_who_wants_something_sent_is_told_of_messages_for_colleagues(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.say("send this to my supervisor")
    assert sentence("order.send") in talk.words
    await talk.press(sentence("command.message_title"))
    assert sentence("message.form") in talk.words
