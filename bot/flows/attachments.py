"""Files somebody sends: looked at, held for a while, and added to the record they choose; never kept without one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.events import ActionChosen, FileShared, FileTrouble, SharedFile
from bot.flows.attachment_words import size_words
from bot.flows.closed import why_not
from bot.flows.file_places import FilePlace, open_places, place_of
from bot.flows.parts import report_button, short, titled
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
from incidents.rules.file_kinds import clean_name, kind_of
from incidents.rules.file_limits import MOST_AT_ONCE

OFFERED = 3
NAMED = 60
"""Characters of a name that are shown."""

TOLD_HOW = frozenset({"slack", "teams", "web", "console"})
"""Platforms with a sentence of their own on how a file is sent there."""


async def take_files(event: FileShared, services: Services, asks: bool = False) -> list[Reply]:
    """Say what can be taken, and ask where that belongs.

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
    place = await place_of(named, person, services) if named else None
    if named and not asks and (cannot := await _cannot(named, place, person, services)):
        not_kept = sentence("attachment.not_kept")
        return [Say(Message(cannot, (Text(cannot), Text(not_kept))))]
    meant = place.id if place else services.turns.meant(person, services.clock.now())
    places = await open_places(person, meant, services)
    if not places:
        return short(sentence("attachment.nothing_open"), report_button())
    batch = await services.files.hold(person, taken)
    if not batch:
        return short(sentence("attachment.too_many"))
    if place and places[0].id == place.id and not asks:
        return [*_refused(refused, services), *await _added(person, batch, place, services)]
    return [*_refused(refused, services), Say(_offer(taken, batch, places))]


async def _cannot(named: str, place: FilePlace | None, person: str, services: Services) -> str:
    """Why somebody cannot add files to what they named, no more than they may know of it; empty where they can."""
    if place is not None:
        can = await services.files.addable(person, [place.id])
        return "" if can else sentence("attachment.reads_only", reference=place.reference)
    if await services.requests.takes_word(named, person):
        return sentence("attachment.word_only", reference=named)
    if await services.restrictions.view(named, person):
        return sentence("attachment.holds_none", reference=named)
    return await why_not(named, person, services)


async def how(event: ActionChosen, services: Services) -> list[Reply]:
    """How a file is added to a record, here; what waits already can be added at once."""
    person, limits = event.who.person, services.organisation.attachments
    place = await place_of(event.value, person, services)
    if place is None or not place.may_attach:
        return short(await why_not(event.value, person, services))
    services.turns.mean(person, place.id, services.clock.now())
    waiting = await services.files.waiting(person)
    name = event.who.platform if event.who.platform in TOLD_HOW else "chat"
    most, size = limits.most, size_words(limits.largest)
    parts: list[Part] = [
        Text(sentence(f"attachment.how_{name}")),
        Text(sentence("attachment.kinds"), Tone.QUIET),
        Text(sentence("attachment.limits", size=size, most=most), Tone.QUIET),
    ]
    ways = [_add_button(batch, place, Tone.PLAIN) for batch in waiting][:OFFERED]
    if waiting:
        parts.append(Text(sentence("attachment.waits", count=sum(waiting.values()))))
    if ways or place.ways:
        parts.append(Buttons((*ways, *place.ways)))
    return [Say(titled(sentence("attachment.how_title", reference=place.reference), *parts))]


async def add(event: ActionChosen, services: Services) -> list[Reply]:
    """Add what waits to a record; the card that asked says from then on where it is."""
    batch, _, record_id = event.value.partition(":")
    person = event.who.person
    place = await place_of(record_id, person, services)
    if place is None:
        return short(await why_not(record_id, person, services))
    return await _added(person, batch, place, services, instead=True)


async def drop(event: ActionChosen, services: Services) -> list[Reply]:
    """Throw away what waits."""
    count = await services.files.drop(event.who.person, event.value)
    if not count:
        return short(sentence("attachment.dropped_none"))
    text = sentence("attachment.dropped", count=count)
    return [Replace(Message(text, (Text(text),)))]


async def _added(
    person: str, batch: str, place: FilePlace, services: Services, *, instead: bool = False
) -> list[Reply]:
    limits = services.organisation.attachments
    outcome, count = await services.files.attach(person, batch, place.id, limits)
    if outcome is not AttachOutcome.DONE:
        if outcome is AttachOutcome.GONE and (there := await services.files.added_to(batch)):
            # A second press, on the card that says so already: it stays.
            outcome = AttachOutcome.ALREADY if there == place.id else outcome
            return short(_why(outcome, place, services))
        why = _why(outcome, place, services)
        if outcome in (AttachOutcome.FULL, AttachOutcome.NOT_ALLOWED):
            return [Say(await _still_waits(why, person, batch, place, services))]
        is_over = instead and outcome in (AttachOutcome.GONE, AttachOutcome.ALREADY)
        return [Replace(Message(why, (Text(why),)))] if is_over else short(why)
    after = await place_of(place.id, person, services) or place
    title = sentence("attachment.added", count=count, reference=place.reference)
    readers = Text(sentence("attachment.readers"))
    card = titled(title, readers, *((Buttons(after.ways),) if after.ways else ()))
    return [Replace(card) if instead else Say(card)]


async def _still_waits(why: str, person: str, batch: str, place: FilePlace, services: Services) -> Message:
    """Why nothing was added, and what can be done with what waits."""
    if batch not in await services.files.waiting(person):
        return Message(why, (Text(why),))
    others = [one for one in await open_places(person, "", services) if one.id != place.id][:OFFERED]
    rows = Facts(tuple(Fact(one.reference, one.line) for one in others))
    waits = Text(sentence("attachment.still_waits"), Tone.QUIET)
    ways = (*(_add_button(batch, one) for one in others), _drop_button(batch))
    return Message(why, (Text(why), waits, *((rows,) if others else ()), Buttons(ways)))


def _why(outcome: AttachOutcome, place: FilePlace, services: Services) -> str:
    limits = services.organisation.attachments
    match outcome:
        case AttachOutcome.GONE:
            return sentence("attachment.gone")
        case AttachOutcome.ALREADY:
            return sentence("attachment.already", reference=place.reference)
        case AttachOutcome.FULL:
            together = size_words(limits.together)
            return sentence("attachment.full", reference=place.reference, most=limits.most, size=together)
        case _:
            return sentence("act.not_yours")


def _offer(files: Sequence[NewFile], batch: str, places: Sequence[FilePlace]) -> Message:
    count, names = len(files), listed(_short(one.name) for one in files)
    first, *others = places[:OFFERED]
    ways = [_add_button(batch, first, Tone.STRONG), *(_add_button(batch, one) for one in others)]
    ways.append(_drop_button(batch))
    rows = Facts(tuple(Fact(one.reference, one.line) for one in places[:OFFERED]))
    sent = Text(sentence("attachment.names", names=names), Tone.QUIET)
    parts: list[Part] = [sent, Text(sentence("attachment.which")), rows]
    if len(places) > OFFERED:
        parts.append(Text(sentence("attachment.elsewhere"), Tone.QUIET))
    return titled(sentence("attachment.got", count=count), *parts, Buttons(tuple(ways)))


def _add_button(batch: str, place: FilePlace, tone: Tone = Tone.PLAIN) -> Button:
    label = sentence("attachment.add_to", reference=place.reference)
    return Button(label, "file.add", f"{batch}:{place.id}", tone)


def _drop_button(batch: str) -> Button:
    return Button(sentence("attachment.drop"), "file.drop", batch)


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
