"""What owners taught, brought from the database into the search of this process.

At the start, after every change made here, and within seconds of a change another process made.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from bot.flows.times import day_words
from bot.services import Services
from bot.words import sentence
from foundation.datafile import DataFileError
from foundation.db import DatabaseUnavailable
from knowledge.curation.curated import ExampleQuestion, KeptAnswer, Lessons
from knowledge.curation.curation import CuratedAnswer, DecisionKind

log = structlog.get_logger()

LOOK_SECONDS = 10.0


async def teach(services: Services) -> str:
    """Take everything into force that owners taught up to now; returns the stamp of that state.

    One at a time: what was read first must not come into force last, over what was taught since.
    """
    async with services.teaching:
        return await _teach(services)


async def _teach(services: Services) -> str:
    upkeep = services.curation
    stamp = await upkeep.stamp()
    lessons = Lessons(
        kept=tuple(_kept(one, services) for one in await upkeep.curated()),
        examples=tuple(
            ExampleQuestion(one.document, one.clause, one.question)
            for one in await upkeep.examples(confirmed=True)
        ),
        reviewed=tuple(
            (one.subject, one.until) for one in await upkeep.settled(DecisionKind.REVIEW) if one.until
        ),
        dead=tuple(
            (one.subject, one.until) for one in await upkeep.settled(DecisionKind.DEAD_LINK) if one.until
        ),
    )
    try:
        await asyncio.to_thread(services.knowledge.learn, lessons)
    except DataFileError as error:
        log.warning("data_file_refused", mistake=str(error), in_force="the one read before")
    return stamp


async def grounded(answer: CuratedAnswer, services: Services) -> CuratedAnswer:
    """The answer with the clauses it stands on now: once one of them changes, it is not given any more."""
    clauses = await asyncio.to_thread(services.knowledge.grounds, answer.questions, answer.answer)
    return replace(answer, stands_on=tuple(clauses))


async def keep_taught(services: Services, seen: str = "") -> None:
    """Teach whenever what is taught is not `seen` any more, whoever changed it; runs until cancelled."""
    while True:
        try:
            if await services.curation.stamp() != seen:
                seen = await teach(services)
        except DatabaseUnavailable as error:
            log.warning("lessons_unavailable", trouble=error.trouble)
        except Exception as error:  # noqa: BLE001 - one that ended would never see the next change
            log.error("lessons_not_taken", cause=type(error).__name__)  # noqa: TRY400 - a trace may quote a text
        await asyncio.sleep(LOOK_SECONDS)


def _kept(answer: CuratedAnswer, services: Services) -> KeptAnswer:
    day = day_words(answer.at.astimezone(services.organisation.timezone).date())
    owner = services.people.name(answer.owner)
    label = sentence("upkeep.kept_by", owner=owner, day=day)
    return KeptAnswer(
        answer.id, answer.questions, answer.answer, label, owner, answer.review_on, answer.stands_on
    )
