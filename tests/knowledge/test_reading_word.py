"""Word files as Word shows them: what is in force is read whole, what is not is set aside and named to the owner."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.reading.document import Document
from knowledge.reading.policy_files import read_document
from tests.knowledge.making import word

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RULE = "Staff must answer the telephone."


def read(folder: Path, content: bytes, name: str = "desk.docx") -> Document:
    (folder / name).write_bytes(content)
    return read_document(folder / name)


def body(*blocks: str, styles: str = "") -> bytes:
    """A Word file with these blocks of WordprocessingML after a heading."""
    policy = docx.Document()
    policy.add_heading("Front Desk Policy", 0)
    for style in filter(None, [styles]):
        policy.styles.element.append(parse_xml(style))
    for block in blocks:
        policy.element.body.insert(-1, parse_xml(block))
    return word(policy)


def p(runs: str, properties: str = "") -> str:
    return f"<w:p {nsdecls('w', 'r')} {MC}>{properties and f'<w:pPr>{properties}</w:pPr>'}{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def changed(content: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The file with one part changed, or taken out where `change` gives None."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            made = change(old.read(name)) if name == part else old.read(name)
            if made is not None:
                new.writestr(name, made)
    return target.getvalue()


def aside(document: Document) -> list[str]:
    return [finding.message for finding in document.findings if finding.kind == "not-in-force"]


def overlooked(document: Document) -> list[str]:
    return [finding.message for finding in document.findings if finding.kind == "not-read"]


@pytest.mark.parametrize(
    ("why", "runs"),
    [
        ("struck out", r("Staff must wait ten minutes.", "<w:strike/>")),
        ("struck out", r("Staff must wait ten minutes.", '<w:dstrike w:val="true"/>')),
        ("hidden", r("Staff must wait ten minutes.", "<w:vanish/>")),
        ("invisible", r("Staff must wait ten minutes.", '<w:color w:val="FFFFFF"/>')),
        ("invisible", r("Staff must wait ten minutes.", '<w:sz w:val="2"/>')),
        (
            "moved away by a tracked change",
            f'<w:moveFrom w:id="1" w:author="a">{r("Staff must wait ten minutes.")}</w:moveFrom>',
        ),
        (
            "a placeholder",
            (
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
                f"{r('Staff must wait ten minutes.')}</w:sdtContent></w:sdt>"
            ),
        ),
    ],
)
def test_words_that_are_not_in_force_are_never_quoted_and_are_named(
    tmp_path: Path, why: str, runs: str
) -> None:
    document = read(tmp_path, body(p(r(RULE)), p(runs)))
    assert RULE in document.text
    assert "ten minutes" not in document.text
    (message,) = aside(document)
    assert why in message
    assert "ten minutes" in message
    assert overlooked(document) == []


def test_a_placeholder_of_whole_paragraphs_is_never_quoted(tmp_path: Path) -> None:
    inner = p(r("Staff must wait ten minutes."))
    control = f"<w:sdt {nsdecls('w')}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    document = read(tmp_path, body(p(r(RULE)), control))
    assert RULE in document.text
    assert "ten minutes" not in document.text
    assert ["a placeholder" in message for message in aside(document)] == [True]


@pytest.mark.parametrize(
    "runs",
    [
        r(RULE, '<w:strike w:val="0"/>'),
        r(RULE, '<w:strike w:val="false"/><w:vanish w:val="off"/>'),
        r(RULE, '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>'),
        f'<w:moveTo w:id="1" w:author="a">{r(RULE)}</w:moveTo>',
        f'<w:smartTag w:element="place">{r(RULE)}</w:smartTag>',
    ],
)
def test_what_word_shows_is_read(tmp_path: Path, runs: str) -> None:
    document = read(tmp_path, body(p(runs)))
    assert RULE in document.text
    assert document.findings == ()


def test_a_style_can_strike_out_and_a_run_can_take_that_back(tmp_path: Path) -> None:
    style = (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="Old"><w:name w:val="Old"/>'
        "<w:rPr><w:strike/></w:rPr></w:style>"
    )
    old = '<w:pStyle w:val="Old"/>'
    document = read(
        tmp_path,
        body(
            p(r("Staff must wait ten minutes."), old), p(r(RULE, '<w:strike w:val="0"/>'), old), styles=style
        ),
    )
    assert RULE in document.text
    assert "ten minutes" not in document.text


def test_paragraphs_whose_mark_was_deleted_are_one(tmp_path: Path) -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    document = read(tmp_path, body(p(r("Staff must not "), gone), p(r("hang up without a warning."))))
    assert "Staff must not hang up without a warning." in document.text


def test_a_row_that_was_deleted_or_is_hidden_is_set_aside(tmp_path: Path) -> None:
    cell = "<w:tc>{}</w:tc>"

    def row(words: str, properties: str = "") -> str:
        cells = "".join(cell.format(p(r(one))) for one in words.split("|"))
        return f"<w:tr>{properties}{cells}</w:tr>"

    deleted = '<w:trPr><w:del w:id="1" w:author="a"/></w:trPr>'
    table = f"<w:tbl {nsdecls('w')}>{row('Role|Duty')}{row('Clerk|Says hello')}{row('Guard|Waits', deleted)}</w:tbl>"
    document = read(tmp_path, body(table))
    assert "Clerk\tSays hello" in document.text
    assert "Waits" not in document.text
    assert len(aside(document)) == 1


def test_a_note_stands_with_the_clause_it_hangs_on(tmp_path: Path) -> None:
    note = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"/>'
        f'<w:footnote w:id="2">{p(r("Except where somebody speaks of self-harm."))}</w:footnote>'
        f'<w:footnote w:id="3">{p(r("A note without a place."))}</w:footnote></w:footnotes>'
    )
    content = body(p(r("A call may be ended.") + '<w:r><w:footnoteReference w:id="2"/></w:r>'), p(r(RULE)))
    relation = (
        b'<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'footnotes" Target="footnotes.xml"/></Relationships>'
    )
    content = changed(
        content, "word/_rels/document.xml.rels", lambda old: old.replace(b"</Relationships>", relation)
    )
    with zipfile.ZipFile(opened := io.BytesIO(content), "a") as archive:
        archive.writestr("word/footnotes.xml", note)
    document = read(tmp_path, opened.getvalue())
    assert "A call may be ended. [Note 1: Except where somebody speaks of self-harm.]\n" in document.text
    (message,) = overlooked(document)
    assert "A note without a place." in message


def test_a_text_box_is_a_paragraph_of_its_own_and_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(r('Dial 911 first.'))}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(tmp_path, body(p(r(RULE) + both + r(" By name.")), p(r("Then wait."))))
    lines = [line for line in document.text.splitlines() if line]
    assert lines[1:] == [f"{RULE} By name.", "Dial 911 first.", "Then wait."]
    assert overlooked(document) == []


def test_symbols_and_hard_hyphens_are_what_word_shows(tmp_path: Path) -> None:
    runs = (
        r("Waits ")
        + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        + r(" 15 minutes at 30")
        + r("\uf0b0", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')
        + r("C, dial 9")
        + "<w:r><w:noBreakHyphen/></w:r>"
        + r("911, abu\u00adsive ")
        + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    )
    document = read(tmp_path, body(p(runs)))
    assert "Waits ≥ 15 minutes at 30°C, dial 9-911, abusive ✓" in document.text


def rels(old: bytes, more: bytes) -> bytes:
    return old.replace(b"</Relationships>", more + b"</Relationships>")


IMAGE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a relationship that leads nowhere": lambda file: changed(
        file,
        "word/_rels/document.xml.rels",
        lambda old: rels(old, b'<Relationship Id="x" Type="%s" Target="../NULL"/>' % IMAGE),
    ),
    "a link to an anchor": lambda file: changed(
        file,
        "word/_rels/document.xml.rels",
        lambda old: rels(old, b'<Relationship Id="x" Type="%s" Target="#_top"/>' % IMAGE),
    ),
    "a missing thumbnail": lambda file: changed(file, "docProps/thumbnail.jpeg", lambda _: None),
    "no styles": lambda file: changed(file, "word/styles.xml", lambda _: None),
    "damaged properties": lambda file: changed(file, "docProps/core.xml", lambda _: b"<broken"),
    "macros": lambda file: changed(
        file,
        "[Content_Types].xml",
        lambda old: old.replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"),
    ),
    "Strict": lambda file: changed(
        file,
        "word/document.xml",
        lambda old: old.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_word_opens_is_read(tmp_path: Path, damage: str) -> None:
    assert RULE in read(tmp_path, DAMAGE[damage](body(p(r(RULE))))).text


@pytest.mark.parametrize("name", ["desk.docm", "desk.dotx", "desk.dotm"])
def test_templates_and_files_with_macros_are_read(tmp_path: Path, name: str) -> None:
    assert RULE in read(tmp_path, body(p(r(RULE))), name).text


def test_a_page_embedded_whole_is_read_and_another_file_is_named(tmp_path: Path) -> None:
    content = body(f'<w:altChunk {nsdecls("w", "r")} r:id="rIdH"/>')
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    content = changed(
        content,
        "word/_rels/document.xml.rels",
        lambda old: rels(old, b'<Relationship Id="rIdH" Type="%s" Target="/word/chunk.html"/>' % kind),
    )
    for inside, expected in ((f"<html><h2>Calls</h2><p>{RULE}</p></html>", True), ("{\\rtf1 x}", False)):
        with zipfile.ZipFile(opened := io.BytesIO(content), "a") as archive:
            archive.writestr("word/chunk.html", inside)
        document = read(tmp_path, opened.getvalue())
        assert (RULE in document.text) is expected
        assert bool(overlooked(document)) is not expected


def test_the_guard_reports_words_that_no_reader_looks_at(tmp_path: Path) -> None:
    odd = f"<w:unheardOf {nsdecls('w')}>{p(r('Visitors must sign in.'))}</w:unheardOf>"
    document = read(tmp_path, body(p(r(RULE)), odd))
    (message,) = overlooked(document)
    assert all(word in message for word in ("4 words", "visitors", "sign"))


def test_words_of_a_cell_that_a_tracked_change_deletes_are_never_quoted(tmp_path: Path) -> None:
    gone = f"<w:tc><w:tcPr><w:cellDel w:id='1' w:author='a'/></w:tcPr>{p(r('Staff must wait ten minutes.'))}</w:tc>"
    head = f"<w:tr><w:tc>{p(r('When'))}</w:tc><w:tc>{p(r('Rule'))}</w:tc></w:tr>"
    rows = f"{head}<w:tr>{gone}<w:tc>{p(r(RULE))}</w:tc></w:tr>"
    document = read(tmp_path, body(f"<w:tbl {nsdecls('w')}>{rows}</w:tbl>"))
    assert RULE in document.text
    assert "ten minutes" not in document.text
    assert ["deleted by a tracked change" in message for message in aside(document)] == [True]


def test_of_alternatives_beside_the_runs_the_first_is_read(tmp_path: Path) -> None:
    both = f"<mc:Choice Requires='w14'>{r('Ring ')}</mc:Choice><mc:Fallback>{r('Shout ')}</mc:Fallback>"
    document = read(tmp_path, body(p(f"<mc:AlternateContent>{both}</mc:AlternateContent>{r('first.')}")))
    assert "Ring first." in document.text
    assert "Shout" not in document.text


@pytest.mark.parametrize("style", ["List Number", "List Bullet"])
def test_a_list_in_a_style_of_the_second_level_hangs_on_the_item_above(tmp_path: Path, style: str) -> None:
    policy = docx.Document()
    policy.add_heading("Front Desk Policy", 0)
    policy.add_paragraph("A visitor must not:", style)
    for text in ("take a photograph;", "bring a dog."):
        policy.add_paragraph(text, f"{style} 2")
    policy.add_paragraph("A visitor may bring a child.", style)
    clauses = [one for section in read(tmp_path, word(policy)).sections for one in section.clauses]
    assert {
        one.text: (one.lead_in, one.strength) for one in clauses if one.text != "A visitor must not:"
    } == {
        "take a photograph;": ("A visitor must not:", "must"),
        "bring a dog.": ("A visitor must not:", "must"),
        "A visitor may bring a child.": ("", "may"),
    }


def test_a_list_in_a_style_of_the_second_level_may_stand_alone(tmp_path: Path) -> None:
    policy = docx.Document()
    policy.add_heading("Front Desk Policy", 0)
    policy.add_paragraph("The clerk must:")
    for text in ("ring the bell;", "close the door."):
        policy.add_paragraph(text, "List Number 2")
    policy.add_paragraph("Visitors may wait.")
    clauses = [one for section in read(tmp_path, word(policy)).sections for one in section.clauses]
    assert [(one.lead_in, one.text) for one in clauses[-3:]] == [
        ("The clerk must:", "ring the bell;"),
        ("The clerk must:", "close the door."),
        ("", "Visitors may wait."),
    ]
