"""An example, a case and a sample show a rule and are none: they bind nobody and stand behind the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.flows.answer_card import quote
from knowledge.library import Library
from knowledge.reading.document import Document, Strength
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
