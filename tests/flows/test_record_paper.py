"""A record on paper: who may have it, what stands on it, and that the look is remembered (D45-D54, D66, D67)."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest

from bot.flows import record_paper
from bot.people import People, Role
from bot.replies import Upload
from bot.words import sentence
from incidents.escalation import Escalation
from incidents.looks import looks_at
from incidents.papers.pdf import PaperFailed
from incidents.records import State
from incidents.rules.access import Operation
from tests.fakes.conversation import Conversation
from tests.flows.carrying import CLOSING, REPORT, does, filed, shows, state
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, SAM, WEN, Town

__all__ = ["filed"]


def words_on(talk: Conversation) -> str:
    """Everything that stands on the paper somebody was given, with blanks of one kind."""
    (upload,) = talk.replies
    assert isinstance(upload, Upload)
    assert upload.media_type == "application/pdf"
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(upload.content)]
    return re.sub(r"\s+", " ", "\n".join(pages))


async def test_d66_d67_an_author_gets_everything_the_form_asks_and_the_customers_name(
    town: Town, filed: tuple[str, str]
) -> None:
    talk = await shows(town, SAM, filed[1])
    await talk.press(sentence("act.more"))
    await talk.press(sentence("paper.get"))
    said = words_on(talk)
    assert talk.replies[0].name == f"{filed[1]}.pdf"  # type: ignore[union-attr]
    for expected in (
        filed[1],
        REPORT["customer"],
        REPORT["happened"],
        "Sam Okafor",
        sentence("field.behaviours_verbal_abuse"),
        sentence("field.warned_yes"),
        sentence("paper.author", name="Sam Okafor"),
        "Page 1 of",
    ):
        assert str(expected) in said


async def test_what_was_done_since_stands_on_it(town: Town, filed: tuple[str, str]) -> None:
    await does(town, PRIYA, filed[1], Operation.TAKE_OVER)
    await does(town, PRIYA, filed[1], Operation.AGREE, agreed="Billing looks at the meter by Friday.")
    await does(town, PRIYA, filed[1], Operation.CLOSE, **CLOSING)
    talk = town.talk(PRIYA)
    await talk.choose("record.paper", filed[0])
    said = words_on(talk)
    for words in ("Billing looks at the meter by Friday.", CLOSING["file_reference"], "Priya Raman"):
        assert words in said


@pytest.mark.parametrize("typed", ["print {}", "export report {}", "can you print {}", "download {} as pdf"])
async def test_it_can_be_asked_for_in_words(town: Town, filed: tuple[str, str], typed: str) -> None:
    talk = town.talk(SAM)
    await talk.say(typed.format(filed[1]))
    assert str(REPORT["customer"]) in words_on(talk)


async def test_whoever_may_not_read_a_report_gets_no_paper_and_hears_what_an_absent_one_says(
    town: Town, filed: tuple[str, str]
) -> None:
    for who in (WEN, HECTOR):
        talk = town.talk(who)
        await talk.choose("record.paper", filed[0])
        forbidden = talk.words
        await talk.choose("record.paper", "0" * 32)
        assert talk.words == forbidden
        assert not any(isinstance(reply, Upload) for reply in talk.replies)


async def test_a_right_that_ended_gives_no_paper(town: Town, filed: tuple[str, str]) -> None:
    people = town.services.people
    head = people.by_key[PRIYA]
    rest = [one for one in people.by_key.values() if one.key != PRIYA]
    moved = People.of((*rest, replace(head, roles=frozenset({Role.EMPLOYEE}), department="Parks")))
    town.desk.use(Escalation(town.desk.escalation.ladder, moved))
    talk = town.talk(PRIYA)
    await talk.choose("record.paper", filed[0])
    assert not any(isinstance(reply, Upload) for reply in talk.replies)


async def test_a_look_that_took_a_paper_along_is_remembered_as_one(
    town: Town, filed: tuple[str, str]
) -> None:
    for who in (CAO, WEN):
        await town.talk(who).choose("record.paper", filed[0])
    looks = await town.db.read(lambda conn: looks_at(conn, filed[1]))
    assert looks
    assert [(one.by, one.printed) for one in looks if one.printed or one.refused] == [
        (CAO, True),
        (WEN, False),
    ]


async def test_no_name_and_no_word_stands_in_the_name_of_the_file_or_what_a_notification_shows(
    town: Town, filed: tuple[str, str]
) -> None:
    talk = town.talk(DANA)
    await talk.choose("record.paper", filed[0])
    (upload,) = talk.replies
    assert isinstance(upload, Upload)
    for word in ("Casey", "shouted", "Okafor"):
        assert word not in upload.name + upload.summary


async def test_a_paper_that_cannot_be_set_says_so_and_the_report_can_be_read(
    town: Town, filed: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> bytes:
        raise PaperFailed("TypstError")

    monkeypatch.setattr(record_paper, "as_pdf", fails)
    talk = town.talk(SAM)
    await talk.choose("record.paper", filed[0])
    assert talk.words.startswith(sentence("paper.failed"))
    assert sentence("notice.read") in {one.label for one in talk.buttons}


async def test_d35_a_paper_that_was_given_is_no_proof_that_its_reader_was_told(
    town: Town, filed: tuple[str, str]
) -> None:
    town.notifier.refuse(SAM, again=True)
    await does(town, PRIYA, filed[1], Operation.CLOSE, **CLOSING)
    await town.talk(SAM).choose("record.paper", filed[0])
    assert await state(town, filed[0]) is State.CLOSING
