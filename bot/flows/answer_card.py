"""How an answer looks: the useful thing first, everything quoted word for word, every source named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.flows.next_steps import READY_PHRASES, next_steps, person_button, who_button
from bot.flows.parts import emergency_words, report_button
from bot.flows.situations import channel_of, is_about_violence
from bot.flows.times import day_words
from bot.messages import Buttons, Heading, Message, Part, Phrases, Quote, Text, Tone
from bot.services import Services
from bot.words import sentence
from knowledge.answers.answer import Answer, Passage, Phrase
from knowledge.reading.document import Strength

NEIGHBOURS = 8
NEIGHBOUR_CHARACTERS = 900
UNREAD = 5
"""Policies named that could not be looked into."""


def answered(answer: Answer, services: Services, *, share: bool, note: str = "") -> Message:
    """The card for an answer; `share` offers to show it in the channel, `note` is one more line for the asker."""
    best = answer.passages[0]
    parts = [
        *_before(answer, services),
        quote(best),
        *_neighbours(best),
        *_differing(answer),
        *_ready(answer),
        *_read_as(answer),
        *((Text(note),) if note else ()),
        Buttons(next_steps(answer, share=share)),
    ]
    return Message(_summary(best), tuple(parts))


def shared(answer: Answer) -> Message:
    """The card for the whole channel: passages and sources only, nothing of the asker or the question."""
    best = answer.passages[0]
    return Message(
        _summary(best),
        (quote(best), *_neighbours(best), *_differing(answer)),
    )


def unanswered(answer: Answer, owner: str, emergency: str, *, note: str = "") -> Message:
    """The honest card: the policies do not say, the nearest passages marked as such, and a person to ask."""
    parts: list[Part] = [Heading(sentence("ask.none")), Text(sentence("ask.none_next", owner=owner))]
    if is_about_violence(answer.question):
        parts.insert(0, Text(emergency, Tone.DANGER))
    if answer.unread:
        parts.append(Text(sentence("ask.unread", titles="; ".join(answer.unread[:UNREAD])), Tone.STRONG))
    if answer.passages:
        parts.append(Text(sentence("ask.nearest"), Tone.QUIET))
        parts.extend(quote(passage) for passage in answer.passages[:2])
    if note:
        parts.append(Text(note))
    parts.append(Buttons((person_button(answer.question), who_button(answer.question), report_button())))
    return Message(sentence("ask.none"), tuple(parts))


def other_language(answer: Answer, services: Services) -> Message:
    """A question in a language the policies are not written in: said in that language too, with a person to ask."""
    title = sentence("ask.language")
    parts = (
        Text(sentence(f"ask.language_{answer.language}")),
        Text(emergency_words(services.organisation)),
        Buttons((report_button(), person_button(answer.question), who_button(answer.question))),
    )
    return Message(title, (Heading(title), *parts))


def others(answer: Answer, related: Sequence[str]) -> Message:
    """The passages behind the first, and the documents the first one names."""
    parts: list[Part] = [Heading(sentence("ask.others"))]
    parts.extend(quote(passage) for passage in answer.passages[1:])
    if related:
        parts.append(Text(sentence("ask.related", titles="; ".join(related)), Tone.QUIET))
    parts.append(Buttons((person_button(answer.question), who_button(answer.question))))
    return Message(sentence("ask.others"), tuple(parts))


def quote(passage: Passage) -> Quote:
    """The best clause word for word with its strength, source and, where due, the review warning (R01, J01)."""
    overdue = passage.review_overdue_since
    return Quote(
        text=passage.clause or passage.text,
        citation=_citation(passage),
        label=sentence("ask.curated") if passage.curated else strength_word(passage.strength),
        lead_in=_lead_in(passage),
        warning=sentence("ask.overdue", day=day_words(overdue)) if overdue else "",
        url=passage.url,
    )


def whole(passage: Passage) -> Quote:
    """The same with all of its text, where it is not known which clause is meant; each may bind differently."""
    return replace(quote(passage), text=passage.text, label="", lead_in="")


def strength_word(strength: Strength) -> str:
    """How binding a passage is, in a word people know; empty where it does not say."""
    return sentence(f"ask.strength_{strength}") if strength else ""


def phrase_groups(phrases: Iterable[Phrase]) -> tuple[Phrases, ...]:
    """Ready sentences under a title for each way of speaking (D61, D62)."""
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        groups.setdefault(phrase.channel, []).append(phrase.text)
    return tuple(Phrases(_phrases_title(channel), tuple(texts)) for channel, texts in groups.items())


def _lead_in(passage: Passage) -> str:
    """The line a clause hangs on; of an answer somebody keeps, the question it was kept for."""
    return sentence("ask.curated_for", question=passage.lead_in) if passage.curated else passage.lead_in


def _summary(best: Passage) -> str:
    if best.curated:
        return sentence("ask.curated_summary", label=best.citation)
    return sentence("ask.summary", citation=best.citation)


def _before(answer: Answer, services: Services) -> tuple[Part, ...]:
    parts: list[Part] = []
    if is_about_violence(answer.question):
        parts.append(Text(emergency_words(services.organisation), Tone.DANGER))
    if answer.missing:
        slug = answer.missing.replace(" ", "_").replace("-", "_")
        parts.append(Text(sentence("ask.missing", kind=sentence(f"ask.kind_{slug}")), Tone.STRONG))
    return tuple(parts)


def _neighbours(best: Passage) -> tuple[Part, ...]:
    """The other clauses of the section, whole ones only, as many as stay readable."""
    chosen: list[str] = []
    for clause in best.neighbours[:NEIGHBOURS]:
        if sum(map(len, chosen)) + len(clause) > NEIGHBOUR_CHARACTERS:
            break
        chosen.append(sentence("ask.bullet", text=clause))
    return (Text("\n".join((sentence("ask.neighbours"), *chosen))),) if chosen else ()


def _shown(answer: Answer) -> tuple[Passage, ...]:
    """The passages on the card: the best, and those whose documents say something else than it."""
    others = dict.fromkeys(one for pair in answer.disagreeing if 0 in pair for one in pair if one != 0)
    return tuple(answer.passages[position] for position in (0, *others))


def _differing(answer: Answer) -> tuple[Part, ...]:
    """What differs from the best passage stands beside it and is never blended with it."""
    quotes = tuple(quote(passage) for passage in _shown(answer)[1:])
    return (Heading(sentence("ask.differ")), Text(sentence("ask.differ_next")), *quotes) if quotes else ()


def _ready(answer: Answer) -> tuple[Part, ...]:
    channel = channel_of(answer.question)
    fitting = [phrase for phrase in answer.phrases if not (channel and phrase.channel not in ("", channel))]
    return phrase_groups(fitting[:READY_PHRASES])


def _read_as(answer: Answer) -> tuple[Part, ...]:
    if answer.asked.casefold().split() == answer.question.casefold().split():
        return ()
    return (Text(sentence("ask.read_as", asked=answer.asked), Tone.QUIET),)


def _citation(passage: Passage) -> str:
    """Where a quotation stands and who keeps it; every platform prints it with the quotation (T16)."""
    if passage.approver and not passage.curated:
        approved = sentence("ask.source_approved", citation=passage.citation, approver=passage.approver)
        passage = replace(passage, citation=approved)
    if not passage.owner or passage.curated:  # A curated answer's citation names who keeps it.
        return passage.citation
    return sentence("ask.source_owner", citation=passage.citation, owner=passage.owner)


def _phrases_title(channel: str) -> str:
    titles = {"phone": sentence("phrases.on_phone"), "in person": sentence("phrases.in_person")}
    return titles.get(channel) or sentence("phrases.any")
