"""The part of a form that keeps an answer: for which questions, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.drafts import Draft
from bot.events import FieldValue, FormSubmitted
from bot.flows.privacy import Details, details_in
from bot.flows.times import today
from bot.forms import ChoiceField, Field, Option, TextField, ToggleField, When
from bot.locales import listed
from bot.services import Services
from bot.words import sentence
from foundation.calendar import months_after
from knowledge.curation.curation import CuratedAnswer

LONGEST = 3000
MONTHS = ("3", "6", "12", "24")
USUAL = "12"
MOST_QUESTIONS = 10
NAMED = 3
NO_DETAIL = "no_detail"
"""The field in which an owner says that what looks like a person's detail is none."""


@dataclass(frozen=True, slots=True)
class CuratedRefused:
    """What does not fit, by field."""

    errors: Mapping[str, str]


def keep_fields(draft: Draft, services: Services) -> tuple[Field, ...]:
    """The switch, and what is asked once it is on."""
    keep = ToggleField(
        "keep",
        sentence("upkeep.keep"),
        hint=sentence("upkeep.keep_hint"),
        initial=draft.values.get("keep") is True,
    )
    return (keep, *kept_fields(draft, services, When("keep", ("yes",))))


def kept_fields(draft: Draft, services: Services, when: When | None = None) -> tuple[Field, ...]:
    """The questions an answer is kept for, its review, and where it is in doubt whether it tells of a person."""
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
        *_in_doubt(draft, services, when),
    )


def _in_doubt(draft: Draft, services: Services, when: When | None) -> tuple[Field, ...]:
    unsure = _details(draft.values, services).unsure
    if not unsure:
        return ()
    return (
        ToggleField(
            NO_DETAIL,
            sentence("upkeep.no_detail"),
            hint=sentence("upkeep.no_detail_hint", found=_listed(unsure)),
            initial=draft.values.get(NO_DETAIL) is True,
            when=when,
        ),
    )


def _details(values: Mapping[str, FieldValue], services: Services) -> Details:
    texts = (values.get(name) for name in ("answer", "questions"))
    return details_in("\n".join(text for text in texts if isinstance(text, str)), services)


def _listed(found: tuple[str, ...]) -> str:
    return listed(sentence("upkeep.quoted", text=one.strip()) for one in found[:NAMED])


def read_kept(
    event: FormSubmitted, services: Services, former: CuratedAnswer | None = None
) -> CuratedAnswer | CuratedRefused:
    """The version that a form describes, after `former` where it changes one."""
    answer, written = event.values.get("answer"), event.values.get("questions")
    lines = written.splitlines() if isinstance(written, str) else []
    questions = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))[:MOST_QUESTIONS]
    if not questions:
        return CuratedRefused({"questions": sentence("upkeep.questions_empty")})
    if not isinstance(answer, str) or not answer.strip():
        return CuratedRefused({"answer": sentence("question.answer_empty")})
    for name, text in (("questions", "\n".join(questions)), ("answer", answer)):
        if found := details_in(text, services).certain:
            return CuratedRefused({name: sentence("upkeep.personal", found=_listed(found))})
    unsure = _details(event.values, services).unsure
    if unsure and event.values.get(NO_DETAIL) is not True:
        return CuratedRefused({NO_DETAIL: sentence("upkeep.in_doubt", found=_listed(unsure))})
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
