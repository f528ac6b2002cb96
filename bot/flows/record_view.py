"""The whole of one record, to read: for who may see it at the moment they ask, and nowhere but in a form or 1:1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.flows.report_given import yes_or_no
from bot.flows.story import story, told
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.locales import listed
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.records import Behaviour, Record, Report

CHARACTERS = 2800
"""What one piece of a long text holds, so that Slack's 3,000 for a block are enough with its label."""


def record_form(record: Record, services: Services) -> Form:
    """A form with nothing to fill in; long texts are cut into pieces, so that all of each can be read."""
    return Form(
        name="record",
        title=sentence("record.title", reference=record.reference),
        items=tuple(
            FormNotice(sentence("record.entry", label=label, text=piece))
            for label, text in _entries(record, services)
            for piece in pieces(text)
        ),
        submit=sentence("record.close"),
        draft=new_id(),
        context=record.id,
    )


def pieces(text: str) -> tuple[str, ...]:
    """A text in pieces of at most CHARACTERS, cut between words where one ends nearby; nothing is lost."""
    found: list[str] = []
    while len(text) > CHARACTERS:
        cut = max(text.rfind(" ", CHARACTERS // 2, CHARACTERS), text.rfind("\n", CHARACTERS // 2, CHARACTERS))
        cut = CHARACTERS if cut < 0 else cut + 1
        found.append(text[:cut])
        text = text[cut:]
    return (*found, text)


def _entries(record: Record, services: Services) -> list[tuple[str, str]]:
    rows = [
        *report_rows(record.report, record.behaviours, record.about, services),
        (sentence("notice.told"), told(record, services)),
        (sentence("notice.so_far"), "\n".join(story(record, services))),
    ]
    statements = [
        (_added(entry.at, entry.actor, services), entry.detail or sentence("record.statement_unopened"))
        for entry in record.timeline
        if entry.kind == "amended"
    ]
    return [(label, text) for label, text in rows if text] + statements


def report_rows(
    report: Report, behaviours: Sequence[Behaviour], about: Sequence[str], services: Services
) -> list[tuple[str, str]]:
    """What a report says, each with its label; what it does not say is an empty text.

    `behaviours` and `about` may be more than it said itself: later statements add to both.
    """
    kinds = "\n".join(sentence(f"field.behaviours_{one}") for one in behaviours)
    return [
        (sentence("field.occurred_at"), local_moment(report.occurred_at, services.organisation)),
        (sentence("notice.reporter"), services.people.name(report.author)),
        (sentence("notice.department"), report.department),
        (sentence("field.channel"), sentence(f"field.channel_{report.channel}")),
        (sentence("field.customer"), report.customer or sentence("record.unknown")),
        (sentence("field.customer_description"), report.customer_description),
        (sentence("record.about"), listed(services.people.name(one) for one in about)),
        (sentence("field.happened"), report.happened),
        (sentence("field.behaviours"), kinds),
        (sentence("field.warned"), sentence(f"field.warned_{report.warned}")),
        (sentence("field.warning_note"), report.warning_note),
        (sentence("field.ended"), sentence(f"field.ended_{yes_or_no(report.ended)}")),
        (sentence("field.supervisor_now"), sentence("record.yes") if report.supervisor_now else ""),
        (sentence("field.others_present"), report.others_present),
        (sentence("field.tried"), report.tried),
        (sentence("field.afterwards"), report.afterwards),
        (sentence("field.topic"), report.topic),
        (sentence("field.place"), report.place),
        (sentence("field.primary_employee"), services.people.name(report.primary_employee)),
    ]


def _added(at: datetime, by: str, services: Services) -> str:
    moment = local_moment(at, services.organisation)
    return sentence("record.added", name=services.people.name(by), moment=moment)
