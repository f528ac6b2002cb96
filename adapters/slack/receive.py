"""One payload from Slack, from the moment it is trusted to its acknowledgement."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from adapters.retry import again
from adapters.slack import limits
from adapters.slack.accounts import Account, Accounts, Workspace
from adapters.slack.blocks import Json
from adapters.slack.calls import CallFailed
from adapters.slack.forms import Opened, values
from adapters.slack.parse import is_home, parse, trigger
from adapters.slack.perform import Lost, Performer
from adapters.slack.say import Turn, passing, said
from adapters.slack.shapes import Malformed
from adapters.slack.shared import SharedFiles
from adapters.slack.submit import not_saved, verdict
from bot.adapter import Handle
from bot.events import ActionChosen, Event, FileShared, FormSubmitted, HomeOpened, ReplyLost
from bot.locales import speak
from bot.people import Identity, Place, ReplyTarget
from bot.replies import OpenForm, Reply, Say
from foundation.clock import Clock

LOG = structlog.get_logger(__name__)

Result = TypeVar("Result")

APOLOGIES = 1_000
"""Events answered without the bot that are remembered, so that a repetition is not answered again."""


class ComeAgain(Exception):
    """Nothing has been done and nobody told: Slack is asked to send the event again."""


class Receiver:
    """Turns payloads into events and performs what comes back.

    The bot's work is always awaited before the acknowledgement: what must not be lost is committed by then
    (T4). Performing the replies may finish behind it; what Slack does not take in time goes back to the bot,
    which keeps it. `ignored` counts payloads that were not for us.
    """

    def __init__(
        self,
        handle: Handle,
        clock: Clock,
        workspace: Workspace,
        accounts: Accounts,
        performer: Performer,
        files: SharedFiles,
    ) -> None:
        self._handle = handle
        self._clock = clock
        self._workspace = workspace
        self._accounts = accounts
        self._performer = performer
        self._files = files
        self._under_way: set[asyncio.Task[Any]] = set()
        self._apologised: OrderedDict[str, None] = OrderedDict()
        self.ignored: Counter[str] = Counter()

    async def receive(self, payload: Mapping[str, Any], team: str) -> Json:
        """Take one payload; returns the body to acknowledge it with, empty for a plain one.

        Raises Malformed for what Slack would not send, ComeAgain where it had better be sent again.
        """
        # A task of its own: Slack hanging up must not stop work that has begun.
        return await asyncio.shield(self._start(self._receive_safely(payload, team)))

    async def finish(self) -> None:
        """Wait for everything that is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def _receive_safely(self, payload: Mapping[str, Any], team: str) -> Json:
        try:
            return await self._receive(payload, team)
        except (Malformed, ComeAgain):
            raise
        except Exception as error:  # noqa: BLE001 - a bug here must not close a form as if it were saved (T10)
            LOG.error("slack_receive_failed", error=type(error).__name__)  # noqa: TRY400 - a traceback may quote text
            return not_saved(payload["view"]) if payload.get("type") == "view_submission" else {}

    async def _receive(self, payload: Mapping[str, Any], team: str) -> Json:
        began = asyncio.get_running_loop().time()
        if payload.get("type") == "block_actions" and "view" in payload and not is_home(payload):
            await self._redraw(payload, team, began)
            return {}
        event = parse(payload, team, self._workspace.bot_user, self._clock.now())
        if event is None:
            self.ignored["unknown_kind"] += 1
            return {}
        turn = _turn(event, payload, began)
        try:
            account = await self._account(event.who.user, team, began)
        except CallFailed as failed:
            LOG.warning("slack_account_unknown", code=failed.code)
            return await self._apologise(event, payload, turn, "slack.not_known")
        speak(account.identity.locale)
        if not account.staff:
            self.ignored["guest"] += 1
            return await self._apologise(event, payload, turn, "slack.guest")
        where = await self._place(event.who, event.where)
        known = replace(event, who=account.identity, where=where)
        if isinstance(known, FileShared):
            return await self._share(known, payload, replace(turn, where=where))
        replies = await self._handle(known)
        return await self._answer(known, replies, payload, replace(turn, where=where))

    async def _account(self, user: str, team: str, began: float) -> Account:
        until = began + limits.LOOK_UP_SECONDS
        return await again(lambda: self._accounts.of(user, team), passing, until)

    async def _answer(
        self, event: Event, replies: list[Reply], payload: Mapping[str, Any], turn: Turn
    ) -> Json:
        if isinstance(event, FormSubmitted):
            answer = verdict(replies, payload["view"], event.where)
            self._start(self._perform(event, answer.then, replace(turn, trigger="")))
            return answer.body
        work = self._performer.publish(replies, turn) if isinstance(event, HomeOpened) else None
        done = self._start(work or self._perform(event, replies, turn))
        await asyncio.wait({done}, timeout=limits.WORK_SECONDS)
        return {}

    async def _share(self, event: FileShared, payload: Mapping[str, Any], turn: Turn) -> Json:
        """Fetch files and answer, behind the acknowledgement where they are large: nothing is promised before."""
        work = self._start(self._shared(event, payload, turn))
        await asyncio.wait({work}, timeout=limits.WORK_SECONDS)
        return {}

    async def _shared(self, event: FileShared, payload: Mapping[str, Any], turn: Turn) -> None:
        direct = event.where.place is Place.DIRECT  # Elsewhere none is taken, so none is fetched.
        files = await self._files.of(payload["event"]) if direct else event.files
        replies = await self._handle(replace(event, files=files))
        ends_at = asyncio.get_running_loop().time() + limits.ANSWER_SECONDS
        await self._perform(event, replies, replace(turn, ends_at=ends_at))

    async def _apologise(self, event: Event, payload: Mapping[str, Any], turn: Turn, key: str) -> Json:
        """Say why nothing is done; once for an event, however often it comes."""
        if isinstance(event, FormSubmitted):
            return not_saved(payload["view"])
        if event.id in self._apologised:
            return {}
        said_so = self._start(self._performer.perform([Say(said(key))], turn))
        await asyncio.wait({said_so}, timeout=limits.WORK_SECONDS)
        if payload.get("type") == "event_callback" and not (said_so.done() and said_so.result() == []):
            raise ComeAgain
        self._apologised[event.id] = None
        if len(self._apologised) > APOLOGIES:
            self._apologised.popitem(last=False)
        return {}

    async def _redraw(self, payload: Mapping[str, Any], team: str, began: float) -> None:
        """A field others depend on was changed: ask the bot for its draft again and show what applies now."""
        view = payload["view"]
        opened = Opened.from_json(view.get("private_metadata") or "")
        if opened is None:
            self.ignored["unknown_kind"] += 1
            return
        account = await self._account(str(payload["user"]["id"]), team, began)
        event = ActionChosen(
            id=f"slack:{trigger(payload)}",
            who=account.identity,
            where=opened.origin,
            at=self._clock.now(),
            action="form.open",
            value=opened.draft,
            can_open_form=True,
            typed=values((view.get("state") or {}).get("values") or {}),
        )
        turn = _turn(event, payload, began)
        for reply in await self._handle(event):
            if isinstance(reply, OpenForm) and reply.form.name == opened.form:
                await self._performer.redraw(reply, view, turn)

    async def _place(self, who: Identity, where: ReplyTarget) -> ReplyTarget:
        """Mark our own direct conversation with somebody as such; another pair's stays a group (T17)."""
        if where.place is not Place.GROUP or not where.conversation.startswith("D"):
            return where
        try:
            own = await self._accounts.direct(who.user) == where.conversation
        except CallFailed:
            return where
        return replace(where, place=Place.DIRECT) if own else where

    async def _perform(self, event: Event, replies: Iterable[Reply], turn: Turn) -> None:
        """Do it, and give back to the bot what Slack did not take."""
        for number, lost in enumerate(await self._performer.perform(replies, turn)):
            # What the bot has to say to that is tried as well, and kept if it is lost too.
            back = _back(event, lost, f"lost:{number}", self._clock)
            words = await self._handle(back)
            for second, further in enumerate(await self._performer.perform(words, turn)):
                await self._handle(_back(event, further, f"lost:{number}:{second}", self._clock))

    def _start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task


def _turn(event: Event, payload: Mapping[str, Any], began: float) -> Turn:
    return Turn(
        event.where,
        event.id,
        began + limits.ANSWER_SECONDS,
        trigger(payload),
        began + limits.TRIGGER_SECONDS,
    )


def _back(event: Event, lost: Lost, name: str, clock: Clock) -> ReplyLost:
    where = event.where
    if where.place is not Place.DIRECT:
        where = ReplyTarget(where.platform, where.tenant, "", route={"user": event.who.user})
    name = f"{event.id}:{name}"
    return ReplyLost(name, event.who, where, clock.now(), lost.message, event.where, lost.public)
