"""What a page folds away below its title is read, as a visitor opens it; what is hidden from everybody is a finding."""

from __future__ import annotations

import pytest

from knowledge.reading.sandbox_child import read_bytes

HIDE = 'style="display: none"'
RULE = "Keys must be kept."
PANEL = f"<p>{RULE}</p>"


def read(body: str) -> tuple[list[tuple[tuple[str, ...], str]], list[str]]:
    page = f"<html><body><h1>Hall Policy</h1><p>Halls are let.</p>{body}</body></html>"
    document = read_bytes(page.encode(), ".html", "hall.html")
    said = [
        (tuple(name for name in section.path if name != "Hall Policy"), clause.text)
        for section in document.sections
        for clause in section.clauses
    ]
    return said, [finding.kind for finding in document.findings]


FOLDED = [
    f'<h3 aria-expanded="false">Keys</h3><div {HIDE}>{PANEL}</div>',
    f'<h3 aria-controls="x">Keys</h3><div hidden>{PANEL}</div>',
    f'<h3><button aria-expanded="false">Keys</button></h3> <!-- a --> <div {HIDE}>{PANEL}</div>',
    f'<button>Keys</button><div class="panel" {HIDE}>{PANEL}</div>',
    f'<button>Keys</button><div class="panel" style="height:0;overflow:hidden">{PANEL}</div>',
    f'<button>Keys</button><div class="panel" style="visibility:hidden">{PANEL}</div>',
    f'<h3 class="accordion-header">Keys</h3><div {HIDE}>{PANEL}</div>',
    f'<div class="accordion"><h3>Keys</h3><div {HIDE}>{PANEL}</div></div>',
    f'<h3>Keys</h3><div class="collapse" {HIDE}>{PANEL}</div>',
    f'<div role="button" aria-expanded="false"><a>Keys</a></div><div {HIDE}>{PANEL}</div>',
    f'<div class="faq-question">Keys</div><div class="faq-answer" {HIDE}>{PANEL}</div>',
    f"<div onclick=\"toggle('k')\">Keys</div><div {HIDE}>{PANEL}</div>",
]


@pytest.mark.parametrize("body", FOLDED)
def test_what_opens_below_its_title_is_read_under_it_and_what_follows_is_not(body: str) -> None:
    said, findings = read(f"<h2>Halls</h2><p>Rent is due.</p>{body}<p>Halls must be swept.</p>")
    assert said == [
        ((), "Halls are let."),
        (("Halls",), "Rent is due."),
        (("Halls", "Keys"), RULE),
        (("Halls",), "Halls must be swept."),
    ]
    assert findings == []


HIDDEN = [
    f"<h3>Keys</h3><div {HIDE}>{PANEL}</div>",
    f"<h3 aria-expanded='true'>Keys</h3><div><p>Seen.</p><p {HIDE}>{RULE}</p></div>",
    f"<p>Seen.</p><div class='draft' {HIDE}>{PANEL}</div>",
    f"<button type='submit'>Send</button><div class='panel' {HIDE}>{PANEL}</div>",
    f"<button onclick='print()'>Print</button><div class='old' {HIDE}>{PANEL}</div>",
    f"<div class='accordion'><h3>Keys</h3><div><p>Seen.</p></div><div {HIDE}>{PANEL}</div></div>",
    f"<div class='accordion'><h3>Keys</h3><div {HIDE}><p>Seen.</p><p {HIDE}>{RULE}</p></div></div>",
]


@pytest.mark.parametrize("body", HIDDEN)
def test_what_nothing_opens_stays_hidden_and_is_a_finding(body: str) -> None:
    said, findings = read(body)
    assert RULE not in [text for _, text in said]
    assert "not-in-force" in findings


def test_a_title_that_says_that_what_it_opens_is_repealed_still_says_so() -> None:
    title = "<h3 aria-expanded='false'>Keys <span class='badge'>Repealed</span></h3>"
    said, findings = read(f"{title}<div {HIDE}>{PANEL}</div>")
    assert RULE not in [text for _, text in said]
    assert findings
