"""Structure is told by general rules: each document in `documents/` has its outline beside it.

An outline has one line per section, indented by its depth, with the number of its clauses.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.reading.document import Document, DocumentFacts, Strength
from knowledge.reading.policy_files import read_document
from knowledge.reading.readers.extract import Extract
from knowledge.reading.readers.markdown import read_markdown
from knowledge.reading.sectioning import document_of
from knowledge.reading.sectioning.dates import cycle_after, first_date, review_within
from knowledge.reading.sectioning.strength import strength_of
from knowledge.text.markup import plain

DOCUMENTS = Path(__file__).parent / "documents"
OUTLINES = sorted(DOCUMENTS.glob("*.outline"))


def read(name: str) -> Document:
    return read_document(DOCUMENTS / name)


def cut(text: str) -> Document:
    return document_of(Extract(text), "policy.txt", "")


def outline(document: Document) -> str:
    lines = [
        "  " * (len(s.path) - 1) + (s.heading or "(no heading)") + f"  [{len(s.clauses)}]"
        for s in document.sections
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("expected", OUTLINES, ids=[path.stem for path in OUTLINES])
def test_a_document_has_the_outline_beside_it(expected: Path) -> None:
    source = next(path for path in DOCUMENTS.glob(f"{expected.stem}.*") if path != expected)
    assert outline(read(source.name)) == expected.read_text("utf-8")


FACTS = {
    "capitals.txt": DocumentFacts(
        title="TELEPHONE AND COUNTER SERVICE POLICY",
        organisation="Town of Eastvale",
        approver="Town Council",
        effective=date(2021, 1, 15),
        next_review=date(2024, 1, 15),
        number="AD-014",
    ),
    "roman.txt": DocumentFacts(
        title="Unacceptable Customer Conduct",
        organisation="City of Northgate",
        approver="Jane Ortega, City Manager",
        effective=date(2022, 3, 1),
    ),
    "memo.txt": DocumentFacts(
        title="Voice Mail and E-mail Response Times",
        owner="Office of the City Administrator",
        effective=date(2020, 3, 3),
        audience="All Front Line Staff",
    ),
    "tidy.md": DocumentFacts(
        title="Complaint Handling Policy",
        owner="Director of Service",
        version="2",
        effective=date(2023, 5, 12),
        next_review=date(2025, 5, 1),
    ),
    "bylaw.txt": DocumentFacts(
        title="POLICY 3.14 VISITORS TO TOWN BUILDINGS", approver="Mayor", effective=date(2018, 6, 4)
    ),
    "bold.txt": DocumentFacts(
        title="CUSTOMER RELATIONS PROCEDURE",
        organisation="Acme Transit Authority",
        version="4",
        number="CR-7",
    ),
    "questions.txt": DocumentFacts(title="Counter Service Handbook"),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_document_states_its_facts(name: str) -> None:
    assert read(name).facts == FACTS[name]


def test_front_matter_states_facts_and_is_no_section() -> None:
    text = (
        b"---\ntitle: Keys\nowner: clerk@town.example\nnext_review: 2026-01-02\n---\n# Keys\n\nIn the safe.\n"
    )

    document = document_of(read_markdown(text), "keys.md", "")
    assert document.facts == DocumentFacts(
        title="Keys", owner="clerk@town.example", next_review=date(2026, 1, 2)
    )
    assert [why for _, _, why in document.dropped] == ["front matter"]
    assert document.sections[0].path == ("Keys",)


def test_page_headers_with_changing_numbers_are_dropped_and_the_cover_is_kept() -> None:
    document = read("capitals.txt")
    assert "Page 2 of 3" not in "".join(section.text for section in document.sections)
    assert document.sections[0].text.startswith("TOWN OF EASTVALE")


def test_hard_wrapped_lines_are_one_clause() -> None:
    clauses = [c for s in read("capitals.txt").sections for c in s.clauses]
    assert "Nobody should wait longer than ten minutes without being spoken to." in [c.text for c in clauses]


def test_lettered_items_hang_on_the_numbered_paragraph_they_complete() -> None:
    clause = next(c for s in read("capitals.txt").sections for c in s.clauses if c.mark == "4.1.3.b")
    assert clause.lead_in == "Where a caller is abusive the employee may"
    assert clause.strength is Strength.MAY


def test_a_paragraph_too_long_to_quote_is_cut_at_sentences() -> None:
    clauses = cut("Rules\n\n" + "Staff must keep the counter tidy at all hours. " * 60).sections[0].clauses
    assert len(clauses) >= 3
    assert all(len(c.text) <= 1_100 and c.text.endswith("hours.") for c in clauses)


def test_a_price_list_is_no_contents_page() -> None:
    text = "Fees\n\nThe fees are as follows.\n\nCopy of a map\t5\nParking for a day\t12\nHall for an evening\t80\n"
    document = cut(text)
    assert not document.dropped
    assert "Hall for an evening\t80" in [c.text for s in document.sections for c in s.clauses]


def test_dotted_contents_lines_are_dropped() -> None:
    text = "Contents\n\nPurpose ........ 2\nScope ......... 3\nRules ......... 4\n\nPurpose\n\nTo be kind to all.\n"
    document = cut(text)
    assert {why for _, _, why in document.dropped} == {"contents"}
    assert [s.heading for s in document.sections] == ["Purpose"]


def test_a_tidy_role_table_is_not_reported_as_slid() -> None:
    rows = [
        "Role\tStep",
        "Clerk\tOpens the post and writes to the manager",
        "Manager\tDecides",
        "Director\tSigns",
    ]
    assert not cut("Steps\n\n" + "\n".join(rows)).findings


@pytest.mark.parametrize(
    ("text", "lead_in", "expected"),
    [
        ("Staff must answer.", "", Strength.MUST),
        ("Visitors shall sign in.", "", Strength.MUST),
        ("Calls will be returned.", "", Strength.MUST),
        ("Departments are required to answer.", "", Strength.MUST),
        ("Staff may not record calls.", "", Strength.MUST),
        ("Employees should listen, and must not argue.", "", Strength.SHOULD),
        ("Departments are encouraged to ask.", "", Strength.SHOULD),
        ("Staff may end the call.", "", Strength.MAY),
        ("You can choose to have a witness.", "", Strength.MAY),
        ("Staff are not required to stay.", "", Strength.MAY),
        ("Abuse may include insults.", "", Strength.NONE),
        ("Reviewed on 3 May 2019.", "", Strength.NONE),
        ("Customers who must wait are offered a seat.", "", Strength.NONE),
        ("If a caller must be put on hold, staff should ask first.", "", Strength.SHOULD),
        ("Answer by the third ring.", "", Strength.NONE),
        ("warn the caller that the call will end;", "The employee may:", Strength.MAY),
        ("give your name.", "When answering, staff must do the following:", Strength.MUST),
        ("visitors should sign in", "Remember the following:", Strength.SHOULD),
        ("rude;", "This document says how staff will meet a person who is:", Strength.NONE),
    ],
)
def test_strength_comes_from_the_words_of_the_duty(text: str, lead_in: str, expected: Strength) -> None:
    assert strength_of(text, lead_in) is expected


def test_a_note_about_the_following_section_makes_that_one_guidance() -> None:
    text = (
        "# Rules\n\n## Calls\n\nStaff must answer.\n\nThe following section provides guidance and is not mandatory.\n\n"
        "## Advice\n\n### Tone\n\nStaff must smile.\n\n## Records\n\nStaff must file.\n"
    )
    strengths = {s.heading: [c.strength for c in s.clauses][:1] for s in cut(text).sections}
    assert strengths["Tone"] == [Strength.GUIDANCE]
    assert strengths["Calls"] == strengths["Records"] == [Strength.MUST]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07/2003", date(2003, 7, 1)),
        ("April 3, 2019", date(2019, 4, 3)),
        ("3rd of April 2019", date(2019, 4, 3)),
        ("this 4th day of June, 2018", date(2018, 6, 4)),
        ("2019-04-03", date(2019, 4, 3)),
        ("04/03/2019", date(2019, 4, 3)),
        ("23/04/2019", date(2019, 4, 23)),
        ("May 2006", date(2006, 5, 1)),
        ("Sept. 1, 2020 and later", date(2020, 9, 1)),
        ("February 30, 2020", None),
        ("n/a", None),
    ],
)
def test_dates_are_read_as_documents_write_them(text: str, expected: date | None) -> None:
    assert first_date(text) == expected


def test_a_review_is_due_after_the_stated_time() -> None:
    assert review_within("next review to be within one year of this date", date(2019, 4, 3)) == date(
        2020, 4, 3
    )
    assert review_within("within 18 months", date(2020, 8, 31)) == date(2022, 2, 28)
    assert cycle_after("every three years", date(2020, 2, 29)) == date(2023, 2, 28)
    assert cycle_after("annually", date(2020, 1, 1)) == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("**Respect:** be *kind* and `plain`", "Respect: be kind and plain"),
        ("[services@a.example](mailto:services@a.example).", "services@a.example."),
        ("<b>Fees</b> &amp; fines", "Fees & fines"),
        ("CEO\\_CS\\_1", "CEO_CS_1"),
        ("Name: _____", "Name: _____"),
        ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
    ],
)
def test_markup_is_taken_off_and_words_stay(raw: str, expected: str) -> None:
    assert plain(raw) == expected
