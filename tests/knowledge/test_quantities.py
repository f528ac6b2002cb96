"""Clauses of two documents that set other numbers for one act of one subject stand side by side; others do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answers.answer import Answer
from knowledge.library import Library


def asked(folder: Path, question: str, one: str, two: str) -> Answer:
    folder = folder / "policies"
    folder.mkdir()
    (folder / "a.md").write_text(
        f"---\ntitle: Incident Rules\neffective: 2024-08-01\n---\n# Incident Rules\n\n## Rules\n\n{one}\n",
        "utf-8",
    )
    (folder / "b.md").write_text(
        f"---\ntitle: Handbook\neffective: 2021-03-01\n---\n# Handbook\n\n## More\n\n{two}\n\nDogs stay outside.\n",
        "utf-8",
    )
    return Library.open([folder]).ask(question)


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        (
            "how soon must an incident be reported",
            "Every incident must be reported to the principal within 24 hours.",
            "Incidents are to be reported to the principal within forty-eight hours.",
        ),
        (
            "how long do we keep the log",
            "Staff must keep the log for three years.",
            "Logs must be kept for five years.",
        ),
        (
            "how long may a caller be on hold",
            "A caller must not be on hold for more than two minutes.",
            "Callers must not wait on hold for more than 90 seconds.",
        ),
        (
            "which refunds must the clerk approve",
            "A refund above $50 must be approved by the clerk.",
            "Refunds above $100 must be approved by the clerk.",
        ),
        (
            "when is a complaint acknowledged and answered",
            "A complaint is acknowledged within 3 days and answered within 10 days.",
            "A complaint is acknowledged within 3 days and answered within 20 days.",
        ),
        (
            "how soon is a complaint acknowledged in writing",
            "A complaint must be acknowledged in writing within 3 days and kept for 2 years.",
            "A complaint must be acknowledged in writing within 5 days and kept for 2 years.",
        ),
        (
            "how long are recorded calls kept",
            "Recorded calls must be kept for 90 days.",
            "The department keeps recorded calls for at least 30 days.",
        ),
        (
            "how soon do I record an abusive call",
            "Staff must record an abusive call on the customer record within 2 hours.",
            "An abusive call must be logged on the customer record within one hour.",
        ),
        (
            "how long is a keycard blocked",
            "A lost keycard is blocked for 10 days.",
            "The block of a lost keycard lasts 20 days.",
        ),
        (
            "how many warnings does an abusive caller get",
            "An abusive caller must get one calm warning before the call ends.",
            "An abusive caller must get three calm warnings before the call ends.",
        ),
        (
            "how many employees make a home visit",
            "A home visit must be made by two trained employees with a phone.",
            "A home visit must be made by three trained employees with a phone.",
        ),
    ],
)
def test_other_numbers_for_the_same_act_are_shown_side_by_side_with_their_dates(
    tmp_path: Path, question: str, one: str, two: str
) -> None:
    found = asked(tmp_path, question, one, two)
    assert found.disagreeing == ((0, 1),)
    assert {passage.clause for passage in found.passages[:2]} == {one, two}
    assert {passage.citation.rpartition("(")[2] for passage in found.passages[:2]} == {
        "effective August 2024)",
        "effective March 2021)",
    }


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        (
            "how soon must an incident be reported",
            "Every incident must be reported to the principal within 24 hours.",
            "Every incident must be reported to the principal within one calendar day.",
        ),
        (
            "how soon must an incident be reported",
            "Every incident must be reported to the principal within 24 hours, see section 4.2.",
            "Every incident must be reported to the principal within 24 hours, see section 7.1.",
        ),
        (
            "how soon must an incident be reported",
            "Every incident must be reported to the principal within 24 hours.",
            "A lost key must be handed to the caretaker within 48 hours.",
        ),
        (
            "how soon must a letter be answered",
            "A letter must be answered within ten days.",
            "A phone must be answered within 20 seconds.",
        ),
        (
            "how soon must an incident be reported",
            "Every incident must be reported to the principal within 24 hours.",
            "Every incident must be reported to the principal within 24 hours, and within two days to the nurse.",
        ),
        (
            "which rule of 2019 on visitors holds",
            "The rule of 2019 on visitors and their badges holds.",
            "The rule of 2021 on visitors and their badges holds.",
        ),
    ],
)
def test_the_same_span_another_subject_a_section_or_a_year_is_no_difference(
    tmp_path: Path, question: str, one: str, two: str
) -> None:
    assert asked(tmp_path, question, one, two).disagreeing == ()


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        (
            "how soon do I record an abusive call",
            "The clerk must record an abusive call on the customer record within 2 hours.",
            "Abusive calls and other calls are recorded and kept for 90 days.",
        ),
        (
            "how long is a visitor pass valid",
            "A visitor pass must be handed back within 2 hours of the visit.",
            "A visitor pass is valid for 12 hours.",
        ),
        (
            "when must staff ask for annual leave",
            "Staff must ask for annual leave two weeks before it begins.",
            "Annual leave that staff ask for is granted or refused within 3 days.",
        ),
        (
            "how soon is a complaint answered in writing",
            "A complaint must be answered in writing within 20 days.",
            "A complaint must be acknowledged in writing within 3 days.",
        ),
        (
            "how long are complaint letters kept",
            "Complaint letters must be kept for seven years.",
            "Complaint letters and their index are reviewed every two years.",
        ),
    ],
)
def test_another_act_or_another_clock_is_no_difference(
    tmp_path: Path, question: str, one: str, two: str
) -> None:
    assert asked(tmp_path, question, one, two).disagreeing == ()
