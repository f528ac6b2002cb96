"""The local page: a chat in the browser of this computer that shows what Teams and Slack would show.

Anybody who opens it can speak as any listed person, so it answers to this computer alone (`guard.py`), and
there only to who can read the address in the terminal (`entrance.py`).
"""

from __future__ import annotations

from aiohttp import web

from adapters.web.entrance import PageEntrance
from adapters.web.handlers import Handlers
from adapters.web.look import CardLook, SlackLook
from adapters.web.rooms import CHANNEL, PLATFORM, direct_room, target
from adapters.web.settings import WebSettings
from adapters.web.stage import Stage
from bot.adapter import Delivery, Failure, Handle, Receipt, SendFailed
from bot.capabilities import Capabilities
from bot.people import Person, ReplyTarget
from foundation.clock import Clock

CAPABILITIES = Capabilities(
    forms=True,
    replace=True,
    files=True,
    message_characters=10_000,
    part_characters=3_000,
    buttons=6,
)
"""Each length is the smaller one of the two platforms that are shown, so that the picture is true for both."""


class LocalPage:
    """The adapter of the local page; raises NotLoopback when the server listens to other computers."""

    def __init__(
        self,
        settings: WebSettings,
        clock: Clock,
        *,
        look: CardLook,
        slack_look: SlackLook,
        personas: tuple[Person, ...],
        alone: bool = True,
        suggestions: tuple[str, ...] = (),
    ) -> None:
        """`alone` says that no chat platform is on: only then does a notice shown here count as sent to anybody."""
        settings.require_loopback()
        self._alone = alone
        self._stage = Stage(
            clock, look=look, slack_look=slack_look, personas=personas, suggestions=suggestions
        )
        self._handlers = Handlers(self._stage)

    @property
    def platform(self) -> str:
        """The name used in `Identity` and `ReplyTarget`."""
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        """What the page can do."""
        return CAPABILITIES

    @property
    def entrance(self) -> PageEntrance:
        """The address that lets a browser in, once."""
        return self._handlers.entrance

    def routes(self) -> list[web.RouteDef]:
        """The routes to mount before `start`; until then what needs the bot is answered with 503."""
        return self._handlers.routes()

    async def start(self, handle: Handle) -> None:
        """Begin to pass events to the bot."""
        self._handlers.handle = handle

    async def send(self, target: ReplyTarget, delivery: Delivery) -> Receipt:
        """Show a notice to a person, or in the channel when the target is the channel; raises SendFailed."""
        if self._handlers.handle is None:
            raise SendFailed(Failure.RETRY, "not_started")
        room = self._room(target)
        if delivery.attempt > 1 and (earlier := self._stage.rooms.delivered(room, delivery.key)):
            return self._receipt(room, earlier.id, repeated=True)
        former = delivery.replaces and self._stage.rooms.get(room, delivery.replaces.route.get("entry", ""))
        if former:
            entry = self._stage.revise(former, delivery.message, key=delivery.key)
        else:
            entry = self._stage.say(room, delivery.message, key=delivery.key)
        return self._receipt(room, entry.id)

    async def close(self) -> None:
        """Take no more events and end every stream, so that the server can stop without waiting."""
        self._handlers.handle = None
        for session in self._stage.sessions.all():
            session.tell(None)

    def _room(self, target: ReplyTarget) -> str:
        if target.conversation == CHANNEL:
            return CHANNEL
        key = target.conversation.removeprefix("direct:") or target.route.get("email", "")
        person = self._stage.person(key)
        if person is None:
            raise SendFailed(Failure.NEXT_CONTACT, "unknown_person")
        if not self._alone and not self._stage.sessions.watching(person.key):
            # They read Slack or Teams: nobody sees this page, and a notice in it would end the search for them.
            raise SendFailed(Failure.RETRY, "not_at_this_page")
        return direct_room(person.key)

    @staticmethod
    def _receipt(room: str, entry_id: str, *, repeated: bool = False) -> Receipt:
        return Receipt(target(room, entry_id), repeated)
