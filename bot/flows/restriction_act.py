"""What is done with a restriction: each act with its form, and with what stands against it where it cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog

from bot.drafts import Draft
from bot.events import ActionChosen, FieldValue, FormSubmitted
from bot.flows.letter_draft import files_of, lacking, languages
from bot.flows.notice_days import NoticeAsSent, as_sent, filled_on, filled_today, stay_field
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.record_fields import drawn, errors_of, value_of
from bot.flows.restriction_card import restriction_card
from bot.flows.restriction_letter import kept_card, letter_draft, notice_sent
from bot.flows.restriction_words import day_of
from bot.flows.times import day_words
from bot.forms import Form, FormNotice
from bot.locales import language_name, listed
from bot.messages import Button
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.audit import Act
from incidents.papers.letter import LetterFile
from incidents.papers.pdf import PaperFailed
from incidents.papers.places import shown_words
from incidents.records import ActOutcome, Said, State
from incidents.restriction import Problem, RestrictionFile
from incidents.rules.access import Operation
from incidents.rules.fields import RecordField
from incidents.rules.letters import CustomerLetter
from incidents.rules.restriction_acts import RESTRICTION_FIELDS
from incidents.task import TaskKind

log = structlog.get_logger()

AT_THE_COUNTER = frozenset({Operation.LOG_CONTACT, Operation.BOOK})
"""What is done by who sees the rule and nothing else."""

FORM = "restriction_act"
SHOWN_AT: Mapping[Problem, tuple[str, ...]] = {
    Problem.NOTICE_INCOMPLETE: ("notice_text",),
    Problem.BEFORE_DECISION: ("notice_at", "appealed_at"),
    Problem.BEFORE_NOTICE: ("came_at", "outside_at"),
    Problem.SAME_PERSON: ("witness",),
    Problem.NEVER_RESTRICTED: ("came_done",),
    Problem.NO_TEST: ("came_meets",),
}
"""The field a problem is shown at; the first one where it is about none."""

WITHOUT = frozenset({"notice_hash", "letter_language", "letter_docx", "letter_pdf"})
"""Fields that nobody fills in."""


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form of an act; a notice begins with the organisation's letter, filled in."""
    operation, record_id = meant(event.value)
    if operation is None:
        return short(sentence("restriction.nothing"))
    values: dict[str, FieldValue] = {}
    context = event.value
    if operation not in AT_THE_COUNTER:
        found = await services.restrictions.view(record_id, event.who.person)
        if found is None:
            return short(sentence("restriction.nothing"))
        if operation not in found.may:
            return [Say(restriction_card(found, services, lead=sentence("restriction.not_now")))]
        if operation is Operation.SEND_NOTICE:
            offered, language = languages(CustomerLetter.NOTICE, services), language_of(event.value, services)
            if len(offered) > 1 and event.value.count(":") < 2:
                return _which_language(event.value, offered)
            draft = await letter_draft(CustomerLetter.NOTICE, found, language, event.who.person, services)
            values["notice_text"] = draft.letter.text
            context = filled_today(event.value, language, services)
    elif not services.restrictions.may(event.who.person, operation):
        return short(sentence("restriction.nothing"))
    return open_form(new_draft(event, FORM, services, values, context), act_form, services)


def act_form(draft: Draft, services: Services) -> Form:
    """What an act does, and what it asks."""
    operation = meant(draft.context)[0] or Operation.CLARIFY
    return Form(
        name=FORM,
        title=sentence(f"restriction.{operation}"),
        items=(
            FormNotice(sentence(f"restriction.{operation}_notice")),
            *(drawn(one, draft.values, draft.person, services) for one in _asked(operation)),
            *((stay_field(draft, services),) if operation is Operation.SEND_NOTICE else ()),
        ),
        submit=sentence("act.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Do it; where it cannot be done, everything that was typed stays in the form, which says why."""
    operation, record_id = meant(event.context)
    if operation is None:
        return [CloseForm((Say(titled(sentence("restriction.nothing"))),))]
    person, draft, fields = event.who.person, sent_draft(event, services), _asked(operation)
    if errors := errors_of(fields, event.values, person, services):
        return [FormErrors(act_form(draft, services), errors)]
    values = ((one.name, value_of(one, event.values)) for one in fields)
    said = {name: value for name, value in values if value is not None}
    notice: NoticeAsSent | None = None
    files: tuple[LetterFile, ...] = ()
    refused = ""
    if operation is Operation.SEND_NOTICE:
        notice, files, refused = await _notice(record_id, draft, said, services)
    if refused:
        return kept_open(act_form(draft, services), refused, "notice_text")
    outcome, found = await services.restrictions.act(
        record_id, person, operation, said, event.draft, letters=files
    )
    if isinstance(outcome, Problem):
        names = {one.name for one in fields}
        place = next((one for one in SHOWN_AT.get(outcome, ()) if one in names), fields[0].name)
        reason = sentence(f"restriction.problem_{outcome}")
        return kept_open(act_form(draft, services), reason, place)
    if outcome is not ActOutcome.DONE:
        reason = sentence("restriction.not_now" if outcome is ActOutcome.NOT_NOW else "restriction.nothing")
        return kept_open(act_form(draft, services), reason, fields[0].name)
    lead = _lead(operation, found, services)
    if notice is not None and notice.follows:
        lead = f"{lead} {sentence('restriction.days_followed', day=_sent_on(said, services))}"
    if (
        found is None
    ):  # The counter sees the rule alone; who answered a complaint has no right once it is answered.
        return [CloseForm((Say(titled(lead)),))]
    card = Say(restriction_card(found, services, lead=lead))
    if files and notice_sent(CustomerLetter.NOTICE, found):
        return [CloseForm((card, Say(kept_card(CustomerLetter.NOTICE, found))))]
    return [CloseForm((card,))]


def _which_language(value: str, offered: tuple[str, ...]) -> list[Reply]:
    """Ask for the language first: the letter that is then read and kept is in it."""
    buttons = (
        Button(language_name(one), "restriction.act", f"{value}:{one}", opens_form=True) for one in offered
    )
    return short(sentence("letter.which_language"), *buttons)


async def _notice(
    record_id: str, draft: Draft, said: dict[str, Said], services: Services
) -> tuple[NoticeAsSent | None, tuple[LetterFile, ...], str]:
    """The notice as it was sent, put into what is `said`, and its files; or why it is not kept yet.

    There is none for who may not read the restriction.
    """
    language = said["letter_language"] = language_of(draft.context, services)
    found, at = await services.restrictions.view(record_id, draft.person), said["notice_at"]
    if found is None or not isinstance(at, datetime):
        return None, (), ""
    text = shown_words(str(said["notice_text"]))  # The files say what is kept, word for word.
    notice = await as_sent(found, draft, language, text, at, services)
    if notice is None:
        return None, (), _of_another_day(draft, said, services)
    if notice.draft.sheet_lacks:
        return None, (), sentence("restriction.letter_lacks", names=lacking(notice.draft.sheet_lacks))
    said["notice_text"] = notice.text
    try:
        return notice, await files_of(notice.draft, notice.text), ""
    except PaperFailed as error:
        log.error("paper_failed", cause=str(error))  # noqa: TRY400 - no words in logs
        return None, (), sentence("paper.failed")


def _of_another_day(draft: Draft, said: Mapping[str, Said], services: Services) -> str:
    filled = day_words(filled_on(draft.context, services))
    return sentence("restriction.days_of_another", filled=filled, sent=_sent_on(said, services))


def _sent_on(said: Mapping[str, Said], services: Services) -> str:
    at = said["notice_at"]
    assert isinstance(at, datetime)  # noqa: S101 - its field is a time, and it is needed
    return day_of(at, services)


def _lead(operation: Operation, found: RestrictionFile | None, services: Services) -> str:
    """What was done, and nothing that is not so."""
    done = sentence(f"restriction.did_{operation}")
    if found and operation is Operation.SEND_NOTICE:
        return _noticed(found, services)
    if found and operation is Operation.APPEAL:
        if not found.judges:
            return f"{done} {sentence('restriction.appealed_nobody')}"
        names = listed(map(services.people.name, found.judges))
        return f"{done} {sentence('restriction.appealed', names=names)}"
    if found and operation is Operation.EXTEND and found.state is State.APPROVED:
        return f"{done} {sentence('restriction.begins_again')}"
    return done


def _noticed(found: RestrictionFile, services: Services) -> str:
    """Whether it is in force with its notice, or from when; and, after the first notice, the tasks that it made."""
    said = [sentence("restriction.noticed_now")]
    if not found.applies and found.begins:
        said = [sentence("restriction.noticed_early", day=day_of(found.begins, services))]
    first = sum(one.kind == Act.NOTICE_SENT for one in found.timeline) == 1
    if first and {TaskKind.COUNCIL, TaskKind.OUTSIDE} <= {one.kind for one in found.tasks}:
        said.append(sentence("restriction.tasks_made"))
    return " ".join(said)


def _asked(operation: Operation) -> tuple[RecordField, ...]:
    return tuple(one for one in RESTRICTION_FIELDS[operation] if one.name not in WITHOUT)


def meant(value: str) -> tuple[Operation | None, str]:
    """The act and the record a button or a form names."""
    name, record_id, *_ = f"{value}:".split(":")
    known = {one.value: one for one in RESTRICTION_FIELDS}
    return known.get(name), record_id


def language_of(value: str, services: Services) -> str:
    """The language of a letter that a button or a form names, else the organisation's."""
    _, _, language, *_ = f"{value}:::".split(":")
    offered = languages(CustomerLetter.NOTICE, services)
    own = services.organisation.language
    return language if language in offered else own if own in offered or not offered else offered[0]


ACTIONS: dict[str, Flow[ActionChosen]] = {"restriction.act": begin}
FORMS: dict[str, Flow[FormSubmitted]] = {FORM: submit}
FORM_BUILDERS: dict[str, FormBuilder] = {FORM: act_form}
