"""How a message for a colleague looks. Its words, and who called, stand on no card: they are read by a press (T19)."""

from __future__ import annotations

from bot.flows.attachment_words import attach_way, file_lines, files_way
from bot.flows.away_words import away_parts
from bot.flows.marker_words import told_notices, told_parts
from bot.flows.message_words import read_button
from bot.flows.parts import titled
from bot.flows.phones import phone_parts
from bot.flows.record_view import pieces
from bot.flows.story import delivery_line
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.locales import listed
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.people import Person
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.audit import Act
from incidents.marker import MarkerTold
from incidents.notices import Notice
from incidents.phone_message import MessageFile, PhoneMessage, TakenMessage
from incidents.task import TaskKind, TaskState

RINGS = frozenset({Act.NOT_DELIVERED, Act.TASK_OVERDUE})
"""After these whoever took the message rings."""
TOLD_OF = frozenset(
    {*map(str, (Act.TASK_DONE, Act.TASK_PASSED, Act.TASK_DROPPED, Act.ATTACHED, *RINGS)), "coming"}
)


def receipt_of(taken: TakenMessage, services: Services) -> Message:
    """What whoever took it sees: its number, who hears, until when; where somebody waits, whom to ring first (J36)."""
    message = taken.message
    name = services.people.name(message.to)
    if message.arrived:
        title = sentence("message.arrived_taken", name=name, reference=taken.reference)
        parts: list[Part] = [Heading(title), *_ring([message.to, *taken.told], services)]
    else:
        title = sentence("message.taken", name=name, reference=taken.reference)
        parts = [Heading(title)]
    parts += away_parts([message.to], services, without={message.taken_by})
    if taken.told:
        parts.append(
            Text(sentence("message.told", names=listed(services.people.name(one) for one in taken.told)))
        )
    if message.arrived:
        parts.append(Text(sentence("message.arrived_wait"), Tone.QUIET))
    else:
        moment = local_moment(taken.due, services.organisation)
        parts.append(Text(sentence("message.due", moment=moment)))
        parts.append(Buttons((read_button(taken.id), *attach_way(taken.id))))
    return Message(title, tuple(parts))


def message_card(file: MessageFile, services: Services, told: tuple[MarkerTold, ...] = ()) -> Message:
    """Where a message stands, for who may read it; `told` is what they are told of whom they meet."""
    title = sentence("message.open", reference=file.reference)
    kind = sentence(f"field.task_kind_{file.task.kind}")
    facts = [
        Fact(sentence("message.field_for"), services.people.name(file.task.assignee)),
        Fact(sentence("task.until"), local_moment(file.task.due, services.organisation)),
    ]
    if file.task.state is not TaskState.OPEN:
        facts.append(Fact(sentence("task.stands"), sentence(f"task.state_{file.task.state}")))
    more = Button(sentence("act.more"), "task.more", file.task.id)
    buttons = [read_button(file.id), *files_way(file.id, len(file.files))]
    buttons += attach_way(file.id) if file.may_attach else []
    buttons += [more] if file.task.state is TaskState.OPEN else []
    parts = (*told_parts(told, services), Text(kind), Facts(tuple(facts)), Buttons(tuple(buttons)))
    return titled(title, *parts)


def read_message_form(file: MessageFile, services: Services, told: tuple[MarkerTold, ...] = ()) -> Form:
    """Every word of a message, with nothing to fill in; what is told of whom they meet comes first."""
    return Form(
        name="record",
        title=sentence("message.form_read"),
        items=(
            *told_notices(told, services),
            *(
                FormNotice(sentence("record.entry", label=label, text=piece))
                for label, text in _rows(file, services)
                for piece in pieces(text)
            ),
        ),
        submit=sentence("record.close"),
        draft=new_id(),
        context=file.id,
    )


def news_of_message(notice: Notice, services: Services) -> Message:
    """What whoever took a message hears: it is done, was passed on, or reached nobody; then whom to ring."""
    entry, reference = notice.entry, notice.record.reference
    assert entry is not None  # noqa: S101 - whoever makes such a notice puts it in
    waits = notice.task is not None and notice.task.kind is TaskKind.VISITOR
    said = "coming" if waits and entry.act == Act.TASK_DONE else entry.act
    silent = [entry.by, *(notice.asked if entry.act == Act.TASK_OVERDUE else ())]
    if len(silent) > 1:
        names = listed(services.people.name(one) for one in silent)
        title = sentence("message.told_nobody", names=names, reference=reference)
    elif entry.act == Act.NOT_DELIVERED and services.people.get(entry.by) is None:
        title = sentence("message.told_not_delivered_unlisted", reference=reference)
    else:
        title = sentence(f"message.told_{said}", name=services.people.name(entry.by), reference=reference)
    ring = _ring(silent, services) if entry.act in RINGS else ()
    return titled(title, *ring, Buttons((read_button(notice.record.id, waits=waits),)))


def _ring(keys: list[str], services: Services) -> list[Part]:
    """The number first: a notice in chat is beside it, and not instead (J36). Whoever is away is rung last."""
    away = services.absences.now()
    there = sorted(dict.fromkeys(keys), key=lambda key: away.get(key) is not None)
    people = [one for key in there if (one := services.people.get(key))]
    found: list[Part] = []
    if people:
        found.append(Text(_first_words(people[0]), Tone.STRONG))
    lines = [(sentence("message.ring_line", name=one.name, phone=one.phone), one.phone) for one in people]
    return [*found, *phone_parts((line, phone) for line, phone in lines if phone)]


def _first_words(person: Person) -> str:
    return sentence("message.ring" if person.phone else "message.ring_none", name=person.name)


def _rows(file: MessageFile, services: Services) -> list[tuple[str, str]]:
    one, organisation = file.message, services.organisation
    taken = sentence(
        "message.by_at",
        name=services.people.name(one.taken_by),
        moment=local_moment(file.taken_at, organisation),
    )
    rows = [
        (sentence("message.field_for"), services.people.name(one.to)),
        (sentence("message.field_here" if one.arrived else "message.field_caller"), one.caller),
        (sentence("message.field_number"), one.number),
        (sentence("message.field_words"), one.words),
        (sentence("message.field_place"), one.place),
        (sentence("message.field_when"), _when(one, services)),
        (sentence("message.field_taken"), taken),
        (sentence("attachment.files"), file_lines(file.files, services)),
        (
            sentence("message.field_notices"),
            "\n".join(delivery_line(row, services) for row in file.deliveries),
        ),
    ]
    return [(label, text) for label, text in rows if text]


def _when(one: PhoneMessage, services: Services) -> str:
    if one.arrived:
        return ""
    if not one.wants_call:
        return sentence("message.no_call")
    return local_moment(one.call_at, services.organisation) if one.call_at else ""
