"""What can arrive. Adapters turn every platform payload into one of these; no raw payload rides along.

`id` is the platform's own event or activity id (or the draft key of a form): the same id twice is the
same event. `at` is aware UTC. `can_open_form` says whether this event carries what the platform needs
to open a form at once (a Slack trigger id, a Teams invoke).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.messages import Message
from bot.people import Identity, ReplyTarget

FieldValue = str | bool | datetime | tuple[str, ...] | None
"""What a field of a form holds: text or one choice, a toggle, an aware time, several choices, nothing."""


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """Somebody wrote to the bot: directly, or in a channel by naming it (the mention is cut off)."""

    id: str
    who: Identity
    where: ReplyTarget
    at: datetime
    text: str
    can_open_form: bool = False


@dataclass(frozen=True, slots=True)
class CommandInvoked:
    """A slash command, a bot command or a shortcut; `quoted` is the message a shortcut was used on."""

    id: str
    who: Identity
    where: ReplyTarget
    at: datetime
    command: str
    text: str = ""
    quoted: str = ""
    can_open_form: bool = False


@dataclass(frozen=True, slots=True)
class ActionChosen:
    """A button was pressed; `action` and `value` are those of the `Button` we drew.

    `typed` is what stands in the form that the button was pressed in, where it was pressed in one.
    """

    id: str
    who: Identity
    where: ReplyTarget
    at: datetime
    action: str
    value: str = ""
    can_open_form: bool = False
    typed: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormSubmitted:
    """A form came back; `draft` is the key minted when it was opened, the same for every retry.

    `context` is what `Form.context` carried. `page` is the name of the page that was submitted.
    """

    id: str
    who: Identity
    where: ReplyTarget
    at: datetime
    form: str
    draft: str
    values: Mapping[str, FieldValue]
    context: str = ""
    can_open_form: bool = True


@dataclass(frozen=True, slots=True)
class FormDismissed:
    """A form was closed without sending; `values` holds what the platform still tells of it."""

    id: str
    who: Identity
    where: ReplyTarget
    at: datetime
    form: str
    draft: str
    values: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bot was added, or somebody opened its home for the first time."""

    id: str
    who: Identity
    where: ReplyTarget
    at: datetime


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at the page that a platform keeps for them and the bot alone; the answer is drawn there."""

    id: str
    who: Identity
    where: ReplyTarget
    at: datetime


class FileTrouble(StrEnum):
    """Why a file that was sent did not come along with its event."""

    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NOT_READ = "not_read"


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file as it was sent: its name, which nobody has looked at, and its bytes; with a `trouble` there are none.

    The adapter fetched it, at most `incidents.rules.file_limits.LARGEST` bytes, because no flow speaks to a platform.
    """

    name: str = field(repr=False)
    content: bytes = field(default=b"", repr=False)
    trouble: FileTrouble | None = None


@dataclass(frozen=True, slots=True)
class FileShared:
    """Files were sent to the bot directly, with the `text` that was written beside them."""

    id: str
    who: Identity
    where: ReplyTarget
    at: datetime
    files: tuple[SharedFile, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReplyLost:
    """The platform did not take a message within the turn: `where` is the asker's direct conversation.

    `public` says that it was meant for a whole conversation, which `origin` is; else it was for the asker
    alone. Only adapters make these; what is said to one is not lost again.
    """

    id: str
    who: Identity
    where: ReplyTarget
    at: datetime
    message: Message
    origin: ReplyTarget
    public: bool = False


Event = (
    MessageReceived
    | CommandInvoked
    | ActionChosen
    | FormSubmitted
    | FormDismissed
    | Arrived
    | HomeOpened
    | FileShared
    | ReplyLost
)
