"""Performs replies: what a flow asks for, done with Slack's means. Private never becomes public (T17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

import structlog

from adapters.slack import forms, limits
from adapters.slack.accounts import Accounts
from adapters.slack.blocks import Json
from adapters.slack.calls import CallFailed, Calls, called
from adapters.slack.failures import TRIGGER_SPENT
from adapters.slack.post import QUIET, post
from bot.messages import Button, Buttons, Message, Text, Tone
from bot.people import Place, ReplyTarget
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload
from bot.words import sentence

LOG = structlog.get_logger(__name__)


def said(key: str, tone: Tone = Tone.PLAIN) -> Message:
    """A message of one catalogue sentence."""
    words = sentence(key)
    return Message(words, (Text(words, tone),))


class Performer:
    """Performs replies towards one place; failures are logged by their code and never raised."""

    def __init__(self, calls: Calls, accounts: Accounts) -> None:
        self._calls = calls
        self._accounts = accounts

    async def perform(self, reply: Reply, where: ReplyTarget, trigger: str = "") -> None:
        """Do one thing; `trigger` is Slack's permission to open a form now, or empty."""
        try:
            await self._do(reply, where, trigger)
        except (CallFailed, ValueError) as failed:
            LOG.warning("slack_reply_failed", reply=type(reply).__name__, code=_code(failed))

    async def _do(self, reply: Reply, where: ReplyTarget, trigger: str) -> None:
        match reply:
            case Say(message, Audience.HERE):
                await self._say(where, message, where.thread)
            case Say(message, Audience.ASKER):
                await self._say_privately(where, message)
            case Replace(message):
                await self._replace(where, message)
            case OpenForm():
                await self._open(reply, where, trigger)
            case Upload():
                await self._upload(where, reply)
            case CloseForm(then):
                for one in then:
                    await self.perform(one, where)
            case FormErrors(_, errors):
                # Only a submit can show them, and `submit` does; elsewhere they are said.
                await self._say_privately(where, _listed(errors))
            case Say():
                raise ValueError("an audience nobody performs")
            case _:
                assert_never(reply)

    async def redraw(self, form: OpenForm, view: Mapping[str, Any], where: ReplyTarget) -> None:
        """Draw an open form again with the answers given so far; a newer change wins over this one."""
        answers = forms.values((view.get("state") or {}).get("values") or {})
        drawn = forms.view(forms.filled(form.form, answers), where)
        try:
            await called(
                self._calls.quick.views_update(view_id=str(view["id"]), hash=str(view["hash"]), view=drawn)
            )
        except CallFailed as failed:
            LOG.warning("slack_form_not_redrawn", code=failed.code)

    async def _say(self, where: ReplyTarget, message: Message, thread: str) -> None:
        channel = where.conversation or await self._accounts.direct(where.route["user"])

        async def send(content: Json) -> Mapping[str, Any]:
            return await called(
                self._calls.quick.chat_postMessage(
                    channel=channel, thread_ts=thread or None, **QUIET, **content
                )
            )

        await post(send, message, wait=limits.LONGEST_WAIT_SECONDS)

    async def _say_privately(self, where: ReplyTarget, message: Message) -> None:
        if where.place is Place.DIRECT:
            await self._say(where, message, where.thread)
            return
        for way in (self._by_reply_address, self._only_visible, self._one_to_one):
            try:
                await way(where, message)
            except CallFailed as failed:
                LOG.info("slack_private_way_closed", way=way.__name__, code=failed.code)
            else:
                return
        await self._say(where, said("slack.not_here"), where.thread)

    async def _by_reply_address(self, where: ReplyTarget, message: Message) -> None:
        """Works without the bot being a member of the channel, five times within half an hour."""
        await self._hook(where, message, response_type="ephemeral", replace_original=False)

    async def _only_visible(self, where: ReplyTarget, message: Message) -> None:
        async def send(content: Json) -> Mapping[str, Any]:
            return await called(
                self._calls.quick.chat_postEphemeral(
                    channel=where.conversation,
                    user=where.route["user"],
                    thread_ts=where.route.get("seen_in"),
                    parse="none",
                    link_names=False,
                    **content,
                )
            )

        await post(send, message, about=where.thread, wait=limits.LONGEST_WAIT_SECONDS)

    async def _one_to_one(self, where: ReplyTarget, message: Message) -> None:
        channel = await self._accounts.direct(where.route["user"])
        await self._say(ReplyTarget(where.platform, where.tenant, channel), message, "")

    async def _hook(self, where: ReplyTarget, message: Message, **how: Any) -> None:
        url = where.route.get("response_url", "")
        if not url:
            raise CallFailed("response_url_missing")
        seen_in = {"thread_ts": where.route["seen_in"]} if "seen_in" in where.route else {}

        async def send(content: Json) -> Mapping[str, Any]:
            await self._calls.hook(url, {**how, **seen_in, **content})
            return {}

        await post(send, message, about=where.thread, wait=limits.LONGEST_WAIT_SECONDS)

    async def _replace(self, where: ReplyTarget, message: Message) -> None:
        own, ephemeral = where.route.get("message", ""), "ephemeral" in where.route

        async def send(content: Json) -> Mapping[str, Any]:
            return await called(
                self._calls.quick.chat_update(
                    channel=where.conversation, ts=own, parse="none", link_names=False, **content
                )
            )

        try:
            if own and not ephemeral:
                await post(send, message, wait=limits.LONGEST_WAIT_SECONDS)
            else:
                await self._hook(where, message, replace_original=True)
        except CallFailed as failed:
            LOG.info("slack_replace_failed", code=failed.code)
            await self._say_privately(where, message)

    async def _open(self, reply: OpenForm, where: ReplyTarget, trigger: str) -> None:
        try:
            await self._open_now(reply, where, trigger)
        except (CallFailed, ValueError) as failed:
            LOG.warning("slack_form_not_opened", code=_code(failed))
            late = isinstance(failed, CallFailed) and failed.code in TRIGGER_SPENT
            await self._say_privately(where, _opener(reply) if late else said("slack.form_failed"))

    async def _open_now(self, reply: OpenForm, where: ReplyTarget, trigger: str) -> None:
        if not trigger:
            raise CallFailed("expired_trigger_id")
        view = forms.view(reply.form, where)
        await called(self._calls.quick.views_open(trigger_id=trigger, view=view))

    async def _upload(self, where: ReplyTarget, reply: Upload) -> None:
        try:
            direct = where.place is Place.DIRECT and where.conversation
            channel = direct or await self._accounts.direct(where.route["user"])
            await called(
                self._calls.patient.files_upload_v2(
                    channel=channel, filename=reply.name, content=reply.content, title=reply.summary
                )
            )
        except CallFailed as failed:
            LOG.warning("slack_upload_failed", code=failed.code)
            await self._say_privately(where, said("slack.file_failed"))


def _opener(reply: OpenForm) -> Message:
    if reply.opener:
        return reply.opener
    button = Button(
        sentence("core.open_form_button"), "form.open", reply.form.draft, tone=Tone.STRONG, opens_form=True
    )
    words = sentence("core.open_form", title=reply.form.title)
    return Message(words, (Text(words), Buttons((button,))))


def _code(failed: Exception) -> str:
    return failed.code if isinstance(failed, CallFailed) else type(failed).__name__


def _listed(errors: Mapping[str, str]) -> Message:
    words = "\n".join(errors.values())
    return Message(words, (Text(words),))
