"""Which flow answers what: tables merged, plain text read."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import COMMANDS, Command
from bot.events import MessageReceived
from bot.replies import Reply
from bot.router import Routes, RouteTaken, typed_command
from bot.routes import all_routes
from bot.services import Services


@pytest.mark.parametrize(
    ("typed", "command", "rest"),
    [
        ("incident", "incident", ""),
        ("Incident.", "incident", ""),
        ("/incident", "incident", ""),
        ("report an incident", "incident", ""),
        ("new  incident\nreport", "incident", ""),
        ("incidnet", "incident", ""),
        ("polcy", "policy", ""),
        ("reprots", "reports", ""),
        ("?", "help", ""),
        ("hello!", "help", ""),
        ("who", "contact", ""),
        ("contact parking permits", "contact", "parking permits"),
        ("Contact: parking permits", "contact", "parking permits"),
        ("ask how do I end a call?", "policy", "how do I end a call?"),
        ("what can I say to an angry caller", "phrases", "to an angry caller"),
    ],
)
def test_text_that_names_a_command_is_the_command(typed: str, command: str, rest: str) -> None:
    assert typed_command(typed) == (command, rest)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "how do I report an incident?",
        "incident at the counter today",
        "who is allowed to end a call?",
        "policies",
        "way",
        "sai",
        "reporta",
        "polite contact with customers",
        "contacting the police",
    ],
)
def test_other_text_is_a_question(typed: str) -> None:
    assert typed_command(typed) is None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_word_leads_to_its_command(command: Command) -> None:
    for word in (command.name, *command.words):
        assert typed_command(word) == (command.name, word if word in command.kinds else "")


@given(st.text(max_size=300))
def test_no_text_breaks_the_router(typed: str) -> None:
    found = typed_command(typed)
    assert found is None or found[0] in {command.name for command in COMMANDS}


async def answer(event: MessageReceived, services: Services) -> list[Reply]:
    return []


def test_the_tables_of_modules_are_merged() -> None:
    one = SimpleNamespace(COMMANDS={"a": answer}, FORMS={"f": answer}, answer_text=answer)
    two = SimpleNamespace(
        COMMANDS={"b": answer}, ACTIONS={"x": answer}, looks_like_referral=lambda text: "who" in text
    )
    routes = Routes.of(one, two)
    assert (set(routes.commands), set(routes.actions), set(routes.forms)) == ({"a", "b"}, {"x"}, {"f"})
    assert routes.command_in("who fixes roads?") == ("contact", "who fixes roads?")
    assert routes.command_in("how?") is None


@pytest.mark.parametrize(
    "modules",
    [
        (
            SimpleNamespace(COMMANDS={"a": answer}, answer_text=answer),
            SimpleNamespace(COMMANDS={"a": answer}),
        ),
        (SimpleNamespace(answer_text=answer), SimpleNamespace(answer_text=answer)),
        (SimpleNamespace(COMMANDS={}),),
    ],
    ids=["one name, two flows", "two answer questions", "nobody answers questions"],
)
def test_a_name_that_is_taken_is_refused_when_the_program_starts(
    modules: tuple[SimpleNamespace, ...],
) -> None:
    with pytest.raises(RouteTaken):
        Routes.of(*modules)


def test_the_real_flows_answer_every_command_and_draw_every_form_that_is_filled_in() -> None:
    routes = all_routes()
    assert set(routes.commands) == {command.name for command in COMMANDS}
    assert set(routes.builders) <= set(routes.forms)
    assert not {"form.open", "form.discard", "command.run"} & set(routes.actions), "the dispatcher does these"


def test_until_belongs_to_what_follows_it() -> None:
    assert typed_command("out until tomorrow") == ("away", "until tomorrow")
    assert typed_command("I'll be away tomorrow") == ("away", "tomorrow")
