"""Who owns, who signed, which version, since when and what for: the document itself says so, in its own line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge.answers.about import about_document, fact_names
from knowledge.library import Library
from knowledge.search.framing import wanted_frames
from knowledge.search.index import Index
from knowledge.search.ranking import search
from knowledge.search.weights import Weights
from knowledge.text.language import LANGUAGE
from tests.fixtures.sample import library, sample_index

__all__ = ["library", "sample_index"]

TODAY = date(2026, 3, 2)
KINDS = tuple(LANGUAGE.patterns("about.frames"))


@pytest.mark.parametrize(
    ("asked", "document", "line"),
    [
        ("who signed the social media policy?", "social-media.md", "approver: Chief Administrative Officer"),
        ("Who approved our difficult customers policy", "difficult-customers.md", "approver: Town Council"),
        ("who owns the accessibility policy", "accessibility.md", "owner: Customer Service Manager"),
        ("who is responsible for the records policy?", "records-and-privacy.md", "owner: Records Officer"),
        ("which version is the front desk guide", "front-desk.md", 'version: "1.2"'),
        (
            "what is the current version of the workplace violence policy",
            "workplace-violence.md",
            'version: "2.2"',
        ),
        (
            "when was the difficult customers policy last reviewed",
            "difficult-customers.md",
            "reviewed: 2026-06-08",
        ),
        ("when does the front desk guide need its next review", "front-desk.md", "next_review: 2025-05-06"),
        (
            "when did the complaints policy come into force",
            "complaints-and-routing.md",
            "effective: 2024-11-04",
        ),
        ("which version of the accessibility policy is in force", "accessibility.md", 'version: "1.1"'),
        ("what version of the front desk guide is valid now?", "front-desk.md", 'version: "1.2"'),
        (
            "who signed the difficult customers policy? when?",
            "difficult-customers.md",
            "effective: 2025-06-10",
        ),
        (
            "when did council approve the difficult customers policy",
            "difficult-customers.md",
            "effective: 2025",
        ),
        ("when was the difficult customers policy signed", "difficult-customers.md", "effective: 2025-06-10"),
        ("what is the difficult customers policy for?", "difficult-customers.md", "Nearly every contact"),
        (
            "what's the point of the workplace violence policy",
            "workplace-violence.md",
            "Violence is not part",
        ),
        ("why do we have a customer service policy", "customer-service.md", "People come to the Town"),
    ],
)
def test_a_question_about_a_document_is_answered_with_its_own_line(
    library: Library, asked: str, document: str, line: str
) -> None:
    found = library.ask(asked)
    assert found.answered
    best = found.passages[0]
    assert best.document == document
    assert best.clause.startswith(line)
    (source,) = (one for one in library.documents if one.name == document)
    assert best.clause in source.text, "word for word"
    assert found.of_document
    assert found.phrases == (), "nothing to say to a customer"


@pytest.mark.parametrize(
    "asked",
    [
        "who signs for a parcel",
        "who is responsible for complaints",
        "who approves a purchase over five thousand dollars",
        "who owns the dog in the lobby",
        "which version of the form do I use",
        "which version of the form is in use",
        "what is the glass room for",
        "who signed the parking policy",
        "when is a phone message answered",
    ],
)
def test_a_question_about_anything_else_is_not_taken_for_one(library: Library, asked: str) -> None:
    assert about_document(asked, library.documents) is None


def test_what_a_document_does_not_say_about_itself_is_not_made_up(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "gifts.md").write_text("# Gifts Policy\n\n## Gifts\n\nStaff must refuse every gift.\n", "utf-8")
    found = Library.open([folder]).ask("who signed the gifts policy?")
    assert not found.answered
    assert found.confidence < 0.5


def test_every_pattern_asks_for_a_fact_there_is() -> None:
    assert set(LANGUAGE.table("about.asked")) == fact_names()


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("what are the first steps with a difficult customer", "Staff should stay calm"),
        ("which steps do I take when a caller is abusive", "When somebody is abusive on the phone"),
        ("which steps do I take when I am in danger at the counter", "An employee in danger must get away"),
    ],
)
def test_which_steps_begins_at_the_first_one(library: Library, asked: str, first: str) -> None:
    best = library.ask(asked).passages[0]
    assert best.procedure
    assert best.clause.startswith(first)


def test_what_frames_a_document_stands_back_unless_it_is_asked_for(library: Library) -> None:
    index = library.index
    framing = {one.section.heading for one, frames in zip(index.windows, index.frames, strict=True) if frames}
    assert framing == {"1. What this policy is for", "1. Why we have this policy", "9. Related documents"}
    even = replace(index, weights=replace(index.weights, frames=0.0))

    def score(asked: str, where: Index) -> float:
        hits = search(where, asked, limit=60, reread=False).hits
        return next(one.score for one in hits if one.window.section.heading == "9. Related documents")

    plain, framed = "how do I handle a complaint", "which policies are related to complaints"
    assert score(plain, index) == pytest.approx(score(plain, even) - index.weights.frames, abs=1e-5)
    assert score(framed, index) == pytest.approx(score(framed, even), abs=1e-5)


SHOP = """# Counter Guide

## Purpose

This guide was written so that everybody at the counter does the same.

## Scope

This guide applies to everybody at the counter.

## Upset customers

PURPOSE: To help with upset customers at the counter.

USE: As a reference when customers are upset at the counter.

- Let them finish.
- Offer a chair.

## Gifts

Use: Staff must not use gifts of customers.

Purpose: Gifts should be sent back to the customers who sent them.
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Library:
    (folder := tmp_path_factory.mktemp("shop") / "policies").mkdir()
    (folder / "guide.md").write_text(SHOP, "utf-8")
    return Library.open([folder])


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("what is this customer service document meant to achieve for residents", {"purpose"}),
        ("what's the visitor policy actually for", {"purpose"}),
        ("what is the purpose of the complaints procedure", {"purpose"}),
        ("which laws does the complaints policy rely on", {"laws"}),
        ("can you list the acts that sit behind this policy", {"laws"}),
        ("what do I do when a customer acts up at the counter", set()),
        ("what are the visitor badges for", set()),
        ("what am I supposed to do when the law is on his side", set()),
        ("why is she asking for the code of the door", set()),
        ("who approves this", set()),
    ],
)
def test_only_a_question_that_wants_nothing_else_puts_a_frame_first(asked: str, wanted: set[str]) -> None:
    assert wanted_frames(asked) == sum(1 << KINDS.index(kind) for kind in wanted)


def test_the_laws_a_policy_rests_on_come_before_the_policies_it_names(tmp_path: Path) -> None:
    (tmp_path / "access.md").write_text(
        "# Access Policy\n\n## Legislative context\n\n- Harbour Act\n- Open Doors Act\n\n## Related policies\n\n"
        "- Policy on customer service\n- Policy on complaints\n\n## Counters\n\nStaff must keep this policy at hand.\n",
        encoding="utf-8",
    )
    library = Library.open([tmp_path])
    assert library.ask("which laws is this policy based on").passages[0].heading == "Legislative context"
    assert library.ask("which policies are related to this policy").passages[0].heading == "Related policies"
    assert library.ask("do I keep this policy at hand at the counter").passages[0].heading == "Counters"


def test_a_question_for_one_kind_of_frame_lets_the_others_stand_back(shop: Library) -> None:
    back = Weights().frames

    def taken_off(asked: str) -> dict[str, float]:
        even = replace(shop.index, weights=replace(shop.index.weights, frames=0.0))
        scores = (
            {one.window.section.heading: one.score for one in search(where, asked, reread=False).hits}
            for where in (even, shop.index)
        )
        one, other = scores
        return {heading: round(one[heading] - other[heading], 4) for heading in ("Purpose", "Scope")}

    assert taken_off("why do we have rules for the counter") == {"Purpose": 0, "Scope": back}
    assert taken_off("does this apply to me at the counter") == {"Purpose": back, "Scope": 0}
    assert taken_off("a customer is upset at the counter") == {"Purpose": back, "Scope": back}


@pytest.mark.parametrize(
    ("asked", "clause"),
    [
        ("what do I do when customers are upset at the counter", False),
        ("what is the purpose of the part on upset customers at the counter", True),
    ],
)
def test_a_line_that_says_what_a_section_is_for_is_no_answer_beside_its_rules(
    shop: Library, asked: str, clause: bool
) -> None:
    found = shop.ask(asked).passages
    upset = next(one for one in found if one.heading == "Upset customers")
    assert upset.clause.startswith(("PURPOSE", "USE")) is clause


def test_a_rule_behind_the_label_of_a_frame_is_still_quoted(shop: Library) -> None:
    assert shop.ask("may staff use gifts of customers").passages[0].clause.startswith("Use: Staff must not")
    assert shop.ask("should gifts be sent back to customers").passages[0].clause.startswith("Purpose: Gifts")


def test_a_golden_question_may_stand_on_what_a_document_says_of_itself(library: Library) -> None:
    assert [one for one in library.findings if "golden question" in one.message] == []


@pytest.mark.parametrize(
    ("asked", "differ"),
    [
        ("how fast must phone messages be answered", True),
        ("how soon must a request be answered", False),
        ("when do I have to answer an access request", False),
    ],
)
def test_policies_differ_only_where_both_speak_of_the_same_matter(
    library: Library, asked: str, differ: bool
) -> None:
    """A page is answered within four hours and an access request within thirty days: no difference."""
    assert bool(library.ask(asked).disagreeing) is differ
