"""Forms offered back: nobody types twice what is kept for them, and nobody is asked about it again and again.

An unfinished form is offered in place of a second one of the same kind, when it was closed, and when its
person next writes: at once where they were never told that it is kept, and once more on a later day.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.drafts import Kept
from bot.events import ActionChosen, CommandInvoked, Event, FormDismissed, MessageReceived
from bot.flows.draft_card import Fresh, closed, offer
from bot.open_forms import OpenForms
from bot.people import Place
from bot.replies import FormErrors, OpenForm, Reply, Say
from bot.services import Services

log = structlog.get_logger()


class Offers:
    """Says what is kept; what was typed is opened for its own person alone, and only when they ask for it."""

    def __init__(self, services: Services, forms: OpenForms) -> None:
        self._services = services
        self._forms = forms

    async def instead(self, event: Event, replies: Sequence[Reply]) -> list[Reply]:
        """The replies, each new form of a kind that is kept unfinished turned into the question which one."""
        is_asked = isinstance(event, MessageReceived | CommandInvoked | ActionChosen)
        if not is_asked or not any(isinstance(reply, OpenForm) for reply in replies):
            return list(replies)
        kept = await self._forms.kept(event.who.person)
        return [
            await self._instead(event, reply, kept) if isinstance(reply, OpenForm) else reply
            for reply in replies
        ]

    async def reminder(self, event: Event, replies: Sequence[Reply]) -> list[Reply]:
        """The offer for somebody who writes and has to be told; nothing beside a form or another offer."""
        if not _is_written(event) or any(isinstance(reply, OpenForm | FormErrors) for reply in replies):
            return []
        try:
            return await self._reminder(event.who.person)
        except Exception as error:  # noqa: BLE001 - what was asked for is answered all the same
            log.error("drafts_not_offered", cause=type(error).__name__)  # noqa: TRY400 - a trace may quote a row
            return []

    async def left_off(self, person: str) -> list[Reply]:
        """Offer back the interview that somebody was in when their terminal closed: nobody sees its question now, so
        no word of theirs is taken for the answer.
        """
        waiting = await self._forms.waiting(person)
        if waiting is None:
            return []
        await self._forms.stopped(waiting)
        kept = next(one for one in await self._forms.kept(person) if one.key == waiting.key)
        return [Say(offer(kept, self._services))]

    async def dismissed(self, event: FormDismissed) -> list[Reply]:
        """Say that a closed form is kept, where something of the person's own is."""
        draft = await self._forms.dismissed(event)
        return [Say(closed(draft, self._services))] if draft else []

    async def _instead(self, event: Event, reply: OpenForm, kept: Sequence[Kept]) -> Reply:
        form = reply.form
        same = [one for one in kept if one.typed and (one.form, one.context) == (form.name, form.context)]
        if not same or form.draft in {one.key for one in kept}:
            return reply
        await self._forms.begun(form, event)
        await self._told([same[0]])
        opener = reply.opener.parts if reply.opener else ()
        card = offer(same[0], self._services, others=len(same) - 1, fresh=Fresh(form.draft, opener))
        return Say(card)

    async def _reminder(self, person: str) -> list[Reply]:
        kept = await self._forms.kept(person)
        due = [one for one in kept if one.typed and self._is_due(one)]
        if not due or any(map(self._forms.is_asking, kept)):
            return []
        await self._told(due)
        return [Say(offer(due[0], self._services, others=len(due) - 1))]

    def _is_due(self, draft: Kept) -> bool:
        if draft.told_at is None or draft.told_at < draft.updated_at:
            return True
        zone = self._services.organisation.timezone
        told, touched, now = (
            moment.astimezone(zone).date()
            for moment in (draft.told_at, draft.updated_at, self._services.clock.now())
        )
        return told == touched < now

    async def _told(self, drafts: Sequence[Kept]) -> None:
        keys = [draft.key for draft in drafts]
        await self._services.drafts.told(keys, self._services.clock.now())


def _is_written(event: Event) -> bool:
    """Whether somebody wrote where only they read the answer."""
    if isinstance(event, MessageReceived):
        return event.where.place is Place.DIRECT
    return isinstance(event, CommandInvoked)
