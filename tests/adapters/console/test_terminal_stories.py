"""The three stories in the terminal, through `counterpoise chat` itself: ask, refer, report and acknowledge."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.fixtures.sample import library, no_settings, sample_index

__all__ = ["library", "no_settings", "sample_index"]

PRIYA = "priya.raman@portmaribel.example"
RUTH = "ruth.castellano@portmaribel.example"
ENDED = (
    "incident",
    "now",
    "phone",
    "Casey Quill",
    "none",
    "He shouted and swore.",
    "verbal abuse",
    "yes",
    "yes",
)


@pytest.fixture
def data(tmp_path: Path, library: Library, sample_index: Path) -> Path:
    """A data folder whose index is made already."""
    assert library.documents
    shutil.copytree(sample_index, tmp_path / "data" / "index")
    return tmp_path / "data"


def said(data: Path, *typed: str, to: str = "") -> str:
    """All that is printed when somebody types these lines and leaves."""
    speaker = ("--as", to) if to else ()
    ran = subprocess.run(
        [sys.executable, "-m", "adapters.console.main", "chat", *speaker],
        input="\n".join((*typed, "quit")),
        capture_output=True,
        text=True,
        env={**os.environ, "COUNTERPOISE_DATA": str(data), "COLUMNS": "100"},
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return " ".join(ran.stdout.split())


def test_an_abusive_caller_and_a_pothole(data: Path) -> None:
    shown = said(data, "how do I handle an abusive caller", "who handles a pothole?", "1")
    assert "staff should give one calm warning" in shown
    assert re.search(
        r"Difficult Customers Policy, 4\. Abuse and threats(, 4\.\d)? \(reviewed June 2026\)", shown
    )
    assert "555-0121" in shown
    assert "Say this before you transfer" in shown


def test_a_report_reaches_the_head_who_acknowledges_and_the_reporter_sees_it(data: Path) -> None:
    filed = said(data, *ENDED, "send")
    first = re.search(r"\(1 of \d\)", filed)
    assert first
    assert filed.index("911") < first.start(), "P36: the number before any field"
    reference = re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b", filed.split("Please check your answers")[1])
    assert reference, filed
    assert "Harbour Light" in filed, "D43"
    assert filed.count("Your report is saved") == 1, "the confirmation is there before the next line is read"
    assert filed.index("Your report is saved") < filed.index("> quit")
    stranger = said(data, f"reports {reference[0]}", to=RUTH)
    assert "He shouted" not in stranger
    card = said(data, f"reports {reference[0]}", to=PRIYA)
    number = re.search(r"\[(\d+)\] Acknowledge", card)
    assert number, card
    done = said(data, f"reports {reference[0]}", number[1], to=PRIYA)
    assert "Priya Raman acknowledged" in done
    assert "Priya Raman acknowledged at" in said(data, "my reports")
