"""How binding a clause is, by its own words."""

from __future__ import annotations

import re

from knowledge.passages import Strength

# "If/When/Where ..., " sets the scene; the duty comes behind the comma.
_SCENE = re.compile(
    r"\b(?:if|when|where|although|while|unless|in the event|whether|(?-i:Should))\b[^,.;:]{0,300},",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|(?:how|what)(?:\s+\w+){1,4}?)\s+(?:may|might|can|could|will|would|should|must|require[sd]?)\b",
    re.IGNORECASE,
)
_UNABLE = re.compile(r"\b(?:can ?not|can['’]t)\b", re.IGNORECASE)
_LEADS = re.compile(
    r"\b(may|must|shall|should|will|can|must not|may not|shall not|should not):?$", re.IGNORECASE
)
_MUST = r"""must|shall|will|mandatory|prohibited|forbidden|may not(?!\s+be limited)|can ?not|can['’]t
|under no circumstances|at no time|not permitted|not allowed|(?:is|are|be)\s+(?:\w+\s+)?required
|(?:is|are)\s+(?:\w+\s+)?obligated|has to|have to|are\s+(?:not\s+)?to\s+[a-z]+"""
_SHOULD = r"""should|ought|(?:is|are)\s+(?:strongly\s+)?(?:expected|encouraged|advised|recommended|urged)
|recommend(?:s|ed)?|strive"""
# "may include" and the like foresee something; they allow nothing.
_FORESEEN = (
    r"include|result|cause|vary|indicate|have|contain|deem|feel|experience|encounter|need|not\b|be \w+ing"
)
_MAY = rf"""(?<!\d )may(?!\s+\d)(?!\s+(?:{_FORESEEN}))|can choose|choose to|optional|(?:is|are) not required
|(?:is|are)\s+(?:empowered|permitted|allowed|authori[sz]ed|free)\b
|at (?:their|its|his|her) (?:own )?discretion"""
_WORDS = ((Strength.MUST, _MUST), (Strength.SHOULD, _SHOULD), (Strength.MAY, _MAY))
_MODAL = re.compile(
    "|".join(rf"(?P<{name.name}>\b(?:{words.replace(chr(10), '')})\b)" for name, words in _WORDS),
    re.IGNORECASE,
)
_NOT_REQUIRED = re.compile(r"\b(?:is|are|be)\s+not\s+(?:required|obligated)\b", re.IGNORECASE)


def strength_of(text: str, lead_in: str = "") -> Strength:
    """The strength of the first duty word outside subordinate clauses.

    A list item takes its lead-in's word where that ends in one ("staff may:") or where it has none of its own.
    """
    if found := _LEADS.search(lead_in):
        return _first(found.group(1)) or Strength.NONE
    bare = _RELATIVE.sub(" ", text)
    leading = _RELATIVE.sub(" ", re.split(r"(?<=[.!?])\s", lead_in)[-1])
    return _first(_SCENE.sub(" ", bare)) or _first(_UNABLE.sub(" ", bare)) or _first(leading) or Strength.NONE


def _first(text: str) -> Strength | None:
    found = _MODAL.search(_NOT_REQUIRED.sub("may", text))
    return Strength[found.lastgroup] if found and found.lastgroup else None
