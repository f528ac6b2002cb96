"""The records officer keeps and destroys records, and nobody else (D45, check 21 of the trust model)."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from bot.events import FieldValue, FormSubmitted
from bot.forms import MultiChoiceField
from bot.replies import FormErrors, Upload
from bot.words import sentence
from incidents.records import State
from incidents.rules.access import Operation
from tests.fakes.conversation import Conversation
from tests.flows.carrying import CLOSING, REPORT, does, filed, reads, shows, state
from tests.flows.town import CAO, GIDEON, PRIYA, SAM, WEN, Town

__all__ = ["filed"]

OFFICER = GIDEON
NO_WAY = sentence("retention.not_yours")


@pytest.fixture
async def closed(town: Town, filed: tuple[str, str]) -> tuple[str, str]:
    """Sam's report, closed and told; its id and its reference."""
    await does(town, PRIYA, filed[1], Operation.CLOSE, **CLOSING)
    await reads(town, SAM, filed[0])
    assert await state(town, filed[0]) is State.CLOSED
    return filed


def errors(talk: Conversation) -> dict[str, str]:
    """What the form that stayed open says."""
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors)
    return dict(reply.errors)


async def lists(town: Town, who: str = OFFICER) -> Conversation:
    talk = town.talk(who)
    await talk.say("retention")
    return talk


async def test_a_report_is_due_once_its_class_says_so_and_is_gone_once_an_officer_decided(
    town: Town, closed: tuple[str, str]
) -> None:
    talk = await lists(town)
    assert sentence("retention.standing_kept") in talk.words
    assert closed[1] not in talk.words
    await town.pass_time(days=5 * 366)
    talk = await lists(town)
    assert closed[1] in talk.words
    assert CLOSING["retention_class"] in talk.words
    assert str(REPORT["customer"]) not in talk.words
    await talk.press(sentence("retention.decide"))
    await talk.submit({"records": (closed[1],), "authority": "Approved by the Clerk, minute 7"})
    assert sentence("retention.destroyed", count=1) in talk.words
    await talk.press(sentence("retention.certificate"))
    (upload,) = talk.replies
    assert isinstance(upload, Upload)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(upload.content)]
    said = re.sub(r"\\s+", " ", "\n".join(pages))
    assert closed[1] in said
    assert "Approved by the Clerk, minute 7" in said
    assert str(REPORT["customer"]) not in said
    talk = town.talk(SAM)
    await talk.say(f"reports {closed[1]}")
    assert str(REPORT["happened"]) not in talk.words
    assert await town.desk.mine(SAM) == ()


async def test_nothing_is_chosen_beforehand_and_nothing_goes_without_a_name_for_the_decision(
    town: Town, closed: tuple[str, str]
) -> None:
    await town.pass_time(days=5 * 366)
    talk = await lists(town)
    await talk.press(sentence("retention.decide"))
    await talk.submit({"authority": ""})
    assert errors(talk) == {
        "records": sentence("retention.records_missing"),
        "authority": sentence("retention.authority_missing"),
    }
    await talk.submit({"records": ("AAA-AAA",), "authority": "the Clerk"})
    assert set(errors(talk)) == {"records"}
    await talk.submit({"records": (closed[1],), "authority": "\u200b \u202e"})
    assert set(errors(talk)) == {"authority"}, "nothing that can be seen is no name"
    assert await state(town, closed[0]) is State.CLOSED


@pytest.mark.parametrize("who", [SAM, PRIYA, CAO, WEN])
async def test_everybody_else_is_told_whose_it_is_whatever_they_send(
    town: Town, closed: tuple[str, str], who: str
) -> None:
    await town.pass_time(days=5 * 366)
    talk = await lists(town, who)
    assert NO_WAY in talk.words
    await talk.choose("retention.choose", closed[1])
    assert NO_WAY in talk.words
    values: dict[str, FieldValue] = {"records": (closed[1],), "authority": "me"}
    now = town.clock.now()
    sent = FormSubmitted("d1", talk.who, talk.where, now, "retention", "d1", values, closed[1])
    await talk.does(sent)
    assert await state(town, closed[0]) is State.CLOSED
    await talk.choose("certificate.list")
    assert sentence("retention.certificates_none") in talk.words


async def test_a_hold_is_put_on_shown_to_who_reads_and_lifted(town: Town, closed: tuple[str, str]) -> None:
    await does(town, OFFICER, closed[1], Operation.HOLD, hold_kind="request", hold_reason="Request 12 of May")
    assert sentence("field.hold_kind_request") in await reads(town, PRIYA, closed[0])
    assert "Request 12 of May" in await reads(town, PRIYA, closed[0])
    assert "Request 12 of May" not in await reads(town, SAM, closed[0])
    await town.pass_time(days=5 * 366)
    talk = await lists(town)
    held = sentence("field.hold_kind_request")
    assert sentence("retention.line_held", reference=closed[1], holds=held) in talk.words
    assert sentence("retention.decide") not in {one.label for one in talk.buttons}
    await talk.press(sentence("reports.open", reference=closed[1]))
    assert sentence("record.title", reference=closed[1]) in talk.words
    await does(town, OFFICER, closed[1], Operation.LIFT_HOLD, hold_kind="request")
    assert closed[1] in (await lists(town)).words


async def test_nothing_is_closed_under_a_class_that_the_schedule_does_not_have(
    town: Town, filed: tuple[str, str]
) -> None:
    talk = await shows(town, PRIYA, filed[1])
    await talk.press(sentence("act.more"))
    await talk.press(sentence("act.close"))
    await talk.submit({**CLOSING, "retention_class": "as ever"})
    assert errors(talk) == {"retention_class": sentence("field.choice_gone")}


async def test_a_hold_on_a_report_that_is_not_closed_is_shown(town: Town, filed: tuple[str, str]) -> None:
    await does(town, OFFICER, filed[1], Operation.HOLD, hold_kind="legal", hold_reason="A claim")
    talk = await lists(town)
    assert sentence("retention.held_open") in talk.words
    assert filed[1] in talk.words


async def test_the_form_offers_each_report_with_its_class_and_days(
    town: Town, closed: tuple[str, str]
) -> None:
    await town.pass_time(days=5 * 366)
    talk = await lists(town)
    await talk.press(sentence("retention.decide"))
    assert talk.form
    (offered,) = next(one.options for one in talk.form.fields if isinstance(one, MultiChoiceField))
    assert offered.value == closed[1]
    assert str(CLOSING["retention_class"]) in offered.label


async def test_a_report_that_a_restriction_rests_on_is_not_due(
    town: Town, closed: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.keeping_reports.rested_on", lambda *_: frozenset({closed[0]}))
    await town.pass_time(days=5 * 366)
    talk = await lists(town)
    assert sentence("retention.waiting_resting") in talk.words
    schedule = town.services.organisation.retention
    assert await town.desk.keeping.destroy(OFFICER, [closed[0]], "x", schedule, "d") is None


async def test_many_due_reports_do_not_make_the_form_carry_more_than_slack_takes(
    town: Town, closed: tuple[str, str]
) -> None:
    await town.pass_time(days=5 * 366)
    talk = await lists(town)
    await talk.press(sentence("retention.decide"))
    assert talk.form
    assert talk.form.context == closed[1], "a reference for each, the lines stand in the form alone"
    (choice,) = [one for one in talk.form.fields if isinstance(one, MultiChoiceField)]
    assert CLOSING["retention_class"] in choice.options[0].label
    await talk.submit({"records": (closed[1],), "authority": ""})
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors)
    (choice,) = [one for one in reply.form.fields if isinstance(one, MultiChoiceField)]
    assert CLOSING["retention_class"] in choice.options[0].label, "drawn again it says the same"
