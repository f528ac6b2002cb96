"""Questions about a document itself, answered from what it says about itself: owner, approver, version, dates, purpose.

The words are the document's own line, front matter and covers included. Where it does not say, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.answers.answer import Answer, Passage
from knowledge.answers.answering import passage
from knowledge.answers.citing import dated, overdue_since
from knowledge.reading.document import Document, DocumentFacts, Strength
from knowledge.search.hits import Hit
from knowledge.search.windows import Window
from knowledge.text.labels import LABELS, labelled, lone_label
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import plain
from knowledge.text.terms import terms

SURE, UNSURE = 0.97, 0.3
LONGEST_LINE = 300
_ASKED = LANGUAGE.patterns("about.asked")
_DOCUMENT, _FILLER = LANGUAGE.pattern("about.document"), LANGUAGE.pattern("about.filler")
_PURPOSE = LANGUAGE.patterns("about.sections")["purpose"]
_THEN_WHEN = LANGUAGE.pattern("about.then_when")
PURPOSE = "purpose"
_SINCE, _BESIDES = "effective", ("agreed", "signed", "signatory")
"""The day a document was agreed on or signed is told where nothing says from when it is in force."""

_REVIEW = "review"
"""The label that may state the last review or the next one."""


@dataclass(frozen=True, slots=True)
class AboutDocument:
    """What a question asks of a document: `fact` is a name of `DocumentFacts`, or `PURPOSE`."""

    fact: str
    document: Document


def about_document(question: str, documents: Sequence[Document]) -> AboutDocument | None:
    """What is asked of which of the documents in force; None for a question about anything else."""
    said = " ".join(question.replace("’", "'").split()).strip(" ?!.")
    for fact, pattern in _ASKED.items():
        if found := pattern.match(said):
            named = next(filter(None, found.groups()), "")
            if dated_too := _THEN_WHEN.search(named):
                fact, named = _SINCE, named[: dated_too.start()]
            document = _named(named, documents)
            return AboutDocument(fact, document) if document else None
    return None


def answered_from_facts(
    found: Answer, about: AboutDocument, windows: Sequence[Window], today: date
) -> Answer:
    """The answer with the document's own line first; not answered where it does not say.

    `windows` are those of the index.
    """
    own = _purpose(about.document, windows, today) if about.fact == PURPOSE else _fact(about, today)
    if own is None:
        unsure = min(found.confidence, UNSURE)
        return replace(found, answered=False, confidence=unsure, missing="", of_document=True)
    others = [one for one in found.passages if (one.section, one.clause) != (own.section, own.clause)]
    passages = (own, *others)[: max(len(found.passages), 1)]
    sure = max(found.confidence, SURE)
    return replace(
        found,
        answered=True,
        confidence=sure,
        passages=passages,
        phrases=(),
        missing="",
        disagreeing=(),
        of_document=True,
    )


def _named(words: str, documents: Sequence[Document]) -> Document | None:
    """The document whose title holds every word that names it; one has to be called a document of some kind."""
    if not _DOCUMENT.search(words):
        return None
    wanted = set(terms(_FILLER.sub(" ", _DOCUMENT.sub(" ", words))))
    titles = {one.name: set(terms(_DOCUMENT.sub(" ", one.facts.title or one.name))) for one in documents}
    fitting = [one for one in documents if wanted <= titles[one.name]]
    if not wanted:
        return documents[0] if len(documents) == 1 else None
    return min(fitting, key=lambda one: len(titles[one.name]), default=None)


def _fact(about: AboutDocument, today: date) -> Passage | None:
    line = _line(about)
    if not line:
        return None
    document = about.document
    title, said = document.facts.title or document.name, dated(document.facts)
    return Passage(
        document=document.name,
        title=title,
        heading="",
        citation=f"{title} ({said})" if said else title,
        text=line,
        strength=Strength.NONE,
        score=1.0,
        section=document.sections[0].id if document.sections else "",
        owner=document.facts.owner,
        url=document.facts.url,
        review_overdue_since=overdue_since(document.facts, today),
        clause=line,
    )


def _line(about: AboutDocument) -> str:
    """The line that states the fact, word for word: one with its label, else one with its value; empty for none."""
    told = about.document.facts
    value = getattr(told, about.fact) or (told.signed if about.fact == _SINCE else None)
    if not value:
        return ""
    lines = [one for line in about.document.text.splitlines() if (one := plain(line).strip())]
    facts = (about.fact, _REVIEW, *(_BESIDES if about.fact == _SINCE else ()))
    named = [(LABELS.get(label, ""), line) for label, line in _labelled(lines)]
    stating = [line for fact, line in sorted(named, key=lambda one: one[0] in _BESIDES) if fact in facts]
    holding = [line for line in lines if isinstance(value, str) and _holds(line, value)]
    return next((line for line in (*_fitting(stating, value), *holding) if len(line) <= LONGEST_LINE), "")


def _fitting(lines: Sequence[str], value: str | date) -> Iterator[str]:
    for line in lines:
        if isinstance(value, date) or _holds(line, value):
            yield line


def _holds(line: str, value: str) -> bool:
    return bool(re.search(rf"(?<![\w.]){re.escape(value)}(?![\w])", line, re.IGNORECASE))


def _labelled(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lines that begin with a label, also where the value stands on the next one."""
    for number, line in enumerate(lines):
        if stated := labelled(line.replace("_", " ")):
            yield stated[0], line
        elif (label := lone_label(line)) and number + 1 < len(lines):
            yield label, f"{line} {lines[number + 1]}"


def _purpose(document: Document, windows: Sequence[Window], today: date) -> Passage | None:
    """The section that says what the document is for, else its first."""
    own = [(place, one) for place, one in enumerate(windows) if one.document.name == document.name]
    place, window = next(((at, one) for at, one in own if _PURPOSE.search(one.section.heading)), (0, None))
    if window is None:
        place, window = next(((at, one) for at, one in own if one.section.heading), (0, None))
    return passage(Hit(place, window, 1.0, 0.0, 0.0, 0), today) if window else None


def fact_names() -> frozenset[str]:
    """Every fact that can be asked for."""
    return frozenset(_ASKED) & (frozenset(DocumentFacts.__dataclass_fields__) | {PURPOSE})
