"""Messages the bot sends on its own account: at least once, and told apart by their key when sent again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.slack import limits
from adapters.slack.accounts import Accounts
from adapters.slack.blocks import Json
from adapters.slack.calls import CallFailed, Calls, called
from adapters.slack.failures import MESSAGE_GONE, conclude
from adapters.slack.post import QUIET, post
from bot.adapter import Delivery, Receipt
from bot.people import Place, ReplyTarget

EVENT_TYPE = "counterpoise_notice"
"""Names our message metadata (docs.slack.dev/messaging/message-metadata)."""


class Sender:
    """One attempt per call; when to try again is the outbox's business."""

    def __init__(self, calls: Calls, accounts: Accounts) -> None:
        self._calls = calls
        self._accounts = accounts

    async def send(self, target: ReplyTarget, delivery: Delivery) -> Receipt:
        """Send, or update what `replaces` names; raises SendFailed."""
        try:
            if updated := await self._update(delivery):
                return updated
            channel = await self._channel(target)
            if delivery.attempt > 1 and (found := await self._find(channel, delivery.key)):
                return Receipt(self._sent(target, channel, found), repeated=True)
            return Receipt(self._sent(target, channel, await self._post(target, channel, delivery)))
        except CallFailed as failed:
            raise conclude(failed) from failed

    async def _update(self, delivery: Delivery) -> Receipt | None:
        """Bring the earlier message up to date; None when there is none any more."""
        earlier = delivery.replaces
        if earlier is None or "message" not in earlier.route:
            return None

        async def send(content: Json) -> Mapping[str, Any]:
            return await called(
                self._calls.patient.chat_update(
                    channel=earlier.conversation,
                    ts=earlier.route["message"],
                    parse="none",
                    link_names=False,
                    metadata=_metadata(delivery.key),
                    **content,
                )
            )

        try:
            await post(send, delivery.message)
        except CallFailed as failed:
            if failed.code in MESSAGE_GONE:
                return None
            raise
        return Receipt(earlier)

    async def _channel(self, target: ReplyTarget) -> str:
        """Where to post. A direct target leads to a direct conversation, whatever it says."""
        if target.place is not Place.DIRECT:
            return target.conversation
        if target.conversation.startswith("D"):
            return target.conversation
        user = target.route.get("user") or await self._accounts.find(target.route.get("email", ""))
        return await self._accounts.direct(user)

    async def _find(self, channel: str, key: str) -> str:
        """The timestamp of the message an earlier attempt left behind, or an empty text."""
        history = await called(
            self._calls.patient.conversations_history(
                channel=channel, limit=limits.HISTORY_MESSAGES, include_all_metadata=True
            )
        )
        for message in history.get("messages") or ():
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT_TYPE and metadata["event_payload"].get("key") == key:
                return str(message["ts"])
        return ""

    async def _post(self, target: ReplyTarget, channel: str, delivery: Delivery) -> str:
        # A remembered direct target may name the thread somebody wrote in: a notice must not hide there.
        thread = None if target.place is Place.DIRECT else target.thread or None

        async def send(content: Json) -> Mapping[str, Any]:
            return await called(
                self._calls.patient.chat_postMessage(
                    channel=channel,
                    thread_ts=thread,
                    metadata=_metadata(delivery.key),
                    **QUIET,
                    **content,
                )
            )

        return str((await post(send, delivery.message))["ts"])

    def _sent(self, target: ReplyTarget, channel: str, message: str) -> ReplyTarget:
        user = {"user": target.route["user"]} if "user" in target.route else {}
        tenant = target.tenant or self._accounts.team
        route = {**user, "message": message}
        return replace(target, tenant=tenant, conversation=channel, thread="", route=route)


def _metadata(key: str) -> Json:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
