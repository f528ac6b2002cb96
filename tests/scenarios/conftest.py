"""Fixtures of the scenarios: the index of the sample policies, a clean environment, both vendors, the program."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from adapters.settings import SAMPLE
from knowledge.library import Library
from tests.fixtures.databases import database_url, postgres_server, templates
from tests.scenarios.house import House, Start, Vendors, house, vendors

__all__ = ["database_url", "postgres_server", "templates"]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The sample policies, read and indexed once; test processes share what was encoded."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    return Library.open([SAMPLE / "policies"], shared / "index-of-the-sample")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the environment reaches a program under test."""
    for name in os.environ:
        if name.startswith(("SLACK_", "TEAMS_", "COUNTERPOISE_")):
            monkeypatch.delenv(name)


@pytest.fixture
def database_kind() -> str:
    """The database of the scenarios; those about both databases say so."""
    return "sqlite"


@pytest.fixture
def socket_mode() -> bool:
    """Whether Slack is connected outwards; scenarios about both say so."""
    return False


@pytest.fixture
async def around() -> AsyncIterator[Vendors]:
    """Slack and Microsoft."""
    async with vendors() as both:
        yield both


@pytest.fixture
def start(around: Vendors, tmp_path: Path, database_url: str, library: Library) -> Start:
    """Starts the program over the same data, again after a stop as well."""

    def begin(
        *, socket_mode: bool = False, organisation: Path = SAMPLE
    ) -> AbstractAsyncContextManager[House]:
        return house(
            around,
            tmp_path / "data",
            database_url,
            library,
            socket_mode=socket_mode,
            organisation=organisation,
        )

    return begin


@pytest.fixture
async def it(start: Start, socket_mode: bool) -> AsyncIterator[House]:
    """The running program."""
    async with start(socket_mode=socket_mode) as running:
        yield running
