"""J40: "what changed?" is answered with the document's own list of changes and the clauses that differ."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.dispatch import Bot
from bot.messages import Quote
from bot.replies import Say
from knowledge.library import Library
from tests.fakes.conversation import PLATFORMS, Conversation
from tests.flows.town import Town

CALLS = """# Telephone Policy

## Returning calls

A call must be returned within 24 hours.

Staff should write every call down.
"""
BADGES = """# Visitor Badge Guide

## Badges

Every visitor must wear a badge.

## Revision history

Version 2, May 2025: the badge is handed back.
"""


class Office:
    """Two policies in a folder that a test can change."""

    def __init__(self, town: Town, folder: Path) -> None:
        self.town, self.folder = town, folder / "policies"
        self.folder.mkdir()
        self.write("telephone.md", CALLS)
        self.write("badges.md", BADGES)
        zone = town.services.organisation.timezone
        self.library = Library.open(
            [self.folder], folder / "cache", today=lambda: town.clock.now().astimezone(zone).date()
        )
        town.bot = Bot(replace(town.services, knowledge=self.library), PLATFORMS)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    async def change(self, name: str, text: str) -> None:
        await self.town.pass_time(days=30)
        self.write(name, text)
        assert self.library.refresh()

    async def asks(self, text: str) -> Conversation:
        talk = self.town.talk()
        await talk.say(text)
        return talk


@pytest.fixture
def office(town: Town, tmp_path: Path) -> Office:
    return Office(town, tmp_path)


def quoted(talk: Conversation) -> list[tuple[str, str]]:
    return [
        (part.label, part.text)
        for reply in talk.replies
        if isinstance(reply, Say)
        for part in reply.message.parts
        if isinstance(part, Quote)
    ]


async def test_changed_clauses_stand_side_by_side_word_for_word(office: Office) -> None:
    await office.change("telephone.md", CALLS.replace("24 hours", "one working day"))
    talk = await office.asks("what changed in the telephone policy?")
    assert "Changed on 1 April 2026. The version before was first read on 2 March 2026." in talk.words
    assert quoted(talk) == [
        ("Before", "A call must be returned within 24 hours."),
        ("Now", "A call must be returned within one working day."),
    ]
    assert "Telephone Policy, Returning calls" in talk.words


async def test_new_and_removed_clauses_are_named_as_such(office: Office) -> None:
    added = CALLS.replace("Staff should write every call down.", "Callers need not give a name.")
    await office.change("telephone.md", added)
    talk = await office.asks("what's new in the telephone policy")
    assert quoted(talk) == [
        ("New", "Callers need not give a name."),
        ("No longer there", "Staff should write every call down."),
    ]


async def test_a_documents_own_list_of_changes_is_quoted(office: Office) -> None:
    talk = await office.asks("what has changed in the visitor badge guide")
    assert quoted(talk) == [("", "Version 2, May 2025: the badge is handed back.")]


async def test_a_document_without_a_past_says_so(office: Office) -> None:
    talk = await office.asks("what changed in the telephone policy")
    assert "only ever read one version of “Telephone Policy”" in talk.words


async def test_without_a_name_whatever_changed_is_told(office: Office) -> None:
    talk = await office.asks("what changed?")
    assert "No policy has changed since I first read it." in talk.words
    await office.change("telephone.md", CALLS.replace("24 hours", "one working day"))
    talk = await office.asks("have there been any changes? what changed in our policies")
    talk = await office.asks("what changed recently in our policies")
    assert "What changed: Telephone Policy" in talk.words
    talk = await office.asks("what changed in our policies")
    assert "What changed: Telephone Policy" in talk.words
    assert "Visitor Badge" not in talk.words


async def test_a_new_version_that_says_the_same_is_no_change(office: Office) -> None:
    await office.change("telephone.md", CALLS.replace("Staff should", "\nStaff  should"))
    talk = await office.asks("what changed in the telephone policy")
    assert "say the same as the version before" in talk.words


@pytest.mark.parametrize(
    "text",
    [
        "what do I do when a caller has changed their address",
        "how do I change a visitor badge",
        "what is new to me is the badge",
        "must a visitor wear a badge",
    ],
)
async def test_other_questions_with_such_words_are_questions(office: Office, text: str) -> None:
    await office.change("telephone.md", CALLS.replace("24 hours", "one working day"))
    talk = await office.asks(text)
    assert "What changed" not in talk.words
    assert "first read" not in talk.words


async def test_the_document_whose_title_is_said_is_opened_and_no_other_that_has_its_words(
    office: Office,
) -> None:
    text = "# {}\n\n## Keys\n\nStaff must sign for {}.\n"
    titles = ("Customer Key Policy", "Key Policy", "Version Control Policy")
    for title in titles:
        office.write(f"{title.lower()}.md", text.format(title, "keys"))
    office.library.refresh()
    opened = [(await office.asks(f"What changed in {title}?")).words.splitlines()[0] for title in titles]
    assert opened == [f"What changed: {title}" for title in titles]
