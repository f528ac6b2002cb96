"""Certificates of records that were destroyed: which there are, and each on paper; for the records officer."""

from __future__ import annotations

import asyncio
from datetime import date

import structlog

from bot.events import ActionChosen
from bot.flows.parts import short, titled
from bot.flows.times import day_words, local_moment
from bot.locales import spoken_tag
from bot.messages import Button, Buttons
from bot.replies import Reply, Say, Upload
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.papers.paper import Paper, PaperLine, PaperSection, PaperSize
from incidents.papers.pdf import PaperFailed, as_pdf
from incidents.store_keeping import Certificate

log = structlog.get_logger()

PDF = "application/pdf"
SHOWN = 6
"""Certificates with a button: as many as one row holds."""


def certificate_button(name: str) -> Button:
    """The way to one certificate on paper."""
    return Button(sentence("retention.certificate"), "certificate.paper", name)


def certificates_button() -> Button:
    """The way to all of them."""
    return Button(sentence("retention.certificates"), "certificate.list")


async def newest(event: ActionChosen, services: Services) -> list[Reply]:
    """The newest certificates, each a button that gives it on paper."""
    found = await services.keeping.certificates(event.who.person)
    if not found:
        return short(sentence("retention.certificates_none"))
    buttons = tuple(Button(_name(one, services), "certificate.paper", one.id) for one in found[:SHOWN])
    return [Say(titled(sentence("retention.certificates"), Buttons(buttons)))]


async def give(event: ActionChosen, services: Services) -> list[Reply]:
    """One certificate as a PDF, privately."""
    one = await services.keeping.certificate(event.value, event.who.person)
    if one is None:
        return short(sentence("retention.certificate_gone"))
    try:
        content = await asyncio.to_thread(as_pdf, certificate_paper(one, event.who.person, services))
    except PaperFailed as error:
        log.error("certificate_failed", certificate=one.id, cause=str(error))  # noqa: TRY400 - no words in logs
        return short(sentence("retention.certificate_failed"))
    name = f"certificate-{one.made_at.astimezone(services.organisation.timezone):%Y-%m-%d}-{one.id[:6]}.pdf"
    return [Upload(name, PDF, content, sentence("retention.certificate_said"), event.action, one.id)]


def certificate_paper(one: Certificate, reader: str, services: Services) -> Paper:
    """Who destroyed what, when, how and by whose decision; not a word of what was in it."""
    organisation, people = services.organisation, services.people
    decision = (
        PaperLine(sentence("retention.paper_by"), people.name(one.made_by)),
        PaperLine(sentence("retention.paper_when"), local_moment(one.made_at, organisation)),
        PaperLine(sentence("retention.paper_authority"), one.authority),
        PaperLine(sentence("retention.paper_count"), str(len(one.destroyed))),
        PaperLine(sentence("retention.paper_how"), sentence("retention.paper_how_text")),
    )
    destroyed = tuple(
        PaperLine(
            line.reference,
            sentence(
                "retention.paper_line",
                name=line.retention_class,
                closed=day_words(date.fromisoformat(line.closed)),
                until=day_words(date.fromisoformat(line.kept_until)),
            ),
        )
        for line in one.destroyed
    )
    given = local_moment(services.clock.now(), organisation)
    return Paper(
        title=sentence("retention.certificate_title"),
        organisation=organisation.name,
        language=spoken_tag(),
        mark=sentence("retention.paper_mark"),
        foot=sentence("retention.paper_foot", id=one.id[:8], name=people.name(reader), moment=given),
        page=sentence("paper.page", page="{page}", pages="{pages}"),
        sections=(
            PaperSection(sentence("retention.paper_who"), decision, table=True),
            PaperSection(sentence("retention.paper_what"), destroyed, table=True),
        ),
        signatures=(sentence("retention.paper_sign", name=people.name(one.made_by)),),
        date_label=sentence("paper.date"),
        unshown=sentence("paper.unshown"),
        size=PaperSize.LETTER if organisation.zone.startswith("America/") else PaperSize.A4,
    )


def _name(one: Certificate, services: Services) -> str:
    count = sentence("retention.count", count=len(one.destroyed))
    moment = local_moment(one.made_at, services.organisation)
    return sentence("retention.certificate_of", moment=moment, reports=count)


ACTIONS: dict[str, Flow[ActionChosen]] = {"certificate.list": newest, "certificate.paper": give}
