"""What a document says about itself, from front matter, cover blocks, footers, tables and signature blocks."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from knowledge.passages import Facts
from knowledge.sectioning.dates import cycle_after, first_date, review_within
from knowledge.sectioning.headings import Heading
from knowledge.sectioning.labels import LABELS, labelled, lone_label, normal_label
from knowledge.sectioning.lines import Line, Shape

_POLICY_WORD = re.compile(
    r"\b(?:policy|policies|procedures?|standards?|guidelines?|guide|plan|code|manual|protocol|charter|directive|by-?law"
    r"|regulations?|handbook|rules|statement|agreement|system|program(?:me)?)\b",
    re.IGNORECASE,
)
_BODY_OF = re.compile(
    r"\b(?:Regional +)?(?:Municipality|City|Town|County|Village|Township|Borough|District|University) +of +"
    r"(?:the +)?[A-Z][\w'’.-]+(?: +(?:of|and|the)? *[A-Z][\w'’-]+){0,3}"
)
_OF_NAME = re.compile(
    r"\b[A-Z][\w'’.-]+(?: +[A-Z][\w'’.-]+){0,3} +(?:Public Schools|School District|City Council|County Council"
    r"|Borough Council|Town Council|Housing Authority|Transit Authority|Public Library)\b"
)
_APPLIES = re.compile(
    r"\bapplies to (?:all |any )?(?:of )?(?:the )?((?:[A-Z][\w&.'’-]*\s+){1,4}?)"
    r"(?:employees|staff|personnel|workers|volunteers|members|officials)\b"
)
_MANUAL = re.compile(
    r"\s+(?:administrative|policy|policies|procedures?|employee|personnel|operations)\b.*$", re.IGNORECASE
)
_VERSION = re.compile(r"^(?:version|rev(?:ision)?\.?)\s*(?:no\.?\s*)?(\d[\w.]*)", re.IGNORECASE)
_PERSON = re.compile(r"^(?:[A-Z][a-z]*\.?\s+){1,3}(?:[A-Z][\w'’-]+)(?:,\s*[A-Z][\w., ]*)?$")
_SIGNATURE_WORDS = frozenset(
    ("date", "signature", "signed", "name", "title", "witness", "approved", "print name")
)
_DATES = ("effective", "revised", "reviewed", "next_review")


def facts_of(
    lines: list[Line], stated: dict[str, str], headings: list[Heading], signature: list[Line], name: str
) -> Facts:
    """The facts of a document; `stated` (front matter, properties) wins over what its lines say."""
    found = {**_from_lines(lines), **_from_stated(stated)}
    organisation = found.get("organisation") or _organisation(lines)
    dates = {fact: first_date(found[fact]) for fact in _DATES if fact in found}
    approver, signed = _signature(signature)
    dates["effective"] = dates.get("effective") or signed
    return Facts(
        title=found.get("title") or _title(lines, headings, name),
        organisation=organisation,
        owner=found.get("owner", ""),
        approver=found.get("approver") or approver,
        version=found.get("version", "") or _version(lines),
        effective=dates.get("effective"),
        revised=dates.get("revised"),
        reviewed=dates.get("reviewed"),
        next_review=dates.get("next_review") or _next_review(found, dates),
        url=found.get("url", ""),
        audience=found.get("audience", ""),
    )


def _from_stated(stated: dict[str, str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for label, value in stated.items():
        fact = LABELS.get(normal_label(label.replace("_", " ")), "")
        if fact and value and fact not in facts:
            facts[fact] = value
    return facts


def _from_lines(lines: list[Line]) -> dict[str, str]:
    """Label lines: a value on the same line counts anywhere near the edges, one on the next line in the cover."""
    facts: dict[str, str] = {}
    solid = [line for line in lines if not line.blank]
    edges = {id(line) for line in (*solid[:25], *solid[-15:])}
    for position, line in enumerate(solid):
        label, value = _pair(solid, position)
        fact = LABELS.get(label, "")
        if not fact or not value or len(value) > 200 or fact in facts:
            continue
        short_table = line.shape is Shape.ROW and len(line.cells) == 2
        if id(line) in edges or line.bold or "**" in line.raw or short_table:
            facts[fact] = value if fact != "version" else value.removeprefix("Version ")
    return _checked(facts)


def _pair(solid: list[Line], position: int) -> tuple[str, str]:
    line = solid[position]
    if line.shape is Shape.ITEM or len(line.cells) > 2:
        return "", ""
    if (found := labelled(line.text)) and found[1]:
        return found
    label = lone_label(line.text) if line.text.endswith(":") else None
    below = solid[position + 1].text if position + 1 < len(solid) else ""
    return (label, below) if label and not below.endswith(":") and len(below) <= 160 else ("", "")


def _checked(facts: dict[str, str]) -> dict[str, str]:
    """Facts whose value cannot be what the label says are no facts: a date without a date, a word for an owner."""
    return {
        fact: value
        for fact, value in facts.items()
        if (fact not in _DATES or first_date(value))
        and (fact != "url" or "." in value)
        and (fact not in ("approver", "owner") or normal_label(value) not in LABELS)
    }


def _title(lines: list[Line], headings: list[Heading], name: str) -> str:
    """The first line near the top that names a kind of document, else the first heading, else the file's name."""
    top = headings[:4] if headings else []
    first = next((h for h in top if _POLICY_WORD.search(h.text) and h.line < 60), top[0] if top else None)
    opening = next((line for line in lines if not line.blank), None)
    if (
        opening
        and _POLICY_WORD.search(opening.text)
        and opening.words <= 14
        and not opening.text.endswith(".")
    ):
        return opening.text
    return first.text if first else re.sub(r"[_-]+", " ", name.rsplit(".", 1)[0]).strip()


def _organisation(lines: list[Line]) -> str:
    text = "\n".join(line.text for line in lines[:400])
    for form in (_BODY_OF, _OF_NAME, _APPLIES):
        names = Counter((m.group(1) if m.groups() else m.group()).strip() for m in form.finditer(text))
        if names:
            return _MANUAL.sub("", names.most_common(1)[0][0])
    return ""


def _version(lines: list[Line]) -> str:
    """The newest version of a version table or a cover line: documents list the newest first."""
    found = (_VERSION.match(line.cells[0] if line.cells else line.text) for line in lines if line.words <= 60)
    return next((match.group(1) for match in found if match), "")


def _next_review(found: dict[str, str], dates: dict[str, date | None]) -> date | None:
    start = dates.get("reviewed") or dates.get("revised") or dates.get("effective")
    if not start:
        return None
    for fact in ("reviewed", "next_review", "revised", "effective"):
        if fact in found and (due := review_within(found[fact], start)):
            return due
    return cycle_after(found["cycle"], start) if "cycle" in found else None


def _signature(block: list[Line]) -> tuple[str, date | None]:
    """Name with office, and date, from the lines of a signature block (D60)."""
    texts = [line.text for line in block]
    day = next((d for d in map(first_date, texts) if d), None)
    words = [
        t for t in texts if not first_date(t) and normal_label(t) not in _SIGNATURE_WORDS and "__" not in t
    ]
    person = next((t for t in words if _PERSON.match(t)), "")
    office = next((t for t in words if t != person), "")
    return ", ".join(part for part in (person, office) if part), day
