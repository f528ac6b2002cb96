"""Where the five public policies and the development questions lie, beside a checkout; absent elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
POLICIES = SHARED / "policies"
needs_policies = pytest.mark.skipif(
    not POLICIES.is_dir(), reason="../shared/policies is not beside this checkout"
)


def policy(start: str) -> Path:
    """The policy whose file name starts so."""
    return next(POLICIES.glob(f"{start}*"))
