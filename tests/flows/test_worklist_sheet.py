"""A work list as a spreadsheet: the reports one may read at that moment, without customers and words."""

from __future__ import annotations

import csv
import io

from bot.replies import Upload
from bot.words import sentence
from incidents.looks import looks_at
from tests.fakes.conversation import Conversation
from tests.flows.carrying import filed
from tests.flows.town import CAO, PRIYA, SAM, WEN, Town

__all__ = ["filed"]


def file_of(talk: Conversation) -> Upload:
    (upload,) = talk.replies
    assert isinstance(upload, Upload)
    return upload


def rows(upload: Upload) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(upload.content.decode("utf-8-sig"), newline="")))


async def test_a_list_can_be_taken_along_as_it_was_narrowed(town: Town, filed: tuple[str, str]) -> None:
    talk = town.talk(PRIYA)
    await talk.say("worklist new")
    await talk.press(sentence("worklist.sheet"))
    upload = file_of(talk)
    assert upload.name.endswith(".xlsx")
    assert upload.content.startswith(b"PK")
    await talk.say("worklist closed as excel")
    assert talk.words.startswith(sentence("worklist.none"))


async def test_no_customer_and_no_word_of_a_report_is_on_it(town: Town, filed: tuple[str, str]) -> None:
    talk = town.talk(CAO)
    await talk.say("worklist csv")
    (row,) = rows(file_of(talk))
    assert row[sentence("worklist.reference")] == filed[1]
    assert row[sentence("notice.reporter")] == "Sam Okafor"
    for word in ("Casey", "shouted"):
        assert word not in file_of(talk).content.decode()


async def test_it_holds_what_its_reader_may_read_and_nothing_else(town: Town, filed: tuple[str, str]) -> None:
    for who, lines in ((SAM, 1), (PRIYA, 1), (WEN, 0)):
        talk = town.talk(who)
        await talk.say("worklist csv")
        assert len(rows(file_of(talk)) if lines else []) == lines
        assert isinstance(talk.replies[0], Upload) is bool(lines)


async def test_a_report_whose_author_has_not_said_how_it_took_place_stands_there_with_an_empty_cell(
    town: Town,
) -> None:
    talk = town.talk(SAM)
    await talk.choose("report.ended")
    await talk.press("A warning is not possible")
    await talk.press("I have ended it")
    await talk.say("worklist csv")
    (row,) = rows(file_of(talk))
    assert row[sentence("notice.channel")] == ""


async def test_that_it_was_taken_along_is_a_look_at_each_report_on_it(
    town: Town, filed: tuple[str, str]
) -> None:
    await town.talk(CAO).say("worklist csv")
    looks = await town.db.read(lambda conn: looks_at(conn, filed[1]))
    assert looks
    assert [(one.by, one.in_a_list, one.printed) for one in looks][-1] == (CAO, True, True)
    talk = town.talk(SAM)
    await talk.choose("record.looks", filed[0])
    assert talk.form
    assert "spreadsheet" in str(talk.form.items)
