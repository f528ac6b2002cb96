"""The nightly look at the links of all policies to the web, as a job of the outbox (P26, J13).

What was found is kept where owners' words are kept, so that every process over one database knows it. A link is
dead once a server says so, or no lookup knows its name while others are known; what only fails tonight changes
nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import partial
from typing import Protocol

import structlog

from bot.local_days import next_time_of_day
from bot.services import Services
from foundation.db import Connection
from foundation.outbox import store
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import Claimed, Job
from foundation.outbox.schedules import cron_key
from knowledge.curation.curation import Decision, DecisionKind

log = structlog.get_logger()

KIND = "link_check"
CHECK_AT = time(3, 0)
MOST = 500
"""Links looked at in one night, each a job of its own that ends within its lease."""

COUNTS_FOR = timedelta(days=8)
"""How long a link counts as dead without being looked at again."""

CONNECTED_FOR = timedelta(hours=25)
"""How long after an answer of the web a name that is not known is the link's fault and not that of the network."""


BY = "counterpoise"
"""Who is written down as having found it."""


class LinkState(StrEnum):
    """What became of a link. REFUSED is one that leads to no public address of the web: it is not followed."""

    ALIVE = "alive"
    DEAD = "dead"
    NO_SUCH_NAME = "no_such_name"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LinkFound:
    """What was found behind a link, and why in a few words without the address."""

    state: LinkState
    why: str = ""


class Web(Protocol):
    """Follows links to the public web and nowhere else; an adapter does."""

    async def look(self, address: str) -> LinkFound:
        """What becomes of a link; never raises for what is behind it."""


OpenWeb = Callable[[], AbstractAsyncContextManager[Web]]


def web_links(services: Services) -> dict[str, str]:
    """Every link of a policy to the web by a short name for it."""
    documents = services.knowledge.documents
    links = (link for one in documents for link in (one.facts.url, *one.links))
    return {_name(link): link for link in links if link.startswith(("http://", "https://"))}


def _name(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()[:32]


class LinkJobs:
    """Implements `foundation.outbox.handlers.Handler` for the nightly look at links."""

    def __init__(self, services: Services, open_web: OpenWeb | None = None) -> None:
        """Without `open_web` nothing is planned and nothing is looked at."""
        self._services = services
        self._open_web = open_web
        self._connected: datetime | None = None

    def use(self, services: Services) -> None:
        """From now on, work with these services."""
        self._services = services

    @property
    def kinds(self) -> Collection[str]:
        """The one kind."""
        return (KIND,)

    def nightly(self, now: datetime) -> Iterable[Job]:
        """The jobs of the next night, one for each link."""
        if self._open_web is None:
            return
        at = next_time_of_day(now, self._services.organisation.timezone, CHECK_AT)
        for name in list(web_links(self._services))[:MOST]:
            yield Job(cron_key("links", f"{at:%Y-%m-%d}", name), KIND, name, at)

    def obsolete(self, _: Connection, claimed: Claimed) -> bool:
        """Whether the link is in no policy any more, or links are not looked at."""
        return self._open_web is None or claimed.job.subject not in web_links(self._services)

    def begin(self, _: Connection, claimed: Claimed) -> Work:
        """Look at the link outside of the transaction."""
        return partial(self._do, claimed)

    async def _do(self, claimed: Claimed) -> Ending:
        link = web_links(self._services).get(claimed.job.subject, "")
        if link and self._open_web:
            async with self._open_web() as web:
                found = await web.look(link)
            log.info("link_looked_at", state=str(found.state))
            await self._note(link, found)
        return partial(_end, claimed=claimed)

    async def _note(self, link: str, found: LinkFound) -> None:
        now = self._services.clock.now()
        if found.state in (LinkState.ALIVE, LinkState.DEAD):
            self._connected = now
        if found.state is LinkState.UNKNOWN:
            return
        if found.state is LinkState.NO_SUCH_NAME and not self._is_connected(now):
            return
        today = now.astimezone(self._services.organisation.timezone).date()
        known = {one.subject for one in await self._services.curation.settled(DecisionKind.DEAD_LINK)}
        dead = found.state in (LinkState.DEAD, LinkState.NO_SUCH_NAME)
        if dead or link in known:
            until = today + COUNTS_FOR if dead else today - timedelta(days=1)
            said = Decision(DecisionKind.DEAD_LINK, link, BY, now, until, found.why)
            await self._services.curation.settle(said)

    def _is_connected(self, now: datetime) -> bool:
        return self._connected is not None and now - self._connected <= CONNECTED_FOR


def _end(conn: Connection, now: datetime, *, claimed: Claimed) -> None:
    store.complete(conn, claimed, now)
