"""Forms that are open: what was typed is kept from the moment a form opens until it was taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import interview
from bot.answers import initial_values
from bot.drafts import Draft
from bot.events import FormDismissed, FormSubmitted
from bot.forms import Form
from bot.interview import Step
from bot.replies import FormErrors, OpenForm, Reply
from bot.router import Routes
from bot.services import Services

PAUSE = timedelta(hours=2)
"""After this silence a message is no longer taken for an answer; the draft can still be opened again."""


class OpenForms:
    """Keeps the drafts behind forms and interviews, so that flows and adapters need not."""

    def __init__(self, services: Services, routes: Routes) -> None:
        self._services = services
        self._drafts = services.drafts
        self._routes = routes

    async def opened(self, replies: Sequence[Reply], person: str) -> None:
        """Remember every form that can be filled in; one that a flow kept by itself stays as it is."""
        for form in (reply.form for reply in replies if isinstance(reply, OpenForm)):
            if form.fields and await self._drafts.load(form.draft) is None:
                await self._drafts.save(replace(self._draft(form, person), values=initial_values(form)))

    async def asked(self, replies: Sequence[Reply], person: str) -> None:
        """Remember the question that stands for each form where forms are asked as an interview."""
        for reply in replies:
            if isinstance(reply, OpenForm):
                await self._remember(reply.form, interview.begin(reply.form), person)
            elif isinstance(reply, FormErrors):
                await self._remember(reply.form, interview.correct(reply.form, reply.errors), person)

    async def waiting(self, person: str) -> Draft | None:
        """The interview that waits for this person's answer, if any."""
        draft = await self._drafts.latest(person)
        fresh = draft is not None and self._services.clock.now() - draft.updated_at < PAUSE
        return draft if draft is not None and draft.asking and fresh else None

    async def moved(self, draft: Draft, step: Step | None) -> None:
        """Keep where an interview stands; None when it was stopped."""
        asking, values = (step.asking, step.values) if step else ("", draft.values)
        now = self._services.clock.now()
        await self._drafts.save(replace(draft, asking=asking, values=values, updated_at=now))

    async def submitted(self, event: FormSubmitted) -> None:
        """Keep what is being sent before anything else happens to it."""
        found = await self._drafts.load(event.draft)
        if found is None or _is_open(found, event):
            await self._drafts.save(self.as_sent(event, found))

    async def taken(self, event: FormSubmitted) -> None:
        """Forget what was sent, now that it is stored where it belongs."""
        found = await self._drafts.load(event.draft)
        if found is not None and _is_open(found, event):
            await self._drafts.discard(event.draft)

    async def dismissed(self, event: FormDismissed) -> None:
        """Keep what the platform still tells of a closed form, unless it was sent in the meantime."""
        found = await self.own(event.draft, event.who.person)
        if found and event.values:
            now = self._services.clock.now()
            await self._drafts.save(replace(found, values={**found.values, **event.values}, updated_at=now))

    def as_sent(self, event: FormSubmitted, found: Draft | None = None) -> Draft:
        """The draft with the values of a submit, also when it could not be kept."""
        now = self._services.clock.now()
        base = found or Draft(event.draft, event.form, event.who.person, {}, now, event.context)
        return replace(base, values=dict(event.values), updated_at=now)

    async def own(self, key: str, person: str) -> Draft | None:
        """The person's own draft; None when absent or somebody else's (indistinguishable)."""
        draft = await self._drafts.load(key)
        return draft if draft is not None and draft.person == person else None

    async def discard(self, key: str, person: str) -> None:
        """Forget the person's own draft."""
        if await self.own(key, person):
            await self._drafts.discard(key)

    def drawn(self, draft: Draft) -> Form | None:
        """The form filled with the draft's values; None for a form of an earlier version."""
        build = self._routes.builders.get(draft.form)
        if build is None:
            return None
        values = {name: value for name, value in draft.values.items() if value is not None}
        return replace(build(replace(draft, values=values), self._services), draft=draft.key)

    async def _remember(self, form: Form, step: Step, person: str) -> None:
        draft = await self.own(form.draft, person) or self._draft(form, person)
        if step.asking:
            await self.moved(draft, step)

    def _draft(self, form: Form, person: str) -> Draft:
        return Draft(form.draft, form.name, person, {}, self._services.clock.now(), form.context)


def _is_open(draft: Draft, event: FormSubmitted) -> bool:
    """Whether the draft is this person's and still the form's: a flow may keep its outcome as the context."""
    return draft.person == event.who.person and draft.context == event.context
