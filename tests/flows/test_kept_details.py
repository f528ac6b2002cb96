"""What is kept for everybody is looked at for the details of persons, as the questions are (A14, J26)."""

from __future__ import annotations

import pytest

from bot.events import FieldValue
from bot.flows.curated_form import NO_DETAIL
from bot.flows.privacy import details_in
from bot.replies import CloseForm, FormErrors
from knowledge.curation.curation import CuratedAnswer, Example
from tests.fakes.clock import MORNING
from tests.fakes.conversation import Conversation
from tests.flows.test_questions import ask
from tests.flows.town import RUTH, SAM, Town

KEPT: dict[str, FieldValue] = {"keep": True, "questions": "may I bring a parrot", "review": "12"}

PERSONAL = [
    "No. Mr. Harold Quillfeather, 902-555-0188, was barred on 3 May.",
    "Mrs Quillfeather may not come in.",
    "miss Quillfeather may not come in.",
    "Call 902-555-0188 about it.",
    "Write to h.quillfeather@mail.example.",
    "The parrot lives at 9 Elm Street.",
    "The man called Harold had one.",
    "His date of birth is on file.",
]
DOUBTFUL = [
    "Harold Quillfeather had one and it bit.",
    "The last visitor was barred on 3 May.",
    "It was banned from the hall since 2026-05-03.",
]
PLAIN = [
    "No. Ask Priya Raman or call 555-0110.",
    "Call 902-555-0111, or 911 in danger.",
    "Write to ruth.castellano@portmaribel.example, or come to 12 Harbour Street.",
    "Please ask the Town Clerk within 24 hours.",
    "Parrots are not allowed. Reply within 2 working days.",
]


async def answering(town: Town, **values: FieldValue) -> Conversation:
    reference = await ask(town)
    talk = town.talk(RUTH)
    await talk.choose("question.answer", reference)
    await talk.submit({**KEPT, **values})
    return talk


def errors(talk: Conversation) -> dict[str, str]:
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors), talk.words
    return dict(reply.errors)


@pytest.mark.parametrize("text", PERSONAL)
@pytest.mark.parametrize("field", ["answer", "questions"])
@pytest.mark.parametrize("insists", [False, True])
async def test_a_persons_details_are_never_kept_and_nothing_typed_is_lost(
    town: Town, text: str, field: str, insists: bool
) -> None:
    values: dict[str, FieldValue] = {"answer": "No.", field: text, NO_DETAIL: insists}
    talk = await answering(town, **values)
    assert list(errors(talk)) == [field]
    assert talk.form is not None
    kept = {one.name: getattr(one, "initial", None) for one in talk.form.fields}
    assert kept[field] == text
    assert await town.services.curation.curated() == ()
    assert len(await town.services.questions.waiting()) == 1


@pytest.mark.parametrize("text", DOUBTFUL)
async def test_what_could_be_a_persons_detail_is_asked_about_and_the_owner_may_say_that_it_is_none(
    town: Town, text: str
) -> None:
    talk = await answering(town, answer=text)
    assert list(errors(talk)) == [NO_DETAIL]
    assert talk.form is not None
    assert NO_DETAIL in [one.name for one in talk.form.fields]
    await talk.submit({**KEPT, "answer": text, NO_DETAIL: True})
    assert isinstance(talk.replies[0], CloseForm), talk.words
    (kept,) = await town.services.curation.curated()
    assert kept.answer == text


@pytest.mark.parametrize("text", PLAIN)
async def test_what_the_organisation_publishes_itself_is_nobodys_detail(town: Town, text: str) -> None:
    talk = await answering(town, answer=text)
    assert isinstance(talk.replies[0], CloseForm), talk.words


async def test_an_answer_for_the_asker_alone_may_hold_what_they_need(town: Town) -> None:
    talk = await answering(town, answer=PERSONAL[0], keep=False)
    assert isinstance(talk.replies[0], CloseForm), talk.words
    assert await town.services.curation.curated() == ()


async def test_an_answer_that_is_changed_later_is_looked_at_again(town: Town) -> None:
    await answering(town, answer="No.")
    (kept,) = await town.services.curation.curated()
    talk = town.talk(RUTH)
    await talk.choose("upkeep.change", kept.id)
    await talk.submit({"answer": PERSONAL[0], "questions": "may I bring a parrot", "review": "12"})
    assert list(errors(talk)) == ["answer"]
    assert await town.services.curation.curated() == (kept,)


async def test_an_answer_kept_before_with_details_is_not_kept_for_another_year(town: Town) -> None:
    old = CuratedAnswer("c" * 32, 1, ("parrot",), PERSONAL[0], RUTH, RUTH, MORNING, MORNING.date())
    await town.services.curation.keep(old)
    talk = town.talk(RUTH)
    await talk.choose("upkeep.still_right", old.id)
    assert "Mr. Harold" in talk.words
    assert await town.services.curation.curated() == (old,)


@pytest.mark.parametrize("text", [*PERSONAL, *DOUBTFUL])
async def test_a_question_with_details_becomes_no_example(town: Town, text: str) -> None:
    await town.talk(SAM).choose("ask.right", text)
    assert await town.services.curation.examples(confirmed=False) == ()


async def test_an_example_with_details_that_waits_from_before_is_not_confirmed(town: Town) -> None:
    example = Example("b" * 32, "difficult.md", "clause", "", PERSONAL[0], MORNING)
    await town.services.curation.propose(example)
    await town.talk(RUTH).choose("upkeep.confirm", example.id)
    assert await town.services.curation.examples(confirmed=True) == ()


def test_each_kind_of_detail_is_told_apart(town: Town) -> None:
    for text in PERSONAL:
        assert details_in(text, town.services).certain, text
    for text in DOUBTFUL:
        found = details_in(text, town.services)
        assert found.unsure, text
        assert not found.certain, text
    for text in PLAIN:
        found = details_in(text, town.services)
        assert not found.certain, (text, found)
        assert not found.unsure, (text, found)
