"""No quotation of Markdown shows a sign that its page draws otherwise: boxes of tasks, the place of the contents."""

from __future__ import annotations

import pytest

from knowledge.reading.sandbox_child import read_bytes


def said(text: str) -> list[str]:
    document = read_bytes(f"# Keys\n\nStaff lend keys.\n\n{text}\n".encode(), ".md", "keys.md")
    assert document.findings == ()
    return [clause.text for section in document.sections for clause in section.clauses][1:]


@pytest.mark.parametrize("box", ["[ ]", "[x]", "[X]"])
@pytest.mark.parametrize("mark", ["-", "*", "1."])
def test_the_boxes_of_a_list_that_are_all_alike_are_not_quoted(mark: str, box: str) -> None:
    text = f"Staff must not lend a key:\n\n{mark} {box} to a child\n{mark} {box} to a guest\n  who is armed"
    assert said(text) == ["Staff must not lend a key:", "to a child", "to a guest who is armed"]


def test_boxes_of_which_some_are_ticked_are_shown_as_the_page_draws_them() -> None:
    assert said("- [x] Dogs\n- [ ] Cats") == ["☒ Dogs", "☐ Cats"]


@pytest.mark.parametrize(
    "text",
    ["Write [x] before your name.", "[x] is the mark of the clerk.", "```\n- [ ] Dogs\n```", "- [] Dogs"],
)
def test_what_is_no_box_of_a_task_stays(text: str) -> None:
    assert said(text) == [text.replace("```", "").strip().removeprefix("- ")]


@pytest.mark.parametrize(
    "sign",
    [
        "[[toc]]",
        "[TOC]",
        "[[_TOC_]]",
        "@[toc]",
        "__TOC__",
        "{{toc}}",
        "{{>toc}}",
        "${toc}",
        "{toc:maxLevel=2}",
        "* TOC\n{:toc}",
        "1. Table of contents\n{: toc}",
    ],
)
def test_the_place_of_the_contents_is_no_text(sign: str) -> None:
    assert said(f"{sign}\n\nNobody else does.") == ["Nobody else does."]


@pytest.mark.parametrize("text", ["See [TOC] for the list.", "The TOC is printed.", "- TOC of the key book."])
def test_contents_that_are_spoken_of_stay(text: str) -> None:
    assert said(text) == [text.removeprefix("- ")]
