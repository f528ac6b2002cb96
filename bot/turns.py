"""What somebody asked a moment ago, so that "and by e-mail?" keeps its subject. Never stored, gone in 15 minutes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.people import Identity, ReplyTarget
from bot.typed import TYPED
from knowledge.text.terms import terms

KEPT = timedelta(minutes=15)
MOST = 5_000
"""Conversations remembered at once; the one that was quiet longest is forgotten first."""

LONGEST = 8
"""Words of a question that leans on the one before."""

TURNS = 3
"""Questions that are asked together at most."""

ARROW = " ↳ "
"""Between the turns of one question where it travels as one text, such as on a button."""

_LEANS = TYPED.pattern("turns.leans")
_NEXT = TYPED.pattern("turns.next")
_OF_THE_SAME = TYPED.pattern("turns.of_the_same")
_AT_ANOTHER_TIME = TYPED.pattern("turns.at_another_time")
_ASKING = frozenset(terms(TYPED.text("turns.asking")))
"""Words that ask about a subject and name none."""


@dataclass(frozen=True, slots=True)
class _Turn:
    questions: tuple[str, ...]
    at: datetime


class Turns:
    """The latest question of everybody in each conversation, in the memory of this process alone."""

    def __init__(self) -> None:
        self._turns: OrderedDict[tuple[str, ...], _Turn] = OrderedDict()
        self._rated: OrderedDict[tuple[str, str], datetime] = OrderedDict()
        self._meant: OrderedDict[str, tuple[str, datetime]] = OrderedDict()

    def follow(self, who: Identity, where: ReplyTarget, text: str, now: datetime) -> tuple[str, ...]:
        """The questions to ask together, oldest first: the text alone, or with those it leans on."""
        key = (who.person, where.platform, where.tenant, where.conversation)
        before = self._turns.pop(key, None)
        fresh = before is not None and now - before.at <= KEPT
        asked = (*before.questions, text) if before and fresh and leans(text) else (text,)
        if len(asked) > TURNS:
            asked = (asked[0], *asked[1 - TURNS :])
        self._turns[key] = _Turn(asked, now)
        while len(self._turns) > MOST:
            self._turns.popitem(last=False)
        return asked

    def first_rating(self, person: str, passage: str, now: datetime) -> bool:
        """Whether this is the person's first word on a passage lately, so that impatience counts once."""
        key = (person, passage)
        before = self._rated.pop(key, None)
        self._rated[key] = now
        while len(self._rated) > MOST:
            self._rated.popitem(last=False)
        return before is None or now - before > KEPT

    def mean(self, person: str, record: str, now: datetime) -> None:
        """Remember which record the next thing somebody sends is for."""
        self._meant.pop(person, None)
        self._meant[person] = (record, now)
        while len(self._meant) > MOST:
            self._meant.popitem(last=False)

    def meant(self, person: str, now: datetime) -> str:
        """The record of `mean`, while it is fresh; another process does not know it, and asks."""
        record, at = self._meant.get(person, ("", now))
        return record if now - at <= KEPT else ""


def leans(text: str) -> bool:
    """Whether a text is short and means little without the question before."""
    words = text.split()
    if not words or len(words) > LONGEST:
        return False
    return bool(_LEANS.match(text.strip())) or asks_for_the_next(text) or not subject_words(text)


def asks_for_the_next(text: str) -> bool:
    """Whether a text asks for nothing but what comes after the answer before it."""
    return bool(_NEXT.match(text.strip()))


def is_of_the_same(text: str) -> bool:
    """Whether a follow-up speaks of somebody or something that only the question before names."""
    return bool(_OF_THE_SAME.search(text))


def only_moves_the_time(text: str) -> bool:
    """Whether a follow-up names another time or case of the same subject ("and at night?")."""
    return bool(_AT_ANOTHER_TIME.match(text.strip()))


def subject_words(text: str) -> set[str]:
    """The stems of the words that say what a text is about."""
    return set(terms(text)) - _ASKING


def joined(questions: tuple[str, ...]) -> str:
    """Questions that belong together as one text, the latest whole and the first before it."""
    return ARROW.join(questions)


def parted(text: str) -> tuple[str, ...]:
    """What `joined` put together; any other text is one question."""
    return tuple(text.split(ARROW))
