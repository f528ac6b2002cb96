"""Change, retire and dismiss: what owners do in a form, with a reason that stays."""

from __future__ import annotations

from dataclasses import replace

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.curated_form import LONGEST, CuratedRefused, kept_fields, read_kept
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.teaching import grounded, teach
from bot.flows.upkeep import for_owners
from bot.flows.upkeep_items import is_theirs
from bot.forms import Form, FormNotice, TextField
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from knowledge.curation.curation import CuratedAnswer, Decision, DecisionKind
from knowledge.curation.items import settle

CURATED = "curated"


@for_owners(CURATED)
async def open_curated(event: ActionChosen, services: Services) -> list[Reply]:
    """The form of a curated answer: the one whose id is the value, else a new one."""
    former = await _in_force(event.value, services)
    values = {"answer": former.answer, "questions": "\n".join(former.questions)} if former else {}
    return open_form(new_draft(event, CURATED, services, values, event.value), curated_form, services)


def curated_form(draft: Draft, services: Services) -> Form:
    """Answer, questions and review; the context is the id of the answer that is changed."""
    answer = draft.values.get("answer")
    return Form(
        name=CURATED,
        title=sentence("upkeep.curated_title"),
        items=(
            FormNotice(sentence("upkeep.keep_hint")),
            TextField(
                "answer",
                sentence("question.answer_label"),
                required=True,
                multiline=True,
                initial=answer if isinstance(answer, str) else "",
                limit=LONGEST,
            ),
            *kept_fields(draft, services),
        ),
        submit=sentence("upkeep.curated_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit_curated(event: FormSubmitted, services: Services) -> list[Reply]:
    """Keep a new version; the same form sent twice is one version."""
    form = curated_form(sent_draft(event, services), services)
    if not await is_theirs(event.who.person, CURATED, event.context, services):
        return kept_open(form, sentence("upkeep.not_yours"), "answer")
    former = await _in_force(event.context or event.draft, services)
    if event.context and former is None:
        return kept_open(form, sentence("upkeep.done_before"), "answer")
    if former and not event.context and former.by != event.who.person:
        return kept_open(form, sentence("upkeep.not_yours"), "answer")
    kept = read_kept(event, services, former)
    if isinstance(kept, CuratedRefused):
        return [FormErrors(form, kept.errors)]
    kept = await grounded(kept, services)
    if former is None or replace(kept, version=former.version, by=former.by, at=former.at) != former:
        await services.curation.keep(kept)
        await teach(services)
    return _close(sentence("question.kept"))


async def open_dismiss(event: ActionChosen, services: Services) -> list[Reply]:
    """The form that asks for a reason; the value names the kind and what is dismissed."""
    kind, _, name = event.value.partition(":")
    if not await is_theirs(event.who.person, kind, name, services):
        return short(sentence("upkeep.not_yours"))
    return open_form(new_draft(event, "dismiss", services, {}, event.value), dismiss_form, services)


def dismiss_form(draft: Draft, _: Services) -> Form:
    """One reason; the context names the kind and what is dismissed."""
    reason = draft.values.get("reason")
    return Form(
        name="dismiss",
        title=sentence("upkeep.dismiss_title"),
        items=(
            TextField(
                "reason",
                sentence("upkeep.reason"),
                hint=sentence("upkeep.reason_hint"),
                required=True,
                multiline=True,
                initial=reason if isinstance(reason, str) else "",
            ),
        ),
        submit=sentence("upkeep.dismiss_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit_dismiss(event: FormSubmitted, services: Services) -> list[Reply]:
    """Write the reason down and take the thing off the list."""
    kind, _, name = event.context.partition(":")
    form = dismiss_form(sent_draft(event, services), services)
    if not await is_theirs(event.who.person, kind, name, services):
        return kept_open(form, sentence("upkeep.not_yours"), "reason")
    reason = event.values.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        return [FormErrors(form, {"reason": sentence("question.answer_empty")})]
    if kind == CURATED:
        return await _retire(name, reason.strip(), event, services)
    by, now = event.who.person, services.clock.now()
    await settle(Decision(DecisionKind(kind), name, by, now, reason=reason.strip()), services.curation)
    return _close(sentence("upkeep.dismissed"))


async def _retire(name: str, reason: str, event: FormSubmitted, services: Services) -> list[Reply]:
    former = await _in_force(name, services)
    if former is not None:
        by, now = event.who.person, services.clock.now()
        retired = replace(former, version=former.version + 1, by=by, at=now, retired=True, reason=reason)
        await services.curation.keep(retired)
        await teach(services)
    return _close(sentence("upkeep.retired"))


async def _in_force(name: str, services: Services) -> CuratedAnswer | None:
    found = await services.curation.curated() if name else ()
    return next((one for one in found if one.id == name), None)


def _close(text: str) -> list[Reply]:
    return [CloseForm((Say(titled(text)),))]


ACTIONS: dict[str, Flow[ActionChosen]] = {"upkeep.change": open_curated, "upkeep.dismiss": open_dismiss}
FORMS: dict[str, Flow[FormSubmitted]] = {CURATED: submit_curated, "dismiss": submit_dismiss}
FORM_BUILDERS: dict[str, FormBuilder] = {CURATED: curated_form, "dismiss": dismiss_form}
