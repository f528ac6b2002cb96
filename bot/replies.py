"""What a flow may ask for. Flows return these; adapters perform them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.forms import Form
from bot.messages import Message


class Audience(StrEnum):
    """Who may read it. ASKER never becomes public: native private reply, else 1:1, else refuse."""

    ASKER = "asker"
    HERE = "here"


@dataclass(frozen=True, slots=True)
class Say:
    """Send a message. HERE answers in the same conversation and thread."""

    message: Message
    audience: Audience = Audience.ASKER


@dataclass(frozen=True, slots=True)
class Replace:
    """Put this message in the place of the one whose button was pressed."""

    message: Message


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Open a form. `opener` is the button that is offered where the event cannot open one by itself."""

    form: Form
    opener: Message | None = None


@dataclass(frozen=True, slots=True)
class FormErrors:
    """Keep the form open and filled; `errors` maps field names to sentences. An empty name means the whole form."""

    form: Form
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CloseForm:
    """Close the form, then do the rest (messages to the conversation the form was opened from).

    `repeated` says that this form was sent before and the rest was done then: it is not done again (T11).
    """

    then: tuple[Say | Replace, ...] = field(default=())
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """Give the asker a file, privately.

    A platform that asks its person before it takes a file comes back with `action` and `value`, which make it again:
    who may have it is asked at that moment, and nothing is kept meanwhile. `preview` is a small JPEG of a picture, for
    a platform that shows it to the asker alone and makes none itself.
    """

    name: str
    media_type: str
    content: bytes
    summary: str
    action: str = ""
    value: str = ""
    preview: bytes = b""


Reply = Say | Replace | OpenForm | FormErrors | CloseForm | Upload
