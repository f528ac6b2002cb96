"""Markdown as the page made of it would show it: notes with their clause, anchors and generators' tags taken off."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.reading.document import Document
from knowledge.reading.policy_files import read_document

RULE = "Staff must answer the telephone."


def read(folder: Path, text: str) -> Document:
    (folder / "desk.md").write_text(text)
    return read_document(folder / "desk.md")


def clauses(document: Document) -> list[tuple[str, str]]:
    return [(section.heading, clause.text) for section in document.sections for clause in section.clauses]


@pytest.mark.parametrize(
    "front",
    [
        '+++\ntitle = "Desk"\nversion = "3"\n+++\n',
        "---\ntitle: Desk\nversion: 3\n---\n",
        "\n---\ntitle: Desk\nversion: 3\n---\n",
        f"---\ntitle: Desk\nsummary: {'word ' * 2000}\nversion: 3\n---\n",
    ],
)
def test_front_matter_is_facts_and_no_text(tmp_path: Path, front: str) -> None:
    document = read(tmp_path, f"{front}\n# Desk\n\n## Calls\n\n{RULE}\n")
    assert (document.facts.title, document.facts.version) == ("Desk", "3")
    assert clauses(document) == [("Calls", RULE)]


def test_broken_toml_is_a_finding(tmp_path: Path) -> None:
    (finding,) = read(tmp_path, f"+++\ntitle = \n+++\n\n# Desk\n\n{RULE}\n").findings
    assert (finding.kind, "TOML" in finding.message) == ("front-matter", True)


def test_a_note_stands_with_the_clause_it_hangs_on(tmp_path: Path) -> None:
    text = (
        "# Desk\n\n## Calls\n\nA call may be ended.[^x]\n\n## Records\n\nLog it.\n\n"
        "[^x]: Not when somebody speaks\n    of self-harm.\n"
    )
    document = read(tmp_path, text)
    assert clauses(document) == [
        ("Calls", "A call may be ended. [Note 1: Not when somebody speaks of self-harm.]"),
        ("Records", "Log it."),
    ]


def test_anchors_and_classes_belong_to_no_title(tmp_path: Path) -> None:
    document = read(
        tmp_path, f'# Desk {{#top}}\n\n## <a name="x"></a>Calls {{: #c .wide}}\n\n{RULE}\n{{: .note}}\n'
    )
    assert document.facts.title == "Desk"
    assert clauses(document) == [("Calls", RULE)]


@pytest.mark.parametrize(
    "framed",
    [
        f'!!! warning "Mind"\n    {RULE}\n',
        f"::: warning Mind\n\n{RULE}\n\n:::\n",
        f"> [!WARNING] Mind\n> {RULE}\n",
        f"{{% hint %}}\n**Mind**\n\n{RULE}\n\n{{% endhint %}}\n",
        f"{{{{< notice >}}}}\n**Mind**\n\n{RULE}\n\n{{{{< /notice >}}}}\n",
    ],
)
def test_a_warning_in_a_frame_is_text_whatever_generator_draws_it(tmp_path: Path, framed: str) -> None:
    document = read(tmp_path, f"# Desk\n\n## Calls\n\n{framed}")
    assert RULE in " ".join(text for _, text in clauses(document))
    shown = " ".join(
        (*(heading for heading, _ in clauses(document)), *(text for _, text in clauses(document)))
    )
    assert not any(mark in shown for mark in ("!!!", ":::", "[!", "{%", "{{"))


def test_code_stays_as_it_was_written(tmp_path: Path) -> None:
    document = read(tmp_path, "# Desk\n\n```\n{% raw %} [^1] !!! x\n```\n\n[^1]: note\n")
    assert "{% raw %} " in document.text


def test_entities_and_escapes_are_what_the_page_shows(tmp_path: Path) -> None:
    document = read(tmp_path, "# Desk\n\nWaits&nbsp;&ge;&nbsp;15 minutes \\& more\\. See the \\*list\\*.\n")
    assert clauses(document)[0][1] == "Waits ≥ 15 minutes & more. See the *list*."


def test_two_tables_one_after_the_other_have_each_its_own_header_row(tmp_path: Path) -> None:
    rooms = "| Room | Rule |\n|---|---|\n| Hall | Staff must sign for the key of the hall. |\n"
    days = "| Day | Limit |\n|---|---|\n| Friday | Staff may lend one key to a visitor. |\n"
    document = read(tmp_path, f"# Keys\n\n## Lending\n\n{rooms}\n{days}")
    assert [(c.lead_in, c.text.split("\t")[0]) for s in document.sections for c in s.clauses] == [
        ("Room\tRule", "Hall"),
        ("Day\tLimit", "Friday"),
    ]


def test_a_link_whose_address_the_site_generator_writes_is_not_dead(tmp_path: Path) -> None:
    links = '[set up\nthe phone]({% page "/phone/" %})\\* and read [the rules]({{ site.url }}/rules/)'
    document = read(tmp_path, f"# Desk\n\nStaff must {links}.\n")
    assert [c.text for s in document.sections for c in s.clauses] == [
        "Staff must set up the phone* and read the rules."
    ]
    assert (document.findings, document.links) == ((), ())
