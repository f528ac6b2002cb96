"""What the policies rule for the very danger somebody writes of: below the numbers, never in their place (P36)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.flows.crisis_words import is_of_another, is_of_life
from bot.flows.figures_of_speech import meant
from bot.flows.illness_words import is_illness_alone
from bot.flows.situations import channel_of, is_question, plain, plain_danger
from bot.typed import TYPED
from knowledge.answers.answer import Answer, Passage
from knowledge.answers.steps import begins_at
from knowledge.reading.document import Strength
from knowledge.reading.sectioning.commands import commands

LIFE, ILLNESS, VIOLENCE = "life", "illness", "violence"
_MATTERS = TYPED.patterns("danger_steps.matters")
_ASKS = TYPED.pattern("danger_steps.asks")
_BODILY, _SAFE = TYPED.pattern("danger_steps.bodily"), TYPED.pattern("danger_steps.safe")
_AGGRESSION = TYPED.pattern("danger_steps.aggression")
_VIOLENT, _AFTERWARDS = TYPED.pattern("danger_steps.violent"), TYPED.pattern("danger_steps.afterwards")
_WARNS = TYPED.exact("guarded.warns")
_PARTS = TYPED.exact("danger.parts")
_RULES = (Strength.MUST, Strength.SHOULD, Strength.MAY, Strength.GUIDANCE)


def asks_what_to_do(text: str) -> bool:
    """Whether a text asks what to do besides what it tells, also without a question mark."""
    return bool(_ASKS.search(plain_danger(text)))


def names_a_danger(text: str) -> bool:
    """Whether a text says which danger there is; a call for help alone does not."""
    return bool(_named(text))


def of_that_danger(answer: Answer, text: str) -> Answer | None:
    """The answer with the passage on the danger a text names in the first place; None where the policies have none.

    How sure the search is does not count: words of danger are short, and the passage must be on the same danger.
    """
    named = _named(text)
    for danger in named:
        found = sorted(answer.passages, key=lambda one: not _is_procedure_for(one, danger))
        ruled = ((one, _ruled(one, danger, named, text)) for one in found)
        fitting = [(one, at) for one, at in ruled if at]
        if danger == VIOLENCE:  # First what is for the writer's own channel, then getting safe.
            fitting.sort(key=lambda pair: (not _is_of_channel(pair[1], text), not _gets_safe(pair[1])))
        if fitting:
            passage, at = fitting[0]
            passages = (at, *(one for one in answer.passages if one is not passage))
            return replace(answer, answered=True, passages=passages, missing="", disagreeing=(), phrases=())
    return None


def leads_elsewhere(answer: Answer, text: str) -> bool:
    """Whether an answer would send somebody into the steps for another danger than the one they write of.

    Where somebody else's life is at stake, anything that is not for that.
    """
    said = plain_danger(text)
    best = answer.passages[0] if answer.passages else None
    if best is None or (is_of_life(said) and is_of_another(said)):
        return best is None or not _is_on(best, LIFE, (LIFE,))
    if VIOLENCE in dangers(said) and not _is_there(best, said):
        return True
    fitting = {ILLNESS, LIFE} if is_illness_alone(text) else {VIOLENCE, *dangers(said)}
    return not set(dangers(_own(best))) <= fitting


def _asks(text: str) -> bool:
    return is_question(text) or asks_what_to_do(text) or any(map(is_question, _PARTS.split(plain(text))))


def answers_a_figure(answer: Answer, text: str) -> bool:
    """Whether a text asks nothing, and an answer is on a danger that only a figure of speech of it names."""
    said = plain_danger(text)
    left = meant(said)
    best = answer.passages[0] if answer.answered and answer.passages else None
    if left == said or best is None or _asks(text):
        return False
    return not set(dangers(plain(f"{best.lead_in} {best.clause or best.text}"))) <= set(dangers(left))


def dangers(said: str) -> tuple[str, ...]:
    """The kinds of danger that plain words name, most particular first."""
    return tuple(name for name, pattern in _MATTERS.items() if pattern.search(said))


def _named(text: str) -> tuple[str, ...]:
    """The kinds of danger that somebody tells of; what is done to a body or a place is violence, an illness none."""
    said = plain_danger(text)
    if is_of_life(said):
        return (LIFE,)
    others = tuple(one for one in dangers(said) if one != VIOLENCE)
    if is_illness_alone(text) or not (_VIOLENT.search(said) or VIOLENCE in dangers(said)):
        return others
    return (*others, VIOLENCE)


def _is_on(passage: Passage, danger: str, named: Collection[str]) -> bool:
    """Whether a passage rules for a danger: its own words are of it, and of none that is not there."""
    strengths = {passage.strength, *(step.strength for step in passage.steps)}
    if passage.curated or (strengths.isdisjoint(_RULES) and not passage.procedure):
        return False
    if danger != VIOLENCE:
        return danger in dangers(f"{plain(passage.title)}. {_own(passage)}")
    about = dangers(_own(passage))
    is_violence = VIOLENCE in about or _AGGRESSION.search(_own(passage))
    return bool(is_violence) and set(about) <= {VIOLENCE, *named}


def _is_procedure_for(passage: Passage, danger: str) -> bool:
    return passage.procedure and danger in dangers(plain(passage.heading))


def _ruled(passage: Passage, danger: str, named: Collection[str], text: str) -> Passage | None:
    """A passage at what it rules for a danger, where it fits; of violence, also at a way to get safe."""
    ways = []
    if _is_on(passage, danger, named):
        begun = _begun(passage, danger, text)
        if _is_for_now(begun) and (danger != VIOLENCE or _is_there(begun, plain_danger(text))):
            ways.append(begun)
    if danger != VIOLENCE or (ways and _gets_safe(ways[0])):
        return next(iter(ways), None)
    outs = (passage.at(one) for one in passage.steps if _SAFE.search(plain(one.text)))
    safe = (
        out
        for out in outs
        if out is not passage
        and _is_for_now(out)
        and _is_on(out, danger, named)
        and _is_there(out, plain_danger(text))
    )
    calm = (one for one in ways if not _WARNS.search(plain(one.clause)))
    return next(safe, None) or next(calm, None)


def _is_of_channel(passage: Passage, text: str) -> bool:
    """Whether a clause is for the channel that a text names; true of each where it names none."""
    return channel_of(text) in ("", channel_of(passage.clause or passage.text))


def _gets_safe(passage: Passage) -> bool:
    return bool(_SAFE.search(plain(passage.clause or passage.text)))


def _is_for_now(passage: Passage) -> bool:
    """Whether the quoted clause tells what to do, and not what a word means or what comes when it is over."""
    clause = passage.clause or passage.text
    binds = passage.procedure or passage.strength in _RULES or commands(clause)
    return bool(binds) and not _AFTERWARDS.search(plain(clause))


def _is_there(passage: Passage, said: str) -> bool:
    """Whether a clause is not for another channel: whoever faces a knife ends no call."""
    channel = channel_of(said) or ("in person" if _BODILY.search(said) else "")
    own = channel_of(passage.clause or passage.text)
    return not channel or own in ("", channel)


def _own(passage: Passage) -> str:
    return plain(f"{passage.heading}. {passage.lead_in} {passage.clause or passage.text}")


def _begun(passage: Passage, danger: str, text: str) -> Passage:
    """A procedure from its first step, unless the quoted clause is the reader's for the phone and so is the text.

    Of another section on the danger, what whoever reads it does, rather than what others do for them.
    """
    if numbered := begins_at(passage.steps, passage.heading):
        return passage.at(numbered)
    own = [one for one in passage.steps if one.lead_in and one.lead_in == passage.lead_in]
    channel = channel_of(text)
    fits = bool(channel) and channel == channel_of(passage.clause) and passage.binding.startswith("you_")
    if not passage.procedure and not passage.binding.startswith("you_"):
        is_headed = danger in dangers(plain(passage.heading))
        own_acts = (one for one in passage.steps if one.binding.startswith("you_") or commands(one.text))
        act = next(own_acts, None) if is_headed and not commands(passage.clause) else None
        return passage.at(act) if act else passage
    if not passage.procedure or (fits and not own):
        return passage
    bound = (one for one in passage.steps if one.strength in _RULES and not one.leads)
    first = next(iter(own), None) or next(bound, None)
    return passage.at(first) if first else passage
