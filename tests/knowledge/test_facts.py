"""What a document says of itself counts where label and place say so; what is not sure is left out."""

from __future__ import annotations

from datetime import date

import docx
import pytest

from knowledge.answers.citing import dated
from knowledge.reading.document import DocumentFacts
from knowledge.reading.readers.extract import Extract
from knowledge.reading.sandbox_child import read_bytes
from knowledge.reading.sectioning import document_of
from knowledge.reading.sectioning.dated import stated_date
from tests.knowledge.making import pdf, word
from tests.knowledge.test_reading_text import read


def facts(text: str, name: str = "keys-of-the-hall.txt") -> DocumentFacts:
    return document_of(Extract(text), name, "").facts


BODY = "\n\nWho may have a key\n\nNobody but the clerk may have a key of the hall.\n"


@pytest.mark.parametrize(
    ("line", "fact", "expected"),
    [
        ("Review: January 2026", "next_review", date(2026, 1, 1)),
        ("Review date 1/11/22", "next_review", date(2022, 1, 11)),
        ("Review Date: 22-Nov-2027", "next_review", date(2027, 11, 22)),
        ("To be reviewed: 2026/05/01", "next_review", date(2026, 5, 1)),
        ("Last review: Sept '21", "reviewed", date(2021, 9, 1)),
        ("Revised 07/08", "revised", date(2008, 7, 1)),
        ("Last Revised January 2024", "revised", date(2024, 1, 1)),
        ("Updated on 3 May 2020", "revised", date(2020, 5, 3)),
        ("Adopted 5.6.2019", "effective", date(2019, 5, 6)),
    ],
)
def test_dates_are_read_in_the_ways_people_write_them(line: str, fact: str, expected: date) -> None:
    assert getattr(facts(f"Key Policy\n{line}{BODY}"), fact) == expected


@pytest.mark.parametrize("between", [" ", " | ", "; ", "   "])
def test_several_dates_on_one_line_are_each_read(between: str) -> None:
    line = between.join(("Adopted 5/1/2010", "Revised 07/15", "Review: June 2026"))
    found = facts(f"Key Policy\n\n{line}{BODY}")
    assert (found.effective, found.revised, found.next_review) == (
        date(2010, 5, 1),
        date(2015, 7, 1),
        date(2026, 6, 1),
    )


def test_a_review_date_before_the_others_is_the_last_one() -> None:
    found = facts(f"Key Policy\n\nRevised: March 2024\nReview date: January 2024{BODY}")
    assert (found.reviewed, found.next_review) == (date(2024, 1, 1), None)


@pytest.mark.parametrize("value", ["24/7", "9/11 and later", "07/08 to 09/10", "2024", "soon", "31/31/22"])
def test_what_is_no_sure_date_is_left_out(value: str) -> None:
    assert stated_date(value) is None


def test_a_sentence_with_a_label_word_states_no_date() -> None:
    found = facts(f"Key Policy\n\nRevised rules of July 2017 were lost.{BODY}")
    assert found.revised is None


@pytest.mark.parametrize(
    "first",
    [
        "Printed Name:",
        "Table of Contents",
        "Policy",
        "Page 1 of 3",
        "Date: 3 May 2020",
        "Article 1",
        "1. Purpose",
    ],
)
def test_a_line_that_any_document_has_is_no_title(first: str) -> None:
    assert facts(
        f"{first}\n\nKeys of the Hall\n\nNobody but the clerk may have a key of the hall.\n"
    ).title in (
        "Keys of the Hall",
        "keys of the hall",
    )


def test_a_title_goes_on_where_its_line_breaks_off() -> None:
    assert facts(f"BY-LAWS OF\nTHE TOWN OF EASTVALE{BODY}").title == "BY-LAWS OF THE TOWN OF EASTVALE"


def test_the_first_of_several_articles_is_no_title() -> None:
    text = "ARTICLE 1\nKEYS\n\nNo person shall copy a key.\n\nARTICLE 2\nDOORS\n\nDoors are shut at night.\n"
    assert facts(text).title == "keys of the hall"


def test_the_first_of_several_numbered_sections_is_no_title() -> None:
    text = (
        "# § 10-100. Keys.\n\nNo person shall copy a key.\n\n# § 10-105. Doors.\n\nDoors are shut at night.\n"
    )
    assert facts(text).title == "keys of the hall"


def test_a_common_word_is_a_label_only_at_the_head() -> None:
    body = "\n\n".join(
        f"Rule {n} says that nobody but the clerk may have key number {n} of the hall." for n in range(40)
    )
    assert facts(f"Key Policy\n\nContact: the Town Clerk\n\n{body}").owner == "the Town Clerk"
    assert facts(f"Key Policy\n\n{body}\n\nContact: the police at once").owner == ""


BLOCK = """# Key Policy

| Policy owner | Head of Halls |
|---|---|
| Approved by | Council, 12 May 2020 |
| Version | 2.1 |
| Distribution | Regular |
| Source | S:\\_Halls\\Keys\\keys.docx |

## Lending

Staff must sign.
"""


def test_facts_stand_in_tables_of_two_columns_and_an_approver_loses_the_date_behind_it() -> None:
    facts = read(BLOCK, ".md").facts
    assert (facts.owner, facts.approver, facts.version) == ("Head of Halls", "Council", "2.1")
    assert facts.effective == date(2020, 5, 12)


def test_r43_j38_distribution_and_the_path_of_the_source_are_kept_verbatim() -> None:
    facts = read(BLOCK, ".md").facts
    assert (facts.distribution, facts.source) == ("Regular", "S:\\_Halls\\Keys\\keys.docx")
    clauses = [
        c.text for s in read("Keys\n\nLists are in \\\\halls\\_keys\\new.\n").sections for c in s.clauses
    ]
    assert clauses[-1] == "Lists are in \\\\halls\\_keys\\new."


@pytest.mark.parametrize(
    ("line", "fact", "expected"),
    [
        ("Approved by the Board of Halls on 4 May 2021", "approver", "Board of Halls"),
        (
            "Adopted by Council on June 4, 2012; amended July 7, 2015 and August 2, 2018.",
            "approver",
            "Council",
        ),
        (
            "Adopted by Council on June 4, 2012; amended July 7, 2015 and August 2, 2018.",
            "revised",
            date(2018, 8, 2),
        ),
        ("This policy is effective from 1 June 2021.", "effective", date(2021, 6, 1)),
        ("This policy will be reviewed in May 2023 or earlier.", "next_review", date(2023, 5, 1)),
        ("Policy Owner – Head of Halls", "owner", "Head of Halls"),
        ("Reviewed: May 2021, May 2022", "reviewed", date(2022, 5, 1)),
    ],
)
def test_facts_are_read_from_sentences_and_behind_dashes(line: str, fact: str, expected: object) -> None:
    assert getattr(read(f"Key Policy\n{line}\n\nLending\n\nStaff must sign.\n").facts, fact) == expected


def test_a_promise_of_review_counts_from_the_last_one() -> None:
    facts = read("Key Policy\nLast reviewed 3 April 2019\n(to be reviewed within two years)\n\nSign.\n").facts
    assert facts.next_review == date(2021, 4, 3)


def test_a_path_is_no_public_link() -> None:
    assert read("Key Policy\nLink: S:\\keys.docx\n\nSign.\n").facts.url == ""
    assert read("Key Policy\nLink: www.halls.example/keys\n\nSign.\n").facts.url == "www.halls.example/keys"


@pytest.mark.parametrize(
    "line",
    [
        "1.5 Effective January 1, 2030, staff may work from home.",
        "The fee in effect from 1 January 2030 is paid by whoever borrows the key.",
        "This policy supersedes the policy effective January 1, 2010.",
        "Replaces the policy in force from January 1, 2010.",
        "This policy replaces the one last revised on 1 May 2010.",
    ],
)
def test_the_date_of_one_rule_or_of_another_document_is_not_the_documents(line: str) -> None:
    found = facts(f"Key Policy\n\nLending\n\n{line}{BODY}")
    assert (found.effective, found.revised) == (None, None)


@pytest.mark.parametrize(
    "agreed",
    ["Approved by: City Council on March 3, 2024", "Approval date: 3 March 2024", "Adopted: March 3, 2024"],
)
def test_from_when_it_counts_wins_over_the_day_it_was_agreed_on(agreed: str) -> None:
    assert facts(f"Key Policy\n{agreed}\nEffective date: 1 April 2024{BODY}").effective == date(2024, 4, 1)
    assert facts(f"Key Policy\n{agreed}{BODY}").effective == date(2024, 3, 3)


@pytest.mark.parametrize(
    "lines",
    [
        "Contact: call the Clerk if you are unsure.",
        "Department: [placeholder]\n\nStaff must sign for every key.",
        "Department:\n\nStaff must sign for every key.",
        "Department:\nThis policy sets out how keys are lent.",
        "Owner: TBD",
        "Owner: Call 311",
        "Owner: Contact the Call Center Manager",
        "Owner: Ask your supervisor",
        "Owner: Contact Human Resources Department",
        "Owner: Report to the Front Desk",
        "Owner: Staff may ask the Clerk",
    ],
)
def test_a_sentence_or_a_placeholder_is_no_owner(lines: str) -> None:
    assert facts(f"Key Policy\n{lines}{BODY}").owner == ""


@pytest.mark.parametrize(
    "owner",
    [
        "Call Center Manager",
        "Contact Centre Manager",
        "call handling team",
        "Report Desk",
        "Contact Officer",
        "Document Control Unit",
        "Place Directorate",
        "Help Desk Supervisor, Elm Hall",
        "Theresa May, Town Clerk",
        "Will Stone",
    ],
)
def test_an_office_or_a_name_that_begins_as_an_order_or_a_duty_does_is_an_owner(owner: str) -> None:
    assert facts(f"Key Policy\nOwner: {owner}{BODY}").owner == owner
    assert read(f"---\nowner: {owner}\n---\n# Key Policy{BODY}", ".md").facts.owner == owner


@pytest.mark.parametrize(
    "rest",
    [
        " | Effective 1 April 2024",
        "; revised 3 May 2024",
        ", effective from 1 April 2024",
        " (effective 1 April 2024)",
        " • Version 2",
        " – v2.1",
        " | Approved by Council",
        " | Page 1 of 3",
        " | Effective: 1 April 2024",
        " / Adopted May 2024",
    ],
)
def test_an_owner_is_named_without_what_else_its_line_says(rest: str) -> None:
    assert facts(f"Key Policy\nOwner: Harbour Master{rest}{BODY}").owner == "Harbour Master"
    assert (
        read(f"# Key Policy\n\n**Owner:** Harbour Master{rest}{BODY}", ".md").facts.owner == "Harbour Master"
    )


@pytest.mark.parametrize(
    "owner",
    [
        "Parks | Recreation",
        "HR / Payroll",
        "Director of Works, Version Control Unit",
        "Clerk (Revised Statutes)",
        "Office of Effective Government",
        "Clerk, Room 12",
        "Adoption Team, Page Hall",
        "Review Board – Elm",
    ],
)
def test_an_owner_keeps_what_belongs_to_its_name(owner: str) -> None:
    assert facts(f"Key Policy\nOwner: {owner}{BODY}").owner == owner


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Effective: 1/2/2023\nReviewed: 13/2/2024", date(2023, 2, 1)),
        ("Effective: 1/2/2023\nReviewed: 2/13/2024", date(2023, 1, 2)),
        ("Effective: 1/2/2023\nReviewed: 2/13/2024\nIssued: 14/3/2022", None),
        ("Effective: 2/2/2023\nReviewed: 2/13/2024\nIssued: 14/3/2022", date(2023, 2, 2)),
    ],
)
def test_a_document_shows_itself_whether_its_dates_have_the_day_first(
    lines: str, expected: date | None
) -> None:
    assert facts(f"Key Policy\n\n{lines}{BODY}").effective == expected


@pytest.mark.parametrize(
    "line",
    [
        "Owner: Estates | Approved by: Hall Board | Date: 3 March 2023",
        "Owner: Estates  Approved by: Hall Board  Date: 3 March 2023",
        "Owner: Estates Approved by: Hall Board Date: 3 March 2023",
        "**Owner:** Estates; **Approved by:** Hall Board; **Date:** 3 March 2023",
        "- **Owner:** Estates\n- **Approved by:** Hall Board\n- **Date:** 3 March 2023",
        "OWNER:        Estates\nAPPROVED BY:  Hall Board\nDATE:         3 March 2023",
    ],
)
def test_labels_on_one_line_each_end_the_value_before(line: str) -> None:
    found = facts(f"Key Policy\n\n{line}{BODY}")
    assert (found.owner, found.approver, found.effective) == ("Estates", "Hall Board", date(2023, 3, 3))


@pytest.mark.parametrize(
    ("line", "approver"),
    [
        ("Adopted by the Board of Trustees January 19, 2010.", "Board of Trustees"),
        ("Approved by Council Motion 21-33 on May 3, 2021", "Council"),
        ("Agreed by Governors: September 2022.", "Governors"),
    ],
)
def test_who_approved_is_named_without_the_day_or_the_motion(line: str, approver: str) -> None:
    assert facts(f"Key Policy\n\n{line}{BODY}").approver == approver


@pytest.mark.parametrize(
    "line",
    [
        "Revised June 3, 2014; August 1, 2018",
        "Date(s) Revised: June 3, 2014; August 1, 2018",
        "Revised February 2016. Revised August 1, 2018.",
        "Last Amended: 2014-06-03 (Council), 2018-08-01 (Clerk)",
    ],
)
def test_of_several_revisions_the_last_counts_also_on_a_first_of_the_month(line: str) -> None:
    assert facts(f"Key Policy\n\n{line}{BODY}").revised == date(2018, 8, 1)


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        ("Last Reviewed/Revised: October 1, 2021", "reviewed"),
        ("Date Last Reviewed: October 1, 2021", "reviewed"),
        ("Page last reviewed: 1 October 2021", "reviewed"),
        ("Last reviewed by: J. Roe\nDate: 1 October 2021", "reviewed"),
        ("Council approval date: 1 October 2021", "effective"),
        ("Date This Version Effective: October 1, 2021", "effective"),
        ("First Adopted: 2021-10 | Next Review: 2024-10", "effective"),
        ("Adopted this 1st day of October, 2021 by the Board of Keys.", "effective"),
        ("Board Approved 10/1/2021   Next Review 10/2024", "effective"),
    ],
)
def test_longer_labels_state_their_fact(line: str, fact: str) -> None:
    assert getattr(facts(f"Key Policy\n\n{line}{BODY}"), fact) == date(2021, 10, 1)


def test_a_number_far_behind_the_title_is_no_part_of_it() -> None:
    assert facts(f"PROCEDURE ON HALL KEYS            No. S-4{BODY}").title == "PROCEDURE ON HALL KEYS"


def test_an_office_in_a_table_is_who_approved() -> None:
    assert facts(f"Key Policy\n\nApproved By:\tCouncil{BODY}").approver == "Council"


def test_a_date_behind_rev_is_no_version_and_a_row_of_labels_names_nobody() -> None:
    assert facts(f"Key Policy\n\nRev. 3/2021{BODY}").version == ""
    rows = "Version\tDate\tAuthor\tChange\n1.0\t1 May 2019\tJ. Roe\tFirst issue"
    assert facts(f"Key Policy\n\n{rows}{BODY}").owner == ""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("MEMORANDUM\n\nTO:      All staff\nRE:      Keys of the hall\n", "Keys of the hall"),
        ("This procedure tells staff how to keep a\nkey of the hall.\n", "keys of the hall"),
        ("1 Purpose\n\nTo be safe.\n\n2 Standards\n\nStaff must smile.\n", "keys of the hall"),
        ("Policy\n\nStaff must smile.\n\nStaff must bow.\n", "keys of the hall"),
        ("Q: Can staff hang up?\nA: Yes.\n", "keys of the hall"),
        ("# Rules\n\n1. Nobody may shout,\nexcept in a fire.\n", "keys of the hall"),
        ("When\tWhat staff do\nTheft\tCall the guard at once.\n", "keys of the hall"),
        ("§ 4  Conduct\n\n§ 4.1  Staff must wait.\n\n§ 5  Bans\n\nNone.\n", "keys of the hall"),
        ("SECTION 1. KEYS.\nA key is a key.\nSECTION 2. LOSS.\nStaff must tell.\n", "keys of the hall"),
    ],
)
def test_half_a_sentence_a_table_or_a_section_is_no_title(text: str, title: str) -> None:
    assert facts(text).title == title


FOOT = "\n\n1. Keys\n\nNobody but the clerk may have a key of the hall.\n\n"


@pytest.mark.parametrize(
    "said",
    [
        "Signed: Jane Roe, 3 May 2024",
        "Signed by: Jane Roe, 3 May 2024",
        "Signed: Jane Roe   Date: 3 May 2024",
        "Signed: Jane Roe\nDate: 3 May 2024",
        "Signed Jane Roe 3 May 2024",
        "Signed on 3 May 2024 by Jane Roe",
        "Date signed: 3 May 2024",
    ],
)
def test_the_day_of_a_signature_is_none_from_which_a_policy_is_in_force(said: str) -> None:
    found = facts(f"Key Policy{FOOT}{said}\n")
    assert (found.effective, found.signed) == (None, date(2024, 5, 3))
    assert dated(found) == "signed May 2024"
    if ":" in said and "Jane" in said:
        assert found.approver == "Jane Roe"
    both = facts(f"Key Policy\nEffective: 1 June 2023{FOOT}{said}\n")
    assert (both.effective, dated(both)) == (date(2023, 6, 1), "effective June 2023")


@pytest.mark.parametrize(
    "said", ["Approved: Council, 3 May 2024", "Adopted by Council, 3 May 2024", "Date: 3 May 2024"]
)
def test_a_policy_that_was_adopted_is_in_force_from_that_day(said: str) -> None:
    found = facts(f"Key Policy{FOOT}{said}\n")
    assert (found.effective, found.signed) == (date(2024, 5, 3), None)


@pytest.mark.parametrize(
    "said", ["Signed: ________ Date: ________", "Staff who signed on 3 May 2024 must sign again."]
)
def test_an_empty_signature_and_a_rule_about_signing_give_no_day(said: str) -> None:
    found = facts(f"Key Policy{FOOT}{said}\n")
    assert (found.effective, found.signed, found.approver) == (None, None, "")


@pytest.mark.parametrize("between", ["   ", " ", " | ", ", ", " / ", "; ", "\t"])
def test_several_facts_on_one_line_are_each_read_without_what_parts_them(between: str) -> None:
    line = between.join(
        ("Owner: Town Clerk", "Policy No.: CS-12", "Effective: 3 May 2024", "Review: May 2027")
    )
    for found in (
        facts(f"Key Policy\n\n{line}{FOOT}"),
        read_bytes(pdf([[("Key Policy", 18, True, 740), (line, 11, False, 700)]]), ".pdf", "k.pdf").facts,
    ):
        assert (found.owner, found.number) == ("Town Clerk", "CS-12")
        assert (found.effective, found.next_review) == (date(2024, 5, 3), date(2027, 5, 1))


def test_facts_without_colons_are_read_beside_others_where_wide_gaps_part_them() -> None:
    found = facts(f"Key Policy\n\nPolicy No. CS-12    Effective 3 May 2024    Revised 4 June 2025{FOOT}")
    assert (found.number, found.effective, found.revised) == ("CS-12", date(2024, 5, 3), date(2025, 6, 4))


def _titled(*lines: str) -> str:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line, style="Title")
    made.add_heading("Lending", 1)
    made.add_paragraph("Staff must sign.")
    return read_bytes(word(made), ".docx", "keys.docx").facts.title


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("Lending the Keys", "of the Hall"), "Lending the Keys of the Hall"),
        (("Lending Difficult", "Keys Policy"), "Lending Difficult Keys Policy"),
        (("Lending", "Keys and Badges", "with Care"), "Lending Keys and Badges with Care"),
        (("Town of Elm", "Key Policy"), "Key Policy"),
        (("Key Policy", ""), "Key Policy"),
        (("Key Policy",), "Key Policy"),
    ],
)
def test_a_title_broken_over_two_lines_of_the_titles_style_is_one(lines: tuple[str, ...], title: str) -> None:
    assert _titled(*lines) == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Title: Lending Keys with\nthe Hall\nOwner: Clerk", "Lending Keys with the Hall"),
        ("Title: Lending Keys\n       of the Hall\nOwner: Clerk", "Lending Keys of the Hall"),
        ("Title: Lending Keys\nOwner: Clerk", "Lending Keys"),
        ("Title: Lending Keys\nStaff who lend keys sign.", "Lending Keys"),
        ("Lending Keys with\nthe Hall Policy", "Lending Keys with the Hall Policy"),
        ("ELM LIBRARY\nKEY POLICY", "KEY POLICY"),
    ],
)
def test_a_title_goes_on_in_the_line_below_where_it_breaks_off_or_that_is_set_in(
    head: str, title: str
) -> None:
    assert facts(f"{head}{FOOT}").title == title
