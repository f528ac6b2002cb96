"""Performs replies: what a flow asks for, done with Slack's means. Private never becomes public (T17)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

import structlog

from adapters.retry import again
from adapters.slack import forms, limits
from adapters.slack.accounts import Accounts
from adapters.slack.calls import LOST, CallFailed, Calls, called
from adapters.slack.failures import TRIGGER_SPENT
from adapters.slack.parse import typed_in
from adapters.slack.render import draw
from adapters.slack.say import Speaker, Turn, passing, said
from bot.messages import Button, Buttons, Message, Text, Tone
from bot.people import Place
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload
from bot.words import sentence

LOG = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Lost:
    """A message Slack did not take within the turn; `public` says that it was for the whole conversation."""

    message: Message
    public: bool = False


class Performer:
    """Performs the replies of a turn; failures are logged by their code and never raised."""

    def __init__(self, calls: Calls, accounts: Accounts) -> None:
        self._calls = calls
        self._accounts = accounts
        self._speaker = Speaker(calls, accounts)

    async def perform(self, replies: Iterable[Reply], turn: Turn) -> list[Lost]:
        """Do one after the other; returns what was not taken. What follows a public message is only true
        when that one was posted, so it is left out otherwise."""
        lost: list[Lost] = []
        for reply in replies:
            lost += await self._one(reply, turn)
            if any(one.public for one in lost):
                break
        return lost

    async def publish(self, replies: Iterable[Reply], turn: Turn) -> None:
        """Draw what is said on the tab Home of whoever opened it; the next visit draws it anew, so nothing is kept."""
        said_there = [reply.message for reply in replies if isinstance(reply, Say)]
        parts = tuple(part for message in said_there for part in message.parts)
        view = {"type": "home", "blocks": draw(Message("", parts))}
        user = turn.where.route["user"]
        try:
            await again(
                lambda: called(self._calls.quick.views_publish(user_id=user, view=view)),
                passing,
                turn.ends_at,
            )
        except (CallFailed, ValueError) as failed:
            LOG.warning("slack_home_not_drawn", code=_code(failed))

    async def _one(self, reply: Reply, turn: Turn) -> list[Lost]:
        match reply:
            case Say(message, Audience.HERE) if turn.where.place is not Place.DIRECT:
                return await self._say(message, turn, public=True)
            case Say(message):
                return await self._say(message, turn)
            case Replace(message):
                return await self._replace(message, turn)
            case OpenForm():
                return await self._open(reply, turn)
            case Upload():
                return await self._upload(reply, turn)
            case CloseForm(then, repeated):
                return [] if repeated else await self.perform(then, turn)
            case FormErrors(_, errors):
                # Only a submit can show them, and `submit` does; elsewhere they are said.
                return await self._say(_listed(errors), turn)
            case _:
                assert_never(reply)

    async def _say(self, message: Message, turn: Turn, *, public: bool = False) -> list[Lost]:
        say = self._speaker.publicly if public else self._speaker.privately
        try:
            await say(turn, message)
        except (CallFailed, ValueError) as failed:
            return _lost(message, failed, public=public)
        return []

    async def _replace(self, message: Message, turn: Turn) -> list[Lost]:
        try:
            await self._speaker.instead(turn, message)
        except (CallFailed, ValueError) as failed:
            return _lost(message, failed)
        return []

    async def redraw(self, form: OpenForm, view: Mapping[str, Any], turn: Turn) -> None:
        """Draw an open form again with the answers given so far; a newer change wins over this one."""
        drawn = forms.view(forms.filled(form.form, typed_in(view)), turn.where)
        view_id, shown = str(view["id"]), str(view.get("hash") or "")
        try:
            await again(
                lambda: called(self._calls.quick.views_update(view_id=view_id, hash=shown, view=drawn)),
                passing,
                turn.opens_until,
            )
        except CallFailed as failed:
            LOG.warning("slack_form_not_redrawn", code=failed.code)

    async def _open(self, reply: OpenForm, turn: Turn) -> list[Lost]:
        try:
            await self._open_now(reply, turn)
        except (CallFailed, ValueError) as failed:
            LOG.warning("slack_form_not_opened", code=_code(failed))
            late = isinstance(failed, CallFailed) and (failed.code in TRIGGER_SPENT or passing(failed))
            return await self._say(_opener(reply) if late else said("slack.form_failed"), turn)
        return []

    async def _open_now(self, reply: OpenForm, turn: Turn) -> None:
        if not turn.trigger:
            raise CallFailed("expired_trigger_id")
        view = forms.view(reply.form, turn.where)
        blind = False

        async def opened() -> None:
            nonlocal blind
            try:
                await called(self._calls.quick.views_open(trigger_id=turn.trigger, view=view))
            except CallFailed as failed:
                if blind and failed.code == "exchanged_trigger_id":
                    return  # The try whose answer was lost did open it.
                blind = blind or failed.code == LOST
                raise

        await again(opened, passing, turn.opens_until)

    async def _upload(self, reply: Upload, turn: Turn) -> list[Lost]:
        try:
            direct = turn.where.place is Place.DIRECT and turn.where.conversation
            channel = direct or await self._accounts.direct(turn.where.route["user"])
            await called(
                self._calls.patient.files_upload_v2(
                    channel=channel,
                    filename=reply.name,
                    content=reply.content,
                    title=reply.summary,
                    alt_txt=reply.alt[: limits.FILE_ALT_CHARACTERS] or None,
                )
            )
        except CallFailed as failed:
            LOG.warning("slack_upload_failed", code=failed.code)
            return await self._say(said("slack.file_failed"), turn)
        return []


def _opener(reply: OpenForm) -> Message:
    if reply.opener:
        return reply.opener
    button = Button(
        sentence("core.open_form_button"), "form.open", reply.form.draft, tone=Tone.STRONG, opens_form=True
    )
    words = sentence("core.open_form", title=reply.form.title)
    return Message(words, (Text(words), Buttons((button,))))


def _lost(message: Message, failed: Exception, *, public: bool = False) -> list[Lost]:
    """A message that cannot be drawn would fail tomorrow as well; only one Slack did not take is kept."""
    LOG.warning("slack_reply_failed", public=public, code=_code(failed))
    return [Lost(message, public)] if isinstance(failed, CallFailed) else []


def _code(failed: Exception) -> str:
    return failed.code if isinstance(failed, CallFailed) else type(failed).__name__


def _listed(errors: Mapping[str, str]) -> Message:
    words = "\n".join(errors.values())
    return Message(words, (Text(words),))
