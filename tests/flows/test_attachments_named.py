"""What is said of a file that is sent for something which takes none from its sender."""

from __future__ import annotations

import pytest

from bot.words import sentence
from tests.flows.test_attachments import PHOTO, a_report, sends
from tests.flows.test_restrictions import proposes, the_one
from tests.flows.town import CAO, GIDEON, WEN, Town


@pytest.mark.parametrize("has_one_open", [False, True])
async def test_who_reads_a_report_and_cannot_add_to_it_hears_just_that(
    town: Town, has_one_open: bool
) -> None:
    reference = await a_report(town)
    if has_one_open:
        await a_report(town, GIDEON)
    said = await sends(town.talk(GIDEON), PHOTO, text=reference)
    assert said.splitlines() == [
        sentence("attachment.reads_only", reference=reference),
        sentence("attachment.not_kept"),
    ]
    assert await town.desk.attaching.waiting(GIDEON) == {}


async def test_a_restriction_holds_no_files_and_others_hear_of_it_what_they_hear_of_nothing(
    town: Town,
) -> None:
    await proposes(town)
    reference = (await the_one(town)).reference
    assert sentence("attachment.holds_none", reference=reference) in await sends(
        town.talk(CAO), PHOTO, text=reference
    )
    absent = await sends(town.talk(WEN), PHOTO, text="report K4M-7TR")
    assert await sends(town.talk(WEN), PHOTO, text=reference) == absent
