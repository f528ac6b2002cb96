"""Requests as people meet them: taken down, sent the right way, read by the right eyes, worked on, closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.events import FieldValue
from bot.replies import FormErrors, OpenForm
from bot.words import sentence
from incidents.request import Matter, RequestClockKind
from incidents.rules.access import Operation
from incidents.rules.request_acts import REQUEST_FIELDS
from tests.fakes.conversation import Conversation, in_words
from tests.fixtures.acts import filled_in
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, SAM, TESSA, WEN, Town

INGRID = "ingrid.solheim@portmaribel.example"
CALLUM = "callum.byrne@portmaribel.example"
MIREILLE = "mireille.gagnon@portmaribel.example"
BEATRIZ = "beatriz.amaral@portmaribel.example"
CANARY = "zyxq"
POTHOLE: dict[str, FieldValue] = {
    "request_matter": "service",
    "description": "There is a pothole in front of the school.",
    "place": "14 Harbour Street",
    "request_priority": "routine",
    "customer": "Casey Customer",
    "contact_wanted": "yes",
    "contact": "casey@customer.example",
    "request_channel": "Phone",
}
COMPLAINT: dict[str, FieldValue] = {
    "about": (WEN,),
    "description": f"{CANARY} shouted at me.",
    "contact_wanted": "yes",
    "contact": "555-0199",
    "request_channel": "Phone",
}


async def takes(town: Town, who: str = SAM, **changes: FieldValue) -> Conversation:
    talk = town.talk(who)
    await talk.command("request", "pothole")
    await talk.submit({**POTHOLE, **changes})
    return talk


async def complains(town: Town, matter: Matter = Matter.PERSON, **changes: FieldValue) -> Conversation:
    """Sam takes a complaint about somebody: whom first, then who reads it, then the words."""
    talk = town.talk(SAM)
    await talk.command("request")
    await talk.press(sentence(f"request.matter_{matter}"))
    values = {**COMPLAINT, **changes}
    await talk.submit({name: value for name, value in values.items() if name.startswith("about")})
    if talk.form and "description" in {one.name for one in talk.form.fields}:
        shown = {one.name: "yes" for one in talk.form.fields if one.name.startswith("read_by_")}
        await talk.submit({**values, **shown})
    return talk


async def number(town: Town, who: str = SAM) -> str:
    page = await town.requests.queue(who)
    return page.requests[0].reference


async def does(town: Town, who: str, reference: str, operation: Operation, **said: object) -> Conversation:
    """Choose an act as it is offered, and fill its form in."""
    talk = town.talk(who)
    await talk.say(f"requests {reference}")
    label = sentence(f"request.act_{operation}")
    if label not in {one.label for one in talk.buttons}:
        await talk.press(sentence("act.more"))
    await talk.press(label)
    if talk.form is None:  # A form of theirs that was refused is kept; this is a new one.
        await talk.press(sentence("draft.start_new"))
    assert talk.form
    due = {"next_update": town.clock.now() + timedelta(days=2)} if operation is Operation.NOTE else {}
    await talk.submit({**filled_in(REQUEST_FIELDS[operation]), **due, **said})  # type: ignore[dict-item]  # fields of a form
    await town.pass_time(seconds=1)
    return talk


def told(town: Town, who: str) -> list[str]:
    return [one.summary for one in town.messenger.to(who)]


async def test_r03_r05_r08_a_request_has_its_number_at_once_and_primary_and_backup_hear(town: Town) -> None:
    talk = await takes(town)
    reference = await number(town)
    assert sentence("request.taken", reference=reference) in talk.words
    assert "Ingrid Solheim, Callum Byrne: a notice is on its way." in talk.words
    await town.pass_time(seconds=1)
    for who in (INGRID, CALLUM):
        assert told(town, who) == [sentence("request.news_new", reference=reference)]
    assert "school" not in repr(town.messenger.brought), "a notice holds no word of it"


async def test_r34_the_category_is_found_in_the_words_with_its_reason_and_one_press_changes_it(
    town: Town,
) -> None:
    talk = await takes(town)
    assert "because the words say “pothole”" in talk.words
    reference = await number(town)
    await talk.press(sentence("request.act_reroute"))
    await talk.submit({"to_category": "park", "hand_over_reason": "It is in the park."})
    await town.pass_time(seconds=1)
    assert "Parks and Library, Park, trail or playground" in talk.words
    assert told(town, "felix.brandt@portmaribel.example") == [
        sentence("request.news_new", reference=reference)
    ]
    assert (await town.requests.standing(reference, INGRID)) is None, "it is theirs no more"


async def test_r34_where_no_category_is_found_it_is_asked_for(town: Town) -> None:
    talk = await takes(town, description="Something is wrong here.")
    assert isinstance(talk.replies[0], FormErrors)
    assert set(talk.replies[0].errors) == {"category"}
    await talk.submit({**POTHOLE, "description": "Something is wrong here.", "category": "snow"})
    assert "Public Works, Snow and ice" in talk.words


async def test_p13_r04_the_words_for_the_customer_stand_ready_with_number_and_apology(town: Town) -> None:
    talk = await takes(town)
    reference = await number(town)
    assert "Dear Casey Customer" in talk.words
    for words in ("sorry", "seriously", f"number {reference}", "by 9 March 2026 at 16:30"):
        assert words in talk.words


async def test_r22_r32_who_does_not_want_to_hear_from_us_is_left_alone(town: Town) -> None:
    talk = await takes(town, contact_wanted="no", contact="")
    assert sentence("request.no_contact") in talk.words
    assert "Dear" not in talk.words
    standing = await town.requests.standing(await number(town), INGRID)
    assert standing
    assert RequestClockKind.CONFIRM not in {one.kind for one in standing.clocks}
    assert Operation.CONFIRM not in standing.may
    solved = await does(town, INGRID, standing.reference, Operation.RESOLVE, disposition="Done as asked")
    assert "Where it stands: Closed" in solved.words, "nobody is asked afterwards"
    assert (await town.requests.queue(INGRID)).requests == ()
    asked = await takes(town, contact="")
    assert "contact" in repr(asked.replies[0])


async def test_r07_r39_what_was_handled_already_is_kept_with_its_reason_and_asks_nobody(town: Town) -> None:
    talk = await takes(town, handled="Filled it this morning.", handled_outcome="")
    assert isinstance(talk.replies[0], FormErrors)
    await talk.submit({**POTHOLE, "handled": "Filled it this morning.", "handled_outcome": "Done as asked"})
    assert sentence("request.handled_kept") in talk.words
    await town.pass_time(hours=100)
    assert told(town, INGRID) == []
    closed = await town.requests.queue(SAM, closed=True)
    assert [one.state for one in closed.requests] == ["closed"]


async def test_r35_r36_an_urgent_one_goes_on_once_somebody_was_reached_by_phone(town: Town) -> None:
    talk = await takes(town, request_priority="emergency", why_urgent="")
    assert isinstance(talk.replies[0], FormErrors), "an emergency says why"
    await talk.submit({**POTHOLE, "request_priority": "emergency", "why_urgent": "Cars swerve around it."})
    assert "Ingrid Solheim: 555-0121" in talk.words
    reference = await number(town)
    refused = await does(town, INGRID, reference, Operation.ASSIGN, assignee=CALLUM)
    assert sentence("request.not_reached") in refused.words
    await does(town, SAM, reference, Operation.REACH)
    given = await does(town, INGRID, reference, Operation.ASSIGN, assignee=CALLUM)
    assert sentence("request.did_assign") in given.words
    assert told(town, CALLUM)[-1] == sentence("request.news_given", reference=reference)


async def test_r16_r17_a_complaint_about_a_person_says_who_reads_it_before_a_word_is_written(
    town: Town,
) -> None:
    talk = town.talk(SAM)
    await talk.command("request")
    (opened,) = await talk.press(sentence("request.matter_person"))
    assert isinstance(opened, OpenForm)
    assert {one.name for one in opened.form.fields} == {"about", "about_department"}
    await talk.submit({"about": (WEN,)})
    assert talk.form
    assert "Only these people read what you write here: Mireille Gagnon (Human Resources)" in repr(talk.form)
    await talk.submit({**COMPLAINT, "read_by_hr": "hr"})
    assert "Your complaint has reached Human Resources" in talk.words
    assert "employment law" in talk.words
    await town.pass_time(seconds=1)
    assert len(told(town, MIREILLE)) == 1
    assert {recipient for recipient, _, _ in town.messenger.brought} == {MIREILLE}


async def test_r16_words_written_under_another_lane_are_not_taken_before_the_right_one_was_shown(
    town: Town,
) -> None:
    talk = town.talk(SAM)
    await talk.command("request")
    await talk.press(sentence("request.matter_person"))
    await talk.submit({"about": (WEN,)})
    await talk.submit({**COMPLAINT, "about": (CALLUM,), "read_by_hr": "hr"})
    assert isinstance(talk.replies[0], FormErrors)
    assert "Public Works operations" in repr(talk.form)
    assert set(talk.replies[0].errors) == {""}, "every platform draws the whole form anew"
    assert (await town.requests.queue(SAM)).requests == ()
    await talk.submit({**COMPLAINT, "about": (CALLUM,), "read_by_works": "works"})
    assert "the operations office of Public Works" in talk.words


@pytest.mark.parametrize(
    ("matter", "about", "lane", "readers"),
    [
        (Matter.PERSON, WEN, "hr", {MIREILLE}),
        (Matter.PERSON, CALLUM, "works", {HECTOR, INGRID}),
        (Matter.FRAUD, WEN, "audit", {BEATRIZ}),
        (Matter.FRAUD, CAO, "mayor", {"yusuf.demir@portmaribel.example"}),
    ],
)
async def test_r16_r20_r23_r27_the_words_of_a_lane_come_out_to_its_readers_and_to_nobody_else(
    town: Town, matter: Matter, about: str, lane: str, readers: set[str]
) -> None:
    await complains(town, matter, about=(about,))
    reference = await number(town)
    # Those who report to whom it is about are no readers, whatever the lane says.
    for person in town.services.people.by_key:
        talk = town.talk(person)
        said = ""
        for text in (f"requests {reference}", f"request {reference}", "requests", "requests overdue"):
            await talk.say(text)
            said += repr(talk.replies)
        standing = await town.requests.standing(reference, person)
        if standing:
            for action in ("request.read", "request.more", "request.show"):
                await talk.choose(action, standing.id)
                said += repr(talk.replies)
        assert (CANARY in said) == (person in readers), person
        assert (reference in said) == (person in readers | {SAM}), person
    assert (await town.requests.standing(reference, SAM)).lane == lane  # type: ignore[union-attr]  # Sam took it
    await town.pass_time(hours=200)
    assert CANARY not in repr(town.messenger.brought)
    assert {who for who, _, _ in town.messenger.brought if who != SAM} <= readers


async def test_r20_nobody_takes_down_a_matter_about_themselves(town: Town) -> None:
    talk = await complains(town, about=(SAM,))
    assert sentence("request.about_yourself") in talk.words


async def test_r18_r24_r25_of_a_lane_that_tells_no_findings_only_its_own_words_are_offered(
    town: Town,
) -> None:
    await complains(town)
    reference = await number(town)
    await does(town, MIREILLE, reference, Operation.RESOLVE, disposition="Explained")
    talk = town.talk(MIREILLE)
    await talk.say(f"requests {reference}")
    await talk.press(sentence("act.more"))
    await talk.press(sentence("request.text_closing"))
    assert sentence("request.text_none") in talk.words
    standing = await town.requests.standing(reference, MIREILLE)
    assert standing
    await talk.choose("request.text", f"acknowledgement:{standing.id}")
    assert "has reached Human Resources" in talk.words


async def test_r21_j12_a_compliment_goes_to_the_head_of_its_department(town: Town) -> None:
    talk = await takes(
        town,
        request_matter="compliment",
        description="Wonderful people there.",
        about_department="Public Works",
        contact_wanted="no",
    )
    assert "Hector Villaseñor: a notice is on its way." in talk.words
    await town.pass_time(seconds=1)
    assert len(told(town, HECTOR)) == 1


async def test_r11_r12_r14_solving_takes_an_outcome_tells_the_office_and_closing_asks_afterwards(
    town: Town,
) -> None:
    await takes(town, office="Councillor, Ward 2")
    reference = await number(town)
    await does(town, INGRID, reference, Operation.CONFIRM)
    await does(town, INGRID, reference, Operation.NOTE)
    asked = await does(town, INGRID, reference, Operation.RESOLVE, disposition="")
    assert isinstance(asked.replies[0], FormErrors), "R11: an outcome is needed"
    await does(town, INGRID, reference, Operation.RESOLVE, disposition="Done as asked")
    assert told(town, TESSA) == [sentence("request.news_done", reference=reference)]
    talk = town.talk(INGRID)
    standing = await town.requests.standing(reference, INGRID)
    assert standing
    assert [one.kind for one in standing.clocks] == [RequestClockKind.FOLLOW_UP]
    await talk.choose("request.text", f"closing:{standing.id}")
    assert "Outcome: Done as asked." in talk.words
    done = await does(town, INGRID, reference, Operation.FINISH)
    assert "Where it stands: Closed" in done.words
    again = await does(town, SAM, reference, Operation.NOT_SOLVED)
    assert sentence("act.state_investigating") in again.words
    assert told(town, INGRID)[-1] == sentence("request.news_open_again", reference=reference)


async def test_j21_a_holding_reply_starts_a_second_clock(town: Town) -> None:
    await takes(town)
    reference = await number(town)
    promised = town.clock.now() + timedelta(days=2)
    await does(town, INGRID, reference, Operation.HOLD_REPLY, next_update=promised)
    standing = await town.requests.standing(reference, INGRID)
    assert standing
    assert standing.clocks[0].kind is RequestClockKind.HOLDING
    assert standing.clocks[0].due == promised
    assert standing.confirmed_at, "who got a holding reply knows that it came in"


async def test_p07_p08_a_clock_reminds_runs_out_and_goes_above(town: Town) -> None:
    await takes(town, description="My tax bill is wrong")
    reference = await number(town)
    noor, wen = "noor.haddad@portmaribel.example", WEN
    await town.worker.run_due()
    await town.pass_time(hours=19)
    assert sentence("request.news_remind", reference=reference) in told(town, noor)
    await town.pass_time(hours=6)
    for who in (noor, wen):
        assert sentence("request.news_overdue", reference=reference) in told(town, who)
    assert [one for one in told(town, BEATRIZ) if "in figures" not in one] == []
    await town.pass_time(days=2)
    assert sentence("request.news_above", reference=reference) in told(town, BEATRIZ)
    before = len(told(town, noor))
    await does(town, noor, reference, Operation.CONFIRM)
    await town.pass_time(minutes=1)
    assert len(told(town, noor)) == before


async def test_r09_every_morning_those_who_see_to_requests_hear_what_waits(town: Town) -> None:
    await takes(town)
    await town.worker.run_due()
    jobs = town.requests.digests(town.clock.now())
    assert {one.recipient for one in jobs} >= {INGRID, CALLUM, DANA}
    await town.pass_time(days=1)
    (digest,) = (
        one
        for one in town.messenger.to(INGRID)
        if one.summary == sentence("request.digest", day="3 March 2026")
    )
    assert sentence("request.digest_free", count=1) in repr(digest)
    assert not any("Requests on" in one for one in told(town, DANA)), "nothing waits for her"
    await town.talk(INGRID).choose("task.nudges", "none")
    await town.pass_time(days=1)
    mornings = [one for one in told(town, INGRID) if "Requests on" in one]
    assert len(mornings) == 1, "row 130: who wants no reminders gets no daily list"
    await town.talk(INGRID).choose("task.nudges", "day")
    await town.pass_time(days=1)
    assert len([one for one in told(town, INGRID) if "Requests on" in one]) == 2


async def test_r38_the_queue_has_the_most_urgent_first_and_can_be_narrowed(town: Town) -> None:
    await takes(town)
    await takes(town, request_priority="expedited", why_urgent="School starts")
    await takes(town, request_priority="emergency", why_urgent="Cars swerve")
    talk = town.talk(INGRID)
    await talk.say("requests")
    rows = [line for line in talk.words.splitlines() if "Public Works" in line]
    assert ["Emergency" in rows[0], "Expedited" in rows[1], "Expedited" in rows[2]] == [True, True, False]
    await talk.say("requests overdue")
    assert sentence("request.queue_none") in talk.words
    await town.pass_time(days=1)
    await talk.say("requests overdue")
    assert "overdue since" in talk.words


async def test_r33_r41_whoever_took_it_reads_their_own_words_and_not_those_of_others(town: Town) -> None:
    await takes(town, ward="Ward 2", special="Blue door")
    reference = await number(town)
    await does(town, INGRID, reference, Operation.NOTE, note_words="Ours alone.")
    standing = await town.requests.standing(reference, SAM)
    assert standing
    for who, reads_all in ((SAM, False), (HECTOR, True), (CAO, True)):
        talk = town.talk(who)
        await talk.choose("request.read", standing.id)
        assert talk.form
        shown = repr(talk.form)
        assert "Blue door" in shown
        assert "Ward 2" in shown
        assert ("Ours alone." in shown) == reads_all
    other = town.talk(PRIYA)
    await other.choose("request.read", standing.id)
    assert sentence("request.nothing") in other.words


async def test_words_of_danger_bring_the_emergency_numbers_first(town: Town) -> None:
    danger = "He has a knife and is coming to me, it is about the pothole"
    talk = await takes(town, description=danger)
    lines = in_words(talk.replies[0]).splitlines()
    assert any("911" in line for line in lines[:4]), lines[:6]


async def test_the_same_form_sent_twice_is_one_request(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.command("request", "pothole")
    form = talk.form
    await talk.submit(POTHOLE)
    talk.form = form
    await talk.submit(POTHOLE)
    assert (await town.requests.queue(SAM)).total == 1


async def test_r31_it_comes_by_every_way_the_file_names_and_the_way_is_kept(town: Town) -> None:
    ways = ("Phone", "E-mail", "In person", "Web form", "App", "Letter or fax", "Council office")
    assert town.requests.rules.channels == ways
    for way in ways:
        talk = await takes(town, request_channel=way, description=f"There is a pothole, as came by {way}.")
        assert "Its number is" in talk.words, way
        case = await town.requests.view(talk.words.split("Its number is ")[1][:7], SAM)
        assert case
        assert case.request.channel == way


async def test_p02_r06_any_staff_can_take_one_and_a_guest_cannot(town: Town) -> None:
    for who in (WEN, TESSA):
        assert "Its number is" in (await takes(town, who)).words
    guest = town.talk("rolf.amundsen@portmaribel.example")
    await guest.command("request", "pothole")
    assert guest.form is None
