"""The one door of the bot: every event of every platform comes through `Bot.handle`.

Is it staff, seen before, and where can they be reached? Then one event of a person at a time: load, run the
flow, keep what was typed, fit the replies to the platform. Whatever goes wrong becomes one calm sentence
with a reference; the log has the cause and no word of the message.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never
from weakref import WeakValueDictionary

import structlog

from bot import interview
from bot.answers import without_unseen
from bot.apology import apology
from bot.arrivals import is_first_receipt, met, see_who_is_away
from bot.arriving import as_command, can_open_form, typed_in
from bot.beside_files import answer_shared
from bot.capabilities import Capabilities
from bot.danger_first import LOOKING_BACK, below, may_open, urgent
from bot.drafts import KEPT, Draft
from bot.events import (
    ActionChosen,
    Arrived,
    CommandInvoked,
    Event,
    FileShared,
    FormDismissed,
    FormSubmitted,
    HomeOpened,
    MessageReceived,
    ReplyLost,
)
from bot.fit import directly, fit, once_more
from bot.flows.lost import lost
from bot.interview import Finished, InterviewStep, Stopped
from bot.locales import speak
from bot.messages import Button, Buttons, Message, Text
from bot.offers import Offers
from bot.open_forms import OpenForms
from bot.people import Identity, Place, Standing
from bot.replies import FormErrors, OpenForm, Reply, Say
from bot.router import Routes
from bot.routes import all_routes
from bot.services import Services
from bot.strangers import guest, is_call, is_guest, not_checked
from bot.words import sentence
from foundation.db import DatabaseUnavailable

log = structlog.get_logger()

REPORT = "report"
"""The form that asks about danger itself, below the emergency numbers."""

PLAN = "plan"
"""The form in which a duress word is agreed on, so that it is not heard there."""

LONGEST = 30.0
"""Seconds after which a flow is given up, so that it cannot hold its person's turn for ever."""


class Bot:
    """Handles events; built once at the edge. `capabilities` are those of each platform by its name."""

    def __init__(
        self, services: Services, capabilities: Mapping[str, Capabilities], routes: Routes | None = None
    ) -> None:
        self._capabilities = capabilities
        self._routes = routes or all_routes()
        # A lock lives as long as somebody holds or awaits it, so there are never more than events under way.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.use(services)

    def use(self, services: Services) -> None:
        """From the next event on, work with these services: a data file was read again."""
        self._services = services
        self._forms = OpenForms(services, self._routes)
        self._offers = Offers(services, self._forms)

    async def handle(self, event: Event) -> list[Reply]:
        """Answer an event; never raises. The same event again is answered with nothing."""
        capabilities = self._capabilities[event.who.platform]
        speak(event.who.locale)  # The adapter draws the replies in the same task, so its words follow.
        try:
            async with asyncio.timeout(LONGEST):
                replies = await self._let_in(event, capabilities)
            return fit(replies, capabilities, may_open(event, is_urgent=self._is_urgent(event)))
        except Exception as error:  # noqa: BLE001 - the one place where every failure becomes words
            said = apology(event, error, self._forms, urgent=self._urgent(event))
            return fit(said, capabilities, can_open_form(event))

    async def _let_in(self, event: Event, capabilities: Capabilities) -> list[Reply]:
        """Answer staff; everybody else gets words, before anything is looked at or written."""
        who = event.who
        if who.standing is Standing.UNKNOWN:
            known = await self._services.memory.staff(who)
            if known is None:
                return not_checked(self._services)
            event = replace(event, who=known)
        if is_guest(event.who, self._services):
            await self.turned_away(event.who)
            return self._refused(event)
        new, who = await met(event, self._services, is_urgent=self._is_urgent(event))
        event = replace(event, who=who)
        if is_guest(who, self._services):
            return self._refused(event)
        return await self._replies(event, capabilities) if new else []

    def _refused(self, event: Event) -> list[Reply]:
        return guest(self._urgent(event), self._services.organisation, calls=is_call(event))

    async def turned_away(self, who: Identity) -> None:
        """An adapter refused an account that is not staff; never raises."""
        try:
            await self._services.memory.turned_away(who)
        except Exception as error:  # noqa: BLE001 - the refusal stands, whatever can be remembered of it
            log.warning("guest_not_remembered", platform=who.platform, cause=type(error).__name__)

    async def _replies(self, event: Event, capabilities: Capabilities) -> list[Reply]:
        who, where = event.who, event.where
        async with self._turns.setdefault(who.person, asyncio.Lock()):
            if not self._is_urgent(event):
                await see_who_is_away(self._services)
            replies = await self._run(event, capabilities)
            if not capabilities.forms and where.place is not Place.DIRECT:
                return directly(replies)
            try:
                asked_for = await self._offers.instead(event, replies)
                await (self._forms.opened if capabilities.forms else self._forms.asked)(asked_for, event)
            except DatabaseUnavailable as error:
                if not capabilities.forms:
                    raise  # An interview stands in the database.
                log.warning("form_not_kept", trouble=error.trouble)
                return replies  # A form that is not kept can be filled in and sent all the same.
            if asked_for != replies or self._is_urgent(event):
                return asked_for
            return [*asked_for, *await self._offers.reminder(event, replies)]

    def _is_urgent(self, event: Event) -> bool:
        """Whether the answer helps in danger: nothing else stands beside it (P36)."""
        return bool(self._urgent(event))

    def _urgent(self, event: Event) -> list[Reply]:
        return urgent(event, self._routes, self._services)

    async def _run(self, event: Event, capabilities: Capabilities) -> list[Reply]:
        match event:
            case MessageReceived():
                return await self._message(event, capabilities)
            case CommandInvoked():
                return await self._overheard(event) or await self._command(event)
            case ActionChosen():
                return await self._action(event)
            case FormSubmitted():
                return await self._submitted(event)
            case FormDismissed():
                return await self._offers.dismissed(event)
            case Arrived() | HomeOpened():
                return await self._arrived(event, capabilities)
            case FileShared():
                return await self._shared(event, capabilities)
            case ReplyLost():
                return await lost(event, self._services)
            case _:
                assert_never(event)

    async def _arrived(self, event: Arrived | HomeOpened, capabilities: Capabilities) -> list[Reply]:
        if isinstance(event, HomeOpened):
            return await self._command(as_command(event, "home"))
        left_off = [] if capabilities.forms else await self._offers.left_off(event.who.person)
        return [*await self._command(as_command(event, "help")), *left_off]

    async def _message(self, event: MessageReceived, capabilities: Capabilities) -> list[Reply]:
        waiting = await self._waiting(event, capabilities)
        agreeing = waiting is not None and waiting.form == PLAN  # The word is being agreed on, not given.
        if not agreeing and (heard := await self._routes.overhears(event, event.text, self._services)):
            return heard
        if first := await self._routes.first(event, self._services, waiting is not None):
            return first
        if waiting is not None:
            is_past = waiting.form in LOOKING_BACK
            aid = [] if is_past else self._routes.urgent(event.text, self._services)
            return [*aid, *await self._answered(event, waiting)]
        meant = self._routes.command_in(event.text)
        if first := self._urgent(event):
            return await self._below(first, event, meant)
        if meant is None:
            asked = await self._routes.asked(event, self._services)
            return asked or await self._routes.question(event, self._services)
        return await self._command(as_command(event, *meant))

    async def _below(
        self, first: list[Reply], event: MessageReceived, meant: tuple[str, str] | None
    ) -> list[Reply]:
        """What helps in danger, then what was ordered in the same words; a command alone orders nothing ("help!!")."""
        if meant is None or not meant[1]:
            return await self._routes.question(event, self._services)
        return below(first, await self._command(as_command(event, *meant)))

    async def _shared(self, event: FileShared, capabilities: Capabilities) -> list[Reply]:
        async def answer(written: MessageReceived) -> list[Reply]:
            return await self._message(written, capabilities)

        in_danger = self._is_urgent(event)
        return await answer_shared(event, self._services, self._routes, answer, is_urgent=in_danger)

    async def _waiting(self, event: MessageReceived, capabilities: Capabilities) -> Draft | None:
        try:
            return None if capabilities.forms else await self._forms.waiting(event.who.person)
        except DatabaseUnavailable:
            if self._is_urgent(event):
                return None  # What is said in danger needs no form that waits.
            raise

    async def _overheard(self, event: CommandInvoked) -> list[Reply]:
        return await self._routes.overhears(event, event.text, self._services) if event.text else []

    async def _command(self, event: CommandInvoked) -> list[Reply]:
        flow = self._routes.commands.get(event.command)
        if flow is None:
            return [*self._urgent(event), _say(sentence("core.unknown_command"))]
        return below(self._urgent(event), await flow(event, self._services))

    async def _action(self, event: ActionChosen) -> list[Reply]:
        match event.action:
            case "form.open":
                return await self._reopened(event)
            case "form.discard":
                was_there = await self._forms.discard(event.value, event.who.person)
                return [_say(sentence("core.draft_discarded" if was_there else "core.draft_gone"))]
            case "command.run":
                return await self._command(as_command(event, event.value))
            case name:
                flow = self._routes.actions.get(name)
                return await flow(event, self._services) if flow else [_say(sentence("core.unknown_action"))]

    async def _reopened(self, event: ActionChosen) -> list[Reply]:
        draft = await self._forms.reopened(event)
        if draft is None:
            return [_say(sentence("core.draft_gone"))]
        form = self._forms.drawn(draft)
        return [OpenForm(form)] if form else [_say(_unknown_form())]

    async def _submitted(self, event: FormSubmitted) -> list[Reply]:
        flow = self._routes.forms.get(event.form)
        event = replace(event, values=without_unseen(event.values))
        await self._forms.submitted(event)
        if event.form != PLAN:  # Its form goes on as if nothing was heard.
            await self._routes.overhears(event, typed_in(event), self._services)
        if flow is None:
            return [_say(_unknown_form())]
        replies = await flow(event, self._services)
        if any(isinstance(reply, FormErrors) for reply in replies):
            return replies
        await self._forms.taken(event)
        if not await is_first_receipt(event, replies, self._services):
            return once_more(replies)
        if event.form != REPORT:
            replies += self._urgent(event)
        return replies

    async def _answered(self, event: MessageReceived, draft: Draft) -> list[Reply]:
        """Take a message as the answer to the question an interview waits with."""
        form = self._forms.drawn(draft)
        if form is None:
            await self._forms.stopped(draft)
            return [_say(_unknown_form())]
        now = self._services.clock.now()
        match interview.answer(form, draft.asking, draft.values, event.text, now):
            case InterviewStep() as step:
                await self._forms.moved(draft, step)
                return [Say(step.message)]
            case Stopped(message):
                await self._forms.stopped(draft)
                return [Say(message)]
            case Finished(values):
                sent = FormSubmitted(
                    draft.key, event.who, event.where, event.at, draft.form, draft.key, values, draft.context
                )
                return await self._submitted(sent)


def _unknown_form() -> str:
    return sentence("core.unknown_form", count=KEPT.days)


def _say(text: str) -> Say:
    help_button = Button(sentence("core.help_button"), "command.run", "help")
    return Say(Message(text, (Text(text), Buttons((help_button,)))))
