"""What comes next for a request: read it, the acts its reader may do, and texts to copy (R04, R11, R12, R36)."""

from __future__ import annotations

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.attachment_words import attach_way
from bot.flows.open311_standing import settle_buttons
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.record_fields import drawn, errors_of, value_of
from bot.flows.report_given import text_in
from bot.flows.request_card import act_button_of, request_title, standing_card
from bot.flows.request_read import read_form
from bot.flows.request_refusal import refusal_words
from bot.flows.request_reply import copy_card
from bot.flows.request_texts import text_of
from bot.forms import ChoiceField, Field, Form, FormNotice, Option
from bot.messages import Button, Buttons, Message, Text
from bot.replies import CloseForm, FormErrors, OpenForm, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.request import ReplyKind, RequestOutcome, RequestPriority, RequestStanding
from incidents.rules.access import Operation
from incidents.rules.fields import RecordField
from incidents.rules.request_acts import OF_DATA, REQUEST_FIELDS
from incidents.rules.request_replies import ENDED


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """The card of one request."""
    return await show_one(event.value, event.who.person, services)


async def show_one(name: str, person: str, services: Services) -> list[Reply]:
    """The card of a request by id or number."""
    found = await card_of(name, person, services)
    return [Say(found)] if found else short(sentence("request.nothing"))


async def card_of(name: str, person: str, services: Services) -> Message | None:
    """What somebody with a number gets: the card, or the way to pass on what the customer says; None for nothing."""
    if standing := await services.requests.standing(name, person):
        return standing_card(standing, services)
    known = await services.requests.takes_word(name, person)
    if not known:
        return None
    label = sentence(f"request.act_{Operation.CALLED_AGAIN}")
    button = Button(label, "request.act", f"{Operation.CALLED_AGAIN}:{known}", opens_form=True)
    return titled(sentence("request.of_others"), Text(sentence("request.pass_on")), Buttons((button,)))


async def read(event: ActionChosen, services: Services) -> list[Reply]:
    """Every word of it, for whoever may read it; the look is logged."""
    case = await services.requests.view(event.value, event.who.person)
    if case is None:
        return short(sentence("request.nothing"))
    return [OpenForm(read_form(case, services), standing_card(case.standing, services))]


async def more(event: ActionChosen, services: Services) -> list[Reply]:
    """Everything its reader may do now; texts on a card of their own, for six buttons are all there is room for."""
    standing = await services.requests.standing(event.value, event.who.person)
    if standing is None:
        return short(sentence("request.nothing"))
    acts = [act_button_of(one, standing) for one in REQUEST_FIELDS if one in standing.may]
    acts = [*settle_buttons(standing), *acts]
    if Operation.VIEW in standing.may:
        acts.append(Button(sentence("attachment.files"), "record.files", standing.id))
    elif Operation.ATTACH in standing.may:
        acts += attach_way(standing.id)
    title = request_title(standing)
    cards: list[Reply] = [Say(titled(title, Buttons(tuple(some)))) for some in (acts[:6], acts[6:]) if some]
    if Operation.VIEW in standing.may and standing.contact_wanted:
        buttons = tuple(
            Button(sentence(f"request.text_{one}"), "request.text", f"{one}:{standing.id}")
            for one in _texts_now(standing)
        )
        cards.append(Say(titled(sentence("request.texts"), Buttons(buttons))))
    return cards or short(sentence("request.nothing_to_do"))


def _texts_now(standing: RequestStanding) -> tuple[ReplyKind, ...]:
    """The texts that can be true as it stands; what a lane tells is asked once one is chosen."""
    if standing.state not in ENDED:
        return (ReplyKind.ACKNOWLEDGEMENT, ReplyKind.UPDATE)
    return (ReplyKind.ACKNOWLEDGEMENT, ReplyKind.CLOSING) if standing.lane else (ReplyKind.CLOSING,)


async def text(event: ActionChosen, services: Services) -> list[Reply]:
    """One of the texts, filled in to copy or to be sent by e-mail, with what is found in it."""
    said, _, name = event.value.partition(":")
    kind = next((one for one in ReplyKind if one == said), None)
    case = await services.requests.view(name, event.who.person)
    if case is None or kind is None:
        return short(sentence("request.nothing"))
    if not case.request.contact_wanted:
        return short(sentence("request.no_contact"))
    words = text_of(kind, case, services)
    if not words:
        return short(sentence("request.text_none"))
    return [Say(await copy_card(kind, words, case, services))]


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form of an act that can be done now."""
    operation, name = _meant(event.value)
    standing = await services.requests.standing(name, event.who.person)
    if operation is Operation.CALLED_AGAIN and await services.requests.takes_word(name, event.who.person):
        return open_form(new_draft(event, "request_act", services, {}, event.value), act_form, services)
    if standing is None or operation is None:
        return short(sentence("request.nothing"))
    if operation not in standing.may:
        return [Say(standing_card(standing, services, lead=sentence("request.not_now")))]
    return open_form(new_draft(event, "request_act", services, {}, event.value), act_form, services)


def act_form(draft: Draft, services: Services) -> Form:
    """What an act does, and what it asks."""
    operation, _ = _meant(draft.context)
    asked = operation or Operation.CONFIRM
    items: list[Field | FormNotice] = [FormNotice(sentence(f"request.act_{asked}_notice"))]
    if asked is Operation.PRIORITISE:
        items.append(FormNotice(meanings(services)))
    items += [_drawn(one, draft, services) for one in REQUEST_FIELDS[asked]]
    return Form(
        name="request_act",
        title=sentence(f"request.act_{asked}"),
        items=tuple(items),
        submit=sentence("act.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Do it; where it cannot be done, everything that was typed stays in the form, which says why."""
    operation, name = _meant(event.context)
    if operation is None:
        return [CloseForm((Say(titled(sentence("request.nothing"))),))]
    person, draft, fields = event.who.person, sent_draft(event, services), REQUEST_FIELDS[operation]
    plain = [one for one in fields if one.name not in OF_DATA]
    errors = dict(errors_of(plain, event.values, person, services))
    for one in fields:
        if one.name in OF_DATA and text_in(event.values, one.name) not in dict(_choices(one.name, services)):
            errors[one.name] = sentence(f"field.{one.name}_missing")
    if errors:
        return [FormErrors(act_form(draft, services), errors)]
    values = (
        (one.name, text_in(event.values, one.name) if one.name in OF_DATA else value_of(one, event.values))
        for one in fields
    )
    said = {key: value for key, value in values if value is not None}
    outcome, standing = await services.requests.act(name, person, operation, said, event.draft)
    if outcome is not RequestOutcome.DONE:
        field = "next_update" if outcome is RequestOutcome.TOO_FAR else fields[0].name
        return kept_open(act_form(draft, services), refusal_words(outcome, standing, services), field)
    own = operation is Operation.ASSIGN and said.get("assignee") == person
    done = sentence("request.taken_on") if own else sentence(f"request.did_{operation}")
    if standing is None:
        return [CloseForm((Say(titled(done)),))]
    further = _tell_done(standing, services) if operation is Operation.RESOLVE else ()
    return [CloseForm((Say(standing_card(standing, services, lead=done, further=further)),))]


def _tell_done(standing: RequestStanding, services: Services) -> tuple[Button, ...]:
    """The way to the closing text at the moment it is true; none where nothing is to be told (R12, R18, R22)."""
    lane = services.requests.rules.lane(standing.lane)
    told = standing.contact_wanted and (not standing.lane or bool(lane and lane.findings))
    if not told or Operation.VIEW not in standing.may:
        return ()
    return (Button(sentence("reply.tell_done"), "request.text", f"{ReplyKind.CLOSING}:{standing.id}"),)


def meanings(services: Services) -> str:
    """What each priority means, in the organisation's words (R35)."""
    rules = services.requests.rules
    lines = [
        sentence("request.meaning", priority=sentence(f"request.priority_{one}"), meaning=rules.meanings[one])
        for one in RequestPriority
        if one in rules.meanings
    ]
    return "\n".join(lines)


def _drawn(field: RecordField, draft: Draft, services: Services) -> Field:
    if field.name not in OF_DATA:
        return drawn(field, draft.values, draft.person, services)
    options = tuple(Option(value, label) for value, label in _choices(field.name, services))
    label, hint = sentence(f"field.{field.name}"), sentence(f"field.{field.name}_hint")
    initial = text_in(draft.values, field.name)
    return ChoiceField(field.name, label, options, hint, required=field.needed, initial=initial)


def _choices(name: str, services: Services) -> list[tuple[str, str]]:
    rules = services.requests.rules
    match name:
        case "disposition":
            return [(one, one) for one in rules.dispositions]
        case "to_category":
            return [(one.key, one.name) for one in rules.categories]
        case _:
            return [(one.value, sentence(f"request.priority_{one}")) for one in RequestPriority]


def _meant(value: str) -> tuple[Operation | None, str]:
    """The act and the request a button or a form names."""
    name, _, record = value.partition(":")
    return {one.value: one for one in REQUEST_FIELDS}.get(name), record


ACTIONS: dict[str, Flow[ActionChosen]] = {
    "request.show": show,
    "request.read": read,
    "request.more": more,
    "request.text": text,
    "request.act": begin,
}
FORMS: dict[str, Flow[FormSubmitted]] = {"request_act": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"request_act": act_form}
