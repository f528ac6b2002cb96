"""Microsoft Teams as a platform of the bot: `TeamsAdapter(settings, clock)`, routes, start, send, close."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
from aiohttp import web

from adapters.teams import limits
from adapters.teams.activities import Activity, at, text_at
from adapters.teams.connector import Connector
from adapters.teams.files import FileStore
from adapters.teams.home import Homes
from adapters.teams.http import Http
from adapters.teams.ingress import Answer, Ingress, Turn
from adapters.teams.keys import KeyCache
from adapters.teams.once import Once
from adapters.teams.parse import parse
from adapters.teams.perform import Lost, Performer, sorry
from adapters.teams.places import CARD, PLATFORM, with_card, without_card
from adapters.teams.post import Post, activity_of
from adapters.teams.roster import Member, TeamsRoster
from adapters.teams.settings import TeamsSettings
from adapters.teams.shared import SharedFiles
from adapters.teams.tokens import TokenValidator
from adapters.teams.turns import TeamsTurns
from bot.adapter import Delivery, Failure, Handle, Receipt, SendFailed, TurnedAway
from bot.capabilities import Capabilities
from bot.events import Event, FileShared, ReplyLost
from bot.locales import speak
from bot.messages import Message, Text, Tone
from bot.people import Identity, Place, ReplyTarget, Standing
from bot.replies import Say
from bot.words import sentence
from foundation.clock import Clock

log = structlog.get_logger()

PATH = "/api/messages"
UNIVERSAL_ACTION = {
    "statusCode": 200,
    "type": "application/vnd.microsoft.activity.message",
    "value": "",
}
"""What an Action.Execute wants to hear; our cards do not use it, cards of an earlier version may."""

FINISH_SECONDS = 10.0
KIND_CHARACTERS = 80
TURNED_AWAY = 1_000
"""Activities of guests that are remembered, so that a repetition is not answered again."""


class TeamsAdapter:
    """One bot on Teams. Requests before `start` are told to come back (503)."""

    platform = PLATFORM

    def __init__(self, settings: TeamsSettings, clock: Clock) -> None:
        if not settings.configured:
            raise ValueError("Teams is not configured: TEAMS_APP_ID and its companions are not set.")
        self._clock = clock
        self._http = Http(settings.ca_bundle)
        self._keys = KeyCache(settings.openid_url, self._http.fetch, clock)
        tokens = TokenValidator(settings.app_id, settings.issuer, self._keys, clock)
        self._ingress = Ingress(tokens, settings.service_hosts, settings.allowed_tenants)
        self._connector = Connector(settings, self._http, clock)
        self._roster = TeamsRoster(self._connector, settings.trusted_tenants, clock)
        self._homes = Homes(settings.app_secret.get_secret_value())
        self._performer = Performer(
            Post(self._connector, self._roster, self._homes), FileStore(self._http, settings.service_hosts)
        )
        self._files = SharedFiles(self._http, self._connector, settings.service_hosts)
        self._turns = TeamsTurns()
        self._under_way: set[asyncio.Task[Answer]] = set()
        self.turned_away: TurnedAway | None = None
        self._told_to_go: OrderedDict[str, None] = OrderedDict()
        self.unknown: Counter[str] = Counter()
        """Activities that mean nothing to us, counted by kind."""

    @property
    def capabilities(self) -> Capabilities:
        """What Teams can do."""
        return limits.CAPABILITIES

    def routes(self) -> list[web.RouteDef]:
        """The one route, to be mounted before `start`."""
        return [web.post(PATH, self._ingress.handle)]

    async def start(self, handle: Handle) -> None:
        """Fetch the signing keys, then take requests."""
        await self._http.open()
        await self._keys.warm()
        work = Once(lambda activity: self._answer(activity, handle))
        self._ingress.turn = lambda activity: self._take(activity, work)

    def trouble(self) -> str:
        """Why Teams does not work for us, where that is our installation; empty otherwise."""
        code = self._connector.refused
        return f"Teams refuses our credentials ({code})." if code else ""

    async def close(self) -> None:
        """Take no more requests, finish those under way, close connections."""
        self._ingress.turn = None
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=FINISH_SECONDS)
        await self._keys.close()
        await self._http.close()
        self._ingress.refusals.close()

    async def send(self, target: ReplyTarget, delivery: Delivery) -> Receipt:
        """Send a notice, or bring an earlier one up to date; raises SendFailed.

        Teams cannot be asked what it has got already, so a second attempt says that it may be one.
        """
        checked = await self._roster.checked(target)
        same = checked.conversation == target.conversation
        if delivery.replaces and same and (done := await self._replaced(delivery.replaces, delivery.message)):
            return done
        target = checked
        repeated = delivery.attempt > 1
        message = _marked(delivery.message) if repeated else delivery.message
        place = without_card(target) if target.conversation else await self._roster.chat(target)
        activity = {**activity_of(message), "channelData": {"notification": {"alert": True}}}
        return Receipt(with_card(place, await self._connector.send(place, activity)), repeated)

    async def _replaced(self, target: ReplyTarget, message: Message) -> Receipt | None:
        """The receipt of an update; None where the earlier message is gone."""
        try:
            await self._connector.update(target, target.route.get(CARD, ""), activity_of(message))
        except SendFailed as failed:
            if failed.failure is not Failure.NEXT_CONTACT:
                raise
            return None
        return Receipt(target)

    async def _take(self, activity: Activity, work: Turn) -> Answer:
        """One activity through the SDK to the end, also when the caller hangs up or we are closing."""
        task = asyncio.ensure_future(self._guarded(activity, work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _guarded(self, activity: Activity, work: Turn) -> Answer:
        try:
            return await self._turns.run(activity, work)
        except Exception as error:  # noqa: BLE001 - the last net: a 5xx would make Teams send it all again
            log.warning("teams_turn_failed", error=type(error).__name__)
            return sorry() if text_at(activity, "type") == "invoke" else (200, None)

    async def _answer(self, activity: Activity, handle: Handle) -> Answer:
        """Read one activity, ask who it is from, let the bot handle it, perform what it replies."""
        name = text_at(activity, "name")
        event = parse(activity, self._clock.now(), self._homes)
        if event is None:
            self.unknown[f"{text_at(activity, 'type')} {name}".strip()[:KIND_CHARACTERS]] += 1
            return 200, None
        speak(event.who.locale)
        member = await self._roster.member(event.who, event.where)
        if member and member.outsider:
            answer = await self._turn_away(event)
        else:
            # Whoever the roster says nothing about stays UNKNOWN: the bot knows whether they were staff before.
            event = replace(event, who=_met(event.who, member)) if member else event
            if isinstance(event, FileShared) and event.where.place is Place.DIRECT:
                event = replace(event, files=await self._files.of(activity))
            typed = at(activity, "value", "data")
            answer = await self._perform(event, handle, typed if isinstance(typed, dict) else {})
        return (200, UNIVERSAL_ACTION) if name == "adaptiveCard/action" else answer

    async def _turn_away(self, event: Event) -> Answer:
        """Tell a guest why nothing is done; once for an event, however often it comes."""
        replies = [] if event.id in self._told_to_go else [Say(_guest())]
        self._told_to_go[event.id] = None
        if len(self._told_to_go) > TURNED_AWAY:
            self._told_to_go.popitem(last=False)
        if self.turned_away:
            await self.turned_away(event.who)
        return (await self._performer.perform(event, replies, {})).answer

    async def _perform(self, event: Event, handle: Handle, typed: Mapping[str, Any]) -> Answer:
        """Do what the bot replies, and give back to it what Teams did not take."""
        performed = await self._performer.perform(event, await handle(event), typed)
        answer = performed.answer
        for number, lost in enumerate(performed.lost):
            words = await handle(_back(event, lost, f"lost:{number}", self._clock))
            # What the bot has to say to that is tried as well, and kept if it is lost too.
            further = await self._performer.perform(event, words, {})
            answer = answer if answer[1] is not None else further.answer
            for second, again in enumerate(further.lost):
                await handle(_back(event, again, f"lost:{number}:{second}", self._clock))
        return answer


def _back(event: Event, lost: Lost, name: str, clock: Clock) -> ReplyLost:
    where = without_card(event.where)
    if where.place is not Place.DIRECT:
        where = ReplyTarget(PLATFORM, where.tenant, "", route=where.route)
    name = f"{event.id}:{name}"
    return ReplyLost(name, event.who, where, clock.now(), lost.message, event.where, lost.public)


def _met(who: Identity, member: Member) -> Identity:
    name, email = member.name, member.email
    return replace(who, name=name, email=email, standing=Standing.STAFF, no_email=not email)


def _guest() -> Message:
    text = sentence("teams.guest")
    return Message(text, (Text(text),))


def _marked(message: Message) -> Message:
    """The message with a word that it may have arrived before."""
    return replace(message, parts=(Text(sentence("teams.repeated"), Tone.QUIET), *message.parts))
