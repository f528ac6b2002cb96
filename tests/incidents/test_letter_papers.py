"""Letters as files: a template is filled as words, what would be sent unseen is refused, both files say the same."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.papers.letter import Letter, blocks_of
from incidents.papers.pdf import letter_as_pdf
from incidents.papers.places import filled
from incidents.papers.word_checks import LARGEST, TemplateRefused
from incidents.papers.word_letter import (
    fill_template,
    labelled,
    left_out_with,
    plain_letter,
    read_template,
    with_text,
)
from tests.fixtures.word_files import parts_of, with_part, with_xml, word_file
from tests.incidents.test_papers import squeezed

ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


def a_letter(text: str, language: str = "en") -> Letter:
    return Letter("Town, K4M-7TR", "Town", language, text, "Head of it", "Foot of it", "Some stand as codes.")


def pdf_words(content: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    return "\n".join(pages)


def test_a_place_that_word_cut_into_pieces_is_filled_and_keeps_its_looks() -> None:
    def bold(document: Document) -> None:
        document.paragraphs[0].runs[1].bold = True

    template = word_file("Dear |{cus|tomer|}, we write.", head="Ref {reference}", change=bold)
    content, words = fill_template(template, {"customer": "Zoë\nHollis", "reference": "K4M-7TR"})
    assert (words.head, words.text) == ("Ref K4M-7TR", "Dear Zoë\nHollis, we write.")
    run = docx.Document(io.BytesIO(content)).paragraphs[0].runs[1]
    assert (run.text, run.bold) == ("Zoë\nHollis", True)


def test_what_somebody_wrote_is_words_and_never_another_place_or_markup() -> None:
    said = "{ground} </w:t><w:del/> \u202e\x07{{x}} {% if %}"
    _, words = fill_template(word_file("{customer}: {ground}"), {"customer": said, "ground": "G"})
    assert words.text == "(ground) </w:t><w:del/> ((x)) (% if %): G"


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=60).filter(lambda one: any(x.isalnum() for x in one)))
def test_whatever_a_name_holds_the_file_opens_and_says_it(name: str) -> None:
    content, words = fill_template(word_file("{customer}"), {"customer": name})
    assert read_template(content) == words
    assert all(one in words.text for one in name.split() if one.isascii() and one.isalnum())


JOINED = "علی\u200cرضا, ශ්\u200dරී, 👨\u200d👩\u200d👧"


def test_names_keep_what_joins_their_letters_and_words_stay_apart() -> None:
    said = f"{JOINED}\tFee:\x85$20\r\nNext\u202e \ud83dline"
    content, words = fill_template(word_file("{customer}"), {"customer": said})
    assert words.text == f"{JOINED} Fee: $20\nNext line"
    changed = read_template(with_text(content, a_letter(f"{JOINED}\tFee: {{x}} [y]")))
    assert changed.text == f"{JOINED} Fee: {{x}} [y]", "nothing is filled in any more"
    _, words = fill_template(word_file("{customer}{ground}"), {"customer": "\u200d\u202e", "ground": " \t"})
    assert words.text == "{customer}{ground}", "what is not seen fills nothing in"


def test_a_paragraph_about_something_there_is_none_of_is_left_out() -> None:
    template = word_file("Dear {customer}", "Contact: {nominated}", "Bye")
    _, words = fill_template(template, {"customer": "Roy"}, {"nominated"})
    assert words.text == "Dear Roy\n\nBye"
    _, words = fill_template(template, {"customer": "Roy"})
    assert "{nominated}" in words.text, "it is seen where it is no such thing"

    def in_a_table(document: Document) -> None:
        document.add_table(1, 2).cell(0, 1).text = "{nominated}"

    content, _ = fill_template(word_file("Dear", change=in_a_table), {}, {"nominated"})
    assert docx.Document(io.BytesIO(content)).tables[0].cell(0, 1).paragraphs, "a cell holds a paragraph"


def test_nothing_that_is_needed_is_ever_left_out() -> None:
    said, optional, needed = {"position": "No."}, {"next"}, {"position"}
    _, words = fill_template(word_file("{position} Next: {next}", "{next}"), said, optional, needed)
    assert words.text == "No. Next: {next}"
    assert filled("{position} {next}\n{next}", said, optional, needed) == "No. {next}"

    def in_a_box(document: Document) -> None:
        box = f"<w:p {nsdecls('w')}><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{position}}</w:t></w:r></w:p>"
        hung = parse_xml(f"{box}</w:txbxContent></w:pict></w:r></w:p>")
        document.paragraphs[-1]._p.extend(list(hung))

    boxed = word_file("Next: {next}", change=in_a_box)
    assert left_out_with(boxed, optional, needed) == (1, "position", "next")
    assert "No." in fill_template(boxed, said, optional, needed)[1].text


def test_the_same_letter_is_the_same_bytes_and_tells_nothing_of_who_made_the_template() -> None:
    def made_by(document: Document) -> None:
        document.core_properties.author = "Priya Raman"
        document.core_properties.comments = "as for Mr Hollis"
        held = document.part._settings_part
        name = held.part.relate_to("file:///C:/Priya/t.dotm", ATTACHED, is_external=True)
        held.element.append(parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{name}"/>'))

    template, letter = word_file("Dear {customer}", change=made_by), a_letter("Dear Roy", "fr-CA")
    files = [labelled(fill_template(template, {"customer": "Roy"})[0], letter) for _ in range(2)]
    assert files[0] == files[1]
    whole = b"".join(parts_of(files[0]).values())
    assert b"Priya" not in whole
    assert b"attachedTemplate" not in whole
    assert "docProps/app.xml" in parts_of(template)
    assert "docProps/app.xml" not in parts_of(files[0])
    assert read_template(template).text == "Dear {customer}", (
        "a file made from another template is no reason to refuse"
    )
    assert b"Hollis" not in whole
    assert b"fr-CA" in whole
    assert letter_as_pdf(letter) == letter_as_pdf(letter)


def test_other_words_stand_on_the_same_sheet() -> None:
    sheet = word_file("Dear {customer}", head="The Town")
    words = read_template(with_text(sheet, a_letter("First.\n\nSecond,\nand more.")))
    assert (words.head, words.text) == ("The Town", "First.\n\nSecond,\nand more.")
    plain = read_template(plain_letter(a_letter("First.")))
    assert (plain.head, plain.text, plain.foot) == ("Head of it", "First.", "Foot of it")


def hidden_by_a_style(document: Document) -> None:
    """What a style hides, made from another one that does."""
    document.styles.add_style("Aside", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    made = document.styles.add_style("Further aside", WD_STYLE_TYPE.CHARACTER)
    made.base_style = document.styles["Aside"]
    document.paragraphs[-1].add_run("secret", style=made)


REFUSED: dict[str, Callable[[], bytes]] = {
    "tracked changes": lambda: word_file(
        "x", change=with_xml('</w:r><w:ins w:id="1"><w:r><w:t>new</w:t></w:r></w:ins><w:r>')
    ),
    "a comment": lambda: word_file("x", change=with_xml('<w:commentReference w:id="1"/>')),
    "hidden words": lambda: word_file("x", change=with_xml("<w:rPr><w:vanish/></w:rPr><w:t>secret</w:t>")),
    "a note": lambda: word_file("x", change=with_xml('<w:footnoteReference w:id="2"/>')),
    "an embedded object": lambda: word_file("x", change=with_xml("<w:object/>")),
    "“DATE”": lambda: word_file(
        "x",
        change=with_xml(
            '<w:fldChar w:fldCharType="begin"/><w:instrText> DATE \\@ "d"</w:instrText><w:fldChar w:fldCharType="end"/>'
        ),
    ),
    "“INCLUDETEXT”": lambda: word_file(
        "x", change=with_xml('</w:r><w:fldSimple w:instr="INCLUDETEXT c:/x"/><w:r>')
    ),
    "from outside": lambda: word_file(
        "x",
        change=lambda one: one.part.relate_to(
            "https://evil.example/x.dotm", RELATIONSHIP_TYPE.IMAGE, is_external=True
        ),
    ),
    "macro": lambda: with_part(word_file("x"), "word/vbaProject.bin"),
    "A brace stands alone": lambda: word_file("fine", "Dear {customer name}"),
    "no Word file": lambda: b"Dear {customer}",
    "bytes": lambda: b"x" * (LARGEST + 1),
    "cannot be opened": lambda: with_part(b"", "word/document.xml", b"<broken"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_template_that_would_send_something_unseen_is_refused_with_its_reason(why: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        read_template(REFUSED[why]())
    assert why in refused.value.problem
    assert refused.value.paragraph == (2 if "brace" in why else 1)


UNSEEN: dict[str, tuple[Callable[[Document], object], str]] = {
    "words hidden behind some that are not": (
        with_xml(
            '<w:rPr><w:vanish w:val="0"/></w:rPr></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t>'
        ),
        "hidden words",
    ),
    "words hidden by a style": (hidden_by_a_style, "hidden words"),
    "a tracked change of the margins": (
        with_xml('</w:r><w:sectPrChange w:id="1" w:author="Priya"/><w:r>'),
        "tracked changes",
    ),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_what_is_unseen_in_another_way_is_refused_with_its_paragraph(case: str) -> None:
    change, why = UNSEEN[case]
    with pytest.raises(TemplateRefused) as refused:
        read_template(word_file("seen", "x", change=change))
    assert why in refused.value.problem
    assert refused.value.paragraph == 2


def test_page_numbers_and_links_are_no_reason_to_refuse() -> None:
    def page(document: Document) -> None:
        with_xml('</w:r><w:fldSimple w:instr=" PAGE "/><w:r>')(document)
        document.part.relate_to("https://town.example", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        with_xml('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t>')(document)

    assert read_template(word_file("x", change=page)).text == "xseen"


def test_the_pdf_says_the_same_words_with_lists_as_lists() -> None:
    text = "Dear Zoë,\nRoad 1\n\n• first\n• second\n\n#eval(1) $x$ *bold*\n\nBye"
    assert [len(one) for one in blocks_of(text)] == [2, 2, 1, 1]
    content = letter_as_pdf(a_letter(text))
    said = pdf_words(content)
    for words in ("Head of it", "Foot of it", *text.splitlines()):
        assert squeezed(words.removeprefix("• ")) in squeezed(said)
    assert b"/StructTreeRoot" in content, "it is tagged for screen readers"
    assert "Some stand as codes." not in said
    coded = pdf_words(letter_as_pdf(a_letter("Name: \U000f0000")))
    assert "[U+F0000]" in coded
    assert "Some stand as codes." in coded
