"""A policy is edited while people ask: its new words are quoted, and the keepers of what stood on the old ones hear."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.dispatch import Bot
from bot.flows.teaching import teach
from knowledge.library import Library
from tests.fakes.conversation import PLATFORMS
from tests.flows.test_upkeep import keep, open_list
from tests.flows.town import DANA, ORGANISATION, RUTH, SAM, Town
from tests.knowledge.town import unfitted

WARN = "do I have to warn somebody before I hang up"
HOW_MANY = "how many calm warnings must I give?"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return shutil.copytree(ORGANISATION, tmp_path / "own")


@pytest.fixture
def edited(town: Town, own: Path, own_index: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The sample town with policies that can be edited."""
    monkeypatch.setattr("knowledge.snapshot.judge_for", unfitted)
    library = Library.open([own / "policies"], own_index, today=lambda: date(2026, 3, 2))
    town.services = replace(town.services, knowledge=library)
    town.bot = Bot(town.services, PLATFORMS)
    return town


def change(own: Path, town: Town, before: str, after: str) -> None:
    file = own / "policies" / "difficult-customers.md"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")
    assert isinstance(town.services.knowledge, Library)
    assert town.services.knowledge.refresh()


async def test_the_new_words_are_quoted_and_the_orphaned_question_is_on_the_list_of_the_documents_owner(
    edited: Town, own: Path
) -> None:
    talk = edited.talk(SAM)
    await talk.say(WARN)
    assert "one calm warning" in talk.words
    change(own, edited, "one calm warning", "two calm warnings")
    for question in (WARN, HOW_MANY):
        await talk.say(question)
        assert "one calm warning" not in talk.words
    assert "two calm warnings" in talk.words
    owner = await open_list(edited, "Faults in documents", RUTH)
    assert "questions.yaml, line" in owner.words
    assert "give one calm warning" in owner.words
    change(own, edited, "two calm warnings", "one calm warning")
    await talk.say(WARN)
    assert "one calm warning" in talk.words


async def test_a_kept_answer_written_on_a_clause_that_changed_is_not_given_until_its_owner_says_it_is_right(
    edited: Town, own: Path
) -> None:
    await keep(edited, HOW_MANY, answer="One, and mean it.")
    talk = edited.talk(SAM)
    await talk.say(HOW_MANY)
    assert "One, and mean it." in talk.words
    change(own, edited, "one calm warning", "two calm warnings")
    await talk.say(HOW_MANY)
    assert "One, and mean it." not in talk.words
    assert "two calm warnings" in talk.words
    owner = await open_list(edited, "Kept answers", RUTH)
    assert "A clause it was written on has changed" in owner.words
    await owner.press("Still right")
    await talk.say(HOW_MANY)
    assert "One, and mean it." in talk.words


async def test_a_kept_answer_comes_back_by_itself_once_its_clause_is_back(edited: Town, own: Path) -> None:
    await keep(edited, HOW_MANY, answer="One, and mean it.")
    change(own, edited, "one calm warning", "two calm warnings")
    change(own, edited, "two calm warnings", "one calm warning")
    await teach(edited.services)
    talk = edited.talk(SAM)
    await talk.say(HOW_MANY)
    assert "One, and mean it." in talk.words


async def test_who_asks_hears_that_a_policy_could_not_be_looked_into_and_its_owner_sees_it(
    edited: Town, own: Path
) -> None:
    guide = own / "policies" / "front-desk.md"
    guide.unlink()
    guide.symlink_to(own / "nowhere.md")
    assert isinstance(edited.services.knowledge, Library)
    assert edited.services.knowledge.refresh()
    talk = edited.talk(SAM)
    await talk.say("may I bring my parrot to work")
    assert (
        "could not look into these just now, and they may say something about it: Front Desk Guide"
        in talk.words
    )
    owner = await open_list(edited, "Faults in documents", DANA)
    assert "front-desk.md" in owner.words
    assert "The link leads nowhere" in owner.words
