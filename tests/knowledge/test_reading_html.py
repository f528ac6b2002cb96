"""HTML pages as a browser shows them: content wherever pages put it, menus out, nothing hidden or struck out quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.reading.document import Document
from knowledge.reading.policy_files import read_document
from knowledge.reading.sandbox_child import read_bytes

RULE = "Staff must answer the telephone."


def read(folder: Path, body: str, head: str = "") -> Document:
    (folder / "desk.html").write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>")
    return read_document(folder / "desk.html")


def sections(document: Document) -> dict[str, str]:
    return {one.heading: document.text[one.start : one.end] for one in document.sections}


@pytest.mark.parametrize(
    "body",
    [
        f"<form action='./page.aspx'><div><h1>Desk</h1><p>{RULE}</p><input value='x'></div></form>",
        f"<h1>Desk</h1><aside class='callout'><p>{RULE}</p></aside>",
        f"<main><h1>Desk</h1><aside><p>{RULE}</p></aside></main>",
        f"<article><header><h1>Desk</h1><p>{RULE}</p></header></article>",
        f"<article><h1>Desk</h1><p>One.</p></article><article><h2>More</h2><p>{RULE}</p></article>",
        f"<h1>Desk</h1><details><summary>Calls</summary><p>{RULE}</p></details>",
        f"<h1>Desk</h1><dl><dt>Calls</dt><dd>At the desk.</dd><dd>{RULE}</dd></dl>",
        f"<h1>Desk</h1><dl><dt>Calls</dt><dd><ul><li>{RULE}</li></ul></dd></dl>",
        f"<h1>Desk</h1><table><caption>{RULE}</caption><tr><td>a</td><td>b</td></tr></table>",
        f"<h1>Desk</h1><figure><img alt=''><figcaption>{RULE}</figcaption></figure>",
        f"<h1>Desk</h1><ul><li><p>First:</p><div><ul><li>{RULE}</li></ul></div></li></ul>",
        f"<div id='m'><h1>Desk</h1><main></main><p>{RULE}</p></div>",
        f"<h1>Desk</h1><fieldset><legend>Calls</legend><p>{RULE}</p></fieldset>",
        f"<h1>Desk</h1><blockquote><address>{RULE}</address></blockquote>",
    ],
)
def test_content_is_read_wherever_a_page_puts_it(tmp_path: Path, body: str) -> None:
    document = read(tmp_path, body)
    assert document.text.count(RULE) == 1
    assert [f for f in document.findings if f.kind == "not-read"] == []


@pytest.mark.parametrize(
    "menu",
    [
        "<nav><a href='/x'>Pay a bill</a></nav>",
        "<header><p>Pay a bill</p></header>",
        "<footer>Pay a bill</footer>",
        "<div role='navigation'><a href='/x'>Pay a bill</a></div>",
        "<ul class='breadcrumb'><li>Pay a bill</li></ul>",
        "<aside class='sidebar'>Pay a bill</aside>",
        "<button>Pay a bill</button>",
        "<script>'Pay a bill'</script>",
        "<select><option>Pay a bill</option></select>",
        "<span class='sr-only'>Pay a bill</span>",
    ],
)
def test_menus_and_controls_stay_out_without_a_finding(tmp_path: Path, menu: str) -> None:
    document = read(tmp_path, f"{menu}<h1>Desk</h1><p>{RULE}</p>")
    assert RULE in document.text
    assert "Pay a bill" not in document.text
    assert document.findings == ()


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("struck out", "<p><s>Staff may wait.</s></p>"),
        ("struck out", "<s><p>Staff may wait.</p></s>"),
        ("struck out", "<strike class='x'><div><p>Staff may wait.</p></div></strike>"),
        ("hidden", "<dialog><p>Staff may wait.</p></dialog>"),
        ("struck out", "<p><del>Staff may wait.</del> <ins>Now.</ins></p>"),
        ("struck out", "<p style='text-decoration: line-through'>Staff may wait.</p>"),
        ("hidden", "<p hidden>Staff may wait.</p>"),
        ("hidden", "<div style='display:none'><p>Staff may wait.</p></div>"),
    ],
)
def test_what_a_page_does_not_show_is_never_quoted_and_is_named(tmp_path: Path, why: str, words: str) -> None:
    document = read(tmp_path, f"<h1>Desk</h1><p>{RULE}</p>{words}")
    assert "Staff may wait." not in document.text
    (finding,) = document.findings
    assert (finding.kind, why in finding.message) == ("not-in-force", True)


def test_an_accordion_is_read_with_its_buttons_as_headings(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<main><h1>Desk</h1><h4><button aria-controls='a'>Calls</button></h4>"
        f"<div id='a' hidden><p>{RULE}</p></div>"
        "<h4><button>Threats</button></h4><div hidden><p>Staff must leave.</p></div></main>",
    )
    found = sections(document)
    assert RULE in found["Calls"]
    assert "Staff must leave." in found["Threats"]


@pytest.mark.parametrize(
    "page",
    [
        (
            "<p>A call may be ended.<sup><a href='#fn1'>1</a></sup></p><h2>Records</h2><p>Log it.</p>"
            "<ol><li id='fn1'>Not when somebody speaks of self-harm. <a href='#r1'>↩</a></li></ol>"
        ),
        (
            "<p>A call may be ended.<a href='#_ftn1' name='_ftnref1'>[1]</a></p><h2>Records</h2><p>Log it.</p>"
            "<div id='_ftn1'><p><a href='#_ftnref1'>[1]</a> Not when somebody speaks of self-harm.</p></div>"
        ),
    ],
)
def test_a_note_stands_with_the_clause_it_hangs_on(tmp_path: Path, page: str) -> None:
    document = read(tmp_path, f"<h1>Desk</h1><h2>Calls</h2>{page}")
    assert "A call may be ended. [Note 1: Not when somebody speaks of self-harm.]" in document.text
    assert document.text.count("self-harm") == 1


def test_a_word_is_not_torn_where_its_letters_are_marked(tmp_path: Path) -> None:
    document = read(tmp_path, "<h1>Desk</h1><p>Abu<b>sive</b> calls</p><p>are ended.</p>")
    assert "Abusive calls" in document.text
    assert document.findings == ()


def test_meanings_that_go_on_with_the_sentence_of_their_term_are_items_each(tmp_path: Path) -> None:
    document = read(
        tmp_path, "<h1>Desk</h1><dl><dt>Staff must not</dt><dd>shout</dd><dd>swear</dd></dl><p>Bye.</p>"
    )
    found = [(c.lead_in, c.text) for s in document.sections for c in s.clauses]
    assert found[-3:-1] == [("Staff must not:", "shout"), ("Staff must not:", "swear")]
    assert [f for f in document.findings if f.kind == "not-read"] == []


def test_the_heading_of_a_page_is_its_title_and_else_the_name_of_the_page_without_its_site() -> None:
    named = "<title>Hall keys | Town of Ashby</title>"
    with_heading = read_bytes(
        f"{named}<form><h1>Keys</h1><p>Staff must ask.</p></form>".encode(), ".html", "k.html"
    )
    without = read_bytes(f"{named}<p>Staff must ask.</p>".encode(), ".html", "k.html")
    assert (with_heading.facts.title, without.facts.title) == ("Keys", "Hall keys")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Policy 1250 - Hall keys | Ashby Public Library", "Policy 1250 - Hall keys"),
        ("Town of Ashby :: Hall keys", "Hall keys"),
        ("Keys - Lending and loss", "Keys - Lending and loss"),
    ],
)
def test_only_the_name_of_a_body_is_taken_off_the_name_of_a_page(title: str, expected: str) -> None:
    page = f"<title>{title}</title><p>Staff must ask.</p>"
    assert read_bytes(page.encode(), ".html", "k.html").facts.title == expected


@pytest.mark.parametrize(
    "page",
    [
        (
            '<p>Staff must ask<a href="#note-a" id="ref-a"><sup>a</sup></a>.</p>'
            '<ol><li id="note-a">Not at night. <a href="#ref-a">Back</a></li></ol>'
        ),
        '<p>Staff must ask<span class="footnote">Not at night.</span>.</p>',
    ],
)
def test_a_note_stands_with_its_rule_however_its_mark_is_made(page: str) -> None:
    document = read_bytes(f"<h1>Keys</h1>{page}".encode(), ".html", "k.html")
    (clause,) = (c.text for s in document.sections for c in s.clauses)
    assert clause in ("Staff must ask [Note a: Not at night.].", "Staff must ask [Note: Not at night.].")


def test_the_colon_of_a_term_is_not_doubled() -> None:
    page = b"<h1>Keys</h1><dl><dt>From:</dt><dd>Hall Office</dd></dl>"
    document = read_bytes(page, ".html", "k.html")
    assert [c.text for s in document.sections for c in s.clauses] == ["From: Hall Office"]
    assert document.facts.owner == "Hall Office"


def test_a_page_saved_by_word_has_its_marks_apart_and_a_closed_tab_is_read() -> None:
    item = '<p><span style="mso-list:Ignore">{}<span>&nbsp;</span></span>{}</p>'
    tab = '<div role="tab">Exit</div><div role="tabpanel" hidden="hidden"><p>Staff must lock.</p></div>'
    page = f"<h1>Keys</h1>{item.format('a)', 'Staff must ask.')}{item.format('·', 'Staff may sit.')}{tab}"
    document = read_bytes(page.encode(), ".html", "k.html")
    said = [(c.mark, c.text) for s in document.sections for c in s.clauses]
    assert [one for one in said if one[1] != "Exit"] == [
        ("a", "Staff must ask."),
        ("", "Staff may sit."),
        ("", "Staff must lock."),
    ]
    assert document.findings == ()
