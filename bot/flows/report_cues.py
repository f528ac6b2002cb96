"""English words of a narrative that sound like danger, by the kind of behaviour they speak of (P36, D17, D22)."""

from __future__ import annotations

from bot.flows.report_cue import BODY, HARM, INTENT, SELF, THING, WHOM, WILL, cue
from incidents.records import Behaviour

CUES = (
    cue(
        Behaviour.WEAPON,
        r"\b(?:knife|knives|machete|sword|hatchet|crowbar|handgun|shotgun|revolver|firearm|rifle|pistol"
        r"|axe|gun"
        r"|grenade|explosive|bomb|taser|switchblade|molotov|weapon)s?\b"
        r"(?! (?:permit|licen[cs]e|registr|range|shop|show|club|law|control|polic|cabinet|lane|safe))",
        r"\b(?:baseball|cricket|metal) bat\b|\bbox ?cutter\b|\b(?:pepper|bear) spray\b|\b(?:was|were|is"
        r"|came) armed\b",
        r"\b(?:with|had|holding|waving|waved|raised|grabbed|picked up|swinging|swung) (?:a |an |the |his "
        r"|her |their )?"
        r"(?:hammer|scissors|bottle|bat|stick|pipe|brick|rock|wrench|screwdriver|syringe|chain)\b",
    ),
    cue(
        Behaviour.VIOLENCE,
        r"\b(?:hits?|hitting|kick(?:ed|s|ing)|push(?:ed|es|ing)|grab(?:bed|bing|s)|(?<!a )bit|bites|biting"
        r"|shot"
        r"|attack(?:ed|s|ing)|elbow(?:ed|ing)|knee(?:d|ing)|tackl(?:ed|ing)|struck|strikes|tripped"
        r"|scratch(?:ed|ing)"
        r"|beat(?:en|ing|s)?|spat|spit(?:s|ting)?|smack(?:ed|ing)|shook|pinn(?:ed|ing)|bump(?:ed|ing)"
        r"|strik(?:es|ing))"
        rf" (?:out )?(?:on |at |against |into )?{WHOM}",
        r"\b(?:punch(?:ed|es|ing)|slapp(?:ed|ing)|stabb(?:ed|ing)|strangl(?:ed|ing)|chok(?:ed|ing)"
        r"|headbutt\w*"
        rf"|shov(?:ed|ing)|assault(?:ed|ing|s)?|grop(?:ed|ing))\b(?! (?:the|a|his|her) (?:\w+ )?{THING}\b)",
        r"\b(?:threw|throws|throwing|thrown|hurl\w*|chuck\w*|flung|toss\w*) (?:\w+ ){0,6}(?:at|over|on) "
        rf"{WHOM}",
        r"\b(?:swung|swings?|swinging|lung(?:ed|es|ing)|charg(?:ed|es|ing)) (?:\w+ ){0,3}at\b"
        r"|\b(?:came|coming|went|flew) (?:right |straight )?at (?:me|us|her|him|them)\b",
        r"\bphysical(?:ly)? (?:\w+ )?(?:attack|violen|touch|grab|push|threw|hit|abus|fight)\w*"
        r"|\b(?:got|gets|became|turned|was|getting|being|is) (?:\w+ )?(?:physical|violent)\b",
        rf"\b(?:laid|put|puts|laying) (?:his|her|their|a|both) hands? (?:on|around|over) {WHOM}",
        r"\b(?:pull|twist|bend|yank|scratch|burn)(?:ed|s|ing) (?:my|her|his|our) (?:\w+ )?"
        rf"{BODY}|\btouch(?:ed|es|ing) my (?!heart)\w+|\bfist ?fight\b",
    ),
    cue(
        Behaviour.SELF_HARM,
        rf"\b(?:kill|hurt|harm|cut|hang|shoot|drown|injure|stab|burn|poison)(?:s|ed|ing|ting)? {SELF}\b",
        r"\bsuicid|\bself[- ]harm|\boverdos(?:e|ing)\b|\bswallow(?:ed|ing)? (?:all )?(?:the |his |her "
        r"|their )?pills\b",
        r"\b(?:end|ends|ending|take|takes|taking|took) (?:it all|(?:his|her|their|my"
        r"|your) (?:own )?li(?:fe|ves))\b",
        r"\b(?:wants?|wanted|wish(?:es|ed)?|going|ready) to (?:die|be dead|end it|not wake up)\b"
        r"|\bbetter off dead\b",
        r"\b(?:doesn't|does not|don't|do not|didn't|did not) want to (?:live|be alive|be here any ?more"
        r"|wake up)\b",
        r"\bnothing (?:left )?to live for\b|\bno reason to live\b|\bnot worth living\b",
        r"\bjump (?:off|from|out of) (?:the|a) (?:\w+ )?(?:bridge|roof|building|wharf|pier|window|cliff)\b",
    ),
    cue(
        Behaviour.THREAT,
        r"\bthreat(?:s|en\w*)?\b|\bintimidat\w+|\bmenac(?:ed|es|ing)\b|\bblackmail\w*|\bextort\w*"
        r"|\bstalk(?:ed|ing|s)\b",
        rf"\b{INTENT} (?:\w+ ){{0,2}}?{HARM} {WHOM}",
        r"\b(?:kill|shoot|stab|hurt|beat|punch|strangle|choke|rape|murder) (?:you|me|us|every ?one"
        r"|every ?body)\b",
        r"\bknow(?:s|ing)? where (?!to )(?:\w+ ){1,2}(?:lives?|works?|parks?)\b|\bwhere (?:i|you|we|she"
        r"|he) (?:live|lives)\b",
        r"\bwatch (?:my|your|our|her|his) backs?\b",
        r"\b(?:come|comes|came|coming) (?:after|looking for) (?:me|you|us|her|him)\b",
        rf"\b{WILL} (?:find|hunt down|come for|get) (?:you|me|us|her|him|them)\b"
        r"(?! (?:a|an|the|some|any|your|his|her|my|in|to|back|that|this|more|another|help|out)\b)",
        r"\bback (?:here )?(?:with|and) (?:a|my|his|her|some|burn|kill|hurt|shoot|finish|show"
        r"|make) ?(?:\w+ )?"
        r"(?:gun|knife|friends?|brothers?|boys|guys|weapon|you|me|us|this|bat|lesson)\b",
        rf"\b{WILL} (?:be )?wait(?:ing)? (?:for \w+ )?(?:outside|after (?:work|closing)|by my car"
        r"|in the parking)",
        r"\bwait(?:ed|ing|s) for (?:me|us|her|him) (?:outside|after|in the parking|by my|at my)\b",
        r"\bfollow(?:ed|ing|s)? (?:me|us|her|him) (?:home|to|out|outside|into|down|around|after)\b",
        rf"\b{WILL} (?:all )?(?:be )?(?:pay for (?:this|that|it)|(?:live to )?regret|sorry)\b",
        r"\bmake (?:me|you|us|him|her|them) (?:pay|sorry|regret|suffer)\b|\bteach (?:me|you|us|him"
        r"|her) a lesson\b",
        r"\b(?:burn|blow|shoot) (?:\w+ ){0,3}(?:down|up)\b",
        r"\b(?:'re|are|'m|am) (?:a )?dead\b(?! (?:end|line|tired|set))",
        r"\b(?:rais(?:ed|es|ing)|shook|shaking|clench\w*) (?:his|her|their|a) fists?\b"
        r"|\bslit (?:\w+ )?throat",
        r"\bblock(?:ed|ing|s) (?:the|my|our|her) (?:door|doorway|exit|way|path)\b",
        r"\bcorner(?:ed|ing) (?:me|us|her|him)\b",
        r"\b(?:wouldn't|would not|won't|refused to|didn't|did not) let (?:me|us|her|him) (?:leave|out|go"
        r"|pass)\b",
        r"\bhop(?:e|es|ed|ing) (?:\w+ ){1,2}(?:dies?|gets? (?:hit|shot|killed|hurt|cancer|raped))\b"
        r"|\bor else[.!\"”,]",
        r"\b(?:take (?:it|this)|meet me|settle (?:it|this)) outside\b|\bwhat happens to (?:you"
        r"|people like you)\b",
        r"\b(?:afraid|scared|feared|fear|terrified|frightened) (?:for my (?:life|safety)"
        r"|(?:that )?(?:he|she|they) (?:would|might|will|was going to) (?:hit|hurt|attack|kill|follow|come))",
        also=(Behaviour.VIOLENCE, Behaviour.WEAPON),
    ),
    cue(
        Behaviour.PROPERTY,
        r"\b(?:smash(?:ed|es|ing)|broke|breaks|breaking|kick(?:ed|s|ing)|punch(?:ed|es|ing)|knock(?:ed"
        r"|ing) over"
        r"|flipp(?:ed|ing)|overturn(?:ed|ing)|shatter(?:ed|ing)|crack(?:ed|ing)|dent(?:ed|ing)|keyed"
        r"|slash(?:ed|ing)"
        r"|ramm(?:ed|ing)|damag(?:ed|es|ing)|destroy(?:ed|s|ing)|tore down|ripp(?:ed|ing) (?:off|down|out))"
        rf" (?:(?!his |her |their )\w+ ){{0,4}}{THING}\b",
        r"\b(?:threw|throws|throwing|thrown|hurl\w*|chuck\w*|flung|toss\w*) (?:\w+ ){1,5}(?:at|against|on"
        r"|into|over"
        rf"|across|through|to) (?:the|my|our|a) (?:\w+ )?(?:{THING}|floor|ground|room|lobby)\b",
        r"\b(?:threw|throwing|hurl\w*|flung) (?:\w+ )?(?:chairs?|things|stuff|tables?|objects?|papers?"
        r"|books?)\b",
        r"\bvandali[sz]\w+|\bset (?:\w+ ){0,3}(?:on fire|alight|fire to)\b|\bset fire\b|\barson\b"
        r"|\bspray[- ]?paint\w*",
        also=(Behaviour.VIOLENCE,),
    ),
    cue(
        Behaviour.PROPERTY,
        r"\b(?:hits?|hitting|bang(?:ed|ing|s)?|pound(?:ed|ing|s)|slamm(?:ed|ing)|slapp(?:ed"
        r"|ing)) (?:\w+ ){0,5}?"
        r"(?:counter|desk|glass|window|plexi\w*|table|wall|barrier|screen|keyboard)s?\b",
        also=(Behaviour.VIOLENCE, Behaviour.THREAT),
    ),
)
