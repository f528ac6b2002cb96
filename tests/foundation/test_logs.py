"""Logs: they serve the work and never stop it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest
import structlog

from foundation.logs import configure_logs


class _FullDisk(io.StringIO):
    def write(self, _: str) -> int:
        raise OSError(28, "No space left on device")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_a_line_that_cannot_be_written_is_lost_and_the_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", _FullDisk())
    configure_logs(readable=False)
    structlog.get_logger().error("notice_not_delivered")


def test_a_line_is_written_where_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logs(readable=False)
    structlog.get_logger().error("notice_not_delivered")
    assert '"notice_not_delivered"' in stream.getvalue()
