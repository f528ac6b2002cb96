"""Earlier contacts on cards: proposed to who answers for a report, decided by a press, handed over as a pack."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.flows.notice import draw
from bot.forms import ChoiceField
from bot.words import sentence
from foundation.ids import new_id
from incidents.notices import NoticeKind
from incidents.records import Channel, Filed, Report
from incidents.rules.access import Operation
from tests.flows.carrying import does, reads, shows
from tests.flows.test_record_paper import words_on
from tests.flows.town import CAO, DANA, GIDEON, HECTOR, PRIYA, SAM, Town

SERVICE = "Customer Service"


async def file(town: Town, customer: str, author: str = SAM, department: str = SERVICE, **more: str) -> Filed:
    town.clock.advance(timedelta(minutes=1))
    now = town.clock.now()
    happened = more.pop("happened", "He shouted.")
    report = Report(author, department, now, "America/Halifax", Channel.PHONE, happened, customer, **more)  # type: ignore[arg-type]  # words by name
    return await town.desk.submit(report, new_id())


async def test_a_head_is_told_of_earlier_contacts_and_decides_with_a_press(town: Town) -> None:
    first, newest = await file(town, "Kasey Custommer"), await file(town, "Casey Customer")
    talk = await shows(town, PRIYA, newest.reference)
    assert sentence("earlier.proposed", reference=first.reference, count=1) in talk.words
    await talk.press(sentence("earlier.button"))
    assert f"Maybe the same customer: {sentence('earlier.why_spelling')}." in talk.words
    assert "Casey" not in talk.words, "names are on no card"
    await talk.press(sentence("earlier.yes", reference=first.reference))
    assert sentence("earlier.done") in talk.words
    assert "The same customer, says Priya Raman." in talk.words
    for reference, other in ((first.reference, newest.reference), (newest.reference, first.reference)):
        again = await shows(town, CAO, reference)
        assert sentence("earlier.known", reference=other, count=1) in again.words
    await talk.press(sentence("earlier.undo", reference=first.reference))
    assert sentence("earlier.yes", reference=first.reference) in {one.label for one in talk.buttons}


async def test_a_contact_of_somebody_else_is_proposed_no_more(town: Town) -> None:
    first, newest = await file(town, "Kasey Custommer"), await file(town, "Casey Customer")
    talk = await shows(town, PRIYA, newest.reference)
    await talk.press(sentence("earlier.button"))
    await talk.press(sentence("earlier.no", reference=first.reference))
    assert "Somebody else, says Priya Raman." in talk.words
    assert first.reference not in (await shows(town, PRIYA, newest.reference)).words


async def test_an_author_is_shown_nothing_of_the_reports_of_others(town: Town) -> None:
    first = await file(town, "Casey Customer", author=GIDEON)
    mine = await file(town, "Casey Customer")
    await (await shows(town, PRIYA, mine.reference)).press(sentence("earlier.button"))
    sam = await shows(town, SAM, mine.reference)
    await sam.press(sentence("act.more"))
    assert first.reference not in sam.words
    for action, value in (
        ("links.earlier", mine.id),
        ("links.link", mine.id),
        ("pack.show", mine.id),
        ("pack.paper", mine.id),
        ("links.decide", f"same_customer:{mine.id}:{first.reference}"),
    ):
        await sam.choose(action, value)
        assert first.reference not in sam.words, action
        assert sam.form is None, action
    assert first.reference not in await reads(town, SAM, mine.id)


async def test_two_reports_are_linked_in_a_form_and_shown_on_both(town: Town) -> None:
    one, other = await file(town, "Casey Customer"), await file(town, "Zoltan Varga")
    talk = await shows(town, PRIYA, one.reference)
    await talk.press(sentence("act.more"))
    await talk.press(sentence("earlier.button"))
    await talk.press(sentence("act.link"))
    await talk.submit({"link_to": "K4M-7TR", "link_kind": "duplicate_of"})
    assert talk.form, "what was typed stays where there is no such report"
    await talk.submit({"link_to": other.reference.casefold(), "link_kind": "duplicate_of"})
    said = sentence("earlier.linked_duplicate_of", reference=other.reference, name="Priya Raman")
    assert said in talk.words
    back = sentence("earlier.linked_duplicated_by", reference=one.reference, name="Priya Raman")
    assert back in (await shows(town, SAM, other.reference)).words, "its author may read both"


async def test_d03_the_same_matter_with_different_staff_is_proposed(town: Town) -> None:
    first = await file(town, "Casey Customer", author=GIDEON, topic="Parking permit")
    newest = await file(town, "C. Customer", topic="parking permits")
    talk = await shows(town, PRIYA, newest.reference)
    assert sentence("earlier.matter", references=first.reference) in talk.words


async def test_d11_d12_one_act_hands_over_what_was_tried_with_earlier_contacts(town: Town) -> None:
    first = await file(town, "Kasey Custommer", happened="She threw a pen.")
    parks = await file(town, "Casey Customer", author=HECTOR, department="Parks and Recreation")
    newest = await file(town, "Casey Customer")
    await does(
        town, SAM, newest.reference, Operation.HAND_OVER, handed_to="head", attempts="I offered a plan."
    )
    (notice,) = [one for one in town.notifier.notices if one.kind is NoticeKind.ACTED]
    assert notice.recipient == PRIYA
    assert "Sam Okafor hands this report over to you" in draw(notice, town.services).summary
    talk = town.talk(PRIYA)
    await talk.choose("pack.show", newest.id)
    assert first.reference in talk.words
    assert parks.reference not in talk.words, "what she may not read is not in it, and nothing says so"
    assert "offered" not in talk.words, "words are in the paper alone"
    await talk.press(sentence("earlier.pack_paper"))
    paper = words_on(talk)
    for words in ("I offered a plan.", "She threw a pen.", "Kasey Custommer", first.reference):
        assert words in paper, words
    assert parks.reference not in paper
    looks = await town.desk.looks(first.id, SAM)
    assert looks
    assert any(one.printed and one.by == PRIYA for one in looks)


async def test_what_was_tried_is_needed(town: Town) -> None:
    one = await file(town, "Casey Customer")
    talk = await shows(town, SAM, one.reference)
    await talk.press(sentence("act.more"))
    await talk.press(sentence("act.hand_over"))
    await talk.submit({"handed_to": "head", "attempts": " "})
    assert talk.form
    assert sentence("field.attempts_missing") in talk.words


@pytest.mark.parametrize(
    ("who", "about", "offered"),
    [
        (SAM, (), ["head", "cao"]),
        (PRIYA, (), ["cao"]),
        (SAM, (CAO,), ["head"]),
        (SAM, (PRIYA,), ["head", "cao"]),
    ],
)
async def test_a_report_is_handed_over_only_to_who_can_be_told_of_it(
    town: Town, who: str, about: tuple[str, ...], offered: list[str]
) -> None:
    now = town.clock.now()
    report = Report(SAM, SERVICE, now, "America/Halifax", Channel.PHONE, "He shouted.", about=about)
    record = await town.desk.submit(report, new_id(), excluded=frozenset(about))
    talk = await shows(town, who, record.reference)
    await talk.press(sentence("act.more"))
    await talk.press(sentence("act.hand_over"))
    assert talk.form is not None
    field = next(one for one in talk.form.fields if one.name == "handed_to")
    assert isinstance(field, ChoiceField)
    assert [one.value for one in field.options] == offered
    await talk.submit({"handed_to": offered[-1], "attempts": " "})
    (again,) = [one for one in talk.form.fields if isinstance(one, ChoiceField)]
    assert again.options == field.options, "also where the form is shown again"
    await talk.submit({"handed_to": offered[-1], "attempts": "I offered a plan."})
    assert sentence("act.nobody") not in talk.words
    assert sentence("act.done", reference=record.reference) in talk.words


@pytest.mark.parametrize(
    "value", ["same_customer:{id}:", "same_customer:{id}: ", "undone:{id}", "same_customer", ""]
)
async def test_a_press_without_a_second_report_is_answered_calmly(town: Town, value: str) -> None:
    record = await file(town, "Casey Customer")
    talk = town.talk(PRIYA)
    await talk.choose("links.decide", value.format(id=record.id))
    assert talk.words
    assert "went wrong" not in talk.words


async def test_nobody_complained_of_learns_by_a_link_that_there_is_another_report(town: Town) -> None:
    first = await file(town, "Casey Customer")
    await town.pass_time(seconds=1)
    now = town.clock.now()
    complains = Report(SAM, SERVICE, now, "America/Halifax", Channel.PHONE, "She hung up.", "Casey Customer")
    about = await town.desk.submit(complains, new_id(), excluded=frozenset({PRIYA}))
    await town.pass_time(seconds=1)
    told = len(town.notifier.notices)
    await (await shows(town, CAO, first.reference)).choose(
        "links.decide", f"same_customer:{first.id}:{about.reference}"
    )
    await town.pass_time(seconds=1)
    trace = sentence("notice.event_linked", person="Marguerite Oyelaran")
    for person in (PRIYA, DANA):
        assert [one for one in town.notifier.notices[told:] if one.recipient == person] == []
        for words in (
            (await shows(town, person, first.reference)).words,
            await reads_if(town, person, first.id),
        ):
            assert trace not in words
    assert trace in await reads(town, CAO, first.id), "who may read both sees it"


async def reads_if(town: Town, who: str, record: str) -> str:
    """The whole record where somebody may read it."""
    talk = town.talk(who)
    await talk.choose("notice.view", record)
    return str(talk.form.items) if talk.form else talk.words
