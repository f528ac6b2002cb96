"""Words of a narrative that sound like danger, by the kind of behaviour they speak of (P36, D17, D22).

A false alarm costs one question and a miss may leave somebody alone, so the cues are wide; what is denied
("he had no weapon") is no cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from incidents.records import Behaviour

DANGERS = (
    Behaviour.WEAPON,
    Behaviour.VIOLENCE,
    Behaviour.SELF_HARM,
    Behaviour.THREAT,
    Behaviour.PROPERTY,
)
"""What means danger, the most urgent first."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words that speak of a kind of danger, and the boxes that say as much when they are ticked."""

    kind: Behaviour
    pattern: re.Pattern[str]
    ticked: frozenset[Behaviour]


def _cue(kind: Behaviour, *patterns: str, also: Iterable[Behaviour] = ()) -> _Cue:
    pattern = re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)
    return _Cue(kind, pattern, frozenset({kind, *also}))


_SELF = r"(?:himself|herself|themsel(?:f|ves)|myself|yourself)"
_PERSON = (
    r"(?:clerk|guard|man|woman|boy|girl|child|kid|officer|person|customer|colleague|co-?worker|manager|supervisor"
    r"|boss|staff|employee|worker|lady|guy|librarian|driver|cashier|dispatcher|inspector|visitor|resident|mother"
    r"|father|wife|husband|son|daughter|brother|sister|friend|partner|family|team|intern|volunteer)s?"
)
_BODY = (
    r"(?:arm|face|hand|head|hair|shoulder|back|leg|chest|throat|neck|wrist|jaw|nose|stomach|body|knee|finger|eye"
    r"|mouth|ear|foot|feet|chin|collar|shirt|sleeve|jacket|coat|breast|bottom|butt|ass)s?"
)
_WHOM = (
    rf"(?:me|us|you|him|her|them|staff|people|(?:some|any|every)(?:one|body)|(?-i:[A-ZÀ-Þ])\w+"
    rf"|(?:my|our|your|his|their|the|a|an|another|one of \w+) (?:\w+ )?(?:{_PERSON}|{_BODY}))\b"
    r"(?! an? (?:e-?mail|line|note))"
)
_HARM = (
    r"(?:kill|shoot|stab|hurt|harm|hit|beat|attack|assault|punch|slap|kick|strangle|choke|rape|murder|smack|smash"
    r"|break|bury|destroy)"
)
_INTENT = (
    r"(?:will|would|'ll|'d|going to|gonna|wants? to|wanted to|wanna|could|should|ready to|about to|tried to"
    r"|trying to|threat\w* to|comes? (?:and|to)|came to)"
)
_WILL = r"(?:will|would|'ll|'d|going to|gonna)"
_THING = (
    r"(?:doors?|windows?|glass|counters?|desks?|chairs?|tables?|computers?|screens?|monitors?|phones?|cars?|tires?"
    r"|tyres?|walls?|signs?|printers?|plexi\w*|barriers?|furniture|vehicles?|trucks?|keyboards?|displays?|shelf"
    r"|shelves|equipment|property|building|office|cameras?|kiosks?|terminals?|laptops?|gates?|fences?|mirrors?)"
)

_CUES = (
    _cue(
        Behaviour.WEAPON,
        r"\b(?:knife|knives|machete|sword|hatchet|crowbar|handgun|shotgun|revolver|firearm|rifle|pistol|axe|gun"
        r"|grenade|explosive|bomb|taser|switchblade|molotov|weapon)s?\b"
        r"(?! (?:permit|licen[cs]e|registr|range|shop|show|club|law|control|polic|cabinet|lane|safe))",
        r"\b(?:baseball|cricket|metal) bat\b|\bbox ?cutter\b|\b(?:pepper|bear) spray\b|\b(?:was|were|is|came) armed\b",
        r"\b(?:with|had|holding|waving|waved|raised|grabbed|picked up|swinging|swung) (?:a |an |the |his |her |their )?"
        r"(?:hammer|scissors|bottle|bat|stick|pipe|brick|rock|wrench|screwdriver|syringe|chain)\b",
    ),
    _cue(
        Behaviour.VIOLENCE,
        r"\b(?:hits?|hitting|kick(?:ed|s|ing)|push(?:ed|es|ing)|grab(?:bed|bing|s)|(?<!a )bit|bites|biting|shot"
        r"|attack(?:ed|s|ing)|elbow(?:ed|ing)|knee(?:d|ing)|tackl(?:ed|ing)|struck|strikes|tripped|scratch(?:ed|ing)"
        r"|beat(?:en|ing|s)?|spat|spit(?:s|ting)?|smack(?:ed|ing)|shook|pinn(?:ed|ing)|bump(?:ed|ing)|strik(?:es|ing))"
        rf" (?:out )?(?:on |at |against |into )?{_WHOM}",
        r"\b(?:punch(?:ed|es|ing)|slapp(?:ed|ing)|stabb(?:ed|ing)|strangl(?:ed|ing)|chok(?:ed|ing)|headbutt\w*"
        rf"|shov(?:ed|ing)|assault(?:ed|ing|s)?|grop(?:ed|ing))\b(?! (?:the|a|his|her) (?:\w+ )?{_THING}\b)",
        r"\b(?:threw|throws|throwing|thrown|hurl\w*|chuck\w*|flung|toss\w*) (?:\w+ ){0,6}(?:at|over|on) "
        rf"{_WHOM}",
        r"\b(?:swung|swings?|swinging|lung(?:ed|es|ing)|charg(?:ed|es|ing)) (?:\w+ ){0,3}at\b"
        r"|\b(?:came|coming|went|flew) (?:right |straight )?at (?:me|us|her|him|them)\b",
        r"\bphysical(?:ly)? (?:\w+ )?(?:attack|violen|touch|grab|push|threw|hit|abus|fight)\w*"
        r"|\b(?:got|gets|became|turned|was|getting|being|is) (?:\w+ )?(?:physical|violent)\b",
        rf"\b(?:laid|put|puts|laying) (?:his|her|their|a|both) hands? (?:on|around|over) {_WHOM}",
        r"\b(?:pull|twist|bend|yank|scratch|burn)(?:ed|s|ing) (?:my|her|his|our) (?:\w+ )?"
        rf"{_BODY}|\btouch(?:ed|es|ing) my (?!heart)\w+|\bfist ?fight\b",
    ),
    _cue(
        Behaviour.SELF_HARM,
        rf"\b(?:kill|hurt|harm|cut|hang|shoot|drown|injure|stab|burn|poison)(?:s|ed|ing|ting)? {_SELF}\b",
        r"\bsuicid|\bself[- ]harm|\boverdos(?:e|ing)\b|\bswallow(?:ed|ing)? (?:all )?(?:the |his |her |their )?pills\b",
        r"\b(?:end|ends|ending|take|takes|taking|took) (?:it all|(?:his|her|their|my|your) (?:own )?li(?:fe|ves))\b",
        r"\b(?:wants?|wanted|wish(?:es|ed)?|going|ready) to (?:die|be dead|end it|not wake up)\b|\bbetter off dead\b",
        r"\b(?:doesn't|does not|don't|do not|didn't|did not) want to (?:live|be alive|be here any ?more|wake up)\b",
        r"\bnothing (?:left )?to live for\b|\bno reason to live\b|\bnot worth living\b",
        r"\bjump (?:off|from|out of) (?:the|a) (?:\w+ )?(?:bridge|roof|building|wharf|pier|window|cliff)\b",
    ),
    _cue(
        Behaviour.THREAT,
        r"\bthreat(?:s|en\w*)?\b|\bintimidat\w+|\bmenac(?:ed|es|ing)\b|\bblackmail\w*|\bextort\w*|\bstalk(?:ed|ing|s)\b",
        rf"\b{_INTENT} (?:\w+ ){{0,2}}?{_HARM} {_WHOM}",
        r"\b(?:kill|shoot|stab|hurt|beat|punch|strangle|choke|rape|murder) (?:you|me|us|every ?one|every ?body)\b",
        r"\bknow(?:s|ing)? where (?:\w+ ){1,2}(?:lives?|works?|parks?)\b|\bwhere (?:i|you|we|she|he) (?:live|lives)\b",
        r"\bwatch (?:my|your|our|her|his) backs?\b",
        r"\b(?:come|comes|came|coming) (?:after|looking for) (?:me|you|us|her|him)\b",
        rf"\b{_WILL} (?:find|hunt down|come for|get) (?:you|me|us|her|him|them)\b"
        r"(?! (?:a|an|the|some|any|your|his|her|my|in|to|back|that|this|more|another|help|out)\b)",
        r"\bback (?:here )?(?:with|and) (?:a|my|his|her|some|burn|kill|hurt|shoot|finish|show|make) ?(?:\w+ )?"
        r"(?:gun|knife|friends?|brothers?|boys|guys|weapon|you|me|us|this|bat|lesson)\b",
        rf"\b{_WILL} (?:be )?wait(?:ing)? (?:for \w+ )?(?:outside|after (?:work|closing)|by my car|in the parking)",
        r"\bwait(?:ed|ing|s) for (?:me|us|her|him) (?:outside|after|in the parking|by my|at my)\b",
        r"\bfollow(?:ed|ing|s)? (?:me|us|her|him) (?:home|to|out|outside|into|down|around|after)\b",
        rf"\b{_WILL} (?:all )?(?:be )?(?:pay for (?:this|that|it)|(?:live to )?regret|sorry)\b",
        r"\bmake (?:me|you|us|him|her|them) (?:pay|sorry|regret|suffer)\b|\bteach (?:me|you|us|him|her) a lesson\b",
        r"\b(?:burn|blow|shoot) (?:\w+ ){0,3}(?:down|up)\b",
        r"\b(?:'re|are|'m|am) (?:a )?dead\b(?! (?:end|line|tired|set))",
        r"\b(?:rais(?:ed|es|ing)|shook|shaking|clench\w*) (?:his|her|their|a) fists?\b|\bslit (?:\w+ )?throat",
        r"\bblock(?:ed|ing|s) (?:the|my|our|her) (?:door|doorway|exit|way|path)\b",
        r"\bcorner(?:ed|ing) (?:me|us|her|him)\b",
        r"\b(?:wouldn't|would not|won't|refused to|didn't|did not) let (?:me|us|her|him) (?:leave|out|go|pass)\b",
        r"\bhop(?:e|es|ed|ing) (?:\w+ ){1,2}(?:dies?|gets? (?:hit|shot|killed|hurt|cancer|raped))\b|\bor else[.!\"”,]",
        r"\b(?:take (?:it|this)|meet me|settle (?:it|this)) outside\b|\bwhat happens to (?:you|people like you)\b",
        r"\b(?:afraid|scared|feared|fear|terrified|frightened) (?:for my (?:life|safety)"
        r"|(?:that )?(?:he|she|they) (?:would|might|will|was going to) (?:hit|hurt|attack|kill|follow|come))",
        also=(Behaviour.VIOLENCE, Behaviour.WEAPON),
    ),
    _cue(
        Behaviour.PROPERTY,
        r"\b(?:smash(?:ed|es|ing)|broke|breaks|breaking|kick(?:ed|s|ing)|punch(?:ed|es|ing)|knock(?:ed|ing) over"
        r"|flipp(?:ed|ing)|overturn(?:ed|ing)|shatter(?:ed|ing)|crack(?:ed|ing)|dent(?:ed|ing)|keyed|slash(?:ed|ing)"
        r"|ramm(?:ed|ing)|damag(?:ed|es|ing)|destroy(?:ed|s|ing)|tore down|ripp(?:ed|ing) (?:off|down|out))"
        rf" (?:(?!his |her |their )\w+ ){{0,4}}{_THING}\b",
        r"\b(?:threw|throws|throwing|thrown|hurl\w*|chuck\w*|flung|toss\w*) (?:\w+ ){1,5}(?:at|against|on|into|over"
        rf"|across|through|to) (?:the|my|our|a) (?:\w+ )?(?:{_THING}|floor|ground|room|lobby)\b",
        r"\b(?:threw|throwing|hurl\w*|flung) (?:\w+ )?(?:chairs?|things|stuff|tables?|objects?|papers?|books?)\b",
        r"\bvandali[sz]\w+|\bset (?:\w+ ){0,3}(?:on fire|alight|fire to)\b|\bset fire\b|\barson\b|\bspray[- ]?paint\w*",
        also=(Behaviour.VIOLENCE,),
    ),
    _cue(
        Behaviour.PROPERTY,
        r"\b(?:hits?|hitting|bang(?:ed|ing|s)?|pound(?:ed|ing|s)|slamm(?:ed|ing)|slapp(?:ed|ing)) (?:\w+ ){0,5}?"
        r"(?:counter|desk|glass|window|plexi\w*|table|wall|barrier|screen|keyboard)s?\b",
        also=(Behaviour.VIOLENCE, Behaviour.THREAT),
    ),
)
_DENIED = re.compile(
    r"(?:\bno|\bnot|n't|\bnever|\bwithout|\bnor|\bneither|\bnobody)(?: \w+){0,3} $", re.IGNORECASE
)
_MEANT = re.compile(rf"\b{_INTENT}(?: \w+){{0,2}} $", re.IGNORECASE)
BEFORE_CHARACTERS = 40
"""How far before a cue it is looked whether it is denied, or meant and not done."""


def untold_dangers(texts: Iterable[str], ticked: Iterable[str]) -> tuple[Behaviour, ...]:
    """The kinds of danger that texts speak of and no ticked box does, the most urgent first."""
    said = " ".join("\n".join(texts).replace("’", "'").split())
    chosen = frozenset(ticked)
    found = {cue.kind for cue in _CUES if not cue.ticked & chosen and _speaks(cue, said)}
    return tuple(one for one in DANGERS if one in found)


def _speaks(cue: _Cue, said: str) -> bool:
    for found in cue.pattern.finditer(said):
        before = said[max(0, found.start() - BEFORE_CHARACTERS) : found.start()]
        denied = cue.kind is not Behaviour.SELF_HARM and _DENIED.search(before)
        # "He would hit me" is no violence yet; that it is a threat another cue finds.
        meant = cue.kind is Behaviour.VIOLENCE and _MEANT.search(before)
        if not denied and not meant:
            return True
    return False
