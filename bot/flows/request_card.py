"""How a request looks: number, what it is, where it stands, which clock holds and why. Never a word of it (T19)."""

from __future__ import annotations

from bot.flows.attachment_words import attach_way
from bot.flows.away_words import away_line
from bot.flows.open311_standing import open311_words, system_name
from bot.flows.parts import emergency_parts
from bot.flows.reply_buttons import send_buttons
from bot.flows.request_texts import acknowledgement, closing
from bot.flows.times import local_moment
from bot.locales import listed
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Phrases, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.records import State
from incidents.request import (
    ClockGround,
    ReplyKind,
    RequestClock,
    RequestPriority,
    RequestStanding,
    ServiceRequest,
    TakenRequest,
)
from incidents.rules.access import Operation
from incidents.rules.request_replies import addresses_of

FIRST = (
    *(Operation.REACH, Operation.CONFIRM, Operation.ASSIGN, Operation.NOTE),
    *(Operation.RESOLVE, Operation.FINISH, Operation.NOT_SOLVED),
)
"""What comes next, the first of these that can be done; ASSIGN only while nobody has it."""


def request_title(standing: RequestStanding) -> str:
    """What it is, and its number."""
    matter = sentence(f"request.matter_{standing.matter}")
    return sentence("request.title", matter=matter, reference=standing.reference)


def standing_words(standing: RequestStanding) -> str:
    """Where it stands."""
    return sentence(f"act.state_{standing.state}")


def way_words(standing: RequestStanding, services: Services) -> str:
    """Who has it: the lane, or the department with the category."""
    lane = services.requests.rules.lane(standing.lane)
    if standing.lane:
        return lane.title if lane else standing.lane
    category = services.requests.rules.category(standing.category)
    if category is None:
        return standing.department
    return sentence("request.way", department=standing.department, category=category.name)


def request_line(standing: RequestStanding, services: Services) -> str:
    """What it is and who has it, where several stand below one another."""
    matter = sentence(f"request.matter_{standing.matter}")
    return sentence("request.what_and_where", what=matter, where=way_words(standing, services))


def clock_words(clock: RequestClock, services: Services) -> str:
    """What is due until when, or since when it should have been."""
    moment = local_moment(clock.due, services.organisation)
    what = sentence(f"request.clock_{clock.kind}")
    late = clock.due < services.clock.now()
    return sentence("request.clock_late" if late else "request.clock_due", what=what, moment=moment)


def why_words(clock: RequestClock) -> str:
    """Whose time it is."""
    if clock.ground is ClockGround.DEPARTMENT:
        return sentence("request.why_department_says", reason=clock.reason)
    return sentence(f"request.why_{clock.ground}")


def standing_card(
    standing: RequestStanding, services: Services, *, lead: str = "", further: tuple[Button, ...] = ()
) -> Message:
    """The card of a request for whoever may see it; `lead` is what they are told of it now, `further` what can follow
    from that.
    """
    title = request_title(standing)
    parts: list[Part] = [Heading(title)]
    if lead:
        parts.append(Text(lead, Tone.STRONG))
    parts += [
        Facts(tuple(_facts(standing, services))),
        *_call(standing, services),
        Buttons((*further, *_buttons(standing))),
    ]
    return Message(lead or title, tuple(parts))


def receipt(
    taken: TakenRequest,
    request: ServiceRequest,
    standing: RequestStanding,
    services: Services,
    *,
    because: str = "",
    danger: bool = False,
) -> Message:
    """What whoever took it down sees at once: the number, who hears, and the words for the customer (R03, P13)."""
    title = sentence("request.taken", reference=taken.reference)
    parts: list[Part] = [Heading(title)]
    if danger:
        parts += emergency_parts(services.organisation)
    is_done = standing.state == State.CLOSED
    if is_done:
        parts.append(Text(sentence("request.handled_kept")))
    elif taken.told:
        names = listed(services.people.name(one) for one in taken.told)
        parts.append(Text(sentence("request.told", names=names)))
    if because:
        category = services.requests.rules.category(standing.category)
        name = category.name if category else standing.category
        parts.append(Text(sentence("request.because", category=name, word=because), Tone.QUIET))
    parts.append(Facts(tuple(_facts(standing, services))))
    send: tuple[Button, ...] = ()
    if request.contact_wanted:
        kind, text = ReplyKind.ACKNOWLEDGEMENT, acknowledgement(standing, request, services)
        if is_done:
            kind = ReplyKind.CLOSING
            text = closing(standing, request, request.disposition, services)
        parts += [Phrases(sentence("request.say_this"), (text,))] if text else []
        send = send_buttons(kind, text, standing, request, services)
        if send:
            parts.append(Text(sentence("reply.goes_to", to=addresses_of(request)[0]), Tone.QUIET))
    else:
        parts.append(Text(sentence("request.no_contact"), Tone.QUIET))
    parts += _call(standing, services)
    parts.append(Buttons((*send, *_receipt_buttons(standing))))
    return Message(title, tuple(parts))


def act_button_of(operation: Operation, standing: RequestStanding, tone: Tone = Tone.PLAIN) -> Button:
    """The button that begins an act."""
    label = sentence(f"request.act_{operation}")
    return Button(label, "request.act", f"{operation}:{standing.id}", tone, opens_form=True)


def _call(standing: RequestStanding, services: Services) -> list[Part]:
    """Whom to ring now, whoever is there first, and who of them is away (R36)."""
    people = [one for key in standing.to_ring if (one := services.people.get(key)) and one.phone]
    if not people:
        return []
    away = services.absences.now()
    gone = [found for one in people if (found := away.get(one.key))]
    return [
        Text(sentence("request.call_now"), Tone.STRONG),
        Facts(tuple(Fact(one.name, one.phone) for one in people)),
        *(Text(away_line(one, services), Tone.QUIET) for one in gone),
    ]


def _facts(standing: RequestStanding, services: Services) -> list[Fact]:
    facts = [
        Fact(sentence("request.stands"), standing_words(standing)),
        Fact(sentence("request.with"), way_words(standing, services)),
    ]
    if standing.priority is not RequestPriority.ROUTINE:
        word = sentence(f"request.priority_{standing.priority}")
        facts.append(Fact(sentence("request.priority"), word))
    if standing.handler:
        facts.append(Fact(sentence("request.handler"), services.people.name(standing.handler)))
    if standing.open311:
        facts.append(Fact(system_name(services), open311_words(standing.open311, services)))
    if standing.clocks:
        clock = standing.clocks[0]
        words = sentence("request.clock_why", clock=clock_words(clock, services), why=why_words(clock))
        facts.append(Fact(sentence("request.next"), words))
    return facts


def _buttons(standing: RequestStanding) -> tuple[Button, ...]:
    """At most three: what comes next, what was written, and everything else."""
    able = [one for one in FIRST if one in standing.may]
    if standing.handler:
        able = [one for one in able if one is not Operation.ASSIGN]
    main = (act_button_of(able[0], standing, Tone.STRONG),) if able else ()
    read = Button(sentence("request.read"), "request.read", standing.id, opens_form=True)
    more = Button(sentence("act.more"), "request.more", standing.id)
    reads: tuple[Button, ...] = (read, more) if Operation.VIEW in standing.may else ()
    if not reads and Operation.CALLED_AGAIN in standing.may:
        adds = attach_way(standing.id) if Operation.ATTACH in standing.may else ()
        reads = (act_button_of(Operation.CALLED_AGAIN, standing), *adds)
    return (*main, *reads) or (Button(sentence("request.refresh"), "request.show", standing.id),)


def _receipt_buttons(standing: RequestStanding) -> tuple[Button, ...]:
    acts = (Operation.REACH, Operation.CONFIRM, Operation.REROUTE)
    show = Button(sentence("request.show", reference=standing.reference), "request.show", standing.id)
    return (*(act_button_of(one, standing) for one in acts if one in standing.may), show)
