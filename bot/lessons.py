"""What owners taught, brought from the database into the search of this process.

At the start, after every change made here, and within seconds of a change another process made.
"""

from __future__ import annotations

import asyncio

import structlog

from bot.flows.times import day_words
from bot.services import Services
from bot.upkeep import CuratedAnswer, SettledKind
from bot.words import sentence
from foundation.datafile import DataFileError
from foundation.db import DatabaseUnavailable
from knowledge.curated import ExampleQuestion, KeptAnswer, Lessons

log = structlog.get_logger()

LOOK_SECONDS = 10.0


async def teach(services: Services) -> None:
    """Take everything into force that owners taught up to now."""
    upkeep = services.upkeep
    lessons = Lessons(
        kept=tuple(_kept(one, services) for one in await upkeep.curated()),
        examples=tuple(
            ExampleQuestion(one.document, one.clause, one.question)
            for one in await upkeep.examples(confirmed=True)
        ),
        reviewed=tuple(
            (one.subject, one.until) for one in await upkeep.settled(SettledKind.REVIEW) if one.until
        ),
    )
    try:
        await asyncio.to_thread(services.knowledge.learn, lessons)
    except DataFileError as error:
        log.warning("data_file_refused", mistake=str(error), in_force="the one read before")


async def keep_taught(services: Services) -> None:
    """Teach at once, then whenever what is taught was changed, by any process; runs until cancelled."""
    seen = ""
    while True:
        try:
            stamp = await services.upkeep.stamp()
            if stamp != seen:
                await teach(services)
                seen = stamp
        except DatabaseUnavailable as error:
            log.warning("lessons_unavailable", trouble=error.trouble)
        except Exception as error:  # noqa: BLE001 - one that ended would never see the next change
            log.error("lessons_not_taken", cause=type(error).__name__)  # noqa: TRY400 - a trace may quote a text
        await asyncio.sleep(LOOK_SECONDS)


def _kept(answer: CuratedAnswer, services: Services) -> KeptAnswer:
    day = day_words(answer.at.astimezone(services.organisation.timezone).date())
    owner = services.people.name(answer.owner)
    label = sentence("upkeep.kept_by", owner=owner, day=day)
    return KeptAnswer(answer.id, answer.questions, answer.answer, label, owner, answer.review_on)
