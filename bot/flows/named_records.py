"""What a reference names that is no report: a question, a request, a message, a restriction or a safety marker."""

from __future__ import annotations

from bot.flows import request_acts
from bot.flows.marker_card import marker_card
from bot.flows.message import card_of
from bot.flows.question_card import asker_card, owner_card, state_line
from bot.flows.restriction_card import restriction_card
from bot.flows.upkeep_rights import may_answer
from bot.messages import Message, Text
from bot.services import Services
from incidents.records import RecordKind


async def card_beside_reports(reference: str, person: str, services: Services) -> Message | None:
    """The card of what a reference names, for who may see it; None for a report and where nothing is theirs."""
    question = await services.questions.get(reference)
    if question and question.asker == person:
        return asker_card(question, services)
    if question and may_answer(person, question, services):
        waits = question.outcome is None
        return (
            owner_card(question, services)
            if waits
            else Message(line := state_line(question, services), (Text(line),))
        )
    if card := await request_acts.card_of(reference, person, services):
        return card
    kind = await services.incidents.kind_of(reference)
    if kind is RecordKind.MESSAGE and (message := await card_of(reference, person, services)):
        return message
    return await _of_register(kind, reference, person, services)


async def _of_register(
    kind: RecordKind | None, reference: str, person: str, services: Services
) -> Message | None:
    """The card of a restriction or a safety marker; None for anything else, and for whoever may not read it."""
    if kind is RecordKind.RESTRICTION:
        restriction = await services.restrictions.view(reference, person)
        return restriction_card(restriction, services) if restriction else None
    marker = await services.markers.view(reference, person) if kind is RecordKind.MARKER else None
    return marker_card(marker, services) if marker else None
