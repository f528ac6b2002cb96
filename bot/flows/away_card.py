"""The cards about an absence: what was noted, what its deputy hears, and who is away."""

from __future__ import annotations

from bot.flows.away_words import away_line, away_parts, from_line
from bot.flows.parts import short, titled
from bot.locales import listed
from bot.messages import Button, Buttons, Message, Part, Text, Tone
from bot.replies import Reply, Say
from bot.services import Services
from bot.words import sentence
from foundation.outbox.jobs import Job
from incidents.rules.absence import Absence


def of_a_plan(absence: Absence) -> tuple[Button, ...]:
    """What can be done with an absence that is still to come."""
    return (
        Button(sentence("away.take_back"), "away.drop", absence.id),
        Button(sentence("away.change"), "away.say", absence.id, opens_form=True),
    )


def who_is_away(person: str, reader: str, services: Services) -> list[Reply]:
    """Who is not there, of everybody where no `person` is asked for, and who stands in for them."""
    if not person:
        lines = away_parts(services.absences.now().absences, services)
        return (
            [Say(titled(sentence("away.who_is"), *lines))] if lines else short(sentence("away.nobody_away"))
        )
    lines = away_parts([person], services)
    lines += tuple(Text(from_line(one, services), Tone.STRONG) for one in services.absences.planned(person))
    name = services.people.name(person)
    nothing = sentence("away.none") if person == reader else sentence("away.back_already", name=name)
    return [Say(titled(name, *lines))] if lines else short(nothing)


def kept_card(absence: Absence, services: Services) -> Message:
    """What was noted, what follows from it, and the way back."""
    now = services.clock.now()
    line, name = away_line(absence, services), services.people.name(absence.person)
    mine = absence.person == absence.said_by
    back_words = sentence("away.back_button") if mine else sentence("away.back_of", name=name)
    buttons = of_a_plan(absence)
    if absence.holds(now):
        buttons = (Button(back_words, "away.back", absence.person), *buttons[1:])
    covered = services.absences.stand_ins(absence.person)
    parts: list[Part] = []
    if not absence.holds(now):
        line = from_line(absence, services)
        parts.append(Text(sentence("away.later")))
    elif covered:
        parts.append(Text(sentence("away.kept")))
    else:
        parts.append(Text(sentence("away.kept_alone", name=name)))
    desk = services.absences.at_desk(absence.person) - {absence.said_by}
    if desk and absence.holds(now):
        names = sorted(map(services.people.name, desk))
        parts.append(Text(sentence("away.desk_told", names=listed(names))))
    parts += [Text(sentence("away.still_can"), Tone.QUIET), Buttons(buttons)]
    return titled(line, *parts)


def told_card(absence: Absence, reader: str, services: Services) -> Message:
    """What whoever stands in hears, and whoever is said to be away by somebody else."""
    line, name = away_line(absence, services), services.people.name(absence.person)
    if not absence.holds(services.clock.now()):
        line = from_line(absence, services)
    if reader == absence.person:
        by = services.people.name(absence.said_by)
        here = Button(sentence("away.back_button"), "away.back", absence.person)
        text = Text(sentence("away.said_of_you_next"))
        return titled(sentence("away.said_of_you", name=by, line=line), text, Buttons((here,)))
    if reader != absence.deputy:
        return titled(line, Text(sentence("away.at_desk"), Tone.QUIET))
    title = sentence("away.you_stand_in", name=name)
    return titled(title, Text(line, Tone.STRONG), Text(sentence("away.you_stand_in_next", name=name)))


def over_card(person: str, reference: str, services: Services) -> Message:
    """What whoever stood in hears of a report that is with somebody again who is back."""
    name = services.people.name(person)
    text = sentence("away.over", name=name, reference=reference)
    return titled(sentence("away.over_title", name=name), Text(text))


def here_card(letter: Job, services: Services) -> Message | None:
    """What those hear who knew until when somebody is away: they are back sooner. None where they left again."""
    person = str(letter.payload["here"])
    if services.absences.now().get(person):
        return None
    name = services.people.name(person)
    if letter.recipient == person:
        by = services.people.name(str(letter.payload.get("by", "")))
        return titled(sentence("away.here_you", name=by), Text(sentence("away.here_you_next")))
    if letter.recipient == letter.payload.get("deputy"):
        return titled(sentence("away.over_title", name=name), Text(sentence("away.here_deputy", name=name)))
    return titled(sentence("away.over_title", name=name), Text(sentence("away.at_desk_back"), Tone.QUIET))
