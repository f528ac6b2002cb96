"""Whether somebody writes from danger: what happens to them, a call for somebody to come, a number for it.

A false alarm costs one card too many and a miss costs more, so the cues are wide; only words that plainly ask
about a possible case, or tell of a past one, hold them back.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.flows.danger_words import HURT, NOT_A_WEAPON, WEAPON, any_of

KNOWN_NUMBERS = frozenset({"911", "999", "112", "000"})
"""Emergency numbers anybody may know from elsewhere; those of the organisation come beside them."""


_WHOM = (
    r"(?:me|us|him|her|them|you|my \w+|our (?!web|page|site|post|polic)\w+|the \w+|a \w+|someone|somebody"
    r"|staff"
    r"|people|everyone)"
)
_WHO = (
    r"(?:he|she|they|it|this|things|customer|caller|man|woman|guy|lady|person|someone|somebody|visitor|client"
    r"|resident|dude|kid|boy|girl)"
)
_PLACE = (
    r"(?:here\b|(?:to|at|in|by|into) (?:the |my |our |this )?(?:front |service |main |back )?(?:counter"
    r"|desk|window"
    r"|reception|lobby|office|room|door|entrance|hall|library|floor|front|hallway|waiting room"
    r"|waiting area)\b"
    r"|to me\b|to us\b|(?:up|down) to\b)"
)
_HASTE = (
    r"(?:right now|now|quick(?:ly)?|fast|asap|at once|immediately|urgent(?:ly)?|please|pls|hurry|right away)"
)
_HELPERS = (
    r"(?:some(?:body|one)|any(?:body|one)|security|(?:the )?(?:police|cops|guards?|paramedics)|an? (?:guard"
    r"|supervisor"
    r"|manager|colleague|co-?worker|hand|police officer|officer|medic|second person)|an ambulance|back-?up"
    r"|help"
    r"|assistance|my (?:supervisor|manager|boss|colleague|team lead))"
)
_WHENEVER = r"(?:some(?:body|one)|any(?:body|one))? ?(?:is |are )?(?:there|free|around|available)?[?!., ]*"
_ATTACK = any_of(
    r"\b(?:has|have|having|got|holding|with|pull(?:s|ed|ing)(?: out)?|wav(?:es|ed|ing)|show(?:s|ed|ing)|"
    rf"brought|carr(?:ies|ied|ying)|swinging|point(?:s|ed|ing)) (?:\w+ ){{0,2}}{WEAPON}{NOT_A_WEAPON}",
    r"\bthreat(?:en)?(?:s|ing|ened)? (?:me|us|staff|my \w+|our \w+|to (?:kill|shoot|stab|hurt|harm|hit"
    r"|beat|burn))",
    rf"\b(?:will|'ll|going to|gonna|wants to|about to|tr(?:ying|ied|ies) to) (?:{HURT}|grab|push"
    rf"|choke) {_WHOM}\b",
    rf"\b{_WHO}(?:'s|'re)? (?:just |has |have |is |are )*(?:hit|hitting|slapp(?:ed|ing)|bit|biting"
    r"|punch(?:ed|ing)|"
    r"kick(?:ed|ing)|attack(?:ed|ing)|assault(?:ed|ing)|grabb(?:ed|ing)|chok(?:ed|ing)|stabb(?:ed|ing)|shot"
    r"|shooting|"
    rf"push(?:ed|ing)|shov(?:ed|ing)|sp[ai]t (?:on|at)|spitting (?:on|at)|beating(?: up)?|chasing) {_WHOM}\b"
    r"(?! (?:an?|the|my) (?:e-?mail|message|look|text|note|question|form))"
    r"(?<! my argument)(?<! my idea)(?<! my plan)(?<! my point)(?<! my position)(?<! my report)"
    r"(?<! my proposal)(?<! my work)"
    r"(?<! my budget)(?<! my decision)(?<! my opinion)(?<! my character)(?<! the plan)(?<! the idea)"
    r"(?<! the policy)"
    r"(?<! the budget)(?<! the report)(?<! the proposal)(?<! the argument)(?<! the deadline)",
    rf"\b{_WHO}(?:'s)? (?:just |is |has |have |had |got |with |holding |pulled (?:out )?|waving "
    r"|showed )*(?:a|an|the|his|her|some) "
    r"(?:\w+ )?(?:needle|syringe|hammer|scissors|crow ?bar|taser|broken bottle|screwdriver|box ?cutter"
    r"|razor|baton|chain ?saw"
    r"|hatchet|pipe bomb|pepper spray|dagger)s?\b(?! (?:permit|in (?:his|her) (?:cart|bag of tools)"
    r"|and (?:thread|nails)))",
    r"\b(?:i(?:'m| am)|im|we(?:'re| are)|(?:my|a) (?:colleague|co-?worker) is) being (?:at+a[ck]+e?d"
    r"|as+a?ulted|hurt|beat(?:en)?|stabbed"
    r"|choked|hit|threat\w+|held)\b|\b(?:he|she|they)(?:'s|'re| is| are)? at+a[ck]+i?n?g? (?:me|us)\b"
    r"|^(?:at+ac+k|atack)(?:ing|ed)? (?:me|us)\b",
    r"\bbrandish\w* |\b(?:set|sicced) (?:his|her|the) dog on\b",
    r"\b(?:is|are|am|was just|'s) getting (?:stabbed|beaten|attacked|choked|robbed)\b",
    r"\b(?:is|are|he's|she's|they're|started) (?:throwing|smashing|breaking) (?:\w+ ){0,2}"
    r"(?:chairs?|things|stuff|furniture|windows?|doors?|glass|computers?|counter)",
    r"\b(?:kick|punch|bang|pound|hammer|slam|flipp|smash|hitt?)(?:s|es|ed|ing) (?:\w+ ){0,3}?"
    r"(?:table|counter|door|wall|glass|window|desk|screen|chairs?|barrier)s?\b(?! (?:hours|opening|service))",
    r"\b(?:in|up in) my face\b|\b(?:trapped|cornered|locked) in (?:the|my|an?|our) (?!account|contract|system"
    r"|price)",
    rf"\b{_WHO} (?:just |has |have )*(?:threw|thrown|hurled|chucked|flung) (?:\w+ ){{1,3}}"
    r"at (?:me|us|him|her|my|our|staff)\b",
    r"\b(?:will|'ll|going to|gonna|wants to) (?:shoot up|blow up|burn down) ",
    r"\b(?:swung|swinging|lunged|lunging|coming|came|charging|charged) (?:right )?at (?:me|us)\b",
    r"\b(?:jumped|climbed|jumping|climbing) (?:over )?(?:the|my|our) (?:counter|desk|barrier)\b|\bcornered "
    r"(?:me|us)\b",
    r"\b(?:got|has|have) (?:me|us) cornered\b|\bi(?:'m| am) being (?:followed|chased|attacked)\b",
    r"\b(?:told|tells|said|says|warned) (?:me |us )?(?:to |i (?:had )?better |you better )?watch (?:my|our"
    r"|your) back",
    r"\b(?:won't|will not|not) let (?:me|us) (?:leave|out|go)\b|\bblock(?:s|ed|ing) (?:the|my|our) (?:door"
    r"|exit"
    r"|way)\b",
    r"\b(?:following|chasing|stalking) me\b|\b(?:we are|we're|i am|i'm|is) being (?:robbed|held up|attacked"
    r"|beaten)\b",
    r"\bbehind (?:the|my|our) (?:counter|desk) and\b|\b(?:broke|breaking|break|kick(?:ed"
    r"|ing)?) (?:down )?(?:in )?"
    r"(?:the|our|my) (?:front |back )?door\b",
)
_PHYSICAL = any_of(
    r"\b(?:get|got|becom|became|turn|go|went)\w* (?:\w+ )?(?:physical|violent|rough|hands-?on|berserk|nuts)"
    r"\b(?! (?:copy|address|access|signature|mail|form))",
    rf"\b{_WHO}(?:'s|'re| is| are| has| have|) (?:\w+ )?(?:get|got|gotten|getting|going|gone|went|spiral\w*)"
    r" (?:totally |completely |really )?(?:out of (?:hand|control)|crazy|berserk|dangerous|wild)\b",
    rf"\b{_WHO}(?:'s|'re| is| are| becoming) (?:\w+ )?(?:violent|dangerous|out of control|escalating"
    r"|hysterical)\b",
    r"\b(?:this|it|things|situation)(?:'s| is| are) (?:really |quickly |fast )?escalating\b",
)
_STAYS = any_of(
    r"\b(?:won't|will not|refus(?:es|ing|ed) to|doesn't want to|does not want to|isn't|is not|aren't"
    r"|are not|not)"
    r" (?:leave|leaving|go away|go|get out|move|moving|back off)\b(?! (?:an?|any|the|his|her|their|a) )"
)
_AGITATED = any_of(
    r"\b(?:scream|yell|shout|threat|swear|curs|bang|hitt?|kick|spit|block|rag(?:e|ing)|punch|throw)\w*",
    r"\b(?:aggress|viol|furious|drunk|high\b|alone\b|scared|afraid|shaking|frighten|closer|physical)\w*",
)
_BODY = any_of(
    r"\b(?:not breathing|stopped breathing|can(?:'t|not) breathe|heart attack(?! (?:awareness|week|day"
    r"|survivor|prevention|course|information))|unconscious|unresponsive|not"
    r" responding|"
    r"(?<!system )(?<!server )(?<!roof )(?<!network )collapsed|passed out|fainted|overdos(?:e|ed|ing)"
    r"|chest pains?)\b",
    r"\b(?:has|have|having|had) a (?:seizure|stroke|fit)\b|\bblood (?:everywhere|all over|on the floor)\b",
    r"^man down\b|\bis (?:choking(?! (?:up|back))|bleeding)\b",
    r"\b(?:isn't|is not|not|doesn't|does not) (?:moving|answering|breathing|wake|waking)\b.*\b(?:floor|fell"
    r"|fall|lobby)"
    r"|\b(?:fell|fallen)\b.*\b(?:isn't|is not|not|doesn't) (?:moving|answering|breathing|get(?:ting)? up"
    r"|wake)",
)
_PLACE_ON_FIRE = any_of(
    r"\bshots? fired\b|\bbomb threat\b|\bactive shooter\b|\b(?:an|the) (?:intruder|gunman|shooter)\b"
    r"|\bhostages?\b",
    r"\b(?:is|are|set|caught|'s)(?: \w+){0,3} on fire\b(?! sale)|\bgas leak(?:ing)?\b",
    r"\bthere(?:'s| is) a fire\b(?! (?:drill|inspect))",
    r"\b(?:suspicious|unattended|ticking) (?:package|parcel|bag|letter|envelope|object)\b|\bwhite powder\b",
    r"\b(?:weird|strange|odd|unknown|abandoned) (?:package|parcel|bag|box|suitcase|backpack"
    r"|device)\b.*\b(?:ticking|beep\w*|wires?"
    r"|smok\w+|leak\w+|hiss\w+)\b|\b(?:package|parcel|bag|box|suitcase|backpack"
    r"|device)\b(?: \w+){0,6},? (?:it |that |which )?(?:is )?"
    r"(?:ticking|beeping|hissing|smoking)\b|\b(?:smoke|flames?|fire|gas)(?: is| are)? (?:everywhere"
    r"|all over|coming (?:out|from|in)"
    r"|filling|in the (?:building|hall\w*|lobby|room|office|stair\w*|corridor))\b(?! (?:drill|alarm|pit"
    r"|inspect))",
    r"\bsmell(?:s|ing)? (?:of )?(?:gas|smoke)\b|\bfire alarm is (?:ringing|going)\b",
)
_FEAR = any_of(
    r"\bi(?:'m| am) in danger\b|\bi(?: do not|'m not| am not| don't) (?:feel )?safe\b|\bfear for my life\b",
    r"\b(?:scared|afraid|frightened|terrified) (?:of|that)?\b ?(?:\w+ ){0,4}(?:in front of me|at my|at the"
    r" counter|hurt"
    r"|hit|attack|kill|right now)\b|\bi(?:'m| am)? feel(?:ing)? (?:threatened|unsafe)(?! since| after)\b",
    r"\b(?:locked|hiding|hid|barricaded) (?:\w+ ){0,2}in (?:the|my|our|a) ",
)
_CALLS = any_of(
    # Somebody is asked to come, or wanted here, or wanted now.
    rf"^(?:\w+,? )?{_WHENEVER}(?:please |pls )?(?:can|could|would|will) (?:you )?(?:please )?"
    rf"(?:send |get |call )?{_HELPERS}"
    rf" (?:\w+ ){{0,2}}(?:come|get|run|rush|be|step|over|down|up)\b(?: \w+){{0,3}}? (?:{_PLACE}|{_HASTE}\b)",
    rf"\b(?:send|get|need|want|call|bring|require)s? (?:\w+ ){{0,2}}?{_HELPERS} (?:\w+ ){{0,3}}?{_PLACE}",
    rf"\b(?:send|get|need|want|call|require)s? (?:\w+ ){{0,2}}?{_HELPERS} (?:\w+ ){{0,2}}?{_HASTE}\b",
    r"\b(?:help|police|security|ambulance|back-?up|guards?) (?:is |are )?needed\b",
    rf"^(?:please |pls )?(?:send|get|call|dial|phone) (?:me |us )?{_HELPERS}(?:[ ,]*{_HASTE})*[ !.]*$",
    rf"^{_WHENEVER}(?:please |pls )?(?:come|help)(?: me| us| here| over| down| {_HASTE}"
    rf"|[ ,]+{_PLACE})+[ !.]*$",
    rf"^come (?:here )?(?:quick(?:ly)?|fast|now)\b|^{_HELPERS}[ ,]+(?:come|{_HASTE})\b[ !.]*",
    rf"^{_HELPERS},? (?:please |pls |needed )?(?:(?:come |go )?{_PLACE})(?:[ ,]*{_HASTE})*[ !.]*$",
    r"\bhelp me (?:now|please|right now)\b|\bcan any(?:body|one) hear me\b|^help[ !]*!{2,}"
    r"|^help(?:[,! ]+help)+[ !.]*$",
    r"\b(?:call|get) (?:911|999|112|the police|security) (?:now|right now|please|immediately)\b",
    r"^(?:please )?hurry(?: up)?(?: please)?[ !.]*$"
    r"|^(?:911|999|112)[ ,:!.]+(?:help|now|please|emergency|at the|he|she)\b",
)
_HERE_NOW = any_of(
    r"^(?:an? )?(?:\w+ )?(?:violent|aggressive|dangerous|armed|threatening|drunk)(?: and \w+)?"
    r" (?:customer|man|woman|guy|person|visitor|client|male|female|lady|resident)s?"
    r" (?:is )?(?:at|in|inside|outside|by) (?:the |my |our )?"
    r"\w+[\w ]{0,12}[ !.]*$",
)
_ERRAND = any_of(
    r"\b(?:tomorrow|tonight|next|at noon|at \d|at (?:nine|ten|eleven|twelve|one|two|three|four|five)\b"
    r"|for lunch"
    r"|during lunch|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|this afternoon|after hours|later)\b",
    r"\bto (?:sign|fix|collect|pick|deliver|cover|relieve|let|witness|count|check|repair|translate"
    r"|interpret)\b",
    r"\b(?:with|for|about|to find|finding|filling) (?:(?:an?|the|my|our|this|these"
    r"|some) )?(?:\w+ ){0,2}?(?:forms?"
    r"|permits?|applications?|printers?|computers?|passwords?|bills?|systems?|software|accounts?|files?"
    r"|letters?|e-?mails?|schedule"
    r"|wording|questions?|parcels?|copiers?|lunch|mail|mailing|meeting|training|deposit)\b",
)
"""What makes a call for somebody an everyday one."""
_WORDS = any_of(
    r"(?:(?:(?:can|could|will) (?:you|some(?:body|one)|any(?:body|one))|should i|do i|shall i|please|some"
    r"(?:body|one))"
    r" (?:please )?)?(?:call|dial|phone|ring|get) (?:help|911|999|112|000|the police|an ambulance|for help)"
    r"(?: for (?:me|us)| now| please)*",
    r"(?:an? |medical |it'?s an? |this is an? |we(?: have|'ve got| got) an? |there'?s an? )*emergency"
    rf"(?: (?:now|help|please|down|up|over|{_PLACE}))*",
    r"(?:sos|mayday|danger|panic|fire|police|security|ambulance|intruder|armed|gun|knife|shooter|bomb"
    r"|robbery|alarm"
    r"|panic alarm|assistance|lockdown|code (?:red|blue|white|black|silver)|nine one one|nine nine nine"
    r"|(?:please )?(?:i need|we need|get|send) (?:some )?help)(?:[ ,!]+(?:sos|mayday|danger|fire|now"
    r"|please|help"
    r"|police|security))*",
)
_NUMBERS = any_of(
    r"^(?:[\w']+ ){0,4}?(?:the |our |an? )?(?<!non-)(?<!non )(?<!water )(?<!sewer )(?<!road )(?<!hours )"
    r"emergency (?:phone )?"
    r"(?:numbers?|contacts?)(?! (?:form|detail|list|info|card|person|sheet|on file)|\w)",
    r"\bnumber (?:for|of) security\b(?! (?:deposit|training|check|clearance|camera))"
    r"|\b(?:call|reach|get) security\b(?! (?:deposit|training|check|clearance|camera))",
)
_POSSIBLE = any_of(
    r"\bwhat if\b|\bin case\b|\bif (?:a|an|any|some|the|my|i|we|he|she|they|there)\w*\b"
    r"|\bwhen(?:ever)? (?:a|an"
    r"|some)",
    r"\bwhat (?:happens|counts|is)\b|\bpolic(?:y|ies)\b|\b(?:can|may|should|must) (?:i|we|staff)\b",
    r"\bhow (?:do|should|can|would|often) (?:i|we|you|staff)\b|\b(?:do|did|does) (?:i|we|you) (?:have to"
    r"|need to)\b",
    r"\b(?:is|are|counts as|count as) (?:\w+ ){1,5}(?:an emergency|a threat|violence)\b",
)
_PAST = any_of(
    r"\b(?:yesterday|last (?:week|month|year|night|summer|winter|\w+day)|the other day|in the past|years? ago"
    r"|days? ago|weeks? ago|months? ago)\b"
)
_NOW = any_of(
    r"\b(?:right )?now\b|\bat this moment\b|\bat my (?:desk|counter|window)\b|\bhelp\b(?! (?:desk|line"
    r"|page))|!!"
)
_PICTURED = re.compile("[\\U0001f52a\\U0001f5e1\\U0001f52b\\U0001f4a3\\U0001fa93\\U0001f525\\U0001fa78]")
_SIREN = re.compile("[\\U0001f6a8\\U0001f691\\U0001f693\\U0001f692\\U0001f198]")
_SIGNS = re.compile(r"[^\w\s'().,!?:;+/-]+")
_DIGITS = re.compile(
    r"^(?:please |pls )?(?:call|dial|phone|ring|get)?[: ]*(\+?[(\d][\d ().-]{1,20})(?:[ ,]*\w{0,9}[ !.]*)$"
)


def is_danger(said: str, numbers: Collection[str] = ()) -> bool:
    """Whether plain lower-case words come from danger; `numbers` are the organisation's emergency numbers."""
    if _PICTURED.search(said) and (_SIREN.search(said) or re.search(r"\bhelp\b|!", said)):
        return True
    if _SIREN.search(said) and not re.search(r"\w", said):
        return True
    said = " ".join(_SIGNS.sub(" ", said).split())
    if _is_number(said, numbers) or _WORDS.fullmatch(said.strip(" !.?,")) or _NUMBERS.search(said):
        return True
    return _tells(said) and (bool(_NOW.search(said)) or not (is_possible(said) or _PAST.search(said)))


def is_shouted(text: str) -> bool:
    """Whether a text is "HELP" in capitals and nothing else: who only wants the menu writes it small."""
    return (
        bool(re.fullmatch(r"\W*(?:HELP(?: ME)?|SECURITY|POLICE|AMBULANCE)\W*", text[:40])) and len(text) <= 40
    )


def is_call_for_help(said: str) -> bool:
    """Whether the words call for somebody and so ask no policy, though they may look like a question."""
    return bool(_CALLS.search(said)) and not _ERRAND.search(said)


def is_possible(said: str) -> bool:
    """Whether the words ask about a case that may come."""
    return bool(_POSSIBLE.search(said))


def _tells(said: str) -> bool:
    found = (_ATTACK, _PHYSICAL, _BODY, _PLACE_ON_FIRE, _FEAR, _HERE_NOW)
    if any(cue.search(said) for cue in found) or is_call_for_help(said):
        return True
    return bool(_STAYS.search(said) and _AGITATED.search(said))


def _is_number(said: str, numbers: Collection[str]) -> bool:
    """Whether the text is an emergency number and nothing else but "call" or "please"."""
    match = _DIGITS.match(said)
    digits = re.sub(r"\D", "", match[1]) if match else ""
    return bool(digits) and digits in KNOWN_NUMBERS | {re.sub(r"\D", "", number) for number in numbers}
