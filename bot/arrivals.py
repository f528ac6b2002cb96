"""Whether an event is new, and who it was: the first thing that is asked, and the first that is remembered."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.arriving import mark_of
from bot.events import Arrived, Event, FormSubmitted, ReplyLost
from bot.people import Identity, Place, ReplyTarget
from bot.replies import OpenForm, Reply
from bot.services import Services
from foundation.db import DatabaseUnavailable

log = structlog.get_logger()

URGENT_SECONDS = 0.5
"""So long somebody in danger waits for a database that may be locked."""


async def met(event: Event, services: Services, *, is_urgent: bool) -> tuple[bool, Identity]:
    """Whether the event is seen for the first time (T3, T11), and what is known of whoever it came from.

    Where nothing can be saved at the moment, it counts as new and the platform's word must do: an answer that
    comes twice is better than none, and what has to be saved says by itself that it could not be. A submit is not
    asked about: its draft key is unique where the work is stored, and a repeated one is answered like the first.
    """
    if isinstance(
        event, FormSubmitted
    ):  # What is sent has to be saved: its form stays open where it cannot be.
        return True, await _meet(event, services)
    try:
        async with asyncio.timeout(URGENT_SECONDS if is_urgent else None):
            # Together, so that one COMMIT serves both.
            return await asyncio.gather(_is_new(event, services), _meet(event, services))
    except (DatabaseUnavailable, TimeoutError) as error:
        log.warning("not_remembered", kind=type(event).__name__, cause=type(error).__name__)
        return True, event.who


async def _is_new(event: Event, services: Services) -> bool:
    who = event.who
    name = f"{who.platform}:{who.tenant}:{event.id}"
    # Slack tells of every visit to the home with one id: nobody is welcomed again after a week.
    lasting = isinstance(event, Arrived)
    return await services.memory.first_time(name, services.clock.now(), lasting=lasting)


async def _meet(event: Event, services: Services) -> Identity:
    """Remember who it was, and where they can be reached; a thread is no such place.

    Somebody who writes where others read can be written to aside. Returns what is known of them: a
    platform that is short of words today told more before.
    """
    where = event.where
    direct: ReplyTarget | None = where.aside(event.who.email)
    if where.place is Place.DIRECT:
        direct = replace(where, thread="")
    if direct:
        direct = replace(direct, locale=event.who.locale)
    if isinstance(event, ReplyLost) and await services.memory.reach(event.who.person):
        direct = None  # Where they wrote to us is better known than where we could not.
    return await services.memory.meet(event.who, direct, services.clock.now())


async def see_who_is_away(services: Services) -> None:
    """Cards name who stands in; where that cannot be read just now, what was read last stands."""
    with contextlib.suppress(DatabaseUnavailable):
        await services.absences.look()


async def is_first_receipt(event: FormSubmitted, replies: Sequence[Reply], services: Services) -> bool:
    """Whether what this filling of a form led to has not been told yet, also across a restart (T11)."""
    if any(isinstance(reply, OpenForm) for reply in replies):
        return True
    name = f"receipt:{event.who.person}:{event.form}:{event.draft}:{mark_of(event.values)}"
    try:
        return await services.memory.first_time(name, services.clock.now())
    except DatabaseUnavailable:
        return True  # What was asked for is done: told twice is better than not at all.
