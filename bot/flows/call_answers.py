"""Short answers while somebody is asked to come or a meeting is looked after: on my way, all is well, I am at.

Every part of what was typed has to be one that is known: whatever says more is read as any other text.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.flows.call_places import is_place
from bot.flows.situations import plain

_PARTS = re.compile(r"[,.;:!]+| and | so | - ")
_ANY_MORE = r"(?: any ?more| now| thanks?| thank you)*"
_IN_MINUTES = (
    r"(?:in|within) (?:a|an|one|two|three|four|five|ten|\d{1,2}|a few|half a) ?(?:min|sec"
    r"|mins|secs|minutes?|seconds?|moment)"
)
_SOON = (
    rf"(?: (?:now|over|there|up|down|soon|shortly|asap|right (?:now|away|over)|at once|to you|back"
    rf"|already|{_IN_MINUTES}))*"
)
_COMING = re.compile(
    rf"(?:ok(?:ay)? |yes |yep |sure |alright )?(?:(?:i'm|i am|we're|we are) )?(?:already |just "
    rf"|now )?(?:on (?:my|our|the|its|his|her) way|omw|coming"
    rf"|running|heading|rushing|hurrying|walking){_SOON}"
    rf"|(?:i'm|i am|we're|we are) (?:already |just )?(?:going there|going over|going to you){_SOON}"
    rf"|(?:(?:i'll|i will|we'll|we will|will) )?(?:be|come|go|get) (?:right )?(?:there|over|down|up"
    rf"|with you|at your desk){_SOON}"
    rf"|there {_IN_MINUTES}"
)
_FINE = re.compile(
    r"(?:i(?:'m| am)|we(?:'re| are)) back(?: now)?|(?:yes |ok |yeah )?(?:i(?:'m| am)|we(?:'re| are)"
    r"|it(?:'s| is)|all(?:'s| is)?|everything(?:'s| is)|things are) "
    r"(?:(?:now|still|all|quite|both|doing|perfectly) )*(?:fine|ok(?:ay)?|good|well|safe|all right"
    r"|alright|right|unhurt)"
    r"(?: again| here| so far| thanks?| thank you| now)*"
)
_SOMETHING = (
    r"(?: (?:it|that|this|everything|the (?:call|alarm|alert|help|request)|my (?:call|alarm|alert|request)))?"
)
_OVER = re.compile(
    rf"(?:it(?:'s| is) )?(?:all )?over{_ANY_MORE}|all (?:is )?clear{_ANY_MORE}|(?:it was |that was "
    rf"|just )?a? ?false alarm"
    r"|(?:it |that |this )?(?:was |is )?(?:a |my )?mistake|(?:i (?:pressed|did) (?:it"
    r"|that) )?by (?:mistake|accident)"
    rf"|(?:please )?(?:cancel|undo|take back|call off|end|revoke){_SOMETHING}(?: off)?(?: please)?"
    rf"|call (?:it|that) off"
    r"|never ?mind|forget (?:it|that)|(?:you can |please )?stand down"
    rf"|(?:there(?:'s| is) )?no (?:more )?(?:help|need|one|danger)(?: is)?(?: needed)?(?: (?:to come"
    rf"|for (?:help|any(?:body|one))))?{_ANY_MORE}"
    rf"|no(?:body| one) (?:needs to|has to|need) come{_ANY_MORE}|(?:please )?(?:do not|don't) come{_ANY_MORE}"
    rf"|(?:i|we) (?:do not|don't|no longer) need (?:help|any(?:body|one)|some(?:body|one)|it|you"
    rf"|this){_ANY_MORE}"
    rf"|(?:the |my )?(?:meeting|call|appointment|danger|incident|situation|matter|emergency)(?:'s| is"
    rf"| was)? (?:over|done|resolved|settled"
    rf"|under control|finished){_ANY_MORE}|it(?:'s| is| was) (?:all )?(?:resolved|sorted|settled"
    rf"|under control|done){_ANY_MORE}"
)
_LEFT = re.compile(
    r"(?:he|she|they|(?:the|this|that) (?:man|woman|guy|lady|customer|client|person|visitor|caller|resident))"
    r"(?:'s|'ve| has| have| is| are)? ?(?:just |now |all |already )*(?:left|gone(?: away| home)?"
    r"|went (?:away|home)|calm(?:ed)?(?: down)?"
    r"|walked (?:out|away|off))(?: now| already| again| the (?:building|counter|office|room))*"
)
_BARE = re.compile(
    r"(?:yes|yep|yeah|ok(?:ay)?|fine|good|well|safe|all right|alright|still (?:fine|ok|okay|good"
    r"|safe))(?: here| now| thanks?| thank you)*"
)
_KIND = re.compile(r"(?:many )?thanks?(?: you)?(?: all| everybody| everyone)?|sorry|please|hi|hello|now")
_STOP = re.compile(r"(?:please )?stop(?: it| that| asking)?")
_AT = re.compile(
    r"(?:no,? )?(?:i(?:'m| am)|we(?:'re| are)|i (?:have )?(?:moved|went|ran)|we (?:have )?(?:moved|went"
    r"|ran)) (?:now |not there )?"
    r"(?P<how>at|in|on|by|near|behind|outside|inside|to|into) (?P<place>[^,.;:!?]{2,80}?)(?: now"
    r"| instead)*[ .!]*"
)


class Well(StrEnum):
    """How plainly somebody says that all is well: it is OVER, they are FINE, or only words that can mean it (MAYBE)."""

    OVER = "over"
    FINE = "fine"
    MAYBE = "maybe"


def how_well(text: str) -> Well | None:
    """Whether a text says that all is well, and how plainly; None for any other text."""
    parts = _parts(text)
    if not parts or not all(
        any(one.fullmatch(part) for one in (_FINE, _OVER, _LEFT, _BARE, _KIND, _STOP)) for part in parts
    ):
        return None
    for kind, patterns in (
        (Well.OVER, (_OVER,)),
        (Well.FINE, (_FINE,)),
        (Well.MAYBE, (_LEFT, _BARE, _STOP)),
    ):
        if any(one.fullmatch(part) for one in patterns for part in parts):
            return kind
    return None


def says_yes(text: str) -> bool:
    """Whether a text answers "Are you all right?" with yes, be it in one word."""
    parts = _parts(text)
    return any(_BARE.fullmatch(one) for one in parts) and all(
        _BARE.fullmatch(one) or _KIND.fullmatch(one) for one in parts
    )


def says_coming(text: str) -> bool:
    """Whether somebody says that they are on their way."""
    parts = _parts(text)
    known = (_COMING, _BARE, _KIND)
    fits = all(any(one.fullmatch(part) for one in known) for part in parts)
    return fits and any(_COMING.fullmatch(part) for part in parts)


def says_where(text: str) -> str:
    """The place at which somebody says that they are, as they typed it; empty for any other text."""
    if "?" in text:
        return ""
    found = _AT.fullmatch(plain(text))
    if found is None or not is_place(found["place"]):
        return ""
    at = text.casefold().rfind(found["place"])
    return text[at : at + len(found["place"])] if at >= 0 else found["place"]


def _parts(text: str) -> list[str]:
    said = plain(text)
    return [] if "?" in said else [one.strip() for one in _PARTS.split(said) if one.strip()]
