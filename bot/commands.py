"""The commands and shortcuts the bot offers, as data: the router, the manifests and the help text read this.

Titles and descriptions are catalogue sentences `command.<name>_title` and `command.<name>_description`.
"""

from __future__ import annotations

from dataclasses import dataclass


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


QUEUES = (
    *("open requests", "overdue requests", "late requests", "unassigned requests", "closed requests"),
    *("my open requests", "my overdue requests", "my closed requests", "show requests", "show my requests"),
)

QUEUE_WORDS = frozenset(
    {
        "open", "overdue", "late", "past", "due", "unassigned", "nobody", "unclaimed", "without", "anybody",
        "free", "closed", "done", "finished", "solved", "that", "are", "is", "which", "with", "for", "me",
        "mine", "my", "all", "please", "the", "and", "now", "today", "not", "assigned", "yet", "to"
    }
)  # fmt: skip
"""What may follow "requests"."""

FIGURE_WORDS = frozenset(
    {
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december", "last", "this", "month", "year", "for", "of", "in", "the", "please"),
        *(str(year) for year in range(2020, 2100)),
    }
)
"""What may follow "figures"."""

COMMANDS = (
    Command("policy", words=("ask",), takes_text=True),
    Command("contact", words=("who", "refer"), takes_text=True),
    Command("incident", words=("report", "report an incident", "new incident report"), opens_form=True),
    Command("assist", words=("i need somebody here now", "call for help")),
    Command("plan", words=("safety plan", "meeting plan", "plan a meeting", "my plans", "my meetings")),
    Command("phrases", words=("what can i say", "say"), takes_text=True),
    Command("reports", words=("my reports", "status"), takes_text=True, takes_reference=True),
    Command(
        "tasks",
        words=(
            "my tasks",
            "task",
            "my task",
            "waiting for me",
            "what waits for me",
            "my to-do list",
            "to do",
        ),
    ),
    Command(
        "worklist",
        words=("work list", "my work list", "all reports", "find reports", "list reports"),
        takes_text=True,
    ),
    Command("home", words=("overview", "my day", "my overview"), in_menu=False),
    Command(
        "incidentlog",
        words=(
            *("incident log", "violent incident log", "violence log", "log of violent incidents"),
            *("workplace violence log", "violent incidents log", "log of violence"),
        ),
        takes_text=True,
        takes_reference=True,
        in_menu=False,
    ),
    # Names of their own in the menu of Teams come once it has room for them.
    Command(
        "request",
        words=(
            "new request",
            "service request",
            "log a complaint",
            "take a complaint",
            "complaint",
            "compliment",
            "suggestion",
            "log a request",
            "take a request",
            "new complaint",
            "register a complaint",
            "file a complaint",
            "fraud",
        ),
        takes_text=True,
        opens_form=True,
        in_menu=False,
        kinds=(
            *("complaint", "compliment", "suggestion", "fraud", "log a complaint", "take a complaint"),
            *("new complaint", "register a complaint", "file a complaint"),
        ),
    ),
    Command(
        "requests",
        words=("my requests", "request queue", "queue", *QUEUES),
        takes_text=True,
        in_menu=False,
        kinds=QUEUES,
        only=QUEUE_WORDS,
    ),
    Command(
        "figures",
        words=(
            *(
                "month in figures",
                "the month in figures",
                "monthly figures",
                "monthly report",
                "monthly summary",
            ),
            *("figures for", "figures of", "report for the month"),
        ),
        takes_text=True,
        in_menu=False,
        only=FIGURE_WORDS,
    ),
    Command(
        "retention",
        words=(
            *(
                "records due",
                "retention schedule",
                "what can be destroyed",
                "records retention",
                "keeping records",
            ),
            *("retention due", "holds", "legal hold", "legal holds", "destroy records", "destroy reports"),
            *("certificates", "certificate of destruction", "certificates of destruction"),
        ),
        in_menu=False,
    ),
    Command(
        "restrictions",
        words=(
            "contact restrictions",
            "restriction register",
            "my restrictions",
            "restriction",
            "propose a restriction",
        ),
        takes_text=True,
        takes_reference=True,
        in_menu=False,
    ),
    Command(
        "drafts",
        words=(
            "my drafts",
            "draft",
            "my draft",
            "unfinished",
            "my unfinished reports",
            "my unfinished report",
            "go on with my report",
            "go on with my draft",
            "continue my report",
            "resume my report",
            "finish my report",
        ),
        in_menu=False,
    ),
    Command("questions", words=("my questions",), in_menu=False),
    Command(
        "away",
        words=(
            *(
                "i will be away",
                "i'll be away",
                "i am away",
                "i'm away",
                "out of office",
                "absence",
                "my absence",
            ),
            *("out until", "out till", "out today", "i am out until", "i'm out until", "i will be out until"),
        ),
        takes_text=True,
        slash="absence",
        in_menu=False,
    ),
    Command(
        "back",
        words=("i am back", "i'm back", "im back", "back again", "i am here again", "i'm here again"),
        in_menu=False,
    ),
    Command("support", words=("efap", "counselling")),
    Command("upkeep", words=("maintenance",)),
    Command("help", words=("hi", "hello", "start", "menu", "?"), slash="counterpoise"),
)

SHORTCUTS = (
    Shortcut("incident_new", "incident", on_message=False),
    Shortcut("incident_from_message", "incident", on_message=True),
    Shortcut("request_from_message", "request", on_message=True),
)
