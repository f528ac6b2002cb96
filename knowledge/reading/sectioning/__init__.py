"""From the text of a document to its sections, clauses, facts and findings."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from knowledge.reading.document import Document, Finding, Section
from knowledge.reading.examples import without_code, without_examples
from knowledge.reading.phrases import without_strength
from knowledge.reading.readers.extract import Extract
from knowledge.reading.sectioning.dated_rules import with_days
from knowledge.reading.sectioning.dates import order_of
from knowledge.reading.sectioning.facts import facts_of
from knowledge.reading.sectioning.few import few
from knowledge.reading.sectioning.furniture import contents_pages, furniture
from knowledge.reading.sectioning.guessing import find_headings
from knowledge.reading.sectioning.guidance import with_guidance
from knowledge.reading.sectioning.headings import HeadingLine
from knowledge.reading.sectioning.lines import Line, lines_of
from knowledge.reading.sectioning.notes import with_notes
from knowledge.reading.sectioning.outline import paths_of
from knowledge.reading.sectioning.past import with_past
from knowledge.reading.sectioning.pieces import between
from knowledge.reading.sectioning.placeholders import without_prompts
from knowledge.reading.sectioning.questions import with_questions
from knowledge.reading.sectioning.related import named_in, related_in
from knowledge.reading.sectioning.repealed import without_repealed
from knowledge.reading.sectioning.runs import with_bare_numbers
from knowledge.reading.sectioning.sections import SectionPlan, cut
from knowledge.reading.sectioning.signature import signature_block
from knowledge.reading.sectioning.unmarked import unmarked_items
from knowledge.reading.sectioning.unsaid import unsaid
from knowledge.reading.sectioning.upkeep import findings_of, links_of
from knowledge.reading.sectioning.wrapped_numbers import with_wrapped_numbers
from knowledge.text.markup import normal


def document_of(extract: Extract, name: str, sha256: str) -> Document:
    """Cut what a reader extracted into a Document; never fails, whatever the text."""
    lines = with_bare_numbers(with_wrapped_numbers(lines_of(extract.text, extract.bold, extract.rows)))
    gone = _dropped_by_reader(lines, extract)
    found = ([entry for entry in run if entry.line not in gone] for run in contents_pages(lines))
    contents = [run for run in found if run]
    dropped = furniture(lines, contents, laid_out=extract.laid_out) | gone
    kept = [index for index in range(len(lines)) if index not in dropped]
    signature = signature_block(lines, kept)
    barred = extract.plain | {lines[i].start for i in signature}
    barred |= unmarked_items((lines[i] for i in kept), least=2) - extract.headings.keys()
    named = frozenset(normal(entry.name) for run in contents for entry in run)
    headings = find_headings(lines, kept, extract.headings, frozenset(barred), named)
    facts = facts_of(lines, extract.facts, headings, [lines[i] for i in signature], name, dropped)
    headings = with_questions(lines, kept, headings, frozenset(barred))
    title = _title_heading(headings, facts.title)
    plan = SectionPlan(
        lines,
        headings,
        paths_of(headings, title, _ends_of_insets(lines, headings, extract.insets)),
        dropped,
        signature,
        extract.pages,
        extract.insets,
    )
    bare, ranges = cut(name, extract.text, plan)
    noted, moved = with_notes(extract.text, bare)
    told, past = with_past(extract.text, noted, facts.title)
    told, days, unclear = with_days(told, order_of("\n".join(line.raw for line in lines)), facts)
    facts = replace(facts, effective=facts.effective or days.begins, ends=facts.ends or days.ends)
    in_force, repealed = without_repealed(extract.text, told)
    in_force, prompts = without_prompts(in_force)
    judged = (without_examples(without_strength(one)) for one in with_guidance(in_force))
    checked = [without_code(one, extract.code) for one in judged]
    sections = tuple(section for section, _ in checked)
    coded = [finding for _, findings in checked for finding in findings]
    empty = () if sections else (Finding(name, "", "empty", "The file holds no text."),)
    findings = (
        *findings_of(name, extract.text, lines, bare, contents, title.text if title else ""),
        *(
            replace(found, document=name)
            for found in (*past, *repealed, *prompts, *unclear, *coded, *unsaid(extract.text, noted, moved))
        ),
    )
    return Document(
        name=name,
        sha256=sha256,
        text=extract.text,
        facts=facts,
        sections=sections,
        findings=few((*(replace(f, document=name) for f in extract.findings), *empty, *findings)),
        dropped=ranges,
        related=related_in(sections),
        named=named_in(sections, facts.title),
        links=links_of(extract.text, extract.links),
        aside=_left_out(told, sections),
    )


def _left_out(before: tuple[Section, ...], after: tuple[Section, ...]) -> tuple[tuple[int, int], ...]:
    """The ranges of what was set aside: of whole clauses, and of sentences of those that stay in part."""
    kept = sorted((clause for section in after for clause in section.clauses), key=lambda one: one.start)
    starts, whole = [one.start for one in kept], {(one.start, one.end) for one in kept}
    ranges: list[tuple[int, int]] = []
    for clause in (clause for section in before for clause in section.clauses):
        if (clause.start, clause.end) not in whole:
            low, high = bisect_left(starts, clause.start), bisect_left(starts, clause.end)
            pieces = [one for one in kept[low:high] if one.end <= clause.end]
            ranges += between(clause.start, clause.end, pieces)
    return tuple(dict.fromkeys(ranges))


def _dropped_by_reader(lines: list[Line], extract: Extract) -> dict[int, str]:
    starts = [line.start for line in lines]
    return {
        index: why
        for low, high, why in extract.dropped
        for index in range(bisect_left(starts, low), bisect_left(starts, high))
    }


def _ends_of_insets(
    lines: list[Line], headings: list[HeadingLine], insets: tuple[tuple[int, int], ...]
) -> dict[int, int]:
    """By the line of each heading in an inset, the line behind the innermost inset it stands in."""
    starts = [line.start for line in lines]
    found: dict[int, int] = {}
    for low, high in sorted(insets):
        inside = (h.line for h in headings if low <= lines[h.line].start < high)
        found.update(dict.fromkeys(inside, bisect_left(starts, high)))
    return found


def _title_heading(headings: list[HeadingLine], title: str) -> HeadingLine | None:
    first = headings[0] if headings else None
    return first if first and normal(first.text) == normal(title) else None
