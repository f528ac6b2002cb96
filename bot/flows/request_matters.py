"""What the words behind a command say a request is: a complaint about somebody, fraud, praise (R15, R16, R23)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.flows.report_given import department_of
from bot.flows.report_names import mentions
from bot.flows.report_roles import Asked
from bot.services import Services
from incidents.request import Matter

_OPENS = (
    r"(?:(?:please|i|we|want|wants|wish|wishes|would|like|likes|need|needs|have|has|to|log|take|make|file|lodge|raise"
    r"|register|record|open|enter|send|pass|on|down|new|an?|the|this|another|formal|official|somebody|someone|customer"
    r"|caller|resident|citizen|visitor|client|man|woman|person|is|here|there|about|report|request|service)[ ,:]+)*"
)
_KINDS = (
    (Matter.COMPLAINT, r"complaints?|complain(?:s|ing)?|grievances?"),
    (Matter.COMPLIMENT, r"compliments?|praise|commendations?|thank[- ]you(?: note)?"),
    (Matter.SUGGESTION, r"suggestions?|suggests?"),
)
_FRAUD = re.compile(r"\b(?:fraud\w*|embezzl\w+|brib(?:e|es|ed|ery|ing)|kickbacks?|corruption|corrupt)\b")
_AGAINST = re.compile(r"\b(?:about|against|by|on|with|of|from|for) (?:the |our |my |your )?")
_SOMEBODY = re.compile(
    r"(?:an?|the|one of (?:our|your|the)|some|our|your|my) (?:\w+ )?(?:person|people|employees?|colleagues?"
    r"|co-?workers?|staff(?: members?)?|clerks?|officers?|workers?|somebody|someone"
    r"|inspectors?|drivers?|supervisors?|managers?)\b"
    r"|somebody|someone|staff\b|people\b"
)
_PLAIN = frozenset(
    {
        "please", "i", "we", "want", "wants", "wish", "wishes", "would", "like", "likes", "need", "needs",
        "have", "has", "to", "log", "take", "make", "file", "lodge", "raise", "register", "record", "open",
        "enter", "send", "pass", "on", "down", "new", "a", "an", "the", "this", "another", "formal", "official",
        "somebody", "someone", "customer", "caller", "resident", "citizen", "visitor", "client", "man", "woman",
        "person", "is", "here", "there", "about", "against", "report", "request", "service", "complaint",
        "complaints", "complain", "compliment", "compliments", "praise", "suggestion", "suggestions", "fraud",
        "from", "by", "for", "of", "our", "your", "my", "employee", "colleague", "coworker", "staff", "member",
        "clerk", "officer", "worker", "people", "phone", "counter", "at", "it", "that"
    }
)  # fmt: skip
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
    description = "" if set(re.findall(r"[a-z]+", said)) <= _PLAIN else text
    kind = next(
        (
            (matter, found.end())
            for matter, words in _KINDS
            if (found := re.match(rf"{_OPENS}(?:{words})\b", said))
        ),
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
