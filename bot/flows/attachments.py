"""Files somebody sends: looked at, held for a while, and added to the report they choose; never kept without one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.events import ActionChosen, FileShared, FileTrouble, SharedFile
from bot.flows.attachment_words import size_words
from bot.flows.closed import why_not
from bot.flows.notice_card import files_button, read_button
from bot.flows.parts import report_button, short, titled
from bot.flows.reports import report_line
from bot.locales import listed
from bot.messages import Button, Buttons, Fact, Facts, Message, Part, Text, Tone
from bot.people import Place
from bot.references import reference_in
from bot.replies import Replace, Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.attachment import AttachOutcome, NewFile
from incidents.papers.pictures import is_boundless
from incidents.records import Record, RecordKind, State
from incidents.rules.access import Operation
from incidents.rules.file_kinds import clean_name, kind_of
from incidents.rules.file_limits import MOST_AT_ONCE

OFFERED = 3
NAMED = 60
"""Characters of a name that are shown."""

TOLD_HOW = frozenset({"slack", "teams", "web", "console"})
"""Platforms with a sentence of their own on how a file is sent there."""


async def take_files(event: FileShared, services: Services, asks: bool = False) -> list[Reply]:
    """Say what can be taken, and ask to which report that belongs.

    Where one is named it is added there at once, unless the words were about something else (`asks`).
    """
    if event.where.place is not Place.DIRECT:
        return short(sentence("attachment.not_here"))
    came = [one for one in event.files if one.trouble is not FileTrouble.TOO_MANY]
    taken, refused = await asyncio.to_thread(_sorted_out, came, services)
    if left := len(event.files) - len(came):
        refused.append(sentence("attachment.left_out", count=left, most=MOST_AT_ONCE))
    if not taken:
        return _refused(refused, services)
    person, named = event.who.person, reference_in(event.text)
    record = await services.incidents.view(named, person) if named else None
    if named and not asks and (cannot := await _cannot(named, record, person, services)):
        not_kept = sentence("attachment.not_kept")
        return [Say(Message(cannot, (Text(cannot), Text(not_kept))))]
    meant = record.id if record else services.turns.meant(person, services.clock.now())
    places = await _places(person, meant, services)
    if not places:
        return short(sentence("attachment.nothing_open"), report_button())
    batch = await services.files.hold(person, taken)
    if not batch:
        return short(sentence("attachment.too_many"))
    if record and places[0].id == record.id and not asks:
        return [*_refused(refused, services), *await _added(person, batch, places[0], services)]
    return [*_refused(refused, services), Say(_offer(taken, batch, places, services))]


async def _cannot(named: str, record: Record | None, person: str, services: Services) -> str:
    """Why somebody cannot add files to what they named, no more than they may know of it; empty where they can."""
    if record is not None:
        can = await services.files.addable(person, [record.id])
        return "" if can else sentence("attachment.reads_only", reference=record.reference)
    requests, kind = services.requests, await services.incidents.kind_of(named)
    known: object = await requests.standing(named, person) or await requests.takes_word(named, person)
    if kind is RecordKind.RESTRICTION:
        known = await services.restrictions.view(named, person)
    elif kind is RecordKind.MESSAGE:
        known = await services.messages.view(named, person)
    if known:
        return sentence("attachment.no_report", reference=named)
    return await why_not(named, person, services)


async def how(event: ActionChosen, services: Services) -> list[Reply]:
    """How a file is added to a record, here; what waits already can be added at once."""
    record = await services.incidents.view(event.value, event.who.person)
    if record is None or Operation.ATTACH not in record.may:
        return short(await why_not(event.value, event.who.person, services))
    person, limits = event.who.person, services.organisation.attachments
    services.turns.mean(person, record.id, services.clock.now())
    waiting = await services.files.waiting(person)
    name = event.who.platform if event.who.platform in TOLD_HOW else "chat"
    most, size = limits.most, size_words(limits.largest)
    parts: list[Part] = [
        Text(sentence(f"attachment.how_{name}")),
        Text(sentence("attachment.kinds"), Tone.QUIET),
        Text(sentence("attachment.limits", size=size, most=most), Tone.QUIET),
    ]
    ways = [_add_button(batch, record, Tone.PLAIN) for batch in waiting][:OFFERED]
    if waiting:
        parts.append(Text(sentence("attachment.waits", count=sum(waiting.values()))))
    parts.append(Buttons((*ways, *files_button(record), read_button(record))))
    return [Say(titled(sentence("attachment.how_title", reference=record.reference), *parts))]


async def add(event: ActionChosen, services: Services) -> list[Reply]:
    """Add what waits to a record; the card that asked says from then on where it is."""
    batch, _, record_id = event.value.partition(":")
    person = event.who.person
    record = await services.incidents.view(record_id, person)
    if record is None:
        return short(await why_not(record_id, person, services))
    return await _added(person, batch, record, services, instead=True)


async def drop(event: ActionChosen, services: Services) -> list[Reply]:
    """Throw away what waits."""
    count = await services.files.drop(event.who.person, event.value)
    if not count:
        return short(sentence("attachment.dropped_none"))
    text = sentence("attachment.dropped", count=count)
    return [Replace(Message(text, (Text(text),)))]


async def _added(
    person: str, batch: str, record: Record, services: Services, *, instead: bool = False
) -> list[Reply]:
    limits = services.organisation.attachments
    outcome, count = await services.files.attach(person, batch, record.id, limits)
    if outcome is not AttachOutcome.DONE:
        if outcome is AttachOutcome.GONE and (there := await services.files.added_to(batch)):
            # A second press, on the card that says so already: it stays.
            outcome = AttachOutcome.ALREADY if there == record.id else outcome
            return short(_why(outcome, record, services))
        why = _why(outcome, record, services)
        if outcome in (AttachOutcome.FULL, AttachOutcome.NOT_ALLOWED):
            return [Say(await _still_waits(why, person, batch, record, services))]
        is_over = instead and outcome in (AttachOutcome.GONE, AttachOutcome.ALREADY)
        return [Replace(Message(why, (Text(why),)))] if is_over else short(why)
    after = await services.incidents.view(record.id, person) or record
    title = sentence("attachment.added", count=count, reference=record.reference)
    readers = Text(sentence("attachment.readers"))
    card = titled(title, readers, Buttons((*files_button(after), read_button(after))))
    return [Replace(card) if instead else Say(card)]


async def _still_waits(why: str, person: str, batch: str, record: Record, services: Services) -> Message:
    """Why nothing was added, and what can be done with what waits."""
    if batch not in await services.files.waiting(person):
        return Message(why, (Text(why),))
    others = [one for one in await _places(person, "", services) if one.id != record.id][:OFFERED]
    rows = Facts(tuple(Fact(one.reference, report_line(one, services)) for one in others))
    waits = Text(sentence("attachment.still_waits"), Tone.QUIET)
    ways = (*(_add_button(batch, one) for one in others), _drop_button(batch))
    return Message(why, (Text(why), waits, *((rows,) if others else ()), Buttons(ways)))


def _why(outcome: AttachOutcome, record: Record, services: Services) -> str:
    limits = services.organisation.attachments
    match outcome:
        case AttachOutcome.GONE:
            return sentence("attachment.gone")
        case AttachOutcome.ALREADY:
            return sentence("attachment.already", reference=record.reference)
        case AttachOutcome.FULL:
            together = size_words(limits.together)
            return sentence("attachment.full", reference=record.reference, most=limits.most, size=together)
        case _:
            return sentence("act.not_yours")


def _offer(files: Sequence[NewFile], batch: str, places: Sequence[Record], services: Services) -> Message:
    count, names = len(files), listed(_short(one.name) for one in files)
    first, *others = places[:OFFERED]
    ways = [_add_button(batch, first, Tone.STRONG), *(_add_button(batch, one) for one in others)]
    ways.append(_drop_button(batch))
    rows = Facts(tuple(Fact(one.reference, report_line(one, services)) for one in places[:OFFERED]))
    sent = Text(sentence("attachment.names", names=names), Tone.QUIET)
    parts: list[Part] = [sent, Text(sentence("attachment.which")), rows]
    if len(places) > OFFERED:
        parts.append(Text(sentence("attachment.elsewhere"), Tone.QUIET))
    return titled(sentence("attachment.got", count=count), *parts, Buttons(tuple(ways)))


def _add_button(batch: str, record: Record, tone: Tone = Tone.PLAIN) -> Button:
    label = sentence("attachment.add_to", reference=record.reference)
    return Button(label, "file.add", f"{batch}:{record.id}", tone)


def _drop_button(batch: str) -> Button:
    return Button(sentence("attachment.drop"), "file.drop", batch)


async def _places(person: str, meant: str, services: Services) -> list[Record]:
    """The records somebody may add files to: the one they meant, their own that are open, those they handle."""
    mine = [one for one in await services.incidents.mine(person) if one.state is not State.CLOSED]
    others = await services.incidents.open_for(person)
    every = {one.id: one for one in (*mine, *others)}
    if meant and meant not in every and (record := await services.incidents.view(meant, person)):
        every[meant] = record
    may = await services.files.addable(person, list(every))
    return sorted((one for name, one in every.items() if name in may), key=lambda one: one.id != meant)


def _sorted_out(files: Sequence[SharedFile], services: Services) -> tuple[list[NewFile], list[str]]:
    """What can be taken, and a sentence for each that cannot; off the loop, because it looks into every byte."""
    taken: list[NewFile] = []
    refused: list[str] = []
    for one in files:
        kind = kind_of(one.content)
        if trouble := _trouble(one, services):
            refused.append(trouble)
        elif kind is None:
            refused.append(sentence("attachment.unknown", name=_short(one.name)))
        elif is_boundless(one.content, kind):
            refused.append(sentence("attachment.boundless", name=_short(one.name)))
        else:
            taken.append(NewFile(clean_name(one.name, kind), kind, one.content))
    return taken, refused


def _trouble(file: SharedFile, services: Services) -> str:
    largest, name = services.organisation.attachments.largest, _short(file.name)
    if file.trouble is FileTrouble.NOT_READ:
        return sentence("attachment.not_read", name=name)
    if file.trouble is FileTrouble.TOO_LARGE or len(file.content) > largest:
        return sentence("attachment.too_large", name=name, size=size_words(largest))
    return "" if file.content else sentence("attachment.empty", name=name)


def _refused(sentences: Sequence[str], services: Services) -> list[Reply]:
    """Why files were not taken, one sentence each, and what is."""
    if not sentences:
        return []
    limits = services.organisation.attachments
    rules = sentence("attachment.limits", size=size_words(limits.largest), most=limits.most)
    what = (Text(sentence("attachment.kinds"), Tone.QUIET), Text(rules, Tone.QUIET))
    return [Say(Message(sentences[0], (*map(Text, sentences), *what)))]


def _short(name: str) -> str:
    """A name as it is said back: no folder, no sign that turns the line, and not endless."""
    plain = "".join(one for one in name.replace("\\", "/").rsplit("/", 1)[-1] if one.isprintable()).strip()
    return f"{plain[:NAMED]}…" if len(plain) > NAMED else plain or "file"


ACTIONS: dict[str, Flow[ActionChosen]] = {"record.attach": how, "file.add": add, "file.drop": drop}
