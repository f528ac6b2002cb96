"""Restrictions as people meet them: proposed, decided, told, looked at before contact, logged, extended (D25-D33)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.events import FieldValue
from bot.flows.notice import draw
from bot.flows.restriction_card import draw_restriction
from bot.replies import FormErrors, OpenForm, Upload
from bot.words import sentence
from incidents.notices import NoticeKind
from incidents.records import Said
from incidents.restriction import RestrictionFile
from incidents.rules.access import Operation
from tests.fakes.conversation import Conversation
from tests.fixtures.acts import said_of
from tests.flows.carrying import REPORT
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, SAM, WEN, Town

NAME = "Roy Hollis"
REASONS = "Shouted at Jolene on three days."
TEODOR = "teodor.lindqvist@portmaribel.example"
TESSA = "tessa.boudreau@portmaribel.example"


def proposal(town: Town, **said: FieldValue) -> dict[str, FieldValue]:
    now = town.clock.now()
    return {
        "customer": NAME,
        "options": ("C1",),
        "ground": "abuse_after_warning",
        "reasons": REASONS,
        "starts": now + timedelta(minutes=1),
        "review": now + timedelta(days=80),
        "ends": now + timedelta(days=170),
        "nominated": WEN,
        "channels": ("phone",),
        **said,
    }


async def proposes(town: Town, who: str = PRIYA, **said: FieldValue) -> Conversation:
    talk = town.talk(who)
    await talk.command("restrictions")
    await talk.press(sentence("restriction.propose"))
    await talk.submit(proposal(town, **said))
    await town.pass_time(minutes=1)
    return talk


async def does(town: Town, who: str, name: str, operation: Operation, **said: Said) -> Conversation:
    """Choose an act from the card as it is offered, and fill its form in."""
    talk = town.talk(who)
    await talk.say(f"restrictions {name}")
    label = sentence(f"restriction.{operation}")
    if label not in {one.label for one in talk.buttons}:
        await talk.press(sentence("restriction.more"))
    await talk.press(label)
    if talk.form is None and "English" in {one.label for one in talk.buttons}:
        await talk.press("English")
    assert talk.form
    given = {field.name: field.initial for field in talk.form.fields if getattr(field, "initial", "")}
    now = town.clock.now()
    times = {"notice_at": now, "advised_at": now, "appealed_at": now, "came_at": now}
    await talk.submit({**said_of(operation), **times, **given, **said})
    await town.pass_time(seconds=1)
    return talk


async def the_one(town: Town) -> RestrictionFile:
    (one,) = await town.services.restrictions.register(CAO)
    return one


@pytest.fixture
async def restricted(town: Town) -> str:
    """Roy Hollis deals with Wen alone: proposed by Priya, approved by the CAO, told. Its reference."""
    await proposes(town)
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    await does(town, PRIYA, one.reference, Operation.SEND_NOTICE)
    return one.reference


def told(town: Town, who: str) -> list[str]:
    sent = (one for one in town.notifier.notices if one.kind is NoticeKind.RESTRICTION)
    return [draw(one, town.services).summary for one in sent if one.recipient == who]


async def looks(town: Town, who: str, typed: str = f"contact check {NAME}") -> Conversation:
    talk = town.talk(who)
    await talk.say(typed)
    return talk


async def test_a_head_proposes_the_cao_decides_and_the_notice_puts_it_in_force(town: Town) -> None:
    talk = await proposes(town)
    assert sentence("restriction.proposed") in talk.words
    assert told(town, CAO) == ["Priya Raman proposed a contact restriction. It waits for a decision."]
    one = await the_one(town)
    assert sentence("restriction.nothing_on_file") in (await looks(town, SAM)).words
    talk = await does(town, CAO, one.reference, Operation.APPROVE)
    assert sentence("restriction.did_approve") in talk.words
    assert told(town, PRIYA) == ["Marguerite Oyelaran approved a contact restriction. The notice is next."]
    assert sentence("restriction.nothing_on_file") in (await looks(town, SAM)).words
    talk = await does(town, PRIYA, one.reference, Operation.SEND_NOTICE)
    assert sentence("restriction.noticed_now") in talk.words
    assert sentence("restriction.tasks_made") in talk.words
    one = await the_one(town)
    for part in ("Dear Roy Hollis", "Abusive words after a warning", "Somebody who did not decide this"):
        assert part in one.notice_text


async def test_d32_written_contact_from_now_on_is_said_to_whoever_looks_before_contact(town: Town) -> None:
    await proposes(town, options=("C3",), nominated=None)
    one = await the_one(town)
    await does(town, CAO, one.reference, Operation.APPROVE)
    await does(town, PRIYA, one.reference, Operation.SEND_NOTICE)
    assert "Every further contact is in writing." in (await looks(town, SAM)).words


async def test_d30_the_counter_sees_the_rule_and_the_one_person_and_never_the_story(
    town: Town, restricted: str
) -> None:
    talk = await looks(town, SAM)
    assert "One named person deals with every matter. Contact person: Wen Zhao, 555-0132." in talk.words
    assert "on the phone" in talk.words
    whole = repr(talk.replies)
    for secret in (REASONS, "Jolene", "Abusive words", restricted, "Priya"):
        assert secret not in whole
    for who in (DANA, HECTOR, CAO):
        assert "Contact person: Wen Zhao" in (await looks(town, who)).words
    assert sentence("restriction.maybe") in (await looks(town, SAM, "contact check Roi Holis")).words
    assert NAME not in (await looks(town, SAM, "contact check Roi Holis")).words


@pytest.mark.parametrize(
    "typed", ["may I talk to Roy Hollis?", "can I call Roy Hollis", "Can we meet Roy Hollis?"]
)
async def test_plain_words_with_a_name_are_a_look_before_contact(
    town: Town, restricted: str, typed: str
) -> None:
    assert "Contact person: Wen Zhao" in (await looks(town, SAM, typed)).words


@pytest.mark.parametrize(
    "typed", ["may I talk to a customer alone?", "can I call the police?", "who can I call about parking?"]
)
async def test_a_question_about_rules_is_no_look(town: Town, restricted: str, typed: str) -> None:
    words = (await looks(town, SAM, typed)).words
    assert sentence("restriction.nothing_on_file") not in words
    assert sentence("restriction.rule_title") not in words


async def test_a_colleague_by_name_is_still_shown(town: Town) -> None:
    talk = await looks(town, SAM, "contact check Priya Raman")
    assert sentence("restriction.nothing_on_file") in talk.words
    assert "555-0110" in talk.words


async def test_absent_and_not_visible_are_one_answer(town: Town, restricted: str) -> None:
    absent = await looks(town, SAM, "contact check Nobody Ever")
    hidden = await looks(town, TESSA)
    assert absent.words == hidden.words
    assert sentence("restriction.nothing_on_file") in absent.words
    assert sentence("restriction.check_empty") in (await looks(town, SAM, "contact check")).words


async def test_every_look_is_read_by_who_keeps_the_register(town: Town, restricted: str) -> None:
    await looks(town, SAM)
    talk = town.talk(PRIYA)
    await talk.say(f"restrictions {restricted}")
    await talk.press(sentence("restriction.more"))
    (opened,) = await talk.press(sentence("looks.button"))
    assert isinstance(opened, OpenForm)
    assert "Sam Okafor looked before contact and saw the rule alone" in repr(opened.form)


async def test_a_name_typed_in_a_report_brings_the_rule_with_it(town: Town, restricted: str) -> None:
    talk = town.talk(SAM)
    await talk.command("incident")
    await talk.submit({**REPORT, "customer": NAME, "occurred_at": town.clock.now()})
    assert "Contact person: Wen Zhao" in talk.words
    await talk.command("incident")
    await talk.submit({**REPORT, "customer": "Casey Customer", "occurred_at": town.clock.now()})
    assert sentence("restriction.nothing_on_file") not in talk.words


async def test_d26_what_came_in_is_logged_at_the_counter_with_the_test(town: Town, restricted: str) -> None:
    talk = await looks(town, SAM)
    await talk.press(sentence("restriction.log_contact"))
    given: dict[str, FieldValue] = {
        "came_at": town.clock.now(),
        "came_by": "phone",
        "came_about": "access",
        "came_done": "filed",
        "came_reason": "He asked for his file.",
    }
    (refused,) = await talk.submit(given)
    assert isinstance(refused, FormErrors)
    assert sentence("restriction.problem_never_restricted") in repr(refused.errors)
    await talk.submit({**given, "came_done": "answered"})
    assert sentence("restriction.did_log_contact") in talk.words
    assert REASONS not in repr(talk.replies)


async def test_what_is_wrong_stays_in_the_form_and_says_why(town: Town) -> None:
    talk = await proposes(town, nominated="", reasons="", ends=town.clock.now() + timedelta(days=900))
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert set(refused.errors) == {"nominated", "reasons", "ends"}
    assert NAME in repr(refused.form)


async def test_d33_a_complaint_goes_past_the_cao_who_decided(town: Town, restricted: str) -> None:
    await does(town, PRIYA, restricted, Operation.APPEAL)
    assert "waits for your answer" in told(town, TEODOR)[-1]
    talk = town.talk(CAO)
    await talk.say(f"restrictions {restricted}")
    await talk.press(sentence("restriction.more"))
    assert sentence("restriction.lift") not in {one.label for one in talk.buttons}
    talk = await does(town, TEODOR, restricted, Operation.LIFT)
    assert sentence("restriction.did_lift") in talk.words
    assert sentence("restriction.nothing_on_file") in (await looks(town, SAM)).words


async def test_the_review_comes_by_itself_and_a_named_person_extends_it(town: Town, restricted: str) -> None:
    for _ in range(9):
        await town.pass_time(days=10)
    assert sentence("restriction.nothing_on_file") in (await looks(town, SAM)).words
    assert sentence("restriction.told_suspended") in told(town, CAO)
    assert sentence("restriction.told_review_soon") in told(town, PRIYA)
    talk = await does(
        town, PRIYA, restricted, Operation.EXTEND, review_at=town.clock.now() + timedelta(days=30)
    )
    assert sentence("restriction.did_extend") in talk.words
    assert sentence("restriction.begins_again") in talk.words
    assert sentence("restriction.nothing_on_file") in (await looks(town, SAM)).words
    await does(town, PRIYA, restricted, Operation.SEND_NOTICE)
    assert "Contact person" in (await looks(town, SAM)).words


async def test_whoever_takes_down_a_message_sees_the_rule_for_who_called(town: Town, restricted: str) -> None:
    for caller, rules in ((NAME, True), ("Ann Somebody", False)):
        talk = town.talk(SAM)
        await talk.command("message")
        await talk.submit(
            {
                "message_for": HECTOR,
                "message_caller": caller,
                "message_number": "902-555-0188",
                "message_back": True,
            }
        )
        assert (repr(talk.replies).count("Contact person") > 0) is rules, caller


async def test_the_letters_come_as_a_pdf_for_who_keeps_the_register_alone(
    town: Town, restricted: str
) -> None:
    one = await the_one(town)
    talk = town.talk(PRIYA)
    await talk.choose("restriction.letter", f"notice:{one.id}")
    (file,) = await talk.press(sentence("letter.pdf"))
    assert isinstance(file, Upload)
    assert file.content.startswith(b"%PDF")
    for who in (SAM, HECTOR, TESSA):
        talk = town.talk(who)
        for value in (f"notice:{one.id}", f"notice:{one.id}::pdf", f"notice:{one.id}:fr:docx"):
            await talk.choose("restriction.letter", value)
            assert sentence("restriction.nothing") in talk.words
    talk = town.talk(PRIYA)
    await talk.choose("restriction.letter", f"lifting:{one.id}")
    assert "it still lacks the answer" in talk.words


async def test_the_figures_name_nobody(town: Town, restricted: str) -> None:
    talk = town.talk(CAO)
    await talk.command("restrictions")
    await talk.press(sentence("restriction.figures"))
    assert "In force: 1" in talk.words
    assert "Abusive words after a warning: 1" in talk.words
    for name in ("Hollis", "Priya", "Wen"):
        assert name not in talk.words
    talk = town.talk(PRIYA)
    await talk.choose("restriction.figures")
    assert sentence("restriction.nothing") in talk.words


async def test_no_card_or_notice_names_the_customer_or_tells_the_story(town: Town, restricted: str) -> None:
    drawn = repr(
        [draw_restriction(one, town.services) for one in town.notifier.notices if one.entry and not one.task]
    )
    talk = town.talk(PRIYA)
    await talk.say("restrictions")
    drawn += repr(talk.replies)
    await talk.say(f"restrictions {restricted}")
    drawn += repr(talk.replies)
    assert restricted in drawn
    for secret in ("Hollis", REASONS):
        assert secret not in drawn
    await talk.press(sentence("restriction.read"))
    assert NAME in repr(talk.form)
    assert REASONS in repr(talk.form)


@pytest.mark.parametrize("who", [SAM, HECTOR, TESSA])
async def test_who_keeps_no_register_gets_nothing_of_it(town: Town, restricted: str, who: str) -> None:
    one = await the_one(town)
    talk = town.talk(who)
    for action in ("restriction.show", "restriction.read", "restriction.more"):
        await talk.choose(action, one.id)
        assert sentence("restriction.nothing") in talk.words
    for operation in (Operation.APPROVE, Operation.LIFT, Operation.END, Operation.EXTEND):
        await talk.choose("restriction.act", f"{operation}:{one.id}")
        assert sentence("restriction.nothing") in talk.words
    await talk.say(f"restrictions {restricted}")
    assert sentence("restriction.nothing") in talk.words


async def test_everything_can_be_done_line_by_line(town: Town, restricted: str) -> None:
    plain = town.talk(PRIYA, platform="plain")
    await plain.say(f"restrictions {restricted}")
    await plain.choose("restriction.act", f"{Operation.CLARIFY}:{(await the_one(town)).id}")
    for typed in ("He wrote a letter since.", "send"):
        await plain.say(typed)
    assert "added" in (await the_one(town)).timeline[-1].kind or "clarified" in repr(await the_one(town))
