"""Whether Slack accepts us: every call passes here, and what it says of our credentials is remembered.

Words: docs.slack.dev/reference/methods, the `errors` that every method shares.
"""

from __future__ import annotations

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
"""The same for one method alone."""


class Standing:
    """The refusals that hold, by method."""

    def __init__(self) -> None:
        self._refused: dict[str, str] = {}

    @property
    def code(self) -> str:
        """The error word of a refusal that holds, or an empty text."""
        return next(iter(self._refused.values()), "")

    def worked(self, method: str) -> None:
        """A call was accepted, so our token is."""
        self._refused.pop(method, None)
        self._refused = {name: code for name, code in self._refused.items() if code in ONE_CALL}

    def failed(self, method: str, code: str) -> None:
        """A call failed, for whatever reason."""
        if code in ALL_CALLS | ONE_CALL:
            self._refused[method] = code


class WatchedClient(AsyncWebClient):
    """The SDK's client; what comes of each call is told to `standing`."""

    def __init__(self, standing: Standing, **settings: Any) -> None:
        super().__init__(**settings)
        self._standing = standing

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        """One call, as the SDK makes it."""
        try:
            response = await super().api_call(api_method, **how)
        except SlackApiError as error:
            data = getattr(error.response, "data", None)
            self._standing.failed(api_method, str(data.get("error")) if isinstance(data, dict) else "")
            raise
        self._standing.worked(api_method)
        return response
