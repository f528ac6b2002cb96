"""Findings no file shows by itself: related documents that are not here, reviews that are overdue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge.library import Library
from knowledge.search.weights import Weights

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


def _findings(folder: Path, kind: str, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text)
    library = Library.open([folder], today=lambda: date(2026, 1, 1), weights=Weights(encoder=False))
    return [f"{one.document} {one.place} {one.message}" for one in library.findings if one.kind == kind]


SERVICE = "# Customer Service Policy\n\nNumber: 01.012.00\n\nGreet people.\n"


def test_p41_a_policy_named_in_the_text_by_name_or_number_is_found_missing(tmp_path: Path) -> None:
    desk = (
        "# Front Desk Policy\n\nFollow the AODA policy and the Workplace Violence Policy. Fraud is handled under "
        "Policy 01.011.00 and Policy 01.012.00. See the Customer Service Policy and this Policy.\n"
    )
    (said,) = _findings(tmp_path, "named-missing", desk=desk, counter=SERVICE)
    assert all(name in said for name in ("AODA policy", "Workplace Violence Policy", "01.011.00"))
    assert "01.012.00" not in said
    assert "Customer" not in said


def test_p41_a_name_that_is_part_of_another_title_is_not_that_policy(tmp_path: Path) -> None:
    desk = "# Front Desk Policy\n\nGreet.\n\n## Related Policies\n\n- Service Policy\n- AODA Customer Service Policy\n"
    (said,) = _findings(tmp_path, "related-missing", desk=desk, counter=SERVICE)
    assert said.endswith(": “Service Policy”, “AODA Customer Service Policy”.")


def test_p26_a_link_to_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").write_bytes(b"")
    desk = (
        "# Front Desk Policy\n\nUse [the form](form.xlsx), [the rules](counter.md#rules) or [the list](lists/old.pdf) "
        "and [the site](https://town.example/x.pdf).\n"
    )
    (said,) = _findings(tmp_path, "dead-file", desk=desk, counter=SERVICE)
    assert said == "desk.md lists/old.pdf Linked files are not there: lists/old.pdf."


def test_d06_p23_a_policy_without_owner_link_or_review_date_is_one_finding(tmp_path: Path) -> None:
    whole = (
        "---\nowner: Clerk\nurl: https://town.example/desk\nnext review: 2027-01-01\n---\n# Desk\n\nGreet.\n"
    )
    (said,) = _findings(tmp_path, "facts-missing", desk=whole, counter=SERVICE)
    assert said == ("counter.md  It does not state an owner, a public link and a date of its next review.")
