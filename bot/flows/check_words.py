"""How somebody asks whether they can be in contact with a person by name: “may I call Roy Hollis back?”."""

from __future__ import annotations

import re

from bot.flows.order_words import NO_NAMES
from bot.flows.situations import Situation, situation
from bot.typed import TYPED
from knowledge.text.language import known_words
from knowledge.text.spelling import COMMON

LONGEST = 25
"""Words; who writes more tells a story."""

_WORD = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’.-][^\W\d_]*)*"
_PARTICLE = r"(?:de|da|del|della|di|la|le|van|von|der|den|bin|al|el)"
_NAME = rf"(?P<who>(?:(?i:mr|mrs|ms|mx|dr)\.? {_WORD}|{_WORD})(?: (?:{_PARTICLE} )*{_WORD})+)"
_SMALL = r"(?P<who>[^\W\d_]+(?:['’-][^\W\d_]+)* [^\W\d_]+(?:['’-][^\W\d_]+)*)"
"""The same typed in small letters: two words."""

_TO = (
    r"(?:(?:talk|speak|meet|write|reply|chat) (?:to|with) |(?:get in touch|be in contact|make contact|get back)"
    r" (?:with|to) |call |phone |ring |see |meet |e-?mail |text |contact |answer |reach |visit |serve )"
)
_ASKS = (
    r"(?i:(?:(?:may|can|could|should|shall) (?:i|we)|(?:am i|are we) (?:allowed|permitted|free) to"
    r"|is it (?:ok|okay|all right|alright|fine) (?:if (?:i|we)|to|for (?:me|us) to)"
    r"|who (?:may|can|is allowed to)|do i get to) (?:still |just |please |also )?"
    rf"{_TO})"
)
_AFTER = (
    r"(?i:(?: (?:back|again|now|today|tomorrow|tonight|alone|please|directly|myself|about|at|in|on|for|by|regarding"
    r"|before|after|this|next|over|without|with)\b.*)?)"
)
_HERE = (
    r"(?i:(?: is|['’]s) (?:on the (?:phone|line)|at (?:the|my|our) (?:counter|desk|window|door)|here|calling"
    r"|waiting))"
)
_CHECK = (
    r"(?i:(?:please )?(?:check|look up) (?:(?:on|for|before)? ?contact (?:with |for )?"
    r"|restrictions? (?:on|for|of|against) )?"
    r"|(?:(?:any|are there any|is there an?|what are the) )?(?:contact )?"
    r"(?:restrictions?|bans?) (?:on |for |of |against )?)"
)
_IS = r"(?i:is |has )"
_RESTRICTED = (
    r"(?i: (?:been |being |currently |still )?(?:restricted|banned|barred|trespassed|under (?:an? )?"
    r"restriction))"
)


def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    end = r"(?i:[ ,]+(?:please|thanks|thank you))?[ ?!.]*"
    forms = (
        rf"{_ASKS}{name}{_AFTER}{end}",
        rf"{name}{_HERE}(?i:(?: now| again)?){end}",
        rf"{_CHECK}{name}{end}",
        rf"{_IS}{name}{_RESTRICTED}{end}",
    )
    return tuple(re.compile(one) for one in forms)


_WITH_CAPITALS, _IN_SMALL_LETTERS = _forms(_NAME), _forms(_SMALL)
_OFFICES = frozenset(TYPED.words("check_words.offices"))
_POLITE = TYPED.pattern("check_words.polite")


def name_before_contact(text: str) -> str:
    """The name of whoever somebody is about to be in contact with; "" for any other text, and for danger."""
    said = " ".join(text.split())
    if len(said.split()) > LONGEST or situation(said) is not Situation.QUESTION:
        return ""
    for form in _WITH_CAPITALS:
        if (found := form.fullmatch(said)) and not NO_NAMES.intersection(found["who"].casefold().split()):
            return found["who"]
    for form in _IN_SMALL_LETTERS:
        if (found := form.fullmatch(said)) and _is_no_word(found["who"]):
            return found["who"]
    return ""


def bare_name(text: str) -> str:
    """A name without the kind words after it: “Roy Hollis please”."""
    before = ""
    while text != before:
        before, text = text, _POLITE.sub("", text.strip(" ?.!,“”\"'"))
    return text


def _is_no_word(name: str) -> bool:
    """Whether a word of it is no everyday one."""
    return any(known_words().get(word, COMMON) >= COMMON for word in name.casefold().split())


def names_an_office(name: str) -> bool:
    """Whether a name ends like that of an office: “Bylaw Enforcement”, “Tax Office”."""
    return not _OFFICES.isdisjoint(name.casefold().split()[-1:])
