"""Each format gives the same kind of document: sections by its own headings, clauses, rows, pages, findings."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from foundation.values import plain_of, value_of
from knowledge.reading.document import Document
from knowledge.reading.policy_files import read_document, read_folder, read_source, sha256_of, sources_in
from knowledge.reading.readers.docx import read_docx
from knowledge.reading.readers.extract import Extract, Unreadable
from knowledge.reading.readers.markdown import read_markdown
from knowledge.reading.readers.text_force import in_force
from knowledge.reading.readers.writer import Writer
from knowledge.reading.sectioning import document_of
from tests.knowledge.making import PrintedLine, pdf, word, zipped
from tests.knowledge.test_sectioning_cover import POLICY_LIKE, check

PAGE = """<html><head><title>Town | Policies</title><meta name="last-modified" content="2024-05-06"></head><body>
<nav><a href="#">Menu</a><h2>Site</h2></nav>
<main><h1>Front Desk Policy</h1>
<p>Staff <b>must</b> greet&nbsp;visitors<br>within two minutes.</p>
<p><strong>Keys</strong></p>
<p>Keys are in the safe. See <a href="#nowhere">the list</a> and <a href="/a.html">this</a>.</p>
<h2 id="phone">1.1 Telephone</h2><ol type="a"><li>Answer by the third ring<ul><li>or sooner</li></ul></li>
<li><p>Say your name</p></li></ol>
<table><tr><th>Role</th><th>Action</th></tr>
<tr><td>Clerk</td><td>Logs the request in the book every day</td></tr></table>
<script>alert(1)</script></main><footer>Town of Nowhere</footer></body></html>"""


def read(folder: Path, name: str, content: bytes | str) -> Document:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    document = read_document(path)
    check(document)
    return document


def texts(document: Document) -> list[tuple[str, str, str]]:
    return [(s.heading, c.mark, c.text) for s in document.sections for c in s.clauses]


def test_html_gives_its_main_part_without_menus(tmp_path: Path) -> None:
    document = read(tmp_path, "desk.html", PAGE)
    assert texts(document) == [
        ("Front Desk Policy", "", "Staff must greet visitors within two minutes."),
        ("Keys", "", "Keys are in the safe. See the list and this."),
        ("1.1 Telephone", "a", "Answer by the third ring"),
        ("1.1 Telephone", "", "or sooner"),
        ("1.1 Telephone", "b", "Say your name"),
        ("1.1 Telephone", "", "Clerk\tLogs the request in the book every day"),
    ]
    assert (document.facts.title, document.facts.revised) == ("Front Desk Policy", date(2024, 5, 6))
    assert document.links == ("/a.html",)
    assert [(f.kind, f.document) for f in document.findings] == [("dead-link", "desk.html")]


def word_policy() -> docx.document.Document:
    policy = docx.Document()
    policy.add_heading("Front Desk Policy", 0)
    policy.add_paragraph("Approved by: Town Council")
    policy.add_heading("Steps", 1)
    for words in ("Open the door", "Say hello"):
        policy.add_paragraph(words, style="List Number")
    policy.add_paragraph("without haste", style="List Bullet")
    table = policy.add_table(rows=2, cols=2)
    for cell, words in zip(
        table._cells, ("Role", "Action", "Clerk", "Writes to the customer in a day"), strict=True
    ):
        cell.text = words
    policy.add_paragraph().add_run("Keys").bold = True
    policy.add_paragraph("Keys are kept in the safe by the duty manager.")
    policy.sections[0].footer.paragraphs[0].text = "Next Review: May 2027"
    return policy


def test_word_gives_headings_by_style_and_numbers_as_shown(tmp_path: Path) -> None:
    document = read(tmp_path, "desk.docx", word(word_policy()))
    assert texts(document) == [
        ("Front Desk Policy", "", "Approved by: Town Council"),
        ("Steps", "1", "Open the door"),
        ("Steps", "2", "Say hello"),
        ("Steps", "", "without haste"),
        ("Steps", "", "Clerk\tWrites to the customer in a day"),
        ("Keys", "", "Keys are kept in the safe by the duty manager."),
    ]
    assert (document.facts.approver, document.facts.next_review) == ("Town Council", date(2027, 5, 1))


def test_word_counts_insertions_under_review_and_not_deletions(tmp_path: Path) -> None:
    policy = docx.Document()
    paragraph = policy.add_paragraph("Staff must ")
    for change, tag, words in (("del", "delText", "never "), ("ins", "t", "always ")):
        run = f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'
        paragraph._p.append(parse_xml(f'<w:{change} {nsdecls("w")} w:id="1" w:author="a">{run}</w:{change}>'))
    paragraph.add_run("answer the telephone.")
    document = read(tmp_path, "changes.docx", word(policy))
    assert [text for _, _, text in texts(document)] == ["Staff must always answer the telephone."]


def test_a_table_in_a_cell_of_a_word_table_is_read_once(tmp_path: Path) -> None:
    policy = docx.Document()
    table = policy.add_table(rows=2, cols=2)
    for place, words in enumerate(("Role", "Step", "Clerk", "Says hello")):
        table.cell(place // 2, place % 2).text = words
    table.cell(1, 1).add_table(rows=1, cols=1).cell(0, 0).text = "by name"
    document = read(tmp_path, "nested.docx", word(policy))
    assert document.text.count("by name") == 1
    assert "Says hello by name" in document.text


def test_p42_a_link_to_a_bookmark_that_is_not_there_is_reported_in_word_too(tmp_path: Path) -> None:
    policy = docx.Document()
    for anchor, words in (("gone", "See the agreement"), ("here", "See above"), ("_top", "Back to the top")):
        run = f"<w:r><w:t>{words}</w:t></w:r>"
        link = f'<w:hyperlink {nsdecls("w")} w:anchor="{anchor}">{run}</w:hyperlink>'
        policy.add_paragraph()._p.append(parse_xml(link))
    policy.add_paragraph("Rule.")._p.append(
        parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="1" w:name="here"/>')
    )
    (finding,) = read(tmp_path, "links.docx", word(policy)).findings
    assert (finding.kind, "See the agreement" in finding.message) == ("dead-link", True)


def printed(number: int) -> list[PrintedLine]:
    """One page of a policy: a running header, a heading, text, and a page number."""
    return [
        ("Harbour Town - Telephone Policy", 9, False, 760),
        (f"{number}. Rule Number {number}", 16, True, 700),
        (f"Staff must answer call {number} within three rings and say their", 11, False, 670),
        ("name and department.", 11, False, 656),
        ("Exceptions", 11, True, 620),
        (f"A supervisor may lift rule {number}.", 11, False, 600),
        (f"Page {number} of 4", 9, False, 40),
    ]


def test_pdf_gives_headings_by_print_pages_and_no_running_headers(tmp_path: Path) -> None:
    document = read(tmp_path, "telephone.pdf", pdf([printed(n) for n in range(1, 5)]))
    assert [(s.page, s.path) for s in document.sections if s.clauses] == [
        (page, path)
        for page in range(1, 5)
        for path in ((f"{page}. Rule Number {page}",), (f"{page}. Rule Number {page}", "Exceptions"))
    ]
    assert (
        texts(document)[0][2]
        == "Staff must answer call 1 within three rings and say their name and department."
    )
    assert {why for _, _, why in document.dropped} == {"page header", "page footer"}


def test_a_scanned_page_of_a_pdf_is_reported_with_its_number(tmp_path: Path) -> None:
    document = read(tmp_path, "half.pdf", pdf([printed(1), []], picture=True))
    assert [(f.kind, f.place) for f in document.findings] == [("scanned-page", "page 2")]


def test_a_scan_with_a_printed_footer_is_still_a_scan(tmp_path: Path) -> None:
    stamped = [("Page 1 of 2  Town of Harbourview", 8.0, False, 30.0)]
    with pytest.raises(Unreadable, match="text recognition") as refused:
        read(tmp_path, "stamped.pdf", pdf([stamped, stamped], behind=True))
    assert refused.value.kind == "scanned-page"
    document = read(tmp_path, "background.pdf", pdf([printed(1), printed(2)], behind=True))
    assert "scanned-page" not in {finding.kind for finding in document.findings}


@pytest.mark.parametrize("name", ["old.doc", "template.dot", "letter.rtf", "open.odt", "slides.pptx"])
def test_a_document_in_a_format_nobody_reads_is_named_and_not_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"whatever")
    (tmp_path / "a.md").write_text("# Policy\n\nStaff must answer.\n")
    (finding,) = read_folder([tmp_path]).findings
    assert (finding.document, finding.kind) == (name, "unknown-format")
    assert "save it as PDF" in finding.message


def test_a_folder_is_walked_and_archives_are_opened(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("a.md", "desk/a.md", ".git/a.md", "photo.jpg", "~notes.xyz"):
        (tmp_path / name).write_text("# Policy\n\nStaff must answer.\n")
    (tmp_path / "more.zip").write_bytes(zipped({"b.html": PAGE.encode(), "in/c.txt": b"Staff must smile."}))
    library = read_folder([tmp_path])
    assert [d.name for d in library.documents] == [
        "a.md",
        "desk/a.md",
        "more.zip/b.html",
        "more.zip/in/c.txt",
    ]
    assert not library.findings


def test_files_of_two_folders_keep_names_of_their_own(tmp_path: Path) -> None:
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text(folder)
    assert [s.name for s in sources_in([tmp_path / "north", tmp_path / "south"])] == ["a.md", "south/a.md"]


def test_a_document_carries_the_hash_of_its_bytes(tmp_path: Path) -> None:
    document = read(tmp_path, "a.html", PAGE)
    assert document.sha256 == sha256_of(tmp_path / "a.html")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_document(Path("nowhere.md"))
    library = read_source(sources_in([Path("nowhere.docx")])[0])
    assert [finding.kind for finding in library.findings] == ["unreadable"]


@given(POLICY_LIKE)
def test_a_document_survives_the_way_through_json(text: str) -> None:
    document = document_of(Extract(text), "policy.txt", "ab")
    assert value_of(Document, json.loads(json.dumps(plain_of(document)))) == document


@given(
    st.lists(
        st.tuples(st.sampled_from(["heading", "paragraph", "item", "row", "drop"]), st.text(max_size=30))
    )
)
def test_whatever_a_reader_writes_is_cut_without_losing_a_character(steps: list[tuple[str, str]]) -> None:
    writer = Writer()
    for kind, text in steps:
        match kind:
            case "heading":
                writer.heading(text, 2)
            case "paragraph":
                writer.paragraph(text, bold=True)
            case "item":
                writer.item("a)", text, 1)
            case "row":
                writer.row([text, "cell"])
            case _:
                writer.drop(text, "page header")
    check(document_of(writer.extract(), "any.pdf", ""))


def test_a_word_document_without_list_definitions_is_read() -> None:
    document = docx.Document()
    document.add_heading("Phones", 1)
    document.add_paragraph("Staff must answer by the third ring.")
    lists = [key for key, one in document.part.rels.items() if one.reltype.endswith("/numbering")]
    for key in lists:
        del document.part.rels[key]
    assert lists
    assert "third ring" in read_docx(word(document)).text


@given(st.lists(st.sampled_from(["<!--", "-->", "a", " ", "\n", "\t", "<!-- x -->"]), max_size=40))
def test_exactly_the_comments_that_fill_whole_lines_are_dropped(pieces: list[str]) -> None:
    text = "x\n" + "".join(pieces)
    shown = in_force(text).text  # without the comments that stand beside words
    whole = re.finditer(r"^[ \t]*<!--.*?-->[ \t]*$", shown, re.DOTALL | re.MULTILINE)
    dropped = [span for span in read_markdown(text.encode()).dropped if span[2] == "comment"]
    assert dropped == [(found.start(), found.end() + 1, "comment") for found in whole]
