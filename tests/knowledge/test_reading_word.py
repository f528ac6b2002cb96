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


def listed(text: str, number: int, depth: int) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def counted(*blocks: str) -> bytes:
    """A Word file whose list 1 counts "1." and "1.1", 2 has bullets, and 3 counts as 1 does, from 7 on."""
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbers = level.format(0, "decimal", "%1.") + level.format(1, "decimal", "%1.%2")
    from_seven = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    made = (
        f"<w:numbering {nsdecls('w')}><w:abstractNum w:abstractNumId='0'>{numbers}</w:abstractNum>"
        f"<w:abstractNum w:abstractNumId='1'>{level.format(0, 'bullet', 'o')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
        f"<w:num w:numId='3'><w:abstractNumId w:val='0'/>{from_seven}</w:num></w:numbering>"
    )
    return changed(body(*blocks), "word/numbering.xml", lambda _: made.encode())


def test_a_list_that_begins_at_another_number_is_cited_with_it(tmp_path: Path) -> None:
    document = read(tmp_path, counted(listed("Staff must ring.", 1, 0), listed("Staff must wait.", 3, 0)))
    assert [c.mark for s in document.sections for c in s.clauses] == ["1", "7"]


def test_bullets_set_less_deep_than_the_item_above_keep_its_words(tmp_path: Path) -> None:
    blocks = listed("Calls", 1, 0), listed("Staff may hang up, except:", 1, 1), listed("on minors", 2, 0)
    *_, last = (c for s in read(tmp_path, counted(*blocks)).sections for c in s.clauses)
    assert (last.text, last.lead_in) == ("on minors", "Staff may hang up, except:")


def test_the_foot_of_a_page_states_an_approval_day_and_no_approver(tmp_path: Path) -> None:
    policy = docx.Document()
    policy.add_paragraph(RULE)
    policy.sections[0].footer.paragraphs[0].text = "Approved: 3 May 2020   Page 1"
    facts = read(tmp_path, word(policy)).facts
    assert (facts.approver, f"{facts.effective}") == ("", "2020-05-03")


def test_a_frame_of_one_cell_is_read_as_what_stands_in_it(tmp_path: Path) -> None:
    cell = f"<w:tc>{p(r('Staff must not:'))}{listed('shout', 2, 0)}{p(r(RULE))}</w:tc>"
    document = read(tmp_path, counted(f"<w:tbl {nsdecls('w')}><w:tr>{cell}</w:tr></w:tbl>"))
    *_, item, rule = (c for s in document.sections for c in s.clauses)
    assert (item.lead_in, item.text, rule.text) == ("Staff must not:", "shout", RULE)


def test_the_contents_that_word_makes_are_dropped_however_few(tmp_path: Path) -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    contents = f"<w:sdt {nsdecls('w')}>{gallery}<w:sdtContent>{p(r('Calls 3'))}</w:sdtContent></w:sdt>"
    document = read(tmp_path, body(contents, p(r(RULE))))
    assert [c.text for s in document.sections for c in s.clauses] == [RULE]
    assert overlooked(document) == []


def test_a_whole_rule_in_the_print_of_a_heading_is_a_rule(tmp_path: Path) -> None:
    rule = "Staff must never be left alone with a caller, except where a guard is there."
    heading = '<w:pStyle w:val="Heading2"/>'
    document = read(tmp_path, body(p(r("Safety"), heading), p(r(rule), heading), p(r("More."))))
    assert [(s.heading, c.text) for s in document.sections for c in s.clauses] == [
        ("Safety", rule),
        ("Safety", "More."),
    ]


def test_the_head_of_the_pages_names_a_document_that_has_no_title(tmp_path: Path) -> None:
    policy = docx.Document()
    policy.add_paragraph(RULE)
    policy.sections[0].header.paragraphs[0].text = "Town Policy on Calls"
    assert read(tmp_path, word(policy)).facts.title == "Town Policy on Calls"


def test_a_typed_note_hangs_on_a_short_word_too(tmp_path: Path) -> None:
    mark = r("1", '<w:vertAlign w:val="superscript"/>')
    document = read(tmp_path, body(p(r("Staff lock up") + mark + r(".")), p(mark + r(" Not on Sundays."))))
    assert [c.text for s in document.sections for c in s.clauses] == [
        "Staff lock up [Note 1: Not on Sundays.]."
    ]
    assert document.findings == ()


@pytest.mark.parametrize("properties", ['<w:framePr w:dropCap="drop"/>', "<w:rPr><w:vanish/></w:rPr>"])
def test_a_large_first_letter_and_a_paragraph_whose_end_is_hidden_go_on(
    tmp_path: Path, properties: str
) -> None:
    document = read(tmp_path, body(p(r("S"), properties), p(r("taff must ring."))))
    assert [c.text for s in document.sections for c in s.clauses] == ["Staff must ring."]
    assert overlooked(document) == []


def test_a_heading_whose_end_is_hidden_heads_what_follows_it(tmp_path: Path) -> None:
    separated = '<w:pStyle w:val="Heading2"/><w:rPr><w:vanish/><w:specVanish/></w:rPr>'
    document = read(tmp_path, body(p(r("Calls."), separated), p(r(RULE))))
    assert [(s.heading, c.text) for s in document.sections for c in s.clauses] == [("Calls.", RULE)]
