"""Which flow answers what: commands, buttons and forms by name, plain text by its words.

Each module of `bot/flows` declares what it answers in tables that `Routes.of` merges:
`COMMANDS`, `ACTIONS`, `FORMS` (name -> flow) and `FORM_BUILDERS` (form name -> builder that draws the
form again from its draft). One module declares `answer_text`, for text that is no command; one may
declare `looks_like_referral(text) -> bool`, one `means_command(text)` for orders in other words than the
commands' own, one `urgent(text, services) -> list[Reply]`, one `comes_first(event, services, form)` for what is
looked for in a text before all else (`form`: the text may be the answer to a form's question), one
`asked_now(event, services)` for text that is no command of somebody who is asked to come somewhere, one
`overhears(event, text, services)` for what is listened for in every text that is typed anywhere, one
`take_files(event, services, asks)` for files that are sent (`asks`: which report they are for is asked, whatever the
words say), one `order_beside_file(text)` for an order that the words beside them give.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from rapidfuzz.distance import OSA

from bot.commands import COMMANDS, Command
from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FileShared, FormSubmitted, MessageReceived
from bot.forms import Form
from bot.references import reference_in
from bot.replies import Reply
from bot.services import Services
from bot.typed import TYPED

E = TypeVar("E", contravariant=True)

Flow = Callable[[E, Services], Awaitable[list[Reply]]]
"""One conversation step: an event and the services in, replies out. `Flow[ActionChosen]` and so on."""

FormBuilder = Callable[[Draft, Services], Form]
"""Draws a form filled with the draft's values; the form's `draft` is the draft's key."""

REFERRAL = "contact"
"""The command that "who handles parking?" means."""

QUESTION_WORDS = frozenset(TYPED.words("router.question_words"))
"""Command words that also begin questions: alone they are the command, before other words they are not."""

ASKS = TYPED.pattern("router.asks")
"""A text that ends in a question of our own asks about a matter, and brings none."""

AWAY = "away"
UNTIL = TYPED.words("router.until")

SHORTEST_FORGIVEN = 4
"""A typo in a shorter word makes another word ("say", "way")."""


class RouteTaken(Exception):
    """Two flows answer to the same name; a mistake of ours, found when the program starts."""


Typed = MessageReceived | CommandInvoked | FormSubmitted
"""Every event that can carry words that somebody typed."""

First = Callable[[MessageReceived, Services, bool], Awaitable[list[Reply]]]
Overhears = Callable[[Typed, str, Services], Awaitable[list[Reply]]]

Shared = Callable[[FileShared, Services, bool], Awaitable[list[Reply]]]


async def _nothing(*_: object) -> list[Reply]:
    return []


@dataclass(frozen=True, slots=True)
class Routes:
    """Every flow by what calls it. `question` answers text that is no command.

    `urgent` says what comes first even where a form waits for the text.
    `first` answers what is neither, such as a call for help; `asked` what may be an answer to one, where nothing else
    takes it; `overhears` a word agreed for being under threat.
    """

    commands: Mapping[str, Flow[CommandInvoked]]
    actions: Mapping[str, Flow[ActionChosen]]
    forms: Mapping[str, Flow[FormSubmitted]]
    builders: Mapping[str, FormBuilder]
    question: Flow[MessageReceived]
    is_referral: Callable[[str], bool] = lambda _: False
    means_command: Callable[[str], tuple[str, str] | None] = lambda _: None
    urgent: Callable[[str, Services], list[Reply]] = lambda *_: []
    first: First = _nothing
    asked: Flow[MessageReceived] = _nothing
    overhears: Overhears = _nothing
    files: Shared = _nothing
    order_beside_file: Callable[[str], str] = lambda _: ""

    @classmethod
    def of(cls, *modules: object) -> Routes:
        """Merge the tables of flow modules; raises RouteTaken for a name that stands in two of them."""
        return cls(
            commands=_merged("COMMANDS", modules),
            actions=_merged("ACTIONS", modules),
            forms=_merged("FORMS", modules),
            builders=_merged("FORM_BUILDERS", modules),
            question=_one("answer_text", modules),
            is_referral=_one("looks_like_referral", modules, lambda _: False),
            means_command=_one("means_command", modules, lambda _: None),
            urgent=_one("urgent", modules, lambda *_: []),
            first=_one("comes_first", modules, _nothing),
            asked=_one("asked_now", modules, _nothing),
            overhears=_one("overhears", modules, _nothing),
            files=_one("take_files", modules, _nothing),
            order_beside_file=_one("order_beside_file", modules, lambda _: ""),
        )

    def command_in(self, text: str) -> tuple[str, str] | None:
        """The command a plain text means, with the text that follows it; None for a question."""
        meant = typed_command(text) or self.means_command(text)
        return meant or ((REFERRAL, text.strip()) if self.is_referral(text) else None)


def typed_command(text: str) -> tuple[str, str] | None:
    """The command a text names by itself, with what follows; one typo in a single word is forgiven."""
    words = " ".join(text.split()).removeprefix("/")
    bare = words.rstrip(".!?").casefold() or words
    named = {word: command for command in COMMANDS for word in (command.name, *command.words)}
    if command := named.get(bare) or named.get(_meant(bare, named)):
        return command.name, bare if bare in command.kinds else ""
    for word in sorted(named, key=len, reverse=True):
        if named[word].takes_text and word not in QUESTION_WORDS and _starts(words, word):
            rest = _rest(words, word, named[word])
            if rest is None:
                continue
            if not named[word].takes_reference:
                return named[word].name, rest
            if reference := reference_in(f"{word} {rest}"):
                return named[word].name, reference
    return None


def _rest(words: str, word: str, command: Command) -> str | None:
    """What follows a command word, with what of the word belongs to it; None where the text is no such command."""
    rest = words if word in command.kinds else words[len(word) - len(_said_on(word)) :].lstrip(" :,")
    if command.only and not (_is_only(rest, command.only) or reference_in(f"number {rest}")):
        return None
    brings_a_matter = command.name == AWAY or (command.kinds and command.opens_form)
    return None if brings_a_matter and ASKS.search(words) else rest


def _is_only(rest: str, known: frozenset[str]) -> bool:
    return all(word.strip(".,:!?").casefold() in known for word in rest.split())


def _said_on(word: str) -> str:
    """The end of a command word that belongs to what follows: "out until" tomorrow is not out tomorrow."""
    return next((one for one in UNTIL if word.endswith(" " + one)), "")


def _starts(text: str, word: str) -> bool:
    return text.casefold().startswith((word + " ", word + ":", word + ","))


def _meant(word: str, named: Mapping[str, Command]) -> str:
    """The one command word at a distance of one slip (a letter more, less, wrong or swapped), or ""."""
    if " " in word or len(word) < SHORTEST_FORGIVEN:
        return ""
    near = [known for known in named if len(known) >= SHORTEST_FORGIVEN and OSA.distance(word, known) == 1]
    return near[0] if len({named[known].name for known in near}) == 1 else ""


def _merged(table: str, modules: tuple[object, ...]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for module in modules:
        for name, flow in getattr(module, table, {}).items():
            if name in merged:
                raise RouteTaken(f"Two flows answer to “{name}” in {table}.")
            merged[name] = flow
    return merged


def _one(name: str, modules: tuple[object, ...], default: Any = None) -> Any:
    found = [getattr(module, name) for module in modules if hasattr(module, name)]
    if len(found) > 1 or not (found or default):
        raise RouteTaken(f"Exactly one flow module declares “{name}”, not {len(found)}.")
    return found[0] if found else default
