"""Forms that are open: what was typed is kept from the moment a form opens until it was taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import interview
from bot.answers import Values, initial_values
from bot.drafts import KEPT, Draft, Kept, adds
from bot.events import ActionChosen, CommandInvoked, Event, FormDismissed, FormSubmitted, MessageReceived
from bot.flows.once import was_sent
from bot.forms import Form, TextField
from bot.interview import InterviewStep
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

    async def opened(self, replies: Sequence[Reply], event: Event) -> None:
        """Remember every form that can be filled in; one that a flow kept by itself stays as it is."""
        for form in (reply.form for reply in replies if isinstance(reply, OpenForm)):
            if form.fields and await self._drafts.load(form.draft) is None:
                await self.begun(form, event)

    async def begun(self, form: Form, event: Event) -> None:
        """Keep a form that nobody has filled in yet."""
        await self._drafts.save(replace(self._draft(form, event), values=initial_values(form)))

    async def asked(self, replies: Sequence[Reply], event: Event) -> None:
        """Remember the question that stands for each form where forms are asked as an interview."""
        for reply in replies:
            if isinstance(reply, OpenForm):
                await self._remember(reply.form, interview.begin(reply.form), event)
            elif isinstance(reply, FormErrors):
                await self._remember(reply.form, interview.correct(reply.form, reply.errors), event)

    async def kept(self, person: str) -> tuple[Kept, ...]:
        """What is kept of this person's forms, the one touched last first; nothing of it is opened."""
        return await self._drafts.kept(person, self._services.clock.now() - KEPT)

    def is_asking(self, draft: Kept) -> bool:
        """Whether an interview waits for the next answer."""
        return bool(draft.asking) and self._services.clock.now() - draft.updated_at < PAUSE

    async def waiting(self, person: str) -> Draft | None:
        """The interview that waits for this person's answer, if any."""
        latest = next(iter(await self.kept(person)), None)
        return await self._drafts.load(latest.key) if latest and self.is_asking(latest) else None

    async def moved(self, draft: Draft, step: InterviewStep) -> None:
        """Keep where an interview stands after an answer."""
        typed = draft.typed or adds(step.values, draft.values)
        await self._keep(replace(draft, asking=step.asking, typed=typed), step.values)

    async def stopped(self, draft: Draft) -> None:
        """The interview asks no more; its person is told that the answers are kept, so they are found again."""
        told = replace(draft, asking="", typed=True, told_at=self._services.clock.now())
        await self._keep(told, draft.values)

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

    async def dismissed(self, event: FormDismissed) -> Draft | None:
        """Keep what the platform still tells of a closed form, unless it was sent in the meantime.

        The draft comes back where something of the person's own is kept in it; then they are to be told.
        """
        found = await self.own(event.draft, event.who.person)
        if found is None:
            return None
        kept = await self._add(found, event.values)
        if not kept.typed:
            return None
        await self._drafts.told([kept.key], self._services.clock.now())
        return kept

    async def reopened(self, event: ActionChosen) -> Draft | None:
        """The person's own draft to draw again, with what stands in its form on the screen by now."""
        found = await self.own(event.value, event.who.person)
        return await self._add(found, event.typed) if found else None

    def as_sent(self, event: FormSubmitted, found: Draft | None = None) -> Draft:
        """The draft with the values of a submit, also when it could not be kept."""
        now = self._services.clock.now()
        base = found or Draft(event.draft, event.form, event.who.person, {}, now, event.context)
        typed = base.typed or adds(event.values, base.values)
        return replace(base, values=dict(event.values), updated_at=now, typed=typed)

    async def own(self, key: str, person: str) -> Draft | None:
        """The person's own draft; None when absent, sent, too old or somebody else's (indistinguishable)."""
        draft = await self._drafts.load(key)
        if draft is None or draft.person != person or was_sent(draft):
            return None
        return draft if draft.updated_at >= self._services.clock.now() - KEPT else None

    async def discard(self, key: str, person: str) -> bool:
        """Delete the person's own draft; whether there was one."""
        if await self.own(key, person) is None:
            return False
        await self._drafts.discard(key)
        return True

    def drawn(self, draft: Draft) -> Form | None:
        """The form filled with the draft's values; None for a form of an earlier version."""
        build = self._routes.builders.get(draft.form)
        if build is None:
            return None
        values = {name: value for name, value in draft.values.items() if value is not None}
        return replace(build(replace(draft, values=values), self._services), draft=draft.key)

    async def _remember(self, form: Form, step: InterviewStep, event: Event) -> None:
        draft = await self.own(form.draft, event.who.person) or self._draft(form, event)
        if step.asking:
            await self._keep(replace(draft, asking=step.asking), step.values)

    async def _add(self, draft: Draft, values: Values) -> Draft:
        """The draft with more values, saved where there are any."""
        if not values:
            return draft
        typed = draft.typed or adds(values, draft.values)
        return await self._keep(replace(draft, typed=typed), {**draft.values, **values})

    async def _keep(self, draft: Draft, values: Values) -> Draft:
        kept = replace(draft, values=values, updated_at=self._services.clock.now())
        await self._drafts.save(kept)
        return kept

    def _draft(self, form: Form, event: Event) -> Draft:
        """A draft of a form that opens now; the words that came with what opens it are typed already."""
        words = isinstance(event, MessageReceived | CommandInvoked)
        filled = initial_values(form)
        typed = words and any(field.name in filled for field in form.fields if isinstance(field, TextField))
        now = self._services.clock.now()
        return Draft(form.draft, form.name, event.who.person, {}, now, form.context, typed=typed)


def _is_open(draft: Draft, event: FormSubmitted) -> bool:
    """Whether the draft is this person's and still the form's: a flow may keep its outcome as the context."""
    return draft.person == event.who.person and draft.context == event.context
