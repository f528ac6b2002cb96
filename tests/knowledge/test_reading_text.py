"""Plain text is read as people see it: its characters, its lines, its numbers and what its lists hang on."""

from __future__ import annotations

import pytest

from knowledge.answers.citing import citation
from knowledge.reading.document import Clause, Document, Strength
from knowledge.reading.readers.hyphens import rejoined, together
from knowledge.reading.readers.text import decode
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.test_sectioning_cover import check


def read(text: str | bytes, ending: str = ".txt") -> Document:
    document = read_bytes(text.encode() if isinstance(text, str) else text, ending, f"policy{ending}")
    check(document)
    return document


def headings(text: str) -> list[str]:
    return [section.heading for section in read(text).sections]


def clauses(text: str | bytes) -> list[Clause]:
    return [clause for section in read(text).sections for clause in section.clauses]


def texts(text: str | bytes) -> list[str]:
    return [clause.text for clause in clauses(text)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig", "cp1252"])
def test_the_characters_are_found_with_a_mark_or_without(encoding: str) -> None:
    said = "Staff must listen, café guests too.\nCalls end at 17:30."
    assert decode(said.encode(encoding)) == said


def test_a_form_feed_begins_a_page_and_breaks_no_sentence() -> None:
    document = read(
        "Calls\n\nStaff must answer every call that\n\x0ccomes in before five.\n\x0cLetters\n\nStaff must reply.\n"
    )
    found = [(section.page, clause.text) for section in document.sections for clause in section.clauses]
    assert found == [(1, "Staff must answer every call that comes in before five."), (3, "Staff must reply.")]


def test_signs_nobody_sees_are_in_no_word() -> None:
    (said,) = texts("Staff must en\u00adforce the\u200b rule\ufeff and re\u00ad\nport it.")
    assert said == "Staff must enforce the rule and report it."


def test_a_word_divided_at_a_line_end_is_joined_where_it_is_known() -> None:
    said = "An abu-\nsive call. A well-\nbeing check. A follow-\nup. Call 555-\n0100. Cus-\ntomers wait."
    assert " ".join(rejoined(said).split()) == (
        "An abusive call. A well-being check. A follow-up. Call 555-0100. Customers wait."
    )
    assert together("grand", "stander", frozenset({"grand-stander"})) == "grand-stander"


def test_numbered_headings_need_no_blank_lines() -> None:
    text = (
        "Keys Policy\n1. Aim\nThis text says who keeps the keys of the hall.\n"
        "2. Who it is for\nIt is for all staff here.\n"
        "3. What to do\nThe clerk must lock the door at night.\n"
    )
    assert headings(text)[1:] == ["1. Aim", "2. Who it is for", "3. What to do"]
    assert [s.number for s in read(text).sections][1:] == ["1", "2", "3"]


def test_a_numbered_list_of_short_items_is_no_row_of_headings() -> None:
    text = "Keys\n\nStaff must:\n1. Lock the door\n2. Hang up the key\n3. Sign the book\n"
    assert [c.mark for c in clauses(text)][1:] == ["1", "2", "3"]


def test_a_heading_between_whole_sentences_needs_no_blank_lines() -> None:
    text = "Keys Policy\n\nScope\nIt is meant for everybody who has a key.\n"
    text += "Lost Keys\nA lost key must be reported the same day.\n"
    assert headings(text) == ["Keys Policy", "Scope", "Lost Keys"]


def test_a_bare_number_heads_its_section_where_it_counts_on_or_has_parts() -> None:
    assert headings("Keys Policy\n\n1 Purpose\n\nTo keep keys safe.\n\n2 Lost keys\n\nTell the clerk.\n")[
        1:
    ] == [
        "1 Purpose",
        "2 Lost keys",
    ]
    assert headings("Keys Policy\n\n7 Lost keys\n\n7.1 The clerk is told.\n7.2 The lock is changed.\n")[
        1:
    ] == ["7 Lost keys"]
    assert "24 Market Street" not in headings(
        "Keys Policy\n\n24 Market Street\n\nStaff keep the keys there.\n"
    )


def test_letters_below_numbers_belong_to_their_number() -> None:
    text = "Alarm Rules\n\n1. Smoke\nA. Look for the place.\n\nB. Ring the bell.\n\n"
    text += "2. Theft\nA. Lock the till.\n\nB. Call the clerk.\n"
    found = [(s.number, c.mark) for s in read(text).sections for c in s.clauses]
    assert found == [("1", "A"), ("1", "B"), ("2", "A"), ("2", "B")]


DOTTED = """Keys Policy

7 Lost keys

7.1    A lost key will be looked for.
7.2    Where a key stays lost, the following steps will be taken:

7.2.1    The clerk will tell the police.
7.2.2    The lock may be changed.

7.3    A search may include:

7.3.1    Asking the finder.
"""


def test_dotted_clauses_are_nested_and_cited_by_their_number() -> None:
    document = read(DOTTED)
    found = {c.mark: (s, c) for s in document.sections for c in s.clauses}
    assert list(found) == ["7.1", "7.2", "7.2.1", "7.2.2", "7.3", "7.3.1"]
    assert found["7.2.1"][1].lead_in == "Where a key stays lost, the following steps will be taken:"
    assert found["7.3"][1].lead_in == ""
    assert found["7.3.1"][1].strength is Strength.NONE
    assert citation(document, *found["7.2.1"]) == "Keys Policy, 7 Lost keys, 7.2.1"


@pytest.mark.parametrize("bullet", ["l ", "l\t", "n ", "Ø ", "\uf0b7", "•", "➤ ", "✓ ", "– ", "o "])
def test_a_bullet_is_a_bullet_also_where_its_font_was_lost(bullet: str) -> None:
    text = f"Keys\n\nStaff must:\n\n{bullet}Lock the door.\n{bullet}Sign the book.\n"
    assert [(c.text, c.lead_in) for c in clauses(text)][1:] == [
        ("Lock the door.", "Staff must:"),
        ("Sign the book.", "Staff must:"),
    ]


@pytest.mark.parametrize(
    "lead", ["Staff must not", "Staff must not:", "Staff must never –", "If a key is lost we will"]
)
def test_half_a_sentence_above_a_list_is_its_lead_in_and_no_heading(lead: str) -> None:
    found = clauses(f"Key rules\n\n{lead}\n\n  • lend a key\n  • copy a key\n")
    assert [(c.lead_in, c.strength) for c in found if c.text == "copy a key"] == [(lead, Strength.MUST)]


def test_a_heading_that_says_not_is_the_lead_in_of_its_list() -> None:
    document = read(
        "# Keys\n\n## Staff must not\n\n- lend a key\n\n## Lost keys\n\n- tell the clerk\n", ".md"
    )
    found = {c.text: (c.lead_in, c.strength) for s in document.sections for c in s.clauses}
    assert found == {"lend a key": ("Staff must not", Strength.MUST), "tell the clerk": ("", Strength.NONE)}


def test_a_list_keeps_its_lead_in_behind_a_paragraph_and_below_an_item() -> None:
    text = (
        "Keys\n\nStaff must not:\n\n(a) lend a key;\n\nThe clerk knows the reasons for this rule.\n\n(b) copy a key;\n"
        "    (i) not even for a friend.\n"
    )
    found = {c.mark: c for c in clauses(text)}
    assert found["b"].lead_in == "Staff must not:"
    assert found["b.i"].lead_in == "Staff must not: copy a key;"
    assert found["b.i"].strength is Strength.MUST


def test_an_item_below_half_an_item_has_both_for_its_lead_in() -> None:
    text = "Keys\n\nStaff must not:\n\n- at the counter:\n  - lend a key\n"
    assert clauses(text)[-1].lead_in == "Staff must not: at the counter:"


def test_short_lines_that_end_where_they_were_meant_to_are_not_run_together() -> None:
    assert texts(
        "Harbour School\nOwner: The Clerk\nKeys are kept in the safe.\nDoors are locked at night.\n"
    )[-2:] == [
        "Keys are kept in the safe.",
        "Doors are locked at night.",
    ]


def test_hard_wrapped_lines_are_joined_also_where_a_line_begins_with_a_capital() -> None:
    text = (
        "Keys\n\nEvery key of the hall is written down in the book that the clerk keeps, and the\n"
        "Mayor may look at that book at any time in the office hours that are shown on the\n"
        "door of the hall.\n"
    )
    assert len(texts(text)) == 1


def test_article_and_its_name_on_the_next_line_are_one_heading() -> None:
    assert headings(
        "ARTICLE 1\nKEYS OF THE HALL\n\nNo person shall copy a key.\n\nARTICLE 2\nDOORS\n\nDoors are shut.\n"
    ) == [
        "ARTICLE 1 KEYS OF THE HALL",
        "ARTICLE 2 DOORS",
    ]


def test_a_table_of_dates_in_an_appendix_signs_nothing() -> None:
    text = (
        "Keys By-law\n\nARTICLE 1\nKEYS\n\nNo person shall copy a key.\n\nAPPENDIX\n\n2014 15 Allows keys for\n\n"
        "clubs and bands not to be\nkept on Sundays\nJanuary 30, 2014\n2014 17 Makes the office of\n"
        "Town Administrator\nJanuary 30, 2014\n"
    )
    facts = read(text).facts
    assert (facts.approver, facts.effective) == ("", None)


def test_a_sentence_too_long_to_quote_is_parted_between_words() -> None:
    long = " ".join(f"and the key of room {number}" for number in range(80))
    found = read(f"Key Policy\n\nStaff must keep the key of the hall {long} in the safe.\n")
    said = [c.text for s in found.sections for c in s.clauses]
    assert len(said) > 1
    assert " ".join(said).endswith(f"{long} in the safe.")
    assert found.findings == ()


def test_a_list_that_begins_on_the_line_of_its_number_hangs_on_it() -> None:
    found = clauses(
        "# Calls\n\n10. a) Nobody may shout.\nb) Staff must wait.\n\n2.(i) Nobody may run.\n(ii) Staff must walk.\n"
    )
    assert "not-read" not in {one.kind for one in read("# Calls\n\n10. a) Nobody may shout.\n").findings}
    assert [(one.mark, one.text) for one in found] == [
        ("10.a", "Nobody may shout."),
        ("10.b", "Staff must wait."),
        ("2.i", "Nobody may run."),
        ("2.ii", "Staff must walk."),
    ]


def test_letters_go_on_doubled_behind_the_last_one() -> None:
    marks = [*"abcdefghijklmnopqrstuvwxyz", "aa", "bb", "cc", "dd"]
    said = "".join(f"({mark}) the {mark} of the hall;\n" for mark in marks)
    assert [one.mark for one in clauses(f"# Words\n\n1. In this rule,\n{said}")][1:] == [
        f"1.{mark}" for mark in marks
    ]


def test_an_item_with_a_capital_keeps_a_lead_in_that_breaks_off() -> None:
    text = "# Trees\n\n2. Nobody may fell a tree that is,\n(a) on a street;\n(b) In a wood of the town.\n"
    assert [one.lead_in for one in clauses(text)] == ["", *["Nobody may fell a tree that is,"] * 2]
