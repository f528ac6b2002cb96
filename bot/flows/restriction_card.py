"""How a restriction looks: a card without the name or the story, and the whole of it to read in a form."""

from __future__ import annotations

from bot.flows.letter_draft import languages
from bot.flows.record_fields import shown
from bot.flows.record_view import pieces
from bot.flows.restriction_words import (
    day_of,
    option_names,
    quota_words,
    scope_words,
    state_of,
    story_lines,
)
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.locales import listed
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.notices import Notice
from incidents.records import RecordEntry, State
from incidents.restriction import RestrictionFile
from incidents.rules.access import Operation
from incidents.rules.letters import CustomerLetter
from incidents.rules.restriction_acts import EVERY_SAID, RESTRICTION_FIELDS
from incidents.rules.restriction_life import RESTRICTION_LIFE
from incidents.rules.transitions import possible

ON_THE_CARD = 3
"""Acts with a button of their own; the others stand under “More”."""


def acts_of(one: RestrictionFile) -> list[Operation]:
    """The acts with a form that fit how it stands, in the order of the table."""
    fitting = dict.fromkeys(row.operation for row in possible(one.state, RESTRICTION_LIFE))
    return [each for each in fitting if each in one.may & RESTRICTION_FIELDS.keys()]


def act_button(operation: Operation, one: RestrictionFile, services: Services) -> Button:
    """The way to an act; before the form of a notice comes its language, where there are several."""
    asks = operation is Operation.SEND_NOTICE and len(languages(CustomerLetter.NOTICE, services)) > 1
    value = f"{operation}:{one.id}"
    return Button(sentence(f"restriction.{operation}"), "restriction.act", value, opens_form=not asks)


def restriction_card(one: RestrictionFile, services: Services, *, lead: str = "") -> Message:
    """The card for who may read it; a card is read over shoulders, so nobody is named on it but colleagues."""
    title = sentence("restriction.title", reference=one.reference)
    parts: list[Part] = [Heading(title)]
    if lead:
        parts.append(Text(lead, Tone.STRONG))
    parts.append(Facts(tuple(_facts(one, services))))
    acts = acts_of(one)
    buttons = [Button(sentence("restriction.read"), "restriction.read", one.id, opens_form=True)]
    buttons += [act_button(operation, one, services) for operation in acts[:ON_THE_CARD]]
    if len(acts) > ON_THE_CARD or letters_of(one):
        buttons.append(Button(sentence("restriction.more"), "restriction.more", one.id))
    parts.append(Buttons(tuple(buttons)))
    return Message(lead or title, tuple(parts))


def letters_of(one: RestrictionFile) -> tuple[str, ...]:
    """The letters that fit how it stands."""
    fitting = {
        State.PROPOSED: ("warning",),
        State.APPROVED: ("notice",),
        State.IN_FORCE: ("notice", "review"),
        State.SUSPENDED: ("notice", "review", "lifting"),
        State.ENDED: ("lifting",),
        State.LIFTED: ("lifting",),
    }
    return fitting.get(one.state, ())


def _facts(one: RestrictionFile, services: Services) -> list[Fact]:
    name = services.people.name
    rows = [
        (sentence("restriction.stands"), state_of(one, services)),
        (sentence("restriction.options"), option_names(one.wanted.options, services)),
        (sentence("restriction.proposer"), name(one.wanted.proposer)),
        (sentence("restriction.decider"), name(one.decided_by) if one.decided_by else ""),
        (sentence("restriction.review"), day_of(one.review, services)),
        (sentence("restriction.ends"), day_of(one.wanted.ends, services)),
        (sentence("restriction.counted"), quota_words(one.quota, services) if one.quota else ""),
        (sentence("restriction.complaint"), _complaint(one, services)),
    ]
    return [Fact(label, text) for label, text in rows if text]


def _complaint(one: RestrictionFile, services: Services) -> str:
    if not one.appeal_open:
        return ""
    if not one.judges:
        return sentence("restriction.appeal_nobody")
    return sentence("restriction.appeal_open", names=listed(map(services.people.name, one.judges)))


def restriction_form(one: RestrictionFile, services: Services) -> Form:
    """The whole of it, with nothing to fill in."""
    return Form(
        name="record",
        title=sentence("restriction.title", reference=one.reference),
        items=tuple(
            FormNotice(sentence("record.entry", label=label, text=piece))
            for label, text in _rows(one, services)
            if text
            for piece in pieces(text)
        ),
        submit=sentence("record.close"),
        draft=new_id(),
        context=one.id,
    )


def _rows(one: RestrictionFile, services: Services) -> list[tuple[str, str]]:
    said, rules, name = one.wanted, services.restrictions.rules, services.people.name
    scope = scope_words(said.channels, said.sites, said.matters, services)
    return [
        (sentence("restriction.customer"), said.customer),
        *((fact.label, fact.value) for fact in _facts(one, services)),
        (
            sentence("restriction.rule"),
            "\n".join(option.rule for option in rules.chosen(said.options)),
        ),
        (sentence("restriction.nominated_label"), name(said.nominated) if said.nominated else ""),
        (sentence("restriction.scope"), scope or sentence("restriction.everywhere")),
        (sentence("restriction.ground"), rules.grounds.get(said.ground, said.ground)),
        (sentence("restriction.reasons"), said.reasons),
        (sentence("restriction.incidents"), " ".join(said.incidents)),
        (sentence("restriction.starts"), day_of(one.begins or said.starts, services)),
        (sentence("restriction.replaces"), said.replaces),
        *(_entry(entry, services) for entry in one.entries),
        (sentence("notice.so_far"), "\n".join(story_lines(one, services))),
    ]


def _entry(entry: RecordEntry, services: Services) -> tuple[str, str]:
    """What somebody did with it, and what they said of that."""
    what = sentence(f"restriction.event_{entry.act}", person=services.people.name(entry.by))
    label = sentence("act.entry", what=what, moment=local_moment(entry.at, services.organisation))
    asked = EVERY_SAID[Operation(entry.operation)] if entry.operation else ()
    lines = [
        sentence("act.line", label=_label(one.name), value=words)
        for one in asked
        if one.name in entry.said and (words := shown(one, entry.said[one.name], services))
    ]
    return label, "\n".join(lines)


def _label(name: str) -> str:
    """What a field is called for whoever reads it, who need not be who filled it in."""
    return sentence("restriction.reasons_given") if name == "decision_reason" else sentence(f"field.{name}")


def draw_restriction(notice: Notice, services: Services) -> Message:
    """The message of a notice: what was done, and the way to read it; the right is asked when they press."""
    entry, reference = notice.entry, notice.record.reference
    title = sentence("restriction.title", reference=reference)
    name = services.people.name(entry.by) if entry and entry.by else ""
    text = sentence(f"restriction.told_{entry.act}", name=name) if entry else title
    button = Button(sentence("restriction.open", reference=reference), "restriction.show", notice.record.id)
    return Message(text, (Heading(title), Text(text, Tone.STRONG), Buttons((button,))))
