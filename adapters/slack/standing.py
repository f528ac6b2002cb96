"""Whether Slack accepts us: every call passes here, and what it says of our credentials is remembered.

Words: docs.slack.dev/reference/methods, the `errors` that every method shares.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

ALL_CALLS = frozenset(
    {
        *("account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"),
        *("not_allowed_token_type", "org_login_required", "ekm_access_denied", "access_denied"),
        *("team_access_not_granted", "two_factor_setup_required", "enterprise_is_restricted"),
    }
)
"""What Slack says when no call will work any more; a call that works shows that it is mended."""

ONE_CALL = frozenset({"missing_scope", "no_permission"})
"""The same for one method alone; any other word about it shows that it is mended."""

SAYS_NOTHING = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
"""Words that come before Slack has looked at our credentials."""

BELIEVED_SECONDS = 3600.0
"""A method that nobody calls again cannot say that it is mended: after this the refusal is no news any more."""


class SlackStanding:
    """The refusals that hold, by method."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._refused: dict[str, tuple[str, float]] = {}

    @property
    def code(self) -> str:
        """The error word of a refusal that holds, or an empty text."""
        now = self._elapsed()
        holding = (code for code, at in self._refused.values() if self._holds(code, now - at))
        return next(holding, "")

    def worked(self, method: str) -> None:
        """A call was accepted, so our token is."""
        self._refused.pop(method, None)
        self._refused = {name: one for name, one in self._refused.items() if one[0] in ONE_CALL}

    def failed(self, method: str, code: str) -> None:
        """A call failed, for whatever reason; no `code` where Slack itself was not heard."""
        if code in ALL_CALLS | ONE_CALL:
            self._refused[method] = (code, self._elapsed())
        elif code and code not in SAYS_NOTHING:
            self.worked(method)

    @staticmethod
    def _holds(code: str, for_seconds: float) -> bool:
        return code in ALL_CALLS or for_seconds < BELIEVED_SECONDS


class WatchedClient(AsyncWebClient):
    """The SDK's client; what comes of each call is told to `standing`."""

    def __init__(self, standing: SlackStanding, **settings: Any) -> None:
        super().__init__(**settings)
        self._standing = standing

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        """One call, as the SDK makes it."""
        try:
            response = await super().api_call(api_method, **how)
        except SlackApiError as error:
            data = getattr(error.response, "data", None)
            self._standing.failed(api_method, str(data.get("error") or "") if isinstance(data, dict) else "")
            raise
        self._standing.worked(api_method)
        return response
