"""Tables that no lines rule in a PDF keep their rows, text in columns stays text, and what is neither is a finding."""

from __future__ import annotations

import pytest
import typst

from knowledge.reading.document import Document
from tests.knowledge.test_reading_tables import quoted, read

BUSY = "Staff must ask once for calm, then must leave the counter and call the duty manager of the day"
ARMED = "Staff must press the alarm and must not go near the customer until police are there"
PHONE = "Staff may go on with the service"
HEADS = ("*Situation*", "*What staff do*", "*Whom to tell*")
ROWS = (
    ("A customer shouts at the counter or bangs on the glass", BUSY, "The manager, within an hour"),
    (
        "A customer threatens somebody with a weapon",
        ARMED,
        "The police at once; the Town Clerk on the same day",
    ),
    ("A customer films", PHONE, "Nobody"),
)


def pdf(source: str) -> Document:
    page = "#set page(width: 612pt, height: 792pt, margin: 72pt)\n#set text(size: 11pt)\n= Desk\n"
    return read(typst.compile(f"{page}{source}".encode()), ".pdf")


def grid(rows: tuple[tuple[str, ...], ...], how: str) -> str:
    cells = ",".join(f"[{cell}]" for row in rows for cell in row)
    return f"#table(columns: {len(rows[0])}, {how}, {cells})"


@pytest.mark.parametrize(
    "how",
    [
        "stroke: none",
        "stroke: none, column-gutter: 20pt, row-gutter: 8pt",
        "stroke: (x: none, y: 0.5pt)",
        "stroke: none, inset: (x: 7pt, y: 3pt)",
    ],
)
def test_a_row_of_wrapped_cells_stays_whole_where_no_line_parts_the_columns(how: str) -> None:
    lead = "All staff must know this table, which the manager hangs up beside the door of the counter."
    document = pdf(f"{lead}\n\n{grid((HEADS, *ROWS), how)}\n\n{lead}")
    heads = "\t".join(HEADS).replace("*", "")
    assert quoted(document) == [("", lead), *((heads, "\t".join(row)) for row in ROWS), ("", lead)]
    assert document.findings == ()


def test_a_cell_may_be_empty_or_of_several_paragraphs_and_a_number_may_stand_at_the_right() -> None:
    rows = (
        ("*Case*", "*Staff*", "*Days*"),
        ("Shouting", "must ask for calm.\n\nThey write it down.", "5"),
        ("Threats", "", "12"),
        ("Filming", "may go on", "150"),
    )
    document = pdf(grid(rows, "stroke: none, align: (left, left, right)"))
    heads = "Case\tStaff\tDays"
    assert quoted(document) == [
        (heads, "Shouting\tmust ask for calm. They write it down.\t5"),
        (heads, "Threats\t–\t12"),
        (heads, "Filming\tmay go on\t150"),
    ]


def test_a_line_in_bold_among_the_rows_names_those_below_it() -> None:
    rows = (
        ("*Desk*", "*Opens*"),
        ("*Weekdays*", ""),
        ("Counter", "eight"),
        ("*Saturdays*", ""),
        ("Counter", "nine"),
    )
    found = quoted(pdf(grid(rows, "stroke: none, inset: (y: 3pt)")))
    assert found == [("Weekdays: Desk\tOpens", "Counter\teight"), ("Saturdays: Desk\tOpens", "Counter\tnine")]


P = (
    "The office serves everybody who comes and nobody waits longer than they have to.",
    "Staff must keep a note of what was said and hand it to the clerk at the end of the day.",
    "Where somebody shouts the manager is called. Nobody is left alone at the desk after five.",
)


@pytest.mark.parametrize("how", ["columns: 2", "columns: 3, flipped: true"])
@pytest.mark.parametrize("justify", ["false", "true"])
def test_a_text_in_columns_is_read_column_by_column(how: str, justify: str) -> None:
    said = [f"{P[n % 3]} {P[n * n % 3]} {P[(n + 1) % 3] * (n % 2)}".strip() for n in range(1, 40)]
    document = pdf(f"#set page({how})\n#set par(justify: {justify})\n" + "\n\n".join(said))
    assert "\t" not in document.text
    if how == "columns: 2":
        assert " ".join(text for _, text in quoted(document)) == " ".join(said)


def test_paragraphs_that_begin_side_by_side_in_two_columns_are_no_rows() -> None:
    left = ("Staff must answer the telephone within ten minutes and say their name.", P[1], P[2])
    right = ("Staff must answer every letter within ten days and sign it.", P[0], P[1] + " " + P[2])
    source = (
        "#set page(columns: 2)\n" + "\n\n".join(left) + "\n#colbreak()\n== Letters\n" + "\n\n".join(right)
    )
    assert " ".join(text for _, text in quoted(pdf(source))).startswith(" ".join(left))


def test_lists_that_stand_beside_each_other_are_read_one_after_the_other() -> None:
    do = "*Do*\n- Greet everybody who comes in, and look at them while they speak.\n- Ask for their name once.\n- Wait."
    never = (
        "*Do not*\n- Argue.\n- Promise what you cannot keep, or say when somebody else will answer.\n- Leave."
    )
    document = pdf(f"#grid(columns: (1fr, 1fr), column-gutter: 24pt, [{do}], [{never}])")
    assert [text for _, text in quoted(document)] == [
        "Greet everybody who comes in, and look at them while they speak.",
        "Ask for their name once.",
        "Wait.",
        "Argue.",
        "Promise what you cannot keep, or say when somebody else will answer.",
        "Leave.",
    ]


@pytest.mark.parametrize(
    ("heads", "parts"), [(("1. Ponds", "2. Swans"), True), (("Keeper", "Warden"), False)]
)
def test_columns_under_numbered_headings_are_texts_and_no_table(heads: tuple[str, str], parts: bool) -> None:
    left = ("Staff must drain the pond", "each spring and must not", "leave it dry overnight.")
    right = ("Staff must report a swan", "to the warden at once and", "should keep dogs away.")
    below = ("Staff may feed the ducks.", "Staff must not touch eggs.")
    bold = tuple(f"*{head}*" for head in heads)
    rows = enumerate([bold, *zip(left, right, strict=True), ("", ""), below])
    lines = (
        f"#place(dx: {at}pt, dy: {15 * row}pt, [{text}])"
        for row, beside in rows
        for at, text in zip((0, 258), beside, strict=True)
    )
    said = [text for _, text in quoted(pdf("\n".join(lines)))]
    first = (" ".join(left), " ".join(right))
    columns = [first[0], below[0], first[1], below[1]]
    assert said == (columns if parts else ["\t".join(first), "\t".join(below)])


def test_numbers_before_paragraphs_make_a_list_and_no_table() -> None:
    rows = tuple((f"1.{n}", f"{P[n]} {P[0]}") for n in range(3))
    document = pdf(grid(rows, "stroke: none"))
    assert [text for _, text in quoted(document)] == [text for _, text in rows]


def test_facts_beside_each_other_are_facts() -> None:
    rows = (
        ("Policy Number: 12", "Effective Date: January 5, 2026"),
        ("Owner: Town Clerk", "Approved by: Town Council"),
        ("Version: 3", "Review Date: January 5, 2027"),
    )
    facts = pdf(grid(rows, "stroke: none") + "\n\nStaff must ring.").facts
    assert (facts.owner, facts.approver, facts.version) == ("Town Clerk", "Town Council", "3")


@pytest.mark.parametrize("columns", [2, 3])
def test_cells_that_stand_in_the_middle_of_their_row_are_of_that_row(columns: int) -> None:
    rows = tuple(row[:columns] for row in (HEADS, *ROWS))
    document = pdf(grid(rows, "stroke: none, align: horizon"))
    assert [text for _, text in quoted(document)] == ["\t".join(row) for row in rows[1:]]
    assert document.findings == ()


def test_cells_that_stand_on_different_heights_are_a_finding() -> None:
    rows = tuple((row[0], f"#v(4pt){row[1]}") for row in ROWS)
    document = pdf(grid((HEADS[:2], *rows), "stroke: none"))
    assert [one.kind for one in document.findings] == ["table"]


NARROW = (
    "*1. Rooms*\n\nA room must be booked by a member. Staff must not lend a room to a person who is banned.\n\n"
    "*2. Noise*\n\nGroups keep the doors shut and must not"
)
BESIDE = (
    "use drums.\n\n*3. Food*\n\nFood may be eaten in the hall but not in the studio.\n\n*4. Order*\n\n"
    "Users must leave the room clean and put the chairs back. "
    "Staff must look at each of them after use, and lock it where nobody has booked it for the same day."
)


def test_narrow_columns_with_headings_are_read_one_after_the_other() -> None:
    set_narrow = "#set text(size: 10pt)\n#set par(leading: 6pt)\n"
    document = pdf(f"{set_narrow}#grid(columns: (160pt, 160pt), column-gutter: 90pt, [{NARROW}], [{BESIDE}])")
    said = " ".join(document.text.split())
    assert "who is banned. 2. Noise Groups keep the doors shut and must not use drums. 3. Food" in said


@pytest.mark.parametrize("bold", ["*Evenings*", "*Weekends and holidays*"])
def test_a_group_head_in_the_middle_of_a_table_parts_no_columns(bold: str) -> None:
    rows = (*((row[0], row[1]) for row in ROWS), (bold, ""), *((row[1], row[2]) for row in ROWS))
    document = pdf(grid((HEADS[:2], *rows), "stroke: none"))
    assert [f"{row[0]}\t{row[1]}" in document.text for row in ROWS] == [True] * 3
