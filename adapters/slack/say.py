"""Saying something on Slack while somebody waits: tried again by the one rule, never in a wider circle (T17).

A public message is sent a second time only when Slack has said that the first did not arrive: after a
connection that was lost it is looked for, and where we may not look it is not sent again. A private one may
come twice, for that is better than never.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import structlog

from adapters.retry import Passing, again, again_unless
from adapters.slack import limits
from adapters.slack.accounts import Accounts
from adapters.slack.blocks import Json
from adapters.slack.calls import LOST, CallFailed, Calls, called
from adapters.slack.failures import conclude
from adapters.slack.marks import find, mark
from adapters.slack.post import QUIET, post
from bot.adapter import Failure
from bot.messages import Message, Text
from bot.people import Place, ReplyTarget
from bot.words import sentence

LOG = structlog.get_logger(__name__)

REFUSED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "http_429"})
"""Passing failures after which nothing has happened."""
CLOSED = frozenset({"response_url_missing", "response_url_refused", "foreign_response_url"})
"""What a reply address says when it is of no use (any more)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One event being answered: where, under which name, and until when (the loop's time).

    `trigger` is Slack's permission to open a form, good until `opens_until`.
    """

    where: ReplyTarget
    name: str
    ends_at: float
    trigger: str = ""
    opens_until: float = 0.0
    numbers: Iterator[int] = field(default_factory=count)


def passing(error: Exception) -> Passing | None:
    """The judge of the one rule: what Slack may do in a moment."""
    if not isinstance(error, CallFailed) or conclude(error).failure is not Failure.RETRY:
        return None
    return Passing(error.retry_after, unknown=error.code not in REFUSED)


def said(key: str) -> Message:
    """A message of one catalogue sentence."""
    words = sentence(key)
    return Message(words, (Text(words),))


class Speaker:
    """Says things in a turn; raises CallFailed with the last failure when the turn is over."""

    def __init__(self, calls: Calls, accounts: Accounts) -> None:
        self._calls = calls
        self._accounts = accounts

    async def publicly(self, turn: Turn, message: Message) -> None:
        """For everybody in the conversation, once."""
        await self._post(turn, message, turn.where.conversation, turn.where.thread, once=True)

    async def privately(self, turn: Turn, message: Message) -> None:
        """For the asker alone; where that can never be, the conversation reads a sentence that says nothing."""
        where = turn.where
        if where.place is Place.DIRECT:
            await self._directly(turn, message, where.conversation, where.thread)
            return
        try:
            await again(lambda: self._by_any_way(turn, message), passing, turn.ends_at)
        except CallFailed as failed:
            if not _is_closed(failed):
                raise
            await self.publicly(turn, said("slack.not_here"))

    async def instead(self, turn: Turn, message: Message) -> None:
        """In the place of the card whose button was pressed, else privately."""
        try:
            await again(lambda: self._replace(turn.where, message), passing, turn.ends_at)
        except CallFailed as failed:
            LOG.info("slack_replace_failed", code=failed.code)
            await self.privately(turn, message)

    async def _by_any_way(self, turn: Turn, message: Message) -> None:
        """Each private way once; of the failures the one is raised that gives most hope."""
        failures: list[CallFailed] = []
        for way in (self._by_reply_address, self._only_visible, self._one_to_one):
            try:
                await way(turn, message)
            except CallFailed as failed:
                LOG.info("slack_private_way_closed", way=way.__name__, code=failed.code)
                failures.append(failed)
            else:
                return
        raise max(failures, key=lambda failed: (passing(failed) is not None, not _is_closed(failed)))

    async def _by_reply_address(self, turn: Turn, message: Message) -> None:
        """Works without the bot being a member of the channel, five times within half an hour."""
        await self._hook(turn.where, message, response_type="ephemeral", replace_original=False)

    async def _only_visible(self, turn: Turn, message: Message) -> None:
        where = turn.where

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

        await post(send, message, about=where.thread)

    async def _one_to_one(self, turn: Turn, message: Message) -> None:
        channel = await self._accounts.direct(turn.where.route["user"])
        await self._send(message, channel, "", f"{turn.name}:{next(turn.numbers)}")

    async def _directly(self, turn: Turn, message: Message, channel: str, thread: str) -> None:
        if not channel:
            user = turn.where.route["user"]
            channel = await again(lambda: self._accounts.direct(user), passing, turn.ends_at)
        await self._post(turn, message, channel, thread, once=False)

    async def _post(self, turn: Turn, message: Message, channel: str, thread: str, *, once: bool) -> None:
        key = f"{turn.name}:{next(turn.numbers)}"

        async def arrived() -> bool:
            try:
                async with asyncio.timeout(limits.QUICK_CALL_SECONDS):
                    return bool(await find(self._calls, channel, key, thread))
            except TimeoutError:
                raise CallFailed(LOST) from None
            except CallFailed as failed:
                if once or passing(failed):
                    raise
                return False

        await again_unless(arrived, lambda: self._send(message, channel, thread, key), passing, turn.ends_at)

    async def _send(self, message: Message, channel: str, thread: str, key: str) -> None:
        async def send(content: Json) -> Mapping[str, Any]:
            return await called(
                self._calls.quick.chat_postMessage(
                    channel=channel, thread_ts=thread or None, metadata=mark(key), **QUIET, **content
                )
            )

        await post(send, message)

    async def _hook(self, where: ReplyTarget, message: Message, **how: Any) -> None:
        url = where.route.get("response_url", "")
        if not url:
            raise CallFailed("response_url_missing")
        seen_in = {"thread_ts": where.route["seen_in"]} if "seen_in" in where.route else {}

        async def send(content: Json) -> Mapping[str, Any]:
            await self._calls.hook(url, {**how, **seen_in, **content})
            return {}

        try:
            await post(send, message, about=where.thread)
        except CallFailed as failed:
            if passing(failed):
                raise
            # An address that has been used up says so with a page of its own.
            raise CallFailed("response_url_refused") from failed

    async def _replace(self, where: ReplyTarget, message: Message) -> None:
        own, ephemeral = where.route.get("message", ""), "ephemeral" in where.route

        async def send(content: Json) -> Mapping[str, Any]:
            return await called(
                self._calls.quick.chat_update(
                    channel=where.conversation, ts=own, parse="none", link_names=False, **content
                )
            )

        if own and not ephemeral:
            await post(send, message)
        else:
            await self._hook(where, message, replace_original=True)


def _is_closed(failed: CallFailed) -> bool:
    """Whether this way can never be taken, today or tomorrow."""
    return failed.code in CLOSED or conclude(failed).failure is Failure.NEXT_CONTACT
