"""A policy that a text names is told from the kinds of documents that its rules are about."""

from __future__ import annotations

import pytest

from tests.knowledge.test_reading_text import read


def named(text: str) -> tuple[str, ...]:
    return read(f"# Front Desk Policy\n\n## Counter\n\n{text}\n", ".md").named


@pytest.mark.parametrize(
    "text",
    [
        "Superseded by-laws must be kept in the archive for 50 years.",
        "Repealed by-laws may be viewed by appointment.",
        "Staff must answer. Parking by-laws are enforced by the county.",
        "Written procedures must be posted.",
        "- Municipal policies are public.\n- Safety procedures must be posted.",
        "| Thing | Rule |\n|---|---|\n| Zoning bylaws | Staff must lend them. |",
        "“Departmental policies” may be lent.",
        "A Repealed By-law may be viewed.",
        "Staff may lend any Superseded Policy.",
        "Draft policies must be marked.",
        "Draft Procedures must be marked.",
    ],
)
def test_kinds_of_documents_that_a_rule_is_about_are_no_names(text: str) -> None:
    assert named(text) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Follow the Noise By-laws.", "Noise By-laws"),
        ("Noise By-laws must be enforced.", "Noise By-laws"),
        ("Harassment policy must be read first.", "Harassment policy"),
        ("Staff must follow the Purchasing policies.", "Purchasing policies"),
        ("Workplace Violence policies must be read.", "Workplace Violence policies"),
        ("Draft Minutes Policy must be read.", "Draft Minutes Policy"),
        ("The Superseded Plans Policy must be read.", "Superseded Plans Policy"),
        ("AODA policies must be read.", "AODA policies"),
    ],
)
def test_a_name_counts_also_at_the_beginning_of_a_sentence(text: str, name: str) -> None:
    assert named(text) == (name,)
