"""How one thing to keep up looks, with what can be done about it at once."""

from __future__ import annotations

from typing import assert_never

from bot.flows.number_card import correction_card, wrong_card
from bot.flows.question_card import owner_card
from bot.flows.times import day_words, local_moment
from bot.flows.upkeep_items import Thing
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Quote, Text, Tone
from bot.numbers import Correction, WrongNumber
from bot.services import Services
from bot.words import sentence
from knowledge.curation.curation import CuratedAnswer, DecisionKind, Example, Rating
from knowledge.curation.items import Item
from knowledge.curation.questions import Question
from knowledge.reading.document import Document, Finding

VERSIONS = 5
"""Versions named on the card of a curated answer; all of them are kept."""


async def card(item: Item[Thing], services: Services) -> Message:
    """One thing of whatever kind."""
    match item.thing:
        case Question():
            return owner_card(item.thing, services)
        case WrongNumber():
            return wrong_card(item.thing, services)
        case Correction():
            history = await services.numbers.history(item.thing.contact)
            return correction_card(item.thing, history, services)
        case Example():
            return _example(item.thing)
        case CuratedAnswer():
            return await _curated(item.thing, services, due=item.due)
        case Rating():
            return _rating(item.thing)
        case Document():
            return _review(item.thing)
        case Finding():
            return _finding(item.thing, item.id)
        case _:
            assert_never(item.thing)


def _example(example: Example) -> Message:
    """A way to ask that somebody called rightly answered by this clause."""
    confirm = Button(sentence("upkeep.confirm"), "upkeep.confirm", example.id, Tone.STRONG)
    return Message(
        sentence("upkeep.example"),
        (
            Heading(sentence("upkeep.example")),
            Text(sentence("upkeep.quoted", text=example.question)),
            Quote(example.clause, example.citation),
            Buttons((confirm, _dismiss(DecisionKind.EXAMPLE, example.id))),
        ),
    )


async def _curated(answer: CuratedAnswer, services: Services, *, due: bool) -> Message:
    """An answer that is kept, with its history."""
    lapsed = answer.id in services.knowledge.lapsed
    versions = (await services.curation.versions(answer.id))[-VERSIONS:]
    history = tuple(
        sentence(
            "upkeep.version",
            number=one.version,
            name=services.people.name(one.by),
            moment=local_moment(one.at, services.organisation),
        )
        for one in versions
    )
    review = sentence("upkeep.lapsed") if lapsed else _look_again(answer, due=due)
    good = (Button(sentence("upkeep.still_right"), "upkeep.still_right", answer.id, Tone.STRONG),)
    actions = (
        *(good if due else ()),
        Button(sentence("upkeep.change"), "upkeep.change", answer.id, opens_form=True),
        Button(sentence("upkeep.retire"), "upkeep.dismiss", f"curated:{answer.id}", opens_form=True),
    )
    return Message(
        sentence("upkeep.kept_answer"),
        (
            Heading(sentence("upkeep.kept_answer")),
            Text("\n".join(sentence("upkeep.quoted", text=question) for question in answer.questions)),
            Quote(answer.answer, services.people.name(answer.owner), label=sentence("question.person_label")),
            Text(review, Tone.STRONG if due else Tone.PLAIN),
            Text("\n".join(history), Tone.QUIET),
            Buttons(actions),
        ),
    )


def _look_again(answer: CuratedAnswer, *, due: bool) -> str:
    return sentence("upkeep.review_due" if due else "upkeep.review_on", day=day_words(answer.review_on))


def _rating(rating: Rating) -> Message:
    """A passage that is often not what was needed."""
    facts = (
        Fact(sentence("upkeep.missed"), str(rating.missed)),
        Fact(sentence("upkeep.helped"), str(rating.helped)),
    )
    keep = Button(sentence("upkeep.keep_instead"), "upkeep.change", opens_form=True)
    return Message(
        sentence("upkeep.rating"),
        (
            Heading(sentence("upkeep.rating")),
            Quote(rating.clause, rating.citation),
            Facts(facts),
            Text(sentence("upkeep.rating_next"), Tone.QUIET),
            Buttons((keep, _dismiss(DecisionKind.RATING, rating.passage))),
        ),
    )


def _review(document: Document) -> Message:
    """A document whose review is overdue."""
    due = document.facts.next_review
    facts = (
        Fact(sentence("upkeep.due_since"), day_words(due) if due else ""),
        Fact(sentence("upkeep.owner"), document.facts.owner),
        Fact(sentence("upkeep.file"), document.name),
    )
    title = sentence("upkeep.review_of", title=document.facts.title or document.name)
    reviewed = Button(sentence("upkeep.reviewed"), "upkeep.reviewed", document.name, Tone.STRONG)
    return Message(
        title,
        (
            Heading(title),
            Facts(tuple(fact for fact in facts if fact.value)),
            Text(sentence("upkeep.review_next"), Tone.QUIET),
            Buttons((reviewed,)),
        ),
    )


def _finding(finding: Finding, name: str) -> Message:
    """Something to mend in a document; once it is mended there it is gone by itself."""
    facts = [Fact(sentence("upkeep.file"), finding.document)]
    if finding.place:
        facts.append(Fact(sentence("upkeep.place"), finding.place))
    return Message(
        sentence("upkeep.finding"),
        (
            Heading(sentence("upkeep.finding")),
            Text(finding.message),
            Facts(tuple(facts)),
            Text(sentence("upkeep.finding_next"), Tone.QUIET),
            Buttons((_dismiss(DecisionKind.FINDING, name),)),
        ),
    )


def _dismiss(kind: DecisionKind, name: str) -> Button:
    return Button(sentence("upkeep.dismiss"), "upkeep.dismiss", f"{kind}:{name}", opens_form=True)
