"""Words to say fit the moment asked about; one sentence within a clause is offered too, what others say never is."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import Library

WORDS = """# Desk Words

## Words to use

### Warning

- "I must ask you to lower your voice, or I will end this call."

### Ending

- "I am ending this call now."

### Opening

- "Good morning, this is the front desk."

### At any time

- "Let me see what I can find out for you."
"""


def said(folder: Path, text: str) -> list[str]:
    folder = folder / "policies"
    folder.mkdir(exist_ok=True)
    (folder / "words.md").write_text(f"# Desk\n\n## The desk\n\n{text}\n", "utf-8")
    return [one.text for one in Library.open([folder]).phrases()]


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Policies with one sentence for each moment."""
    folder = tmp_path_factory.mktemp("words")
    (folder / "words.md").write_text(WORDS, "utf-8")
    return Library.open([folder])


@pytest.mark.parametrize(
    ("asked", "first", "never"),
    [
        ("how do I warn an abusive caller", "I must ask you", "I am ending"),
        ("do I have to warn somebody before I hang up", "I must ask you", "I am ending"),
        ("what do I say when I end the call", "I am ending", "I must ask you"),
        ("can I hang up on somebody who swears", "I am ending", "Good morning"),
        ("what do I say when I pick up the phone", "Good morning", "I am ending"),
    ],
)
def test_d61_words_for_the_moment_come_first_and_those_for_another_stay_away(
    words: Library, asked: str, first: str, never: str
) -> None:
    found = [one.text for one in words.phrases(asked)]
    assert found[0].startswith(first)
    assert not any(one.startswith(never) for one in found)
    assert "Let me see what I can find out for you." in found


def test_without_a_moment_all_are_there_and_those_that_end_a_contact_last(words: Library) -> None:
    assert len(words.phrases()) == 4
    assert words.phrases("somebody is upset about a bill")[-1].text == "I am ending this call now."


MANUAL = """# Call Manual

## Greeting

Say: "Thank you for calling Elm Transit. How may I help you today?"

## Complaints

Agents shall take the bus number and the time. A reply is due in ten days.
"""


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A manual with a greeting and a rule that has no words to say."""
    folder = tmp_path_factory.mktemp("manual")
    (folder / "manual.md").write_text(MANUAL, "utf-8")
    return Library.open([folder])


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("how long until they get a reply to a complaint", False),
        ("when do we reply to a complaint", False),
        ("may I tell somebody the bus number", False),
        ("what do I say when I pick up the phone", True),
        ("how do I greet a caller", True),
        ("what can I tell an angry caller", True),
    ],
)
def test_a_rule_on_replying_brings_no_greeting_and_words_asked_for_do(
    manual: Library, asked: str, offered: bool
) -> None:
    assert bool(manual.ask(asked).phrases) is offered


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        (
            'Staff must warn once. Say: "I want to help you, so please lower your voice."',
            "I want to help you",
        ),
        ("You could say “I am ending this talk now.”", "I am ending this talk now."),
        ("Staff should say: 'I'm sorry that you had to wait.'", "I'm sorry that you had to wait."),
        ('Staff should ask "What can I do for you?" and not "Is it urgent?".', "What can I do for you?"),
        ('Staff should use a phrase such as "Let me check that for you."', "Let me check that for you."),
        (
            'If a parent shouts, staff should say, "Please step into the office."',
            "Please step into the office.",
        ),
    ],
)
def test_d10_one_sentence_within_a_clause_is_offered(tmp_path: Path, text: str, phrase: str) -> None:
    (found,) = said(tmp_path, text)
    assert found.startswith(phrase)


@pytest.mark.parametrize(
    "text",
    [
        'Staff must never say "That is not my problem."',
        'Staff should avoid words such as "You have to wait."',
        'Instead of saying "That is our policy." staff should explain.',
        'If a caller says "I will hurt you." staff must end the call.',
        'When visitors ask "Where is the mayor?" staff should call the office.',
        'Staff must wear the badge "Here for the public".',
        'A person who is abusive may say "You are useless."',
        'The greeting must contain "Town of Elm" and a name.',
    ],
)
def test_what_others_say_or_nobody_should_is_not_offered(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text) == []
