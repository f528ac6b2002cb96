"""Letters of a restriction: the organisation's templates filled from the record, as Word files and as PDF (D33)."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.events import ActionChosen
from bot.flows.letter_draft import (
    DOCX,
    MEDIA,
    PDF,
    LetterDraft,
    drafted,
    files_of,
    lacking,
    languages,
    letter_of,
)
from bot.flows.letter_ways import way_words
from bot.flows.parts import short, titled
from bot.flows.times import local_of
from bot.locales import day_in, listed_in
from bot.messages import Button, Buttons, Message, Text
from bot.replies import Reply, Say, Upload
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.papers.pdf import PaperFailed
from incidents.papers.places import plain_words
from incidents.records import RecordEntry, State
from incidents.restriction import RestrictionFile
from incidents.rules.letters import OF_RESTRICTIONS, CustomerLetter

log = structlog.get_logger()


async def letter_draft(
    kind: CustomerLetter, one: RestrictionFile, language: str, person: str, services: Services
) -> LetterDraft:
    """A letter about a restriction in a language; what was sent as the notice stays as it was sent."""
    if (sent := notice_sent(kind, one)) is not None:
        said = str(sent.said.get("letter_language") or services.organisation.language)
        text = str(sent.said.get("notice_text", ""))
        at = sent.said.get("notice_at")
        values = _values(one, said, sent.by, services, at if isinstance(at, datetime) else sent.at)
        draft = await drafted(kind, said, values, one.reference, services)
        letter = letter_of(
            text, said, one.reference, services, head=draft.letter.head, foot=draft.letter.foot
        )
        return LetterDraft(letter, b"", ())
    return await new_letter(kind, one, language, person, services)


async def new_letter(
    kind: CustomerLetter,
    one: RestrictionFile,
    language: str,
    person: str,
    services: Services,
    at: datetime | None = None,
) -> LetterDraft:
    """A letter about a restriction as it is sent at a moment, now where none is named, whatever was sent before."""
    values = _values(one, language, person, services, at or services.clock.now())
    return await drafted(kind, language, values, one.reference, services)


def days_of_sending(
    one: RestrictionFile, language: str, sent: datetime, services: Services
) -> frozenset[str]:
    """The days a letter has because it is sent at this moment, as it says them."""
    values = _values(one, language, "", services, sent)
    return frozenset(plain_words(values[name]) for name in ("today", "from"))


def notice_sent(kind: CustomerLetter, one: RestrictionFile) -> RecordEntry | None:
    """The entry of the notice that was sent last; None while a new one is to be sent."""
    if kind is not CustomerLetter.NOTICE or one.state is State.APPROVED:
        return None
    return next((entry for entry in reversed(one.entries) if entry.said.get("notice_text")), None)


def _values(
    one: RestrictionFile, language: str, person: str, services: Services, sent: datetime
) -> dict[str, str]:
    said, rules = one.wanted, services.restrictions.rules.in_language(language)
    answers = ("appeal_answer", "extend_reason", "end_reason")
    answer = [str(entry.said[name]) for entry in one.entries for name in answers if name in entry.said]
    scopes = {"channels": said.channels, "sites": said.sites, "matters": said.matters}
    scope = [rules.scopes.get(name, {}).get(key, key) for name, keys in scopes.items() for key in keys]

    def day(at: datetime) -> str:
        return day_in(language, local_of(at, services.organisation).date())

    return {
        "customer": said.customer,
        "options": "\n".join(f"{option.name}. {option.rule}" for option in rules.chosen(said.options)),
        "scope": listed_in(language, scope) or rules.everywhere or sentence("restriction.everywhere"),
        "ground": rules.grounds.get(said.ground, ""),
        # The letter says what was known when it was sent: it is in force once that was noted.
        "from": day(one.begins or max(said.starts, sent)),
        "until": day(said.ends),
        "review": day(one.review),
        "appeal": rules.appeal_words,
        "nominated": services.people.name(said.nominated) if said.nominated else "",
        "quota": str(said.quota) if said.quota else "",
        "today": day(sent),
        "reference": one.reference,
        "answer": answer[-1] if answer else "",
        "sender": services.people.name(person),
    }


async def give(event: ActionChosen, services: Services) -> list[Reply]:
    """The letter as a file, for who may read the restriction; first in which language, and as what.

    One that lacks something is not made. The notice that was sent is handed over as it was kept.
    """
    name, record_id, language, wanted = [*event.value.split(":"), "", "", ""][:4]
    kind = next((one for one in OF_RESTRICTIONS if one.value == name), None)
    person = event.who.person
    found = await services.restrictions.view(record_id, person) if kind else None
    if found is None or kind is None:
        return short(sentence("restriction.nothing"))
    offered = languages(kind, services)
    sent = notice_sent(kind, found)
    if not offered and sent is None:
        return short(sentence("restriction.no_template"))
    if sent is None and language not in offered:
        language = ""
    if wanted not in MEDIA or not (language or sent):
        return await _offer(kind, found, offered, person, services)
    if sent and (kept := await services.letters.file(found.id, sent.id, wanted, person)):
        return [_handed(kind, found, wanted, kept, event)]
    draft = await letter_draft(kind, found, language, person, services)
    if draft.lacks:
        return short(sentence("restriction.letter_lacks", names=lacking(draft.lacks)))
    try:
        files = {one.format: one.content for one in await files_of(draft)}
    except PaperFailed as error:
        log.error("paper_failed", reference=found.reference, cause=str(error))  # noqa: TRY400 - no words in logs
        return short(sentence("paper.failed"))
    # It is noted as taken along when it is, for who may read it still.
    if await services.restrictions.view(found.id, person, printed=True) is None:
        return short(sentence("restriction.nothing"))
    return [_handed(kind, found, wanted, files[wanted], event)]


async def _offer(
    kind: CustomerLetter, one: RestrictionFile, offered: tuple[str, ...], person: str, services: Services
) -> list[Reply]:
    """The ways to have a letter, or at once what it still lacks."""
    title = sentence(f"restriction.letter_{kind}")
    if notice_sent(kind, one):
        return [Say(kept_card(kind, one))]
    draft = await letter_draft(kind, one, offered[0], person, services)
    if draft.lacks:
        return short(sentence("restriction.letter_lacks", names=lacking(draft.lacks)))
    return [Say(titled(title, Text(sentence("letter.choose")), Buttons(way_buttons(kind, one, offered))))]


def kept_card(kind: CustomerLetter, one: RestrictionFile) -> Message:
    """The ways to a letter that was sent."""
    title = sentence(f"restriction.letter_{kind}")
    return titled(title, Text(sentence("letter.as_sent")), Buttons(way_buttons(kind, one, ("",))))


def way_buttons(kind: CustomerLetter, one: RestrictionFile, offered: tuple[str, ...]) -> tuple[Button, ...]:
    """A button for each language and each sort of file."""
    return tuple(
        Button(
            way_words(wanted, language if len(offered) > 1 else ""),
            "restriction.letter",
            f"{kind}:{one.id}:{language}:{wanted}",
        )
        for language in offered
        for wanted in (DOCX, PDF)
    )


def _handed(
    kind: CustomerLetter, one: RestrictionFile, wanted: str, content: bytes, event: ActionChosen
) -> Upload:
    summary = sentence("restriction.letter_summary", reference=one.reference)
    file = f"{one.reference}-{kind}.{wanted}"
    return Upload(file, MEDIA[wanted], content, summary, event.action, event.value)


ACTIONS: dict[str, Flow[ActionChosen]] = {"restriction.letter": give}
