"""An abusive letter or e-mail: its report, its copy, what is decided on it, and what its author hears (D21)."""

from __future__ import annotations

import pytest

from bot.events import FieldValue, SharedFile
from bot.flows.correspondence import written_in
from bot.flows.prefill import write_prefill
from bot.flows.report_receipt import receipt_card
from bot.forms import ChoiceField, TextField
from bot.messages import Facts
from bot.replies import FormErrors, Say
from bot.words import sentence
from incidents.records import Channel, State, Warned
from incidents.rules.access import Operation
from tests.fakes.conversation import Conversation, in_words
from tests.fixtures.a_file import PDF
from tests.flows.carrying import does, newest, reads, shows, state
from tests.flows.test_attachments import sends
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, SAM, Town

LETTER: dict[str, FieldValue] = {
    "channel": "letter",
    "customer": "Casey Customer",
    "happened": "A letter full of insults about his bill.",
    "behaviours": ("verbal_abuse",),
    "topic": "His bill",
    "tried": "Nothing yet.",
}
DECIDES: dict[str, str] = {
    "letter_nature": "abusive",
    "letter_copy": "File CS-2026-014",
    "letter_decision": "file",
    "letter_reason": "It says nothing new and insults three colleagues.",
}
DECIDE = sentence("act.decide_correspondence")
NEWS = "Priya Raman decided what becomes of the letter or e-mail you reported. Please read it."


def labels(talk: Conversation) -> set[str]:
    return {one.label for one in talk.buttons}


def names(talk: Conversation) -> set[str]:
    assert talk.form
    return {one.name for one in talk.form.fields}


async def a_letter(town: Town, **said: FieldValue) -> tuple[str, str]:
    """The id and the reference of a report by Sam, of a letter unless it says otherwise, whose head was told."""
    sam = town.talk(SAM)
    values = {**LETTER, **said, "occurred_at": town.clock.now()}
    await sam.choose("report.open", write_prefill({"channel": str(values["channel"])}))
    await sam.submit(values)
    await town.pass_time(seconds=1)
    record = (await town.desk.mine(SAM))[0]
    return record.id, record.reference


async def test_the_report_of_a_letter_asks_neither_for_a_warning_nor_for_an_end(town: Town) -> None:
    sam = town.talk(SAM)
    await sam.command("incident", "I got an abusive letter about a tax bill.")
    assert sam.form
    assert not names(sam) & {"warned", "warning_note", "ended"}
    assert "supervisor_now" in names(sam)
    channel = next(one for one in sam.form.fields if one.name == "channel")
    assert isinstance(channel, ChoiceField)
    assert channel.initial == "letter"
    await sam.submit({**LETTER, "occurred_at": town.clock.now()})
    (record,) = await town.desk.mine(SAM)
    report = record.report
    assert (report.channel, report.warned, report.ended) == (Channel.LETTER, Warned.NOT_POSSIBLE, False)


@pytest.mark.parametrize(
    "text", ["report an abusive letter", "I want to report a letter about the tax bill."]
)
async def test_the_form_of_a_letter_is_asked_for_in_words(town: Town, text: str) -> None:
    sam = town.talk(SAM)
    await sam.say(text)
    await sam.press("Open the form")
    assert sam.form
    initial = {one.name: getattr(one, "initial", None) for one in sam.form.fields}
    assert initial["channel"] == "letter"
    assert "ended" not in initial
    if text.startswith("report"):
        assert initial["happened"] == "", "an order is no narrative"


@pytest.mark.parametrize(
    "text",
    [
        "report an abusive letter from Casey Quill: he writes that he knows where I live",
        "Report a letter about the tax bill. It says that he will burn the house.",
        "report a threatening e-mail" + " " * 600 + "He knows where I live.",
    ],
)
async def test_what_is_told_beside_the_order_stands_in_the_form(town: Town, text: str) -> None:
    sam = town.talk(SAM)
    await sam.command("incident", text)
    assert sam.form
    happened = next(one for one in sam.form.fields if one.name == "happened")
    assert getattr(happened, "initial", "") == text


async def test_an_exchange_that_was_ended_after_a_warning_still_says_so(town: Town) -> None:
    await a_letter(town, channel="email", warned="yes", ended="yes")
    (record,) = await town.desk.mine(SAM)
    assert (record.report.warned, record.report.ended) == (Warned.YES, True)


async def test_every_other_report_asks_for_both_as_before(town: Town) -> None:
    sam = town.talk(SAM)
    await sam.command("incident")
    assert {"warned", "ended"} <= names(sam)
    await sam.submit({**LETTER, "channel": "phone", "occurred_at": town.clock.now()})
    (reply,) = sam.replies
    assert isinstance(reply, FormErrors)
    assert set(reply.errors) == {"warned", "ended"}


async def test_its_author_is_asked_for_the_copy_until_there_is_one(town: Town) -> None:
    _, reference = await a_letter(town)
    assert sentence("correspondence.add_copy") in await town.confirmation()
    await sends(town.talk(SAM), SharedFile("letter.pdf", PDF), text=f"for {reference}")
    (record,) = await town.desk.mine(SAM)
    assert [one.about.name for one in record.files if one.about] == ["letter.pdf"]
    assert sentence("correspondence.add_copy") not in in_words(Say(receipt_card(record, town.services)))


async def test_the_head_decides_and_the_author_hears_and_reads_why(town: Town) -> None:
    record, reference = await a_letter(town)
    talk = await does(town, PRIYA, reference, Operation.DECIDE_CORRESPONDENCE, **DECIDES)
    assert await state(town, record) is State.UNDER_REVIEW
    assert sentence("act.close") in labels(talk), "what was decided is one press away"
    assert newest(town, SAM) == NEWS
    card = town.pushed(SAM)[-1]
    facts = [(one.label, one.value) for part in card.parts if isinstance(part, Facts) for one in part.facts]
    assert (sentence("correspondence.decided"), sentence("field.letter_decision_file")) in facts
    whole = await reads(town, SAM, record)
    for said in (DECIDES["letter_reason"], DECIDES["letter_copy"], sentence("field.letter_nature_abusive")):
        assert said in whole
    assert sentence("act.handler") + ": Priya Raman" in (await shows(town, DANA, reference)).words


async def test_no_card_says_why_or_where_the_copy_is(town: Town) -> None:
    _, reference = await a_letter(town)
    await does(town, PRIYA, reference, Operation.DECIDE_CORRESPONDENCE, **DECIDES)
    for who in (SAM, PRIYA, DANA):
        told = " ".join(str(one) for one in town.pushed(who)) + (await shows(town, who, reference)).words
        assert DECIDES["letter_reason"] not in told
        assert DECIDES["letter_copy"] not in told


async def test_what_is_abusive_is_kept_as_a_copy_and_what_is_not_need_not_be(town: Town) -> None:
    _, reference = await a_letter(town)
    talk = await shows(town, PRIYA, reference)
    await talk.press(DECIDE)
    await talk.submit({**DECIDES, "letter_copy": ""})
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors)
    assert reply.errors == {"letter_copy": sentence("field.letter_copy_missing")}
    await talk.submit({**DECIDES, "letter_copy": "", "letter_nature": "none"})
    assert sentence("act.done", reference=reference) in talk.words


async def test_a_copy_among_the_files_stands_in_the_form_already(town: Town) -> None:
    _, reference = await a_letter(town)
    await sends(town.talk(SAM), SharedFile("letter.pdf", PDF), text=f"for {reference}")
    talk = await shows(town, PRIYA, reference)
    await talk.press(DECIDE)
    assert talk.form
    copy = next(one for one in talk.form.fields if one.name == "letter_copy")
    assert isinstance(copy, TextField)
    assert copy.initial == sentence("correspondence.attached", names="letter.pdf")


async def test_it_can_be_decided_again_and_the_last_word_counts(town: Town) -> None:
    _, reference = await a_letter(town)
    await does(town, PRIYA, reference, Operation.DECIDE_CORRESPONDENCE, **DECIDES)
    await does(
        town, CAO, reference, Operation.DECIDE_CORRESPONDENCE, **(DECIDES | {"letter_decision": "answer"})
    )
    words = (await shows(town, PRIYA, reference)).words
    assert sentence("field.letter_decision_answer") in words
    assert sentence("field.letter_decision_file") not in words


async def test_whoever_was_given_the_report_and_its_author_do_not_decide_for_the_head(town: Town) -> None:
    record, reference = await a_letter(town)
    await does(town, PRIYA, reference, Operation.ASSIGN, assignee=HECTOR)
    for who in (SAM, HECTOR):
        talk = await shows(town, who, reference)
        await talk.press(sentence("act.more"))
        assert DECIDE not in labels(talk)
        await talk.choose("record.act", f"{Operation.DECIDE_CORRESPONDENCE}:{record}")
        assert talk.form is None


async def test_a_call_is_no_letter_until_one_is_among_its_files(town: Town) -> None:
    _, reference = await a_letter(town, channel="phone", warned="yes", ended="no")

    async def offered() -> set[str]:
        talk = await shows(town, PRIYA, reference)
        first = labels(talk)
        await talk.press(sentence("act.more"))
        return first | labels(talk)

    assert DECIDE not in await offered()
    await sends(town.talk(SAM), SharedFile("letter.pdf", PDF), text=f"for {reference}")
    assert DECIDE in await offered()


@pytest.mark.parametrize(("channel", "proposed"), [("letter", "Abusive correspondence"), ("phone", "")])
async def test_the_class_of_the_schedule_is_proposed_at_closing(
    town: Town, channel: str, proposed: str
) -> None:
    _, reference = await a_letter(town, channel=channel, warned="yes", ended="no")
    talk = await shows(town, PRIYA, reference)
    await talk.press(sentence("act.more"))
    await talk.press(sentence("act.close"))
    assert talk.form
    kept = next(one for one in talk.form.fields if one.name == "retention_class")
    assert isinstance(kept, ChoiceField)
    assert kept.initial == proposed


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("I got an abusive letter about a tax bill", "letter"),
        ("This letter from Mr Quill is threatening", "letter"),
        ("how do I answer a nasty e-mail?", "email"),
        ("we received another email from him", "email"),
        ("An anonymous hateful postcard came for Dana", "letter"),
        ("he shouted because of our letter", ""),
        ("I sent him an email and he called back", ""),
        ("what does the letter of the law say", ""),
        ("the envelope was empty", ""),
    ],
)
def test_a_letter_is_understood_where_somebody_received_one(text: str, channel: str) -> None:
    assert written_in(text) == channel
