"""Rules with days of their own, told by their sentence, the line they hang on, their section or their column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.reading.document import Clause, Dated, DocumentFacts, Finding, Section
from knowledge.reading.sectioning.coming import first_day, from_then_on
from knowledge.reading.sectioning.dates import DateOrder, first_date, last_date
from knowledge.reading.sectioning.strength import has_duty
from knowledge.reading.sectioning.sunsets import sunset_of
from knowledge.reading.sectioning.validity import (
    ALONE,
    OF_A_NUMBER,
    OF_A_TIME,
    OF_ITSELF,
    days,
    is_unsure,
    of_heading,
    of_sentence,
)
from knowledge.text.language import CAPITALS, LANGUAGE
from knowledge.text.markup import normal

SENTENCE = re.compile(rf"(?:(?<=[.!?])|(?<=[.!?][)\]”\"’]))\s+(?=[{CAPITALS}(“\"])")
_BEGINS, _ENDS = LANGUAGE.pattern("validity.column_begins"), LANGUAGE.pattern("validity.column_ends")
_FIRST_DAY = LANGUAGE.pattern("validity.document_begins")
_LAST_DAY = LANGUAGE.pattern("validity.document_ends")
_DAY_ALONE = 4  # words of a day
_SHOWN = 80  # characters of a sentence in a finding


@dataclass(slots=True)
class _Found:
    """What was found so far: days by clause (place of its section, its own), of the whole, and what nobody can tell."""

    facts: DocumentFacts
    dated: dict[tuple[int, int], list[Dated]] = field(default_factory=dict)
    whole: list[Dated] = field(default_factory=list)
    unclear: list[tuple[str, str]] = field(default_factory=list)

    def add(self, at: int, place: int, dated: Dated) -> None:
        self.dated.setdefault((at, place), []).append(dated)


def with_days(
    sections: tuple[Section, ...], order: DateOrder, facts: DocumentFacts
) -> tuple[tuple[Section, ...], Dated, tuple[Finding, ...]]:
    """The sections with the days that their rules name, those of the whole document, and what nobody can tell.

    Days that are among the facts of the document are no section's.
    """
    found = _Found(facts)
    cover = _cover(sections)
    for at, section in enumerate(sections):
        on_cover = ALONE.match(section.heading) if at == cover else None
        if dated := days(on_cover, order) if on_cover else _of_document(section, order):
            found.whole.append(dated)
            continue
        for part in section.path:
            if dated := of_heading(part, order):
                _to_all(found, at, section, dated)
        for place, clause in enumerate(section.clauses):
            if not clause.past:
                _look_at(found, sections, at, place, order)
    begins = together(found.whole).begins
    if begins and facts.effective and begins > facts.effective:  # Suspended, or adopted before.
        for at, section in enumerate(sections):
            _to_all(found, at, section, Dated(begins, None))
    marked = tuple(
        replace(
            section,
            clauses=tuple(
                replace(clause, dated=tuple(dict.fromkeys(found.dated[at, place])))
                if (at, place) in found.dated
                else clause
                for place, clause in enumerate(section.clauses)
            ),
        )
        for at, section in enumerate(sections)
    )
    return marked if found.dated else sections, together(found.whole), tuple(_findings(found.unclear))


def together(dated: Iterable[Dated]) -> Dated:
    """The days on which all of several count."""
    known = list(dated)
    begins = max((one.begins for one in known if one.begins), default=None)
    return Dated(begins, min((one.ends for one in known if one.ends), default=None))


def _look_at(found: _Found, sections: tuple[Section, ...], at: int, place: int, order: DateOrder) -> None:
    section = sections[at]
    clause = section.clauses[place]
    if "\t" in clause.text:
        _look_at_row(found, section.heading, (at, place), clause, order)
        return
    if clause.lead_in:
        dated, unclear = of_sentence(SENTENCE.split(clause.lead_in)[-1].rstrip(" :–—-"), order)
        if dated and not unclear:
            found.add(at, place, dated)
    if (alone := ALONE.match(clause.text)) and (dated := days(alone, order)):
        _alone(found, sections, at, place, dated)
        return
    sentences = SENTENCE.split(clause.text)
    for sentence in sentences:
        if _speaks_of(found, sections, at, place, sentence, order):
            continue
        dated, unclear = of_sentence(sentence.rstrip(" :"), order)
        if coming := from_then_on(sentence):
            dated, unclear = first_day(coming, found.facts), True
        if unclear:
            found.unclear.append((section.heading, sentence))
        if dated:
            found.add(at, place, replace(dated, words=sentence if len(sentences) > 1 else ""))


def _speaks_of(
    found: _Found, sections: tuple[Section, ...], at: int, place: int, sentence: str, order: DateOrder
) -> bool:
    """Whether a sentence says by name of what its days are: its rule or section, one by number, or a pilot."""
    if sunset := sunset_of(sentence, found.facts, order):
        match, ends = sunset
        if ends:
            _of_itself(found, sections, at, place, match, ends)
        else:
            found.unclear.append((sections[at].heading, sentence))
        return True
    said = OF_ITSELF.match(sentence) or OF_A_NUMBER.match(sentence) or OF_A_TIME.match(sentence)
    dated = days(said, order) if said else None
    if said is None or dated is None:
        return False
    where = (sections[at].heading, sentence)
    if is_unsure(sentence[said.end() :], order):
        found.unclear.append(where)
    elif said.re is OF_ITSELF:
        _of_itself(found, sections, at, place, said, dated)
    elif said.re is OF_A_NUMBER:
        _of_a_number(found, sections, where, said, dated)
    else:
        _of_a_time(found, sections, at, said, dated)
    return True


def _to_all(found: _Found, at: int, section: Section, dated: Dated) -> None:
    for place in range(len(section.clauses)):
        found.add(at, place, dated)


def _below(sections: tuple[Section, ...], at: int) -> Iterator[int]:
    """The section at a place, and those within it."""
    path = sections[at].path
    yield at
    for other in range(at + 1, len(sections)):
        if not path or sections[other].path[: len(path)] != path:
            return
        yield other


def _alone(found: _Found, sections: tuple[Section, ...], at: int, place: int, dated: Dated) -> None:
    """A line of days alone is its section's where it stands first, or beside one rule; on the cover the document's."""
    section = sections[at]
    known = (found.facts.effective, found.facts.ends)
    if dated.begins in known and dated.ends in known:
        return
    if at == 0 or not section.path:
        if any(has_duty(one.text) for one in section.clauses[:place]):
            found.unclear.append((section.heading, section.clauses[place].text))
        elif not section.clauses[place].text.endswith(":"):
            found.whole.append(dated)
        return
    if place == 0 or len(section.clauses) == 2:  # The line and the rule.
        for one in _below(sections, at):
            _to_all(found, one, sections[one], dated)
    else:
        found.unclear.append((section.heading, section.clauses[place].text))


def _cover(sections: tuple[Section, ...]) -> int | None:
    """The section, first in its document, that is headed by days alone as no other one is: its line on the cover."""
    first = next((at for at, one in enumerate(sections) if one.clauses), None)
    headed = [at for at, one in enumerate(sections) if ALONE.match(one.heading)]
    return first if headed == [first] else None


def _of_document(section: Section, order: DateOrder) -> Dated | None:
    """A section that is nothing but the first or the last day of the document."""
    if len(section.clauses) != 1:
        return None
    said = section.clauses[0].text
    if alone := ALONE.match(said):
        named = _FIRST_DAY.match(section.heading) or _LAST_DAY.match(section.heading)
        return days(alone, order) if named else None
    if len(said.split()) > _DAY_ALONE:
        return None
    begins = first_date(said, order) if _FIRST_DAY.match(section.heading) else None
    ends = last_date(said, order) if _LAST_DAY.match(section.heading) else None
    return Dated(begins, ends) if begins or ends else None


def _of_itself(
    found: _Found, sections: tuple[Section, ...], at: int, place: int, said: re.Match[str], dated: Dated
) -> None:
    section = sections[at]
    if said["document"]:
        found.whole.append(dated)
    elif said["section"]:
        for one in _below(sections, at):
            _to_all(found, one, sections[one], dated)
    elif len(SENTENCE.split(section.clauses[place].text)) > 1:
        found.add(at, place, dated)
    elif len(section.clauses) <= 2:  # The sentence and its rule.
        _to_all(found, at, section, dated)
    else:
        found.unclear.append((section.heading, section.clauses[place].text))


def _of_a_number(
    found: _Found, sections: tuple[Section, ...], where: tuple[str, str], said: re.Match[str], dated: Dated
) -> None:
    """The days of the one section that bears a number, or the name beside it, said anywhere."""
    which, named = said["which"].lower(), normal(said["named"] or "")
    meant = [at for at, one in enumerate(sections) if which in one.number.lower().rstrip(".").split()]
    if not meant and named:
        meant = [at for at, one in enumerate(sections) if normal(one.heading) == named]
    for one in _below(sections, meant[0]) if len(meant) == 1 else ():
        _to_all(found, one, sections[one], dated)
    if len(meant) != 1:
        found.unclear.append(where)


def _of_a_time(
    found: _Found, sections: tuple[Section, ...], at: int, said: re.Match[str], dated: Dated
) -> None:
    """A pilot's days are those of its section, or else of the sentences that speak of it."""
    section, named = sections[at], re.compile(rf"\b{re.escape(said['kind'])}", re.IGNORECASE)
    if any(named.search(part) for part in section.path):
        for one in _below(sections, at):
            _to_all(found, one, sections[one], dated)
        return
    others = False
    for place, clause in enumerate(section.clauses):
        sentences = SENTENCE.split(clause.text)
        of_it = [one for one in sentences if named.search(f"{clause.lead_in} {one}")]
        others = others or (len(of_it) < len(sentences) and not clause.past)
        for sentence in of_it:
            found.add(at, place, replace(dated, words=sentence if len(of_it) < len(sentences) else ""))
    if others:
        found.unclear.append((section.heading, said.string))


def _look_at_row(
    found: _Found, heading: str, where: tuple[int, int], clause: Clause, order: DateOrder
) -> None:
    """A row has the days of its columns, and those of a cell where no other one rules."""
    if dated := _in_columns(clause, order):
        found.add(*where, dated)
        return
    cells = clause.text.split("\t")
    for number, cell in enumerate(cells):
        dated, unclear = of_sentence(cell, order) if len(SENTENCE.split(cell)) == 1 else (None, False)
        if unclear or (dated and any(map(has_duty, (*cells[:number], *cells[number + 1 :])))):
            found.unclear.append((heading, cell))
        elif dated:
            found.add(*where, dated)


def _in_columns(clause: Clause, order: DateOrder) -> Dated | None:
    begins: date | None = None
    ends: date | None = None
    for head, cell in zip(clause.lead_in.split("\t"), clause.text.split("\t"), strict=False):
        begins = begins or (first_date(cell, order) if _BEGINS.match(head.strip()) else None)
        ends = ends or (last_date(cell, order) if _ENDS.match(head.strip()) else None)
    return Dated(begins, ends) if begins or ends else None


def _findings(unclear: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    for heading, sentence in unclear:
        shown = sentence if len(sentence) <= _SHOWN else f"{sentence[:_SHOWN]}…"
        message = f"These days may be those of rules that are quoted at all times: “{shown}”"
        yield Finding("", heading, "unclear-days", message)
