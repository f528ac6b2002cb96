"""A question that a document answers heads its answer, in whatever form it stands; what only asks heads nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.reading.document import Document
from tests.knowledge.printing import lines, printed
from tests.knowledge.test_reading_tables import read
from tests.knowledge.test_reading_word import body, p, r

ASKED = ("How long may a caller be on hold?", "Can I refuse to serve somebody who shouts?")
SAID = (
    "Three minutes at most. Then staff must offer to call back.",
    "Yes. Ask once for calm, then end the call.",
)
WHOLE = [((question,), answer) for question, answer in zip(ASKED, SAID, strict=True)]


def answers(document: Document) -> list[tuple[tuple[str, ...], str]]:
    return [(one.path[-1:], clause.text) for one in document.sections for clause in one.clauses]


def filled(form: str) -> str:
    return form.format(*(word for pair in zip(ASKED, SAID, strict=True) for word in pair))


MARKDOWN = (
    "**Q. {0}**\n\nA. {1}\n\n**Q. {2}**\n\nA. {3}\n",
    "**Q1: {0}**\nA1: {1}\n\n**Q2: {2}**\nA2: {3}\n",
    "**Q. {0}**\n\n**A.** {1}\n\n**Q. {2}**\n\n**A.** {3}\n",
    "**{0}**\n{1}\n\n**{2}**\n{3}\n",
    "### {0}\n\nA: {1}\n\n### {2}\n\nA: {3}\n",
    "{0}\n: {1}\n\n{2}\n: {3}\n",
    "## Keys\n\n## Calls\n\n{0}\n\n{1}\n\n{2}\n\n{3}\n",
)
TEXT = (
    "Q: {0}\nA: {1}\n\nQ: {2}\nA: {3}\n",
    "Q. {0}\n\nA. {1}\n\nQ. {2}\n\nA. {3}\n",
    "Question: {0}\nAnswer: {1}\n\nQuestion 2: {2}\n\nAnswer 2: {3}\n",
    "{0}\n{1}\n\n{2}\n{3}\n",
)
HTML = (
    "<dl><dt>{0}</dt><dd>{1}</dd><dt>{2}</dt><dd>{3}</dd></dl>",
    "<details><summary>{0}</summary><p>{1}</p></details><details><summary>{2}</summary><p>{3}</p></details>",
    "<p><b>{0}</b><br>{1}</p><p><b>{2}</b><br>{3}</p>",
    "<p>Q: {0}</p><p>A: {1}</p><p>Q: {2}</p><p>A: {3}</p>",
)


@pytest.mark.parametrize("form", MARKDOWN)
def test_a_question_heads_its_answer_in_markdown(form: str) -> None:
    assert answers(read(f"# Calls\n\n{filled(form)}".encode(), ".md")) == WHOLE


@pytest.mark.parametrize("form", TEXT)
def test_a_question_heads_its_answer_in_plain_text(form: str) -> None:
    assert answers(read(f"COUNTER CALLS\n\n{filled(form)}".encode(), ".txt")) == WHOLE


@pytest.mark.parametrize("form", HTML)
def test_a_question_heads_its_answer_in_html(form: str) -> None:
    assert answers(read(f"<html><body><h1>Calls</h1>{filled(form)}</body></html>".encode(), ".html")) == WHOLE


def test_a_question_heads_its_answer_in_word_and_pdf() -> None:
    said = [line for pair in zip(ASKED, SAID, strict=True) for line in pair]
    labelled = [f"{'AQ'[n % 2 == 0]}: {line}" for n, line in enumerate(said)]
    assert answers(read(body(*(p(r(line)) for line in labelled)), ".docx")) == WHOLE
    assert answers(read(printed([lines(labelled, 72, 700, step=24)]), ".pdf")) == WHOLE


def test_a_numbered_question_heads_the_list_below_it() -> None:
    text = "1. How do I end a call?\n\n   - Say so.\n   - Hang up.\n\n2. Whom do I tell?\n\n   The manager.\n"
    assert answers(read(f"# Calls\n\n{text}".encode(), ".md")) == [
        (("1. How do I end a call?",), "Say so."),
        (("1. How do I end a call?",), "Hang up."),
        (("2. Whom do I tell?",), "The manager."),
    ]


def test_a_question_of_two_lines_with_a_label_is_one() -> None:
    text = (
        "Q: What happens if a visitor has no badge and\nthe manager is away?\nA: The clerk must write one.\n"
    )
    asked = "What happens if a visitor has no badge and the manager is away?"
    found = answers(read(f"COUNTER CALLS\n\n{text}".encode(), ".txt"))
    assert found == [((asked,), "The clerk must write one.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ask yourself:\n\n- Is it urgent?\n- Can somebody else help?\n\nThen staff must press one.\n",
        "1. What happened?\n2. Who was there?\n3. Staff must sign the form.\n",
        "Why does tone matter? Callers hear it.\n\nWho hears it? Everybody. Staff must smile.\n",
        "What to say:\n\nHow can I help you?\n\nThank you for calling.\n\nMay I put you on hold?\n\nI am sorry.\n",
    ],
)
def test_what_only_asks_heads_nothing(text: str) -> None:
    document = read(f"# Calls\n\n## Lines\n\n{text}\n## Keys\n\nStaff must not lend keys.\n".encode(), ".md")
    assert [one.heading for one in document.sections] == ["Calls", "Lines", "Keys"]


def test_one_question_in_a_policy_heads_nothing_and_the_rest_is_a_rule_of_its_section() -> None:
    text = "# Calls\n\n## Holding\n\nIs the caller in danger?\nCall 911.\n\n## Keys\n\nStaff must not lend keys.\n"
    assert [one.heading for one in read(text.encode(), ".md").sections] == ["Calls", "Holding", "Keys"]


def test_a_list_by_letters_below_a_question_keeps_its_letters() -> None:
    text = "# Calls\n\n## Which rules apply?\n\nA. Staff may leave.\nB. Staff must ring.\n"
    document = read(text.encode(), ".md")
    assert [clause.mark for one in document.sections for clause in one.clauses] == ["A", "B"]


def test_a_heading_behind_the_last_answer_ends_it() -> None:
    text = f"# Calls\n\n## Questions\n\n{filled(MARKDOWN[1])}\n## Keys\n\n### Lending\n\nStaff must not lend keys.\n"
    paths = [one.path for one in read(text.encode(), ".md").sections if one.clauses]
    assert paths == [("Questions", ASKED[0]), ("Questions", ASKED[1]), ("Keys", "Lending")]


def test_the_answer_is_quoted_and_not_the_question(tmp_path: Path) -> None:
    (tmp_path / "calls.txt").write_text(f"COUNTER CALLS\n\n{filled(TEXT[0])}", encoding="utf-8")
    best = Library.open([tmp_path]).ask("how long can I leave a caller on hold").passages[0]
    assert (best.heading, best.clause) == (ASKED[0], SAID[0])
