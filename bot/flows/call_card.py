"""How a call for help looks: to whoever called, the emergency numbers first; to helpers, who and where (D37, P36)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.flows.parts import emergency_line, emergency_parts, titled
from bot.flows.phones import emergency_links, phone_parts
from bot.flows.times import local_moment, local_time
from bot.locales import listed
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.records import DeliveryState
from incidents.rules.helpers import FIRST
from incidents.safety.call import Call, CallCause, CallNotice, CallNoticeKind, CallOutcome, Helper


def call_button() -> Button:
    """The way to somebody who comes, from anywhere."""
    return Button(sentence("call.button"), "call.start", tone=Tone.DANGER)


def asked_card(outcome: CallOutcome, call: Call, services: Services) -> Message:
    """What whoever pressed reads at once: the numbers, and who is asked to come where."""
    names = listed(services.people.name(one.person) for one in call.helpers)
    who: Part = Text(names) if names else Text(sentence("call.nobody"), Tone.DANGER)
    return Message(
        sentence("call.asking"),
        (
            Heading(sentence("call.asking")),
            *emergency_links(services.organisation),
            Text(_lead(outcome, call), Tone.STRONG),
            who,
            Text(sentence("emergency.leave"), Tone.DANGER),
            Buttons((_over_button(call), _moved_button(), Button(sentence("ask.who"), "supervisor.show"))),
        ),
    )


def draw_call(notice: CallNotice, services: Services) -> Message:
    """The message of a notice of a call, as the call stands now."""
    call = notice.call
    match notice.card:
        case CallNoticeKind.CALL:
            return helper_card(call, notice.recipient, services)
        case CallNoticeKind.CALL_COMING:
            return _coming_card(call, notice.key, services)
        case CallNoticeKind.CALL_NOT_COMING:
            return _not_coming_card(call, notice.key, services)
        case CallNoticeKind.CALL_OVER:
            return _over_card(call, services)
        case _:
            return news_card(call, services)


def news_card(call: Call, services: Services) -> Message:
    """What whoever called reads while it goes on: who was asked, whether it reached them, who comes."""
    if not call.is_open:
        people = tuple(_people(call, services))
        facts = (Facts(people),) if people else ()
        return titled(sentence("call.news"), Text(sentence("call.was_over")), *facts)
    title, parts = sentence("call.news"), tuple(_news(call, services))
    said = next((one.text for one in parts if isinstance(one, Text)), title)
    return Message(said, (Heading(title), *emergency_links(services.organisation), *parts))


def helper_card(call: Call, reader: str, services: Services) -> Message:
    """What somebody who is asked to come reads: who, where, since when, and who is on the way already."""
    name = services.people.name(call.need.person)
    if not call.is_open:
        return _over_card(call, services)
    title = sentence("call.needs", name=name)
    place = call.place or sentence("call.no_place" if not call.quiet else "call.quiet_place")
    since = local_moment(call.made_at, services.organisation)
    parts: list[Part] = [
        Heading(title),
        Facts((Fact(sentence("call.at"), place), Fact(sentence("call.since"), since))),
    ]
    if cause := cause_words(call):
        parts.append(Text(cause, Tone.STRONG))
    parts.append(Text(_who_comes(call, reader, services), Tone.STRONG))
    if call.coming and call.goes_on_by_itself:
        again = sentence("call.asks_again_quiet") if call.quiet else sentence("call.asks_again", name=name)
        parts.append(Text(again))
    if not call.quiet:
        parts += _phone(call, services)
    parts += emergency_line(services.organisation)
    if call.has_coming(reader):
        parts.append(Buttons((Button(sentence("call.not_coming"), "call.not_coming", call.id),)))
    else:
        parts.append(Buttons((Button(sentence("call.coming"), "call.coming", call.id, Tone.STRONG),)))
    return Message(sentence("call.needs_at", name=name, place=place), tuple(parts))


def still_card(call: Call) -> Message:
    """What whoever called reads after words that can mean that it is over: the press that says so."""
    title = sentence("call.goes_on")
    return titled(title, Text(sentence("call.goes_on_next")), Buttons(_asker_buttons(call)))


def ended_card(call: Call, again: str = "") -> Message:
    """What whoever called reads once they said that it is over, with the way to the report.

    `again` says when they are asked whether they are all right, where their meeting goes on.
    """
    report = Button(sentence("report.button"), "call.report", call.id, opens_form=True)
    return titled(
        sentence("call.ended"),
        Text(sentence("call.ended_next")),
        *((Text(again, Tone.STRONG),) if again else ()),
        Text(sentence("call.write_down")),
        Buttons((report, Button(sentence("support.button"), "support.show"))),
    )


def broken_card(services: Services) -> Message:
    """Nothing can be kept, so nobody can be asked: only the numbers are left."""
    return titled(sentence("call.broken"), *emergency_parts(services.organisation))


def cause_words(call: Call) -> str:
    """Why somebody is needed, where they did not say so themselves; empty where they did."""
    match call.cause:
        case CallCause.ASKED:
            return ""
        case CallCause.SILENCE:
            return sentence("call.silence")
        case CallCause.DURESS:
            return sentence("call.duress" if call.quiet else "call.duress_loud")


def _lead(outcome: CallOutcome, call: Call) -> str:
    if not call.place:
        return sentence("call.asked_nowhere")
    if outcome is CallOutcome.AGAIN:
        return sentence("call.asked_again", place=call.place)
    return sentence("call.already" if outcome is CallOutcome.ALREADY else "call.asked", place=call.place)


def _news(call: Call, services: Services) -> Iterator[Part]:
    if call.coming:
        yield Text(sentence("call.comes", name=services.people.name(call.coming[0].person)), Tone.GOOD)
    elif call.helpers:
        if call.cause is CallCause.SILENCE:
            yield Text(sentence("call.missed"), Tone.STRONG)
        yield Text(_silence(call), Tone.STRONG)
        yield Text(sentence("call.meanwhile"))
    else:
        yield Text(sentence("call.nobody"), Tone.DANGER)
    if people := tuple(_people(call, services)):
        yield Facts(people)
    yield Buttons(_asker_buttons(call))


def _silence(call: Call) -> str:
    """That nobody is on the way: whether anybody ever said that they come is never left out."""
    if call.answered:
        return sentence("call.none_left")
    return sentence("call.silent_first" if call.level == FIRST else "call.silent")


def _coming_card(call: Call, key: str, services: Services) -> Message:
    """By name who comes: the one whose press this tells of."""
    who = next((one for one in call.coming if key.endswith(f":{one.person}")), call.coming[0])
    title = sentence("call.comes", name=services.people.name(who.person))
    return titled(
        title,
        *_phone_of(who.person, services),
        Facts(tuple(_people(call, services))),
        Buttons(_asker_buttons(call)),
    )


def _not_coming_card(call: Call, key: str, services: Services) -> Message:
    """By name who comes no more, and whether somebody else does; once they come anew, how it stands."""
    who = key.rsplit(":", 1)[-1]
    if not call.is_open or call.has_coming(who):
        return news_card(call, services)
    title = sentence("call.comes_not", name=services.people.name(who))
    if call.coming:
        names = listed(services.people.name(one.person) for one in call.coming)
        rest: Part = Text(sentence("call.others_come", names=names), Tone.GOOD)
    else:
        rest = Text(sentence("call.asks_others"), Tone.STRONG)
    return Message(
        title,
        (
            Heading(title),
            *emergency_links(services.organisation),
            rest,
            Facts(tuple(_people(call, services))),
            Buttons(_asker_buttons(call)),
        ),
    )


def _over_card(call: Call, services: Services) -> Message:
    title = sentence("call.over_title", name=services.people.name(call.need.person))
    return titled(title, Text(sentence("call.over_told")))


def _asker_buttons(call: Call) -> tuple[Button, ...]:
    """At most three: it is over, nobody is here, somewhere else."""
    again = Button(sentence("call.again"), "call.again", call.id)
    return (_over_button(call), again, *(() if call.coming else (_moved_button(),)))


def _over_button(call: Call) -> Button:
    return Button(sentence("call.over"), "call.over", call.id, Tone.STRONG)


def _moved_button() -> Button:
    return Button(sentence("call.moved"), "call.where")


def _who_comes(call: Call, reader: str, services: Services) -> str:
    name = services.people.name(call.need.person)
    if call.has_coming(reader):
        return sentence("call.you_come_quietly" if call.quiet else "call.you_come", name=name)
    if call.coming:
        return sentence(
            "call.others_come", names=listed(services.people.name(one.person) for one in call.coming)
        )
    return sentence("call.nobody_comes")


def _people(call: Call, services: Services) -> Iterator[Fact]:
    for one in call.helpers:
        yield Fact(services.people.name(one.person), _state(one, services))


def _state(one: Helper, services: Services) -> str:
    if one.coming_at:
        return sentence("call.state_coming", time=local_time(one.coming_at, services.organisation))
    if one.state is DeliveryState.SENT and one.at:
        return sentence("call.state_sent", time=local_time(one.at, services.organisation))
    if one.mailed_at:
        return sentence("call.state_mailed", time=local_time(one.mailed_at, services.organisation))
    if one.state is DeliveryState.FAILED:
        return sentence("call.state_failed")
    return sentence("call.state_waiting")


def _phone(call: Call, services: Services) -> tuple[Part, ...]:
    return _phone_of(call.need.person, services)


def _phone_of(key: str, services: Services) -> tuple[Part, ...]:
    person = services.people.get(key)
    if person is None or not person.phone:
        return ()
    return phone_parts([(sentence("call.phone", name=person.name, phone=person.phone), person.phone)])
