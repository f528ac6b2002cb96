"""The days in the text of a notice: those of the day it was sent, whenever its form was opened (D33)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.drafts import Draft
from bot.flows.letter_draft import LetterDraft, same_words
from bot.flows.restriction_letter import days_of_sending, new_letter
from bot.flows.times import day_words, local_of, today
from bot.forms import ToggleField
from bot.services import Services
from bot.words import sentence
from incidents.records import State
from incidents.restriction import RestrictionFile
from incidents.rules.letters import CustomerLetter

STAY = "notice_days_stay"
"""The field that says that the days stay as they stand in the form; it is kept nowhere."""


@dataclass(frozen=True, slots=True)
class NoticeAsSent:
    """The letter whose sheet is taken, and the words that are kept; `follows` where its days became others."""

    draft: LetterDraft
    text: str
    follows: bool = False


def filled_today(value: str, language: str, services: Services) -> str:
    """What the form of a notice carries along: the act, the record, the language, and the day of its text."""
    operation, record_id, *_ = value.split(":")
    return f"{operation}:{record_id}:{language}:{today(services).isoformat()}"


def filled_on(context: str, services: Services) -> date:
    """The day that the text in a form was filled in for; today where the form does not say."""
    said = [*context.split(":"), "", "", "", ""][3]
    try:
        return date.fromisoformat(said)
    except ValueError:
        return today(services)


def stay_field(draft: Draft, services: Services) -> ToggleField:
    """Says which day stands in the text, and what becomes of it where the notice was sent on another."""
    day = day_words(filled_on(draft.context, services))
    hint = sentence("restriction.days_stay_hint", day=day)
    return ToggleField(STAY, sentence("restriction.days_stay"), hint, initial=draft.values.get(STAY) is True)


async def as_sent(
    one: RestrictionFile,
    draft: Draft,
    language: str,
    text: str,
    at: datetime,
    services: Services,
) -> NoticeAsSent | None:
    """The notice that was sent at a moment; None where somebody changed its text and left days of another day in it."""
    filled = filled_on(draft.context, services)
    kind, person = CustomerLetter.NOTICE, draft.person
    noon = datetime.combine(filled, time(12), services.organisation.timezone)
    former = await new_letter(kind, one, language, person, services, noon)
    noted = one.state is not State.APPROVED  # The same form came twice: nothing of it is kept a second time.
    if noted or draft.values.get(STAY) is True or local_of(at, services.organisation).date() == filled:
        return NoticeAsSent(former, text)
    fitting = await new_letter(kind, one, language, person, services, at)
    if same_words(text, former.letter.text):
        return NoticeAsSent(fitting, fitting.letter.text, follows=not same_words(fitting.letter.text, text))
    # Word for word, wherever it stands: the line around it can be changed too.
    days = days_of_sending(one, language, noon, services) - days_of_sending(one, language, at, services)
    if any(_names(text, day) and not _names(fitting.letter.text, day) for day in days):
        return None
    return NoticeAsSent(fitting, text)


def _names(text: str, day: str) -> bool:
    return re.search(rf"(?<!\d){re.escape(' '.join(day.split()))}(?!\d)", " ".join(text.split())) is not None
