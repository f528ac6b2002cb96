"""A table is read as its grid: every cell keeps the heads of its row and its columns in what is quoted."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
import typst
from docx.oxml.ns import nsdecls

from knowledge.reading.document import Document
from knowledge.reading.readers.tables import Cell, table_rows
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.printing import At, Raw, form, printed
from tests.knowledge.test_reading_word import body, p, r
from tests.knowledge.test_sectioning_cover import check

Clauses = list[tuple[str, str]]


def read(content: bytes, ending: str) -> Document:
    document = read_bytes(content, ending, f"desk{ending}")
    check(document)
    assert [one for one in document.findings if one.kind == "not-read"] == []
    return document


def quoted(document: Document) -> Clauses:
    return [(clause.lead_in, clause.text) for section in document.sections for clause in section.clauses]


def html(*tables: str) -> bytes:
    return f"<html><body><h1>Desk</h1>{''.join(f'<table>{one}</table>' for one in tables)}</body></html>".encode()


def html_row(*cells: str, tag: str = "td") -> str:
    return f"<tr>{''.join(one if one.startswith('<') else f'<{tag}>{one}</{tag}>' for one in cells)}</tr>"


def word_cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text)) if text else p('')}</w:tc>"


def word(*tables: tuple[str, ...], between: str = "") -> bytes:
    made = [
        f"<w:tbl {nsdecls('w')}><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
        for rows in tables
    ]
    return body(*(block for one in made for block in ((one, between) if between else (one,))), p(""))


def pdf(source: str) -> bytes:
    return typst.compile(f"#set page(height: 260pt)\n= Desk\n{source}".encode())


MERGED = {
    ".html": html(
        html_row("Grade", "Who", "What", tag="th")
        + html_row("<td rowspan='2'>Minor</td>", "Clerk", "must note it")
        + html_row("Lead", "must call back")
        + html_row("Major", "<td colspan='2'>must be told to the police</td>")
    ),
    ".docx": word(
        (
            "".join(map(word_cell, ("Grade", "Who", "What"))),
            word_cell("Minor", '<w:vMerge w:val="restart"/>')
            + word_cell("Clerk")
            + word_cell("must note it"),
            word_cell("", "<w:vMerge/>") + word_cell("Lead") + word_cell("must call back"),
            word_cell("Major") + word_cell("must be told to the police", '<w:gridSpan w:val="2"/>'),
        )
    ),
    ".pdf": pdf(
        "#table(columns: 3, [*Grade*], [*Who*], [*What*], table.cell(rowspan: 2)[Minor], [Clerk], [must note it],"
        "[Lead], [must call back], [Major], table.cell(colspan: 2)[must be told to the police])"
    ),
}


@pytest.mark.parametrize("ending", MERGED)
def test_merged_cells_stand_in_every_row_they_reach_over_and_below_every_head(ending: str) -> None:
    assert quoted(read(MERGED[ending], ending)) == [
        ("Grade\tWho\tWhat", "Minor\tClerk\tmust note it"),
        ("Grade\tWho\tWhat", "Minor\tLead\tmust call back"),
        ("Grade\tWho / What", "Major\tmust be told to the police"),
    ]


FIRST, SECOND = ("Grade", "Who", "Minor", "Clerk must note it"), ("Hour", "Phone", "Night", "Ring 555-0100")


def word_table(*cells: str) -> tuple[str, ...]:
    return "".join(map(word_cell, cells[:2])), "".join(map(word_cell, cells[2:]))


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".html", html(*(html_row(*one[:2]) + html_row(*one[2:]) for one in (FIRST, SECOND)))),
        (".docx", word(word_table(*FIRST), word_table(*SECOND))),
        (".docx", word(word_table(*FIRST), word_table(*SECOND), between=p(""))),
        (
            ".pdf",
            pdf(
                "".join(
                    f"#table(columns: 2, {', '.join(f'[{cell}]' for cell in one)})\n"
                    for one in (FIRST, SECOND)
                )
            ),
        ),
    ],
)
def test_two_tables_of_one_width_are_two_tables(ending: str, content: bytes) -> None:
    assert quoted(read(content, ending)) == [
        ("Grade\tWho", "Minor\tClerk must note it"),
        ("Hour\tPhone", "Night\tRing 555-0100"),
    ]


LIMITS = (html_row("Permit", "10 days"), html_row("Appeal", "5 days"))


@pytest.mark.parametrize(
    "table",
    [
        f"<thead><tr><th rowspan=2>Kind</th><th>Limit</th></tr></thead><tbody>{''.join(LIMITS)}</tbody>",
        f"<thead><tr><th rowspan=0>Kind</th><th>Limit</th></tr></thead><tbody>{''.join(LIMITS)}</tbody>",
        f"<thead>{html_row('Kind', 'Limit')}</thead><tfoot>{LIMITS[1]}</tfoot><tbody>{LIMITS[0]}</tbody>",
        f"<tr><th rowspan=1>Kind</th><th colspan='{'0' * 9}1'>Limit</th></tr>{''.join(LIMITS)}",
    ],
)
def test_no_cell_reaches_over_the_end_of_its_group_of_rows_and_the_foot_comes_last(table: str) -> None:
    found = [("Kind\tLimit", "Permit\t10 days"), ("Kind\tLimit", "Appeal\t5 days")]
    assert quoted(read(html(table), ".html")) == found


def test_heads_of_two_rows_and_of_groups_stand_above_their_cells() -> None:
    table = (
        html_row("<th rowspan='2'>Grade</th>", "<th colspan='2'>By day</th>")
        + html_row("Who", "How soon", tag="th")
        + html_row("<td colspan='3'>At the desk</td>")
        + html_row("Minor", "Clerk", "2 days")
    )
    assert quoted(read(html(table), ".html")) == [
        ("At the desk: Grade\tBy day: Who\tBy day: How soon", "Minor\tClerk\t2 days")
    ]


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".md", b"# Desk\n\n| | Day | Night |\n|---|---|---|\n| Minor | | Guard |\n"),
        (".html", html(html_row("", "Day", "Night", tag="th") + html_row("Minor", "", "Guard"))),
        (
            ".docx",
            word(
                (
                    "".join(map(word_cell, ("", "Day", "Night"))),
                    "".join(map(word_cell, ("Minor", "", "Guard"))),
                )
            ),
        ),
        (".pdf", pdf("#table(columns: 3, [], [Day], [Night], [Minor], [], [Guard])")),
    ],
)
def test_an_empty_cell_is_seen_so_that_those_behind_it_stay_below_their_heads(
    ending: str, content: bytes
) -> None:
    assert quoted(read(content, ending)) == [("–\tDay\tNight", "Minor\t–\tGuard")]


def test_a_table_may_be_ruled_by_boxes_around_its_cells() -> None:
    cells = {(0, 0): "Grade", (0, 1): "What", (1, 0): "Minor", (1, 1): "must note it"}
    page = [At(said, 80 + 150 * x, 660 - 20 * y) for (y, x), said in cells.items()]
    boxes = b"".join(b"%d %d 150 20 re S\n" % (75 + 150 * x, 655 - 20 * y) for y, x in cells)
    content = printed([[At("Desk", 72, 720, 16, bold=True), *page]]).replace(
        b"stream\n", b"stream\n" + boxes, 1
    )
    assert quoted(read(content, ".pdf")) == [("Grade\tWhat", "Minor\tmust note it")]


@pytest.mark.parametrize("header", ["[*Grade*], [*Who*],", "table.header([Grade], [Who]),"])
def test_a_table_that_goes_on_over_a_page_keeps_its_heads(header: str) -> None:
    rows = ", ".join(f"[Grade {letter}], [The clerk must note it]" for letter in "abcdefghijkl")
    found = quoted(read(pdf(f"#table(columns: (1fr, 1fr), {header} {rows})"), ".pdf"))
    assert found == [("Grade\tWho", f"Grade {letter}\tThe clerk must note it") for letter in "abcdefghijkl"]


def test_a_frame_without_lines_between_its_rows_has_a_row_for_each_of_its_lines() -> None:
    stroke = "(x, y) => (left: 1pt, right: 1pt, top: if y < 2 {1pt}, bottom: if y == 2 {1pt})"
    table = f"#table(columns: 2, stroke: {stroke}, [Grade], [What], [Minor], [must note it], [Major], [must ring])"
    assert quoted(read(pdf(table), ".pdf")) == [
        ("Grade\tWhat", "Minor\tmust note it"),
        ("Grade\tWhat", "Major\tmust ring"),
    ]


def test_a_row_too_long_for_one_answer_says_in_every_part_what_it_is_about() -> None:
    long = " ".join(f"The clerk must note point {n} of the call in full." for n in range(40))
    found = quoted(read(html(html_row("Grade", "What", tag="th") + html_row("Minor", long)), ".html"))
    assert len(found) > 1
    assert {lead for lead, _ in found[1:]} == {"Grade\tWhat Minor"}


def test_columns_of_a_framed_page_are_no_table() -> None:
    left = [f"staff keep rule {n} of the hall at the desk" for n in range(40)]
    right = [f"visitors keep rule {n} of the hall in it" for n in range(40)]
    page = [At("Rules of the hall", 80, 700, 14, bold=True)]
    for n in range(40):
        page += [At(left[n], 80, 670 - 14 * n, 10), At(right[n], 330, 670 - 14 * n, 10)]
    frame = b"70 690 500 30 re S\n70 100 250 590 re S\n320 100 250 590 re S\n"
    content = printed([page]).replace(b"stream\n", b"stream\n" + frame, 1)
    said = " ".join(text for _, text in quoted(read(content, ".pdf")))
    assert said.index(left[-1]) < said.index(right[0])


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


def test_a_long_table_costs_as_much_more_as_it_is_longer() -> None:
    def steps(length: int) -> int:
        rows = [[Cell("Item"), Cell("Fee")], *([Cell(f"thing {n}"), Cell("free")] for n in range(length))]
        counted = 0

        def count(_frame: FrameType, _event: str, _arg: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count)
        try:
            table_rows(rows)
        finally:
            sys.setprofile(None)
        return counted

    assert steps(400) < 2.5 * steps(200)
