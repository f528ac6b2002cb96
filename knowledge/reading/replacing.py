"""What a document says that it replaces, and whether another is that by its title or number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.reading.document import Document
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import normal

_REPLACES, _TO = LANGUAGE.pattern("editions.replaces"), LANGUAGE.pattern("editions.replaced_to")
_KINDS = frozenset(LANGUAGE.words("editions.kinds"))
_LEFT_OUT = frozenset(LANGUAGE.words("editions.marks")) | frozenset(LANGUAGE.words("editions.small")) | _KINDS
_FIGURES = LANGUAGE.pattern("editions.in_title")
_PARTLY = LANGUAGE.pattern("editions.replaced_partly")
_CUES = ("replac", "supersed", "repeal", "rescind")
_PARTS = re.compile(r",\s*(?:and\s+)?|\s+and\s+")


@dataclass(frozen=True)
class NamedPolicy:
    """A title or a name by what tells it from others: its words, its kinds of document, its numbers."""

    words: frozenset[str]
    kinds: frozenset[str]
    figures: frozenset[str]

    def is_of(self, title: NamedPolicy) -> bool:
        """Whether it names what bears a title: by its words, or by a number and its kind alone."""
        if self.figures and title.figures and self.figures != title.figures:
            return False
        if title.kinds and not self.kinds <= title.kinds:
            return False
        if not self.words:
            return bool(self.kinds and self.figures and self.figures == title.figures)
        return self.words == title.words and bool(self.kinds or self.figures or len(self.words) > 1)


def named(text: str) -> NamedPolicy:
    """A title or a name as it is compared."""
    said = re.findall(r"[^\W\d_]+", normal(text))
    return NamedPolicy(
        frozenset(word for word in said if word not in _LEFT_OUT),
        frozenset(word.removesuffix("s") for word in said if word in _KINDS),
        frozenset(_FIGURES.findall(text)),
    )


def replaced_by(document: Document) -> tuple[NamedPolicy, ...]:
    """What a document says that it replaces, whole, each by its name; parts of another are none."""
    fields = (document.text[low:high] for low, high, why in document.dropped if why == "front matter")
    clauses = (clause for section in document.sections for clause in section.clauses)
    texts = [*fields, *(said for clause in clauses for said in (clause.lead_in, clause.text))]
    told = (text for text in texts if any(cue in text.lower() for cue in _CUES))
    return tuple(dict.fromkeys(one for text in told for one in _said(text)))


def _said(text: str) -> Iterator[NamedPolicy]:
    for found in _REPLACES.finditer(text):
        if _PARTLY.search(found["what"]):
            continue
        what = _TO.split(found["what"])[0]
        for name in (what, *_PARTS.split(what)):
            if (one := named(name)).words or one.figures:
                yield one
