"""What can be asked in a form: fields that every adapter draws its own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what comes back and what is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class When:
    """Show a field only if another field of the same form holds one of these values.

    A toggle holds "yes" or "no" for this purpose. Where a platform cannot hide a field it is shown with
    its hint and is never required there; the flow checks what is needed.
    """

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextField:
    """Free text. `limit` is in characters; the record keeps up to 50,000 whatever the platform's box takes."""

    name: str
    label: str
    hint: str = ""
    required: bool = False
    multiline: bool = False
    initial: str = ""
    limit: int = 3000
    when: When | None = None


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """Exactly one of a few options."""

    name: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    required: bool = False
    initial: str = ""
    when: When | None = None


@dataclass(frozen=True, slots=True)
class MultiChoiceField:
    """Any number of options."""

    name: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    required: bool = False
    initial: tuple[str, ...] = ()
    when: When | None = None


@dataclass(frozen=True, slots=True)
class DateTimeField:
    """A date with a time; values are aware, shown in `zone` (an IANA name).

    One to come has `ahead`: the time of day that a day alone means.
    """

    name: str
    label: str
    zone: str
    hint: str = ""
    required: bool = False
    initial: datetime | None = None
    when: When | None = None
    ahead: time | None = None


@dataclass(frozen=True, slots=True)
class PersonField:
    """People of the organisation, chosen from its own list (option values are person keys).

    `settled` says that what it begins with is nearly always right: who is asked question by question is not asked for
    it and sees it at the last look, where it can be changed.
    """

    name: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    required: bool = False
    initial: tuple[str, ...] = ()
    many: bool = False
    when: When | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class ToggleField:
    """Yes or no."""

    name: str
    label: str
    hint: str = ""
    initial: bool = False
    when: When | None = None


@dataclass(frozen=True, slots=True)
class FormNotice:
    """Words inside a form, such as the emergency numbers; `danger` marks them as such in words and looks."""

    text: str
    danger: bool = False


Field = TextField | ChoiceField | MultiChoiceField | DateTimeField | PersonField | ToggleField
Item = Field | FormNotice


@dataclass(frozen=True, slots=True)
class Form:
    """A form to open. `name` routes the submit; `draft` is the idempotency key minted now.

    Title and submit fit in 24 characters (Slack). `context` is a short opaque string that comes back
    with the submit; never a name or a narrative.
    """

    name: str
    title: str
    items: tuple[Item, ...]
    submit: str
    draft: str
    context: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The items that can be filled in."""
        return tuple(item for item in self.items if not isinstance(item, FormNotice))
