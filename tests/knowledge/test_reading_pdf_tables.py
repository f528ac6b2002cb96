"""Tables of a PDF's page: where their rules are, which lines are one cell, and what lines in forms strike out."""

from __future__ import annotations

import pytest

from tests.knowledge.printing import At, Raw, form, printed
from tests.knowledge.test_reading_tables import quoted, read

FRAME = (
    b"0.5 w 72 600 m 540 600 l 72 660 m 540 660 l 72 690 m 540 690 l"
    b" 72 600 m 72 690 l 250 600 m 250 690 l 540 600 m 540 690 l S"
)
HEADS = [
    At("Desk", 72, 745, 16, bold=True),
    At("Where", 80, 670, bold=True),
    At("What staff do", 260, 670, bold=True),
]


@pytest.mark.parametrize("place", ["0 0", "0 -500", "30 40"])
def test_the_rules_of_a_table_are_where_their_form_is_placed(place: str) -> None:
    across, up = map(int, place.split())
    rules = Raw(b"1 0 0 1 %d %d cm /X0 Do" % (across, up))
    away = b"1 0 0 1 %d %d" % (-across, -up)
    body = [At("Hall", 80, 640), At("Staff must answer", 260, 640)]
    content = printed([[*HEADS, *body, rules]], drawings=(form(FRAME, away),))
    assert quoted(read(content, ".pdf")) == [("Where\tWhat staff do", "Hall\tStaff must answer")]


def test_lines_in_a_form_elsewhere_rule_nothing() -> None:
    said = (
        "Staff must answer the telephone within ten minutes of the first ring and",
        "say the name of the hall.",
    )
    words = [At(line, 72, 670 - 30 * n) for n, line in enumerate(said)]
    content = printed([[HEADS[0], *words, Raw(b"1 0 0 1 0 -560 cm /X0 Do")]], drawings=(form(FRAME),))
    assert "\t" not in read(content, ".pdf").text


def test_a_line_in_a_form_strikes_out_what_it_runs_through() -> None:
    line = form(b"72 63.5 200 0.7 re f")
    content = printed(
        [
            [
                HEADS[0],
                At("Staff may wait ten minutes.", 72, 660),
                At("Staff must answer.", 72, 630),
                Raw(b"1 0 0 1 0 600 cm /X0 Do"),
            ]
        ],
        drawings=(line,),
    )
    document = read(content, ".pdf")
    assert [text for _, text in quoted(document)] == ["Staff must answer."]
    assert [one.kind for one in document.findings] == ["not-in-force"]


def test_a_cell_of_several_lines_is_one_cell_where_no_line_parts_them() -> None:
    said = {
        640: ("Public Works", "Staff must answer within ten minutes"),
        626: ("Front Counter", "and never after five."),
    }
    body = [At(words, x, y) for y, pair in said.items() for x, words in zip((80, 260), pair, strict=True)]
    found = quoted(read(printed([[*HEADS, *body, Raw(FRAME)]]), ".pdf"))
    whole = "Public Works Front Counter\tStaff must answer within ten minutes and never after five."
    assert found == [("Where\tWhat staff do", whole)]


def test_a_cell_of_several_lines_among_rows_without_lines_between_is_one_cell() -> None:
    said = {
        644: ("Public works", "Staff must answer"),
        630: ("counter", "within ten minutes."),
        608: ("Parks", "Staff must ring."),
    }
    body = [At(words, x, y) for y, pair in said.items() for x, words in zip((80, 260), pair, strict=True)]
    document = read(printed([[*HEADS, *body, Raw(FRAME)]]), ".pdf")
    assert [text for _, text in quoted(document)] == [
        "Public works counter\tStaff must answer within ten minutes.",
        "Parks\tStaff must ring.",
    ]
    assert document.findings == ()


def test_rows_that_nothing_parts_but_their_lines_are_a_finding() -> None:
    said = {640: ("Hall", "Staff must answer."), 626: ("Parks", "Staff must ring.")}
    body = [At(words, x, y) for y, pair in said.items() for x, words in zip((80, 260), pair, strict=True)]
    document = read(printed([[*HEADS, *body, Raw(FRAME)]]), ".pdf")
    assert [text for _, text in quoted(document)] == ["Hall\tStaff must answer.", "Parks\tStaff must ring."]
    assert [one.kind for one in document.findings] == ["table"]
