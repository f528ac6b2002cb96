"""A file on Teams: asked about first, made when it is taken, and with the rights of that moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.people import People
from bot.words import sentence
from foundation.db import Database
from incidents.escalation import Escalation
from tests.adapters.teams.test_stories import Story, filed, story
from tests.flows.town import PRIYA, SAM
from tests.standins.teams_client import TeamsClient

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"


async def asked(it: Story, email: str) -> TeamsClient:
    """Somebody who was asked whether they take the PDF of Sam's report."""
    await filed(it)
    await it.pass_time(seconds=1)
    person = it.people[email]
    (record,) = await it.organisation.desk.mine(SAM)
    await person.says(f"print {record.reference}")
    assert person.inbox[-1].activity["attachments"][0]["contentType"] == CONSENT
    return person


async def test_the_question_says_no_word_of_the_report(db: Database) -> None:
    async with story(db) as it:
        sam = await asked(it, SAM)
        said = str(sam.inbox[-1].activity)
        assert "application/pdf" not in said
        for word in ("Casey", "Quill", "shouted"):
            assert word not in said


async def test_what_is_taken_is_put_where_teams_says_and_stands_in_the_place_of_the_question(
    db: Database,
) -> None:
    async with story(db) as it:
        sam = await asked(it, SAM)
        await sam.answers_file()
        ((name, content),) = it.teams.api.files.items()
        assert content.startswith(b"%PDF")
        attachment = sam.inbox[-1].activity["attachments"][0]
        assert (attachment["contentType"], attachment["name"]) == (INFO, name)
        assert sam.inbox[-1].versions, "the question is gone"


async def test_what_is_not_taken_is_not_made(db: Database) -> None:
    async with story(db) as it:
        sam = await asked(it, SAM)
        before = len(sam.inbox)
        await sam.answers_file(accept=False)
        assert not it.teams.api.files
        assert len(sam.inbox) == before


async def test_a_right_that_ended_between_question_and_answer_gives_no_file(db: Database) -> None:
    async with story(db) as it:
        priya = await asked(it, PRIYA)
        town = it.organisation
        people = town.services.people
        rest = [one for one in people.by_key.values() if one.key != PRIYA]
        moved = People.of((*rest, replace(people.by_key[PRIYA], roles=frozenset(), department="Parks")))
        town.desk.use(Escalation(town.desk.escalation.ladder, moved))
        await priya.answers_file()
        assert not it.teams.api.files


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x",
        "https://town-my.sharepoint.com.evil.example/x",
        "https://sharepoint.com@evil.example/x",
        "http://town-my.sharepoint.com/x",
        "https://town-my.sharepoint.com:8443/x",
        "http://127.0.0.1:1/onedrive/x",
        "file:///etc/passwd",
        "https://[",
    ],
)
async def test_a_file_goes_to_onedrive_and_nowhere_else(db: Database, url: str) -> None:
    async with story(db) as it:
        sam = await asked(it, SAM)
        await sam.answers_file(uploadUrl=url)
        assert not it.teams.api.files
        assert sentence("teams.file_failed") in sam.reads()


async def test_a_store_that_fails_is_admitted(db: Database) -> None:
    async with story(db) as it:
        sam = await asked(it, SAM)
        it.teams.api.fail("onedrive", status=507)
        await sam.answers_file()
        assert sentence("teams.file_failed") in sam.reads()
