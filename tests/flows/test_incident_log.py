"""The violent-incident log names nobody, holds a line for each report that belongs on it, and outlives the report."""

from __future__ import annotations

import io
import re
import zipfile

import pypdfium2
import pytest

from bot.events import FieldValue, FormSubmitted
from bot.replies import FormErrors, Upload
from bot.words import sentence
from incidents.records import Behaviour, Channel, Report
from incidents.rules.access import Operation
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
