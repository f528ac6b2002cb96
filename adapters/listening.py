"""The socket in front of every door: a request's head must come within seconds, and nothing half-said is logged.

aiohttp waits an hour for a head that never ends, and writes a trace for each body that breaks off and each
line that is no HTTP. Here a connection without a whole head is closed soon, few of them are held at once,
and what is no request is counted.
"""

from __future__ import annotations

import asyncio
import traceback
from collections import OrderedDict
from pathlib import PurePath
from typing import Any

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from adapters.refusals import Refusals

log = structlog.get_logger()

HEAD_SECONDS = 5.0
"""From the first byte of a request (or a new connection) to the end of its head."""
CONNECTIONS = 512
"""Held at once, within what a system lets a program open; beyond, the one that is quiet longest is closed."""
KEEP_ALIVE_SECONDS = 75.0
"""A connection between two requests; longer than proxies keep theirs, so that they never meet a closing one."""
LINGERING_SECONDS = 1.0
"""How long the rest of a body is taken in that was refused unread, so that its sender hears the answer."""

_THEIRS = (HttpProcessingError, web.RequestPayloadError, ConnectionError)


class Site(web.TCPSite):
    """A listening socket whose connections are patient with nobody."""

    def __init__(self, runner: web.AppRunner, host: str, port: int) -> None:
        super().__init__(runner, host, port)
        self._where = (host, port)
        self._everybody: OrderedDict[_Connection, None] = OrderedDict()
        self._refusals = Refusals("http")

    async def start(self) -> None:
        """Listen; raises OSError where the address is taken."""
        await web.BaseSite.start(self)
        server = self._runner.server
        assert server is not None  # noqa: S101 - a runner that was set up has one
        loop = asyncio.get_running_loop()

        def connection() -> _Connection:
            return _Connection(server, self._everybody, self._refusals, loop)

        self._server = await loop.create_server(connection, *self._where)

    async def stop(self) -> None:
        """Listen no more."""
        self._refusals.close()
        await super().stop()


class _Connection(web.RequestHandler):
    __slots__ = ("_deadline", "_everybody", "_refusals")

    def __init__(
        self,
        server: web.Server,
        everybody: OrderedDict[_Connection, None],
        refusals: Refusals,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(
            server,
            loop=loop,
            access_log=None,  # type: ignore[arg-type]  # this is how it is switched off
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            lingering_time=LINGERING_SECONDS,
        )
        self._everybody = everybody
        self._refusals = refusals
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._make_room()
        self._everybody[self] = None
        self._await_head()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._head_came()
        self._everybody.pop(self, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        before = self._request_count
        super().data_received(data)
        if self._request_count > before:
            self._head_came()
            if self in self._everybody:
                self._everybody.move_to_end(self)
        elif self._deadline is None and self.is_idle():
            self._await_head()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The bare status for what is no request; aiohttp would write down its bytes."""
        if not isinstance(exc, _THEIRS):
            return super().handle_error(request, status, exc, message)
        self.log_exception(exc_info=exc)
        refusal = web.Response(status=status)
        refusal.force_close()
        return refusal

    def log_exception(self, *_: Any, **kw: Any) -> None:
        """Count what the other side did; of our own faults tell the kind, for a trace may quote a request."""
        error = kw.get("exc_info")
        if isinstance(error, _THEIRS):
            self._refusals.add("no_http" if isinstance(error, HttpProcessingError) else "broken_off")
        else:
            log.error("request_failed", cause=type(error).__name__, at=_places(error))

    def is_idle(self) -> bool:
        """Whether no request is being answered, as aiohttp itself asks before it closes an idle connection."""
        return self._waiter is not None and not self._waiter.done()

    def _make_room(self) -> None:
        if len(self._everybody) >= CONNECTIONS:
            quiet = next((one for one in self._everybody if one.is_idle()), self)
            quiet.give_up("crowded")

    def give_up(self, reason: str) -> None:
        """Close without a word: there is no request to answer."""
        self._head_came()
        self._refusals.add(reason)
        self.force_close()

    def _await_head(self) -> None:
        self._deadline = self._loop.call_later(HEAD_SECONDS, self.give_up, "slow_head")

    def _head_came(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _places(error: BaseException | None) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__, limit=-6) if error else []
    return [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
