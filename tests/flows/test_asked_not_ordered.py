"""A question about what the policies say is answered, whatever order it begins like; an order still works."""

from __future__ import annotations

import pytest

from bot.routes import all_routes
from tests.flows.town import MAY_END, Town, answer

ROUTES = all_routes()


@pytest.mark.parametrize(
    "text",
    [
        "what do I have to do after I ended a call",
        "what do I have to do when the alarm rings",
        "what things do I have to do with a lost child",
        "what things are confidential",
        "which cases are reported to the police",
        "report on noise complaints – who gets it?",
        "report a pothole: how soon must we answer",
        "request for records: how soon must we answer",
        "suggestion box: who empties it",
        "complaint about a colleague, who decides?",
        "complaint: do we have to write it down",
        "away from the desk, what must I do",
        "can I close the counter?",
        "can I cancel an appointment",
    ],
)
async def test_a_question_about_a_matter_is_asked_of_the_policies(town: Town, text: str) -> None:
    town.knowledge.answer = answer(text)
    talk = town.talk()
    await talk.say(text)
    assert ROUTES.command_in(text) is None
    assert MAY_END.text in talk.words


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("what do I have to do", "tasks"),
        ("what do I have to do today", "tasks"),
        ("what do I still have to do before friday", "tasks"),
        ("what tasks do I have for tomorrow", "tasks"),
        ("report a pothole", "request"),
        ("complaint: why is my bin not emptied?", "request"),
        ("complaint: why do we pay taxes", "request"),
        ("complaint: the man asks who handles potholes?", "request"),
        ("request: pothole in Elm Street, who is responsible for this mess?", "request"),
        ("away until Friday", "away"),
        ("message for Callum Byrne: when do I get the keys", "message"),
    ],
)
def test_an_order_typed_as_such_is_still_one(text: str, command: str) -> None:
    meant = ROUTES.command_in(text)
    assert meant is not None
    assert meant[0] == command


async def test_who_handles_what_no_entry_names_is_looked_for_in_the_policies(town: Town) -> None:
    asked = "who handles trespass notices"
    town.knowledge.answer = answer(asked)
    talk = town.talk()
    await talk.say(asked)
    assert MAY_END.text in talk.words
    town.knowledge.answer = answer(asked, answered=False)
    await talk.say(asked)
    assert "Town Hall Front Desk" in talk.words


async def test_who_handles_what_an_entry_names_is_the_entry(town: Town) -> None:
    town.knowledge.answer = answer("x")
    talk = town.talk()
    await talk.say("who handles a pothole")
    assert MAY_END.text not in talk.words
    assert "Roads and Sidewalks" in talk.words


async def test_the_way_to_a_department_never_leads_back_to_the_policies(town: Town) -> None:
    town.knowledge.answer = answer("x")
    talk = town.talk()
    await talk.choose("refer.who", "who handles trespass notices")
    assert "Town Hall Front Desk" in talk.words
