"""The part of a form that keeps an answer: for which questions, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.drafts import Draft
from bot.events import FormSubmitted
from bot.flows.privacy import has_personal_data
from bot.flows.times import today
from bot.forms import ChoiceField, Field, Option, TextField, ToggleField, When
from bot.local_days import months_after
from bot.services import Services
from bot.upkeep import CuratedAnswer
from bot.words import sentence

LONGEST = 3000
MONTHS = ("3", "6", "12", "24")
USUAL = "12"
MOST_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Refused:
    """What does not fit, by field."""

    errors: Mapping[str, str]


def keep_fields(draft: Draft) -> tuple[Field, ...]:
    """The switch, and what is asked once it is on."""
    keep = ToggleField(
        "keep",
        sentence("upkeep.keep"),
        hint=sentence("upkeep.keep_hint"),
        initial=draft.values.get("keep") is True,
    )
    return (keep, *kept_fields(draft, When("keep", ("yes",))))


def kept_fields(draft: Draft, when: When | None = None) -> tuple[Field, ...]:
    """The questions an answer is kept for, and its review."""
    questions, months = draft.values.get("questions"), draft.values.get("review")
    return (
        TextField(
            "questions",
            sentence("upkeep.questions"),
            hint=sentence("upkeep.questions_hint"),
            required=True,
            multiline=True,
            initial=questions if isinstance(questions, str) else "",
            limit=LONGEST,
            when=when,
        ),
        ChoiceField(
            "review",
            sentence("upkeep.review"),
            tuple(Option(months, sentence("upkeep.months", count=months)) for months in MONTHS),
            required=True,
            initial=months if isinstance(months, str) else USUAL,
            when=when,
        ),
    )


def read_kept(
    event: FormSubmitted, services: Services, former: CuratedAnswer | None = None
) -> CuratedAnswer | Refused:
    """The version that a form describes, after `former` where it changes one."""
    answer, written = event.values.get("answer"), event.values.get("questions")
    lines = written.splitlines() if isinstance(written, str) else []
    questions = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))[:MOST_QUESTIONS]
    if not questions:
        return Refused({"questions": sentence("upkeep.questions_empty")})
    if any(map(has_personal_data, questions)):
        return Refused({"questions": sentence("upkeep.questions_personal")})
    if not isinstance(answer, str) or not answer.strip():
        return Refused({"answer": sentence("question.answer_empty")})
    chosen = event.values.get("review")
    months = int(chosen) if isinstance(chosen, str) and chosen in MONTHS else int(USUAL)
    return CuratedAnswer(
        id=former.id if former else event.draft,
        version=former.version + 1 if former else 1,
        questions=questions,
        answer=answer.strip(),
        owner=former.owner if former else event.who.person,
        by=event.who.person,
        at=services.clock.now(),
        review_on=months_after(today(services), months),
    )
