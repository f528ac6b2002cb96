"""How a safety marker looks: a card without the name or the reasons, and the whole of it to read in a form."""

from __future__ import annotations

from bot.flows.record_fields import shown
from bot.flows.record_view import pieces
from bot.flows.restriction_words import day_of
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.marker import MarkerFile
from incidents.records import RecordEntry
from incidents.rules.access import Operation
from incidents.rules.restriction_acts import RESTRICTION_FIELDS


def state_words(one: MarkerFile) -> str:
    """How it stands now."""
    return sentence(f"marker.state_{one.state}")


def marker_card(one: MarkerFile, services: Services, *, lead: str = "") -> Message:
    """The card for who keeps it; a card is read over shoulders, so nobody is named on it but colleagues."""
    title = sentence("marker.title", reference=one.reference)
    parts: list[Part] = [Heading(title)]
    if lead:
        parts.append(Text(lead, Tone.STRONG))
    parts.append(Facts(tuple(Fact(label, text) for label, text in _facts(one, services))))
    buttons = [Button(sentence("marker.read"), "marker.read", one.id, opens_form=True)]
    if Operation.SEE_LOOKS in one.may:
        buttons.append(Button(sentence("marker.who"), "marker.looks", one.id, opens_form=True))
    if Operation.END in one.may:
        buttons.append(Button(sentence("marker.end"), "marker.end", one.id, opens_form=True))
    parts.append(Buttons(tuple(buttons)))
    return Message(lead or title, tuple(parts))


def _facts(one: MarkerFile, services: Services) -> list[tuple[str, str]]:
    marker = one.marker
    return [
        (sentence("marker.stands"), state_words(one)),
        (sentence("marker.told"), " ".join((marker.told, *marker.precautions))),
        (sentence("marker.rule"), marker.rule),
        (sentence("marker.by"), services.people.name(marker.decided_by)),
        (sentence("marker.ends"), day_of(marker.ends, services)),
    ]


def read_marker_form(one: MarkerFile, services: Services) -> Form:
    """The whole of it, with nothing to fill in."""
    rows = [
        (sentence("marker.customer"), one.marker.customer),
        *_facts(one, services),
        (sentence("marker.reasons"), one.marker.reasons),
        (sentence("marker.incidents"), " ".join(one.marker.incidents)),
        *(_entry(entry, services) for entry in one.entries),
    ]
    return Form(
        name="record",
        title=sentence("marker.title", reference=one.reference),
        items=tuple(
            FormNotice(sentence("record.entry", label=label, text=piece))
            for label, text in rows
            if text
            for piece in pieces(text)
        ),
        submit=sentence("record.close"),
        draft=new_id(),
        context=one.id,
    )


def _entry(entry: RecordEntry, services: Services) -> tuple[str, str]:
    what = sentence(f"marker.event_{entry.act}", person=services.people.name(entry.by))
    label = sentence("act.entry", what=what, moment=local_moment(entry.at, services.organisation))
    asked = RESTRICTION_FIELDS[Operation(entry.operation)] if entry.operation else ()
    said = [shown(one, entry.said[one.name], services) for one in asked if one.name in entry.said]
    return label, "\n".join(said) or what
