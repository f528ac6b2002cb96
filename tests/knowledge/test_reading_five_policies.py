"""The five public policies are messy in known ways; each way has its test (D60, J01, J05, J08, J41, P41, P42, R42)."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache

import pytest

from knowledge.reading.document import Document, Section, Strength
from knowledge.reading.policy_files import read_document
from knowledge.text.markup import plain
from tests.knowledge.policies import SHARED, needs_policies, policy

pytestmark = needs_policies

PROVIDENCE, DIFFICULT, ATLANTA, RIVERSIDE, JVS = "000", "001", "002", "003", "004"


@cache
def read(start: str) -> Document:
    return read_document(policy(start))


def section(start: str, heading: str) -> Section:
    return next(s for s in read(start).sections if heading in s.heading)


def headings(start: str) -> list[str]:
    return [s.heading for s in read(start).sections]


def squeezed(text: str) -> str:
    quotes = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})
    return re.sub(r"\s+", " ", plain(text.translate(quotes)).replace("*", "")).strip()


def test_about_sixty_quotable_sections_are_found_in_all() -> None:
    quotable = [s for start in "01234" for s in read(f"00{start}").sections if s.clauses]
    assert 55 <= len(quotable) <= 62


def test_every_answer_of_the_development_questions_lies_within_one_section() -> None:
    lines = (SHARED / "eval" / "dev.jsonl").read_text().splitlines()
    missing, furniture = [], []
    for question in map(json.loads, lines):
        golds = question["gold"]
        held = [gold for gold in golds if _held(gold, whole_section=True)]
        furniture += [gold["contains"] for gold in golds if gold not in held and _dropped(gold)]
        missing += [gold for gold in golds if gold not in held and not _dropped(gold)]
        assert held or not golds, question["id"]
    assert not missing
    assert set(furniture) <= {
        "Policy Owner: President & CEO"
    }  # a page footer of 004; the table 4.1 says it too


def test_nearly_every_answer_lies_within_one_clause() -> None:
    lines = (SHARED / "eval" / "dev.jsonl").read_text().splitlines()
    golds = [gold for question in map(json.loads, lines) for gold in question["gold"]]
    outside = {gold["contains"] for gold in golds if not _held(gold, whole_section=False)}
    allowed = {s.heading for start in "01234" for s in read(f"00{start}").sections}
    assert {text for text in outside if not any(squeezed(text).rstrip(":") in h for h in allowed)} <= {
        "Policy Owner: President & CEO"
    }


def _held(gold: dict[str, str], *, whole_section: bool) -> bool:
    wanted = squeezed(gold["contains"])
    document = read(gold["document"][:3])
    for part in document.sections:
        texts = [part.text] if whole_section else [clause.text for clause in part.clauses]
        if any(wanted in squeezed(text) for text in texts):
            return True
    return False


def _dropped(gold: dict[str, str]) -> bool:
    document = read(gold["document"][:3])
    return any(squeezed(gold["contains"]) in squeezed(document.text[a:b]) for a, b, _ in document.dropped)


def test_numbered_headings_in_two_styles_are_siblings() -> None:
    paths = [s.path for s in read(PROVIDENCE).sections if s.number in ("1", "4", "7")]
    assert [path[-1] for path in paths] == [
        "1. Customer Service Standards",
        "4. Training and Development",
        "7. Compliance",
    ]
    assert {path[:-1] for path in paths} == {("Policy",)}


def test_items_nested_by_one_space_hang_below_their_letter() -> None:
    referral = next(c for c in section(PROVIDENCE, "Department Guidelines").clauses if c.mark == "D.1")
    assert referral.text.startswith("All referrals should be provided")
    assert referral.lead_in == "Information and Referral:"


def test_a_line_with_a_link_is_no_heading_and_its_dead_anchor_is_reported() -> None:
    assert not any("Local 1033" in heading for heading in headings(PROVIDENCE))
    assert [f.kind for f in read(PROVIDENCE).findings] == ["dead-link"]


def test_related_policies_are_listed() -> None:
    assert read(PROVIDENCE).related[:4] == (
        "Code of Ethics",
        "Code of Conduct",
        "Workplace Violence Policy",
        "Discipline Policy",
    )


@pytest.mark.parametrize(
    ("begin", "end"), [("If required, Staff", "timely fashion."), ("If, in the", "the actions.")]
)
def test_a_paragraph_broken_by_a_page_is_one_clause(begin: str, end: str) -> None:
    clauses = [c for s in read(DIFFICULT).sections for c in s.clauses if c.text.startswith(begin)]
    assert [c.text.endswith(end) for c in clauses] == [True]


def test_the_signature_block_gives_approver_and_date_and_no_heading() -> None:
    facts = read(DIFFICULT).facts
    assert (facts.approver, facts.signed) == ("M Jordan, Municipal Clerk", date(2019, 8, 12))
    assert not {"M Jordan", "Municipal Clerk", "Date"} & set(headings(DIFFICULT))


def test_sample_phrases_are_clauses_of_their_schedule() -> None:
    first, second = section(DIFFICULT, "Schedule A"), section(DIFFICULT, "go downhill fast")
    assert sum(c.lead_in.startswith("Sample phrases") for c in first.clauses) == 14
    assert len(second.clauses) == 6
    assert second.path[0].startswith("Schedule A")


def test_form_fields_head_nothing() -> None:
    form = read(DIFFICULT).sections[-1]
    assert form.number == "Schedule B"
    assert form.clauses[0].text.startswith("Employee's Name:")


def test_a_list_split_by_blank_lines_goes_on_while_its_number_does() -> None:
    assert [c.mark for c in section(ATLANTA, "Telephone").clauses] == [str(n) for n in range(1, 13)]
    assert [c.mark for c in section(ATLANTA, "Difficult Situations").clauses][2:] == [
        str(n) for n in range(1, 10)
    ]
    follow_up = section(RIVERSIDE, "Service Complaints").clauses
    assert [c.mark for c in follow_up] == ["", "1", "2", "3", "4", "5"]
    assert len({c.lead_in for c in follow_up[1:]}) == 1


def test_one_word_headings_are_headings_and_labels_are_not() -> None:
    assert {"Telephone", "Emails"} <= set(headings(ATLANTA))
    assert not any(heading.startswith(("PURPOSE", "USE")) for heading in headings(ATLANTA))


def test_a_line_that_comes_back_in_many_lists_is_kept_in_each() -> None:
    clauses = [
        c for s in read(ATLANTA).sections for c in s.clauses if c.text.startswith("Maintain confidentiality")
    ]
    assert len(clauses) == 5


def test_one_row_of_the_role_table_is_one_clause() -> None:
    rows = [c for c in section(RIVERSIDE, "PROCEDURE").clauses if "\t" in c.text]
    assert [row.text.split("\t")[0] for row in rows][2:] == ["Responsible Dept.", "311 Call Center"]
    assert {row.lead_in for row in rows} == {"Responsibility\tAction"}


def test_a_role_column_that_slid_is_reported() -> None:
    assert [f.kind for f in read(RIVERSIDE).findings] == ["slid-role-column"]


def test_the_cover_block_gives_facts_and_no_headings() -> None:
    facts = read(RIVERSIDE).facts
    assert facts.title.startswith("Customer Complaint, Compliment & Suggestion System")
    assert facts.organisation == "City of Riverside"
    assert facts.owner == "City Manager's Office"
    assert (facts.effective, facts.revised, facts.next_review) == (
        date(2003, 7, 1),
        date(2017, 7, 1),
        date(2018, 7, 1),
    )
    assert not {"Department", "City Manager", "SUBJECT", "Approved"} & set(headings(RIVERSIDE))


def test_page_headers_and_footers_are_dropped_where_they_repeat() -> None:
    document = read(JVS)
    assert headings(JVS).count("CUSTOMER SERVICE POLICY") == 1
    assert sum(why == "page header" for _, _, why in document.dropped) == 5
    assert "File Name" not in "".join(s.text for s in document.sections)


def test_a_lettered_list_goes_on_over_a_page_header() -> None:
    assert [c.mark for c in section(JVS, "3.1.1").clauses] == ["", *"abcdef"]


def test_levels_come_from_numbers_and_not_from_hashes() -> None:
    for number in ("3.1.1", "3.1.2", "3.1.3", "3.1.4"):
        path = section(JVS, number).path
        assert len(path) == 3, path
        assert path[1].startswith("3.1 ")


def test_the_contents_page_is_dropped_and_its_differences_reported() -> None:
    document = read(JVS)
    assert any(why == "contents" for _, _, why in document.dropped)
    differing = [f.message for f in document.findings if f.kind == "contents-differ"]
    assert len(differing) == 2
    assert "Reception Area" in differing[1]
    assert "Front Desk Area" in differing[1]


def test_an_empty_section_is_reported() -> None:
    assert [f.place for f in read(JVS).findings if f.kind == "empty-section"] == ["1.4.1 Privacy Policies"]


def test_the_version_table_goes_on_after_a_page_header() -> None:
    rows = section(JVS, "4.2").clauses
    assert [row.text.split("\t")[0] for row in rows] == [f"Version {n}" for n in range(6, 0, -1)]


def test_a_part_called_best_practice_holds_guidance() -> None:
    sections = read(JVS).sections
    guided = {s.number for s in sections if any(c.strength is Strength.GUIDANCE for c in s.clauses)}
    assert {"3.1.1", "3.1.2", "3.1.3", "3.1.4", "3.2"} <= guided
    assert not {"1.1", "2.1", "4.1"} & guided


def test_the_next_review_is_counted_from_the_last() -> None:
    facts = read(JVS).facts
    assert (facts.reviewed, facts.next_review) == (date(2019, 4, 3), date(2020, 4, 3))
    assert (facts.owner, facts.approver, facts.version) == (
        "President & CEO",
        "Executive Management Team",
        "6",
    )


@pytest.mark.parametrize(
    ("start", "words", "strength"),
    [
        (DIFFICULT, "Respectfully warn the caller", Strength.MAY),
        (DIFFICULT, "Where a conversation is terminated", Strength.MUST),
        (DIFFICULT, "require all further communication", Strength.MAY),
        (DIFFICULT, "For the purposes of keeping", Strength.SHOULD),
        (PROVIDENCE, "Respect and Courtesy", Strength.MUST),
        (PROVIDENCE, "Difficult Customers", Strength.MAY),
        (PROVIDENCE, "Responsiveness", Strength.SHOULD),
        (PROVIDENCE, "Department Telephone Directories", Strength.MUST),
        (ATLANTA, "Answer calls by the third ring", Strength.NONE),
        (ATLANTA, "Return emails should", Strength.SHOULD),
    ],
)
def test_a_clause_has_the_strength_of_its_own_words(start: str, words: str, strength: Strength) -> None:
    clause = next(c for s in read(start).sections for c in s.clauses if c.text.startswith(words))
    assert clause.strength is strength
