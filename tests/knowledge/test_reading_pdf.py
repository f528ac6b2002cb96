"""A PDF is read by place, as the page shows it: columns, running heads, turned pages, fields, and nothing lost."""

from __future__ import annotations

import pytest

from knowledge.reading.document import Document
from knowledge.reading.readers.pdf_lines import rows_of
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.printing import At, field, lines, note, printed
from tests.knowledge.test_sectioning_cover import check

LEFT = [
    "Staff who work at the counter must",
    "greet every visitor by name and",
    "must never leave the counter",
    "alone while visitors are waiting.",
]
RIGHT = [
    "Visitors who shout are asked to",
    "lower their voice once and then to",
    "leave the hall; the clerk may call",
    "the police where they stay on.",
]


def read(content: bytes) -> Document:
    document = read_bytes(content, ".pdf", "policy.pdf")
    check(document)
    return document


def texts(document: Document) -> list[str]:
    return [clause.text for section in document.sections for clause in section.clauses]


def kinds(document: Document) -> list[str]:
    return [finding.kind for finding in document.findings]


def test_lines_are_read_by_place_and_not_as_they_were_drawn() -> None:
    heads = [At("1. Lost keys", 72, 700, 14, bold=True), At("2. Found keys", 72, 640, 14, bold=True)]
    said = [
        At("A found key is kept in the safe.", 72, 620),
        At("The clerk must be told of a lost key.", 72, 680),
    ]
    document = read(printed([[*heads, *said]]))
    assert [(s.heading, [c.text for c in s.clauses]) for s in document.sections] == [
        ("1. Lost keys", ["The clerk must be told of a lost key."]),
        ("2. Found keys", ["A found key is kept in the safe."]),
    ]


def test_columns_are_read_one_after_the_other_below_a_line_over_both() -> None:
    page = [At("What is asked of staff and of visitors in the town hall at any time of the day", 72, 700)]
    for (a, b), y in zip(zip(LEFT, RIGHT, strict=True), (660, 646, 632, 618), strict=True):
        page += [At(a, 72, y), At(b, 320, y)]
    said = " ".join(texts(read(printed([page]))))
    assert said.index("are waiting") < said.index("Visitors who shout")
    assert " ".join(LEFT) in said
    assert " ".join(RIGHT) in said


def test_columns_whose_lines_stand_at_other_heights_are_read_so_too() -> None:
    page = [*lines(LEFT, 72, 660), *lines(RIGHT, 320, 655)]
    said = " ".join(texts(read(printed([page]))))
    assert " ".join(LEFT) in said
    assert " ".join(RIGHT) in said


def test_numbers_in_a_column_of_their_own_stand_before_their_clauses() -> None:
    page: list[At] = []
    for i, said in enumerate(
        ("A lost key is looked for.", "The clerk is told the same day.", "The lock is changed.")
    ):
        page += [At(f"7.{i + 1}", 72, 700 - 20 * i), At(said, 120, 700 - 20 * i)]
    document = read(printed([page[1::2] + page[::2]]))
    assert [(c.mark, c.text) for s in document.sections for c in s.clauses][1] == (
        "7.2",
        "The clerk is told the same day.",
    )


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    straight = [
        At("Keys", 72, 500, 16, bold=True),
        *lines(["The clerk must keep the keys", "in the safe at night."], 72, 470),
    ]
    places = {1: lambda x, y: (612 - y, x), 2: lambda x, y: (612 - x, 792 - y), 3: lambda x, y: (y, 792 - x)}
    turned = [At(w.text, *places[turn](w.x, w.y), w.size, w.bold, turn) for w in straight]
    document = read(printed([turned], rotate=90 * turn))
    assert [(s.heading, [c.text for c in s.clauses]) for s in document.sections] == [
        ("Keys", ["The clerk must keep the keys in the safe at night."])
    ]


def test_running_heads_whose_words_change_are_dropped_and_head_no_section() -> None:
    pages = []
    for n in range(6):
        side = "BY-LAWS OF THE HARBOUR" if n % 2 else "KEYS AND DOORS"
        head = At(f"§ {n}-100   {side}   § {n}-199", 72 + 100 * (n % 2), 760, 10)
        body = [
            At(f"§ {n}-100. Rule number {n}.", 72, 700, 14, bold=True),
            *lines([f"Staff must keep rule {n} at all times."], 72, 670),
        ]
        pages.append([head, *body, At(f"{n + 1}", 300, 30, 9)])
    document = read(printed(pages))
    assert [s.heading for s in document.sections] == [f"§ {n}-100. Rule number {n}." for n in range(6)]
    assert {why for _, _, why in document.dropped} == {"page header", "page footer"}
    assert not document.findings


def test_a_running_head_that_names_the_chapter_is_dropped_by_place_and_size() -> None:
    names = ("Lost Keys", "Open Doors", "Broken Lamps", "Late Guests", "Loud Music")
    pages = [
        [
            At(name, 72, 765, 8),
            At(name, 72, 690, 14, bold=True),
            *lines([f"Staff must see to {name.lower()} the same day."], 72, 660),
        ]
        for name in names
    ]
    document = read(printed(pages))
    assert [s.heading for s in document.sections] == list(names)
    assert [document.text[a:b].strip() for a, b, _ in document.dropped] == list(names)


def test_a_heading_that_opens_every_page_is_kept() -> None:
    pages = [
        [At(f"Part {n}", 72, 740, 16, bold=True), *lines([f"Staff must keep rule {n}."], 72, 715)]
        for n in range(1, 5)
    ]
    assert [s.heading for s in read(printed(pages)).sections] == [f"Part {n}" for n in range(1, 5)]


def test_a_heading_that_goes_on_for_a_second_line_is_one() -> None:
    page = [
        At("Conduct of visitors who come", 72, 700, 16, bold=True),
        At("to the counter at night", 72, 681, 16, bold=True),
    ]
    document = read(
        printed([[*page, *lines(["Visitors must ring the bell twice and then wait."] * 2, 72, 650)]])
    )
    assert [s.heading for s in document.sections] == ["Conduct of visitors who come to the counter at night"]


def test_words_divided_at_the_end_of_a_line_are_joined_where_they_are_known() -> None:
    said = [
        "Staff may end an abu-",
        "sive call after one war-",
        "ning; a well-",
        "being check follows. Phone 555-",
        "0100 at night.",
    ]
    document = read(printed([lines(said, 72, 700)]))
    assert texts(document) == [
        "Staff may end an abusive call after one warning; a well-being check follows. Phone 555-0100 at night."
    ]
    assert not document.findings


def test_a_contents_page_without_dots_is_dropped() -> None:
    names = ("Lost keys", "Found keys", "Broken keys")
    first = [At("Contents", 72, 700, 14, bold=True)]
    for i, name in enumerate(names):
        first += [At(name, 72, 670 - 20 * i), At(str(i + 2), 500, 670 - 20 * i)]
    pages = [
        [At(name, 72, 700, 14, bold=True), *lines([f"{name} must be shown to the clerk."], 72, 670)]
        for name in names
    ]
    document = read(printed([first, *pages]))
    assert [s.heading for s in document.sections] == list(names)
    assert {why for _, _, why in document.dropped} == {"contents"}


def test_a_filled_form_field_is_read_at_its_place() -> None:
    page = [At("Keys are kept by", 72, 700), At("and by nobody else at any time of the day.", 72, 686)]
    fields = [field("the duty clerk", (170, 697, 300, 711)), field("", (72, 600, 200, 614))]
    assert texts(read(printed([page], fields=fields))) == [
        "Keys are kept by the duty clerk and by nobody else at any time of the day."
    ]


def test_struck_words_and_comments_are_findings_and_never_text() -> None:
    page = [At("The clerk must keep the keys.", 72, 700), At("Visitors may borrow a key.", 72, 660)]
    notes = [note(b"StrikeOut", (70, 656, 300, 672)), note(b"Text", (400, 700, 420, 720), "ask the council")]
    document = read(printed([page], notes=notes))
    assert texts(document) == ["The clerk must keep the keys."]
    (found,) = document.findings
    assert (found.kind, found.place) == ("not-in-force", "page 1")
    assert "borrow" in found.message
    assert "ask the council" in found.message


def test_words_with_a_line_drawn_through_are_not_in_force_and_underlined_ones_are() -> None:
    page = [
        At("Visitors may borrow a key.", 72, 700, line=0.27),
        At("The clerk keeps the keys.", 72, 660, line=-0.12),
    ]
    document = read(printed([page]))
    assert texts(document) == ["The clerk keeps the keys."]
    assert kinds(document) == ["not-in-force"]


def test_words_outside_of_the_page_are_a_finding_and_never_text() -> None:
    document = read(printed([[At("The clerk must keep the keys.", 72, 700), At("Old rule.", 72, -40)]]))
    assert (texts(document), kinds(document)) == (["The clerk must keep the keys."], ["not-in-force"])


def test_a_slanting_watermark_is_dropped_with_its_reason() -> None:
    document = read(
        printed([[At("DRAFT", 200, 300, 60, slant=True), *lines(["The clerk must keep the keys."], 72, 700)]])
    )
    assert texts(document) == ["The clerk must keep the keys."]
    assert [why for _, _, why in document.dropped] == ["watermark"]


def test_words_that_the_layout_loses_are_a_finding_with_their_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.reading.readers.pdf.rows_of", lambda words: rows_of(words)[:-1])
    document = read(printed([lines(["The clerk must keep the keys.", "Except on Sundays."], 72, 700)]))
    assert [(f.kind, f.place) for f in document.findings] == [("not-read", "page 1")]
    assert "except on sundays" in document.findings[0].message


def test_words_set_side_by_side_as_a_table_are_its_rows() -> None:
    rows = (
        ("Clerk", "Writes to the guest in a day."),
        ("Porter", "Opens the door."),
        ("Mayor", "Decides on keys."),
    )
    page = [
        At(words, x, 700 - 20 * i)
        for i, row in enumerate(rows)
        for words, x in zip(row, (72, 220), strict=True)
    ]
    document = read(printed([page]))
    said = [clause.text for section in document.sections for clause in section.clauses]
    assert said == ["\t".join(row) for row in rows]
    assert document.findings == ()


def test_the_catchline_of_a_code_is_a_heading_though_it_ends_as_a_sentence() -> None:
    head = "§ 10-2. Lending of keys to visitors of the hall."
    page = [At(head, 72, 700, 13, bold=True)]
    page += lines(["Staff shall not lend a key to a visitor who is alone in the hall."] * 4, 72, 680)
    document = read_bytes(printed([page]), ".pdf", "code.pdf")
    assert [s.heading for s in document.sections] == [head]


def test_a_word_that_the_end_of_a_page_or_column_divides_is_joined() -> None:
    first = [
        At("Hall", 72, 760, 9),
        *lines(["Staff must never give a caller the address of a col-"], 72, 110),
    ]
    second = lines(["league, except to the police with a written order."], 72, 720)
    document = read(
        printed([[*first, At("1", 300, 40, 9)], [At("Hall", 72, 760, 9), *second, At("2", 300, 40, 9)]])
    )
    said = "Staff must never give a caller the address of a colleague, except to the police with a written order."
    assert texts(document) == [said]
    assert not document.findings


def test_large_print_goes_on_though_the_body_stands_closer() -> None:
    page = [
        At("RULES FOR VISITORS OF THE", 150, 740, 14, bold=True),
        At("PUBLIC BATHS", 200, 720, 14, bold=True),
    ]
    document = read(printed([[*page, *lines(["Visitors must shower first and then wait."] * 3, 72, 690)]]))
    assert [s.heading for s in document.sections] == ["RULES FOR VISITORS OF THE PUBLIC BATHS"]
