"""Sending one message and making sure of it: tried again while that helps, never in a wider circle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from adapters.teams.connector import Connector
from adapters.teams.elements import attachment
from adapters.teams.home import Homes
from adapters.teams.limits import SUMMARY_CHARACTERS
from adapters.teams.places import CARD, CARD_CONVERSATION, USER
from adapters.teams.render import draw
from adapters.teams.roster import Roster
from adapters.teams.text import never_empty, shorten, shown
from bot.adapter import Failure, SendFailed
from bot.messages import Message, Text
from bot.people import Place, ReplyTarget
from bot.words import sentence

T = TypeVar("T")

PAUSES = (0.3, 1.0)
"""Seconds between the tries of a reply, which must be there before Teams sends the activity again."""


class Post:
    """Sends messages to conversations and to people privately."""

    def __init__(self, connector: Connector, roster: Roster, homes: Homes) -> None:
        self._connector = connector
        self._roster = roster
        self._homes = homes

    async def publicly(self, where: ReplyTarget, message: Message) -> None:
        """Answer in the conversation, for everybody in it."""
        await insist(lambda: self._connector.send(where, activity_of(message)))

    async def privately(self, where: ReplyTarget, message: Message) -> None:
        """Answer the asker alone; raises SendFailed where no 1:1 chat can be had."""
        if where.place is Place.DIRECT:
            await self.publicly(where, message)
            return
        chat = await insist(lambda: self._roster.chat(where))
        activity = activity_of(message, self.home(where))
        await insist(lambda: self._connector.send(chat, activity))

    async def instead(self, where: ReplyTarget, message: Message) -> bool:
        """Put the message in the place of the card whose button was pressed; False where that is gone."""
        card, other = where.route.get(CARD, ""), where.route.get(CARD_CONVERSATION, "")
        if not card:
            return False
        place = replace(where, conversation=other, thread="") if other else where
        activity = activity_of(message, self.home(where) if other else "")
        try:
            await insist(lambda: self._connector.update(place, card, activity))
        except SendFailed as failed:
            if failed.failure is not Failure.NEXT_CONTACT:
                raise
            return False
        return True

    async def refuse(self, where: ReplyTarget) -> None:
        """Say in public that a private answer is not possible, and nothing else."""
        text = sentence("teams.private_unreachable")
        await self.publicly(where, Message(text, (Text(text),)))

    def home(self, where: ReplyTarget) -> str:
        """The sealed note that brings an action on a private card back to this place."""
        return self._homes.seal(replace(where, route={}), where.route.get(USER, ""))


def activity_of(message: Message, home: str = "") -> dict[str, Any]:
    """The activity that carries a message; its summary is what a notification shows."""
    summary = never_empty(shorten(shown(message.summary), SUMMARY_CHARACTERS))
    return {"type": "message", "summary": summary, "attachments": [attachment(draw(message, home))]}


async def insist(call: Callable[[], Awaitable[T]]) -> T:
    """Try a call again while its failure is a passing one and the wait it asks for is short."""
    for pause in PAUSES:
        try:
            return await call()
        except SendFailed as failed:
            if failed.failure is not Failure.RETRY or failed.retry_after > PAUSES[-1]:
                raise
            await asyncio.sleep(max(pause, failed.retry_after))
    return await call()
