"""The files of a record: listed and opened for whoever may read it at that moment, each look in the log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.events import ActionChosen
from bot.flows.attachment_words import about_words
from bot.flows.closed import why_not
from bot.flows.file_places import place_of
from bot.flows.parts import short, titled
from bot.messages import Button, Buttons, Fact, Facts, Text, Tone
from bot.replies import Reply, Say, Upload
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.attachment import Attachment
from incidents.papers.pictures import thumbnail
from incidents.rules.file_kinds import ENDINGS, MEDIA_TYPES
from incidents.vault import UNREADABLE

PAGE = 3
"""Files of one card, so that its buttons fit."""

MOST = 6
"""Buttons of a card."""

DIGITS = 6
"""Of a place in the list at most; a longer one was made by nobody here."""


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """A page of the files, without their names: a card stays where it is."""
    record_id, _, start = event.value.partition(":")
    place = await place_of(record_id, event.who.person, services)
    if place is None:
        return short(await why_not(record_id, event.who.person, services))
    title = sentence("attachment.title", reference=place.reference)
    if not place.files:
        nothing = Text(sentence("attachment.none"))
        further = (*place.attach, *place.reads, *place.paper)
        return [Say(titled(title, nothing, *((Buttons(further),) if further else ())))]
    is_number = start.isdecimal() and len(start) <= DIGITS
    first = min(int(start), len(place.files) - 1) if is_number else 0
    page = place.files[first : first + PAGE]
    rows = [
        Fact(sentence("attachment.label", number=number), about_words(one, services))
        for number, one in enumerate(page, start=first + 1)
    ]
    ways = [*_openers(place.id, page, first), *place.attach]
    if first + PAGE < len(place.files):
        ways.append(Button(sentence("attachment.more"), "record.files", f"{place.id}:{first + PAGE}"))
    names = Text(sentence("attachment.names_in", reference=place.reference), Tone.QUIET)
    ways += [*place.reads, *place.paper][: MOST - len(ways)]
    return [Say(titled(title, Facts(tuple(rows)), names, Buttons(tuple(ways))))]


async def give(event: ActionChosen, services: Services) -> list[Reply]:
    """One file, privately; absent and forbidden are told apart by nobody."""
    record_id, _, attachment = event.value.partition(":")
    person = event.who.person
    try:
        opened = await services.files.open(record_id, attachment, person)
    except UNREADABLE:
        return short(sentence("attachment.unopened"))
    if opened is None:
        return short(await why_not(record_id, person, services))
    kind = opened.about.kind
    preview = await asyncio.to_thread(thumbnail, opened.content, kind)
    # Its own name would stay in the conversation for whoever looks over a shoulder.
    name = f"{opened.reference}-{opened.number}{ENDINGS[kind][0]}"
    summary = sentence("attachment.summary", number=opened.number, reference=opened.reference)
    return [Upload(name, MEDIA_TYPES[kind], opened.content, summary, event.action, event.value, preview)]


def _openers(record_id: str, files: Sequence[Attachment], first: int) -> list[Button]:
    return [
        Button(sentence("attachment.open_one", number=place), "file.open", f"{record_id}:{one.id}")
        for place, one in enumerate(files, start=first + 1)
        if one.about is not None
    ]


ACTIONS: dict[str, Flow[ActionChosen]] = {"record.files": show, "file.open": give}
