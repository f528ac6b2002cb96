"""Sentences that give an order: "Call the police.", "Never open the parcel."."""

from __future__ import annotations

import re

_VERB_WORDS = """acknowledge act add address advise agree allow answer apologise apologize arrange ask assess assist
    assure attempt avoid be begin bring call carry check clarify close collect complete confirm contact
    continue deal decide deliver describe direct discuss display document do encourage end ensure
    escalate escort explain fill find focus follow forward get give go greet hand hang help identify
    inform introduce invite involve keep leave let listen log look maintain make meet move notify obtain
    offer open pass pause phone place post praise prepare present press prioritize promise protect
    provide put read reassure record refer refrain remain remind remove repeat report request respect
    respond return review say seek send set show smile speak state stay stop submit suggest summarise
    summarize support take talk tell thank treat try turn use wait walk warn wear work write"""
_VERBS = "|".join(_VERB_WORDS.split())
_LABEL = re.compile(r"^[A-Z][^.:;!?]{1,60}:\s+")
_OPENING = re.compile(
    r"^\W*(?:(?:please|then|also|next|first|finally|always|immediately|calmly|politely|instead)\b[\s,]*){0,3}",
    re.IGNORECASE,
)
# "Report forms must be ..." begins with a noun: a command has no verb of duty or being right behind it.
_COMMAND = re.compile(
    rf"(?:{_VERBS})\b(?!\s+(?:may|must|shall|should|will|can|is|are|was|were|has|have)\b)(?!\s+\w+\s+(?:may|must|shall"
    r"|should|will|is|are|has|have)\b)",
    re.IGNORECASE,
)
_BAN = re.compile(
    r"(?:do\s+not|don['’]t|never|under no circumstances|at no time)\s+(?!be\s+afraid|worry|hesitate)\w",
    re.IGNORECASE,
)


def commands(sentence: str) -> bool:
    """Whether a sentence begins as an order, behind a label ("Follow-up: ...") and small words."""
    return bool(_COMMAND.match(_begun(sentence)))


def forbids(sentence: str) -> bool:
    """Whether a sentence begins as a ban ("Do not ...", "Never ...")."""
    return bool(_BAN.match(_begun(sentence)))


def _begun(sentence: str) -> str:
    return _OPENING.sub("", _LABEL.sub("", sentence.strip()))
