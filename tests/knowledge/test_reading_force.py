"""What is struck out, hidden or repealed is never quoted, and a note stands with its rule, in every format."""

from __future__ import annotations

import re
import sys
from datetime import date
from types import FrameType

import pytest

from knowledge.reading.document import Document, Strength
from knowledge.reading.in_force import is_in_force, not_in_force
from knowledge.reading.phrases import phrase_clauses
from knowledge.reading.readers.extract import Extract
from knowledge.reading.sandbox_child import read_bytes
from knowledge.reading.sectioning import document_of
from knowledge.reading.sectioning.notes import with_notes
from tests.knowledge.printing import At, printed
from tests.knowledge.test_reading_text import read

OLD = "Staff may lend a key."
STRUCK = [
    (".md", f"~~{OLD}~~"),
    (".md", f"<del>{OLD}</del>"),
    (".md", "<s>Staff may\nlend a key.</s>"),
    (".md", f'<span style="text-decoration: line-through">{OLD}</span>'),
    (".md", f'<div style="display:none"><div>{OLD}</div></div>'),
    (".md", f"<!-- {OLD} -->"),
    (".md", "".join(f"{sign}\u0336" for sign in OLD)),
    (".txt", "".join(f"{sign}\u0336" for sign in OLD)),
    (".html", f'<p class="line-through">{OLD}</p>'),
    (".html", f"<style>.old {{ text-decoration: line-through }}</style><p class='old'>{OLD}</p>"),
    (".html", f"<style>p.gone {{ display: none }}</style><p class='gone'>{OLD}</p>"),
    (".html", f'<p class="d-none">{OLD}</p>'),
    (".html", f'<p style="font-size:0">{OLD}</p>'),
]


@pytest.mark.parametrize(("ending", "old"), STRUCK)
def test_what_is_struck_out_or_hidden_is_no_rule_beside_one(ending: str, old: str) -> None:
    if ending == ".html":
        source = f"<h1>Key Policy</h1><h2>Lending</h2>{old}<p>Staff must sign.</p>"
    else:
        source = f"# Key Policy\n\n## Lending\n\n{old} Staff must sign.\n"
    document = read(source, ending)
    clauses = [c for s in document.sections for c in s.clauses if "Key Policy" not in c.text]
    assert [(c.text, c.strength) for c in clauses if c.text != "Lending"][-1] == (
        "Staff must sign.",
        Strength.MUST,
    )
    assert not any("lend" in c.text for c in clauses)
    if "<!--" not in old:
        assert [f.kind for f in document.findings] == ["not-in-force"]


def test_code_is_not_taken_for_struck_words_and_panels_of_a_page_are_read() -> None:
    document = read("# Keys\n\nType `~~x~~` and <name> ~~ here.\n\n```\n<del>kept</del>\n```\n", ".md")
    assert all(said in document.text for said in ("~~x~~", "kept"))
    page = "<style>.tab-panel{display:none}</style><h1>Keys</h1><div class='tab-panel'><p>Sign.</p></div>"
    assert "Sign." in read(page, ".html").text


RULE = "Staff may lend a key for one day."
NOTE = "Not to a visitor who is alone."
NOTED = [
    (".txt", f"{RULE}[1]\n\nA key is counted.\n\n[1] {NOTE}\n"),
    (".txt", f"{RULE}1\n\nA key is counted.\n\n____________\n1 {NOTE}\n"),
    (".txt", f"{RULE}¹\n\nA key is counted.\n\n¹ {NOTE}\n"),
    (".txt", f"{RULE}*\n\nA key is counted.\n\n* {NOTE}\n"),
    (".txt", f"{RULE}1\n\nA key is counted.\n\nNotes\n\n1. {NOTE}\n"),
    (".html", f"<p>{RULE}<sup>1</sup></p><p>A key is counted.</p><hr><p>1 {NOTE}</p>"),
    (".html", f"<p>{RULE}<sup><a href='#x'>1</a></sup></p><p id='x'>1. {NOTE}</p>"),
    (".html", f"<p>{RULE}<sup>*</sup></p><p>A key is counted.</p><p>* {NOTE}</p>"),
]


@pytest.mark.parametrize(("ending", "body"), NOTED)
def test_a_note_at_the_foot_stands_with_the_clause_that_calls_it(ending: str, body: str) -> None:
    head = "<h1>Key Policy</h1><h2>Lending</h2>" if ending == ".html" else "Key Policy\n\nLending\n\n"
    document = read(head + body, ending)
    clauses = [c.text for s in document.sections for c in s.clauses]
    assert sum(NOTE in text for text in clauses) == 1
    rule = next(text for text in clauses if text.startswith("Staff may lend"))
    assert re.fullmatch(rf"{re.escape(RULE)} \[Note .: {re.escape(NOTE)}\]", rule)
    assert not document.findings


@pytest.mark.parametrize("along", [158, 160, 164])
def test_a_note_at_the_foot_of_a_pdf_stands_with_its_rule(along: int) -> None:
    rule, note = "Staff may lend a key for one day.", "Not to a visitor who is alone at the desk."
    mark = At("1", 72 + along, 704, size=6)
    page = [At("Lending", 72, 740, size=16, bold=True), At(rule, 72, 700), mark]
    page += [At("A key is counted on every Friday by the clerk of the hall.", 72, 660)]
    page += [At(f"1 {note}", 72, 90, size=8)]
    document = read_bytes(printed([page]), ".pdf", "keys.pdf")
    said = [c.text for s in document.sections for c in s.clauses]
    assert said[0] == f"{rule} [Note 1: {note}]"
    assert sum(note in text for text in said) == 1
    assert not document.findings


def test_numbers_that_call_nothing_stay_where_they_are() -> None:
    text = "Key Policy\n\nLending\n\nStaff may lend 2 keys for a room of 20 m².\n\n2 copies are kept.\n"
    clauses = [c.text for s in read(text).sections for c in s.clauses]
    assert clauses[-2:] == ["Staff may lend 2 keys for a room of 20 m².", "2 copies are kept."]


@pytest.mark.parametrize(
    "heading",
    [
        "## 3. Lending (repealed)",
        "## Lending [Repealed by By-law 12]",
        "## Lending – superseded",
        "## Former rules",
    ],
)
def test_a_section_that_calls_itself_repealed_is_a_finding_and_no_rule(heading: str) -> None:
    document = read(f"# Key Policy\n\n{heading}\n\n{OLD}\n\n## Keys\n\nStaff must sign.\n", ".md")
    assert [c.text for s in document.sections for c in s.clauses] == ["Staff must sign."]
    assert [f.kind for f in document.findings] == ["not-in-force"]


def test_a_rule_about_what_is_repealed_is_a_rule() -> None:
    document = read("# Key Policy\n\n## Keys that are withdrawn\n\nStaff must hand them back.\n", ".md")
    assert [c.text for s in document.sections for c in s.clauses] == ["Staff must hand them back."]


TODAY = date(2026, 5, 4)
BODY = "\n\nLending\n\nStaff must sign for every key that they lend.\n"


@pytest.mark.parametrize(
    ("source", "ending"),
    [
        *((f"---\nstatus: {word}\n---\n# Key Policy{BODY}", ".md") for word in ("draft", "rescinded")),
        *((f"---\nstatus: {word}\n---\n# Key Policy{BODY}", ".md") for word in ("Superseded", "archived")),
        (f"---\ndraft: true\n---\n# Key Policy{BODY}", ".md"),
        (f"Key Policy\nStatus: RESCINDED 3 May 2021{BODY}", ".txt"),
        (f"Key Policy\nStatus: Draft{BODY}", ".txt"),
        (f"Key Policy\nRepealed June 2023{BODY}", ".txt"),
        (f"Key Policy\n\nThis policy has been superseded by Policy 12.{BODY}", ".txt"),
        (f"ARCHIVED - for reference only\n\nKey Policy{BODY}", ".txt"),
        (f"# DRAFT - NOT APPROVED\n\n# Key Policy{BODY}", ".md"),
        (f"<h1>Key Policy</h1><p><b>DRAFT</b></p><p>{BODY}</p>", ".html"),
    ],
)
def test_a_document_that_says_it_does_not_count_is_not_quoted_and_its_owner_is_told(
    source: str, ending: str
) -> None:
    document = read(source, ending)
    assert not is_in_force(document, TODAY)
    assert len(list(not_in_force([document], TODAY))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Status: Approved",
        "Supersedes: Key Policy of 2009",
        "Repealed by-laws are kept by the clerk.",
        "Drafted by the Town Clerk",
        "This policy is superseded where a law says otherwise.",
        "Draft letters are kept for a year.",
        "Repealed June 2030",
    ],
)
def test_a_document_that_speaks_of_drafts_or_repeals_counts(line: str) -> None:
    assert is_in_force(read(f"Key Policy\n{line}{BODY}"), TODAY)


@pytest.mark.parametrize(
    "old",
    [
        f"REPEALED. {OLD}",
        f"{OLD} (Repealed by Resolution 2021-4)",
        f"(No longer in force) {OLD}",
        f"[Deleted 2022: {OLD}]",
        f"Repealed 3 May 2021: {OLD}",
        "REPEALED. Staff may:\n\n- lend a key\n- lend a lamp",
    ],
)
def test_a_clause_that_calls_itself_repealed_is_a_finding_and_no_rule(old: str) -> None:
    document = read(f"# Key Policy\n\n## Lending\n\n{old}\n\nStaff must sign.\n", ".md")
    assert [c.text for s in document.sections for c in s.clauses] == ["Staff must sign."]
    assert [f.kind for f in document.findings] == ["not-in-force"]


def test_a_clause_about_what_was_repealed_or_deleted_is_a_rule() -> None:
    rules = [
        "Deleted records must be listed.",
        "Superseded by-laws must be kept.",
        "Withdrawn keys must be cut up.",
    ]
    document = read("# Key Policy\n\n## Lending\n\n" + "\n\n".join(rules), ".md")
    assert [c.text for s in document.sections for c in s.clauses] == rules


def test_many_notes_that_nothing_calls_cost_as_much_more_as_they_are() -> None:
    def steps(length: int) -> int:
        names = (f"{chr(97 + n % 26)}{chr(97 + n // 26)}hall" for n in range(length))
        pair = "Staff must call {0} at once.[1]\n\n[{1}] An old note of {0}.\n\n"
        said = "".join(pair.format(name, n % 80 + 10) for n, name in enumerate(names))
        document = read_bytes(f"# Desk\n\n{said}".encode(), ".txt", "desk.txt")
        counted = 0

        def count(_frame: FrameType, _event: str, _arg: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count)
        try:
            with_notes(document.text, document.sections)
        finally:
            sys.setprofile(None)
        return counted

    assert steps(120) < 2.5 * steps(60)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("The following paragraph was deleted by Council on 3 May 2020:", "Staff must sign."),
        ("The following rules have been repealed:", ""),
    ],
)
def test_what_a_line_above_calls_deleted_is_not_quoted(said: str, kept: str) -> None:
    text = f"Hall Policy\n\nStaff must ask.\n\n{said}\n\nStaff must carry whistles.\n\nStaff must sign.\n"
    document = document_of(Extract(text), "hall.txt", "")
    clauses = [clause.text for section in document.sections for clause in section.clauses]
    assert clauses == ["Staff must ask.", *filter(None, [kept])]
    assert any("whistles" in finding.message for finding in document.findings)


def test_a_draft_says_so_in_brackets_and_with_its_version() -> None:
    text = "Hall Policy\n\n[DRAFT v3 - for internal review]\n\nStaff must ask.\n"
    assert document_of(Extract(text), "hall.txt", "").facts.idle == "[DRAFT v3 - for internal review]"


def test_what_a_template_asks_for_is_no_rule_and_the_owner_hears_what_is_open() -> None:
    text = (
        "Hall Policy\n\nClick or tap here to enter text.\n\nChoose an item.\n\n[Insert the name of the hall]\n\n"
        "Staff must wait [insert number] minutes.\n\nDear [Name], staff must ask [the clerk].\n"
    )
    document = document_of(Extract(text), "hall.txt", "")
    assert [clause.text for section in document.sections for clause in section.clauses] == [
        "Staff must wait [insert number] minutes.",
        "Dear [Name], staff must ask [the clerk].",
    ]
    assert [(one.kind, len(one.parts)) for one in document.findings] == [
        ("not-in-force", 3),
        ("left-open", 0),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "# Stares Policy (DRAFT for consultation, not approved)",
        "# Stares Policy\n\nVersion 1 (withdrawn)",
        "# Stares Policy\n\nReplaced by the Heights Policy (2025).",
    ],
)
def test_a_document_whose_title_or_first_lines_say_that_it_does_not_count_is_idle(head: str) -> None:
    assert _markdown(f"{head}\n\n## 1. Service\n\nStaff may leave.\n").facts.idle


@pytest.mark.parametrize(
    "head",
    [
        "# Complaints Policy (Withdrawn and cancelled requests)",
        "# Complaints Policy (Draft by-laws and how to comment on them)",
        "# Complaints Policy\n\nReplaced by the deputy where the clerk is away.",
    ],
)
def test_a_title_or_line_about_what_is_withdrawn_or_replaced_leaves_a_document_in_force(head: str) -> None:
    assert not _markdown(f"{head}\n\n## 1. Service\n\nStaff may leave.\n").facts.idle


def test_one_clause_that_has_expired_takes_nothing_else_with_it() -> None:
    found = _markdown(
        "# Gate Policy\n\n## Gates\n\n1.1 (Expired 30 June 2025) Staff may leave the north gate open.\n\n"
        "1.2 The barn gate must stay shut.\n"
    )
    assert not found.facts.idle
    assert [one.text for section in found.sections for one in section.clauses] == [
        "The barn gate must stay shut."
    ]


@pytest.mark.parametrize(
    ("rule", "counts"),
    [
        ("(Suspended) Staff may burn incense.", False),
        ("[Not yet in force] Staff may sleep at the desk.", False),
        ("The gate must be locked at 18:00. This clause is not yet in force.", False),
        ("This clause has been superseded: staff may whistle.", False),
        ("Old wording: the gate must be locked at 17:00.", False),
        ("<details><summary>Old rule</summary>You must wear the green shirt.</details>", False),
        ("Suspended customers may not enter.", True),
        ("Expired ID cards: staff must hand them in.", True),
        ("Customers (suspended or not) must queue.", True),
        ("(Suspended until further notice) Staff may burn incense.", False),
        ("The gate was moved. This rule was repealed in 2021.", False),
        ("This clause is suspended where the alarm rings.", True),
        ("This clause is suspended in emergencies.", True),
        ("Staff must wear a mask until this rule is revoked.", True),
        ("If this section is deleted, the clerk must be told.", True),
        ("(Expired badges) Staff must hand them in.", True),
        ("Former Rules Committee members must return their keys.", True),
    ],
)
def test_a_clause_that_says_that_it_does_not_count_is_not_quoted(rule: str, counts: bool) -> None:
    found = _markdown(f"# Gate Policy\n\n## Gates\n\n{rule}\n\nThe barn gate must stay shut.\n")
    assert len([one for section in found.sections for one in section.clauses]) == 1 + counts


def test_what_is_not_to_be_said_is_no_phrase_and_a_sample_letter_binds_nobody() -> None:
    found = _markdown(
        "# Gate Policy\n\n## What not to say\n\n- You must wait.\n- I do not open gates.\n\n"
        "## What to say\n\n- I will open the gate.\n- Please wait here.\n\n"
        "## Sample letter\n\nDear Sir, you must not come to the Town Hall.\n"
    )
    said = [one.text for section in found.sections for one in phrase_clauses(section)]
    assert said == ["I will open the gate.", "Please wait here."]
    assert {one.strength for section in found.sections for one in section.clauses} == {Strength.NONE}


@pytest.mark.parametrize(
    ("above", "offered"),
    [
        ("## Words\n\nIf a caller does not say why, you can say:", True),
        ("## Phrases to avoid an argument", True),
        ("## Words\n\nTo avoid a quarrel, you can say:", True),
        ("## Phrases to avoid", False),
        ("## Words\n\nAvoid saying:", False),
        ("## Words\n\nNever say to a customer:", False),
        ("## Words\n\nThings staff should not say:", False),
    ],
)
def test_only_what_is_withheld_from_staff_is_no_phrase(above: str, offered: bool) -> None:
    found = _markdown(f"# Gate Policy\n\n{above}\n\n- I will open the gate.\n- Please wait here.\n")
    said = [one.text for section in found.sections for one in phrase_clauses(section)]
    assert bool(said) is offered


def test_a_section_about_samples_binds_as_any_other() -> None:
    found = _markdown("# Water Policy\n\n## Sample collection form\n\nStaff must fill in the form.\n")
    assert [one.strength for section in found.sections for one in section.clauses] == [Strength.MUST]


def _markdown(text: str) -> Document:
    return read(text, ".md")
