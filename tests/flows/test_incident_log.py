"""The violent-incident log names nobody, holds a line for each report that belongs on it, and outlives the report."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy import select

from bot.events import FieldValue, FormSubmitted
from bot.replies import FormErrors, Upload
from bot.words import sentence
from foundation.ids import new_id
from incidents import store_audit
from incidents.audit import Act
from incidents.records import Behaviour, Channel, Report
from incidents.rules.access import Operation
from incidents.tables import log_lines
from tests.fakes.conversation import Conversation
from tests.flows.carrying import CLOSING, does, filed, reads
from tests.flows.town import CAO, GIDEON, PRIYA, SAM, WEN, Town

__all__ = ["filed"]

OFFICER = GIDEON
TALE = "Casey Customer swung a chair at Sam Okafor, then rang 902-555-0147 and threatened him."
LINE: dict[str, FieldValue] = {
    "log_types": ("served",),
    "log_by": "customer",
    "log_kinds": ("threat",),
    "log_where": "workplace",
    "log_location": "Counter on the ground floor",
    "log_circumstances": ("usual_duties", "few_staff"),
    "log_description": "A customer swung a chair at an employee and threatened them.",
    "log_contacted": "police",
    "log_response": "They came within ten minutes.",
}


@pytest.fixture
async def violent(town: Town) -> tuple[str, str]:
    """A report of Sam's about a threat; its id and its reference."""
    report = Report(
        author=SAM,
        department="Customer Service",
        occurred_at=town.clock.now(),
        zone="America/Halifax",
        channel=Channel.IN_PERSON,
        happened=TALE,
        customer="Casey Customer",
        behaviours=(Behaviour.THREAT,),
        ended=True,
    )
    filed = await town.desk.submit(report, "violent")
    await town.pass_time(seconds=1)
    return filed.id, filed.reference


async def opens(town: Town, who: str = OFFICER) -> Conversation:
    talk = town.talk(who)
    await talk.say("violent incident log")
    return talk


def errors(talk: Conversation) -> dict[str, str]:
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors)
    return dict(reply.errors)


def paper(talk: Conversation) -> str:
    (upload,) = talk.replies
    assert isinstance(upload, Upload)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(upload.content)]
    return re.sub(r"\s+", " ", "\n".join(pages))


async def test_a_line_begins_with_a_draft_without_names_and_is_on_the_log_once_it_is_kept(
    town: Town, violent: tuple[str, str]
) -> None:
    talk = await opens(town)
    assert violent[1] in talk.words
    await talk.press(sentence("log.write", reference=violent[1]))
    assert talk.form
    proposed = {one.name: getattr(one, "initial", None) for one in talk.form.fields}
    assert proposed["log_kinds"] == ("threat",)
    draft = str(proposed["log_description"])
    assert draft == "[customer] swung a chair at [employee], then rang [number] and threatened him."
    await talk.submit(LINE)
    assert sentence("log.written", reference=violent[1]) in talk.words
    await talk.press(sentence("log.as_pdf"))
    said = paper(talk)
    for words in (
        str(LINE["log_description"]),
        sentence("field.log_by_customer"),
        "Gideon Marsh",
        "Records Officer",
    ):
        assert words in said
    for name in ("Casey", "Sam", "Okafor", violent[1], "902-555-0147"):
        assert name not in said
    talk = await opens(town)
    assert sentence("log.nothing_waits") in talk.words
    await talk.press(sentence("log.as_sheet"))
    (upload,) = talk.replies
    assert isinstance(upload, Upload)
    inside = zipfile.ZipFile(io.BytesIO(upload.content)).read("xl/sharedStrings.xml").decode()
    assert str(LINE["log_location"]) in inside
    assert "Casey" not in inside


@pytest.mark.parametrize(
    ("words", "may_stay"),
    [
        ("Casey Customer did it", False),
        ("sam okafor was hit", False),
        ("Mr Hollis", True),
        ("plate 448192", True),
    ],
)
async def test_words_that_may_tell_are_refused_and_only_what_is_no_name_can_stay(
    town: Town, violent: tuple[str, str], words: str, may_stay: bool
) -> None:
    talk = await opens(town)
    await talk.press(sentence("log.write", reference=violent[1]))
    await talk.submit({**LINE, "log_description": f"{words} at the counter."})
    assert set(errors(talk)) == {"log_description"}
    await talk.submit({**LINE, "log_description": f"{words} at the counter.", "log_looked": True})
    if may_stay:
        assert sentence("log.written", reference=violent[1]) in talk.words
    else:
        assert set(errors(talk)) == {"log_description"}


@pytest.mark.parametrize("who", [SAM, PRIYA, WEN])
async def test_nobody_but_its_keepers_writes_or_takes_it(
    town: Town, violent: tuple[str, str], who: str
) -> None:
    talk = await opens(town, who)
    assert sentence("log.not_yours") in talk.words
    await talk.choose("log.write", violent[0])
    assert sentence("log.gone") in talk.words
    sent = FormSubmitted("d", talk.who, talk.where, town.clock.now(), "incident_log", "d", LINE, violent[0])
    await talk.does(sent)
    assert sentence("log.gone") in talk.words
    await talk.choose("log.take", "pdf")
    assert sentence("log.not_yours") in talk.words
    assert violent[1] in (await opens(town, CAO)).words


async def test_a_report_that_is_not_violent_does_not_belong_on_it(town: Town, filed: tuple[str, str]) -> None:
    assert filed[1] not in (await opens(town)).words


async def test_the_line_stays_when_its_report_is_destroyed(town: Town, violent: tuple[str, str]) -> None:
    talk = await opens(town)
    await talk.press(sentence("log.write", reference=violent[1]))
    await talk.submit(LINE)
    await does(
        town, PRIYA, violent[1], Operation.CLOSE, **(CLOSING | {"retention_class": "Nothing came of it"})
    )
    await reads(town, SAM, violent[0])
    await town.pass_time(days=600)
    schedule = town.services.organisation.retention
    assert await town.desk.keeping.destroy(OFFICER, [violent[1]], "Clerk", schedule, "d")
    talk = await opens(town)
    await talk.choose("log.take", "pdf")
    assert str(LINE["log_description"]) in paper(talk)


async def test_a_line_that_is_sent_twice_is_confirmed_twice(town: Town, violent: tuple[str, str]) -> None:
    talk = await opens(town)
    await talk.press(sentence("log.write", reference=violent[1]))
    for _ in range(2):
        sent = FormSubmitted(
            new_id(), talk.who, talk.where, town.clock.now(), "incident_log", "d", LINE, violent[0]
        )
        await talk.does(sent)
        assert sentence("log.written", reference=violent[1]) in talk.words


async def test_a_second_writer_keeps_what_they_typed_and_decides(
    town: Town, violent: tuple[str, str]
) -> None:
    first, second = await opens(town), await opens(town, CAO)
    for talk in (first, second):
        await talk.press(sentence("log.write", reference=violent[1]))
    await first.submit(LINE)
    other = {**LINE, "log_description": "A customer threw a chair."}
    await second.submit(other)
    assert "Gideon Marsh" in errors(second)[""]
    await second.submit(other)
    assert sentence("log.written", reference=violent[1]) in second.words
    await second.press(sentence("log.as_pdf"))
    assert str(other["log_description"]) in paper(second)
    assert str(LINE["log_description"]) not in paper(second)


async def test_a_line_is_corrected_and_what_it_said_is_gone(town: Town, violent: tuple[str, str]) -> None:
    talk = await opens(town)
    await talk.press(sentence("log.write", reference=violent[1]))
    await talk.submit({**LINE, "log_response": "Zebedee came."})
    before = await town.db.read(lambda conn: conn.execute(select(log_lines)).one())
    talk = await opens(town)
    await talk.press(sentence("log.lines"))
    await talk.press(next(one.label for one in talk.buttons if one.action == "log.write"))
    assert talk.form
    assert {one.name: getattr(one, "initial", None) for one in talk.form.fields}[
        "log_response"
    ] == "Zebedee came."
    await talk.submit({**LINE, "log_response": "Two came."})
    await talk.press(sentence("log.as_pdf"))
    assert "Two came." in paper(talk)
    assert "Zebedee" not in paper(talk)
    after = await town.db.read(lambda conn: conn.execute(select(log_lines)).one())
    assert (after.wrapped_key, after.sealed) != (before.wrapped_key, before.sealed)
    log = await town.db.read(lambda conn: list(store_audit.entries(conn)))
    assert [one.actor for one in log if one.kind == Act.LINE_CORRECTED] == [OFFICER]


async def test_every_report_without_a_line_can_be_reached(town: Town, violent: tuple[str, str]) -> None:
    filed = [violent[1]]
    report = (await town.desk.view(violent[0], CAO)).report  # type: ignore[union-attr]  # it is there
    for number in range(6):
        town.clock.advance(timedelta(minutes=1))
        filed.append((await town.desk.submit(report, f"further {number}")).reference)
    talk = await opens(town)
    assert sentence("log.shown", first=1, last=5, count=7) in talk.words
    await talk.press(sentence("log.more"))
    assert sentence("log.write", reference=filed[0]) in {one.label for one in talk.buttons}
    await talk.say(f"incidentlog {filed[0]}")
    assert sentence("log.form_title") in talk.words


async def test_what_is_long_over_calls_no_danger(town: Town, violent: tuple[str, str]) -> None:
    talk = await opens(town)
    await talk.press(sentence("log.write", reference=violent[1]))
    await talk.submit({**LINE, "log_description": "He has a knife and is going to kill me."})
    assert sentence("emergency.leave") not in talk.words


async def test_those_who_were_there_are_named_no_more_than_the_customer(town: Town) -> None:
    report = Report(
        author=SAM,
        department="Customer Service",
        occurred_at=town.clock.now(),
        zone="America/Halifax",
        channel=Channel.IN_PERSON,
        happened="Jo Bell saw it.",
        customer="Casey Customer",
        behaviours=(Behaviour.THREAT,),
        others_present="Jo Bell, her brother",
    )
    filed = await town.desk.submit(report, "seen")
    talk = await opens(town)
    await talk.press(sentence("log.write", reference=filed.reference))
    await talk.submit({**LINE, "log_description": "Jo Bell saw it.", "log_looked": True})
    assert "Jo Bell" in errors(talk)["log_description"]
    assert sentence("log.may_tell", words="X").split("X")[1] not in errors(talk)["log_description"]


async def test_a_line_stays_in_the_form_of_somebody_who_does_not_keep_the_log(
    town: Town, violent: tuple[str, str]
) -> None:
    talk = await opens(town)
    await talk.press(sentence("log.write", reference=violent[1]))
    other = town.talk(PRIYA)
    other.form = talk.form
    await other.submit(LINE)
    assert sentence("act.kept", reason=sentence("log.gone")) in errors(other).values()
    assert str(LINE["log_description"]) in repr(other.replies)
