"""Nothing the bot says by itself is a rule: what is allowed or demanded comes from a policy, quoted, or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from bot.words import catalogue
from knowledge.answers.binding import Binding

RULE = re.compile(
    r"\b(?:may|might|must|should|shall|ought|allowed|permitted|entitled|obliged|required|forbidden|prohibited|supposed"
    r"|expected|owes?|(?:have|has|had|having) to|need(?:s)? (?:not|to)|needn't|right to|free to|a must|choice|voluntary"
    r"|compulsory|mandatory|up to you|decide for you|never have|illegal|lawful|liable|duty|your rights?)\b"
)
CONDUCT = re.compile(
    r"\b(?:you|staff|employees?|nobody|anybody|everybody|customers?|callers?) (?:can|cannot|can't|could|will"
    r"|are (?:not )?to) (?:now |also |always |never |not )?(?:end|hang|refuse|leave|walk|warn|transfer|hand|give"
    r"|close|ban|restrict|record|film|touch|ignore|stop|wait|go to the police)\b"
    r"|(?:^|[.!?:] |, |\b(?:then|first|now|please) )(?:hang up|end the|end it|walk away|warn |transfer "
    r"|take a break|refuse |call the police|go to the police)"
)
"""What staff or customers do, told or permitted by us."""

REVIEWED: Mapping[str, str] = {
    **{
        f"ask.strength_{one}": "names how a quoted clause binds"
        for one in Binding
        if one not in (Binding.NONE, Binding.GUIDANCE)
    },
    "ask.no_others": "who may know: a possibility, no permission",
    "ask.unread": "what files that could not be read may hold: a possibility",
    "ask.nearest": "passages that may not answer: a possibility",
    "guarded.situation": "what the policies' own sentences are looked up by; never shown",
    "guarded.ask_warning": "the question put to the policies; the answer is theirs",
    "guarded.ask_ending": "the question put to the policies; the answer is theirs",
    "report.just_ended_question": "the question put to the policies; the answer is theirs",
    "field.supervisor_now": "who is to be told is the wish of the one who reports",
    "field.supervisor_now_hint": "who is to be told is the wish of the one who reports",
    "question.not_yours": "says that a button of the bot waits for nothing",
    "question.decline_label": "who may know: a possibility",
    "notice.acknowledge_not_yours": "says that a button of the bot waits for nothing",
    "order.handled": "what the bot shows follows the rights of the record",
    "upkeep.rating_next": "what may help: a possibility",
    "teams.repeated": "what may have been seen already: a possibility",
    "core.database_down": "what must not wait: the reader's own matter, while nothing can be saved",
}
"""Sentences that were read and speak of the bot, of a possibility, or ask; each with the reason."""


def speaks_of_a_rule(text: str) -> bool:
    plain = re.sub(r"\{\w+\}", "", text).casefold()
    return bool(RULE.search(plain) or CONDUCT.search(plain))


def test_no_sentence_of_the_catalogue_states_what_is_allowed_or_demanded() -> None:
    found = {key: text for key, text in catalogue("en").items() if speaks_of_a_rule(text)}
    assert {key: text for key, text in found.items() if key not in REVIEWED} == {}


def test_the_list_of_reviewed_sentences_holds_no_more_than_it_must() -> None:
    assert [key for key in REVIEWED if not speaks_of_a_rule(catalogue("en").get(key, ""))] == []


@pytest.mark.parametrize(
    "text",
    [
        "You may end a contact like that",
        "A warning is good, but never a must.",
        "Then you may end it now",
        "Hang up, or step away to where others are. You owe nobody another word.",
        "Whether you also go to the police is your own choice. Nobody may decide that for you.",
        "You are not expected to put yourself at risk.",
        "Logged: contact given at 10:00. You can transfer now.",
        "Staff are entitled to a break.",
        "You need not stay on the line.",
        "Customers have to wait.",
        "Please warn them first.",
        "You can hang up now.",
        "Give the number, then end the call in a friendly way.",
    ],
)
def test_words_that_state_a_rule_are_found(text: str) -> None:
    assert speaks_of_a_rule(text)


@pytest.mark.parametrize(
    "text", ["I cannot print anything.", "You can add it later.", "Please send it again in a minute."]
)
def test_words_about_the_bot_are_not(text: str) -> None:
    assert not speaks_of_a_rule(text)
