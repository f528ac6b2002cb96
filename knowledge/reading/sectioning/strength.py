"""How binding a clause is, sentence by sentence, by the words of its main clauses."""

from __future__ import annotations

import re

from knowledge.reading.document import Strength
from knowledge.reading.sectioning.commands import commands, forbids

# "If/When/Where ..., " sets the scene; the duty comes behind the comma.
_SCENE = re.compile(
    r"\b(?:if|when|where|although|while|unless|in the event|whether|(?-i:Should))\b[^,.;:]{0,300},",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|(?:how|what|why)(?:\s+\w+){1,4}?)\s+(?:not\s+)?"
    r"(?:may|might|can|could|will|would|should|must|require[sd]?)\b",
    re.IGNORECASE,
)
# What somebody claims, believes or appeals on is no rule, and a sentence in quotation marks is somebody's words.
_CLAIM = re.compile(
    r"\b(?:grounds?|basis|reasons?|argu(?:es?|ment)|alleg(?:es?|ation)|claims?|complain(?:s|t)?|says?|feels?"
    r"|thinks?)(?:\s+(?:is|are|was|be))?\s+that\b[^,.;:]{0,300}",
    re.IGNORECASE,
)
_SAID = re.compile(r"\"[^\"]{8,400}\"|“[^”]{8,400}”")
_UNABLE = re.compile(r"\b(?:can ?not|can['’]t)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[A-Z(“\"])")
_HAPPENS = r"""react|become|get\b|seem|appear|behave|struggle|arise|occur|happen|escalate|lose|shout|swear|threaten|cry
|blame|forget|misunderstand|want|know|think|believe|sound|look|mean|find|depend|differ|exist|take (?:longer|time)
|be (?:upset|angry|frustrated|confused|distressed|afraid|frightened|stressed|tired|worried|disappointed|unable|unaware
|able|aware|due|difficult|necessary|possible|unreasonable|a|an|the|in|at|more|less|very|so|too|other|some|times|cases)\b"""
# "may include" and the like foresee something; they allow nothing.
_FORESEEN = rf"""include|result|cause|vary|indicate|have|contain|deem|feel|experience|encounter|need|not\b|be \w+ing
|(?:(?:also|often|well|sometimes|then|naturally|still|simply|even)\s+)?(?:{_HAPPENS})"""
_LIKELY = rf"""(?:(?:also|often|usually|sometimes|likely|probably|naturally|generally)\s+)?
(?:{_HAPPENS}|vary|result|need|feel)"""
_MUST = r"""must|shall|mandatory|prohibited|forbidden|may not(?!\s+be limited)
(?! (?:be aware|know|realise|realize|always|want))|can ?not|can['’]t|under no circumstances|at no time|not permitted
|not allowed|(?:is|are|be)\s+(?:\w+\s+)?required
|(?:is|are)\s+(?:\w+\s+)?obligated|has to|have to|are\s+(?:not\s+)?to\s+[a-z]+"""
_WILL = rf"(?<!it )(?<!this )(?<!there )(?<!these )(?<!that )will(?!\s+(?:{_LIKELY}))"
_SHOULD = r"""should(?!\s+(?:not\s+)?have\s+been)|ought|(?:is|are)\s+(?:strongly\s+)?(?:expected|encouraged|advised
|recommended|urged)|recommend(?:s|ed)?|strive"""
_MAY = rf"""(?<!\d )may(?!\s+\d)(?!\s+(?:{_FORESEEN}))|can choose|choose to|optional|(?:is|are) not required
|(?:is|are)\s+(?:empowered|permitted|allowed|authori[sz]ed|free)\b
|at (?:the(?:ir)?|its|his|her|your|our) (?:\w+ )?discretion"""
_WORDS = ((Strength.MUST, f"{_MUST}|{_WILL}"), (Strength.SHOULD, _SHOULD), (Strength.MAY, _MAY))
_MODAL = re.compile(
    "|".join(rf"(?P<{name.name}>\b(?:{words.replace(chr(10), '')})\b)" for name, words in _WORDS),
    re.IGNORECASE,
)
_NOT_REQUIRED = re.compile(r"\b(?:is|are|be)\s+not\s+(?:required|obligated)\b", re.IGNORECASE)
_FORBIDS = re.compile(
    r"\b(?:must|shall) (?:not|never)\b|\b(?:at no time|under no circumstances)\b", re.IGNORECASE
)
# A lead-in whose sentence the item goes on with: "staff must not:", "the clerk will do the following:".
_LEADS = re.compile(
    r"\b(?:may|must|shall|should|will|can)\b(?:\s+(?:not|never|always|also|only|then|either|at all times|do|take|follow"
    r"|observe|use|under any circumstances|all|any|of|one|or|more|the following|(?:these )?(?:steps|things|rules)))*"
    r"\s*[:,–—-]*$",
    re.IGNORECASE,
)
_OWN_SUBJECT = re.compile(
    r"^(?:the|an?|any|all|each|every|no|only|staff|employees?|managers?|supervisors?|customers?|visitors?|callers?|people"
    r"|you|we|they|it|this|these|if|when|where|while)\b",
    re.IGNORECASE,
)
# Lead-ins that describe, and those that give reasons: no item below them binds anybody.
_DESCRIBES = re.compile(
    r"\b(?:defined as|means?|includes?|including|such as|for example|examples?(?: of this)?(?: are)?"
    r"|grounds?(?:\s+(?:for|of)\s+[\w\s]{1,60})?(?:\s+(?:is|are))?|reasons?(?:\s+(?:for|to)\s+[\w\s]{1,60})?(?:\s+(?:is|are))?)"
    r"\s*[:,–—-]*$",
    re.IGNORECASE,
)


def strength_of(text: str, lead_in: str = "") -> Strength:
    """The strength of the first sentence that has one; a prohibition behind a recommendation counts more.

    A list item takes its lead-in's word where it goes on with that sentence ("staff may:") or has none of its own.
    Under a lead-in that describes or gives reasons ("grounds of appeal are:") it has none.
    """
    if _DESCRIBES.search(lead_in):
        return Strength.NONE
    leading = _RELATIVE.sub(" ", re.split(r"(?<=[.!?])\s", lead_in)[-1])
    led = _LEADS.search(leading)
    if led and not _OWN_SUBJECT.match(text):
        return _first(led.group()) or Strength.NONE
    return _own(text) or _first(leading) or Strength.NONE


def has_subject(text: str) -> bool:
    """Whether an item begins as a sentence of its own."""
    return bool(_OWN_SUBJECT.match(text))


def has_duty(text: str) -> bool:
    """Whether a text holds a word of duty or permission."""
    return _first(text) is not None


def _own(text: str) -> Strength | None:
    """The strength of a clause's own sentences; a command before a permission is not softened by it."""
    sentences = _SENTENCE.split(_SAID.sub(" ", text))
    found: Strength | None = None
    commanded = False
    for sentence in sentences:
        if found is None and forbids(_main(sentence)):
            found = Strength.MUST
        elif found is None and commands(_main(sentence)):
            commanded = True
        elif found is None:
            found = _sentence(sentence)
        elif found is Strength.SHOULD and _FORBIDS.search(_main(sentence)):
            return Strength.MUST
        if commanded and found is Strength.MAY:
            found = None
    return found


def _main(sentence: str) -> str:
    return _SCENE.sub(" ", _CLAIM.sub(" ", _RELATIVE.sub(" ", sentence)))


def _sentence(sentence: str) -> Strength | None:
    bare = _CLAIM.sub(" ", _RELATIVE.sub(" ", sentence))
    return _first(_SCENE.sub(" ", bare)) or _first(_UNABLE.sub(" ", bare))


def _first(text: str) -> Strength | None:
    found = _MODAL.search(_NOT_REQUIRED.sub("may", text))
    return Strength[found.lastgroup] if found and found.lastgroup else None
