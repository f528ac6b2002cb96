"""Bolt, set up so that nothing is acknowledged before it is done and nothing of a request is logged.

Our ingress (or Slack's own connection) has authenticated every request that arrives here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.readable import readable
from adapters.slack import limits
from adapters.slack.accounts import Workspace
from adapters.slack.receive import ComeAgain, Receiver
from adapters.slack.shapes import check

EVERYTHING = re.compile(".*", re.DOTALL)


def quiet_logger() -> logging.Logger:
    """A logger for the SDKs that tells of errors only, without their words: those hold whole requests (T2)."""
    logger = logging.getLogger("adapters.slack.sdk")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_without_words)
    return logger


def _without_words(record: logging.LogRecord) -> bool:
    kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "no exception"
    record.msg, record.args = f"slack sdk: {record.funcName} ({kind})", ()
    record.exc_info = record.exc_text = record.stack_info = None
    return True


def build_app(
    client: AsyncWebClient, workspace: Workspace, receiver: Receiver, logger: logging.Logger
) -> AsyncApp:
    """An app with one catch-all per kind: every further listener costs 12 us a request (platforms.md 1b)."""

    async def only_ours(req: AsyncBoltRequest, next_: Callable[[], Awaitable[Any]]) -> BoltResponse | None:
        check(req.body)
        if req.body.get("type") == "url_verification" or workspace.serves(
            req.context.team_id, req.context.enterprise_id
        ):
            await next_()
            return None
        receiver.ignored["foreign_team"] += 1
        return BoltResponse(status=403)

    async def take(body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
        # Here and not at the door, because Socket Mode has none.
        answer = await receiver.receive(readable(body, limits.BODY_DEPTH), context.team_id or workspace.team)
        return BoltResponse(status=200, body=answer or "")

    async def failed(error: Exception) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            receiver.ignored["unknown_kind"] += 1
            return BoltResponse(status=200)
        if isinstance(error, ComeAgain):
            receiver.ignored["sent_back"] += 1
            return BoltResponse(status=503)
        # Only a shape Slack never sends is left.
        receiver.ignored["malformed"] += 1
        return BoltResponse(status=400)

    app = _App(
        client=client,
        authorize=_Known(client, workspace),
        before_authorize=only_ours,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        raise_error_for_unhandled_request=True,
        logger=logger,
        name="adapters.slack.sdk",
    )
    app.error(failed)
    app.event(EVERYTHING)(take)
    app.command(EVERYTHING)(take)
    app.action(EVERYTHING)(take)
    app.view(EVERYTHING)(take)
    app.view_closed(EVERYTHING)(take)
    app.shortcut(EVERYTHING)(take)
    return app


class _App(AsyncApp):
    def _init_context(self, req: AsyncBoltRequest) -> None:
        # Bolt builds a client for each request and reads the proxy settings again: a quarter of its time.
        req.context["logger"] = self.logger
        req.context["client"] = self.client
        req.context["listener_runner"] = self.listener_runner


class _Known(AsyncAuthorize):
    """The one workspace we are installed in, known since the start, so that no request waits for auth.test."""

    def __init__(self, client: AsyncWebClient, workspace: Workspace) -> None:
        self._result = AuthorizeResult(
            enterprise_id=workspace.enterprise or None,
            team_id=workspace.team,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot,
            bot_token=client.token,
        )

    async def __call__(self, **_: Any) -> AuthorizeResult:
        return self._result
