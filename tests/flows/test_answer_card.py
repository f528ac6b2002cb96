"""What is read mid-call: the clause, words to say, one thing to do, and the section with nothing binding hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.flows.answer_card import answered
from bot.flows.missing_words import unspoken
from bot.flows.next_steps import more_steps
from bot.messages import Buttons, Heading, Links, Listing, Message, Phrases, Quote, Tone
from bot.replies import Say
from knowledge.answers.answer import Step
from knowledge.answers.binding import binding
from knowledge.reading.document import Strength
from tests.fakes.conversation import Conversation
from tests.flows.town import MAY_END, PHRASES, TELL_HEAD, Town, answer

QUESTION = "Can I hang up on an abusive caller?"
"""Of the sample town, whose section 4 allows, demands and recommends."""


def step(text: str, strength: Strength = Strength.NONE, **changes: object) -> Step:
    bound = binding(strength, text, str(changes.get("lead_in", "")))
    return replace(Step(text, bound, strength), **changes)  # type: ignore[arg-type]  # any field


def card(talk: Conversation) -> Message:
    (reply,) = talk.replies
    assert isinstance(reply, Say)
    return reply.message


async def test_the_clause_the_words_one_action_and_the_steps_come_in_this_order(
    learning_town: Town,
) -> None:
    talk = learning_town.talk()
    await talk.say(QUESTION)
    kinds = [type(part) for part in card(talk).parts]
    places = [kinds.index(kind) for kind in (Quote, Phrases, Buttons, Listing)]
    assert places == sorted(places)
    quote, say, row, steps = (card(talk).parts[place] for place in places)
    assert isinstance(quote, Quote)
    assert quote.label == "You may"
    assert isinstance(say, Phrases)
    assert 1 <= len(say.phrases) <= 2
    assert isinstance(row, Buttons)
    assert [(one.label, one.tone) for one in row.buttons] == [
        ("Guide me now", Tone.STRONG),
        ("More", Tone.PLAIN),
    ]
    assert isinstance(steps, Listing)
    assert steps.ordered


async def test_the_steps_of_a_procedure_stand_in_order_each_with_its_own_strength(
    learning_town: Town,
) -> None:
    talk = learning_town.talk()
    await talk.say(QUESTION)
    (steps,) = (part for part in card(talk).parts if isinstance(part, Listing))
    assert [(one.mark, one.label) for one in steps.items] == [
        ("4.1", ""),
        ("4.2", "You should"),
        ("4.3", "You may"),
        ("4.4", "You may"),
        ("4.5", "You must"),
        ("4.6", "You must"),
        ("4.7", "You may"),
    ]
    assert [one.mark for one in steps.items if one.here == "You are here"] == ["4.3"]


def test_which_steps_starts_at_the_first_one_and_says_so(town: Town) -> None:
    asked = "which steps do I take with an abusive caller"
    frame = step("The Town does not accept abuse.", mark="4.1")
    warn = step("Staff should give one calm warning.", Strength.SHOULD, mark="4.2", answers=True)
    end = step("If it goes on, staff may end it.", Strength.MAY, mark="4.3")
    shown = answered(answer(asked, replace(MAY_END, steps=(frame, warn, end), procedure=True)), town.services)
    (steps,) = (part for part in shown.parts if isinstance(part, Listing))
    assert [(one.mark, one.here) for one in steps.items] == [("4.1", ""), ("4.2", "Start here"), ("4.3", "")]


async def test_every_clause_of_a_list_is_whole_or_said_to_stand_above(learning_town: Town) -> None:
    talk = learning_town.talk()
    await talk.say(QUESTION)
    (steps,) = (part for part in card(talk).parts if isinstance(part, Listing))
    (best,) = (part for part in card(talk).parts if isinstance(part, Quote))
    texts = {
        one.text
        for document in learning_town.services.knowledge.documents
        for section in document.sections
        for one in section.clauses
    }
    for item in steps.items:
        assert item.text == "It stands above, word for word." if item.here else item.text in texts
    assert best.text in texts


async def test_what_is_allowed_says_at_once_what_is_demanded_besides(learning_town: Town) -> None:
    talk = learning_town.talk()
    await talk.say(QUESTION)
    assert "4.5, 4.6" in talk.words[: talk.words.index("Guide me now")]


async def test_a_clause_that_names_the_emergency_number_comes_with_the_number_to_dial(
    learning_town: Town,
) -> None:
    talk = learning_town.talk()
    await talk.say(QUESTION)
    links = [one.url for part in card(talk).parts if isinstance(part, Links) for one in part.links]
    assert links == ["tel:911"]


def test_what_must_be_done_is_in_the_list_however_long_the_section_is(town: Town) -> None:
    filler = [step(f"{number} " + "word " * 60) for number in range(40)]
    end = step("Staff may end it.", Strength.MAY, answers=True)
    last = step("Staff must tell the head.", Strength.MUST)
    best = replace(MAY_END, steps=(*filler[:20], end, *filler[20:], last), procedure=True)
    shown = answered(answer("may I", best), town.services)
    (listed,) = (part for part in shown.parts if isinstance(part, Listing))
    texts = [one.text for one in listed.items]
    assert last.text in texts
    assert len(texts) < 15
    assert texts == [one.text for one in best.steps if one.text in texts], "in the order of the source"
    assert f"{len(best.steps) - len(texts)} more clauses" in str(shown)


def test_an_item_of_a_list_never_stands_without_its_line(town: Town) -> None:
    lead = step("A department head may limit contact by:", Strength.MAY, leads=True)
    items = [step(f"way {number};", Strength.MAY, lead_in=lead.text) for number in range(3)]
    end = step("Every limit must be looked at again.", Strength.MUST, answers=True)
    best = replace(MAY_END, strength=Strength.MUST, steps=(lead, *items, end), procedure=False)
    shown = answered(answer("how long", best), town.services)
    (listed,) = (part for part in shown.parts if isinstance(part, Listing))
    assert [(one.text, one.under) for one in listed.items] == [
        (lead.text, False),
        *((one.text, True) for one in items),
    ]
    assert [one.label for one in listed.items] == ["May", "", "", ""], (
        "the word is not repeated below its line"
    )


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("how do I handle an abusive caller", "Guide me now"),
        ("do I have to report an abusive caller", "Report an incident"),
        ("what do I do when I find a gun in the lobby", "Report an incident"),
        ("how long do we keep phone messages", "Who to call"),
    ],
)
async def test_one_action_fits_and_the_rest_is_under_more(town: Town, asked: str, label: str) -> None:
    shown = answered(answer(asked, TELL_HEAD), town.services)
    row = next(part for part in shown.parts if isinstance(part, Buttons))
    assert [one.label for one in row.buttons] == [label, "More"]
    assert row.buttons[0].tone is Tone.STRONG
    town.knowledge.answer = answer(asked, TELL_HEAD)
    talk = town.talk()
    await talk.choose("ask.more", asked)
    assert row.buttons[0].action not in [one.action for one in talk.buttons]
    assert "ask.right" in [one.action for one in talk.buttons]


def test_the_summary_is_the_answer_so_that_a_screen_reader_reads_it(town: Town) -> None:
    shown = answered(answer("may I", MAY_END), town.services)
    assert shown.summary.startswith(f"You may: {MAY_END.lead_in} {MAY_END.text}")


async def test_what_the_policies_do_not_say_is_named_in_the_askers_words_with_whom_to_ask(town: Town) -> None:
    town.knowledge.answer = answer("May I bring my parrot to work?", TELL_HEAD, answered=False)
    talk = town.talk()
    await talk.say("May I bring my parrot to work?")
    shown = card(talk)
    assert isinstance(shown.parts[0], Heading)
    assert "“May I bring my parrot to work?”" in talk.words
    assert "do not speak of “parrot”." in talk.words, "the word that says most, and not “bring”"
    assert "Ruth Castellano" in talk.words
    assert talk.words.index("Ruth Castellano") < talk.words.index(TELL_HEAD.text)
    first = next(part for part in shown.parts if isinstance(part, Buttons)).buttons[0]
    assert (first.action, first.tone) == ("ask.person", Tone.STRONG)


async def test_a_document_without_a_page_is_opened_as_text_where_it_was_quoted(
    learning_town: Town,
) -> None:
    document = learning_town.services.knowledge.documents[0]
    section = document.sections[2]
    talk = learning_town.talk()
    best = replace(MAY_END, url="", document=document.name, section=section.id, title="The Guide")
    shown = answered(answer("may I", best), learning_town.services)
    (button,) = (
        one
        for part in shown.parts
        if isinstance(part, Buttons)
        for one in part.buttons
        if one.action == "ask.open"
    )
    assert button.label == "Read “The Guide”"
    await talk.choose("ask.open", button.value)
    assert document.facts.title in talk.words
    assert section.heading in talk.words
    assert section.clauses[0].text in talk.words
    await talk.press("What comes before")
    assert document.sections[1].clauses[0].text in talk.words


@pytest.mark.parametrize("value", ["", "no-such.md\n1", "../people.yaml"])
async def test_only_documents_in_force_can_be_opened(learning_town: Town, value: str) -> None:
    talk = learning_town.talk()
    await talk.choose("ask.open", value)
    assert "not in force" in talk.words


def test_what_is_under_more_fits_one_message(town: Town) -> None:
    whole = answer(QUESTION, MAY_END, TELL_HEAD, phrases=PHRASES)
    steps = more_steps(whole, share=True)
    assert len(steps) == 6
    assert "ask.not_it" in [one.action for one in steps], "it leads to what there was no room for"


@pytest.mark.parametrize(
    ("asked", "policies", "named"),
    [
        ("may I use my own phone", (), ()),
        ("may I use my own phone", ("Staff answer phones.",), ()),
        ("may I keep a parrot in the lobby", ("The lobby is open.",), ("parrot",)),
        ("may I keep parrots in the lobby", ("A parrot stays at home.", "Lobbies close."), ()),
        ("may I bring a dog", ("Nothing of it.",), ("dog",)),
    ],
)
def test_only_words_that_carry_meaning_and_stand_in_no_policy_are_named(
    asked: str, policies: tuple[str, ...], named: tuple[str, ...]
) -> None:
    assert unspoken(asked, ("Staff may end the contact and bring it to the head.",), policies) == named
