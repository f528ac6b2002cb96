"""A request with all its words, to read: what was taken down, and what was done since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.flows.attachment_words import file_lines
from bot.flows.open311_standing import is_known_open311, open311_event, open311_rows
from bot.flows.record_view import pieces
from bot.flows.request_card import request_title, standing_words, way_words
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.locales import listed
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.audit import OF_OPEN311, Act
from incidents.request import RequestCase, RequestClockKind, RequestEvent, RequestPriority, RequestStep
from incidents.rules.access import Operation
from incidents.rules.request_life import REQUEST_LIFE

KNOWN = frozenset(str(one.operation) for one in REQUEST_LIFE)
"""What is done with a request, and has words. An entry of anything else got into it by mistake, and is for nobody."""

BECAME = frozenset({Act.REPLY_SENT, Act.REPLY_UNSENT})
"""What became of an e-mail to whoever brought it."""

READ = ("description", "place", "ward", "special", "customer", "contact", "channel", "office")


def read_form(case: RequestCase, services: Services) -> Form:
    """Everything its reader may read, with nothing to fill in."""
    rows = [
        *_stands(case, services),
        *_said(case, services),
        *_done(case, services),
        (sentence("attachment.files"), file_lines(case.files, services)),
        *open311_rows(case, services),
        *_happened(case, services),
    ]
    return Form(
        name="record",
        title=sentence("request.form_read"),
        items=tuple(
            FormNotice(sentence("record.entry", label=label, text=piece))
            for label, text in rows
            if text
            for piece in pieces(text)
        ),
        submit=sentence("record.close"),
        draft=new_id(),
        context=case.standing.id,
    )


def _stands(case: RequestCase, services: Services) -> Iterator[tuple[str, str]]:
    standing = case.standing
    yield request_title(standing), standing_words(standing)
    yield sentence("request.with"), way_words(standing, services)
    taken = local_moment(standing.received_at, services.organisation)
    yield (
        sentence("request.taken_by"),
        sentence("request.by_at", name=services.people.name(standing.taken_by), moment=taken),
    )


def _said(case: RequestCase, services: Services) -> Iterator[tuple[str, str]]:
    request = case.request
    if request.about:
        yield sentence("request.field_about"), listed(services.people.name(one) for one in request.about)
    for name in READ:
        if value := getattr(request, name):
            yield sentence(f"request.field_{name}"), value
    wanted = sentence("request.contact_yes" if request.contact_wanted else "request.contact_no")
    yield sentence("request.field_contact_wanted"), wanted
    if request.priority is not RequestPriority.ROUTINE:
        word = sentence(f"request.priority_{request.priority}")
        yield sentence("request.priority"), "\n".join(filter(None, (word, request.priority_reason)))
    if request.handled:
        yield sentence("request.field_handled"), f"{request.handled}\n{request.disposition}"


def _done(case: RequestCase, services: Services) -> Iterator[tuple[str, str]]:
    for one in (step for step in case.steps if step.operation in KNOWN):
        if one.operation == Operation.SEND_REPLY:
            yield sentence("reply.written"), _reply_words(one, case, services)
            continue
        moment = local_moment(one.at, services.organisation)
        who = sentence("request.by_at", name=services.people.name(one.by), moment=moment)
        words = "\n".join(text for value in one.said.values() if (text := _value(value, services)))
        yield sentence(f"request.act_{one.operation}"), "\n".join(filter(None, (who, words)))


def _reply_words(step: RequestStep, case: RequestCase, services: Services) -> str:
    """An e-mail as it was written, with its digest, and what became of it."""
    moment = local_moment(step.at, services.organisation)
    lines = [sentence("request.by_at", name=services.people.name(step.by), moment=moment)]
    became = next((one for one in case.events if one.detail == step.id and one.kind in BECAME), None)
    if became is None:
        lines.append(sentence("reply.under_way"))
    else:
        at = local_moment(became.at, services.organisation)
        sent = became.kind == Act.REPLY_SENT
        lines.append(sentence("reply.taken" if sent else "reply.unsent", moment=at))
    if step.said:
        said = {name: str(value) for name, value in step.said.items()}
        lines.append(sentence("reply.head", to=said["reply_to"], subject=said["reply_subject"]))
        lines += [said["reply_text"], sentence("reply.digest", digest=said.get("reply_hash", ""))]
    return "\n".join(lines)


def _happened(case: RequestCase, services: Services) -> Iterator[tuple[str, str]]:
    """Who was told and who could not be, and which times ran out."""
    lines = [_event(one, services) for one in case.events if _is_known(one)]
    if lines:
        yield sentence("request.happened"), "\n".join(lines)


def _is_known(one: RequestEvent) -> bool:
    """Whether it has words here: the clock that ran out is known; what became of an e-mail stands with it."""
    if one.kind in OF_OPEN311:
        return is_known_open311(one)
    if one.kind in BECAME:
        return False
    return one.kind != Act.CLOCK_RAN_OUT or one.detail in set(RequestClockKind)


def _event(one: RequestEvent, services: Services) -> str:
    if one.kind == Act.CLOCK_RAN_OUT:
        what = sentence("request.ran_out", what=sentence(f"request.clock_{one.detail}"))
    elif one.kind in OF_OPEN311:
        what = open311_event(one, services)
    elif one.kind == Act.UNREACHED:
        what = sentence("request.unreached")
    else:
        what = sentence(f"request.event_{one.kind}", person=services.people.name(one.detail))
    return sentence("notice.happened", time=local_moment(one.at, services.organisation), what=what)


def _value(value: object, services: Services) -> str:
    if isinstance(value, datetime):
        return local_moment(value, services.organisation)
    if not isinstance(value, str):
        return ""
    person = services.people.get(value)
    return person.name if person else value
