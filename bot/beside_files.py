"""Files and the words beside them: the words are answered as if they had come alone, then the files are seen to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.arriving import as_message
from bot.events import FileShared, MessageReceived
from bot.messages import Message, Text
from bot.references import reference_in
from bot.replies import Reply, Say
from bot.router import Routes
from bot.services import Services
from bot.words import sentence

log = structlog.get_logger()

PATIENT_IN_DANGER = 3.0
"""Seconds that files may keep what helps in danger waiting."""

Answer = Callable[[MessageReceived], Awaitable[list[Reply]]]


async def answer_shared(
    event: FileShared, services: Services, routes: Routes, answer: Answer, *, is_urgent: bool
) -> list[Reply]:
    """Do what was written beside files, as `answer` does it, then see to the files; danger comes first (P36)."""
    written = as_message(event)
    if is_urgent:
        return [*await answer(written), *await _in_danger(event, services, routes)]
    order = routes.order_beside_file(event.text)
    said: list[Reply] = []
    if reference_in(event.text):  # It says where the files belong, or what to do with the record.
        said = await routes.overhears(written, event.text, services)
        if order and not said:
            said = await answer(replace(written, text=order))
    elif event.text.strip():
        said = await answer(written)
    return [*said, *await routes.files(event, services, bool(order))]


async def _in_danger(event: FileShared, services: Services, routes: Routes) -> list[Reply]:
    """Offer the files, or say that they are not kept: what helps is neither lost by them nor waits long."""
    try:
        async with asyncio.timeout(PATIENT_IN_DANGER):
            return await routes.files(event, services, True)
    except Exception as error:  # noqa: BLE001 - what helps is said, whatever becomes of the files
        log.warning("files_not_held", cause=type(error).__name__)
        said = sentence("attachment.not_held")
        return [Say(Message(said, (Text(said),)))]
