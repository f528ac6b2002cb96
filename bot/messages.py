"""What can be shown: a message is a list of plain parts that every adapter draws its own way.

Text is plain: no markup of any platform. Renderers escape it, so nothing a person typed can become a
mention, a link or an image. A new part breaks the type check in every renderer until it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a text or button is meant; never told by colour alone."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    DANGER = "danger"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; line breaks are kept."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Heading:
    """A short title line."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One label and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, in two columns where the platform can."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a policy, verbatim. `label` is how they bind ("You must", "May", "Guidance") or empty.

    `lead_in` is the line of the source that the quoted clause belongs to. `citation` names document,
    section and date. `warning` says that a review is overdue. `url` is the public link, if any.
    """

    text: str
    citation: str
    label: str = ""
    lead_in: str = ""
    warning: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One line of a list. Of a clause: its words verbatim, `label` how it binds, `mark` its number in the source.

    `here` is what tells that it is the one that answers ("You are here"); `under` hangs it on the item before.
    """

    text: str
    label: str = ""
    mark: str = ""
    here: str = ""
    under: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under a title, which may be empty; `ordered` where one item follows another."""

    title: str
    items: tuple[ListItem, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbered steps to follow."""

    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Ready sentences to read aloud as they stand; `title` says when."""

    title: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A label and where it leads; only https, tel and mailto are drawn as links."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Links:
    """A list of links; DANGER marks the numbers to call before anything else."""

    links: tuple[Link, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of ours with its description."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two parts."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: `action` and `value` come back as `ActionChosen`.

    `opens_form` says beforehand that the answer will be a form, because Teams draws such a button
    another way. `value` holds at most 1,500 characters and never a name or a narrative.
    """

    label: str
    action: str
    value: str = ""
    tone: Tone = Tone.PLAIN
    opens_form: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons in a row; six at most, because Teams shows no more."""

    buttons: tuple[Button, ...]


Part = Text | Heading | Facts | Quote | Listing | Steps | Phrases | Links | Image | Divider | Buttons


@dataclass(frozen=True, slots=True)
class Message:
    """What is said once. `summary` is one plain sentence for notifications and screen readers."""

    summary: str
    parts: tuple[Part, ...]
