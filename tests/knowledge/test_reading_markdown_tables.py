"""What a Markdown file writes in HTML or as code is read as its page shows it: tables as grids, code as no rule."""

from __future__ import annotations

import pytest

from knowledge.reading.document import Document, Strength
from tests.knowledge.test_reading_tables import quoted, read

MERGED = (
    "<table>\n<tr><th>Case</th><th>Clerk</th><th>Days</th></tr>\n"
    '<tr><td rowspan="2">Shouting</td><td>must **ask** for calm</td><td>1</td></tr>\n'
    "<tr><td>must ring</td><td>2</td></tr>\n"
    '<tr><td></td><td colspan="2">must call 911</td></tr>\n</table>\n'
)
ROWS = [
    ("Case\tClerk\tDays", "Shouting\tmust ask for calm\t1"),
    ("Case\tClerk\tDays", "Shouting\tmust ring\t2"),
    ("Case\tClerk / Days", "–\tmust call 911"),
]


def markdown(text: str) -> Document:
    return read(f"# Desk\n\n{text}".encode(), ".md")


@pytest.mark.parametrize("table", [MERGED, MERGED.replace("\n", ""), f"Read this.\n\n{MERGED}"])
def test_a_table_in_html_keeps_the_cells_that_reach_over_others(table: str) -> None:
    document = markdown(f"{table}\n\n## After\n\nStaff must sign.\n")
    assert quoted(document)[-4:] == [*ROWS, ("", "Staff must sign.")]
    assert [one.heading for one in document.sections] == ["Desk", "After"]


def test_tables_of_both_kinds_stand_beside_front_matter_frames_and_notes() -> None:
    text = (
        "---\ntitle: Desk\nowner: Clerk\n---\n# Desk\n\nStaff must sign.[^1]\n\n"
        f"{MERGED}\n| a | b |\n|---|---|\n| c | Staff must go |\n\n!!! note\n    Staff must wait.\n\n[^1]: In ink.\n"
    )
    document = read(text.encode(), ".md")
    said = quoted(document)
    assert said[0] == ("", "Staff must sign. [Note 1: In ink.]")
    assert said[1:4] == ROWS
    assert ("a\tb", "c\tStaff must go") in said
    assert document.facts.owner == "Clerk"


@pytest.mark.parametrize(
    "text",
    [
        "```html\n<table><tr><td>a</td><td>b</td></tr></table>\n```\n",
        "<table><tr><td>a</td><td>b</td></tr>\n",
    ],
)
def test_a_table_in_code_or_without_an_end_is_left_as_it_is(text: str) -> None:
    assert any("a" in said for _, said in quoted(markdown(f"Staff must sign.\n\n{text}")))


def test_a_block_of_code_binds_nobody_where_its_section_says_more_and_the_owner_hears_of_it() -> None:
    document = markdown(
        "## Setup\n\nRun this.\n\n```\nyou must not edit this\n```\n\n## Keys\n\nStaff must sign.\n"
    )
    found = {clause.text: clause.strength for one in document.sections for clause in one.clauses}
    assert found == {"Run this.": "", "you must not edit this": "", "Staff must sign.": Strength.MUST}
    assert [one.kind for one in document.findings if one.kind == "code"] == ["code"]


@pytest.mark.parametrize(
    "text",
    [
        "## Keys\n\n```\nStaff must not lend keys.\n```\n",
        "## Keys\n\nRead this.\n\n    Staff must not lend keys.\n",
        "## Keys\n\nStaff must not lend keys to `root`.\n",
    ],
)
def test_a_rule_in_a_box_of_its_own_or_set_further_in_binds(text: str) -> None:
    document = markdown(text)
    assert Strength.MUST in [clause.strength for one in document.sections for clause in one.clauses]
    assert "code" not in [one.kind for one in document.findings]
