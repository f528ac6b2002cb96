"""Fixtures of the conversation tests; flows do not know databases, so SQLite alone is enough here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.dispatch import Bot
from foundation.db import Database
from knowledge.curation.curated import Lessons
from knowledge.library import Library
from tests.fakes.conversation import PLATFORMS
from tests.fixtures.at_hand import database_kind, db
from tests.fixtures.databases import database_url, templates
from tests.fixtures.sample import library as sample
from tests.fixtures.sample import sample_index
from tests.fixtures.shared_reader import shared_reader
from tests.flows.town import ORGANISATION, Town

__all__ = [
    "database_kind",
    "database_url",
    "db",
    "own_index",
    "sample",
    "sample_index",
    "shared_reader",
    "templates",
]


@pytest.fixture
def town(db: Database) -> Town:
    """The sample town over a fresh database."""
    return Town(db)


@pytest.fixture
def own_index(sample: Library, sample_index: Path, tmp_path: Path) -> Path:
    """A copy of what was kept, for a library of a test's own."""
    return shutil.copytree(sample_index, tmp_path / "cache")


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory, sample: Library, sample_index: Path) -> Library:
    """The sample policies on a day of their own, from what was kept of them."""
    cache = tmp_path_factory.mktemp("own") / "index"
    shutil.copytree(sample_index, cache)
    return Library.open([ORGANISATION / "policies"], cache, today=lambda: date(2026, 3, 2))


@pytest.fixture
def library(indexed: Library) -> Iterator[Library]:
    """The sample policies; what a test taught is forgotten after it."""
    yield indexed
    indexed.learn(Lessons())


@pytest.fixture
def learning_town(town: Town, library: Library) -> Town:
    """The sample town with its real policies."""
    town.services = replace(town.services, knowledge=library)
    town.bot = Bot(town.services, PLATFORMS)
    town.letters.use(town.services)
    return town
