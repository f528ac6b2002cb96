"""Letters about a report, to its customer: acknowledged, the position stated, or a warning (D14, D18)."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.drafts import Draft
from bot.events import ActionChosen, FieldValue, FormSubmitted
from bot.flows.closed import why_not
from bot.flows.letter_draft import DOCX, MEDIA, PDF, LetterDraft, drafted, files_of, lacking
from bot.flows.letter_ways import OPERATION, in_language, offered, way_words, written
from bot.flows.notice_card import paper_button, read_button
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.record_acts import refusal
from bot.flows.record_fields import drawn, errors_of, shown
from bot.flows.report_given import text_in
from bot.flows.times import day_words, local_of, today
from bot.forms import Form, FormNotice
from bot.locales import day_in, language_name
from bot.messages import Button, Buttons, Fact, Facts, Part, Text, Tone
from bot.replies import CloseForm, FormErrors, Reply, Say, Upload
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.papers.pdf import PaperFailed
from incidents.records import ActOutcome, Record, RecordEntry, Said
from incidents.rules.acts import LETTER_ASKED, LETTER_FIELDS
from incidents.rules.fields import RecordField
from incidents.rules.letters import CustomerLetter

log = structlog.get_logger()

FORM = "record_letter"
KIND = LETTER_FIELDS[OPERATION][0]
SHOWN = 3
"""Letters that were written, at most, on one card: two files of each."""
DIGITS = 4


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """The letters there are, each as a Word file or a PDF, and the ways to write one."""
    record_id, _, said = event.value.partition(":")
    record = await services.incidents.view(record_id, event.who.person)
    if record is None:
        return short(await why_not(record_id, event.who.person, services))
    start = int(said) if said.isdecimal() and len(said) <= DIGITS else 0
    title = sentence("letter.of_record", reference=record.reference)
    return [Say(titled(title, *_written(record, start, services), *_to_write(record, services)))]


def _written(record: Record, start: int, services: Services) -> list[Part]:
    """Some of the letters that were written, and the way to older ones."""
    parts: list[Part] = []
    every = written(record)
    for entry in every[start : start + SHOWN]:
        day = day_words(local_of(entry.at, services.organisation).date())
        name = services.people.name(entry.by)
        kind = shown(KIND, entry.said["letter_kind"], services)
        parts.append(Text(sentence("letter.written", kind=kind, day=day, name=name)))
        parts.append(Buttons(_files_of(entry, record)))
    if left := len(every[start + SHOWN :]):
        older = sentence("letter.older", count=left)
        parts.append(Buttons((Button(older, "record.letters", f"{record.id}:{start + SHOWN}"),)))
    return parts


def _to_write(record: Record, services: Services) -> list[Part]:
    """The letters that its reader can write now, and the record itself on paper."""
    parts: list[Part] = []
    ways = offered(services) if OPERATION in record.may else ()
    several = len({language for _, language in ways}) > 1
    buttons = [
        Button(
            _named(kind, language if several else ""),
            "record.letter_form",
            f"{kind}:{language}:{record.id}",
            opens_form=True,
        )
        for kind, language in ways
    ]
    if buttons:
        parts.append(Text(sentence("letter.write"), Tone.STRONG))
        if spoken := record.details.get("language"):  # Whoever chooses sees what the customer speaks (P19).
            parts.append(Facts((Fact(sentence("field.language"), str(spoken)),)))
        parts.append(Buttons(tuple(buttons)))
    if not parts and not written(record):
        parts.append(Text(_no_way(record)))
    return [*parts, Buttons((paper_button(record),))]


def _no_way(record: Record) -> str:
    """Why its reader can write no letter: it is not theirs to do, or there is no template."""
    if OPERATION not in record.may:
        return refusal(ActOutcome.NOT_ALLOWED, record, OPERATION)
    return sentence("letter.no_templates")


def _named(kind: CustomerLetter, language: str) -> str:
    return in_language(sentence(f"field.letter_kind_{kind}"), language)


def _files_of(entry: RecordEntry, record: Record) -> tuple[Button, ...]:
    return tuple(
        Button(way_words(one, ""), "record.letter_file", f"{one}:{entry.id}:{record.id}")
        for one in (DOCX, PDF)
    )


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form of a letter, with the name as the report has it."""
    kind, _, record_id = _meant(event.value, services)
    record = await services.incidents.view(record_id, event.who.person)
    if record is None:
        return short(await why_not(record_id, event.who.person, services))
    if OPERATION not in record.may or kind is None:
        return short(_no_way(record), read_button(record))
    values: dict[str, FieldValue] = {"letter_to": record.whole_report.customer}
    return open_form(new_draft(event, FORM, services, values, event.value), letter_form, services)


def letter_form(draft: Draft, services: Services) -> Form:
    """What a letter asks; the rest is in the template and in the record."""
    kind, language, _ = _meant(draft.context, services)
    return Form(
        name=FORM,
        title=_named(kind or CustomerLetter.POSITION, ""),
        items=(
            FormNotice(sentence("act.write_letter_notice")),
            FormNotice(sentence("letter.form_notice", language=language_name(language))),
            *(drawn(one, draft.values, draft.person, services) for one in _asked(kind)),
        ),
        submit=sentence("letter.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


def _asked(kind: CustomerLetter | None) -> tuple[RecordField, ...]:
    """An acknowledgement has no words of its own."""
    without = {
        CustomerLetter.ACKNOWLEDGEMENT: {"letter_words"},
        CustomerLetter.WARNING: {"letter_next"},
    }.get(kind or CustomerLetter.POSITION, set())
    return tuple(one for one in LETTER_ASKED if one.name not in without)


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Fill the letter in and keep it; where something is missing, the form stays and says what."""
    kind, language, record_id = _meant(event.context, services)
    person, draft = event.who.person, sent_draft(event, services)
    record = await services.incidents.view(record_id, person)
    fields = _asked(kind)
    if record is None or kind is None:
        gone = (
            await why_not(record_id, person, services) if record is None else sentence("letter.no_templates")
        )
        return kept_open(letter_form(draft, services), gone, fields[0].name)
    if errors := errors_of(fields, event.values, person, services):
        return [FormErrors(letter_form(draft, services), errors)]
    values = {one.name: text_in(event.values, one.name).strip() for one in fields}
    letter = await drafted(
        kind, language, _values(record, values, language, person, services), record.reference, services
    )
    if letter.lacks:
        reason = sentence("restriction.letter_lacks", names=lacking(letter.lacks))
        return kept_open(letter_form(draft, services), reason, fields[0].name)
    return await _kept(event, record, kind, values["letter_to"], letter, services)


async def _kept(
    event: FormSubmitted,
    record: Record,
    kind: CustomerLetter,
    to: str,
    letter: LetterDraft,
    services: Services,
) -> list[Reply]:
    draft, first = sent_draft(event, services), LETTER_ASKED[0].name
    said: dict[str, Said] = {
        "letter_kind": kind.value,
        "letter_language": letter.letter.language,
        "letter_to": to,
        "letter_text": letter.letter.text,
    }
    try:
        files = await files_of(letter)
    except PaperFailed as error:
        log.error("paper_failed", reference=record.reference, cause=str(error))  # noqa: TRY400 - no words in logs
        return kept_open(letter_form(draft, services), sentence("paper.failed"), first)
    outcome, after = await services.incidents.act(
        record.id, event.who.person, OPERATION, said, event.draft, letters=files
    )
    if outcome is not ActOutcome.DONE or after is None:
        return kept_open(letter_form(draft, services), refusal(outcome, after, OPERATION), first)
    title = sentence("letter.of_record", reference=after.reference)
    parts = (Text(sentence("letter.kept"), Tone.GOOD), *_first_of(after), Buttons((read_button(after),)))
    return [CloseForm((Say(replace(titled(title, *parts), summary=sentence("letter.kept"))),))]


def _first_of(record: Record) -> list[Part]:
    newest = next(iter(written(record)), None)
    return [Buttons(_files_of(newest, record))] if newest else []


def _values(
    record: Record, said: dict[str, str], language: str, person: str, services: Services
) -> dict[str, str]:
    report, words = record.whole_report, said.get("letter_words", "")
    return {
        "customer": said["letter_to"],
        "day": day_in(language, local_of(report.occurred_at, services.organisation).date()),
        "topic": report.topic,
        "position": words,
        "ground": words,
        "next": said.get("letter_next", ""),
        "today": day_in(language, today(services)),
        "reference": record.reference,
        "sender": services.people.name(person),
        "department": report.department,
    }


async def give(event: ActionChosen, services: Services) -> list[Reply]:
    """A letter as it was kept, for whoever may read its record at this moment."""
    wanted, entry, record_id = [*event.value.split(":"), "", ""][:3]
    person = event.who.person
    content = await services.letters.file(record_id, entry, wanted, person) if wanted in MEDIA else None
    record = await services.incidents.view(record_id, person) if content else None
    if content is None or record is None:
        return short(await why_not(record_id, person, services))
    kind = next((str(one.said.get("letter_kind")) for one in record.entries if one.id == entry), "")
    name = f"{record.reference}-{kind or CustomerLetter.POSITION}.{wanted}"
    summary = sentence("letter.summary", reference=record.reference)
    return [Upload(name, MEDIA[wanted], content, summary, event.action, event.value)]


def _meant(value: str, services: Services) -> tuple[CustomerLetter | None, str, str]:
    """The letter, its language and the record a button or a form names; None for a letter without a template."""
    name, language, record_id = [*value.split(":"), "", ""][:3]
    kind = next((one for one, tag in offered(services) if (one.value, tag) == (name, language)), None)
    return kind, language if kind else services.organisation.language, record_id


ACTIONS: dict[str, Flow[ActionChosen]] = {
    "record.letters": show,
    "record.letter_form": begin,
    "record.letter_file": give,
}
FORMS: dict[str, Flow[FormSubmitted]] = {FORM: submit}
FORM_BUILDERS: dict[str, FormBuilder] = {FORM: letter_form}
