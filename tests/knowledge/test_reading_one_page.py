"""The running head and foot of a PDF of one page are no text where that is sure; what may be a rule or a fact stays."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.reading.document import Document
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.printing import At, lines, printed
from tests.knowledge.test_sectioning_cover import check

TILL = [
    "Each till is counted by the clerk of the hall at the end of the day, and the count",
    "is signed by two.",
]
PAGE = [
    At("Cash Policy", 72, 710, 18, bold=True),
    At("1. Tills", 72, 680, 14, bold=True),
    *lines(TILL, 72, 660, 12, 10),
]


def read(*words: At) -> Document:
    document = read_bytes(printed([[*PAGE, *words]]), ".pdf", "cash.pdf")
    check(document)
    return document


@pytest.mark.parametrize(
    "edge",
    [
        [At("Town of Elm Cash Rules", 72, 750, 9)],
        [At("1", 300, 40, 9)],
        [At("- 1 -", 300, 40, 10)],
        [At("Page 1", 300, 40, 9)],
        [At("Cash Policy", 72, 40, 9), At("Page 1", 500, 40, 9)],
        [At("Cash Policy | Page 1 of 1", 72, 40, 9)],
        [At("DRAFT", 72, 750, 9)],
    ],
)
def test_what_surely_belongs_to_the_page_is_no_text(edge: list[At]) -> None:
    document = read(*edge)
    said = [(section.heading, [clause.text for clause in section.clauses]) for section in document.sections]
    assert said == [("Cash Policy", []), ("1. Tills", [" ".join(TILL)])]
    assert {why for _, _, why in document.dropped} <= {"page header", "page footer"}
    assert document.findings == ()
    assert bool(document.facts.idle) is (edge[0].text == "DRAFT")


@pytest.mark.parametrize(
    "line",
    [
        At("Staff must lock the till.", 72, 750, 9),
        At("Staff lock the till", 72, 750, 10),
        At("Keys are kept as told on page 1", 72, 40, 10),
        At("Call 5550123 before noon", 72, 40, 9),
        At("911", 300, 40, 10),
        At("Effective: May 1, 2020", 72, 750, 9),
    ],
)
def test_what_may_be_a_rule_or_a_fact_stays(line: At) -> None:
    document = read(line)
    assert line.text in [clause.text for section in document.sections for clause in section.clauses]
    assert (document.facts.effective == date(2020, 5, 1)) is line.text.startswith("Effective")
