"""What a cue of danger in a report is made of, and whom and what the words of one speak of (P36)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from incidents.records import Behaviour


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak of a kind of danger, and the boxes that say as much when they are ticked."""

    kind: Behaviour
    pattern: re.Pattern[str]
    ticked: frozenset[Behaviour]


def cue(kind: Behaviour, *patterns: str, also: Iterable[Behaviour] = ()) -> Cue:
    """A cue for any of several patterns, in capitals or not."""
    pattern = re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)
    return Cue(kind, pattern, frozenset({kind, *also}))


SELF = r"(?:himself|herself|themsel(?:f|ves)|myself|yourself)"
PERSON = (
    r"(?:clerk|guard|man|woman|boy|girl|child|kid|officer|person|customer|colleague|co-?worker|manager"
    r"|supervisor"
    r"|boss|staff|employee|worker|lady|guy|librarian|driver|cashier|dispatcher|inspector|visitor|resident"
    r"|mother"
    r"|father|wife|husband|son|daughter|brother|sister|friend|partner|family|team|intern|volunteer)s?"
)
BODY = (
    r"(?:arm|face|hand|head|hair|shoulder|back|leg|chest|throat|neck|wrist|jaw|nose|stomach|body|knee"
    r"|finger|eye"
    r"|mouth|ear|foot|feet|chin|collar|shirt|sleeve|jacket|coat|breast|bottom|butt|ass|buttock|bum"
    r"|thigh|crotch|genital|private|hip|waist|cheek|lip|ankle|elbow|boob|groin|rib|skin|skull|tooth|teeth)s?"
)
WHOM = (
    r"(?:me|us|you|him|her|them|staff|people|(?:some|any|every)(?:one|body)|(?-i:[A-ZÀ-Þ])\w+"
    rf"|(?:my|our|your|his|their|the|a|an|another|one of \w+) (?:\w+ )?(?:{PERSON}|{BODY}))\b"
    r"(?! an? (?:e-?mail|line|note))"
)
HARM = (
    r"(?:kill|shoot|stab|hurt|harm|hit|beat|attack|assault|punch|slap|kick|strangle|choke|rape|murder"
    r"|smack|smash"
    r"|break|bury|destroy)"
)
INTENT = (
    r"(?:will|would|'ll|'d|going to|gonna|wants? to|wanted to|wanna|could|should|ready to|about to|tried to"
    r"|trying to|threat\w* to|comes? (?:and|to)|came to)"
)
WILL = r"(?:will|would|'ll|'d|going to|gonna)"
THING = (
    r"(?:doors?|windows?|glass|counters?|desks?|chairs?|tables?|computers?|screens?|monitors?|phones?"
    r"|cars?|tires?"
    r"|tyres?|walls?|signs?|printers?|plexi\w*|barriers?|furniture|vehicles?|trucks?|keyboards?|displays?"
    r"|shelf"
    r"|shelves|equipment|property|building|office|cameras?|kiosks?|terminals?|laptops?|gates?|fences?"
    r"|mirrors?)"
)
