"""Sending one message and making sure of it: tried again by the one rule, never in a wider circle."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from adapters.retry import Passing, again, again_unless
from adapters.teams.connector import Connector
from adapters.teams.elements import attachment
from adapters.teams.home import Homes
from adapters.teams.http import NoAnswer
from adapters.teams.limits import SUMMARY_CHARACTERS
from adapters.teams.places import CARD, CARD_CONVERSATION, USER
from adapters.teams.render import draw
from adapters.teams.roster import TeamsRoster
from adapters.teams.text import never_empty, shorten, shown
from bot.adapter import Failure, SendFailed
from bot.messages import Message, Text
from bot.people import Place, ReplyTarget
from bot.words import sentence


class Post:
    """Sends messages to conversations and to people privately."""

    def __init__(self, connector: Connector, roster: TeamsRoster, homes: Homes) -> None:
        self._connector = connector
        self._roster = roster
        self._homes = homes

    async def publicly(self, where: ReplyTarget, message: Message, ends_at: float) -> None:
        """Answer in the conversation, for everybody in it: once, so not again after an unknown outcome."""
        activity = activity_of(message)
        await again_unless(_cannot_tell, lambda: self._connector.send(where, activity), passing, ends_at)

    async def privately(self, where: ReplyTarget, message: Message, ends_at: float) -> None:
        """Answer the asker alone; raises SendFailed where no 1:1 chat can be had."""
        if where.place is Place.DIRECT:
            chat, activity = where, activity_of(message)
        else:
            chat = await again(lambda: self._roster.chat(where), passing, ends_at)
            activity = activity_of(message, self.home(where))
        await again(lambda: self._connector.send(chat, activity), passing, ends_at)

    async def hand(self, where: ReplyTarget, activity: dict[str, Any], ends_at: float) -> None:
        """Ask the asker alone whether they take a file; raises SendFailed where no 1:1 chat can be had."""
        chat = where
        if where.place is not Place.DIRECT:
            chat = await again(lambda: self._roster.chat(where), passing, ends_at)
        await again(lambda: self._connector.send(chat, activity), passing, ends_at)

    async def handed(self, where: ReplyTarget, activity: dict[str, Any], ends_at: float) -> None:
        """Put the file in the place of the question, or below where that is gone."""
        if card := where.route.get(CARD, ""):
            try:
                await again(lambda: self._connector.update(where, card, activity), passing, ends_at)
            except SendFailed as failed:
                if failed.failure is not Failure.NEXT_CONTACT:
                    raise
            else:
                return
        await again(lambda: self._connector.send(where, activity), passing, ends_at)

    async def instead(self, where: ReplyTarget, message: Message, ends_at: float) -> bool:
        """Put the message in the place of the card whose button was pressed; False where that is gone."""
        card, other = where.route.get(CARD, ""), where.route.get(CARD_CONVERSATION, "")
        if not card:
            return False
        place = replace(where, conversation=other, thread="") if other else where
        activity = activity_of(message, self.home(where) if other else "")
        try:
            await again(lambda: self._connector.update(place, card, activity), passing, ends_at)
        except SendFailed as failed:
            if failed.failure is not Failure.NEXT_CONTACT:
                raise
            return False
        return True

    async def refuse(self, where: ReplyTarget, ends_at: float) -> None:
        """Say in public that a private answer is not possible, and nothing else."""
        text = sentence("teams.private_unreachable")
        await self.publicly(where, Message(text, (Text(text),)), ends_at)

    def home(self, where: ReplyTarget) -> str:
        """The sealed note that brings an action on a private card back to this place."""
        return self._homes.seal(replace(where, route={}), where.route.get(USER, ""))


def activity_of(message: Message, home: str = "") -> dict[str, Any]:
    """The activity that carries a message; its summary is what a notification shows."""
    summary = never_empty(shorten(shown(message.summary), SUMMARY_CHARACTERS))
    return {"type": "message", "summary": summary, "attachments": [attachment(draw(message, home))]}


def passing(error: Exception) -> Passing | None:
    """The judge of the one rule: what the Connector may do in a moment."""
    if not isinstance(error, SendFailed) or error.failure is not Failure.RETRY:
        return None
    return Passing(error.retry_after, unknown=isinstance(error, NoAnswer))


async def _cannot_tell() -> bool:
    """Teams cannot be asked what it has got already."""
    raise SendFailed(Failure.NEXT_CONTACT, "outcome_unknown")
