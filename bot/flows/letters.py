"""What a letter says, read at the moment it is sent: a question that was answered meanwhile asks nobody any more."""

from __future__ import annotations

from dataclasses import replace

from bot.flows.away_card import here_card, over_card, told_card
from bot.flows.figures_card import figures_notice
from bot.flows.number_card import wrong_card
from bot.flows.question_card import asker_card, owner_card
from bot.flows.times import local_time
from bot.flows.upkeep_items import gather_for
from bot.flows.upkeep_summary import digest
from bot.kept_replies import KeptReply
from bot.letters import LetterKind
from bot.messages import Message, Text, Tone
from bot.services import Services
from bot.words import sentence
from foundation.outbox.jobs import Job


async def draw(letter: Job, services: Services) -> Message | None:
    """The message of a letter; None when there is nothing to tell any more."""
    match LetterKind(letter.kind):
        case LetterKind.QUESTION:
            question = await services.questions.get(letter.subject)
            waits = question is not None and question.outcome is None and question.owner == letter.recipient
            return owner_card(question, services) if question and waits else None
        case LetterKind.ANSWER:
            question = await services.questions.get(letter.subject)
            return asker_card(question, services) if question else None
        case LetterKind.WRONG_NUMBER:
            wrong = await services.numbers.get(letter.subject)
            open_still = wrong is not None and wrong.closed_at is None
            return wrong_card(wrong, services) if wrong and open_still else None
        case LetterKind.DIGEST:
            items = await gather_for(letter.recipient, services)
            return digest(items, letter.subject) if items.due else None
        case LetterKind.ABSENCE:
            return await _of_absence(letter, services)
        case LetterKind.FIGURES:
            return figures_notice(letter.recipient, letter.subject, services)
        case LetterKind.FIGURES_MAIL:
            return None  # `figures_mail` writes it: it is no message in chat.
        case LetterKind.REPLY:
            kept = await services.replies.get(letter.subject)
            return _late(kept, services) if kept else None


async def _of_absence(letter: Job, services: Services) -> Message | None:
    if back := letter.payload.get("back"):
        return over_card(str(back), letter.subject, services)
    if letter.payload.get("here"):
        return here_card(letter, services)
    absence = await services.absences.get(letter.subject)
    return told_card(absence, letter.recipient, services) if absence else None


def _late(kept: KeptReply, services: Services) -> Message:
    """The answer as it was, under a line that says why it comes now, and perhaps again."""
    due = sentence("core.kept_reply", time=local_time(kept.at, services.organisation))
    return replace(kept.message, parts=(Text(due, Tone.QUIET), *kept.message.parts))
