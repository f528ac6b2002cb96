"""What says of itself that it is suspended, proposed, a draft, retired or a myth is no rule; what is like it is one."""

from __future__ import annotations

from datetime import date

import docx
import pytest

from knowledge.reading.document import Document, Strength
from knowledge.reading.in_force import in_force_of, is_in_force, not_in_force
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.making import word
from tests.knowledge.test_reading_text import read

TODAY = date(2026, 5, 4)
RULE = "Staff must carry a lamp."
KEPT = "Staff must sign."


def said(document: Document) -> list[str]:
    rules = in_force_of(document, TODAY)
    return [one.text for section in rules.sections for one in section.clauses]


def found(document: Document) -> set[str]:
    kinds = [one.kind for one in (*document.findings, *not_in_force([document], TODAY))]
    return {kind for kind in kinds if kind != "empty-section"}


def below(heading: str, rule: str = RULE) -> Document:
    return read(f"# Lamp Policy\n\n## {heading}\n\n{rule}\n\n## Keys\n\n{KEPT}\n", ".md")


@pytest.mark.parametrize(
    "heading",
    [
        "Visits (suspended)",
        "Tours [not in force]",
        "5. Cash (under review, not yet in force)",
        "6. Option B, not chosen",
        "Hours (suspended until further notice)",
        "Autumn hours – expired 2023",
        "Lamps (draft)",
        "Lamps – DRAFT",
        "Lamps (proposed)",
        "7. Retired arrangements",
        "Proposed amendment",
        "Proposed changes to this policy",
        "Draft for consultation",
        "Comments from the consultation",
        "Consultation responses",
        "13. Model clause (for other towns)",
        "Schedule of repealed rules",
        "Superseded provisions",
        "3. Rules no longer in force",
        "Deleted clauses",
        "Rejected proposals",
        "Amendments under consultation",
        "11. Wording proposed by the union",
    ],
)
def test_a_section_whose_heading_says_that_it_does_not_count_is_a_finding(heading: str) -> None:
    assert said(below(heading)) == [KEPT]
    assert found(below(heading)) == {"not-in-force"}


@pytest.mark.parametrize(
    ("heading", "rule"),
    [
        ("Licences (suspended)", "A suspended licence must be handed in."),
        ("Drivers (suspended)", "The supervisor must collect the keys."),
        ("Employees – retired", "They must hand in the badge."),
        ("Minutes (draft)", "The clerk must send them within a week."),
        ("Applications (not approved)", "Staff must tell the applicant."),
        ("Rooms (not in use)", "Staff must lock them."),
        ("Cash (under review)", RULE),
        ("Proposed amendments", "Proposed amendments must be sent to the Clerk."),
        ("Proposed changes to a booking", RULE),
        ("Comments from the consultation", "Comments must be kept for two years."),
        ("Model clauses", "Contracts must hold these clauses."),
        ("Suspended drivers", RULE),
        ("Repealed by-laws", RULE),
        ("Withdrawn complaints", RULE),
        ("Deleted records", RULE),
        ("Superseded policies", RULE),
        ("Rules no longer in force", "Such rules must be kept for seven years."),
        ("Changes proposed by residents", RULE),
        ("Schedule of rules", RULE),
        ("Drafting", RULE),
        ("Draft letters", RULE),
        ("Retired staff", RULE),
        ("Consultation", RULE),
        ("Option B", RULE),
    ],
)
def test_a_section_about_what_is_suspended_proposed_or_a_draft_is_in_force(heading: str, rule: str) -> None:
    assert said(below(heading, rule)) == [rule, KEPT]


@pytest.mark.parametrize(
    "statement",
    [
        "This section has been suspended until further notice.",
        "This section does not come into force until Council approves it.",
        "This rule is no longer in use.",
        "These measures have been lifted.",
        "This measure has been suspended by the Clerk.",
        "This requirement no longer applies.",
        "Note: the lamp rule below no longer applies.",
        "The following rule is not in force:",
        "The following changes are proposed and have not been adopted:",
        "The following text applied until 31 August 2025 and is kept for reference only:",
        "Section 4 (Lamps) was repealed on May 3, 2022.",
    ],
)
def test_a_line_that_says_so_of_its_section_or_of_the_rule_below_takes_both(statement: str) -> None:
    document = below("Lamps", f"{statement}\n\n{RULE}")
    assert RULE not in said(document)
    assert KEPT in said(document)
    assert found(document) & {"not-in-force", "no-longer-in-force"}


@pytest.mark.parametrize(
    "statement",
    [
        "This section does not apply until the caller has been warned.",
        "This procedure takes effect when a caller threatens violence.",
        "This rule takes effect when the queue has more than ten people.",
        "This restriction is lifted by the Head of Service.",
        "This rule is suspended during strikes.",
        "This requirement no longer applies once the caller has left.",
        "The following items are not approved for use:",
        "The following services are suspended on holidays:",
        "The following changes must be written down:",
        "The rule below applies to visitors.",
        "Section 4 (Lamps) applies to visitors.",
        "This rule is withdrawn on 1 January 2031.",
    ],
)
def test_a_line_that_tells_when_a_rule_holds_takes_nothing(statement: str) -> None:
    assert said(below("Lamps", f"{statement}\n\n{RULE}")) == [statement, RULE, KEPT]


def test_a_rule_behind_the_statement_goes_alone_and_a_numbered_piece_speaks_of_itself() -> None:
    spoken = f"{KEPT}\n\nThis section is no longer in use: staff must stamp every form."
    assert said(below("Forms", spoken)) == [KEPT, KEPT]
    numbered = f"4.1 {KEPT}\n\n4.2 This section is suspended until further notice.\n\n4.3 {RULE}"
    assert said(below("4. Forms", numbered)) == [KEPT, RULE, KEPT]


@pytest.mark.parametrize(
    "rule",
    [
        f"[DRAFT] {RULE}",
        f"DRAFT FOR DISCUSSION: {RULE}",
        "Under consideration: staff must carry a lamp.",
        "Proposed wording: staff must carry a lamp.",
        f"{RULE} (Suspended until further notice.)",
        f"{RULE} (DRAFT, not yet approved.)",
        f"{RULE} [This sentence was removed in 2022.]",
        f"{RULE} This requirement was lifted on May 1, 2023.",
        "This rule takes effect when the new building opens: staff must carry a lamp.",
        "NOTE TO EDITOR: staff must carry a lamp - delete before publishing.",
        "Under the former policy, staff must carry a lamp.",
        "The old rule was that staff must carry a lamp.",
        "The previous policy said that staff must carry a lamp.",
        "It is proposed that staff must carry a lamp.",
        "Myth: Staff must never carry a lamp.",
        "Before 2023, staff had to carry a lamp.",
        "In the past, staff were required to carry a lamp.",
        "Staff formerly had to carry a lamp.",
        "During the 2020 emergency, staff must carry a lamp.",
    ],
)
def test_a_clause_that_tells_what_was_or_may_come_is_a_finding(rule: str) -> None:
    document = below("Lamps", rule)
    assert said(document) == [KEPT]
    assert found(document) & {"not-in-force", "no-longer-in-force"}


@pytest.mark.parametrize(
    "rule",
    [
        "Draft letters must be kept.",
        "Proposed: staff must tell the applicant.\n\nApproved: staff must send the permit.",
        "Under consideration: the applicant must wait.\n\nRefused: staff must send a letter.",
        "Not approved: staff must tell the applicant.",
        "(Retired) employees may keep their card.",
        "Staff must collect the card of a driver who may not drive (suspended).",
        "Each page must carry the word (draft).",
        "Notes to callers: staff must write them by hand.",
        "Permits issued under the former policy must be honoured.",
        "Under the previous rules, permits were issued for two years; they must still be honoured.",
        "The previous version must be archived.",
        "Where it is proposed that a hall be closed, staff must tell the users.",
        "Staff who previously were required to sign must hand in the book.",
        "Staff must not repeat the myth: it harms.",
        "During the 2027 election, staff must carry a lamp.",
        "In 2020 dollars, the fee must be shown.",
        "In 2025 and later, staff must carry a lamp.",
        "Note to authors: articles must be short.",
        "Before 2020 permits were issued by the county; staff must honour them.",
        "Old: must be handed in.\n\nNew: must be worn.",
        "Staff must leave by the old door.",
    ],
)
def test_a_clause_that_only_speaks_of_such_things_is_a_rule(rule: str) -> None:
    document = below("Lamps", rule)
    assert said(document) == [*rule.split("\n\n"), KEPT]
    assert not found(document)


def test_of_several_sentences_only_the_one_that_is_no_rule_goes_and_the_rest_keeps_its_own_strength() -> None:
    document = below("Hats", "The previous policy said that staff must wear a hat. Staff may wear a hat.")
    clauses = [one for section in document.sections for one in section.clauses]
    assert (clauses[0].text, clauses[0].strength) == ("Staff may wear a hat.", Strength.MAY)
    assert "previous" not in document.text[clauses[0].start : clauses[0].end]
    fact = below("Breaks", "Myth: Staff must never take a break. Fact: Staff may take a break.")
    assert said(fact) == ["Fact: Staff may take a break.", KEPT]


def test_the_old_wording_beside_the_new_is_a_finding() -> None:
    document = below(
        "Badges", "Old: Staff must pin badges on the left.\n\nNew: Staff must pin them on the right."
    )
    assert said(document) == ["New: Staff must pin them on the right.", KEPT]


@pytest.mark.parametrize(
    "heading",
    [
        "Parking (effective January 1, 2031)",
        "Boats – to take effect January 1, 2031",
        "Boats (coming into force on 1 May 2031)",
        "Boats (suspended until 1 May 2031)",
        "Parking (until 31 March 2024)",
        "Pilot (January 2023 – June 2023)",
    ],
)
def test_a_heading_that_names_a_day_with_its_month_dates_its_section(heading: str) -> None:
    assert said(below(heading)) == [KEPT]
    assert found(below(heading)) & {"not-yet-in-force", "no-longer-in-force"}


@pytest.mark.parametrize(
    "heading",
    [
        "Parking (effective January 1, 2021)",
        "Boats – to take effect January 1, 2021",
        "Boats (suspended until 1 May 2024)",
        "Letters received until 31 March 2024",
        "Records (January 2023 – June 2023)",
        "Pilot (January 2023 – June 2033)",
    ],
)
def test_a_heading_with_days_that_are_past_or_not_its_own_is_in_force(heading: str) -> None:
    assert said(below(heading)) == [RULE, KEPT]


def test_a_time_that_nobody_can_tell_is_quoted_and_reported() -> None:
    document = below("Lamps", "As of next spring, staff must carry a lamp.")
    assert len(said(document)) == 2
    assert found(document) == {"unclear-days"}


BODY = f"\n\n{RULE}\n"


@pytest.mark.parametrize(
    "source",
    [
        *(
            f"---\n{fact}\n---\n# Lamp Policy{BODY}"
            for fact in ("in_force: false", "superseded_by: New policy")
        ),
        f"---\nstatus: under consultation\n---\n# Lamp Policy{BODY}",
        f"# Draft Lamp Policy{BODY}",
        f"# DRAFT: Lamp Policy{BODY}",
        f"# Lamp Policy\n\nReplaced in full by the Light Policy 2025.{BODY}",
        f"# Lamp Policy\n\nThis policy has been replaced by the Light Policy.{BODY}",
        f"# Lamp Policy\n\nFor discussion only.{BODY}",
        f"# Lamp Policy\n\nThis policy is suspended until further notice.{BODY}",
    ],
)
def test_a_document_that_says_that_it_does_not_count_is_not_quoted(source: str) -> None:
    document = read(source, ".md")
    assert not is_in_force(document, TODAY)
    assert [one.kind for one in not_in_force([document], TODAY)] == ["not-in-force"]


@pytest.mark.parametrize(
    "source",
    [
        *(f"---\n{fact}\n---\n# Lamp Policy{BODY}" for fact in ("in_force: true", "superseded_by: none")),
        f"---\nstatus: under review\n---\n# Lamp Policy{BODY}",
        f"---\nsupersedes: Old policy\n---\n# Lamp Policy{BODY}",
        f"# Draft Beer Policy\n\nDraft beer must be paid for.{BODY}",
        f"# Lamp Policy\n\nThis policy is suspended during a strike.{BODY}",
        f"# Lamp Policy\n\nDiscussion only takes place at noon.{BODY}",
        f"# Lamp Policy\n\nReplaced by volunteers, staff must go home.{BODY}",
    ],
)
def test_a_document_that_only_speaks_of_such_things_counts(source: str) -> None:
    assert is_in_force(read(source, ".md"), TODAY)


def test_what_says_so_is_found_in_text_in_pages_and_in_word_files() -> None:
    text = read(f"LAMP POLICY\n\n1. VISITS (SUSPENDED)\n\n{RULE}\n\n2. KEYS\n\n{KEPT}\n")
    assert (RULE in said(text), KEPT in said(text)) == (False, True)
    page = f"<h1>Lamp Policy</h1><h2>Visits <em>(suspended)</em></h2><p>{RULE}</p><h2>Keys</h2><p>{KEPT}</p>"
    assert said(read(page, ".html")) == [KEPT]
    made = docx.Document()
    made.add_paragraph("Lamp Policy", style="Title")
    for heading, rule in (("Proposed amendment", RULE), ("Keys", KEPT)):
        made.add_heading(heading, 1)
        made.add_paragraph(rule)
    assert said(read_bytes(word(made), ".docx", "lamps.docx")) == [KEPT]


def _page(heading: str) -> Document:
    page = f"<h1>Rink Policy</h1><h2>Doors</h2><p>{KEPT}</p>{heading}<p>{RULE}</p>"
    return read(page, ".html")


@pytest.mark.parametrize(
    "heading",
    [
        '<h2>Ice <span class="badge">Repealed</span></h2>',
        '<h2>Ice <span class="status-pill">Not in force</span></h2>',
        "<h2>Ice <small>suspended</small></h2>",
        "<h2><del>Fog</del></h2>",
        '<h3 style="text-decoration: line-through">Fog and <b>rain</b></h3>',
    ],
)
def test_a_heading_with_a_badge_that_says_so_or_struck_out_takes_its_text_with_it(heading: str) -> None:
    assert said(_page(heading)) == [KEPT]
    assert found(_page(heading)) == {"not-in-force"}


@pytest.mark.parametrize(
    "heading",
    [
        '<h2>Ice <span class="badge">New</span></h2>',
        '<h2>Orders <em class="kind">withdrawn</em></h2>',
        '<h2>Members <span class="badge">Suspended</span></h2>',
        "<h2><del>Fog</del> Mist</h2>",
        "<h2><del>Fog</del></h2><h2>Mist</h2>",
        "<h2>Orders withdrawn</h2>",
    ],
)
def test_a_heading_with_another_badge_or_struck_in_part_keeps_its_text(heading: str) -> None:
    assert said(_page(heading)) == [KEPT, RULE]


@pytest.mark.parametrize("struck", ["~~Fog~~", "<del>Fog</del>", "**~~Fog~~**", "~~Fog~~ ##"])
def test_a_struck_heading_of_markdown_takes_its_text_with_it(struck: str) -> None:
    source = f"# Rink Policy\n\n## Doors\n\n{KEPT}\n\n## {struck}\n\n{RULE}\n\n## Mist\n\n{KEPT}\n"
    document = read(source, ".md")
    assert said(document) == [KEPT, KEPT]
    assert found(document) == {"not-in-force"}


def test_a_heading_of_markdown_struck_in_part_and_a_struck_line_keep_the_text_below() -> None:
    source = f"# Rink Policy\n\n## ~~Fog~~ Mist\n\n~~Staff may go.~~\n\n{RULE}\n"
    assert said(read(source, ".md")) == [RULE]


def test_a_struck_heading_of_word_takes_its_text_with_it_and_a_struck_paragraph_does_not() -> None:
    made = docx.Document()
    made.add_paragraph("Rink Policy", style="Title")
    for heading, gone in (("Doors", False), ("Fog", True), ("Mist", False)):
        run = made.add_heading("", 1).add_run(heading)
        run.font.strike = gone
        made.add_paragraph(f"{heading}: {RULE}")
    made.add_paragraph().add_run("Staff may go.").font.strike = True
    made.add_paragraph(KEPT)
    document = read_bytes(word(made), ".docx", "rink.docx")
    assert said(document) == [f"Doors: {RULE}", f"Mist: {RULE}", KEPT]
    assert found(document) == {"not-in-force"}
