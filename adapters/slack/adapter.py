"""Slack as a platform of the bot: over HTTP, or over a connection of our own (Socket Mode)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.bodies import Bodies, UnreadableBody
from adapters.refusals import Refusals
from adapters.slack import limits
from adapters.slack.accounts import PLATFORM, Accounts, introduce
from adapters.slack.bolt import build_app, quiet_logger
from adapters.slack.calls import CallFailed, Calls
from adapters.slack.failures import conclude
from adapters.slack.ingress import Payload, Refused, parse_body, verify
from adapters.slack.perform import Performer
from adapters.slack.receive import Receiver
from adapters.slack.sender import Sender
from adapters.slack.settings import SlackSettings
from adapters.slack.shared import SharedFiles
from bot.adapter import Delivery, Failure, Handle, Receipt, SendFailed
from bot.capabilities import Capabilities
from bot.people import ReplyTarget
from foundation.clock import Clock, possible

LOG = structlog.get_logger(__name__)

PATH = "/slack/events"
"""One address for events, commands and interactions."""
LONGEST_PAUSE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Connected:
    """What exists only once Slack has told us who we are."""

    app: AsyncApp
    receiver: Receiver
    sender: Sender
    socket: AsyncSocketModeHandler | None


class SlackAdapter:
    """Until Slack has been reached, requests get 503 (Slack sends them again) and sends fail, saying why."""

    platform = PLATFORM
    capabilities: Capabilities = limits.CAPABILITIES

    def __init__(self, settings: SlackSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._calls: Calls | None = None
        self._connected: _Connected | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._refusal: CallFailed | None = None
        self._bodies = Bodies(limits.BODY_BYTES)
        self.refusals = Refusals(PLATFORM)

    def routes(self) -> list[web.RouteDef]:
        """The HTTP routes; none in Socket Mode, where nothing needs to reach us."""
        return [] if self._settings.socket_mode else [web.post(PATH, self._ingress)]

    async def start(self, handle: Handle) -> None:
        """Begin to receive. If Slack cannot be reached, or refuses our token, it is asked again and again
        behind: the other platforms and their notices must not wait for it."""
        self._calls = Calls.open(self._settings, quiet_logger())
        if not await self._try_connecting(self._calls, handle):
            self._connecting = asyncio.create_task(self._keep_connecting(self._calls, handle))

    async def send(self, target: ReplyTarget, delivery: Delivery) -> Receipt:
        """Send or update a message; raises SendFailed."""
        if self._connected is None:
            raise conclude(self._refusal) if self._refusal else SendFailed(Failure.RETRY, "not_connected")
        return await self._connected.sender.send(target, delivery)

    def trouble(self) -> str:
        """Why Slack does not work for us, where that is our installation; empty otherwise."""
        if self._refusal is not None:
            return f"Slack could not be connected ({self._refusal.code})."
        code = self._calls.standing.code if self._calls else ""
        return f"Slack refuses our credentials ({code})." if code else ""

    async def close(self) -> None:
        """Stop receiving, finish what is under way, free connections."""
        if self._connecting is not None:
            self._connecting.cancel()
        connected, self._connected = self._connected, None
        if connected is not None:
            await connected.receiver.finish()
            if connected.socket is not None:
                await connected.socket.close_async()  # type: ignore[no-untyped-call]  # Bolt gives no type
        if self._calls is not None:
            await self._calls.close()
        self.refusals.close()

    async def _connect(self, calls: Calls, handle: Handle) -> None:
        workspace = await introduce(calls, self._settings)
        accounts = Accounts(calls, self._clock, workspace)
        performer, files = Performer(calls, accounts), SharedFiles(calls)
        receiver = Receiver(handle, self._clock, workspace, accounts, performer, files)
        logger = quiet_logger()
        app = build_app(calls.quick, workspace, receiver, logger)
        socket = None
        if self._settings.socket_mode:
            token = self._settings.app_token.get_secret_value()
            socket = AsyncSocketModeHandler(app, token, logger, calls.patient, ping_interval=5)
        self._connected = _Connected(app, receiver, Sender(calls, accounts), socket)
        if socket is not None:
            # Bolt sends an envelope's acknowledgement after the dispatch, and so after our commit.
            connecting = socket.connect_async()  # type: ignore[no-untyped-call]  # Bolt gives no type
            self._connecting = asyncio.create_task(connecting)
        LOG.info("slack_connected", team=workspace.team, socket_mode=socket is not None)

    async def _keep_connecting(self, calls: Calls, handle: Handle) -> None:
        pause = 1.0
        while True:
            await asyncio.sleep(pause)
            if await self._try_connecting(calls, handle):
                return
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _try_connecting(self, calls: Calls, handle: Handle) -> bool:
        try:
            await self._connect(calls, handle)
        except CallFailed as failed:
            self._refusal = failed
            LOG.warning("slack_not_connected", code=failed.code, mend="see `counterpoise doctor`")
        else:
            self._refusal = None
        return self._refusal is None

    async def _ingress(self, request: web.Request) -> web.Response:
        """One request: who sends it is proved on its bytes before anything is read into them."""
        connected = self._connected
        if connected is None:
            return web.Response(status=503)
        try:
            body = await self._bodies.read(request)
            verify(request.headers, body, self._settings.signing_secrets, possible(self._clock))
            payload = parse_body(request.content_type, body)
        except (Refused, UnreadableBody) as refused:
            return self._refuse(refused.status, refused.reason)
        return await self._dispatch(connected.app, payload)

    async def _dispatch(self, app: AsyncApp, payload: Payload) -> web.Response:
        try:
            # A dict is only taken in this mode; in the other Bolt would parse the text once more.
            answer = await app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            # Bolt reads the shape of a request while it builds it, and Slack never sends one it cannot read.
            return self._refuse(400, "malformed")
        if answer.status in (400, 403):
            return self._refuse(answer.status, "malformed" if answer.status == 400 else "foreign_team")
        json_body = answer.body.startswith("{")
        return web.Response(
            status=answer.status,
            text=answer.body,
            content_type="application/json" if json_body else "text/plain",
        )

    def _refuse(self, status: int, reason: str) -> web.Response:
        self.refusals.add(reason)
        return web.Response(status=status)
