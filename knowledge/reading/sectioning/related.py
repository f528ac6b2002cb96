"""Other policies that a document names: in a list of related ones, in its text by name, and by number (P41, J05)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.reading.document import Section
from knowledge.text.language import LANGUAGE

_RELATED = LANGUAGE.pattern("upkeep.related")
_NAMED = LANGUAGE.exact("related.named")
_NUMBERED = LANGUAGE.pattern("related.numbered")
_OPENING = LANGUAGE.pattern("related.opening")
_ORDINARY, _BEGINS = LANGUAGE.exact("related.ordinary"), LANGUAGE.pattern("related.begins")
_STATES = frozenset(LANGUAGE.words("related.states"))
_FILL = frozenset(LANGUAGE.words("related.fill"))
_NEAR = 4  # signs before a name
MOST = 40
"""Names that are looked up; a document that names more is an index of policies."""


def related_in(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Names of other documents under headings such as "Related Policies", as written."""
    listed = [
        name.strip(" .")
        for section in sections
        for clause in section.clauses
        if any(_RELATED.match(part) for part in (*section.path, clause.lead_in))
        for name in clause.text.split("\t")[0].split(";")
    ]
    return tuple(dict.fromkeys(name for name in listed if name and len(name.split()) <= 14))


def named_in(sections: tuple[Section, ...], title: str) -> tuple[str, ...]:
    """Names and numbers of other policies that clauses mention, as written, the document's own left out."""
    own = telling(title)
    found: dict[str, None] = {}
    for text in (clause.text for section in sections for clause in section.clauses):
        for name in _names(text):
            words = telling(name)
            if words - _STATES and not _RELATED.match(name) and words != own and not words <= own:
                found.setdefault(name)
    return tuple(found)[:MOST]


def telling(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    words = re.findall(r"[^\W_]+(?:\.\d+)*", name.lower())
    return frozenset(word.removesuffix("s") if len(word) > 4 else word for word in words if word not in _FILL)


def _names(text: str) -> Iterator[str]:
    for found in _NUMBERED.finditer(text):
        yield found["number"]
    for found in _NAMED.finditer(text):
        name = found.group()
        if _ORDINARY.match(name) and _BEGINS.search(text[max(found.start() - _NEAR, 0) : found.start()]):
            continue
        while (opening := _OPENING.match(name)) is not None:
            name = name[opening.end() :]
        if name[:1].isupper() and len(name.split()) > 1:
            yield name
