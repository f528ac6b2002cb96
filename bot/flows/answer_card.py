"""How an answer looks: the useful thing first, everything quoted word for word, every source named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.flows.missing_words import unspoken
from bot.flows.next_steps import READY_PHRASES, next_steps, person_button, who_button
from bot.flows.open_document import open_buttons
from bot.flows.parts import emergency_line, names_emergency, report_button
from bot.flows.section_list import binding_besides, binding_words, section_list
from bot.flows.situations import channel_of, is_about_violence
from bot.flows.times import day_words
from bot.locales import listed as listed_words
from bot.messages import Buttons, Heading, Listing, Message, Part, Phrases, Quote, Text, Tone
from bot.services import Services
from bot.shorten import shortened
from bot.turns import parted
from bot.words import sentence
from knowledge.answers.answer import Answer, Passage, Phrase

NEAREST = 2
"""Passages that are shown where none answers."""

OPENED = 2
"""Documents that can be opened from one card."""

ASKED = 160
"""Characters of a question that is said back."""

UNREAD = 5
"""Policies named that could not be looked into."""


def answered(answer: Answer, services: Services, *, note: str = "", below_numbers: bool = False) -> Message:
    """The card for an answer; `note` is one more line for the asker.

    What is read mid-call comes first: the clause, words to say, one thing to do; then the section around it. With
    `below_numbers` it stands below the card for danger: the clause and the steps around it, and nothing to do.
    """
    best = answer.passages[0]
    listed = section_list(best)
    if below_numbers:
        return Message(_summary(best), (quote(best), *_bound(best, listed), *listed, *_opened((best,))))
    parts = [
        *_before(answer, services),
        quote(best),
        *_bound(best, listed),
        *differing(answer),
        *_ready(answer),
        Buttons(next_steps(answer)),
        *listed,
        *_numbers_named(answer, listed, services),
        *_read_as(answer),
        *((Text(note),) if note else ()),
        *_opened(quoted(answer)),
    ]
    return Message(_summary(best), tuple(parts))


def shared(answer: Answer) -> Message:
    """The card for the whole channel: passages and sources only, nothing of the asker or the question."""
    best = answer.passages[0]
    listed = section_list(best)
    parts = (quote(best), *_bound(best, listed), *differing(answer), *listed, *_opened(quoted(answer)))
    return Message(_summary(best), parts)


def unanswered(answer: Answer, owner: str, services: Services, *, note: str = "") -> Message:
    """The honest card: what is missing in the asker's words, the nearest passages as such, and whom to ask."""
    nearest = answer.passages[:NEAREST]
    asked = shortened(parted(answer.question)[-1].strip(), ASKED)
    parts: list[Part] = [
        *(emergency_line(services.organisation) if is_about_violence(answer.question) else ()),
        Heading(sentence("ask.none")),
        Text(nothing := sentence("ask.none_asked", question=asked)),
    ]
    texts = (document.text for document in services.knowledge.documents)
    if nearest and (words := unspoken(asked, (passage.text for passage in nearest), texts)):
        parts.append(Text(sentence("ask.none_words", words=listed_words(f"“{one}”" for one in words))))
    parts.append(Text(whom := sentence("ask.none_next", owner=owner), Tone.STRONG))
    if answer.unread:
        parts.append(Text(sentence("ask.unread", titles="; ".join(answer.unread[:UNREAD])), Tone.STRONG))
    person = replace(person_button(answer.question), tone=Tone.STRONG)
    parts.append(Buttons((person, who_button(answer.question), report_button())))
    if nearest:
        parts.append(Text(sentence("ask.nearest"), Tone.QUIET))
        parts.extend(quote(passage) for passage in nearest)
    if note:
        parts.append(Text(note))
    parts += _opened(nearest)
    summary = sentence("ask.none_summary", none=sentence("ask.none"), asked=nothing, next=whom)
    return Message(summary, tuple(parts))


def other_language(answer: Answer, services: Services) -> Message:
    """A question in a language the policies are not written in: said in that language too, with a person to ask."""
    title = sentence("ask.language")
    parts = (
        Text(sentence(f"ask.language_{answer.language}")),
        *emergency_line(services.organisation),
        Buttons((report_button(), person_button(answer.question), who_button(answer.question))),
    )
    return Message(title, (Heading(title), *parts))


def others(answer: Answer, related: Sequence[str]) -> Message:
    """The passages behind the first, and the documents the first one names."""
    parts: list[Part] = [Heading(sentence("ask.others"))]
    parts.extend(quote(passage) for passage in answer.passages[1:])
    if related:
        parts.append(Text(sentence("ask.related", titles="; ".join(related)), Tone.QUIET))
    ways = (person_button(answer.question), who_button(answer.question))
    parts.append(Buttons((*ways, *open_buttons(answer.passages[1:])[:OPENED])))
    return Message(sentence("ask.others"), tuple(parts))


def quote(passage: Passage) -> Quote:
    """The best clause word for word with its strength, source and, where due, the review warning (R01, J01)."""
    return Quote(
        text=passage.clause or passage.text,
        citation=_citation(passage),
        label=sentence("ask.curated") if passage.curated else binding_words(passage.bindings),
        lead_in=_lead_in(passage),
        warning=" ".join(_warnings(passage, f"{passage.lead_in} {passage.clause or passage.text}")),
        url=passage.url,
    )


def _warnings(passage: Passage, shown: str) -> Iterator[str]:
    """What a reader should know of the quoted words: the review that is due, that they are an example, what nobody
    filled in, addresses that lead nowhere (P26).
    """
    if overdue := passage.review_overdue_since:
        yield sentence("ask.overdue", day=day_words(overdue))
    if passage.is_example:
        yield sentence("ask.example")
    if passage.left_open:
        yield _left_open(passage)
    if dead := [link for link in passage.dead_links if link in shown]:
        yield sentence("ask.dead_links", links=listed_words(dead))


def _left_open(passage: Passage) -> str:
    return sentence("ask.left_open", places=listed_words(f"“{place}”" for place in passage.left_open))


def whole(passage: Passage) -> Quote:
    """The same with all of its text, where it is not known which clause is meant; each may bind differently."""
    warning = " ".join(_warnings(passage, passage.text))
    return replace(quote(passage), text=passage.text, label="", lead_in="", warning=warning)


def quoted(answer: Answer) -> tuple[Passage, ...]:
    """The passages on the card: the best, and those whose documents say something else than it."""
    others = dict.fromkeys(one for pair in answer.disagreeing if 0 in pair for one in pair if one != 0)
    return tuple(answer.passages[position] for position in (0, *others))


def differing(answer: Answer) -> tuple[Part, ...]:
    """What differs from the best passage stands beside it and is never blended with it."""
    quotes = tuple(quote(passage) for passage in quoted(answer)[1:])
    return (Heading(sentence("ask.differ")), Text(sentence("ask.differ_next")), *quotes) if quotes else ()


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
    """The answer itself: this is what a notification shows and a screen reader reads out."""
    if best.curated:
        return sentence("ask.curated_summary", label=best.citation)
    words = f"{best.lead_in} {best.clause or best.text}".strip()
    if label := binding_words(best.bindings):
        words = sentence("ask.summary_bound", label=label, words=words)
    summary = sentence("ask.summary", words=words, citation=best.citation)
    return sentence("ask.summary_open", summary=summary, open=_left_open(best)) if best.left_open else summary


def _before(answer: Answer, services: Services) -> tuple[Part, ...]:
    best = answer.passages[0]
    parts: list[Part] = []
    grave = is_about_violence(answer.question) and not answer.of_document
    if grave or names_emergency(best.clause or best.text, services.organisation):
        parts += emergency_line(services.organisation)
    if answer.missing:
        slug = answer.missing.replace(" ", "_").replace("-", "_")
        parts.append(Text(sentence("ask.missing", kind=sentence(f"ask.kind_{slug}")), Tone.STRONG))
    return tuple(parts)


def _bound(best: Passage, listed: Sequence[Part]) -> tuple[Part, ...]:
    """One line that leads from what is allowed to what must be done, where the list is long."""
    musts = binding_besides(best) if listed else ()
    if not musts:
        return ()
    if all(step.mark for step in musts):
        return (Text(sentence("ask.bound_at", marks=listed_words(step.mark for step in musts))),)
    return (Text(sentence("ask.bound")),)


def _numbers_named(answer: Answer, listed: Sequence[Part], services: Services) -> tuple[Part, ...]:
    """The emergency number to dial where a clause of the list names it and the card does not begin with it."""
    if _before(replace(answer, missing=""), services):
        return ()
    texts = (one.text for part in listed if isinstance(part, Listing) for one in part.items)
    named = any(names_emergency(text, services.organisation) for text in texts)
    return emergency_line(services.organisation) if named else ()


def _opened(passages: Iterable[Passage]) -> tuple[Part, ...]:
    buttons = open_buttons(passages)[:OPENED]
    return (Buttons(buttons),) if buttons else ()


def _ready(answer: Answer) -> tuple[Part, ...]:
    """What to say in this moment: one or two sentences, under one title."""
    channel = channel_of(answer.question)
    fitting = [phrase for phrase in answer.phrases if not (channel and phrase.channel not in ("", channel))]
    ready = fitting[:READY_PHRASES]
    if not ready:
        return ()
    where = {phrase.channel for phrase in ready}
    title = _phrases_title(where.pop() if len(where) == 1 else "")
    return (Phrases(title, tuple(phrase.text for phrase in ready)),)


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
