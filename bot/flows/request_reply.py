"""A reply to whoever brought a request: looked over, then sent by e-mail or given to copy (P13, R04, R12, R22).

Nothing goes out that its writer did not see with its address: the text as it stands on a card, where one press sends
just that, or changed in a form, which shows once more what was found in it. In a confidential lane the words are the
lane's own, and nobody changes them (R18, R25).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.draft_check import check_draft
from bot.events import ActionChosen, FieldValue, FormSubmitted
from bot.flows.draft_flags import ShownFlag, flag_lines, flag_parts, with_clauses
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.reply_buttons import send_buttons
from bot.flows.reply_form import (
    COPY,
    FORM,
    WrittenReply,
    draw_reply_form,
    meant_by,
    read_reply,
    reply_errors,
    reply_form,
)
from bot.flows.report_given import text_in
from bot.flows.request_card import request_title, standing_card
from bot.flows.request_read import BECAME
from bot.flows.request_refusal import refusal_words
from bot.flows.request_texts import about_of_request, date_said, is_limited, subject_of, text_of
from bot.flows.times import local_moment
from bot.messages import Button, Buttons, Message, Part, Phrases, Text, Tone
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from incidents.audit import Act
from incidents.records import Said
from incidents.request import ReplyKind, RequestCase, RequestOutcome, RequestStanding
from incidents.request_acts import ANYBODYS
from incidents.rules.access import Operation
from incidents.rules.request_replies import addresses_of


async def copy_card(kind: ReplyKind, words: str, case: RequestCase, services: Services) -> Message:
    """Words to copy, with what was found in them, and the ways to send or change them."""
    parts: list[Part] = [Phrases(sentence("request.copy_this"), (words,))]
    if not is_limited(case.standing, services):
        parts += flag_parts(await _found(words, case, services))
    buttons: tuple[Button, ...] = ()
    if kind is not ReplyKind.UPDATE:  # Its date is decided with its words.
        buttons = send_buttons(kind, words, case.standing, case.request, services)
    if buttons:
        parts.append(Text(sentence("reply.goes_to", to=addresses_of(case.request)[0]), Tone.QUIET))
    elif not services.mails_customers:
        parts.append(Text(sentence("reply.no_mail"), Tone.QUIET))
    if _may_change(kind, case.standing, services):
        label = sentence("reply.write" if kind is ReplyKind.UPDATE else "reply.change")
        buttons = (*buttons, Button(label, "request.write", f"{kind}:{case.standing.id}", opens_form=True))
    if buttons:
        parts.append(Buttons(buttons))
    return titled(request_title(case.standing), *parts)


async def send(event: ActionChosen, services: Services) -> list[Reply]:
    """Send a text just as it stood on the card whose button was pressed."""
    kind, name = meant_by(event.value)
    case = await services.requests.view(name, event.who.person)
    if case is None or kind is None:
        return short(sentence("request.nothing"))
    if not case.request.contact_wanted:
        return short(sentence("request.no_contact"))
    words = text_of(kind, case, services)
    if not words:
        return short(sentence("request.text_none"))
    offered = send_buttons(kind, words, case.standing, case.request, services)
    if kind is ReplyKind.UPDATE or event.value not in {one.value for one in offered}:
        # A date, an outcome or a right is another one by now: they see first what would go out.
        return [Say(await copy_card(kind, words, case, services))]
    reply = WrittenReply(
        kind, addresses_of(case.request)[0], words, date_said(words, case.standing, services)
    )
    if before := _before(reply, case):
        return [Say(standing_card(case.standing, services, lead=before))]
    draft = f"{ANYBODYS}{reply.seen}:{_unsent(case)}"
    outcome, standing = await _act(reply, case, event.who.person, draft, services)
    return [Say(_done(outcome, standing or case.standing, services))]


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form with the words filled in."""
    kind, name = meant_by(event.value)
    case = await services.requests.view(name, event.who.person)
    if case is None or kind is None:
        return short(sentence("request.nothing"))
    words = text_of(kind, case, services)
    if not case.request.contact_wanted:
        return short(sentence("request.no_contact"))
    if not words or not _may_change(kind, case.standing, services):
        return short(sentence("request.text_none"))
    ways = _ways(case, services)
    values: dict[str, FieldValue] = {"reply_way": ways[0], "reply_text": words}
    if kind is ReplyKind.UPDATE:
        until = services.requests.latest_update(case.standing.priority)
        values |= {"next_update": until, "reply_text": text_of(kind, case, services, until)}
    return open_form(new_draft(event, FORM, services, values, event.value), reply_form, services)


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Show once more what goes out, with what was found in it; sent as it was shown, it goes."""
    kind, name = meant_by(event.context)
    person, draft = event.who.person, sent_draft(event, services)
    case = await services.requests.view(name, person)
    if case is None or kind is None or not case.request.contact_wanted:
        return [CloseForm((Say(titled(sentence("request.nothing"))),))]
    ways = _ways(case, services)
    if not _may_change(kind, case.standing, services):
        return kept_open(draw_reply_form(draft, ways, services), sentence("request.not_now"), "reply_text")
    if errors := reply_errors(kind, event.values, ways, person, services):
        return [FormErrors(draw_reply_form(draft, ways, services), errors)]
    reply = read_reply(kind, event.values, case, services)
    if reply.way == COPY:
        return [CloseForm((Say(await _checked(reply, case, services)),))]
    if text_in(event.values, reply.seen) != "yes":
        told = replace(draft, values={**draft.values, "reply_text": reply.words})
        review = [one async for one in _review(reply, case, services)]
        form = draw_reply_form(told, ways, services, review, reply.seen)
        return [FormErrors(form, {"": sentence("reply.look")})]
    outcome, standing = await _act(reply, case, person, event.draft, services)
    if outcome is not RequestOutcome.DONE:
        field = "next_update" if outcome is RequestOutcome.TOO_FAR else "reply_text"
        return kept_open(
            draw_reply_form(draft, ways, services), refusal_words(outcome, standing, services), field
        )
    return [CloseForm((Say(_done(outcome, standing or case.standing, services)),))]


async def _found(words: str, case: RequestCase, services: Services) -> tuple[ShownFlag, ...]:
    """What there is to look at in a draft, each beside the clause of the policies that speaks of it."""
    rules, standing = services.requests.rules, case.standing
    category = rules.category(standing.category)
    flags = check_draft(
        words,
        name=case.request.customer,
        about=about_of_request(standing, case.request, services),
        also=category.words if category else (),
        jargon=rules.jargon,
        hardest=rules.grade,
    )
    return await with_clauses(flags, services)


async def _review(reply: WrittenReply, case: RequestCase, services: Services) -> AsyncIterator[str]:
    """Where it goes, and what was found in it."""
    yield sentence("reply.review", to=reply.way, subject=subject_of(case, services))
    if before := _before(reply, case):
        yield before
    if reply.until is not None:
        moment = local_moment(reply.until, services.organisation)
        if moment not in reply.words:
            yield sentence("reply.date_missing", moment=moment)
    found = await _found(reply.words, case, services)
    for line in flag_lines(found):
        yield line
    if not found:
        yield sentence("reply.nothing_found")


async def _checked(reply: WrittenReply, case: RequestCase, services: Services) -> Message:
    """Changed words to copy, with what was found in them."""
    found = await _found(reply.words, case, services)
    parts: list[Part] = [Phrases(sentence("request.copy_this"), (reply.words,)), *flag_parts(found)]
    if not found:
        parts.append(Text(sentence("reply.nothing_found"), Tone.QUIET))
    return titled(request_title(case.standing), *parts)


async def _act(
    reply: WrittenReply, case: RequestCase, person: str, draft: str, services: Services
) -> tuple[RequestOutcome, RequestStanding | None]:
    said: dict[str, Said] = {
        "reply_kind": reply.kind.value,
        "reply_to": reply.way,
        "reply_subject": subject_of(case, services),
        "reply_text": reply.words,
    }
    if reply.until is not None:
        said["next_update"] = reply.until
    return await services.requests.act(case.standing.id, person, Operation.SEND_REPLY, said, draft)


def _done(outcome: RequestOutcome, standing: RequestStanding, services: Services) -> Message:
    if outcome is not RequestOutcome.DONE:
        return standing_card(standing, services, lead=refusal_words(outcome, standing, services))
    return standing_card(standing, services, lead=sentence("reply.on_its_way"))


def _ways(case: RequestCase, services: Services) -> tuple[str, ...]:
    """The addresses it can go to, then to copy it."""
    return (*(addresses_of(case.request) if services.mails_customers else ()), COPY)


def _may_change(kind: ReplyKind, standing: RequestStanding, services: Services) -> bool:
    """Whether somebody can write it in words of their own; an update is for whoever may note one."""
    may = Operation.SEND_REPLY in standing.may and not is_limited(standing, services)
    return may and (kind is not ReplyKind.UPDATE or Operation.NOTE in standing.may)


def _before(reply: WrittenReply, case: RequestCase) -> str:
    """That just this was sent to them before, or is on its way; empty where it is neither."""
    became = {one.detail: one.kind for one in case.events if one.kind in BECAME}
    same = [
        became.get(one.id, "")
        for one in case.steps
        if one.operation == Operation.SEND_REPLY
        and (one.said.get("reply_to"), one.said.get("reply_text")) == (reply.way, reply.words)
    ]
    if Act.REPLY_SENT in same:
        return sentence("reply.before")
    return sentence("reply.before_waits") if "" in same else ""


def _unsent(case: RequestCase) -> int:
    """How many e-mails never went out: what failed can be sent again in the same words."""
    return sum(one.kind == Act.REPLY_UNSENT for one in case.events)


ACTIONS: dict[str, Flow[ActionChosen]] = {"request.write": begin, "request.send": send}
FORMS: dict[str, Flow[FormSubmitted]] = {FORM: submit}
FORM_BUILDERS: dict[str, FormBuilder] = {FORM: reply_form}
