"""Letters of a restriction: the organisation's own words, filled from the record, as a PDF (D33)."""

from __future__ import annotations

import asyncio

import structlog

from bot.events import ActionChosen
from bot.flows.parts import short
from bot.flows.record_paper import LETTER_ZONES, PDF
from bot.flows.restriction_words import day_of, scope_words
from bot.flows.times import day_words, today
from bot.locales import spoken_tag
from bot.replies import Reply, Upload
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.papers.paper import Paper, PaperLine, PaperSection, PaperSize
from incidents.papers.pdf import PaperFailed, as_pdf
from incidents.records import State
from incidents.restriction import RestrictionFile
from incidents.rules.restriction_letters import filled, missing
from incidents.rules.restriction_rules import RestrictionLetter

log = structlog.get_logger()


def letter_text(kind: RestrictionLetter, one: RestrictionFile, services: Services) -> str:
    """A letter about a restriction; what was sent as the notice stays as it was sent."""
    if kind is RestrictionLetter.NOTICE and one.notice_text and one.state is not State.APPROVED:
        return one.notice_text
    return filled(services.restrictions.rules.letters.get(kind, ""), _values(one, services))


def _values(one: RestrictionFile, services: Services) -> dict[str, str]:
    said, rules = one.wanted, services.restrictions.rules
    answers = ("appeal_answer", "extend_reason", "end_reason")
    answer = [str(entry.said[name]) for entry in one.entries for name in answers if name in entry.said]
    scope = scope_words(said.channels, said.sites, said.matters, services)
    return {
        "customer": said.customer,
        "options": "\n".join(f"{option.name}. {option.rule}" for option in rules.chosen(said.options)),
        "scope": scope or sentence("restriction.everywhere"),
        "ground": rules.grounds.get(said.ground, ""),
        # It begins once the notice was sent, whatever day was proposed.
        "from": day_of(one.begins or max(said.starts, services.clock.now()), services),
        "until": day_of(said.ends, services),
        "review": day_of(one.review, services),
        "appeal": rules.appeal_words,
        "nominated": services.people.name(said.nominated) if said.nominated else "",
        "quota": str(said.quota) if said.quota else "",
        "today": day_words(today(services)),
        "reference": one.reference,
        "answer": answer[-1] if answer else "",
    }


async def give(event: ActionChosen, services: Services) -> list[Reply]:
    """The letter as a PDF, for who may read the restriction; one that lacks something is not made."""
    name, _, record_id = event.value.partition(":")
    kind = next((one for one in RestrictionLetter if one.value == name), None)
    found = await services.restrictions.view(record_id, event.who.person, printed=True) if kind else None
    if found is None or kind is None:
        return short(sentence("restriction.nothing"))
    text = letter_text(kind, found, services)
    if not text:
        return short(sentence("restriction.no_template"))
    if lacks := missing(text):
        return short(sentence("restriction.letter_lacks", names=", ".join(lacks)))
    paper = letter_paper(kind, text, found, services)
    try:
        content = await asyncio.to_thread(as_pdf, paper)
    except PaperFailed as error:
        log.error("paper_failed", reference=found.reference, cause=str(error))  # noqa: TRY400 - no words in logs
        return short(sentence("paper.failed"))
    summary = sentence("restriction.letter_summary", reference=found.reference)
    file = f"{found.reference}-{kind}.pdf"
    return [Upload(file, PDF, content, summary, event.action, event.value)]


def letter_paper(kind: RestrictionLetter, text: str, one: RestrictionFile, services: Services) -> Paper:
    """The letter on a sheet of the organisation's."""
    organisation = services.organisation
    return Paper(
        title=sentence(f"restriction.letter_{kind}"),
        organisation=organisation.name,
        language=spoken_tag(),
        mark="",
        foot=one.reference,
        page=sentence("paper.page", page="{page}", pages="{pages}"),
        sections=(PaperSection("", (PaperLine("", text),)),),
        unshown=sentence("paper.unshown"),
        size=PaperSize.LETTER if organisation.zone.startswith(LETTER_ZONES) else PaperSize.A4,
    )


ACTIONS: dict[str, Flow[ActionChosen]] = {"restriction.letter": give}
