"""An item of a list is never shown or weighed without what it hangs on, however the list is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.reading.document import Clause, Strength
from knowledge.reading.readers.extract import Extract
from knowledge.reading.sectioning import document_of
from tests.knowledge.test_reading_text import clauses, read

ITEMS = ["lend a key", "copy a key for a friend of the house", "leave one in the door"]


def item(text: str, ending: str = ".txt", words: str = "lend a key") -> Clause:
    found = (c for s in read(text, ending).sections for c in s.clauses)
    return next(one for one in found if one.text.lower().rstrip(".;") == words)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("write", [str, str.capitalize, lambda one: one + ";"])
def test_an_item_without_a_mark_has_its_lead_in(between: str, write: Callable[[str], str]) -> None:
    said = between.join(write(one) for one in ITEMS)
    text = f"Key Rules\n\nStaff must not:{between}{said}\n\nThe clerk keeps a list of all keys.\n"
    found = [c for c in clauses(text) if c.lead_in]
    assert [(c.lead_in, c.strength) for c in found] == [("Staff must not:", Strength.MUST)] * 3


def test_paragraphs_and_line_breaks_of_a_page_are_items_too() -> None:
    said = "<p>Staff must not:</p><p>lend a key</p><p>copy a key</p>"
    assert item(f"<h1>Key rules</h1>{said}", ".html").lead_in == "Staff must not:"
    said = "<p>Staff must not:<br>lend a key<br>copy a key</p>"
    assert item(f"<h1>Key rules</h1>{said}", ".html").lead_in == "Staff must not:"


def test_a_sentence_behind_a_list_without_marks_hangs_on_nothing() -> None:
    text = "Key Rules\n\nStaff must not:\n\nlend a key\n\nKeys are counted on Fridays.\n"
    assert next(c for c in clauses(text) if c.text.startswith("Keys")).lead_in == ""


@pytest.mark.parametrize(
    "lead",
    ["Do not:", "Never", "Under no circumstances should staff", "Staff are not allowed to", "Don't"],
)
def test_a_ban_binds_every_item_below_it(lead: str) -> None:
    found = item(f"Key Rules\n\nKeys hang in the hall.\n\n{lead}\n\n- lend a key\n- copy a key\n")
    assert (found.lead_in, found.strength) == (lead, Strength.MUST)


def test_a_box_to_tick_keeps_its_sign_and_its_lead_in() -> None:
    text = "Key Form\n\nThe key was lost by:\n\n☐ Theft\n☒ Haste\n[x] Other reason\n"
    assert [(c.text, c.lead_in) for c in clauses(text)][-3:] == [
        ("☐ Theft", "The key was lost by:"),
        ("☒ Haste", "The key was lost by:"),
        ("[x] Other reason", "The key was lost by:"),
    ]


def test_ones_in_roman_figures_stand_below_letters_and_letters_go_on_behind_them() -> None:
    text = (
        "Key Rules\n\nStaff:\n(1) must sign for keys;\n(a) in the book;\n(i) with a pen;\n(ii) by day;\n"
        "(iii) in full;\n(b) or on the screen;\n"
    )
    assert [c.mark for c in clauses(text)][1:] == ["1", "1.a", "1.a.i", "1.a.ii", "1.a.iii", "1.b"]


def test_a_letter_that_follows_its_letters_is_no_roman_figure() -> None:
    text = "Key Rules\n\nStaff must:\n" + "".join(f"({mark}) do {mark}{mark}.\n" for mark in "abcdefghij")
    assert [c.mark for c in clauses(text)][1:] == list("abcdefghij")


def test_lines_right_below_a_ban_in_capitals_keep_it() -> None:
    text = "Hall Policy\n\nSTAFF SHOULD NOT\nMeet an angry visitor alone\nGive out a number\n\nSTAFF MAY\nEnd a call\n"
    clauses = [c for s in document_of(Extract(text), "hall.txt", "").sections for c in s.clauses]
    assert [(c.lead_in, c.text, c.strength.value) for c in clauses if c.lead_in] == [
        ("STAFF SHOULD NOT", "Meet an angry visitor alone", "should"),
        ("STAFF SHOULD NOT", "Give out a number", "should"),
        ("STAFF MAY", "End a call", "may"),
    ]


def test_a_star_with_a_space_before_it_calls_its_note() -> None:
    text = "Hall Policy\n\nStaff must wear alarms *.\n\n* Except in the vault.\n"
    clauses = [c.text for s in document_of(Extract(text), "hall.txt", "").sections for c in s.clauses]
    assert clauses == ["Staff must wear alarms [Note *: Except in the vault.]."]


def test_lines_below_a_ban_that_heads_them_keep_it() -> None:
    text = "Hall Policy\n\nDO:\nListen\nTake notes\n\nDON'T:\nArgue\nTake it personally\n\nStaff may sit.\n"
    clauses = [c for s in document_of(Extract(text), "hall.txt", "").sections for c in s.clauses]
    assert [
        (c.lead_in.strip(":"), c.strength.value) for c in clauses if c.text in ("Argue", "Take it personally")
    ] == [
        ("DON'T", "must"),
        ("DON'T", "must"),
    ]
    assert (clauses[-1].text, clauses[-1].lead_in) == ("Staff may sit.", "")


def test_a_sentence_of_its_own_below_a_list_is_no_item_of_it() -> None:
    text = "Hall Policy\n\nIf you shout we may:\nend the call\nend your visit\nWe will always tell you why.\n"
    clauses = [c for s in document_of(Extract(text), "hall.txt", "").sections for c in s.clauses]
    assert (clauses[-1].text, clauses[-1].lead_in) == ("We will always tell you why.", "")


def test_a_letter_below_a_dotted_number_is_cited_with_it_once() -> None:
    text = (
        "Hall Policy\n\n4.1 A guard may:\n 4.1.1 warn,\n 4.1.2 remove, but not\n (a) a minor,\n 4.1.3 call.\n"
    )
    marks = [c.mark for s in document_of(Extract(text), "hall.txt", "").sections for c in s.clauses if c.mark]
    assert marks == ["4.1", "4.1.1", "4.1.2", "4.1.2.a", "4.1.3"]


def test_a_ban_in_capitals_below_a_list_begins_the_next_one() -> None:
    text = (
        "Hall Policy\n\nDO\n 1) Keep the caller talking\n 2) Signal to a colleague\n    who must call 911\n"
        " 3) Write everything down\nDO NOT\n 1) Hang up\n 2) Use a radio, except in a fire\n"
    )
    clauses = [c for s in document_of(Extract(text), "hall.txt", "").sections for c in s.clauses]
    assert [(c.lead_in, c.text, c.strength.value) for c in clauses[-2:]] == [
        ("DO NOT", "Hang up", "must"),
        ("DO NOT", "Use a radio, except in a fire", "must"),
    ]


def test_the_first_of_several_pairs_heads_none_of_the_others() -> None:
    text = "Hall Policy\n\n3. Sanctions\n\nFirst time - warning\nSecond time - 7 days\nThird time - no ban on a minor\n"
    assert {s.heading for s in document_of(Extract(text), "hall.txt", "").sections} <= {
        "Hall Policy",
        "3. Sanctions",
    }


def test_half_a_sentence_below_a_whole_one_keeps_it_and_a_number_may_have_two_signs() -> None:
    text = (
        "Hall Policy\n\nRules:\n\n1.) No loud talking.\n2.) Staff must report a threat.\n"
        "    (a) In writing, and\n    (b) within a day.\n"
    )
    clauses = [c for s in document_of(Extract(text), "hall.txt", "").sections for c in s.clauses]
    assert [(c.mark, c.lead_in, c.strength.value) for c in clauses[-4:]] == [
        ("1", "", "must"),
        ("2", "", "must"),
        ("2.a", "Staff must report a threat.", "must"),
        ("2.b", "Staff must report a threat.", "must"),
    ]


def test_policies_listed_below_a_label_are_related_ones() -> None:
    text = "# Hall Policy\n\nStaff sign.\n\nRelated documents:\n\n- Key Policy\n- Bans Policy\n"
    document = document_of(Extract(text), "hall.md", "")
    assert document.related == ("Key Policy", "Bans Policy")


@pytest.mark.parametrize(
    "said",
    ["Guests may bring a bag.", "A guest may bring a bag.", "If a guest is ill, they may bring a bag."],
)
@pytest.mark.parametrize("lead", ["Guests must not:", "Guests shall never", "Guests should not:"])
def test_a_whole_sentence_that_allows_does_not_hang_on_a_ban(lead: str, said: str) -> None:
    found = clauses(f"# Rink Rules\n\n{lead}\n\n- run on the stairs\n- {said}\n")[-2:]
    assert [(one.lead_in, one.strength) for one in found] == [(lead, found[0].strength), ("", Strength.MAY)]
    assert found[0].strength


@pytest.mark.parametrize(
    ("lead", "said"),
    [
        ("Staff must:", "Tell callers that they may complain."),
        ("Staff must not:", "Any gift from a caller."),
        ("Staff must:", "When a caller asks whom they may tell, give the number."),
        ("Staff must not:", "run where guests may fall."),
        ("Staff must follow these rules:", "All guests may bring a bag."),
        ("Staff may not say the following:", "You must leave."),
    ],
)
def test_an_item_that_goes_on_with_its_lead_in_keeps_it(lead: str, said: str) -> None:
    found = clauses(f"# Rink Rules\n\n{lead}\n\n- run on the stairs\n- {said}\n")[-1]
    assert found.lead_in == lead


@pytest.mark.parametrize(
    ("lead", "items", "tail"),
    [
        (
            "Crew shall not allow a guest to:",
            ("sit on the roof", "carry fuel,"),
            "unless the captain agrees.",
        ),
        (
            "An officer may tow a car that:",
            ("blocks a door;", "has no plate,"),
            "except where its owner is there.",
        ),
        ("A permit is required for:", ("trailers", "boats"), "but not for bicycles."),
        ("Staff may lend:", ("a key; or", "a lamp,"), "provided that it is returned."),
    ],
)
def test_what_ends_the_sentence_of_a_list_stands_with_each_of_its_items(
    lead: str, items: tuple[str, str], tail: str
) -> None:
    text = f"# Ship Rules\n\n{lead}\n\n- {items[0]}\n- {items[1]}\n\n{tail}\n\nThe clerk must count.\n"
    found = [(one.lead_in, one.text) for one in clauses(text)]
    assert found[-4:] == [
        (lead, f"{items[0]} [… {tail}]"),
        (lead, f"{items[1]} [… {tail}]"),
        (lead, tail),
        ("", "The clerk must count."),
    ]


@pytest.mark.parametrize(
    ("items", "below"),
    [
        ("- lend a key.\n- copy a key.", "unless the clerk agrees."),
        ("- lend a key;\n- copy a key", "Unless the clerk agrees, keys stay in the box."),
        ("- lend a key;\n- copy a key", "Keys stay in the box, except on Fridays."),
        ("- lend a key;\n- copy a key", "but the clerk counts them."),
    ],
)
def test_what_stands_below_a_list_and_does_not_end_its_sentence_is_not_with_its_items(
    items: str, below: str
) -> None:
    found = clauses(f"# Key Rules\n\nStaff must not:\n\n{items}\n\n{below}\n")
    assert not any("…" in one.text for one in found)
    assert any(below in one.text for one in found)


def test_an_item_that_leads_a_list_of_its_own_is_not_parted_from_it_by_the_end_of_the_sentence() -> None:
    said = "Crew shall not allow a guest to:\n\n- sit on the roof\n- carry:\n  - fuel; or\n  - gas,\n"
    assert [(one.lead_in, one.text) for one in clauses(f"# Ship Rules\n\n{said}\nunless they ask.\n")][
        -4:
    ] == [
        ("Crew shall not allow a guest to:", "carry:"),
        ("Crew shall not allow a guest to: carry:", "fuel; or [… unless they ask.]"),
        ("Crew shall not allow a guest to: carry:", "gas, [… unless they ask.]"),
        ("Crew shall not allow a guest to:", "unless they ask."),
    ]
