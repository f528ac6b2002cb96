"""J40: former versions are kept, and "what changed?" is answered in the documents' own words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.reading.document import Document
from knowledge.reading.readers.extract import Extract
from knowledge.reading.sectioning import document_of
from knowledge.reading.versions import MOST, ChangeKind, ClauseChange, Versions, differences
from tests.knowledge.policies import POLICIES, needs_policies

FIRST = """# Counter Rules

## 1. Visitors

- Every visitor must wear a badge.
- A visitor may leave a coat at the desk.

## 2. Calls

A call must be returned within 24 hours.
"""
SECOND = """# Counter Rules

## 1. Visitors

- Every visitor must wear a badge.
- Staff must fetch the visitor at the desk.

## 2. Calls

A call must be returned within one working day.
"""
"""The coat is gone, fetching is new, the period changed."""


def document(text: str, sha: str = "") -> Document:
    return document_of(Extract(text), "counter.md", sha or str(hash(text)))


def changed(before: str, after: str) -> set[tuple[ChangeKind, str, str]]:
    found = differences(document(before), document(after))
    return {(change.kind, change.before, change.after) for change in found}


def test_added_removed_and_changed_clauses_are_told_apart_word_for_word() -> None:
    assert changed(FIRST, SECOND) == {
        (ChangeKind.REMOVED, "A visitor may leave a coat at the desk.", ""),
        (ChangeKind.ADDED, "", "Staff must fetch the visitor at the desk."),
        (
            ChangeKind.CHANGED,
            "A call must be returned within 24 hours.",
            "A call must be returned within one working day.",
        ),
    }


def test_a_change_names_its_section() -> None:
    (change,) = differences(
        document("# A\n\n## Calls\n\nRing once."), document("# A\n\n## Calls\n\nRing twice.")
    )
    assert change == ClauseChange(ChangeKind.CHANGED, "Calls", "Ring once.", "Ring twice.")


def test_a_rule_that_was_shortened_is_changed() -> None:
    shorter = FIRST.replace(" within 24 hours", "")
    assert changed(FIRST, shorter) == {
        (ChangeKind.CHANGED, "A call must be returned within 24 hours.", "A call must be returned.")
    }


def test_what_only_moved_or_is_set_another_way_has_not_changed() -> None:
    moved = (
        "# Counter Rules\n\n## 1. Calls\n\n**A call** must be returned\nwithin 24 hours.\n\n"
        "## 2. Visitors\n\nEvery visitor must wear a badge. A visitor may leave a coat at the desk.\n"
    )
    assert changed(FIRST, moved) == set()


words = st.lists(
    st.sampled_from(["staff", "must", "ring", "twice", "call", "back", "log", "it"]), min_size=1, max_size=7
)
clauses = st.lists(words.map(" ".join), max_size=8)


@settings(deadline=None)
@given(clauses, clauses)
def test_every_change_is_verbatim_from_its_version(before: list[str], after: list[str]) -> None:
    old, new = ("# T\n\n" + "\n".join(f"- {one}" for one in lines) for lines in (before, after))
    for change in differences(document(old), document(new)):
        assert change.before in old
        assert change.after in new
    assert differences(document(old), document(old)) == ()


@pytest.fixture(params=["on disk", "in this process"])
def versions(request: pytest.FixtureRequest, tmp_path: Path) -> Versions:
    return Versions(tmp_path if request.param == "on disk" else None)


def test_a_content_is_kept_once_with_the_day_it_was_first_seen(versions: Versions) -> None:
    first, second = document(FIRST, "1"), document(SECOND, "2")
    versions.note([first], date(2026, 1, 1))
    versions.note([first], date(2026, 2, 1))
    versions.note([second], date(2026, 3, 1))
    assert [(one.document.text, one.seen) for one in versions.of("counter.md")] == [
        (FIRST, date(2026, 1, 1)),
        (SECOND, date(2026, 3, 1)),
    ]
    (change,) = versions.changes("counter.md")
    assert (change.former_seen, change.seen, len(change.changes)) == (
        date(2026, 1, 1),
        date(2026, 3, 1),
        3,
    )


def test_a_content_that_comes_back_is_a_new_version(versions: Versions) -> None:
    for day, (text, sha) in enumerate([(FIRST, "1"), (SECOND, "2"), (FIRST, "1")], 1):
        versions.note([document(text, sha)], date(2026, 1, day))
    assert [one.document.text for one in versions.of("counter.md")] == [FIRST, SECOND, FIRST]


def test_only_the_newest_versions_are_kept(versions: Versions) -> None:
    for number in range(MOST + 3):
        versions.note([document(f"{FIRST}\n\nRule {number}.", f"{number:x}")], date(2026, 1, number + 1))
    kept = versions.of("counter.md")
    assert len(kept) == MOST
    assert "Rule 8." in kept[-1].document.text


def test_versions_outlive_the_process_and_a_spoilt_file_is_passed_over(tmp_path: Path) -> None:
    Versions(tmp_path).note([document(FIRST, "1")], date(2026, 1, 1))
    Versions(tmp_path).note([document(SECOND, "2")], date(2026, 1, 2))
    assert len(Versions(tmp_path).changes("counter.md")) == 1
    oldest = min(tmp_path.rglob("*.json"))
    oldest.write_bytes(b"{")
    assert Versions(tmp_path).changes("counter.md") == ()
    assert len(Versions(tmp_path).of("counter.md")) == 1


def test_a_changed_file_is_answered_for_by_the_library(tmp_path: Path) -> None:
    policies, days = tmp_path / "policies", [date(2026, 1, 1)]
    policies.mkdir()
    (policies / "counter.md").write_text(FIRST, encoding="utf-8")
    library = Library.open([policies], tmp_path / "cache", today=lambda: days[-1])
    before = library.history("counter.md")
    assert before is not None
    assert before.versions == ()
    days.append(date(2026, 2, 1))
    (policies / "counter.md").write_text(SECOND, encoding="utf-8")
    assert library.refresh()
    after = library.history("counter.md")
    assert after is not None
    (change,) = after.versions
    assert (change.former_seen, change.seen) == (days[0], days[1])
    assert library.history("other.md") is None


@needs_policies
def test_j40_a_documents_own_change_history_is_quoted(tmp_path: Path) -> None:
    library = Library.open([POLICIES], tmp_path / "cache")
    own = library.history("004_6351102210b17c3f.txt")
    assert own is not None
    assert {passage.heading for passage in own.told} == {"4.2 Version Control and Change History"}
    told = "\n".join(passage.text for passage in own.told)
    assert all(f"Version {number}" in told for number in range(1, 7))
    other = library.history("001_8870d55bd4c7c078.txt")
    assert other is not None
    assert other.told == ()
