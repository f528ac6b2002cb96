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

from adapters.teams import files, limits
from adapters.teams.elements import attachment
from adapters.teams.forms import draw_form, put_back
from adapters.teams.ingress import Answer
from adapters.teams.places import CARD, CARD_CONVERSATION
from adapters.teams.post import Post
from adapters.teams.render import draw
from bot.adapter import Failure, SendFailed
from bot.events import Event
from bot.messages import Divider, Message, Part, Text
from bot.people import Place, ReplyTarget
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
    lost: list[Lost] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lost:
    """A message Teams did not take within the turn; `public` says that it was for the whole conversation."""

    message: Message
    public: bool = False


@dataclass(frozen=True, slots=True)
class Performed:
    """The HTTP answer, and what Teams did not take."""

    answer: Answer
    lost: tuple[Lost, ...] = ()


class Performer:
    """Performs replies through the post."""

    def __init__(self, post: Post, store: files.FileStore) -> None:
        self._post = post
        self._store = store

    async def perform(self, event: Event, replies: Iterable[Reply], typed: Mapping[str, Any]) -> Performed:
        """Do what the replies ask, one after the other; never raises.

        What follows a public message is only true when that one was posted, so it is left out otherwise.
        """
        in_dialog = getattr(event, "can_open_form", False)
        seconds = DIALOG_SECONDS if in_dialog else limits.TURN_SECONDS
        turn = _Turn(event.where, in_dialog, typed, asyncio.get_running_loop().time() + seconds)
        for reply in replies:
            await self._one(turn, reply)
            if any(one.public for one in turn.lost):
                break
        if turn.dialog is None and turn.shown:
            turn.dialog = _dialog(turn.shown[0].summary, draw(_joined(turn.shown), self._home(turn.where)))
        return Performed((200, turn.dialog), tuple(turn.lost))

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
            case CloseForm(then, repeated):
                for step in () if repeated else then:
                    await self._send(turn, step)
            case Upload():
                await self._hand_over(turn, reply)
            case _:
                assert_never(reply)

    async def _hand_over(self, turn: _Turn, upload: Upload) -> None:
        """Ask whether they take it; where they did, bring it to the place Teams named."""
        accepted = turn.where.route.get(files.UPLOAD, "")
        try:
            async with asyncio.timeout_at(turn.ends_at):
                if not accepted:
                    await self._post.hand(turn.where, files.consent(upload), turn.ends_at)
                    return
                slot = files.Slot.from_json(accepted)
                await self._store.put(upload, slot)
                await self._post.handed(turn.where, files.placed(upload, slot), turn.ends_at)
        except (SendFailed, TimeoutError) as error:
            code = error.code if isinstance(error, SendFailed) else "timeout"
            log.warning("teams_file_not_sent", code=code)
            await self._send(turn, Say(_said(sentence("teams.file_failed"))))

    async def _send(self, turn: _Turn, reply: Say | Replace) -> None:
        try:
            async with asyncio.timeout_at(turn.ends_at):
                await self._sent(turn, reply)
        except (SendFailed, TimeoutError) as error:
            code = error.code if isinstance(error, SendFailed) else "timeout"
            public = _is_public(reply, turn.where)
            log.warning("teams_reply_not_sent", code=code, public=public)
            if turn.in_dialog and not public:
                turn.shown.append(reply.message)
            else:
                turn.lost.append(Lost(reply.message, public))

    async def _sent(self, turn: _Turn, reply: Say | Replace) -> None:
        if isinstance(reply, Replace) and await self._post.instead(turn.where, reply.message, turn.ends_at):
            return
        if _is_public(reply, turn.where):
            await self._post.publicly(turn.where, reply.message, turn.ends_at)
            return
        try:
            await self._post.privately(turn.where, reply.message, turn.ends_at)
        except SendFailed as failed:
            if failed.failure is not Failure.NEXT_CONTACT or turn.in_dialog:
                raise
            await self._post.refuse(turn.where, turn.ends_at)

    def _origin(self, where: ReplyTarget) -> dict[str, str]:
        """What a form needs to find its way back: the card it was opened from and the place that is about."""
        origin = {CARD: where.route.get(CARD, ""), "home": self._home(where)}
        return {name: value for name, value in origin.items() if value}

    def _home(self, where: ReplyTarget) -> str:
        return self._post.home(where) if CARD_CONVERSATION in where.route else ""


def _is_public(reply: Say | Replace, where: ReplyTarget) -> bool:
    here = isinstance(reply, Say) and reply.audience is Audience.HERE
    return here and where.place is not Place.DIRECT


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
