"""An example, a case and a sample show a rule and are none: they bind nobody and stand behind the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.flows.answer_card import quote
from knowledge.library import Library
from knowledge.reading.document import Document, Strength
from knowledge.reading.sectioning.strength import strength_of
from tests.knowledge.printing import lines, printed
from tests.knowledge.test_reading_tables import read
from tests.knowledge.test_reading_word import body, p, r

RULE = "Staff must lock the gate."
TOLD = "A friend asks for a key. The clerk must say no."


def strengths(document: Document) -> dict[str, Strength]:
    return {clause.text: clause.strength for section in document.sections for clause in section.clauses}


def markdown(text: str) -> dict[str, Strength]:
    return strengths(read(f"# Gate Policy\n\n## Gates\n\n{RULE}\n\n{text}".encode(), ".md"))


@pytest.mark.parametrize(
    "heading",
    [
        "Example",
        "Examples",
        "Example 1",
        "4.2 Example",
        "Example 2: The angry baker",
        "Worked example",
        "Case study",
        "Case Study A",
        "Appendix B: Case Studies",
        "Scenario 2",
        "Scenario 3: The knife",
        "Sample letter",
    ],
)
def test_what_stands_under_a_heading_of_an_example_binds_nobody(heading: str) -> None:
    found = markdown(f"## {heading}\n\n{TOLD}\n\n### What happened\n\nThe clerk must go.\n")
    assert (found[RULE], found[TOLD], found["The clerk must go."]) == (Strength.MUST, "", "")


@pytest.mark.parametrize(
    "heading",
    [
        "Examples of abuse",
        "Setting an example",
        "Lead by example",
        "Scenario planning",
        "Case management",
        "Sample collection",
        "Examples and rules",
    ],
)
def test_a_heading_that_speaks_of_examples_leaves_a_rule_a_rule(heading: str) -> None:
    assert markdown(f"## {heading}\n\nStaff must sign.\n")["Staff must sign."] is Strength.MUST


@pytest.mark.parametrize(
    "told",
    [
        "Example: a friend asks for a key. The clerk must say no.",
        "Example 2: a friend asks for a key. The clerk must say no.",
        "Scenario 1: A friend asks for a key. The clerk must say no.",
        "Case study: A friend asks for a key. The clerk must say no.",
        "By way of example, the clerk must say no.",
    ],
)
def test_a_paragraph_that_begins_as_an_example_binds_nobody(told: str) -> None:
    assert markdown(f"{told}\n\nStaff must sign.\n") == {
        RULE: Strength.MUST,
        told: "",
        "Staff must sign.": Strength.MUST,
    }


@pytest.mark.parametrize(
    "rule",
    [
        "Staff may leave, for example, when somebody shouts.",
        "Staff must not lend keys. For example, staff may not lend one to a friend.",
        "The clerk sets an example: staff must smile.",
    ],
)
def test_an_example_within_a_rule_leaves_it_a_rule(rule: str) -> None:
    assert markdown(f"{rule}\n")[rule]


def test_a_line_that_announces_an_example_speaks_of_the_next_paragraph_or_list_alone() -> None:
    found = markdown(
        f"**Example:**\n\n{TOLD}\n\nStaff must sign.\n\nExamples:\n\n- Staff must not lend to a friend.\n"
        "- Staff must not lend to a child.\n\nStaff must count keys.\n"
    )
    assert [text for text, strength in found.items() if strength] == [
        RULE,
        "Staff must sign.",
        "Staff must count keys.",
    ]


def test_the_steps_of_a_scenario_bind_and_its_story_does_not() -> None:
    found = markdown(f"## Scenario 1: Fire\n\n{TOLD}\n\n1. Staff must ring the bell.\n2. Staff must leave.\n")
    assert [text for text, strength in found.items() if strength] == [
        RULE,
        "Staff must ring the bell.",
        "Staff must leave.",
    ]


def test_examples_bind_nobody_in_every_format() -> None:
    text = f"GATE POLICY\n\nGATES\n\n{RULE}\n\nEXAMPLE 1\n\n{TOLD}\n"
    html = f"<h1>Gate Policy</h1><h2>Gates</h2><p>{RULE}</p><h2>Example 1</h2><p>{TOLD}</p>"
    said = ["Gate Policy", RULE, f"Example 1: {TOLD}"]
    for content, ending in (
        (text.encode(), ".txt"),
        (html.encode(), ".html"),
        (body(*(p(r(one)) for one in said)), ".docx"),
        (printed([lines(said, 72, 700, step=30)]), ".pdf"),
    ):
        found = strengths(read(content, ending))
        assert found[RULE] is Strength.MUST, ending
        assert not next(strength for one, strength in found.items() if TOLD in one), ending


def test_a_rule_is_quoted_before_its_example_and_an_example_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "calls.md").write_text(
        "# Calls Policy\n\n## Ending a call\n\nStaff may end a call after one warning.\n\n"
        "Example: staff may end a call in which somebody swears after one warning.\n\n"
        "## Case study: the lost dog\n\nThe clerk must call the dog warden when a dog is found in the hall.\n"
    )
    library = Library.open([tmp_path])
    rule = library.ask("may I end a call in which somebody swears").passages[0]
    assert (rule.clause, rule.strength, quote(rule).warning) == (
        "Staff may end a call after one warning.",
        "may",
        "",
    )
    told = library.ask("who do I call when a dog is found in the hall").passages[0]
    assert (told.strength, told.is_example) == ("", True)
    assert "example" in quote(told).warning


@pytest.mark.parametrize(
    ("heading", "rule"),
    [
        ("Sample letters", "Letters must be approved by the Clerk before they are sent."),
        ("Sample forms", "Inspectors must hand out sample forms on request."),
        ("Case study", "Trainers must blacken the names in every case study."),
        ("Case studies", "Case studies must not name a customer."),
        ("Example", "These are examples of what is forbidden, and staff must not do any of it."),
        ("Sample contracts", "A contract that differs must be read by the solicitor."),
        ("Guidance notes for callers", "Staff must not send original files."),
        ("Guidance for visitors", "Staff must hand out a leaflet."),
        ("Withdrawn complaints", "A complaint that is withdrawn must be closed the same day."),
        ("Late claims", "A claim that concerns a pipe must be sent to the insurer."),
    ],
)
def test_a_rule_about_samples_cases_or_what_is_withdrawn_keeps_its_strength(heading: str, rule: str) -> None:
    assert markdown(f"## {heading}\n\n{rule}\n")[rule] is Strength.MUST


@pytest.mark.parametrize(
    "heading",
    [
        "Schedule B: Sample Adoption Contract",
        "Sample agreement",
        "Template Lease",
        "Model rental contract",
        "Example of a waiver",
        "Rental agreement (sample)",
        "Ban letter – Template",
    ],
)
@pytest.mark.parametrize(
    "said", ["The tenant must feed the dog daily.", "The tenant must keep this contract."]
)
def test_a_sample_contract_binds_nobody(heading: str, said: str) -> None:
    assert not markdown(f"## {heading}\n\n{said}\n")[said]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Sample letter", "You must write to us by letter alone."),
        ("Case study", "In this case study the clerk must say no."),
        ("Example", "For example, the clerk must say no."),
        ("Example 2: The knife", "A man pulls a knife. Staff must leave."),
    ],
)
def test_what_a_sample_or_a_case_says_itself_binds_nobody(heading: str, said: str) -> None:
    assert not markdown(f"## {heading}\n\n{said}\n")[said]


@pytest.mark.parametrize(
    "heading",
    ["Contracts", "Adoption contracts", "Model employees", "Sample collection", "Agreements and leases"],
)
def test_a_heading_that_names_a_contract_or_a_sample_of_another_kind_leaves_rules(heading: str) -> None:
    assert (
        markdown(f"## {heading}\n\nThe tenant must feed the dog.\n")["The tenant must feed the dog."]
        is Strength.MUST
    )


@pytest.mark.parametrize(
    "text",
    [
        "A complaint that staff must be friendly.",
        "Callers may appeal on the ground that staff must be friendly.",
    ],
)
def test_what_somebody_complains_of_is_no_duty(text: str) -> None:
    assert strength_of(text) is not Strength.MUST


@pytest.mark.parametrize("heading", ["Guidance", "Guidance for staff", "Best practice", "Tips for calls"])
def test_guidance_for_staff_stays_guidance(heading: str) -> None:
    assert markdown(f"## {heading}\n\nStaff must smile.\n")["Staff must smile."] is Strength.GUIDANCE
