"""More English words that sound like danger: what was done with things and hands, injuries, who had to come (P36).

Beside `report_cues`, which holds the plain verbs of attack and threat.
"""

from __future__ import annotations

from bot.flows.report_cue import BODY, PERSON, THING, WHOM, cue
from bot.flows.report_kinds import DANGERS
from incidents.records import Behaviour

_US = rf"(?:me|us|(?:my|our) (?:\w+ )?(?:{PERSON}|{BODY})|the (?:{PERSON}))\b"
_OTHERS = rf"(?:me|us|her|him|them|staff|(?:my|our|her|his|the|a) (?:\w+ )?(?:{PERSON}|{BODY}))\b"
_WHO = rf"(?:i|we|she|he|they|(?:my|our|the|a|one) (?:\w+ )?{PERSON})"
_WAS = r"(?:'ve|'d)? ?(?:was|were|am|is|are|got|been|have been|had been|has been|being|get|feel|ended up)"
_HELD = (
    r"(?:with|had|has|holding|held|holds|wav\w+|rais\w+|grabbed|picked up|swinging|swung|pull\w+(?: out)?"
    r"|took out|point\w+|show\w+(?: me| us| her| him)?|carr\w+|produced|drew|flash\w+|swing\w*|came (?:in "
    r"|back )?with)"
)
_SHARP = (
    r"(?:(?:pair of )?(?:scissors|shears)|(?:broken|smashed) (?:glass|bottle|\w+)|shards?|syringe|needle"
    r"|hammer"
    r"|wrench|screwdriver|chain|crow ?bar|(?:tire|golf) (?:iron|club)|hockey stick|chainsaw|ice ?pick"
    r"|meat fork)"
)

TOLD_CUES = (
    cue(
        Behaviour.WEAPON,
        r"(?<!saw )(?<!wiper )(?<!plow )(?<!razor )\bblades?\b(?! of grass)|\b(?:dagger|cleaver|crossbow"
        r"|stun gun"
        r"|knuckle ?duster|brass knuckle|nunchuck|pitchfork|harpoon|razor ?blade|sledgehammer"
        r"|ammunition)s?\b",
        r"\b(?:brandish|wield)\w*|\b(?:pepper|bear)[- ]?spray(?:ed|ing|s)\b|\b(?:maced|tasered|tased)\b"
        r"|\btear[- ]?gas",
        rf"\b{_HELD} (?:a |an |the |his |her |their |some )?(?:\w+ )?{_SHARP}\b",
        r"\breach(?:ed|ing|es) (?:into|inside|under) (?:his|her|their) (?:\w+ )?(?:jacket|coat|waistband"
        r"|belt|shirt"
        r"|hoodie|pants)\b(?! (?:\w+ ){0,5}(?:wallet|phone|card|papers|licen[cs]e|letter|receipt|form|id"
        r"|glasses|keys))",
        r"\b(?:pull|rack|load|cock)(?:ed|s|ing) (?:the|a|his|her) (?:trigger|magazine|clip)\b|\bgunpoint\b"
        r"|\bknife ?point",
    ),
    cue(
        Behaviour.VIOLENCE,
        r"\b(?:(?:back|pistol|bitch)[- ]?(?:hand|whip|slap)p?(?:ed|s|ing)|clobber\w*|deck(?:ed|s)"
        r"|sucker[- ]?punch\w*"
        r"|thump(?:ed|s|ing)|whack(?:ed|s|ing)|wallop\w*|clout(?:ed|s)|maul(?:ed|s|ing)|manhandl\w+"
        r"|throttl(?:ed|es|ing)"
        r"|wrestl(?:ed|es|ing)|mugg(?:ed|ing)|claw(?:ed|s|ing)|stomp(?:ed|s|ing)(?: on)?|trampl(?:ed|ing)"
        r"|jabb(?:ed|ing)"
        r"|pok(?:ed|es|ing)|prodd(?:ed|ing)|smother(?:ed|ing)|body[- ]?check\w*|cuff(?:ed|s)|belt(?:ed|s)"
        r"|rough(?:ed|ing) up"
        r"|bashed|whipp(?:ed|ing)|flick(?:ed|ing)|nudg(?:ed|ing)|barg(?:ed|ing) into|batter(?:ed|ing)"
        r"|knifed|gripp(?:ed|ing)"
        r"|seiz(?:ed|ing)|restrain(?:ed|ing)|drag(?:ged|s|ging)|hauled|clipped|clocked|jostl(?:ed"
        rf"|ing)) {WHOM}",
        rf"\b(?:shov|push|ramm|slamm|drove|bash|smash|swung|jamm)\w* (?:\w+ ){{1,4}}(?:into|against|on"
        rf"|onto|in|at) {_OTHERS}",
        r"\b(?:laid|lay|lays|put|puts|laying|putting) (?:(?:his|her|their|a|both|two) )?hands? (?:on"
        r"|around|over|upon)"
        rf" {WHOM}",
        r"\b(?:pour|dous|splash|spray|squirt|drench|spill|tipp|empti|fling|slosh|spat|spew)\w* (?:\w+ ){0,4}?"
        rf"(?:over|on|at|in|into|onto) {_OTHERS}",
        rf"\b(?:slam|jam|trap|shut|crush)\w* (?:my|her|our) (?:\w+ )?{BODY}\b",
        rf"\b(?:dous|drench|spray|squirt|splash|soak|scald)(?:ed|es|ing) {_OTHERS}",
        r"\bdump\w* (?:\w+ ){0,3}(?:coffee|water|soda|pop|drink|garbage|trash|food|tea|juice|beer"
        r"|soup) (?:over|on) ",
        r"\b(?:spat|spit\w*|hocked|gobbed|cough(?:ed|ing)|sneez(?:ed|ing)) (?:\w+ ){0,3}?(?:in|into|on|at"
        r"|all over|towards?)"
        rf" {_OTHERS}",
        r"\b(?:run|ran|runs|running|drive|drove|driving|mow|mowed|mowing|knock|knocked|plow|plowed|back"
        r"|backed) "
        rf"{_OTHERS} (?:over|down)\b(?! (?:the|a|some)\b)|\b(?:ran|run|drove|drive|backed"
        rf"|rolled) over {_OTHERS}",
        r"\b(?:drove|drives?|driving|steer\w+|accelerat\w+|revers(?:ed|ing)|swerv\w+|sped|speeding"
        r"|aimed) (?:\w+ ){0,4}"
        rf"(?:at|into|towards?|over|straight for) {_OTHERS}",
        r"\b(?:went|goes|going|came|dived?|grabbed|reached|lunged) for (?:my|our|her) (?:\w+ )?"
        rf"{BODY}\b|\b(?:took|takes|taking|had) a (?:swing|swipe|punch|lunge|poke|jab) at\b",
        r"\bexpos(?:ed|es|ing) (?:himself|herself|themsel\w+|his \w+|her \w+)\b|\bmasturbat\w+|\bjerk(?:ed"
        r"|ing) off\b"
        r"|\b(?:dropp?(?:ed|ing)|pull(?:ed|ing) down|undid|unzipp(?:ed|ing)|unbuckl\w+|took off) (?:his"
        r"|her|their) (?:\w+ )?"
        r"(?:pants|trousers|zip\w*|fly|belt|underwear|skirt|clothes|jeans)\b|\bnaked\b"
        r"|\b(?:show\w*|flash\w*) (?:me |us |her )(?:his|her) (?:\w+ )?(?:penis|genitals|privates|dick"
        r"|junk|breasts|body)"
        r"|\bflashed (?:me|us|her|the \w+)\b(?! an?\b)",
        r"\b(?:sic|sick|set|unleash|loos|releas|turn|let)\w* (?:his|her|their|the"
        r"|a) (?:\w+ )?dogs? (?:\w+ ){0,2}(?:on|at|loose)"
        r"\b|\bdogs? (?:\w+ )?(?:bit|bites|went for|lunged|snapped|jumped|growled|mauled"
        rf"|flew)(?: at)? {_OTHERS}",
        r"\b(?:lick|kiss|fondl|strok|caress|pinch|squeez|molest|feel|felt|grind|grind?ed|touch|rubb)(?:ed"
        r"|es|s|ing)?"
        rf"(?: (?:up|himself|herself|against|on))* {_US}(?! (?:heart|feelings|e-?mail|question|about|that"
        r"|like))",
        rf"\b{_WHO}{_WAS} (?:(?!not |never )\w+ )?(?:hit|punched|kicked|slapped|bitten|struck|beaten"
        r"|shoved|pushed"
        r"|grabbed|scratched"
        r"|stabbed|shot|choked|spat (?:on|at)|attacked|assaulted|groped|injured|wounded|burned"
        r"|knocked (?:down|over|out"
        r"|unconscious)|thrown|tackled|headbutted|strangled|robbed|mugged|bruised|bleeding|concussed"
        r"|unconscious|raped)\b"
        r"(?! (?:by|with) (?:\w+ ){0,3}(?:fees?|bills?|fines?|cuts?|tax\w*|storms?|tickets?|charges?"
        r"|surprise))",
        rf"\b{_WHO}{_WAS} (?:(?!not |never )\w+ )?hurt\b(?! (?:by (?:his|her|the|what|that)|that|because"
        r"|when (?:he"
        r"|she) said))",
        r"\b(?:black eye|bloody (?:nose|lip|mouth)|nose ?bleed|broken (?:arm|nose|finger|rib|wrist|hand"
        r"|leg|tooth|teeth|jaw"
        r")|concussion|stitches|bruis(?:es?|ing)|whiplash|bite marks?|welts?|swollen (?:\w+ )?(?:eye|lip"
        r"|face|hand|jaw|arm))\b",
        r"\b(?:i|we|she|he|they|nose|lip|head|hand|face|mouth|arm) (?:bled|was bleeding|is bleeding"
        r"|were bleeding)\b"
        r"|\b(?:my|her|our) \w+ (?:bled|bleeds|hurts?|is (?:sore|swollen|bruised|broken)|was (?:sore"
        r"|swollen|bruised|broken"
        r"|cut))\b(?! (?:because|that|her|his|my))|\bblood on (?:my|the|her|our)\b|\b(?:fist[- ]?fight"
        r"|scuffle|brawl)\b",
    ),
    cue(
        Behaviour.SELF_HARM,
        r"\b(?:cut|cuts|cutting|slit|slits|slitting|slash(?:ed|es|ing)?) (?:open )?(?:his|her|their|my"
        r"|your) (?:own )?"
        r"(?:wrists?|arms?|veins?)\b|\bcutting (?:himself|herself|themsel\w+)\b|\boverdosed?\b|\b(?:took"
        r"|taken) an od\b",
        r"\b(?:handful|bottle|fistful|lot|bunch|box|packs?|all|rest)(?: of)? (?:\w+ ){0,2}(?:pills|tablets"
        r"|meds|medication)"
        r"\b|\btoo many (?:pills|tablets)|\b(?:drank|drink\w*|swallow\w*) (?:\w+ )?(?:bleach|poison"
        r"|antifreeze|drain cleaner)",
        r"\bnoose\b|\b(?:no|see no) point (?:in )?(?:living|going on|any ?more)|\btired of (?:living|life"
        r"|being alive)\b"
        r"|\bcan(?:'t|not) go on (?:living|like this|any)|\b(?:suicide|goodbye) (?:note|letter)\b"
        r"|\blast goodbye\b",
        r"\bwon't (?:be )?(?:here|around|see) (?:tomorrow|much longer|any ?more|next|by|the morning)"
        r"|\bworld (?:\w+ ){0,3}"
        r"better (?:off )?without (?:me|him|her)\b|\b(?:no ?body|no one) (?:would|will) miss (?:me|him"
        r"|her)\b",
        r"\bend(?:s|ed|ing)? (?:it|things|everything) (?:tonight|today|now|all|for good|right here)\b",
        r"\b(?:jump|step|walk|throw \w+)(?:ed|s|ing)? (?:in front of|under|into) (?:a"
        r"|the) (?:\w+ )?(?:train|bus|car|truck"
        r"|traffic|harbour|river|water)\b|\b(?:doesn't|does not|didn't) want to go on\b",
        r"\b(?:climbed|standing|stood|sitting|sat|got) (?:\w+ ){0,2}(?:the|a) (?:\w+ )?(?:ledge"
        r"|bridge railing|roof edge)\b"
        r"|\bset(?:ting)? (?:himself|herself) (?:on fire|alight)\b|\bgun (?:to|in|at) (?:his"
        r"|her) (?:own )?(?:head|mouth)",
    ),
    cue(
        Behaviour.PROPERTY,
        r"\b(?:knock|sweep|swept|shov|push|throw|threw|pull|yank|kick|tipp)(?:ed|ing|s)? (?:(?:the|a|our|my"
        r"|all) (?:\w+ ){0,2})?"
        rf"(?:{THING}|things|everything|papers|plants?|display|rack|stand|bin) (?:\w+ )?(?:off|over|down"
        r"|to the|onto|across)\b",
        r"\b(?:tore|torn|tear(?:ing)?|ripp(?:ed|ing)|wrench(?:ed|ing)|pri(?:ed|sed)|yank(?:ed|ing)"
        r"|pull(?:ed|ing)) "
        rf"(?:the|a|our|my) (?:\w+ )?(?:{THING}|posters?|phone|cables?|cords?|notice\w*|curtains?)s? "
        r"(?:off|from|out|down|apart|in half|up)\b",
        r"\b(?:trash|wreck|demolish|bust|batter|deface|scratch|bent|mangl|gouge)\w* (?:up )?(?:the|a|our"
        rf"|my) (?:\w+ )?{THING}\b",
        r"\bgraffiti|\b(?:brick|rock|stone|fist|foot|boot|chair) through (?:the|a|our|my)\b"
        r"|\bbroke(?:n)? in(?:to)? (?:the|our|my)"
        r"|\bkicked (?:in|down) |\bsmear(?:ed|ing) |\blet the air out\b|\b(?:urinat|defecat)\w+|\bpee(?:d"
        r"|ing) (?:on|in|at)\b"
        r"|\bpiss(?:ed|ing) (?:on|against|in)\b|\bsugar in (?:my|the|our) (?:gas|fuel)? ?tank",
        rf"\b(?:pour|splash|spill|empti)(?:ed|ing) (?:\w+ ){{1,4}}(?:on|over|into|onto|in) (?:the|my"
        rf"|our) (?:\w+ )?{THING}\b",
        also=(Behaviour.VIOLENCE,),
    ),
    cue(
        Behaviour.THREAT,
        r"\b(?:ambulances?|paramedics?) (?:\w+ ){0,2}?(?:came|arrived|took|called|had to|attended|treated)"
        r"|\b(?:called|phoned|got|need(?:ed)?|wait\w+ for) (?:an |the )?(?:ambulance|paramedics)\b",
        r"\b(?:police|cops?|police officers?|rcmp|sheriff|constables?) (?:\w+ ){0,3}?(?:came|arrived"
        r"|arrested|attended|took"
        r"|removed|escorted|handcuffed|led|dragged|called|had to|charged|tackled)\b"
        r"|\b(?:i|we|dana|security|guard|colleague|supervisor|had to|then|and) (?:\w+ )?(?:call(?:ed)?"
        r"|phoned?|dial(?:l?ed)?)"
        r" (?:the )?(?:police|cops|911|999|112|rcmp)\b|\b(?:arrested|handcuff\w*)\b",
        rf"\b{_WHO} (?:\w+ ){{0,2}}(?:went|taken|sent|brought|drove|driven"
        r"|rushed) (?:\w+ )?to (?:the )?(?:hospital|er"
        r"|emergency(?: room)?)\b|\b(?:evacuat(?:e|ed|ing|ion of)|lock(?:ed)?[- ]?down)\b(?! (?:plan|drill))",
        also=DANGERS,
    ),
)
"""The last kind says that somebody had to come: asked about only where no danger is ticked at all."""
