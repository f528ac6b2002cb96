"""More English words of a threat: without a plain verb, by gesture, against family, by mail (P36)."""

from __future__ import annotations

from bot.flows.report_cue import WILL, cue
from incidents.records import Behaviour

_FAMILY = (
    r"(?:kids?|child(?:ren)?|daughters?|sons?|wife|husband|family|mother|father|parents|mom|dad|girlfriend"
    r"|boyfriend|partner|grand\w+|sister|brother|dog|cat)"
)
_PALS = (
    r"(?:friends?|people|boys|guys|brothers?|cousins?|bud(?:dy|dies)|gang|crew|bikers?|somebody|someone"
    r"|mates?|uncles?)"
)
_DEAD = (
    r"dead (?:\w+ )?(?:rats?|mouse|mice|birds?|cats?|animals?|fish|dogs?|squirrels?|pigeons?|crows?"
    r"|chickens?)\b"
)

THREAT_CUES = (
    cue(
        Behaviour.THREAT,
        r"\bthre?a?tt?en\w*|\btheat(?:en|n)\w*|\bthret\w+|\btreat(?:ened|ening|end)\b|\bthrea?th?e?ned\b",
        r"\bthroat[- ]?(?:cut|slit|slash)\w*|\b(?:slit|slash|cut)(?:ting|s|ed)? (?:\w+ ){1,2}throats?\b"
        r"|\b(?:finger|thumb|hand|nail)s? (?:\w+ ){0,2}(?:across|along|over) (?:his|her|their|the|my"
        r"|your) (?:throat|neck)\b"
        r"|\b(?:pistol|gun|shooting|stabbing|strangling|chok(?:e|ing)|punching) (?:gesture|sign|motion"
        r"|mov\w+)\b"
        r"|\bfingers? (?:\w+ ){0,3}(?:like|as) a (?:gun|pistol)\b|\bfinger gun",
        r"\b(?:put|take|get|eat|need|deserve)\w* (?:a |some |his )?bullets?\b|\bbullets? (?:in|into"
        r"|through|with|for) "
        r"(?:me|us|you|my|your|our|him|her|every)",
        r"\b(?:not|won't) be (?:so|that|this|as) (?:lucky|nice|gentle|patient|polite|kind|friendly|calm)\b"
        r"|\bnext time (?:\w+ ){0,6}(?:hurt|hit|blood|worse|finish|fists?|differently?|sorry|hospital"
        r"|hard way)\b",
        r"\b(?:know|find|found|finds?|saw|seen)(?:s|ing)? (?:out )?(?:where|which|what) (?:\w+ ){0,2}"
        rf"(?:my|your|our|her|his|their) (?:\w+ )?{_FAMILY}\b|\b(?:my|your|our|her"
        rf"|his) {_FAMILY}(?:'s)? (?:school|day ?care)\b",
        r"\bknow(?:s|ing)? (?:where|which|what) (?:\w+ ){0,3}(?:go(?:es)? to school|live|lives|sleep"
        r"|sleeps|drive|drives"
        r"|home|house|car)\b|\bwatch(?:ed|ing|es) (?:me|us|my (?:house|home|car|kids))\b",
        rf"\b{_PALS}\b(?: \w+){{0,5}} (?:take care of|deal with|sort out|visit|fix|hurt|beat(?: up)?"
        r"|come for|see to|pay)"
        r" (?:me|you|us|him|her|that)\b",
        r"\bpa(?:y|id) (?:me|you|us|\w+ \w+) a (?:little )?visit\b|\b(?:come|came|comes|coming"
        r"|turn(?:ed)? up|show(?:ed)? up|go)"
        r" (?:by |over )?(?:to|at|round|outside) (?:my|your|our|her) (?:house|home|place|apartment|door)\b",
        r"\b(?:photos?|pictures?|maps?|videos?|address(?:es)?) of (?:my|our|her) (?:\w+ )?(?:house"
        r"|home|car|street|front|"
        rf"{_FAMILY})\b|\bdox+(?:ed|ing)?\b|\b(?:post|publish|shar|put)\w* (?:my|our"
        r"|her) (?:\w+ )?(?:address|phone number|photo)\b"
        r"|\bvisit my (?:house|home|family)\b|\boutside (?:of )?my (?:house|home|apartment|door|kids?)\b",
        r"\b(?:white|strange|unknown|suspicious|some|grey|brown) powder\b|\bpowder in (?:an?|the|my|our) \w+"
        r"|\b(?:letter|envelope|parcel|package|box|bag|mail|sent|left|threw|put|nailed|hung|mailed"
        r"|delivered)\b"
        rf"(?: \w+){{0,6}} {_DEAD}|\b{_DEAD} (?:\w+ ){{0,4}}(?:on|in|at|to) (?:my|our|the) (?:desk|counter"
        r"|mail\w*|door\w*"
        r"|envelope|letter|lobby)\b|\b(?:feces|faeces|excrement|shit|poop) (?:\w+ ){0,3}(?:in|on|to"
        r"|through) (?:a|an|the|my|our)",
        r"\b(?:see|find out|know) what happens\b|\bha(?:ve|s|d) been warned\b|\bconsider (?:this"
        r"|yourself) (?:a |warned)"
        r"|\baccidents (?:do )?happen\b|\b(?:something|anything|what) (?:\w+ ){0,3}happens? to (?:me|you"
        r"|us|her|him|my|your)\b",
        r"\byou(?: are|'re) next\b(?! (?:in|to|on)\b)|\bdays are (?:numbered|counted)\b|\b(?:one eye open"
        r"|sleep well tonight)\b"
        r"|\b(?:hit|kill) list\b"
        r"|\bon (?:his|her|my) list\b|\bblood (?:on|will)\b|\bblood ?bath\b|\bgo(?:ing|es)? postal\b"
        r"|\bmass shooting\b"
        r"|\bschool shoot\w+|\b(?:body ?bag|coffin|morgue|six feet under|in the ground|in a ditch"
        r"|wheelchair for life)\b",
        r"\bput (?:me|you|us|her|him|\w+) in (?:the |a )?(?:hospital|ground|grave|coffin|wheelchair)\b"
        r"|\bend(?:ing)? up in (?:the |a )?(?:hospital|grave|ditch|coffin|river)\b"
        r"|\bbe careful (?:\w+ ){0,3}(?:home|going|walking|driving|out there|tonight|way|car)\b",
        r"\bsee (?:you|me|us) (?:after (?:work|you)|outside|in the parking|out back|around)\b"
        r"|\bwait (?:till|until) (?:you|i)"
        rf" (?:get|come|go|finish|leave)\b|\b{WILL} (?:\w+ )?(?:make (?:me|you|us) (?:scream|beg|bleed|cry"
        r"|disappear))\b"
        r"|\byou(?:'ll| will) (?:be |get )?(?:hear from me|what(?:'s| is) coming|bleed|beg|burn)\b"
        r"|\bgets? what (?:i|you|she|he)"
        r"(?:'s| is| are|'re)? ?(?:coming|deserves?)\b|\b(?:what(?:'s| is) coming) to (?:me|you|us|her"
        r"|him)\b",
        r"\block(?:ed|s|ing) (?:me|us|her|him|them|\w+ (?:clerk|colleague|guard|co-?worker)) (?:in|inside"
        r"|up)\b"
        r"|\b(?:lock|clos|shut|barr|barricad)\w* the door (?:\w+ ){0,3}(?:so|behind|and (?:would|said|stood))"
        r"|\bheld (?:me|us|her|him|them) (?:hostage|against|captive|there|back|down|in)\b|\btrapp(?:ed"
        r"|ing) (?:me|us|her|him)\b"
        r"|\b(?:stood|stands|standing|got|was) between (?:me|us|her) and the (?:door|exit|way out)\b"
        r"|\bbarricad\w+|\bhostages?\b",
        r"\b(?:got|right|up|stood|came) (?:\w+ ){0,2}in (?:my|our|her) face\b|\btower(?:ed|ing) over (?:me"
        r"|us|her)\b"
        r"|\bgot (?:\w+ )?in my (?:space|way)\b|\b(?:squared|squaring) up\b|\bchased (?:me|us|her|him)\b"
        r"|\bclimbed over\b"
        r"|\b(?:came|jumped|leaned|reached|climbed|went|vaulted) (?:right )?(?:over|around"
        r"|behind) the (?:counter|desk|barrier)\b",
        also=(Behaviour.VIOLENCE, Behaviour.WEAPON),
    ),
)
