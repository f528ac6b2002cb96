"""A reply to whoever brought a request: looked over, then sent by e-mail or given to copy (P13, R04, R12, R22).

Nothing goes out that its writer did not see with its address: the text as it stands on a card, where one press sends just
that, or changed in a form, which shows once more what was found in it. In a confidential lane the words are the lane's
own, and nobody changes them (R18, R25).
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers import RECORD_CHARACTERS
from bot.draft_check import check_draft
from bot.drafts import Draft
from bot.events import ActionChosen, FieldValue, FormSubmitted
from bot.flows.draft_flags import ShownFlag, flag_lines, flag_parts, with_clauses
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.record_fields import drawn, errors_of, says_something
from bot.flows.record_view import pieces
from bot.flows.report_given import Values, text_in
from bot.flows.reply_buttons import send_buttons
from bot.flows.request_card import request_title, standing_card
from bot.flows.request_refusal import refusal_words
from bot.flows.request_texts import about_of_request, is_limited, refilled, subject_of, text_of
from bot.flows.times import local_moment
from bot.forms import ChoiceField, Field, Form, FormNotice, Item, Option, TextField
from bot.messages import Button, Buttons, Message, Part, Phrases, Text, Tone
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.audit import Act
from incidents.records import Said
from incidents.request import ReplyKind, RequestCase, RequestOutcome, RequestStanding
from incidents.rules.access import Operation
from incidents.rules.request_acts import REPLY_FIELDS
from incidents.rules.request_replies import addresses_of

FORM = "request_reply"
COPY = "copy"
"""The way that sends nothing."""

SEEN = "seen_"
"""How the field begins that says that exactly these words, by exactly this way, were looked at."""

DATE = next(
    replace(one, needed=True) for one in REPLY_FIELDS[Operation.SEND_REPLY] if one.name == "next_update"
)


@dataclass(frozen=True, slots=True)
class WrittenReply:
    """What somebody wants to tell: of which kind, by which way, in which words, and until when more follows."""

    kind: ReplyKind
    way: str
    words: str
    until: datetime | None = None

    @property
    def seen(self) -> str:
        """The name of the field that says that this was looked at; spaces do not count."""
        said = "\n".join((self.kind, self.way, str(self.until), *self.words.split()))
        return SEEN + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


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
    kind, name = _meant(event.value)
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
    reply = WrittenReply(kind, addresses_of(case.request)[0], words)
    if _was_sent(reply, case):
        return [Say(standing_card(case.standing, services, lead=sentence("reply.before")))]
    outcome, standing = await _act(reply, case, event.who.person, f"{reply.seen}:{_unsent(case)}", services)
    return [Say(_done(outcome, standing or case.standing, services))]


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form with the words filled in."""
    kind, name = _meant(event.value)
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


def reply_form(draft: Draft, services: Services) -> Form:
    """The form of what is held; it is drawn without a look at the request, so it knows the chosen address alone."""
    return _form(draft, tuple(dict.fromkeys((text_in(draft.values, "reply_way") or COPY, COPY))), services)


def _form(
    draft: Draft, ways: Sequence[str], services: Services, review: Sequence[str] = (), seen: str = ""
) -> Form:
    kind, _ = _meant(draft.context)
    values, chosen = draft.values, text_in(draft.values, "reply_way")
    items: list[Item] = [FormNotice(piece) for one in review for piece in pieces(one)]
    if tuple(ways) == (COPY,):
        items.append(
            FormNotice(sentence("reply.no_address" if services.mails_customers else "reply.no_mail"))
        )
    items.append(_way_field(ways, chosen))
    if kind is ReplyKind.UPDATE:
        items.append(drawn(DATE, values, draft.person, services))
    items.append(
        TextField(
            "reply_text",
            sentence("reply.words"),
            sentence("reply.words_hint"),
            required=True,
            multiline=True,
            initial=text_in(values, "reply_text"),
            limit=RECORD_CHARACTERS,
        )
    )
    if seen:
        option = Option("yes", sentence("reply.seen_yes"))
        items.append(ChoiceField(seen, sentence("reply.seen"), (option,), required=True, initial="yes"))
    submit = sentence("reply.submit" if seen else "reply.submit_check")
    return Form(FORM, sentence("reply.form"), tuple(items), submit, draft.key or new_id(), draft.context)


def _way_field(ways: Sequence[str], chosen: str) -> Field:
    options = tuple(
        Option(one, sentence("reply.copy") if one == COPY else sentence("reply.by_mail", to=one))
        for one in ways
    )
    initial = chosen if chosen in ways else ways[0]
    label, hint = sentence("reply.way"), sentence("reply.way_hint")
    return ChoiceField("reply_way", label, options, hint, required=True, initial=initial)


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Show once more what goes out, with what was found in it; sent as it was shown, it goes."""
    kind, name = _meant(event.context)
    person, draft = event.who.person, sent_draft(event, services)
    case = await services.requests.view(name, person)
    if case is None or kind is None or not case.request.contact_wanted:
        return [CloseForm((Say(titled(sentence("request.nothing"))),))]
    ways = _ways(case, services)
    if not _may_change(kind, case.standing, services):
        return kept_open(_form(draft, ways, services), sentence("request.not_now"), "reply_text")
    if errors := _errors(kind, event.values, ways, person, services):
        return [FormErrors(_form(draft, ways, services), errors)]
    reply = _read(kind, event.values, case, services)
    if reply.way == COPY:
        return [CloseForm((Say(await _checked(reply, case, services)),))]
    if text_in(event.values, reply.seen) != "yes":
        told = replace(draft, values={**draft.values, "reply_text": reply.words})
        review = [one async for one in _review(reply, case, services)]
        form = _form(told, ways, services, review, reply.seen)
        return [FormErrors(form, {"": sentence("reply.look")})]
    outcome, standing = await _act(reply, case, person, event.draft, services)
    if outcome is not RequestOutcome.DONE:
        field = "next_update" if outcome is RequestOutcome.TOO_FAR else "reply_text"
        return kept_open(_form(draft, ways, services), refusal_words(outcome, standing, services), field)
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


def _errors(
    kind: ReplyKind, values: Values, ways: Sequence[str], person: str, services: Services
) -> dict[str, str]:
    errors = errors_of((DATE,), values, person, services) if kind is ReplyKind.UPDATE else {}
    if text_in(values, "reply_way") not in ways:
        errors["reply_way"] = sentence("field.choice_gone")
    words = text_in(values, "reply_text")
    if not says_something(words):
        errors["reply_text"] = sentence("reply.missing")
    elif len(words) > RECORD_CHARACTERS:
        errors["reply_text"] = sentence("report.too_long", limit=RECORD_CHARACTERS, count=len(words))
    return errors


def _read(kind: ReplyKind, values: Values, case: RequestCase, services: Services) -> WrittenReply:
    words, until = text_in(values, "reply_text").strip(), values.get("next_update")
    if kind is not ReplyKind.UPDATE or not isinstance(until, datetime):
        return WrittenReply(kind, text_in(values, "reply_way"), words)
    # Whoever chose another date and changed nothing else means it in the words as well.
    words = refilled(words, kind, case, until, services)
    return WrittenReply(kind, text_in(values, "reply_way"), words, until)


def _was_sent(reply: WrittenReply, case: RequestCase) -> bool:
    """Whether just this was sent to them before, or is on its way."""
    unsent = {one.detail for one in case.events if one.kind == Act.REPLY_UNSENT}
    said = (one.said for one in case.steps if one.operation == Operation.SEND_REPLY and one.id not in unsent)
    return any((one.get("reply_to"), one.get("reply_text")) == (reply.way, reply.words) for one in said)


def _unsent(case: RequestCase) -> int:
    """How many e-mails never went out: what failed can be sent again in the same words."""
    return sum(one.kind == Act.REPLY_UNSENT for one in case.events)


def _meant(value: str) -> tuple[ReplyKind | None, str]:
    """The kind of reply and the request that a button or a form names."""
    kind, name = [*value.split(":"), ""][:2]
    return next((one for one in ReplyKind if one == kind), None), name


ACTIONS: dict[str, Flow[ActionChosen]] = {"request.write": begin, "request.send": send}
FORMS: dict[str, Flow[FormSubmitted]] = {FORM: submit}
FORM_BUILDERS: dict[str, FormBuilder] = {FORM: reply_form}
