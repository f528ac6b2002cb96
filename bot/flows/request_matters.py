"""What the words behind a command say a request is: a complaint about somebody, fraud, praise (R15, R16, R23)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.flows.report_given import department_of
from bot.flows.report_names import mentions
from bot.flows.report_roles import Asked
from bot.services import Services
from bot.typed import TYPED
from incidents.request import Matter

_KINDS = tuple((Matter(name), kind) for name, kind in TYPED.patterns("request_matters.kinds").items())
_FRAUD = TYPED.exact("request_matters.fraud")
_AGAINST = TYPED.exact("request_matters.against")
_SOMEBODY = TYPED.exact("request_matters.somebody")
_PLAIN = frozenset(TYPED.words("request_matters.plain"))
"""Words that say what it is and nothing of it."""


@dataclass(frozen=True, slots=True)
class MatterSaid:
    """What it is, whom it is about where that is said by name, and the words that say more than that."""

    matter: Matter
    about: tuple[str, ...] = ()
    description: str = ""


def matter_said(text: str, person: str, services: Services) -> MatterSaid:
    """What somebody's words say that they bring."""
    said = " ".join(text.casefold().split())
    description = "" if set(re.findall(r"[^\W\d_]+", said)) <= _PLAIN else text
    kind = next(
        ((matter, found.end()) for matter, words in _KINDS if (found := words.match(said))),
        None,
    )
    if _FRAUD.search(said):
        return MatterSaid(Matter.FRAUD, _whom(text, person, services), description)
    if kind is None:
        return MatterSaid(Matter.SERVICE, (), description)
    matter, end = kind
    if matter is Matter.COMPLAINT:
        about = _whom(text, person, services)
        after = _AGAINST.match(said, end + 1)
        if about or (after and _SOMEBODY.match(said, end + 1 + len(after[0].split(" ", 1)[0]) + 1)):
            return MatterSaid(Matter.PERSON, about, description)
    return MatterSaid(matter, (), description)


def _whom(text: str, person: str, services: Services) -> tuple[str, ...]:
    """Those whom the words name as the ones it is about: right behind “about” or “against”."""
    asked = Asked(person, department_of(person, services))
    said = " ".join(text.split())
    behind = [said[found.end() :].casefold() for found in _AGAINST.finditer(said.casefold())][:8]
    return tuple(
        one.person
        for one in mentions(said, services.people, asked)
        if any(
            rest.startswith(one.words.casefold()) or one.words.casefold() in rest[: len(one.words) + 8]
            for rest in behind
        )
    )
