"""Replies of a flow performed on Teams: messages are sent, dialogs travel in the answer to the invoke.

A dialog is also the one place on Teams that only the asker sees. What cannot be sent to them 1:1 is shown
in it, so that nobody is left with a form that closed without a word.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never

import structlog

from adapters.teams import limits
from adapters.teams.elements import attachment
from adapters.teams.forms import draw_form, put_back
from adapters.teams.ingress import Answer
from adapters.teams.places import CARD, CARD_CONVERSATION
from adapters.teams.post import Post
from adapters.teams.render import draw
from bot.adapter import Failure, SendFailed
from bot.events import Event
from bot.messages import Divider, Message, Part, Text
from bot.people import ReplyTarget
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload
from bot.words import sentence

log = structlog.get_logger()

DIALOG_SECONDS = limits.INVOKE_SECONDS / 2
"""Time for all messages that go along with a dialog; then its answer must leave."""


@dataclass(slots=True)
class _Turn:
    """One event being answered. `in_dialog`: the answer can show a dialog. `typed` is what a form brought."""

    where: ReplyTarget
    in_dialog: bool
    typed: Mapping[str, Any]
    ends_at: float
    dialog: dict[str, Any] | None = None
    shown: list[Message] = field(default_factory=list)


class Performer:
    """Performs replies through the post."""

    def __init__(self, post: Post) -> None:
        self._post = post

    async def perform(self, event: Event, replies: Iterable[Reply], typed: Mapping[str, Any]) -> Answer:
        """Do what the replies ask and give the HTTP answer; never raises."""
        in_dialog = getattr(event, "can_open_form", False)
        seconds = DIALOG_SECONDS if in_dialog else limits.TURN_SECONDS
        turn = _Turn(event.where, in_dialog, typed, asyncio.get_running_loop().time() + seconds)
        for reply in replies:
            await self._one(turn, reply)
        if turn.dialog is None and turn.shown:
            turn.dialog = _dialog(turn.shown[0].summary, draw(_joined(turn.shown), self._home(turn.where)))
        return 200, turn.dialog

    async def _one(self, turn: _Turn, reply: Reply) -> None:
        match reply:
            case Say(message, Audience.ASKER) if turn.in_dialog:
                turn.shown.append(message)
            case Say() | Replace():
                await self._send(turn, reply)
            case OpenForm(form):
                turn.dialog = _dialog(form.title, draw_form(form, origin=self._origin(turn.where)), "large")
            case FormErrors(form, errors):
                card = draw_form(form, errors, origin=self._origin(turn.where))
                turn.dialog = _dialog(form.title, put_back(card, turn.typed), "large")
            case CloseForm(then):
                for step in then:
                    await self._send(turn, step)
            case Upload():
                await self._send(turn, Say(_said(sentence("teams.no_files", name=reply.name))))
            case _:
                assert_never(reply)

    async def _send(self, turn: _Turn, reply: Say | Replace) -> None:
        try:
            async with asyncio.timeout_at(turn.ends_at):
                await self._sent(turn, reply)
        except (SendFailed, TimeoutError) as error:
            code = error.code if isinstance(error, SendFailed) else "timeout"
            log.warning("teams_reply_not_sent", code=code)
            if turn.in_dialog:
                turn.shown.append(reply.message)

    async def _sent(self, turn: _Turn, reply: Say | Replace) -> None:
        if isinstance(reply, Replace) and await self._post.instead(turn.where, reply.message):
            return
        if isinstance(reply, Say) and reply.audience is Audience.HERE:
            await self._post.publicly(turn.where, reply.message)
            return
        try:
            await self._post.privately(turn.where, reply.message)
        except SendFailed as failed:
            if failed.failure is not Failure.NEXT_CONTACT or turn.in_dialog:
                raise
            await self._post.refuse(turn.where)

    def _origin(self, where: ReplyTarget) -> dict[str, str]:
        """What a form needs to find its way back: the card it was opened from and the place that is about."""
        origin = {CARD: where.route.get(CARD, ""), "home": self._home(where)}
        return {name: value for name, value in origin.items() if value}

    def _home(self, where: ReplyTarget) -> str:
        return self._post.home(where) if CARD_CONVERSATION in where.route else ""


def sorry() -> Answer:
    """The answer to an invoke when something of ours broke."""
    return 200, {"task": {"type": "message", "value": sentence("teams.went_wrong")}}


def _dialog(title: str, card: dict[str, Any], height: str = "medium") -> dict[str, Any]:
    value = {"title": title[: limits.DIALOG_TITLE_CHARACTERS], "height": height, "card": attachment(card)}
    return {"task": {"type": "continue", "value": value}}


def _joined(messages: list[Message]) -> Message:
    parts: list[Part] = []
    for message in messages:
        parts += [Divider(), *message.parts] if parts else message.parts
    return Message(messages[0].summary, tuple(parts))


def _said(text: str) -> Message:
    return Message(text, (Text(text),))
