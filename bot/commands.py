"""The commands and shortcuts the bot offers, as data: the router, the manifests and the help text read this.

Titles and descriptions are catalogue sentences `command.<name>_title` and `command.<name>_description`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.typed import TYPED


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `/name` in Slack, `name` typed elsewhere. `words` are other ways to type it.

    `takes_text` says that text may follow; `takes_reference` that only a reference may ("reports last month"
    is no report); `opens_form` that the answer is a form. `slash` is the name in Slack where the plain one
    would be taken by another app or by Slack itself. `in_menu` stands in the menu of Teams, which holds twelve: what
    is for one office, or is on cards besides, does not. `kinds` are words that also say what kind it is: they stay in
    the text that follows. Where `only` names words, no others may follow: "requests for access to records" is none.
    """

    name: str
    words: tuple[str, ...] = ()
    takes_text: bool = False
    takes_reference: bool = False
    opens_form: bool = False
    slash: str = ""
    in_menu: bool = True
    kinds: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()

    @property
    def slash_command(self) -> str:
        """What is typed in Slack, with the slash."""
        return f"/{self.slash or self.name}"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A Slack shortcut or Teams action command that invokes `command`; `on_message` quotes a message into it."""

    name: str
    command: str
    on_message: bool


REMINDERS = TYPED.words("commands.reminders")
"""What somebody types to say when they are reminded of their tasks."""

QUEUES = TYPED.words("commands.queues")

QUEUE_WORDS = frozenset(TYPED.words("commands.queue_words"))
"""What may follow "requests"."""

_YEARS = range(2000, 2100)
_MONTHS = {written for one in range(1, 13) for written in (f"{one}", f"{one:02}")}
_NUMBERED = (
    written
    for year in _YEARS
    for month in _MONTHS
    for mark in "-/."
    for written in (f"{year}{mark}{month}", f"{month}{mark}{year}")
)
FIGURE_WORDS = frozenset((*TYPED.words("commands.figure_words"), *map(str, _YEARS), *_NUMBERED))
"""What may follow "figures": words, years, and months as 2026-02 or 02/2026."""

COMMANDS = (
    Command("policy", words=TYPED.words("commands.policy"), takes_text=True),
    Command("contact", words=TYPED.words("commands.contact"), takes_text=True),
    Command("incident", words=TYPED.words("commands.incident"), opens_form=True),
    Command("assist", words=TYPED.words("commands.assist")),
    Command("plan", words=TYPED.words("commands.plan")),
    Command("phrases", words=TYPED.words("commands.phrases"), takes_text=True),
    Command("reports", words=TYPED.words("commands.reports"), takes_text=True, takes_reference=True),
    Command(
        "tasks",
        words=(*TYPED.words("commands.tasks"), *REMINDERS),
        kinds=REMINDERS,
    ),
    Command(
        "worklist",
        words=TYPED.words("commands.worklist"),
        takes_text=True,
    ),
    Command("home", words=TYPED.words("commands.home"), in_menu=False),
    Command(
        "incidentlog",
        words=TYPED.words("commands.incidentlog"),
        takes_text=True,
        takes_reference=True,
        in_menu=False,
    ),
    # Names of their own in the menu of Teams come once it has room for them.
    Command(
        "request",
        words=TYPED.words("commands.request"),
        takes_text=True,
        opens_form=True,
        in_menu=False,
        kinds=TYPED.words("commands.request_kinds"),
    ),
    Command(
        "requests",
        words=(*TYPED.words("commands.requests"), *QUEUES),
        takes_text=True,
        in_menu=False,
        kinds=QUEUES,
        only=QUEUE_WORDS,
    ),
    Command(
        "figures",
        words=TYPED.words("commands.figures"),
        takes_text=True,
        in_menu=False,
        only=FIGURE_WORDS,
    ),
    Command(
        "message",
        words=TYPED.words("commands.message"),
        opens_form=True,
        in_menu=False,
    ),
    Command(
        "arrived",
        words=TYPED.words("commands.arrived"),
        opens_form=True,
        in_menu=False,
    ),
    Command(
        "retention",
        words=TYPED.words("commands.retention"),
        takes_text=True,
        takes_reference=True,
        in_menu=False,
    ),
    Command(
        "restrictions",
        words=TYPED.words("commands.restrictions"),
        takes_text=True,
        takes_reference=True,
        in_menu=False,
    ),
    Command(
        "drafts",
        words=TYPED.words("commands.drafts"),
        in_menu=False,
    ),
    Command("questions", words=TYPED.words("commands.questions"), in_menu=False),
    Command(
        "away",
        words=TYPED.words("commands.away"),
        takes_text=True,
        slash="absence",
        in_menu=False,
    ),
    Command(
        "back",
        words=TYPED.words("commands.back"),
        in_menu=False,
    ),
    Command("support", words=TYPED.words("commands.support")),
    Command("upkeep", words=TYPED.words("commands.upkeep")),
    Command("help", words=TYPED.words("commands.help"), slash="counterpoise"),
)

SHORTCUTS = (
    Shortcut("incident_new", "incident", on_message=False),
    Shortcut("incident_from_message", "incident", on_message=True),
    Shortcut("request_from_message", "request", on_message=True),
)
