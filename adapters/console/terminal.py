"""The terminal as a platform: text and numbered buttons. It has no forms, so the bot asks question by question."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import assert_never

from rich.console import Console

from adapters.console.downloads import save
from adapters.console.drawing import draw, laid_out, visible
from adapters.console.uploads import file_in, shared
from bot.adapter import Delivery, Failure, Handle, Receipt, SendFailed
from bot.capabilities import Capabilities
from bot.events import ActionChosen, Arrived, Event, FileShared, MessageReceived
from bot.messages import Button, Buttons, Message
from bot.people import Identity, Person, ReplyTarget
from bot.replies import CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload
from bot.words import sentence
from foundation.clock import Clock
from foundation.ids import new_id

PLATFORM = "console"
TENANT = "local"
CAPABILITIES = Capabilities(
    forms=False,
    replace=False,
    files=True,
    message_characters=40_000,
    part_characters=20_000,
    buttons=9,
)
"""A terminal scrolls, so the lengths are for people, not for the screen; nine buttons are one keystroke each."""
LONGEST_KEY = 2
"""Digits of a number that is meant for a button; a longer one is the person's own, such as "911"."""


class TerminalAdapter:
    """One person at one terminal.

    Buttons of an answer are pressed by their number until the next answer; where that has none, a number is
    an answer to the bot's own question. Buttons of notices are `n1`, `n2` and so on, and stay.
    """

    def __init__(
        self, person: Person, clock: Clock, console: Console, locale: str = "", downloads: Path | None = None
    ) -> None:
        """`locale` is its language, such as “en_CA.UTF-8”; files come into `downloads`, else to where it stands."""
        self._downloads = downloads
        self._identity = Identity(PLATFORM, TENANT, person.key, person.name, person.email, locale=locale)
        self._clock = clock
        self._console = console
        self._handle: Handle | None = None
        self._answer_buttons: dict[str, Button] = {}
        self._notice_buttons: dict[str, Button] = {}
        self._delivered: set[str] = set()
        self._is_asking = False

    @property
    def platform(self) -> str:
        """The name used in `Identity` and `ReplyTarget`."""
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        """What a terminal can do."""
        return CAPABILITIES

    async def start(self, handle: Handle) -> None:
        """Begin to pass what is typed to the bot."""
        self._handle = handle

    async def close(self) -> None:
        """Take nothing more."""
        self._handle = None

    async def send(self, target: ReplyTarget, delivery: Delivery) -> Receipt:
        """Print a notice; raises SendFailed for anybody but the person at this terminal.

        RETRY, because a server on the same database may reach the others.
        """
        if self._handle is None:
            raise SendFailed(Failure.RETRY, "not_started")
        if self._identity.person not in (target.conversation, target.route.get("email", "").casefold()):
            raise SendFailed(Failure.RETRY, "not_at_this_terminal")
        receipt = Receipt(self._target(), repeated=delivery.attempt > 1 and delivery.key in self._delivered)
        if not receipt.repeated:
            self._delivered.add(delivery.key)
            self._notify(delivery.message)
        return receipt

    async def greet(self) -> None:
        """Say who speaks here and let the bot introduce itself."""
        self.tell(sentence("terminal.intro", name=self._identity.name))
        await self._take(Arrived(new_id(), self._identity, self._target(), self._clock.now()))

    async def take(self, line: str) -> None:
        """Press the button a line names, or pass the line to the bot."""
        self._is_asking = False
        typed = line.strip()
        button = self._answer_buttons.get(typed) or self._notice_buttons.get(typed.casefold())
        who, where, now = self._identity, self._target(), self._clock.now()
        if button:
            await self._take(ActionChosen(new_id(), who, where, now, button.action, button.value))
        elif self._answer_buttons and typed.isdecimal() and len(typed) <= LONGEST_KEY:
            self.tell(sentence("terminal.no_button", key=typed))
        elif attached := file_in(typed):
            await self._attach(*attached)
        elif typed:
            await self._take(MessageReceived(new_id(), who, where, now, typed))

    async def _attach(self, path: Path, reference: str) -> None:
        """Send a file of this computer to the bot."""
        try:
            file = await asyncio.to_thread(shared, path)
        except OSError:
            self.tell(sentence("terminal.file_not_read", path=str(path)))
            return
        who, where, now = self._identity, self._target(), self._clock.now()
        await self._take(FileShared(new_id(), who, where, now, (file,), reference))

    def ask(self) -> None:
        """Show the prompt, now and after a notice that comes while somebody may be typing."""
        self._is_asking = True
        self._console.print("> ", end="", markup=False, highlight=False)

    def tell(self, text: str) -> None:
        """Print a sentence of the program itself."""
        self._console.print(visible(text), style="dim", markup=False, highlight=False)

    def _target(self) -> ReplyTarget:
        return ReplyTarget(PLATFORM, TENANT, self._identity.person)

    async def _take(self, event: Event) -> None:
        if self._handle is None:
            return
        with self._console.status(""):
            replies = await self._handle(event)
        self._answer_buttons = {}
        for reply in replies:
            self._perform(reply)

    def _perform(self, reply: Reply) -> None:
        match reply:
            case Say(message) | Replace(message):
                self._print(message, self._answer_buttons)
            case CloseForm(then):
                for following in then:
                    self._perform(following)
            case Upload():
                self._save(reply)
            case OpenForm() | FormErrors():
                raise TypeError("`fit` turns forms into words for a platform without them.")
            case _:
                assert_never(reply)

    def _save(self, upload: Upload) -> None:
        try:
            path = save(upload, self._downloads or Path.cwd())
        except OSError:
            self.tell(sentence("terminal.file_failed", name=upload.name))
        else:
            self.tell(sentence("terminal.file", path=str(path)))

    def _notify(self, message: Message) -> None:
        self._console.print()
        self._console.rule(sentence("terminal.notice"), style="dim")
        self._print(message, self._notice_buttons, prefix="n")
        if self._is_asking:
            self.ask()

    def _print(self, message: Message, alive: dict[str, Button], prefix: str = "") -> None:
        """Draw a message and let its buttons be pressed under the next free numbers."""
        buttons = [button for part in message.parts if isinstance(part, Buttons) for button in part.buttons]
        keys = [f"{prefix}{number}" for number in range(len(alive) + 1, len(alive) + len(buttons) + 1)]
        alive.update(zip(keys, buttons, strict=True))
        if self._console.is_terminal:
            self._console.print(laid_out(message, keys), markup=False, highlight=False)
        else:  # A pipe gets plain lines, without the blanks that fill a screen.
            self._console.out(draw(message, keys, width=self._console.width), end="")
        self._console.print()
