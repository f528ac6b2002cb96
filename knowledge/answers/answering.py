"""Make the answer of a ranking: verbatim passages, cited, or an honest "your policies don't say"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.answers.answer import Answer, Passage
from knowledge.answers.citing import citation, overdue_since
from knowledge.answers.following import at_the_step
from knowledge.answers.quantities import side_by_side
from knowledge.answers.steps import is_procedure, steps_of
from knowledge.reading.sectioning.placeholders import open_places
from knowledge.search.confidence import Judge
from knowledge.search.hits import Hit, Ranking
from knowledge.search.index import Index
from knowledge.search.ranking import search
from knowledge.text.answer_types import EXACT, missing_kind
from knowledge.text.languages import language_of
from knowledge.text.markup import normal
from knowledge.text.terms import terms

SURE = 0.5


def answer(
    index: Index, judge: Judge, question: str, limit: int, today: date, earlier: Sequence[str] = ()
) -> Answer:
    """Answer from the index; `today` decides which reviews are overdue. Phrases are left to the library."""
    weights = index.weights
    ranking = search(index, question, limit=max(weights.examined, limit), earlier=earlier)
    found = distinct(ranking.hits)[:limit]
    hits, differing = side_by_side(index, at_the_step(index, found, ranking.asked))
    missing = missing_kind(ranking.asked, (hit.window.text for hit in hits[: weights.looked_through]))
    falls_short = missing in EXACT or (bool(earlier) and _is_unheard_of(index, ranking))
    sure = judge.confidence(index, ranking, weights.not_there if falls_short else 0.0)
    language = _unread_language(index, question)
    answered = bool(hits) and sure >= SURE and not language
    return Answer(
        question=question,
        asked=ranking.asked,
        answered=answered,
        confidence=round(sure, 4),
        passages=tuple(passage(hit, today) for hit in hits),
        missing=missing,
        disagreeing=differing if answered else (),
        language=language,
    )


def _is_unheard_of(index: Index, ranking: Ranking) -> bool:
    """Whether the policies know no word of a follow-up, and none that means the same: then what they say of the turn
    before is no answer to it ("and my parrot?").
    """
    others = index.synonyms.alternatives(ranking.terms)
    return bool(ranking.terms) and not index.lexicon.scores(ranking.terms, others).any()


def _unread_language(index: Index, question: str) -> str:
    """The language of a question, where the policies know few of its words: its nearest passage is an accident."""
    language = language_of(question)
    stems = terms(question)
    known = sum(stem in index.lexicon.postings for stem in stems)
    return language if known * 2 < max(len(stems), 1) else ""


def distinct(hits: Sequence[Hit]) -> list[Hit]:
    """Hits without those that say word for word what a better one says, as a whole or in their best clause."""
    seen: set[str] = set()
    kept = []
    for hit in hits:
        said = {hit.window.words, normal(hit.window.clauses[hit.clause].text)}
        if not said & seen:
            kept.append(hit)
        seen |= said
    return kept


def passage(hit: Hit, today: date) -> Passage:
    """What is shown of a hit."""
    window = hit.window
    document, section = window.document, window.section
    best = window.clauses[hit.clause]
    steps = steps_of(section, best)
    return Passage(
        document=document.name,
        title=document.facts.title or document.name,
        heading=section.heading,
        citation=citation(document, section, best),
        text=window.text,
        strength=best.strength,
        score=round(hit.score, 4),
        section=section.id,
        lead_in=best.lead_in,
        neighbours=tuple(clause.text for clause in window.clauses if clause is not best),
        owner=document.facts.owner,
        url=document.facts.url,
        review_overdue_since=overdue_since(document.facts, today),
        clause=best.text,
        steps=tuple(
            replace(step, citation=citation(document, section, clause))
            for step, clause in zip(steps, section.clauses, strict=True)
        ),
        procedure=is_procedure(section, steps),
        approver=document.facts.approver,
        left_open=open_places(best, section),
        is_example=best.start in window.told,
    )
