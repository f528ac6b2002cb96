"""The section around a quoted clause as a list: every clause with how it binds, what must be done never left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.messages import Listing, ListItem, Part, Text, Tone
from bot.words import sentence
from knowledge.answers.answer import Passage, Step
from knowledge.answers.binding import Binding, bindings
from knowledge.reading.document import Strength

ROOM = 1_800
"""Characters of a list that stay readable beside an answer; what must be done has twice as much."""

SHORT = 60
"""Characters up to which the clause that answers stands in its list too; a longer one is quoted above, never cut."""

_BINDING = (Strength.MUST, Strength.SHOULD, Strength.MAY)

MOST = 12
"""Listing in a list, apart from those that must be done."""


def binding_word(binding: Binding) -> str:
    """How a clause binds whoever reads it, in words people know; empty where it does not say."""
    return sentence(f"ask.strength_{binding}") if binding else ""


def binding_words(found: Sequence[Binding]) -> str:
    """The same of a clause's sentences in their order (`bindings`)."""
    return " · ".join(map(binding_word, filter(None, found)))


def section_list(passage: Passage) -> tuple[Part, ...]:
    """The steps of a procedure, the answering one marked, or what else stands in the section."""
    listed = [step for step in passage.steps if passage.procedure or not step.answers]
    if not passage.steps:
        return _bare(passage)
    shown = _chosen(listed)
    if not any(not step.answers for step in shown):
        return ()
    title = sentence("ask.steps") if passage.procedure else sentence("ask.neighbours")
    parts: list[Part] = [Listing(title, tuple(_listed(shown)), ordered=passage.procedure)]
    if left := len(listed) - len(shown):
        parts.append(Text(sentence("ask.left_out", count=left), Tone.QUIET))
    return tuple(parts)


def binding_besides(passage: Passage) -> tuple[Step, ...]:
    """What the section demands besides a quoted clause that allows something."""
    if passage.strength is not Strength.MAY:
        return ()
    return tuple(step for step in passage.steps if step.strength is Strength.MUST and not step.answers)


def _bare(passage: Passage) -> tuple[Part, ...]:
    """Of a passage that does not know the strengths of its neighbours."""
    room, texts = ROOM, list[str]()
    for text in passage.neighbours[:MOST]:
        room -= len(text)
        if room < 0:
            break
        texts.append(text)
    listed = tuple(ListItem(text) for text in texts)
    return (Listing(sentence("ask.neighbours"), listed),) if listed else ()


def _chosen(steps: Sequence[Step]) -> list[Step]:
    """As many as there is room for, in order: what answers, what must be done, then what stands nearest to the answer.

    An item comes with the line it hangs on.
    """
    here = next((place for place, step in enumerate(steps) if step.answers), 0)
    order = sorted(range(len(steps)), key=lambda place: (_rank(steps[place]), abs(place - here)))
    leads = {step.text: place for place, step in enumerate(steps) if step.leads}
    kept: set[int] = set()
    room, number = ROOM, MOST
    for place in order:
        step = steps[place]
        wanted = {place, leads.get(step.lead_in, place)} - kept
        length = sum(len(steps[one].text) for one in wanted)
        bound = _rank(step) < 2
        if length > room + (ROOM if bound else 0) or (len(wanted) > number and not bound):
            continue
        kept |= wanted
        room, number = room - length, number - len(wanted)
    return [steps[place] for place in sorted(kept)]


def _rank(step: Step) -> int:
    if step.answers:
        return 0
    return 1 if step.strength is Strength.MUST else 2


def _listed(steps: Sequence[Step]) -> Iterator[ListItem]:
    """Each with its word; an item that binds like the line above it does not repeat the word."""
    leads = {step.text: step.binding for step in steps if step.leads}
    first = next((step for step in steps if step.strength in _BINDING), None)
    for step in steps:
        above = leads.get(step.lead_in)
        yield ListItem(
            text=sentence("ask.here_above") if step.answers and len(step.text) > SHORT else step.text,
            label=""
            if above == step.binding
            else binding_words(bindings(step.strength, step.text, step.lead_in)),
            mark=step.mark,
            here=sentence("ask.here_first" if step is first else "ask.here") if step.answers else "",
            under=above is not None,
        )
