"""How a record stands to others, on cards: references and days, never a name and never a word of a report (T19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.flows.notice_card import state_words
from bot.flows.times import local_moment
from bot.locales import listed
from bot.messages import Button, Buttons, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.earlier import EarlierContact, LinkDecision, Related
from incidents.records import Record
from incidents.rules.access import Operation
from incidents.rules.acts import LinkKind
from incidents.rules.likeness import Likeness


async def related_parts(
    record: Record, reader: str, services: Services, *, way_on: bool = True
) -> tuple[Part, ...]:
    """What a card of a record says of others, for its reader at this moment; nothing where there is nothing."""
    found = await services.incidents.related(record.id, reader)
    return (*proposals(found, services), *_way_on(found, record, way_on=way_on))


def proposals(found: Related, services: Services) -> tuple[Part, ...]:
    """Earlier contacts, the same matter, and what was decided, each in one line."""
    parts: list[Part] = []
    if found.theirs:
        first = found.theirs[0]
        sure = first.decided is not None
        words = {"reference": first.record.reference, "count": len(found.theirs)}
        parts.append(Text(sentence("earlier.known" if sure else "earlier.proposed", **words), Tone.STRONG))
    if matters := [one.record.reference for one in found.theirs if one.maybe_matter]:
        parts.append(Text(sentence("earlier.matter", references=listed(matters))))
    parts += [Text(link_line(one, services)) for one in found.links]
    return tuple(parts)


def link_line(link: LinkDecision, services: Services) -> str:
    """What somebody decided about another report."""
    reverse = link.reverse and link.kind is LinkKind.DUPLICATE_OF
    kind = "duplicated_by" if reverse else link.kind.value
    name = services.people.name(link.by)
    return sentence(f"earlier.linked_{kind}", reference=link.record.reference, name=name)


def contact_line(contact: EarlierContact, services: Services) -> str:
    """When an earlier contact was, where it stands, and why it may be the same customer."""
    record = contact.record
    moment = local_moment(record.report.occurred_at, services.organisation)
    line = sentence("reports.line", moment=moment, state=state_words(record))
    return sentence("earlier.line", line=line, why=_why(contact, services))


def beside(card: Message, parts: Sequence[Part | Button]) -> Message:
    """A card with further parts, above the buttons it ends with; a button joins those."""
    if not parts:
        return card
    *above, last = card.parts
    ways = tuple(one for one in parts if isinstance(one, Button))
    others = tuple(one for one in parts if not isinstance(one, Button))
    buttons = last.buttons if isinstance(last, Buttons) else ()
    rest = () if isinstance(last, Buttons) else (last,)
    return replace(card, parts=(*above, *rest, *others, Buttons((*ways, *buttons))))


def earlier_button(record: Record) -> Button:
    """The way to the earlier contacts of a customer."""
    return Button(sentence("earlier.button"), "links.earlier", record.id)


def pack_button(record: Record) -> Button:
    """The way to the hand-over pack."""
    return Button(sentence("earlier.pack"), "pack.show", record.id)


def further_buttons(record: Record) -> tuple[Button, ...]:
    """What who answers for a record can do beside deciding about earlier contacts."""
    link = Button(sentence("act.link"), "links.link", record.id, opens_form=True)
    return link, pack_button(record)


def _way_on(found: Related, record: Record, *, way_on: bool) -> tuple[Part, ...]:
    shown = way_on and found.contacts and Operation.LINK in record.may
    return (Buttons((earlier_button(record),)),) if shown else ()


def _why(contact: EarlierContact, services: Services) -> str:
    if contact.decided is not None:
        name = services.people.name(contact.decided.by)
        return sentence("earlier.decided_other" if contact.is_other else "earlier.decided_same", name=name)
    match = contact.match
    if match.likeness is Likeness.NONE:
        return sentence("earlier.unlike")
    if not match.why:
        return sentence("earlier.same")
    return sentence("earlier.maybe", why=listed(sentence(f"earlier.why_{one}") for one in match.why))
