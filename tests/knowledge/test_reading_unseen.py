"""Words that a reader of the page cannot see are never quoted, and their owner hears of them; all others are."""

from __future__ import annotations

import pytest
import typst

from knowledge.reading.document import Document
from knowledge.reading.readers import pdf as pdf_reader
from knowledge.reading.readers.pdf_seen import Patience
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge import making
from tests.knowledge.printing import GREY_PICTURE, At, Raw, form, printed
from tests.knowledge.test_sectioning_cover import check

RULE, OLD = "Staff must answer the telephone.", "Staff may wait ten minutes."
KINDS = ("not-in-force", "not-read")


def read(content: bytes, ending: str) -> Document:
    document = read_bytes(content, ending, f"desk{ending}")
    check(document)
    return document


def html(body: str, sheet: str = "") -> bytes:
    head = f"<style>{sheet}</style>" if sheet else ""
    return f"<html><head>{head}</head><body><h1>Desk</h1><p>{RULE}</p>{body}</body></html>".encode()


def pdf(source: str) -> bytes:
    return typst.compile(f"= Desk\n{RULE}\n\n{source}".encode())


def drawn(*orders: At | Raw, drawings: tuple[bytes, ...] = (), catalog: bytes = b"") -> bytes:
    head = At("Desk", 72, 720, 16, bold=True)
    return printed([[head, At(RULE, 72, 690), *orders]], drawings=drawings, catalog=catalog)


SAID = At(OLD, 72, 660)
NEW = At("Staff answer within two minutes.", 72, 660)
COVER = b"1 1 1 rg 60 650 400 30 re f"
LAYER = b"<</Type/OCG/Name(old)>>"
OFF = b"/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"


UNSEEN = {
    "colour of the page": (".html", html(f"<p style='color:#fff'>{OLD}</p>")),
    "colour of its box": (
        ".html",
        html(f"<div style='background:#eee'><p style='color:rgb(238,238,238)'>{OLD}</p></div>"),
    ),
    "no colour": (".html", html(f"<p style='color:transparent'>{OLD}</p>")),
    "font element": (".html", html(f"<p><font color='white'>{OLD}</font></p>")),
    "size by attribute": (".html", html(f"<p style='font-size:0.5px'>{OLD}</p>")),
    "size by class": (".html", html(f"<p class='t'>{OLD}</p>", ".t{font-size:0}")),
    "descendant of a class": (
        ".html",
        html(f"<div class='w'><p class='x'>{OLD}</p></div>", ".w p.x, .q {display : none !important}"),
    ),
    "child of a class": (".html", html(f"<div class='w'><p>{OLD}</p></div>", ".w > p{display:none}")),
    "attribute": (".html", html(f"<p data-old='1'>{OLD}</p>", "p[data-old]{visibility:hidden}")),
    "struck in a class": (
        ".html",
        html(f"<div class='w'><p>{OLD}</p></div>", ".w p{text-decoration: line-through red}"),
    ),
    "opacity": (".html", html(f"<p class='o'>{OLD}</p>", ".o{opacity:0.0}")),
    "off the page": (".html", html(f"<p style='position:absolute;left:-9999px'>{OLD}</p>")),
    "indented off the page": (".html", html(f"<p class='off'>{OLD}</p>", ".off{text-indent:-9999px}")),
    "cut away": (".html", html(f"<p style='position:absolute;clip:rect(0 0 0 0)'>{OLD}</p>")),
    "no height": (".html", html(f"<div style='height:0;overflow:hidden'><p>{OLD}</p></div>")),
    "visibility of a class": (".html", html(f"<div class='v'><p>{OLD}</p></div>", ".v{visibility:hidden}")),
    "important in a sheet": (
        ".html",
        html(f"<p class='n' style='display:block'>{OLD}</p>", ".n{display:none !important}"),
    ),
    "important of itself": (
        ".html",
        html(f"<p class='n' style='display:none !important'>{OLD}</p>", ".n{display:block !important}"),
    ),
    "no height in points": (
        ".html",
        html(f"<div style='height:0pt;overflow-y:hidden;padding:0'>{OLD}</div>"),
    ),
    "class of a framework": (".html", html(f"<p class='d-none'>{OLD}</p>")),
    "markdown visibility": (
        ".md",
        f"# Desk\n\n{RULE}\n\n<span style='visibility:hidden'>{OLD}</span> Bye.\n".encode(),
    ),
    "markdown": (".md", f"# Desk\n\n{RULE}\n\n<span style='color:white'>{OLD}</span> Bye.\n".encode()),
    "markdown opacity": (".md", f'# Desk\n\n{RULE}\n\n<span style="opacity: 0">{OLD}</span> Bye.\n'.encode()),
    "printed in white": (".pdf", pdf(f"#text(fill: white)[{OLD}]")),
    "printed in its ground": (".pdf", pdf(f"#block(fill: navy)[#text(fill: navy)[{OLD}]]")),
    "printed too small": (".pdf", pdf(f"#text(size: 0.5pt)[{OLD}]")),
    "printed off the page": (".pdf", pdf(f"#place(dx: -400pt)[{OLD}]")),
    "covered": (".pdf", pdf(f"{OLD}#place(dy: -12pt, rect(width: 300pt, height: 16pt, fill: black))")),
    "white in a form": (".pdf", drawn(Raw(b"1 1 1 rg /X0 Do"), drawings=(form(SAID.drawn()),))),
    "covered by a form": (
        ".pdf",
        drawn(SAID, Raw(b"1 0 0 1 0 600 cm /X0 Do"), drawings=(form(b"1 1 1 rg 60 50 400 30 re f"),)),
    ),
    "covered by a picture": (
        ".pdf",
        drawn(SAID, Raw(b"400 0 0 30 60 650 cm /X0 Do"), drawings=(GREY_PICTURE,)),
    ),
    "covered, with new words typed over it": (".pdf", drawn(SAID, Raw(COVER), NEW)),
    "white below new words": (".pdf", drawn(Raw(b"1 g " + SAID.drawn()), NEW)),
    "white above new words": (".pdf", drawn(NEW, Raw(b"1 g " + SAID.drawn()))),
    "cut away by a clip": (
        ".pdf",
        pdf(f"#box(width: 9pt, height: 9pt, clip: true)[#place(dx: 20pt)[{OLD}]]"),
    ),
    "layer that is off": (
        ".pdf",
        drawn(Raw(b"/X0 Do"), drawings=(form(SAID.drawn(), extra=b"/OC 6 0 R"), LAYER), catalog=OFF),
    ),
}


@pytest.mark.parametrize("how", UNSEEN)
def test_words_that_nobody_sees_are_not_quoted_and_are_reported(how: str) -> None:
    ending, content = UNSEEN[how]
    document = read(content, ending)
    quoted = [clause.text for section in document.sections for clause in section.clauses]
    assert RULE in quoted
    assert not any("wait" in text for text in quoted)
    assert [one.kind for one in document.findings if one.kind in KINDS] == ["not-in-force"]


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".html", html(f"<div style='background:#003'><p style='color:white'>{OLD}</p></div>")),
        (".html", html(f"<div class='d'><p>{OLD}</p></div>", ".d{background-color:#003;color:#fff}")),
        (".html", html(f"<div style='background:url(x.png)'><p style='color:#fff'>{OLD}</p></div>")),
        (".html", html(f"<ul class='u'><li>{OLD}</li></ul>", ".u{font-size:0} .u li{font-size:12pt}")),
        (".html", html(f"<p class='n'>{OLD}</p>", "@media print {.n{display:none}}")),
        (".html", html(f"<p class='n'>{OLD}</p>", ".n:hover{display:none} .n::before{opacity:0}")),
        (".html", html(f"<p class='n'>{OLD}</p>", ".n{color:#fff} p.n{color:#222}")),
        (
            ".html",
            html(f"<div class='v'><p>{OLD}</p></div>", ".v{visibility:hidden} .v p{visibility:visible}"),
        ),
        (".html", html(f"<p class='n' style='display:none'>{OLD}</p>", ".n{display:block !important}")),
        (".html", html(f"<p hidden style='display:block'>{OLD}</p>")),
        (".html", html(f"<p class='d-none d-md-block'>{OLD}</p>")),
        (".html", html(f"<div style='height:0;overflow:hidden;padding-top:56%'><p>{OLD}</p></div>")),
        (".html", html(f"<div style='height:0;overflow:hidden;min-height:9em'><p>{OLD}</p></div>")),
        (".html", html(f"<div style='height:0;overflow:visible'><p>{OLD}</p></div>")),
        (".html", html(f"<h2><button>More</button></h2><div style='visibility:hidden'><p>{OLD}</p></div>")),
        (".pdf", pdf(f"#block(fill: navy)[#text(fill: white)[{OLD}]]")),
        (".pdf", pdf(f"#highlight[{OLD}]")),
        (".pdf", drawn(SAID, Raw(b"500 50 50 50 re W n 1 1 1 rg 0 0 612 792 re f"))),
        (
            ".pdf",
            drawn(
                Raw(b"0 0 0.4 rg 0 0 612 400 re f /X0 Do"),
                drawings=(form(b"1 g " + At(OLD, 72, 300).drawn()),),
            ),
        ),
        (".pdf", drawn(SAID, Raw(b"1 0 0 1 0 -600 cm /X0 Do"), drawings=(form(COVER),))),
        (
            ".pdf",
            drawn(
                Raw(b"0 0 1 rg 60 650 400 30 re f 1 g " + SAID.drawn()),
                Raw(b"400 0 0 30 60 50 cm /X0 Do"),
                drawings=(GREY_PICTURE,),
            ),
        ),
    ],
)
def test_words_on_a_ground_of_another_colour_are_read(ending: str, content: bytes) -> None:
    document = read(content, ending)
    assert OLD in [clause.text for section in document.sections for clause in section.clauses]
    assert document.findings == ()


@pytest.mark.parametrize("strips", [0, 1, 3])
def test_print_without_ink_is_read_where_a_scan_shows_it_also_in_strips(strips: int) -> None:
    height = 792 / max(strips, 1)
    scan = [Raw(b"612 0 0 %g 0 %g cm /X0 Do" % (height, i * height)) for i in range(strips)]
    words = [Raw(b"3 Tr " + line.drawn()) for line in (At("Desk", 72, 720, 16), At(RULE, 72, 600))]
    content = printed([[*scan, *words], [At(OLD, 72, 690)]], drawings=(GREY_PICTURE,))
    assert (RULE in read(content, ".pdf").text) is bool(strips)


def test_a_scan_in_strips_without_recognised_words_is_a_finding() -> None:
    scan = [Raw(b"612 0 0 264 0 %d cm /X0 Do" % up) for up in (0, 264, 528)]
    content = printed([[At(RULE, 72, 690)], [*scan, At("page 2 of 2", 280, 20, 8)]], drawings=(GREY_PICTURE,))
    found = [(one.kind, one.place) for one in read(content, ".pdf").findings]
    assert ("scanned-page", "page 2") in found


@pytest.mark.parametrize("scanned", [True, False])
def test_print_without_ink_is_read_where_a_scan_shows_it_and_only_there(scanned: bool) -> None:
    page = making.pdf([[(RULE, 11, False, 690), (OLD, 11, False, 670)]], behind=scanned)
    without_ink = page.replace(b"(Staff may", b"3 Tr (Staff may")
    document = read(without_ink, ".pdf")
    assert (OLD in document.text) is scanned
    assert [one.kind for one in document.findings] == ([] if scanned else ["not-in-force"])


def test_a_covered_number_with_a_new_one_over_it_is_read_anew() -> None:
    old, new = (At(said, 112, 660) for said in ("10", "30"))
    words = (At("Wait", 72, 660), old, Raw(b"1 1 1 rg 105 650 30 20 re f"), new, At("minutes.", 140, 660))
    document = read(drawn(*words), ".pdf")
    assert "Wait 30 minutes." in document.text
    assert ["“10”" in one.message for one in document.findings] == [True]


@pytest.mark.parametrize("times", [2, 5])
def test_words_that_are_drawn_several_times_on_one_place_are_read_once(times: int) -> None:
    document = read(drawn(*[SAID] * times), ".pdf")
    assert [clause.text for section in document.sections for clause in section.clauses] == [RULE, OLD]
    assert document.findings == ()


MANY = Raw(b"0 0 1 1 re f " * 20_001)
COSTLY = Raw(b"0.9 g " + b"10 10 m 500 700 l 20 700 l 500 20 l f* " * 8_000)


@pytest.mark.parametrize("drawing", [MANY, COSTLY])
def test_a_page_on_which_too_much_is_drawn_loses_no_words_and_its_owner_hears_what_is_not_known(
    drawing: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_reader, "Patience", lambda: Patience(0.0))
    document = read(drawn(drawing, SAID), ".pdf")
    assert OLD in [clause.text for section in document.sections for clause in section.clauses]
    assert [(one.kind, one.place) for one in document.findings] == [("unchecked-print", "page 1")]


@pytest.mark.parametrize("size", [7, 11, 20])
def test_signs_that_stand_high_or_below_the_line_are_seen(size: float) -> None:
    said = "Wait \" then ' or ` and ^ and * and ~ then _ ."
    document = read(drawn(At(said, 72, 640.4, size)), ".pdf")
    assert said in document.text
    assert not [one for one in document.findings if one.kind in KINDS]


@pytest.mark.parametrize(
    "orders",
    [
        (Raw(b"/X0 Do /X0 Do"),),
        (SAID, At("A line between.", 72, 600), SAID),
        (SAID, At("Staff", 72, 660)),
    ],
)
def test_print_that_is_drawn_again_later_is_quoted_once(orders: tuple[At | Raw, ...]) -> None:
    document = read(drawn(*orders, drawings=(form(SAID.drawn()),)), ".pdf")
    assert [clause.text for section in document.sections for clause in section.clauses][:2] == [RULE, OLD]
    assert document.findings == ()


def test_a_level_watermark_is_no_part_of_the_lines_it_lies_on() -> None:
    said = [f"Desk {i} says that clerks must file it." for i in range(8)]
    below = [At(one, 72, 640 - 14 * i) for i, one in enumerate(said)]
    document = read(drawn(Raw(b"0.85 g " + At("DRAFT", 72, 560, 110).drawn()), *below), ".pdf")
    assert [clause.text for section in document.sections for clause in section.clauses] == [RULE, *said]
