"""A record on paper: a PDF for whoever may read the whole of it, at the moment they ask (D45-D54, D66, D67)."""

from __future__ import annotations

import asyncio

import structlog

from bot.events import ActionChosen
from bot.flows.attachment_words import file_lines
from bot.flows.closed import why_not
from bot.flows.field_words import label_of
from bot.flows.notice_card import read_button, state_words
from bot.flows.parts import short
from bot.flows.record_view import act_words, added_words, attested_words, detail_rows, first_said, report_rows
from bot.flows.story import story, told
from bot.flows.times import local_moment
from bot.locales import spoken_tag
from bot.replies import Reply, Upload
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.papers.paper import Paper, PaperLine, PaperSection, PaperSize
from incidents.papers.pdf import PaperFailed, as_pdf
from incidents.records import Record
from incidents.rules.fields import FIELDS, FieldKind

log = structlog.get_logger()

PDF = "application/pdf"
LETTER_ZONES = "America/"
"""Where the sheet is US Letter; south of Panama it is A4 as well, but a Letter page prints on that."""


async def give(event: ActionChosen, services: Services) -> list[Reply]:
    """The PDF, privately; absent and forbidden are told apart by nobody, and the look is in the audit log.

    That somebody was given a file does not say that they read it: it closes nothing (D35).
    """
    person = event.who.person
    record = await services.incidents.view(event.value, person, printed=True)
    if record is None:
        return short(await why_not(event.value, person, services))
    paper = record_paper(record, person, services)
    try:
        content = await asyncio.to_thread(as_pdf, paper)
    except PaperFailed as error:
        log.error("paper_failed", reference=record.reference, cause=str(error))  # noqa: TRY400 - no words in logs
        return short(sentence("paper.failed"), read_button(record))
    summary = sentence("paper.summary", reference=record.reference)
    return [Upload(f"{record.reference}.pdf", PDF, content, summary, event.action, record.id)]


def record_paper(record: Record, reader: str, services: Services) -> Paper:
    """Everything the form of the policy asks, with the customer's name, who was told, and what was done since."""
    organisation, people = services.organisation, services.people
    moment = local_moment(services.clock.now(), organisation)
    said = report_rows(record.whole_report, record.behaviours, record.about, services, on_paper=True)
    # What the form asks stands there as unsaid too: an empty line on a paper looks as if it had been cut off.
    rows = [(label, text or sentence("paper.unsaid")) for label, text in said]
    asked = (*FIELDS, *services.fields.asked())
    texts = {label_of(one, services) for one in asked if one.kind is FieldKind.TEXT}
    facts = [
        *(row for row in rows if row[0] not in texts),
        *detail_rows(record, services),
        (sentence("paper.written"), local_moment(record.created_at, organisation)),
        (sentence("opened.attested"), attested_words(record, services)),
        (sentence("opened.first_said"), first_said(record, services, on_paper=True)),
        (sentence("act.stands"), state_words(record)),
        (sentence("act.handler"), people.name(record.handler) if record.handler else ""),
    ]
    sections = (
        paper_section(sentence("paper.report"), facts, table=True),
        paper_section(sentence("paper.told"), [row for row in rows if row[0] in texts]),
        paper_section(sentence("paper.added"), added_words(record, services)),
        paper_section(
            sentence("attachment.files"), [("", file_lines(record.files, services, on_paper=True))]
        ),
        paper_section(sentence("paper.notified"), [("", told(record, services, dated=True))]),
        paper_section(
            sentence("paper.since"),
            [
                ("", "\n".join(story(record, services, dated=True))),
                *act_words(record, services, on_paper=True),
            ],
        ),
    )
    return Paper(
        title=sentence("paper.title", reference=record.reference),
        organisation=organisation.name,
        language=spoken_tag(),
        mark=sentence("paper.mark"),
        foot=sentence("paper.foot", reference=record.reference, name=people.name(reader), moment=moment),
        page=sentence("paper.page", page="{page}", pages="{pages}"),
        sections=tuple(one for one in sections if one.lines),
        signatures=(
            sentence("paper.author", name=people.name(record.report.author)),
            sentence("paper.handler"),
        ),
        date_label=sentence("paper.date"),
        unshown=sentence("paper.unshown"),
        size=PaperSize.LETTER if organisation.zone.startswith(LETTER_ZONES) else PaperSize.A4,
    )


def paper_section(heading: str, rows: list[tuple[str, str]], *, table: bool = False) -> PaperSection:
    """A heading with the rows that say something."""
    lines = tuple(PaperLine(label, text) for label, text in rows if text)
    return PaperSection(heading, lines, table)


ACTIONS: dict[str, Flow[ActionChosen]] = {"record.paper": give}
