"""A short run of the kill -9 trial; the long one is `python -m tests.chaos.kill --kills 50`."""

from __future__ import annotations

import pytest

from tests.chaos.kill import run

KILLS = 2
WITHIN_SECONDS = 60.0
"""How soon after the last restart is measured by the long one; here something that never comes is found out."""


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_kill_9_loses_nothing_confirmed_and_leaves_nobody_unnotified(database: str) -> None:
    outcome = run(KILLS, database, within=WITHIN_SECONDS)
    if outcome is None:
        pytest.skip("no PostgreSQL to start here")
    assert outcome.held, f"\n{outcome.table()}"


def test_confirming_before_the_commit_would_be_found_out() -> None:
    """Where a kill falls is chance, so the control may take more than one run."""
    assert any(_is_found_out() for _ in range(4))


def _is_found_out() -> bool:
    outcome = run(KILLS + 1, "sqlite", early=True)
    assert outcome is not None
    return outcome.lost > 0 and not outcome.held
