"""Messages the bot sends on its own account: at least once, and told apart by their key when sent again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.slack.accounts import Accounts
from adapters.slack.blocks import Json
from adapters.slack.calls import CallFailed, Calls, called
from adapters.slack.failures import MESSAGE_GONE, PLACE_GONE, conclude
from adapters.slack.marks import find, mark
from adapters.slack.post import QUIET, post
from bot.adapter import Delivery, Receipt
from bot.people import Place, ReplyTarget


class Sender:
    """One attempt per call; when to try again is the outbox's business."""

    def __init__(self, calls: Calls, accounts: Accounts) -> None:
        self._calls = calls
        self._accounts = accounts

    async def send(self, target: ReplyTarget, delivery: Delivery) -> Receipt:
        """Send, or update what `replaces` names; raises SendFailed."""
        try:
            checked = await self._checked(target)
            # The card of an account that is not theirs any more stays as it is.
            if checked.conversation == target.conversation and (updated := await self._update(delivery)):
                return updated
            return await self._deliver(checked, await self._channel(checked), delivery)
        except CallFailed as failed:
            raise conclude(failed) from failed

    async def _deliver(self, target: ReplyTarget, channel: str, delivery: Delivery) -> Receipt:
        try:
            return await self._once(target, channel, delivery)
        except CallFailed as failed:
            user = target.route.get("user", "")
            if failed.code not in PLACE_GONE or target.place is not Place.DIRECT or not user:
                raise
            fresh = await self._accounts.direct(user, anew=True)
            if fresh == channel:
                raise
        return await self._once(target, fresh, delivery)

    async def _once(self, target: ReplyTarget, channel: str, delivery: Delivery) -> Receipt:
        if delivery.attempt > 1 and (found := await find(self._calls, channel, delivery.key)):
            return Receipt(self._sent(target, channel, found), repeated=True)
        return Receipt(self._sent(target, channel, await self._post(target, channel, delivery)))

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
                    metadata=mark(delivery.key),
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

    async def _checked(self, target: ReplyTarget) -> ReplyTarget:
        """A direct target whose account is trusted today and has the address it is meant for; raises CallFailed.

        An account that changed its address, or belongs to a tenant that is not trusted any more, gets nothing:
        the one that has the address now does.
        """
        if target.place is not Place.DIRECT:
            return target
        user, email = target.route.get("user", ""), target.route.get("email", "")
        team = target.tenant or self._accounts.team
        if user and await self._accounts.is_still(user, team, email):
            return target
        if not email:
            if not user and target.conversation and self._accounts.trusts(team):
                return target
            raise CallFailed("account_not_trusted")
        found = await self._accounts.find(email)
        if target.conversation and await self._accounts.direct(found) == target.conversation:
            return replace(target, route={**target.route, "user": found})
        return ReplyTarget(target.platform, "", "", route={"email": email, "user": found})

    async def _channel(self, target: ReplyTarget) -> str:
        """Where to post. A direct target leads to a direct conversation, whatever it says."""
        if target.place is not Place.DIRECT or target.conversation.startswith("D"):
            return target.conversation
        return await self._accounts.direct(target.route["user"])

    async def _post(self, target: ReplyTarget, channel: str, delivery: Delivery) -> str:
        # A remembered direct target may name the thread somebody wrote in: a notice must not hide there.
        thread = None if target.place is Place.DIRECT else target.thread or None

        async def send(content: Json) -> Mapping[str, Any]:
            return await called(
                self._calls.patient.chat_postMessage(
                    channel=channel,
                    thread_ts=thread,
                    metadata=mark(delivery.key),
                    **QUIET,
                    **content,
                )
            )

        return str((await post(send, delivery.message))["ts"])

    def _sent(self, target: ReplyTarget, channel: str, message: str) -> ReplyTarget:
        tenant = target.tenant or self._accounts.team
        whose = {name: target.route[name] for name in ("user", "email") if name in target.route}
        route = {**whose, "message": message}
        return replace(target, tenant=tenant, conversation=channel, thread="", route=route)
