"""The nightly look at links: one job a link, a dead one is told to owners and shown to nobody (P26, J13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from bot.flows.answer_card import quote
from bot.flows.teaching import teach
from bot.link_checks import LinkFound, LinkJobs, LinkState
from bot.services import Services
from foundation.db import Database
from foundation.outbox import store
from foundation.outbox.worker import Worker
from knowledge.curation.store import SqlCuration
from knowledge.library import Library
from knowledge.search.weights import Weights
from tests.bot.test_stores import RING
from tests.fakes.clock import FakeClock
from tests.fakes.letterbox import Letterbox
from tests.fakes.services import services

LINK = "https://town.example/keys"
OTHER = "https://town.example/forms"
POLICY = f"---\nurl: {LINK}\n---\n# Key Policy\n\n## Lending\n\nStaff must sign for keys. Forms: {OTHER}\n"


@dataclass
class FakeWeb:
    """The web as it is said to be."""

    states: dict[str, LinkState] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self) -> Self:
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def look(self, address: str) -> LinkFound:
        self.asked.append(address)
        return LinkFound(self.states.get(address, LinkState.ALIVE), "")


class Night:
    """A process whose clock can be set to the next night."""

    def __init__(self, db: Database, folder: Path) -> None:
        (folder / "keys.md").write_text(POLICY)
        self.db, self.clock, self.web = db, FakeClock(), FakeWeb()
        library = Library.open([folder], today=self._today, weights=Weights(encoder=False))
        self.services: Services = services(
            clock=self.clock, knowledge=library, curation=SqlCuration(db, RING)
        )
        self.library = library
        self.jobs = LinkJobs(self.services, self.web)

    def _today(self) -> date:
        return self.clock.now().date()

    async def falls(self, states: dict[str, LinkState] | None = None) -> None:
        """The next night passes with the web as it is said to be."""
        self.web.states = states or {}
        bell = Letterbox(self.db).bell
        worker = Worker(self.db, [self.jobs], self.clock, bell, [self.jobs.nightly])
        planned = list(self.jobs.nightly(self.clock.now()))
        await self.db.write(lambda conn: store.enqueue(conn, planned, self.clock.now()))
        self.clock.advance(timedelta(days=1))
        while await worker.run_due():
            pass
        await teach(self.services)

    def told(self) -> list[str]:
        return [one.place for one in self.library.findings if one.kind == "dead-web-link"]

    def shown(self) -> str:
        return self.library.ask("do staff sign for keys?").passages[0].url


@pytest.fixture
def night(db: Database, tmp_path: Path) -> Night:
    return Night(db, tmp_path)


async def test_p26_a_dead_link_is_a_finding_and_is_not_shown_until_it_works_again(night: Night) -> None:
    await night.falls()
    assert (night.told(), night.shown(), sorted(night.web.asked)) == ([], LINK, [OTHER, LINK])
    await night.falls({LINK: LinkState.DEAD})
    assert (night.told(), night.shown()) == ([LINK], "")
    await night.falls({LINK: LinkState.UNKNOWN})
    assert (night.told(), night.shown()) == ([LINK], "")
    await night.falls()
    assert (night.told(), night.shown()) == ([], LINK)


async def test_p26_an_answer_says_that_an_address_in_its_words_is_dead_and_leaves_the_words(
    night: Night,
) -> None:
    await night.falls({OTHER: LinkState.DEAD, LINK: LinkState.DEAD})
    (passage, *_) = night.library.ask("where are the forms?").passages
    assert (passage.dead_links, OTHER in passage.clause) == ((OTHER,), True)
    assert quote(passage).warning == (
        f"At the last look there was nothing at {OTHER}. The words are quoted as they stand."
    )
    await night.falls()
    (passage, *_) = night.library.ask("where are the forms?").passages
    assert (passage.dead_links, quote(passage).warning) == ((), "")


async def test_where_no_name_is_known_the_network_is_at_fault_and_not_every_link(night: Night) -> None:
    await night.falls({LINK: LinkState.NO_SUCH_NAME, OTHER: LinkState.NO_SUCH_NAME})
    assert night.told() == []
    await night.falls({LINK: LinkState.REFUSED})
    await night.falls({LINK: LinkState.NO_SUCH_NAME})
    assert night.told() == [LINK]


async def test_nothing_is_looked_at_unless_it_is_asked_for(night: Night) -> None:
    night.jobs = LinkJobs(night.services)
    await night.falls({LINK: LinkState.DEAD})
    assert (night.told(), night.web.asked) == ([], [])
