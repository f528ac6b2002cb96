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


def test_what_a_reviewer_struck_or_remarked_is_never_quoted(tmp_path: Path) -> None:
    marked = "Staff must {--wait and --}answer{>>soon?<<} {~~cards~>letters~~} {++by hand++} {==each day==}."
    document = read(tmp_path, f"# Desk\n\n## Calls\n\n{marked}\n")
    assert clauses(document) == [("Calls", "Staff must answer letters by hand each day.")]
    (finding,) = document.findings
    assert finding.kind == "not-in-force"
    assert [word for word in ("wait and", "soon?", "cards") if word not in finding.message] == []


def test_a_meaning_stands_with_its_term(tmp_path: Path) -> None:
    terms = (
        "Calls\n: Staff must answer\n  at once.\n: Staff write it down.\n\nStaff must not\n: shout\n: swear\n"
    )
    sections = read(tmp_path, f"# Desk\n\n## Terms\n\n{terms}").sections
    assert [(clause.lead_in, clause.text) for clause in sections[-1].clauses] == [
        ("", "Calls: Staff must answer at once. Staff write it down."),
        ("", "Staff must not"),
        ("Staff must not", "shout"),
        ("Staff must not", "swear"),
    ]


@pytest.mark.parametrize(
    "framed",
    [
        '!!! warning "Night"\n    Nobody opens.\n',
        '=== "Night"\n\n    Nobody opens.\n',
        "> [!WARNING] Night\n> Nobody opens.\n",
        "::: warning Night\nNobody opens.\n:::\n",
    ],
)
def test_what_follows_a_frame_is_not_cited_by_its_title(tmp_path: Path, framed: str) -> None:
    document = read(
        tmp_path, f"# Desk\n\n## Doors\n\n{RULE}\n\n{framed}\nStaff must lock.\n\n## Keys\n\nNone.\n"
    )
    assert "Nobody opens." in [text for _, text in clauses(document)]
    assert clauses(document)[-2:] == [("Doors", "Staff must lock."), ("Keys", "None.")]
    assert document.sections[-1].path == ("Keys",)


def test_a_reference_is_a_link_and_no_text(tmp_path: Path) -> None:
    text = (
        "# Desk\n\n## Calls\n\nSee [the bans][b], [Fees] and [x].\n\n*[URL]: An address\n\n"
        "[b]: https://a.example/b 'B'\n[Fees]: fees.md\n"
    )
    document = read(tmp_path, text)
    assert clauses(document) == [("Calls", "See the bans, Fees and [x].")]
    assert document.links == ("https://a.example/b", "fees.md")
    assert document.findings == ()


def test_a_picture_or_a_link_alone_heads_nothing_and_the_way_to_the_top_is_no_text(tmp_path: Path) -> None:
    alone = "![The hall](hall.png)\n\n[Back to top](#desk)\n\n[More](more.md)\n"
    document = read(tmp_path, f"# Desk\n\n{RULE}\n\n{alone}\n- Staff must sign.\n")
    assert {section.heading for section in document.sections} == {"Desk"}
    assert "Back to top" not in [text for _, text in clauses(document)]


@pytest.mark.parametrize(
    "front",
    ['+++\ntitle = "Desk"\n[extra]\nowner = "Clerk"\n+++', "---\ntitle: Desk\nparams:\n  owner: Clerk\n---"],
)
def test_what_a_generator_keeps_apart_is_a_fact_and_its_title_is_written_out(
    tmp_path: Path, front: str
) -> None:
    document = read(tmp_path, f"{front}\n\n# {{{{ page.title }}}}\n\nStaff must an&shy;swer.\n")
    assert (document.facts.title, document.facts.owner) == ("Desk", "Clerk")
    assert clauses(document) == [("Desk", "Staff must answer.")]
    assert document.findings == ()


def test_a_list_of_ones_is_cited_as_the_page_counts_it(tmp_path: Path) -> None:
    lists = "1. Read it.\n    1. Wait.\n    1. Reply.\n1. File it.\n\nThen:\n\n5. Lock.\n5. Leave.\n"
    text = f"# Desk\n\n{lists}\n```\n1. x\n1. y\n```\n"
    document = read(tmp_path, text)
    marks = [clause.mark for section in document.sections for clause in section.clauses if clause.mark]
    assert marks[:6] == ["1", "1.1", "1.2", "2", "5", "6"]
    assert document.text.endswith("1. x\n1. y\n```\n")
    assert document.findings == ()


def test_a_table_without_lines_at_its_sides_is_a_table(tmp_path: Path) -> None:
    rows = "Act | Sanction\n--- | ---\nFilm | Ban\n | Warning\n"
    document = read(tmp_path, f"# Desk\n\n{rows}")
    first = next(c for s in document.sections for c in s.clauses)
    assert (first.lead_in, first.text) == ("Act\tSanction", "Film\tBan")
    assert document.findings == ()


def test_a_sign_that_breaks_a_line_is_not_quoted(tmp_path: Path) -> None:
    document = read(tmp_path, "# Desk\n\nStaff must ask.\\\nThey must wait.\n")
    assert [text for _, text in clauses(document)] == ["Staff must ask.", "They must wait."]
