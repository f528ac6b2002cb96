"""What a document says about itself, from front matter, cover blocks, footers, tables and signature blocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from knowledge.reading.document import DocumentFacts
from knowledge.reading.sectioning.dated import (
    adopted_on,
    dated_facts,
    is_of_document,
    last_day,
    latest,
    said_facts,
    signed_on,
    stated_date,
    who_of,
)
from knowledge.reading.sectioning.dates import (
    DateOrder,
    cycle_after,
    first_date,
    order_of,
    review_within,
)
from knowledge.reading.sectioning.headings import HeadingLine
from knowledge.reading.sectioning.idle import idle_of
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.naming import organisation_of, title_of
from knowledge.reading.sectioning.numbered import is_number, number_of, version_of
from knowledge.reading.sectioning.own_days import days_of_sections
from knowledge.reading.sectioning.owners import alone, names_nobody
from knowledge.text.labels import LABELS, WEAK, label_parts, labelled, lone_label, normal_label
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import plain

_PERSON = re.compile(r"^(?:[A-Z][a-z]*\.?\s+){1,3}(?:[A-Z][\w'’-]+)(?:,\s*[A-Z][\w., ]*)?$")
_SIGNATURE_WORDS = frozenset(LANGUAGE.words("facts.signature_labels"))
_HANGS = LANGUAGE.pattern("naming.hangs")
_VERSION_WORD = LANGUAGE.exact("facts.version_word")
_WIDE_GAP = re.compile(r"[^\S\t]{3,}")
_PROMISE = LANGUAGE.pattern("facts.promise")
_BOLD_LABEL = re.compile(r"\*\*([^*:]{2,40}):?\*\*:?\s*([^*]{1,200})")
_REVIEWER = LANGUAGE.pattern("facts.reviewer")
_BOLD_ITEM = re.compile(r"^\s*[-*+•]\s+(?=\*\*|__)")
_OFFICES = frozenset(LANGUAGE.text("facts.offices").split("|"))
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?$", re.IGNORECASE)
_DATES = ("effective", "agreed", "signed", "revised", "reviewed", "next_review", "review")
_SIGNERS = {"approver": "agreed", "signatory": "signed"}
"""What names who put their name to it, and the day that stands behind it."""
_TITLE_GOES_ON = 8  # words
_HEAD, _FOOT = 25, 15  # lines of the edges, where covers, footers and signatures stand


def facts_of(
    lines: list[Line],
    stated: dict[str, str],
    headings: list[HeadingLine],
    signature: list[Line],
    name: str,
    dropped: Collection[int] = (),
) -> DocumentFacts:
    """The facts of a document; `stated` (front matter, properties) wins over what its lines say."""
    order = order_of("\n".join([*stated.values(), *(line.raw for line in lines)]))
    named = title_of(lines, headings, name, dropped, stated.get("page header", ""))
    own = days_of_sections(lines, headings, named)
    found = {**_from_lines([line for line in lines if line.start not in own]), **_from_stated(stated)}
    if agreed := found.get("agreed"):
        found.setdefault("effective", agreed)
    organisation = found.get("organisation") or organisation_of(lines)
    dates = {fact: latest(fact, found[fact], order) for fact in _DATES if fact in found}
    approver, signed = _signature(signature, order)
    dates["signed"] = dates.get("signed") or signed
    _place_review(found, dates)
    levels = {lines[one.line].start: one.level for one in headings}
    idle, ended = idle_of(lines, stated, named, levels)
    return DocumentFacts(
        title=found.get("title") or named,
        organisation=organisation,
        owner=found.get("owner", ""),
        approver=found.get("approver") or approver,
        version=found.get("version", "") or version_of(lines),
        effective=dates.get("effective"),
        revised=dates.get("revised"),
        reviewed=dates.get("reviewed"),
        next_review=dates.get("next_review") or _next_review(found, dates) or _promised(lines, dates),
        url=found.get("url", ""),
        audience=found.get("audience", ""),
        ends=last_day(found.get("ends", ""), order) or ended,
        source=found.get("source", ""),
        distribution=found.get("distribution", ""),
        idle=idle,
        number=found.get("number") or number_of(lines),
        signed=dates.get("signed"),
    )


def _place_review(found: dict[str, str], dates: dict[str, date | None]) -> None:
    """A "Review date" alone is the next one; beside a next one, or before the document's other dates, the last."""
    day = dates.pop("review", None)
    if day is None:
        return
    others = [other for fact in ("effective", "revised", "reviewed") if (other := dates.get(fact))]
    past = dates.get("next_review") or any(day <= other for other in others)
    fact = "reviewed" if past else "next_review"
    dates[fact] = dates.get(fact) or day
    found.setdefault(fact, found["review"])


def _from_stated(stated: dict[str, str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for label, value in stated.items():
        fact = LABELS.get(normal_label(label.replace("_", " ")), "")
        if fact in (*_SIGNERS, "owner", *_DATES):  # A line of a page's foot goes on with its number.
            value = _WIDE_GAP.split(value)[0].strip()
        value = alone(value) if fact == "owner" else value
        if fact in _SIGNERS:
            fact, value = _approval(value, facts, _SIGNERS[fact])
        if fact and value and (fact not in ("approver", "owner") or _fits(fact, value)):
            facts.setdefault(fact, value)
    return facts


def _from_lines(lines: list[Line]) -> dict[str, str]:
    """Label lines: a value on the same line counts near the edges or in bold, one on the next line in the cover."""
    facts: dict[str, str] = {}
    solid = [line for line in lines if not line.blank]
    head = {id(line) for line in solid[:_HEAD]}
    edges = head | {id(line) for line in solid[-_FOOT:]}
    for position, line in enumerate(solid):
        short_table = line.shape is Shape.ROW and len(line.cells) in (2, 4)
        if id(line) not in edges and not line.bold and "**" not in line.raw and not short_table:
            continue
        for fact, value in _dated(line) if id(line) in edges else ():
            of_signature = fact == "agreed" and _is_of_signature(solid, position)
            facts.setdefault("signed" if of_signature else fact, value)
        for label, value in _pairs(solid, position):
            value = _whole_title(solid, position, value) if LABELS.get(label) == "title" else value
            fact = LABELS.get(label, "") if label not in WEAK or id(line) in head else ""
            value = alone(value) if fact == "owner" else value
            if fact in _SIGNERS:
                fact, value = _approval(value, facts, _SIGNERS[fact])
            elif label == "date" and position and _REVIEWER.match(solid[position - 1].text):
                fact = "reviewed"
            elif label == "date" and _is_of_signature(solid, position):
                fact = "signed"
            if fact == "ends" and not is_of_document(solid, position, at_edge=id(line) in edges):
                continue
            if fact and value and len(value) <= 200 and _fits(fact, value):
                facts.setdefault(fact, _VERSION_WORD.sub("", value) if fact == "version" else value)
    _from_sentences([line.text for line in solid if id(line) in edges], facts)
    return facts


def _dated(line: Line) -> Iterator[tuple[str, str]]:
    """The labels with dates of a line, or of its pieces where wide gaps part them from other facts."""
    pieces = [plain(piece) for piece in _WIDE_GAP.split(line.raw.strip())]
    for text in (line.text, *(pieces if len(pieces) > 1 else ())):
        yield from dated_facts(text)


def _is_of_signature(solid: list[Line], position: int) -> bool:
    """Whether a day stands beside or below who signed ("Signed: Jane Roe   Date: 3 May 2024")."""
    near = (pair for place in {max(position - 1, 0), position} for pair in _pairs(solid, place))
    return any(LABELS.get(label) == "signatory" for label, _ in near)


def _whole_title(solid: list[Line], position: int, value: str) -> str:
    """A title with the line it goes on with: it breaks off, or that line is set in below it."""
    line = solid[position]
    below = solid[position + 1] if position + 1 < len(solid) else None
    if below is None or not line.text.endswith(value) or labelled(below.text) or below.words > _TITLE_GOES_ON:
        return value
    set_in = below.indent > line.indent and below.shape is Shape.TEXT
    return f"{value} {below.text}" if set_in or _HANGS.search(value) else value


def _from_sentences(texts: list[str], facts: dict[str, str]) -> None:
    """What says from when it counts comes before the day it was agreed on."""
    for text in texts:
        for fact, value in said_facts(text):
            facts.setdefault(fact, value)
    if adopted := next(filter(None, map(adopted_on, texts)), ""):
        facts.setdefault("agreed", adopted)
    if signed := next(filter(None, map(signed_on, texts)), ""):
        facts.setdefault("signed", signed)


def _approval(value: str, facts: dict[str, str], when: str) -> tuple[str, str]:
    """Who approved, without the date behind it ("Council, 12 May 2020"); a date alone says when."""
    if not first_date(value):
        return "approver", value
    who = who_of(value)
    if who:
        facts.setdefault(when, value)
    return ("approver", who) if who else (when, value)


def _pairs(solid: list[Line], position: int) -> list[tuple[str, str]]:
    """The labels with values on a line; several stand apart by wide gaps or by bold labels."""
    line = solid[position]
    if line.shape is Shape.ROW and len(line.cells) in (2, 4):
        return list(_in_cells(line.cells))
    in_bold = line.bulleted and _BOLD_ITEM.match(line.raw)
    if (line.shape is Shape.ITEM and not in_bold) or len(line.cells) > 2:
        return []
    raw = line.raw[in_bold.end() :] if in_bold else line.raw
    if found := [pair for part in label_parts(raw) if (pair := labelled(plain(part))) and pair[1]]:
        return [*found, *_bold_pairs(line.raw)]
    label = lone_label(line.text) if line.text.endswith(":") else None
    below = solid[position + 1].text if position + 1 < len(solid) else ""
    return [(label, below)] if label and not below.endswith(":") and len(below) <= 160 else []


def _in_cells(cells: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Labels in one cell and values in the next, or both in each; a row with a label for a value heads a table."""
    whole = [pair for cell in cells if (pair := labelled(cell)) and pair[1]]
    if len(whole) == len(cells):
        yield from whole
        return
    if any((said := normal_label(value)) in LABELS and said not in _OFFICES for value in cells[1::2]):
        return
    for label, value in zip(cells[::2], cells[1::2], strict=True):
        pair = labelled(f"{label.rstrip(': ')}:\t{value}")
        if pair and pair[1]:
            yield pair


def _bold_pairs(raw: str) -> list[tuple[str, str]]:
    pairs = (labelled(f"{label.rstrip(':')}: {value}") for label, value in _BOLD_LABEL.findall(raw))
    return [(label, plain(value)) for label, value in filter(None, pairs)]


def _fits(fact: str, value: str) -> bool:
    """Whether a value can be what the label says: a date for dates, words that are no label for people."""
    if fact in _DATES:
        return stated_date(value) is not None
    if fact == "ends":
        return last_day(value) is not None
    if fact == "number":
        return is_number(value) and stated_date(value) is None
    if fact == "version":
        return any(sign.isdigit() for sign in value)
    if fact == "url":
        return bool(_ADDRESS.match(value))
    if fact in ("approver", "owner") and names_nobody(value):
        return False
    return any(c.isalnum() for c in value) and (
        fact not in ("approver", "owner") or (label := normal_label(value)) not in LABELS or label in _OFFICES
    )


def _start(dates: dict[str, date | None]) -> date | None:
    """The day from which the time to the next review counts."""
    return next(
        (day for fact in ("reviewed", "revised", "effective", "signed") if (day := dates.get(fact))), None
    )


def _next_review(found: dict[str, str], dates: dict[str, date | None]) -> date | None:
    start = _start(dates)
    if not start:
        return None
    for fact in ("reviewed", "next_review", "review", "revised", "effective"):
        if fact in found and (due := review_within(found[fact], start)):
            return due
    return cycle_after(found["cycle"], start) if "cycle" in found else None


def _promised(lines: list[Line], dates: dict[str, date | None]) -> date | None:
    """The day after a promise beside the date it counts from ("to be reviewed within one year")."""
    start = _start(dates)
    solid = [line.text for line in lines if not line.blank]
    promises = (text for text in (*solid[:_HEAD], *solid[-_FOOT:]) if _PROMISE.search(text))
    return next((due for text in promises if start and (due := review_within(text, start))), None)


def _signature(block: list[Line], order: DateOrder) -> tuple[str, date | None]:
    """Name with office, and date, from the lines of a signature block (D60)."""
    texts = [plain(part) for line in block for part in _WIDE_GAP.split(line.raw.strip())]
    day = next((day for text in texts if (day := first_date(text, order))), None)
    words = [text for text in texts if not first_date(text) and _names_somebody(text)]
    person = next((t for t in words if _PERSON.match(t)), "")
    office = next((t for t in words if t != person), "")
    return ", ".join(part for part in (person, office) if part), day


def _names_somebody(text: str) -> bool:
    return normal_label(text) not in _SIGNATURE_WORDS and any(c.isalpha() for c in text)
