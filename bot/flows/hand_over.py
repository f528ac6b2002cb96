"""The hand-over pack: everything so far and earlier contacts with the customer, as a card and a PDF (D11, D12).

What its reader may not read is not in it, asked at the moment they look, and nothing says that it is missing.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from bot.events import ActionChosen
from bot.flows.attachment_words import file_lines
from bot.flows.closed import why_not
from bot.flows.earlier_card import contact_line, earlier_button, proposals
from bot.flows.notice_card import customer_facts, read_button, state_words
from bot.flows.parts import short, titled
from bot.flows.record_paper import PDF, paper_section, record_paper
from bot.flows.record_view import act_words, added_words, report_rows
from bot.flows.story import story
from bot.flows.times import local_moment
from bot.messages import Button, Buttons, Fact, Facts, Part, Steps, Text, Tone
from bot.replies import Reply, Say, Upload
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.audit import Act
from incidents.earlier import EarlierContact, Related
from incidents.papers.paper import Paper, PaperSection
from incidents.papers.pdf import PaperFailed, as_pdf
from incidents.records import Record
from incidents.rules.access import Operation

log = structlog.get_logger()

LISTED = 6


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """The pack as a card: who handed over, earlier contacts, and what happened so far; words are in the PDF."""
    person = event.who.person
    record = await services.incidents.view(event.value, person)
    if record is None or Operation.LINK not in record.may:
        return short(await why_not(event.value, person, services))
    found = await services.incidents.related(record.id, person)
    facts = [
        Fact(sentence("act.stands"), state_words(record)),
        *_handed(record, services),
        *customer_facts(record),
    ]
    parts: list[Part] = [Facts(tuple(facts)), *proposals(found, services)]
    if found.theirs:
        rows = (Fact(one.record.reference, contact_line(one, services)) for one in found.theirs[:LISTED])
        parts.append(Facts(tuple(rows)))
    else:
        parts.append(Text(sentence("earlier.none")))
    parts += [Text(sentence("notice.so_far")), Steps(story(record, services))]
    parts.append(Text(sentence("earlier.pack_words"), Tone.QUIET))
    paper = Button(sentence("earlier.pack_paper"), "pack.paper", record.id, Tone.STRONG)
    ways = (earlier_button(record),) if found.contacts else ()
    title = sentence("earlier.pack_title", reference=record.reference)
    return [Say(titled(title, *parts, Buttons((paper, read_button(record), *ways))))]


async def give(event: ActionChosen, services: Services) -> list[Reply]:
    """The pack as a PDF, privately; every report in it is a look in the audit log."""
    person = event.who.person
    record = await services.incidents.view(event.value, person, printed=True)
    if record is None or Operation.LINK not in record.may:
        return short(await why_not(event.value, person, services))
    found = await services.incidents.related(record.id, person, printed=True)
    try:
        content = await asyncio.to_thread(as_pdf, pack_paper(record, found, person, services))
    except PaperFailed as error:
        log.error("paper_failed", reference=record.reference, cause=str(error))  # noqa: TRY400 - no words in logs
        return short(sentence("paper.failed"), read_button(record))
    summary = sentence("earlier.pack_summary", reference=record.reference)
    return [Upload(f"{record.reference}-pack.pdf", PDF, content, summary, event.action, record.id)]


def pack_paper(record: Record, found: Related, reader: str, services: Services) -> Paper:
    """The report as it is on paper, then each earlier contact with what was written and done."""
    paper = record_paper(record, reader, services)
    listed = [(one.record.reference, contact_line(one, services)) for one in found.theirs]
    overview = paper_section(
        sentence("earlier.pack_contacts"), listed or [("", sentence("earlier.none"))], table=bool(listed)
    )
    contacts = (_contact(one, services) for one in found.theirs)
    return replace(
        paper,
        title=sentence("earlier.pack_title", reference=record.reference),
        sections=(*paper.sections, overview, *contacts),
        signatures=(),
    )


def _contact(contact: EarlierContact, services: Services) -> PaperSection:
    record = contact.record
    rows = [
        *report_rows(record.report, record.behaviours, record.about, services, on_paper=True),
        (sentence("act.stands"), state_words(record)),
        *added_words(record, services),
        *act_words(record, services, on_paper=True),
        (sentence("attachment.files"), file_lines(record.files, services, on_paper=True)),
    ]
    return paper_section(sentence("earlier.pack_contact", reference=record.reference), rows)


def _handed(record: Record, services: Services) -> list[Fact]:
    """Who handed it over, each time."""
    label = sentence("earlier.pack_from")
    handed = (one for one in record.entries if one.act == Act.HANDED_OVER)
    return [
        Fact(
            label,
            sentence(
                "earlier.pack_by",
                name=services.people.name(one.by),
                moment=local_moment(one.at, services.organisation),
            ),
        )
        for one in handed
    ]


ACTIONS: dict[str, Flow[ActionChosen]] = {"pack.show": show, "pack.paper": give}
