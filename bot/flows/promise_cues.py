"""What a customer was promised, read out of what somebody wrote: a call back, or that a manager gets in touch.

What is found is offered as a task and never made by itself: a person decides (D64, D65, A13).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from incidents.task import TaskKind

_WILL = r"(?:will|would|'ll|’ll|'d|’d|can|could|shall|is going to|are going to|am going to|was going to)"
_MANAGER = (
    r"(?:(?:my|our|the|a|her|his|their) )?(?:department |line )?"
    r"(?:manager|supervisor|boss|head|director|team lead(?:er)?|superior|chief|cao)(?: of \w+)?"
)
_REACH = (
    r"(?:contact|call|ring|phone|write(?: to)?|e-?mail|speak (?:with|to)|talk (?:with|to)|reach out"
    r"|get (?:back|in touch)|be in touch|follow up)"
)
_CUSTOMER = (
    r"(?:you|her|him|them|the (?:customer|caller|resident|man|woman|lady|gentleman|client|visitor|citizen)"
    r"|m(?:r|rs|s|iss|x)\.? \w+)"
)
_SOMEBODY = r"(?:someone|somebody|i|we|a colleague|one of us|staff|the (?:office|department|team|clerk))"
_BACK = (
    rf"(?:(?:call|ring|phone) (?:{_CUSTOMER} )?back|return (?:the|your|her|his|their) call|call-?back"
    rf"|(?:call|ring|phone) {_CUSTOMER}(?: again| tomorrow| today| later| on \w+day| by \w+day))"
)

_BY_MANAGER = re.compile(
    rf"\b{_MANAGER} {_WILL} (?:also |then |now |soon )?{_REACH}"
    rf"|\bhave {_MANAGER} {_REACH}"
    rf"|\b(?:promised|offered|said|told \w+)(?: that)? {_MANAGER} (?:will |would )?{_REACH}",
    re.IGNORECASE,
)
_CALL_BACK = re.compile(
    rf"\b{_SOMEBODY}(?: {_WILL}|{_WILL})(?: have to| also| then)? (?:{_BACK}|(?:get|come) back to {_CUSTOMER})"
    rf"|\b(?:promised|offered|agreed|said i would|said we would|told \w+ (?:that )?(?:i|we) would|need to|have to)"
    rf"(?: (?:her|him|them|the \w+))?(?: to| a)? (?:{_BACK})"
    r"|\bpromised (?:\w+ ){0,3}?a call ?-?back|\bcall ?-?back (?:was )?promised"
    r"|\b(?:is|am|are|was|were) to (?:call|ring|phone) (?:\w+ ){0,2}?back",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|nobody|no one|cannot|won't|wouldn't|can't|couldn't|didn't|don't|refused|declined|instead of)\b"
    r"|n’t\b",
    re.IGNORECASE,
)
_TOMORROW = re.compile(r"\b(?:tomorrow|next (?:business |working )?day)\b", re.IGNORECASE)
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


def _promise(said: str) -> PromiseFound | None:
    for kind, cue in ((TaskKind.CONTACT, _BY_MANAGER), (TaskKind.CALL_BACK, _CALL_BACK)):
        match = cue.search(said)
        if match and not _NOT.search(said, max(match.start() - BEFORE, 0), match.end()):
            return PromiseFound(kind, bool(_TOMORROW.search(said)))
    return None
