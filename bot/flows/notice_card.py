"""How a notice looks: facts enough to act, never the customer's name or what was written (T19)."""

from __future__ import annotations

from bot.flows.report_form import yes_or_no
from bot.flows.story import acknowledged_line, story, told
from bot.flows.times import local_moment
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Steps, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.records import Record


def chain_card(record: Record, services: Services, *, reader: str, lead: str = "") -> Message:
    """The card of one of those who were asked to act; it shows what happened up to now and stays true."""
    ended = record.report.ended
    title = sentence("notice.alert" if ended else "notice.not_ended", reference=record.reference)
    done = acknowledged_line(record, services)
    parts: list[Part] = [Heading(title)]
    if done:
        parts.append(Text(done, Tone.GOOD))
    elif lead:
        parts.append(Text(lead, Tone.STRONG))
    parts.append(Facts(tuple(_facts(record, services, reader))))
    if happened := story(record, services):
        parts += [Text(sentence("notice.so_far")), Steps(happened)]
    parts.append(Buttons(_actions(record)))
    summary = sentence("notice.alert_summary", reference=record.reference) if ended else title
    return Message(done or summary, tuple(parts))


def reporter_card(record: Record, services: Services, text: str, *extra: Part) -> Message:
    """The card of the person who reported: who was told and what they can do."""
    parts: list[Part] = [Heading(sentence("notice.yours", reference=record.reference)), Text(text)]
    if names := told(record, services):
        parts.append(Facts((Fact(sentence("notice.told"), names),)))
    parts += extra
    parts.append(Buttons((_read(record), add_button(record))))
    return Message(text, tuple(parts))


def add_button(record: Record) -> Button:
    """The way for an author to add a later statement (D54)."""
    return Button(sentence("report.amend"), "report.amend", record.id, opens_form=True)


def _facts(record: Record, services: Services, reader: str) -> list[Fact]:
    report = record.report
    behaviours = [sentence(f"field.behaviours_{one}") for one in report.behaviours]
    rows = (
        (sentence("notice.when"), local_moment(report.occurred_at, services.organisation)),
        (sentence("notice.reporter"), services.people.name(report.author)),
        (sentence("notice.department"), report.department),
        (sentence("notice.channel"), sentence(f"field.channel_{report.channel}")),
        (sentence("notice.behaviours"), "; ".join(behaviours)),
        (sentence("notice.warned"), sentence(f"field.warned_{report.warned}")),
        (sentence("notice.ended"), sentence(f"field.ended_{yes_or_no(report.ended)}")),
        (sentence("notice.told"), told(record, services, reader=reader)),
    )
    return [Fact(label, value) for label, value in rows if value]


def _actions(record: Record) -> tuple[Button, ...]:
    if record.acknowledged_at is not None or not record.report.ended:
        return (_read(record),)
    acknowledge = Button(sentence("notice.acknowledge"), "notice.acknowledge", record.id, Tone.STRONG)
    return (acknowledge, _read(record))


def _read(record: Record) -> Button:
    return Button(sentence("notice.read"), "notice.view", record.id, opens_form=True)
