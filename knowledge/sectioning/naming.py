"""The title of a document and the organisation it belongs to, where no label states them."""

from __future__ import annotations

import re
from collections import Counter

from knowledge.sectioning.headings import Heading
from knowledge.sectioning.labels import labelled
from knowledge.sectioning.lines import Line, Shape

_KIND = re.compile(
    r"\b(?:policy|policies|procedures?|standards?|guidelines?|guide|plan|code|manual|protocol|charter|directive|by-?law"
    r"|regulations?|handbook|rules|statement|agreement|program(?:me)?)\b",
    re.IGNORECASE,
)
_GOVERNMENT = re.compile(
    r"\b(?:Regional +)?(?:Municipality|City|Town|County|Village|Township|Borough|District|University) +of +"
    r"(?:the +)?[A-Z][\w'’.-]+(?: +(?:of|and|the)? *[A-Z][\w'’-]+){0,3}"
)
_BODY = re.compile(
    r"\b[A-Z][\w'’.-]+(?: +[A-Z][\w'’.-]+){0,3} +(?:Public Schools|School District|City Council|County Council"
    r"|Borough Council|Town Council|Housing Authority|Transit Authority|Port Authority|Public Library|County)\b"
)
_APPLIES = re.compile(
    r"\bapplies to (?:all |any )?(?:of )?(?:the )?((?:[A-Z][\w&.'’-]*\s+){1,4}?)"
    r"(?:employees|staff|personnel|workers|volunteers|members|officials)\b"
)
_MANUAL = re.compile(
    r"\s+(?:administrative|policy|policies|procedures?|employee|personnel|operations|customer|human)\b.*$",
    re.IGNORECASE,
)
_JOINING = frozenset(("of", "the", "and"))


def title_of(lines: list[Line], headings: list[Heading], name: str) -> str:
    """The first short line near the top that names a kind of document, else the first heading, else the file's name."""
    opening = [line for line in lines if line.text][:8]
    for place, line in enumerate(opening):
        named = line.words <= 14 and _KIND.search(line.text) and not line.text.endswith((".", ":", ";"))
        if (
            line.shape is not Shape.ROW
            and not labelled(line.text)
            and (named or (place == 0 and line.hashes == 1))
        ):
            return next((h.text for h in headings if lines[h.line] is line), line.text)
        if line.words > 14:
            break
    if headings and headings[0].line < 60:
        return headings[0].text
    first = opening[0].text if opening else ""
    return first if 0 < len(first) <= 80 else re.sub(r"[_-]+", " ", name.rsplit(".", 1)[0]).strip()


def organisation_of(lines: list[Line]) -> str:
    """The public body a document names most, or empty; capitals are written as a name is."""
    text = "\n".join(_as_name(line.text) for line in lines[:400])
    for form in (_GOVERNMENT, _BODY, _APPLIES):
        names = Counter((m.group(1) if m.groups() else m.group()).strip() for m in form.finditer(text))
        if names:
            return _MANUAL.sub("", names.most_common(1)[0][0])
    return ""


def _as_name(text: str) -> str:
    if not text.isupper() or len(text) > 80:
        return text
    words = text.lower().split()
    return " ".join(word if word in _JOINING else word[:1].upper() + word[1:] for word in words)
