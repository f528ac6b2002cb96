"""The guard over sectioning: every word of a section is in its heading or in one of its clauses."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from knowledge.reading.document import Finding, FindingPart, Section
from knowledge.reading.readers.guard import SHOWN, counted, unglue
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import TAGS

_TARGET = re.compile(r"\]\([^()\n]{0,700}\)")
_TAG = re.compile(rf"</?(?:{'|'.join(sorted(TAGS))})\b[^<>]{{0,300}}>", re.IGNORECASE)
_QUESTION, _ANSWER = LANGUAGE.pattern("leads.question_label"), LANGUAGE.pattern("leads.answer_label")
_MARK = re.compile(
    r"^[\W_]*(?:[A-Za-z]{1,6}[.)]|[\d.]{1,12}[.)]?|[A-Za-zØü])(?=[\s(]|$)(?:\s*\(?[aAiI]\)(?=\s))?"
)


def unsaid(text: str, sections: tuple[Section, ...], moved: tuple[str, ...] = ()) -> Iterator[Finding]:
    """One finding with the lines of the first words that no clause says, where there are any.

    `moved` are notes that a clause of another section says.
    """
    elsewhere = counted(moved)
    missing: list[tuple[int, str]] = []
    for section in sections:
        held = counted((html.unescape(_TAG.sub(" ", _TARGET.sub("]", section.text))),))
        said = _said(section)
        lost, more = held - said, said - held
        unglue(more, lost)  # "[keys](x)and" is one word on the page.
        unglue(lost, more)
        lost = +lost
        if elsewhere:
            lost, elsewhere = lost - elsewhere, elsewhere - lost
        missing.extend((section.start + max(section.text.casefold().find(word), 0), word) for word in lost)
    if missing:
        found: dict[int, list[str]] = {}
        for place, word in missing:
            found.setdefault(text.count("\n", 0, place) + 1, []).append(word)
        lines = list(found)[:12]
        where = ("line " if len(lines) == 1 else "lines ") + ", ".join(map(str, lines))
        words = " ".join(word for _, word in missing[:SHOWN]) + (" …" if len(missing) > SHOWN else "")
        parts = tuple(FindingPart(f"line {line}", _message(" ".join(said))) for line, said in found.items())
        yield Finding("", where, "not-read", _message(words), parts if len(missing) > SHOWN else ())


def _message(words: str) -> str:
    return f"Words that no answer would quote: {words}"


def _said(section: Section) -> Counter[str]:
    """What a reader of the section sees; the marks of items are counted where they stand."""
    marks = (
        found.group()
        for line in section.text.splitlines()
        for mark in (_MARK, _QUESTION, _ANSWER)
        if (found := mark.match(line))
    )
    clauses = (part for clause in section.clauses for part in (clause.text, clause.lead_in))
    return counted((*section.path, *marks, *clauses))
