"""The files of a report: listed and opened for whoever may read it at that moment, each look in the log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.events import ActionChosen
from bot.flows.attachment_words import about_words
from bot.flows.closed import why_not
from bot.flows.notice_card import attach_button, paper_button, read_button
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
    record = await services.incidents.view(record_id, event.who.person)
    if record is None:
        return short(await why_not(record_id, event.who.person, services))
    title = sentence("attachment.title", reference=record.reference)
    if not record.files:
        nothing = Text(sentence("attachment.none"))
        further = (*attach_button(record), read_button(record), paper_button(record))
        return [Say(titled(title, nothing, Buttons(further)))]
    is_place = start.isdecimal() and len(start) <= DIGITS
    first = min(int(start), len(record.files) - 1) if is_place else 0
    page = record.files[first : first + PAGE]
    rows = [
        Fact(sentence("attachment.label", number=place), about_words(one, services))
        for place, one in enumerate(page, start=first + 1)
    ]
    ways = [*_openers(record.id, page, first), *attach_button(record)]
    if first + PAGE < len(record.files):
        ways.append(Button(sentence("attachment.more"), "record.files", f"{record.id}:{first + PAGE}"))
    names = Text(sentence("attachment.names_in_report"), Tone.QUIET)
    ways += [read_button(record), paper_button(record)][: MOST - len(ways)]
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
