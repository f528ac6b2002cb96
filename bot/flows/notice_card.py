"""How a notice looks: facts enough to act, never the customer's name or what was written (T19)."""

from __future__ import annotations

from collections.abc import Iterable

from bot.flows.attachment_words import attach_way, files_way
from bot.flows.away_words import stood_in_for
from bot.flows.correspondence import decision_facts, waits_for_decision
from bot.flows.field_words import label_of
from bot.flows.name_words import folded_words
from bot.flows.own_answers import detail_words
from bot.flows.report_given import yes_or_no
from bot.flows.report_kinds import DANGERS
from bot.flows.story import acknowledged_line, story, told
from bot.flows.task_card import task_lines
from bot.flows.times import local_moment
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Steps, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.jobs import ASIDE
from incidents.notices import Notice, NoticeKind
from incidents.records import Behaviour, Channel, Record, Report, State, Urgency, Warned
from incidents.rules.access import Operation
from incidents.rules.acts import ACT_FIELDS
from incidents.rules.details import DETAIL_FIELDS


def chain_card(record: Record, services: Services, *, reader: str, lead: str = "", news: str = "") -> Message:
    """The card of one of those who were asked to act or told; it shows what happened up to now and stays true.

    `lead` is what they are asked while nobody has acknowledged, `news` what was just done with it.
    """
    title = _title(record, reader)
    done = acknowledged_line(record, services)
    parts: list[Part] = [Heading(title)]
    if danger := _danger(record):
        parts.append(Text(danger, Tone.DANGER))
    if news:
        parts.append(Text(news, Tone.STRONG))
    if done:
        parts.append(Text(done, Tone.GOOD))
    elif lead and not _only_reads(record, reader):
        parts.append(Text(lead, Tone.STRONG))
    if not done:
        parts += stood_in_for(record, services)
    if not record.is_whole:
        parts.append(Text(sentence("opened.not_whole", name=services.people.name(record.report.author))))
    parts.append(Facts(tuple(_facts(record, services, reader))))
    if happened := story(record, services):
        parts += [Text(sentence("notice.so_far")), Steps(happened)]
    parts.append(Buttons(_actions(record)))
    return Message(news or done or _summary(record, title), tuple(parts))


def _title(record: Record, reader: str) -> str:
    """What a card is headed with: only who was asked or told reads that it is for them."""
    if all(row.recipient != reader for row in record.deliveries):
        return sentence("record.title", reference=record.reference)
    asked = is_asked(record) and not _only_reads(record, reader)
    return sentence("notice.alert" if asked else "notice.for_you", reference=record.reference)


def _only_reads(record: Record, reader: str) -> bool:
    """Whether a record was shared with somebody who is asked nothing about it."""
    return reader in record.shared and Operation.ACKNOWLEDGE not in record.may


def is_asked(record: Record) -> bool:
    """Whether somebody is asked to acknowledge; otherwise those who are named are told, or there is nobody."""
    return record.urgency is Urgency.ACKNOWLEDGE and bool(record.deliveries)


def lead(notice: Notice) -> str:
    """What its reader is asked while nobody has acknowledged, as it is for them at this moment."""
    if notice.kind is NoticeKind.TOLD:
        return _told_lead(notice.record)
    if notice.kind is NoticeKind.ALERT and _is_raised(notice.record):
        return sentence("notice.raised_lead")
    if notice.kind is NoticeKind.ALERT or _asked_since(notice):
        if notice.kind is NoticeKind.ALERT and notice.again:
            return sentence("notice.alert_lead_again")
        return sentence("notice.alert_lead" if notice.goes_on else "notice.alert_lead_last")
    if notice.level == ASIDE:
        return sentence("notice.aside_lead")
    return sentence("notice.climbed_lead_again" if notice.again else "notice.climbed_lead")


def _told_lead(record: Record) -> str:
    """What somebody who is told of a record reads first: that may have become urgent while it was on its way."""
    return sentence("notice.aside_lead" if is_asked(record) else "notice.for_you_lead")


def added_card(record: Record, services: Services, *, completed: bool = False) -> Message:
    """That the author added something, or the rest of what they had opened, without a word of what it is."""
    title = sentence("notice.added", reference=record.reference)
    lead = sentence("opened.told_lead" if completed else "notice.added_lead")
    if completed:
        name = services.people.name(record.report.author)
        title = sentence("opened.told", name=name, reference=record.reference)
    parts: list[Part] = [Heading(title), Text(lead, Tone.STRONG)]
    if danger := _danger(record):
        parts.append(Text(danger, Tone.DANGER))
    if done := acknowledged_line(record, services):
        parts.append(Text(done, Tone.GOOD))
    parts.append(Buttons(_actions(record)))
    return Message(title, tuple(parts))


def act_button(operation: Operation, record: Record, tone: Tone = Tone.PLAIN) -> Button:
    """The way to an act: done at once, or asked about in a form."""
    value = f"{operation}:{record.id}"
    return Button(
        sentence(f"act.{operation}"), "record.act", value, tone, opens_form=bool(ACT_FIELDS[operation])
    )


def state_words(record: Record) -> str:
    """Where a record stands, in a few words."""
    return sentence(f"act.state_{record.state}")


def _is_raised(record: Record) -> bool:
    return any(entry.kind == "raised" for entry in record.timeline)


def _asked_since(notice: Notice) -> bool:
    """Whether the reader of a card was asked after those whom the notice is about."""
    own = [row.level for row in notice.record.deliveries if row.recipient == notice.recipient]
    return any(level >= notice.level for level in own)


def reporter_card(record: Record, services: Services, text: str, *extra: Part) -> Message:
    """The card of the person who reported: who was told and what they can do."""
    parts: list[Part] = [Heading(sentence("notice.yours", reference=record.reference)), Text(text)]
    facts = [*decision_facts(record, services), *customer_facts(record)]
    if names := told(record, services):
        facts.append(Fact(sentence("notice.told"), names))
    if facts:
        parts.append(Facts(tuple(facts)))
    parts += extra
    own = [one for one in (Operation.CORRECT, Operation.NOT_SOLVED) if one in record.may]
    buttons = [act_button(one, record, Tone.STRONG) for one in own] + [read_button(record)]
    buttons += [] if own or not record.is_whole else [add_button(record)]
    buttons = buttons if record.is_whole else [complete_button(record), *buttons]
    further = record.may & {Operation.ASK_CAO, Operation.SEE_LOOKS}
    buttons.append(_more(record) if further else paper_button(record))
    parts.append(Buttons(tuple(buttons)))
    return Message(text, tuple(parts))


def _more(record: Record) -> Button:
    return Button(sentence("act.more"), "record.steps", record.id)


def complete_button(record: Record) -> Button:
    """The way for an author to the form with the rest of what they opened (D55)."""
    return Button(sentence("opened.button"), "report.complete", record.id, Tone.STRONG, opens_form=True)


def add_button(record: Record) -> Button:
    """The way for an author to add a later statement (D54)."""
    return Button(sentence("report.amend"), "report.amend", record.id, opens_form=True)


def _summary(record: Record, title: str) -> str:
    """What a lock screen shows: no name, and no kind of behaviour either."""
    if not is_asked(record) or title == sentence("record.title", reference=record.reference):
        return title
    danger = bool(_dangers(record))
    return sentence("notice.danger_summary" if danger else "notice.alert_summary", reference=record.reference)


def _dangers(record: Record) -> list[Behaviour]:
    return [one for one in DANGERS if one in record.behaviours]


def _danger(record: Record) -> str:
    """What was ticked that means danger, the most urgent first."""
    kinds = _kinds(_dangers(record))
    return sentence("notice.danger", kinds=kinds) if kinds else ""


def _kinds(behaviours: Iterable[Behaviour]) -> str:
    return "; ".join(sentence(f"field.behaviours_{one}") for one in behaviours)


def _facts(record: Record, services: Services, reader: str) -> list[Fact]:
    report = record.report
    name = services.people.name(report.author)
    # Nobody is sent to speak with whoever it complains of.
    for_whom = "" if report.filed_for in record.about else report.filed_for
    others = [one for one in record.behaviours if one not in DANGERS]
    rows = (
        (sentence("notice.when"), local_moment(report.occurred_at, services.organisation)),
        (sentence("notice.place"), _place(report)),
        (sentence("notice.reporter"), name),
        _phone_of(report.author, services),
        (sentence("notice.filed_for"), services.people.name(for_whom) if for_whom else ""),
        _phone_of(for_whom, services),
        (sentence("notice.department"), report.department),
        (sentence("notice.channel"), channel_words(report)),
        (sentence("notice.behaviours"), _kinds(others)),
        *_ending(report),
        *((one.label, one.value) for one in decision_facts(record, services)),
        *_details(record, services),
        (sentence("notice.told"), told(record, services, reader=reader)),
        (sentence("act.stands"), "" if record.state is State.SUBMITTED else state_words(record)),
        (sentence("task.open_tasks"), "\n".join(task_lines(record, services))),
        (sentence("act.handler"), services.people.name(record.handler) if record.handler else ""),
        *((one.label, one.value) for one in customer_facts(record)),
    )
    return [Fact(label, value) for label, value in rows if value]


def _phone_of(person: str, services: Services) -> tuple[str, str]:
    """The number of somebody who is to be called or seen."""
    known = services.people.get(person)
    return sentence("notice.reporter_phone", name=services.people.name(person)), known.phone if known else ""


def customer_facts(record: Record) -> list[Fact]:
    """That the customer is still to be told who has it now, where it was handed over (P17)."""
    return [Fact(sentence("act.customer"), sentence("act.customer_untold"))] if record.customer_untold else []


def _details(record: Record, services: Services) -> list[tuple[str, str]]:
    """What of later pages may be read over a shoulder: choices, never words."""
    said = record.details
    choices = [one for one in DETAIL_FIELDS if one.on_card and one.name in said]
    return [(label_of(one, services), detail_words(one, said[one.name], record, services)) for one in choices]


def _ending(report: Report) -> list[tuple[str, str]]:
    """Whether the contact was ended after a warning; of a letter only where its author says so."""
    if report.is_correspondence and not report.ended and report.warned is not Warned.YES:
        return []
    return [
        (sentence("notice.warned"), sentence(f"field.warned_{report.warned}")),
        (sentence("notice.ended"), sentence(f"field.ended_{yes_or_no(report.ended)}")),
    ]


def channel_words(report: Report) -> str:
    """How a contact took place; nothing while its author has not said."""
    return "" if report.channel is Channel.UNKNOWN else sentence(f"field.channel_{report.channel}")


def _place(report: Report) -> str:
    """Where it was, unless the customer's name stands in it: that is for the report alone (T19)."""
    customer = {word for word in folded_words(report.customer) if len(word) > 2}
    return "" if customer & set(folded_words(report.place)) else report.place


def _actions(record: Record) -> tuple[Button, ...]:
    """At most three: what is most likely to come next, reading, and everything else."""
    read = read_button(record)
    waits = record.acknowledged_at is None and is_asked(record)
    first: tuple[Button, ...] = ()
    if waits and Operation.ACKNOWLEDGE in record.may:
        first = (Button(sentence("notice.acknowledge"), "notice.acknowledge", record.id, Tone.STRONG),)
    elif waits_for_decision(record):
        first = (act_button(Operation.DECIDE_CORRESPONDENCE, record, Tone.STRONG),)
    elif not record.handler and Operation.TAKE_OVER in record.may:
        first = (act_button(Operation.TAKE_OVER, record, Tone.STRONG),)
    elif record.state is State.CLOSING and Operation.TELL_IN_PERSON in record.may:
        first = (act_button(Operation.TELL_IN_PERSON, record),)
    more = _more(record) if record.may & {*ACT_FIELDS, Operation.SEE_LOOKS} else paper_button(record)
    return (*first, read, more)


def paper_button(record: Record) -> Button:
    """The way to a PDF of the whole report."""
    return Button(sentence("paper.get"), "record.paper", record.id)


def attach_button(record: Record) -> list[Button]:
    """The way to add a file, for whoever can."""
    return attach_way(record.id) if Operation.ATTACH in record.may else []


def files_button(record: Record, *, with_paper: bool = False) -> list[Button]:
    """The way to its files, where it has any; or, whether it has or not, to those and the PDF."""
    if with_paper:
        return [Button(sentence("attachment.with_paper"), "record.files", record.id)]
    return files_way(record.id, len(record.files))


def read_button(record: Record) -> Button:
    """The way to the whole report."""
    return Button(sentence("notice.read"), "notice.view", record.id, opens_form=True)
