"""A conversation as a list of pairs: what somebody does, and words the bot must answer with.

    talk = Conversation(bot)
    await talk.follows(("incident", "When did it happen?"), ("now", "How did the contact take place?"))

Drives `Bot.handle` as an adapter would, on a platform made up for the test.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import assert_never

from bot.capabilities import Capabilities
from bot.dispatch import Bot
from bot.events import ActionChosen, CommandInvoked, Event, FieldValue, FormSubmitted, MessageReceived
from bot.forms import Form
from bot.messages import (
    Button,
    Buttons,
    Divider,
    Facts,
    Heading,
    Image,
    Links,
    Listing,
    Message,
    Part,
    Phrases,
    Quote,
    Steps,
    Text,
)
from bot.people import Identity, ReplyTarget
from bot.replies import CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload
from tests.fakes.clock import MORNING

CHAT = Capabilities(
    forms=True,
    replace=True,
    files=True,
    message_characters=10_000,
    part_characters=3_000,
    buttons=6,
)
"""A platform that can do everything."""

PLAIN = Capabilities(
    forms=False,
    replace=False,
    files=False,
    message_characters=100_000,
    part_characters=10_000,
    buttons=9,
)
"""A platform of plain lines, such as the terminal."""

ANA_HERE = Identity("chat", "T1", "U1", "Ana Diaz", "ana@example.org")
ANA_PLAIN = Identity("plain", "", "ana", "Ana Diaz", "ana@example.org")
PLATFORMS = {"chat": CHAT, "plain": PLAIN}

_numbers = count(1)


class Conversation:
    """One person in one place; `replies` are the latest, `form` is the form that is open."""

    def __init__(self, bot: Bot, who: Identity = ANA_HERE, where: ReplyTarget | None = None) -> None:
        self.bot = bot
        self.who = who
        self.where = where or ReplyTarget(who.platform, who.tenant, f"D-{who.user}")
        self.replies: list[Reply] = []
        self.form: Form | None = None

    async def say(self, text: str) -> list[Reply]:
        """Type a message."""
        return await self.does(MessageReceived(_new(), self.who, self.where, MORNING, text))

    async def command(self, name: str, text: str = "") -> list[Reply]:
        """Use a command that can open a form."""
        return await self.does(
            CommandInvoked(_new(), self.who, self.where, MORNING, name, text, can_open_form=True)
        )

    async def press(self, label: str) -> list[Reply]:
        """Press a button of the latest replies by its label."""
        found = {button.label: button for button in self.buttons}
        assert label in found, f"There is no button “{label}”, but {sorted(found)}."
        return await self.choose(found[label].action, found[label].value)

    async def choose(self, action: str, value: str = "") -> list[Reply]:
        """Press a button that some message carried."""
        return await self.does(
            ActionChosen(_new(), self.who, self.where, MORNING, action, value, can_open_form=True)
        )

    async def submit(self, values: Mapping[str, FieldValue]) -> list[Reply]:
        """Send the form that is open."""
        assert self.form is not None, "No form is open."
        form = self.form
        return await self.does(
            FormSubmitted(
                form.draft, self.who, self.where, MORNING, form.name, form.draft, values, form.context
            )
        )

    async def does(self, event: Event) -> list[Reply]:
        """Let any event arrive."""
        self.replies = await self.bot.handle(event)
        for reply in self.replies:
            if isinstance(reply, OpenForm | FormErrors):
                self.form = reply.form
            elif isinstance(reply, CloseForm):
                self.form = None
        return self.replies

    async def follows(self, *pairs: tuple[str, str]) -> None:
        """Type the first of each pair and expect the words of the second in the answer."""
        for typed, expected in pairs:
            await self.say(typed)
            assert expected in self.words, f"After “{typed}” expected “{expected}” in:\n{self.words}"

    @property
    def words(self) -> str:
        """Everything the latest replies say, line by line."""
        return "\n".join(in_words(reply) for reply in self.replies)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The buttons of the latest replies."""
        parts = [part for message in map(messages_of, self.replies) for one in message for part in one.parts]
        return tuple(button for part in parts if isinstance(part, Buttons) for button in part.buttons)


def messages_of(reply: Reply) -> tuple[Message, ...]:
    """The messages inside a reply."""
    match reply:
        case Say() | Replace():
            return (reply.message,)
        case CloseForm(then):
            return tuple(step.message for step in then)
        case OpenForm() | FormErrors() | Upload():
            return ()
        case _:
            assert_never(reply)


def in_words(reply: Reply) -> str:
    """What a reply says, as plain lines."""
    match reply:
        case OpenForm(form):
            return f"form: {form.title}"
        case FormErrors(form, errors):
            return "\n".join([f"form: {form.title}", *errors.values()])
        case Upload(name):
            return f"file: {name}"
        case Say() | Replace() | CloseForm():
            return "\n".join(_line(part) for one in messages_of(reply) for part in one.parts)
        case _:
            assert_never(reply)


def _line(part: Part) -> str:  # noqa: C901 - one arm for each part there is
    match part:
        case Text(text) | Heading(text):
            return text
        case Facts(facts):
            return "\n".join(f"{fact.label}: {fact.value}" for fact in facts)
        case Quote():
            return "\n".join(filter(None, (part.label, part.lead_in, part.text, part.citation, part.warning)))
        case Listing(title, items):
            lines = (f"{one.mark} {one.here} {one.label} {one.text}".strip() for one in items)
            return "\n".join(filter(None, (title, *lines)))
        case Steps(steps):
            return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        case Phrases(title, phrases):
            return "\n".join((title, *phrases))
        case Links(links):
            return "\n".join(f"{link.label}: {link.url}" for link in links)
        case Image(alt=alt):
            return alt
        case Divider():
            return "---"
        case Buttons(buttons):
            return " ".join(f"[{button.label}]" for button in buttons)
        case _:
            assert_never(part)


def _new() -> str:
    return f"event-{next(_numbers)}"
