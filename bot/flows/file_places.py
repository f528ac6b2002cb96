"""Where files belong: a report, a request or a message, as much of it as whoever asks may know at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.flows.attachment_words import attach_way, files_way
from bot.flows.message_words import read_button as message_button
from bot.flows.notice_card import paper_button, read_button
from bot.flows.reports import report_line
from bot.flows.request_card import request_line
from bot.messages import Button
from bot.services import Services
from bot.words import sentence
from incidents.attachment import Attachment
from incidents.phone_message import MessageFile
from incidents.records import Record, RecordKind, State
from incidents.request import RequestStanding
from incidents.rules.access import Operation


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A record that holds files. `line` says what it is and none of its words; `reads` are the ways to those, empty
    for whoever may add to it without reading it.
    """

    id: str
    reference: str
    created_at: datetime
    line: str
    files: tuple[Attachment, ...] = ()
    may_attach: bool = False
    reads: tuple[Button, ...] = ()
    paper: tuple[Button, ...] = ()

    @property
    def ways(self) -> tuple[Button, ...]:
        """To what it holds."""
        return (*files_way(self.id, len(self.files)), *self.reads)

    @property
    def attach(self) -> tuple[Button, ...]:
        """To adding a file, for whoever can."""
        return tuple(attach_way(self.id)) if self.may_attach else ()


async def place_of(name: str, person: str, services: Services) -> FilePlace | None:
    """A record by id or reference that somebody may know of; a look at what it holds, and one that was refused, is
    logged. None is absent or forbidden.
    """
    kind = await services.incidents.kind_of(name)
    match kind:
        case RecordKind.REQUEST:
            standing = await services.requests.standing(name, person)
            if standing and Operation.VIEW not in standing.may:
                return _known(standing, services)
            case = await services.requests.view(name, person)
            return _known(case.standing, services, case.files) if case else None
        case RecordKind.MESSAGE:
            message = await services.messages.view(name, person)
            return _of_message(message, services) if message else None
        case RecordKind.INCIDENT | RecordKind.RESTRICTION | RecordKind.MARKER | None:
            record = await services.incidents.view(name, person)
            return _of_report(record, services) if record else None
        case _:
            assert_never(kind)


async def open_places(person: str, meant: str, services: Services) -> list[FilePlace]:
    """Where somebody may add files: what they meant, what is their own and open, what they handle; the newest first."""
    own = [one for one in await services.incidents.mine(person) if one.state is not State.CLOSED]
    handled = await services.incidents.open_for(person)
    queue = (await services.requests.queue(person)).requests
    every = {one.id: _of_report(one, services) for one in (*own, *handled)}
    every |= {one.id: _known(one, services) for one in queue}
    if meant and meant not in every and (place := await place_of(meant, person, services)):
        every[meant] = place
    may = await services.files.addable(person, list(every))
    theirs = {one.id for one in own} | {one.id for one in queue if one.taken_by == person}
    ordered = sorted(every.values(), key=lambda one: one.created_at, reverse=True)
    ordered.sort(key=lambda one: (one.id != meant, one.id not in theirs))
    return [one for one in ordered if one.id in may]


def _of_report(record: Record, services: Services) -> FilePlace:
    return FilePlace(
        record.id,
        record.reference,
        record.created_at,
        report_line(record, services),
        record.files,
        Operation.ATTACH in record.may,
        (read_button(record),),
        (paper_button(record),),
    )


def _known(standing: RequestStanding, services: Services, files: tuple[Attachment, ...] = ()) -> FilePlace:
    read = Button(sentence("request.read"), "request.read", standing.id, opens_form=True)
    return FilePlace(
        standing.id,
        standing.reference,
        standing.received_at,
        request_line(standing, services),
        files,
        Operation.ATTACH in standing.may,
        (read,) if Operation.VIEW in standing.may else (),
    )


def _of_message(message: MessageFile, services: Services) -> FilePlace:
    return FilePlace(
        message.id,
        message.reference,
        message.taken_at,
        sentence("attachment.of_message", name=services.people.name(message.message.to)),
        message.files,
        message.may_attach,
        (message_button(message.id),),
    )
