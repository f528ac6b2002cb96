"""What an event carries: the words of a form, whether it can open one, and an event read as a command."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import assert_never

from bot.events import (
    ActionChosen,
    Arrived,
    CommandInvoked,
    Event,
    FieldValue,
    FileShared,
    FormDismissed,
    FormSubmitted,
    HomeOpened,
    MessageReceived,
    ReplyLost,
)


def typed_in(event: FormSubmitted) -> str:
    """All that was typed into a form."""
    return "\n".join(value for value in event.values.values() if isinstance(value, str))


def as_command(
    event: MessageReceived | ActionChosen | Arrived | HomeOpened, command: str, text: str = ""
) -> CommandInvoked:
    """An event as if its person had used a command."""
    can_open = can_open_form(event)
    return CommandInvoked(event.id, event.who, event.where, event.at, command, text, can_open_form=can_open)


def as_message(event: FileShared) -> MessageReceived:
    """What was written beside files, as if it had been written alone."""
    return MessageReceived(event.id, event.who, event.where, event.at, event.text)


def can_open_form(event: Event) -> bool:
    """Whether the event carries what its platform needs to open a form at once."""
    match event:
        case MessageReceived() | CommandInvoked() | ActionChosen() | FormSubmitted():
            return event.can_open_form
        case FormDismissed() | Arrived() | HomeOpened() | FileShared() | ReplyLost():
            return False
        case _:
            assert_never(event)


def mark_of(values: Mapping[str, FieldValue]) -> str:
    """Tells one filling of a form from another; so short that it confirms no guess of what was written."""
    written = repr(sorted((name, value) for name, value in values.items() if value not in ("", (), None)))
    return hashlib.blake2s(written.encode(), digest_size=2).hexdigest()
