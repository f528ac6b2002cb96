"""The only place that knows the Bot Framework SDK: one activity through its pipeline, one answer out.

What is used of it is four calls: `Activity`, `TeamsActivityHandler.on_turn`, `CloudAdapterBase.process_activity`
and `InvokeResponse`. Its own HTTP adapter, token check and clients stay outside: they fail invokes, stall the loop
and cost 40 to 90 times the CPU (platforms.md T5, T6; `make bench ARGS=teams`).

The SDK is archived: support ended on 2025-12-31, and 4.17.1 is its last Python release. It stays while it works,
because behind this seam nothing of it takes input that the ingress has not proved and bounded. Two things replace
it. The Microsoft 365 Agents SDK keeps its turn and handlers under new names (`botbuilder-core` is
`microsoft-agents-hosting-core`, `botbuilder-schema` `microsoft-agents-activity`, the handlers of Teams
`microsoft-agents-hosting-teams`): learn.microsoft.com/microsoft-365/agents-sdk/bf-migration-python tells the way.
The Teams SDK (`microsoft-teams-apps`) is for bots of Teams alone and brings a web server and a token check of its
own, which we would leave outside again. Whichever it is, only this file changes; the app registration stays.
"""

from __future__ import annotations

from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity as SdkActivity
from botbuilder.schema import ChannelAccount, ConversationAccount
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from adapters.teams.activities import Activity, text_at
from adapters.teams.ingress import Answer, Turn


class TeamsTurns(CloudAdapterBase):  # type: ignore[misc]  # the SDK has no types
    """Runs activities that the ingress has already proved."""

    def __init__(self) -> None:
        super().__init__(_AlreadyProved())

    async def run(self, activity: Activity, work: Turn) -> Answer:
        """Take one activity through the SDK; `work` gets it as plain JSON and says what to answer."""
        handler = _Handler(activity, work)
        response = await self.process_activity(_proved(), _as_sdk_activity(activity), handler.on_turn)
        if response is None or response.status == 501:  # The handler knows no such activity: nothing to say.
            return 200, None
        return response.status, response.body


class _Handler(TeamsActivityHandler):  # type: ignore[misc]  # the SDK has no types
    """Sends the activity types that can be events of ours to the same work; others end here."""

    def __init__(self, activity: Activity, work: Turn) -> None:
        super().__init__()
        self._activity = activity
        self._work = work

    async def on_message_activity(self, *_: TurnContext) -> None:
        await self._work(self._activity)

    async def on_conversation_update_activity(self, *_: TurnContext) -> None:
        await self._work(self._activity)

    async def on_installation_update(self, *_: TurnContext) -> None:
        await self._work(self._activity)

    async def on_invoke_activity(self, *_: TurnContext) -> InvokeResponse:
        # The SDK's typed answers to invokes cannot be turned into JSON; a plain dict can.
        status, body = await self._work(self._activity)
        return InvokeResponse(status=status, body=body)


class _AlreadyProved(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no types
    """Stands where the SDK would check tokens and make clients; neither is ever asked for."""

    async def authenticate_request(self, *_: object) -> AuthenticateRequestResult:
        raise PermissionError

    async def authenticate_streaming_request(self, *_: object) -> AuthenticateRequestResult:
        raise PermissionError

    def create_connector_factory(self, *_: object) -> ConnectorFactory:
        return _NoClients()

    async def create_user_token_client(self, *_: object) -> None:
        return None


class _NoClients(ConnectorFactory):  # type: ignore[misc]  # the SDK has no types
    async def create(self, *_: object) -> object:
        return self  # The SDK insists on something; messages go out through our own connector.


def _proved() -> AuthenticateRequestResult:
    proved = AuthenticateRequestResult()
    proved.claims_identity = ClaimsIdentity({}, True)
    proved.connector_factory = _NoClients()
    return proved


def _as_sdk_activity(activity: Activity) -> SdkActivity:
    """The few fields the SDK looks at, by hand: its deserialiser takes a hundred times as long."""
    conversation = activity["conversation"]
    return SdkActivity(
        type=activity["type"],
        id=activity["id"],
        name=text_at(activity, "name"),
        channel_id=activity["channelId"],
        service_url=activity["serviceUrl"],
        conversation=ConversationAccount(
            id=conversation["id"], conversation_type=text_at(conversation, "conversationType")
        ),
        from_property=ChannelAccount(id=activity["from"]["id"]),
        recipient=ChannelAccount(id=text_at(activity, "recipient", "id")),
        value=activity.get("value"),
    )
