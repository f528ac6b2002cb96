"""The whole of one record, to read: for who may see it at the moment they ask, and nowhere but in a form or 1:1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.flows.attachment_words import file_lines
from bot.flows.field_words import label_of
from bot.flows.own_answers import detail_words, kept_off_paper, own_rows
from bot.flows.record_fields import shown
from bot.flows.story import story, told
from bot.flows.task_card import task_lines
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.locales import listed
from bot.record_link import address_words
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.records import Behaviour, Record, RecordEntry, Report
from incidents.rules.access import Operation
from incidents.rules.acts import SAID_FIELDS
from incidents.rules.details import DETAIL_FIELDS
from incidents.rules.fields import FIELDS, RecordField
from incidents.rules.own_fields import is_own
from incidents.rules.retention import HoldKind

CUSTOMER = next(one for one in FIELDS if one.name == "customer")

DIGITS = 8
"""Of the digest of what was confirmed, so many are shown."""

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
        *report_rows(record.whole_report, record.behaviours, record.about, services),
        *detail_rows(record, services),
        (sentence("attachment.files"), file_lines(record.files, services)),
        (sentence("opened.attested"), attested_words(record, services)),
        (sentence("opened.first_said"), first_said(record, services)),
        (sentence("notice.told"), told(record, services)),
        (sentence("task.open_tasks"), "\n".join(task_lines(record, services))),
        (sentence("retention.holds"), hold_words(record)),
        (sentence("notice.so_far"), "\n".join(story(record, services))),
        (sentence("record.address"), address_words(record.reference, services.public_url)),
    ]
    return [
        *((label, text) for label, text in rows if text),
        *added_words(record, services),
        *act_words(record, services),
    ]


def detail_rows(record: Record, services: Services, *, on_card: bool = False) -> list[tuple[str, str]]:
    """What its author said on later pages in fields that the report itself does not have."""
    known, said = {one.name for one in FIELDS}, record.details
    return [
        (label_of(one, services), detail_words(one, said[one.name], record, services))
        for one in DETAIL_FIELDS
        if one.name in said and one.name not in known and (one.on_card or not on_card)
    ]


def attested_words(record: Record, services: Services) -> str:
    """That its author confirmed what they sent, when, and the first digits of what was kept of it (D66)."""
    if (attested := record.attested) is None:
        return ""
    name = services.people.name(record.report.author)
    moment = local_moment(attested.at, services.organisation)
    if not attested.holds:
        return sentence("opened.attested_broken", name=name, moment=moment)
    return sentence("opened.attested_by", name=name, moment=moment, digits=attested.digest[:DIGITS])


def first_said(record: Record, services: Services, *, on_paper: bool = False) -> str:
    """What was said otherwise when the contact ended than in the report that came later; nothing of it is lost."""
    if (first := record.opened) is None:
        return ""
    report = record.report
    now = report_rows(report, report.behaviours, report.about, services, on_paper=on_paper)
    then = report_rows(first, first.behaviours, first.about, services, on_paper=on_paper)
    changed = [(label, text) for label, text in then if text and (label, text) not in now]
    unsaid = (_label(CUSTOMER, services), sentence("record.unknown"))
    return "\n".join(sentence("act.line", label=a, value=b) for a, b in changed if (a, b) != unsaid)


def hold_words(record: Record) -> str:
    """Why a record is not destroyed, in words; a kind of hold that only a newer version knows has none of its own."""
    known, other = {one.value for one in HoldKind}, sentence("retention.other_hold")
    return listed([sentence(f"field.hold_kind_{one}") if one in known else other for one in record.holds])


def added_words(record: Record, services: Services) -> list[tuple[str, str]]:
    """What its author added later, each with who and when."""
    return [
        (_added(entry.at, entry.actor, services), entry.detail or sentence("record.statement_unopened"))
        for entry in record.timeline
        if entry.kind == "amended"
    ]


def act_words(record: Record, services: Services, *, on_paper: bool = False) -> list[tuple[str, str]]:
    """What was done with it and said of that, each with who and when."""
    return [_act(entry, services, on_paper=on_paper) for entry in record.entries]


def _act(entry: RecordEntry, services: Services, *, on_paper: bool) -> tuple[str, str]:
    """What somebody did with a record, with the words that are for its reader."""
    what = sentence(f"notice.event_{entry.act}", person=services.people.name(entry.by))
    label = sentence("act.entry", what=what, moment=local_moment(entry.at, services.organisation))
    asked = SAID_FIELDS[Operation(entry.operation)] if entry.operation else ()
    rows = [
        *((_label(one, services), _said(one, entry, services)) for one in asked if one.name in entry.said),
        *(
            (one.label, one.shown)
            for one in entry.own
            if is_own(one.name) and not (on_paper and kept_off_paper(one, services))
        ),
    ]
    lines = [sentence("act.line", label=said, value=words) for said, words in rows if words]
    return label, "\n".join(lines)


def _said(field: RecordField, entry: RecordEntry, services: Services) -> str:
    """What an act says in a field; a choice of the organisation's own as it was called then."""
    kept = next((one.shown for one in entry.own if one.name == field.name), "")
    return kept or shown(field, entry.said[field.name], services)


def report_rows(
    report: Report,
    behaviours: Sequence[Behaviour],
    about: Sequence[str],
    services: Services,
    *,
    on_paper: bool = False,
) -> list[tuple[str, str]]:
    """What a report says, each with its label; what it does not say is an empty text.

    `behaviours` and `about` may be more than it said itself: later statements add to both. Of the organisation's own
    fields a paper holds those that are meant for it.
    """
    said = replace(report, behaviours=tuple(behaviours), about=tuple(about))
    when, *others = ((_label(one, services), shown(one, getattr(said, one.name), services)) for one in FIELDS)
    return [
        when,
        (sentence("notice.reporter"), services.people.name(report.author)),
        (sentence("notice.department"), report.department),
        *others,
        *own_rows(report.own, services, on_paper=on_paper),
    ]


def _label(field: RecordField, services: Services) -> str:
    return sentence("record.about") if field.name == "about" else label_of(field, services)


def _added(at: datetime, by: str, services: Services) -> str:
    moment = local_moment(at, services.organisation)
    return sentence("record.added", name=services.people.name(by), moment=moment)
