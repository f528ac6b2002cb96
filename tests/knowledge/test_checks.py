"""Findings no file shows by itself: related documents that are not here, reviews that are overdue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge.library import Library

POLICY = """# Front Desk Policy

Next Review Date: 2026-03-01

## 1. Telephone

Answer the telephone.

## Related Policies

- Code of Conduct
- Records Retention Policy (2024)
- Visitor handbook
"""


def _library(folder: Path, today: date) -> Library:
    (folder / "front-desk.md").write_text(POLICY)
    (folder / "records.md").write_text("# Records Retention Policy\n\nKeep records.\n")
    (folder / "visitor-handbook.md").write_text("# Welcome\n\nGreet people.\n")
    return Library.open([folder], today=lambda: today)


def test_p41_a_related_policy_that_is_not_in_the_index_is_a_finding(tmp_path: Path) -> None:
    found = [one for one in _library(tmp_path, date(2026, 1, 1)).findings if one.kind == "related-missing"]
    assert [(one.document, "Code of Conduct" in one.message) for one in found] == [("front-desk.md", True)]


def test_r01_an_overdue_review_becomes_a_finding_on_its_day(tmp_path: Path) -> None:
    assert not any(one.kind == "review-overdue" for one in _library(tmp_path, date(2026, 3, 1)).findings)
    (late,) = (one for one in _library(tmp_path, date(2026, 3, 2)).findings if one.kind == "review-overdue")
    assert (late.document, "2026-03-01" in late.message) == ("front-desk.md", True)
