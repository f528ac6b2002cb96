"""Words of somebody who may end their own life, and whether the writer or somebody else is meant."""

from __future__ import annotations

import re

from bot.flows.danger_words import any_of

_SELF = r"(?:himself|herself|themsel\w+|myself)"
_WHOSE = r"(?:his|her|their|my)"
_CRISIS = any_of(
    r"\b(?:want to|going to|thinking of|thinking about) (?:die|dying|kill(?:ing)? myself|hurt(?:ing)? myself|"
    r"end(?:ing)? (?:my life|it all))\b",
    r"\bsuicid|\b(?:don't|do not|doesn't|does not) want to (?:live|be alive)\b",
    r"\b(?:want(?:s|ed)?|going|will|'ll|threat\w*|plan(?:s|ning)?|tr(?:y|ies|ied|ying)|about|says?|said"
    r"|gonna|pills|ready)(?: to)? "
    rf"(?:(?:kill|hang|shoot|hurt|cut|drown|harm|poison) {_SELF}"
    rf"|end (?:{_WHOSE} (?:own )?li(?:fe|ves)|it (?:all|tonight|today|now|for good|here))"
    rf"|take {_WHOSE} (?:own )?li(?:fe|ves)\b(?! (?:back|seriously|into|in)\b))\b",
    rf"\bmight (?:kill|hang|harm|drown|poison) {_SELF}\b",
    r"\b(?:he|she|they|caller|customer|man|woman|person|somebody|someone|kid)(?: \w+)? (?:wants?|is going"
    r"|is ready) to die\b",
    rf"\b(?:kill(?:ing)?|hang(?:ing)?|cut(?:ting)?|hurt(?:ing)?|harm(?:ing)?|shoot(?:ing)?) {_SELF}"
    r"(?: \w+)? (?:now|tonight|today|here|right)\b",
    rf"\b(?:is|are|'s|'re|about|of|keeps?|started|been) (?:killing|hanging|cutting|harming|drowning) {_SELF}\b",
    rf"\b(?:about|of) (?:ending|taking) {_WHOSE} (?:own )?li(?:fe|ves)\b",
    r"\b(?:better off dead|no reason to live|nothing to live for|(?:life|it) (?:is|'s) not worth living"
    r"|jump (?:off|from) (?:the|a) (?:\w+ )?(?:bridge|roof|building))\b",
    r"\blife (?:isn't|ain't) worth living\b",
)
_PERSON = (
    r"(?:caller|customer|client|visitor|resident|man|woman|guy|lady|person|some(?:body|one)|any(?:body|one)"
    r"|kid|child|boy|girl|teen\w*|student|patron|citizen|neighbou?r|colleague|co-?worker|parent|mother|father"
    r"|tenant|member of the public|he|she|they|people)s?"
)
_SPEAKS = (
    r"(?:says?|said|saying|tells?|told|telling|writes?|wrote|threat\w+|screams?|screaming|shouts?|shouting"
    r"|yells?|yelling|claims?|keeps? \w+|announces?|posted|texts?|texted|mails?|mailed|talks?|talking)"
)
_REPORTED = any_of(rf"\b{_PERSON}\b(?: [\w']+){{0,7}}? {_SPEAKS}\b", rf"\b{_PERSON} ?: ?[\"'“‘]?i\b")
_OTHER = any_of(rf"\b{_PERSON}\b", r"\b(?:himself|herself|themsel\w+|his|her|their)\b")
_OWN = any_of(
    r"\bmyself\b|\bmy (?:own )?life\b|\bi(?:'m| am| feel| have been|'ve been|'d)\b[^.!?]*?"
    r"\b(?:suicid\w*|dead|dying|end it)",
    r"\bi(?: \w+){0,2} (?:don't|do not) want to (?:live|be alive)\b|\bi (?:\w+ )?(?:want to|'m going to) die\b",
    r"\bi(?:'m|'ll| am| will| want| wanted| plan| have| might| may| could)\b[^.!?]*"
    r"\b(?:end|take) (?:it|my)\b|\bi have (?:no|nothing)\b",
)


def is_of_life(said: str) -> bool:
    """Whether plain lower-case words speak of somebody who may end their own life."""
    return bool(_CRISIS.search(said))


def is_of_another(said: str) -> bool:
    """Whether such words are of somebody else than the writer, their own words repeated among them.

    Where nobody is named it may be the writer.
    """
    if _OWN.search(said):
        return bool(_REPORTED.search(said)) and not _told_after(said)
    return bool(_OTHER.search(said))


def _told_after(said: str) -> bool:
    """Whether the writer's own "myself" is no repeated speech ("after what she said I want to kill myself")."""
    return bool(re.search(r"\b(?:after|because|since|so|when|once)\b[^.!?]*\bi\b", said))
