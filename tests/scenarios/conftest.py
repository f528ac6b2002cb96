"""Fixtures of the scenarios: both vendors and the program between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from adapters.settings import SAMPLE
from incidents import confirmation
from knowledge.library import Library
from tests.fakes.patience import LOADED
from tests.fixtures.databases import database_url, postgres_server, templates
from tests.fixtures.sample import library, no_settings, own_index, sample_index
from tests.scenarios.house import House, Start, Vendors, house, vendors

__all__ = [
    "database_url",
    "library",
    "no_settings",
    "own_index",
    "postgres_server",
    "sample_index",
    "templates",
]


@pytest.fixture
def database_kind() -> str:
    """The database of the scenarios; those about both databases say so."""
    return "sqlite"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is given longer until a confirmation arrives; whatever comes first ends the wait as ever."""
    monkeypatch.setattr(confirmation, "PATIENCE_SECONDS", LOADED)


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
