"""What a customer was promised, read out of what somebody wrote: a call back, or that a manager gets in touch.

What is found is offered as a task and never made by itself: a person decides (D64, D65, A13).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.typed import TYPED
from incidents.task import TaskKind

_BY_MANAGER = TYPED.pattern("promise_cues.by_manager")
_CALL_BACK = TYPED.pattern("promise_cues.call_back")
_IN_WRITING = TYPED.pattern("promise_cues.in_writing")
_NOT = TYPED.pattern("promise_cues.not")
_TOMORROW = TYPED.pattern("promise_cues.tomorrow")
_SENTENCE = re.compile(r"[^.!?\n]+")
BEFORE = 40
"""How far before a promise a word that denies it counts."""

READ = 20_000
"""As much of a text as is looked through."""


@dataclass(frozen=True, slots=True)
class PromiseFound:
    """What was promised; `tomorrow` where the customer was told that day."""

    kind: TaskKind
    tomorrow: bool = False


def promises_in(texts: Iterable[str]) -> tuple[PromiseFound, ...]:
    """What these texts say was promised, each kind once."""
    found: dict[TaskKind, PromiseFound] = {}
    for text in texts:
        for said in _SENTENCE.finditer(text[:READ]):
            if promise := _promise(" ".join(said[0].split())):
                found.setdefault(promise.kind, promise)
    return tuple(found.values())


def asks_for_writing(texts: Iterable[str]) -> bool:
    """Whether one of these sentences asks somebody to put in writing what concerns them, or offers a form (D63)."""
    return any(_IN_WRITING.search(" ".join(text[:READ].split())) for text in texts)


def _promise(said: str) -> PromiseFound | None:
    for kind, cue in ((TaskKind.CONTACT, _BY_MANAGER), (TaskKind.CALL_BACK, _CALL_BACK)):
        match = cue.search(said)
        if match and not _NOT.search(said, max(match.start() - BEFORE, 0), match.end()):
            return PromiseFound(kind, bool(_TOMORROW.search(said)))
    return None
