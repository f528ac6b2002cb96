"""What may be done with an abusive contact is said by the policies, quoted, or not at all (D18, P34)."""

from __future__ import annotations

from bot.flows.guarded import ENDS
from bot.messages import Phrases, Quote
from bot.replies import Replace, Say
from tests.fakes.conversation import Conversation
from tests.flows.town import MAY_END, TELL_HEAD, Town, answer
from tests.test_catalogue_states_no_policy import speaks_of_a_rule


def parts(talk: Conversation, kind: type) -> list[object]:
    return [
        part
        for reply in talk.replies
        if isinstance(reply, Say | Replace)
        for part in reply.message.parts
        if isinstance(part, kind)
    ]


async def walk(talk: Conversation) -> list[str]:
    """The words of every card on the way to the end."""
    await talk.choose("report.ended")
    said = [talk.words]
    for label in ("I have warned them", "Still going on", "I have ended it"):
        await talk.press(label)
        said.append(talk.words)
    return said


async def test_without_a_policy_no_card_says_what_is_allowed(town: Town) -> None:
    town.knowledge.offered = ()
    said = await walk(town.talk())
    own = {one.when for one in town.services.organisation.emergencies}
    for words in said:
        ours = [line for line in words.splitlines() if not any(when in line for when in own)]
        assert not speaks_of_a_rule("\n".join(ours)), words
    assert "I found nothing in your policies" in said[0]
    assert "I found nothing in your policies" in said[2]


async def test_the_policys_own_clause_is_quoted_with_its_source(town: Town) -> None:
    town.knowledge.answer = answer("may I", MAY_END)
    talk = town.talk()
    await talk.choose("report.ended")
    await talk.press("I have warned them")
    await talk.press("Still going on")
    (quoted,) = parts(talk, Quote)
    assert isinstance(quoted, Quote)
    assert quoted.text == MAY_END.text
    assert MAY_END.citation in quoted.citation
    assert quoted.label == "You may"


async def test_a_clause_on_something_else_is_not_quoted(town: Town) -> None:
    assert not ENDS.search("keep the counter clean.")
    town.knowledge.answer = answer("may I", TELL_HEAD, answered=False)
    talk = town.talk()
    await talk.choose("report.ended")
    assert parts(talk, Quote) == []


async def test_d10_the_policys_own_sentences_come_before_ours(town: Town) -> None:
    talk = town.talk()
    await talk.choose("report.ended")
    assert "Let me check that I understood you." in talk.words
    assert "Please speak to me calmly" not in talk.words
    town.knowledge.offered = ()
    await talk.choose("report.ended")
    (ours,) = parts(talk, Phrases)
    assert isinstance(ours, Phrases)
    assert "end" not in ours.phrases[0].casefold().split()


async def test_a_contact_that_just_ended_is_met_with_the_policy_one_press_away(town: Town) -> None:
    talk = town.talk()
    await talk.say("I just hung up on him")
    assert not speaks_of_a_rule(talk.words)
    town.knowledge.answer = answer("what now", TELL_HEAD)
    await talk.press("What the policies say")
    assert TELL_HEAD.text in talk.words


async def test_d18_the_sample_town_is_quoted_at_each_step(learning_town: Town) -> None:
    talk = learning_town.talk()
    await talk.choose("report.ended")
    assert "staff should give one calm warning" in talk.words
    await talk.press("A warning is not possible")
    assert "staff may end the contact" in talk.words
    await talk.say("I just hung up on him")
    await talk.press("What the policies say")
    assert "must tell the department head immediately" in talk.words
