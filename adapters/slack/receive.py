"""One payload from Slack, from the moment it is trusted to its acknowledgement."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from adapters.slack import limits
from adapters.slack.accounts import Accounts, Workspace
from adapters.slack.blocks import Json
from adapters.slack.calls import CallFailed
from adapters.slack.forms import Opened
from adapters.slack.parse import parse, trigger
from adapters.slack.perform import Performer, said
from adapters.slack.submit import not_saved, verdict
from bot.adapter import Handle
from bot.events import ActionChosen, Event, FormSubmitted
from bot.people import Identity, Place, ReplyTarget
from bot.replies import OpenForm, Reply, Say
from foundation.clock import Clock

LOG = structlog.get_logger(__name__)

Result = TypeVar("Result")


class Receiver:
    """Turns payloads into events and performs what comes back.

    The bot's work is always awaited before the acknowledgement: what must not be lost is committed by then
    (T4). Performing the replies may finish behind it. `ignored` counts payloads that were not for us.
    """

    def __init__(
        self, handle: Handle, clock: Clock, workspace: Workspace, accounts: Accounts, performer: Performer
    ) -> None:
        self._handle = handle
        self._clock = clock
        self._workspace = workspace
        self._accounts = accounts
        self._performer = performer
        self._under_way: set[asyncio.Task[Any]] = set()
        self.ignored: Counter[str] = Counter()

    async def receive(self, payload: Mapping[str, Any], team: str) -> Json:
        """Take one payload; returns the body to acknowledge it with, empty for a plain one. Raises nothing."""
        # A task of its own: Slack hanging up must not stop work that has begun.
        return await asyncio.shield(self._start(self._receive_safely(payload, team)))

    async def finish(self) -> None:
        """Wait for everything that is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def _receive_safely(self, payload: Mapping[str, Any], team: str) -> Json:
        try:
            return await self._receive(payload, team)
        except Exception as error:  # noqa: BLE001 - a bug here must not close a form as if it were saved (T10)
            LOG.error("slack_receive_failed", error=type(error).__name__)  # noqa: TRY400 - a traceback may quote text
            return not_saved(payload["view"]) if payload.get("type") == "view_submission" else {}

    async def _receive(self, payload: Mapping[str, Any], team: str) -> Json:
        if payload.get("type") == "block_actions" and "view" in payload:
            await self._redraw(payload, team)
            return {}
        event = parse(payload, team, self._workspace.bot_user, self._clock.now())
        if event is None:
            self.ignored["unknown_kind"] += 1
            return {}
        try:
            account = await self._accounts.of(event.who.user, team)
        except CallFailed as failed:
            LOG.warning("slack_account_unknown", code=failed.code)
            return await self._apologise(event, payload, "slack.not_known")
        if not account.staff:
            self.ignored["guest"] += 1
            return await self._apologise(event, payload, "slack.guest")
        known = replace(event, who=account.identity, where=await self._place(event.who, event.where))
        replies = await self._handle(known)
        return await self._answer(known, replies, payload)

    async def _answer(self, event: Event, replies: list[Reply], payload: Mapping[str, Any]) -> Json:
        if isinstance(event, FormSubmitted):
            answer = verdict(replies, payload["view"], event.where)
            self._start(self._perform(answer.then, event.where, ""))
            return answer.body
        done = self._start(self._perform(replies, event.where, trigger(payload)))
        await asyncio.wait({done}, timeout=limits.WORK_SECONDS)
        return {}

    async def _apologise(self, event: Event, payload: Mapping[str, Any], key: str) -> Json:
        if isinstance(event, FormSubmitted):
            return not_saved(payload["view"])
        await self._performer.perform(Say(said(key)), event.where)
        return {}

    async def _redraw(self, payload: Mapping[str, Any], team: str) -> None:
        """A field others depend on was changed: ask the bot for its draft again and show what applies now."""
        view = payload["view"]
        opened = Opened.from_json(str(view.get("private_metadata") or ""))
        if opened is None:
            self.ignored["unknown_kind"] += 1
            return
        account = await self._accounts.of(str(payload["user"]["id"]), team)
        event = ActionChosen(
            id=f"slack:{trigger(payload)}",
            who=account.identity,
            where=opened.origin,
            at=self._clock.now(),
            action="form.open",
            value=opened.draft,
            can_open_form=True,
        )
        for reply in await self._handle(event):
            if isinstance(reply, OpenForm) and reply.form.name == opened.form:
                await self._performer.redraw(reply, view, opened.origin)

    async def _place(self, who: Identity, where: ReplyTarget) -> ReplyTarget:
        """Mark our own direct conversation with somebody as such; another pair's stays a group (T17)."""
        if where.place is not Place.GROUP or not where.conversation.startswith("D"):
            return where
        try:
            own = await self._accounts.direct(who.user) == where.conversation
        except CallFailed:
            return where
        return replace(where, place=Place.DIRECT) if own else where

    async def _perform(self, replies: Iterable[Reply], where: ReplyTarget, trigger_id: str) -> None:
        for reply in replies:
            await self._performer.perform(reply, where, trigger_id)

    def _start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task
