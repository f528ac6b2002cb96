"""What kind of moment somebody writes from: danger now, a contact just ended, distress, small talk, a question.

Recognised by cues in English; what they miss, by example sentences (`knowledge.moments`). A false alarm costs
one card too many and a miss costs more, so the cues for danger are wide and only words that plainly ask about a
possible case hold them back.
"""

from __future__ import annotations

import re
from enum import StrEnum

READ = 2000
"""How many characters are looked at: what somebody needs stands at the beginning."""


class Situation(StrEnum):
    """What to say first."""

    QUESTION = "question"
    DANGER = "danger"
    CRISIS = "crisis"
    ENDED = "ended"
    DISTRESS = "distress"
    SUPPORT = "support"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    UNCLEAR = "unclear"
    EMPTY = "empty"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_WEAPON = r"(?:knife|knives|gun|weapon|machete|axe|bomb|sword|firearm|rifle|pistol|blade|baseball bat)s?\b"
_NOT_A_WEAPON = r"(?! (?:permit|licen[cs]e|registration|range|shop|show|club|law|policy))"
_HURT = r"(?:kill|shoot|stab|hurt|harm|hit|beat|attack|assault|punch|strangle|choke|rape|burn)"
_SOMEBODY = (
    r"(?:me|us|him|her|them|you|my \w+|our (?!web|page|site|post|polic)\w+|the \w+|a \w+|someone|somebody|staff"
    r"|people|everyone)"
)

_DANGER = _any(
    rf"\b(?:has|have|having|got|holding|with|pull(?:s|ed|ing)(?: out)?|wav(?:es|ed|ing)|show(?:s|ed|ing)|"
    rf"brought|carr(?:ies|ied|ying)|swinging|point(?:s|ed|ing)) (?:\w+ ){{0,2}}{_WEAPON}{_NOT_A_WEAPON}",
    r"\bthreat(?:en)?(?:s|ing|ened)? (?:me|us|staff|my \w+|our \w+|to (?:kill|shoot|stab|hurt|harm|hit|beat|burn))",
    rf"\b(?:will|'ll|going to|gonna|wants to|about to|trying to) {_HURT} {_SOMEBODY}\b",
    rf"\b(?:he|she|they|customer|man|woman|guy|person|someone|somebody|visitor|client)"
    rf"(?:'s|'re)? (?:just |has |have |is |are )*(?:hit|hitting|slapp(?:ed|ing)|bit|biting|punch(?:ed|ing)|"
    r"kick(?:ed|ing)|attack(?:ed|ing)|"
    rf"assault(?:ed|ing)|grabb(?:ed|ing)|chok(?:ed|ing)|stabb(?:ed|ing)|shot|shooting|push(?:ed|ing)|"
    rf"shov(?:ed|ing)|spat (?:on|at)|spitting (?:on|at)|beating) {_SOMEBODY}\b",
    r"\b(?:is|are|he's|she's|they're|started) (?:throwing|smashing|breaking) (?:\w+ ){0,2}"
    r"(?:chairs?|things|stuff|furniture|windows?|doors?|glass|computers?|counter)",
    r"\b(?:he|she|they|customer|man|woman|guy|person|someone|somebody|visitor|client) (?:just |has |have )*"
    r"(?:threw|thrown|hurled|chucked|flung) (?:\w+ ){1,3}at (?:me|us|him|her|my|our|staff)\b",
    r"\b(?:will|'ll|going to|gonna|wants to) (?:shoot up|blow up|burn down) ",
    r"\b(?:swung|swinging|lunged|lunging|coming|came|charging|charged) (?:right )?at (?:me|us)\b",
    r"\b(?:jumped|climbed|jumping|climbing) (?:over )?(?:the|my|our) (?:counter|desk|barrier)\b|\bcornered (?:me|us)\b",
    r"\b(?:got|has|have) (?:me|us) cornered\b|\bi(?:'m| am) being (?:followed|chased|attacked)\b",
    r"\bshots? fired\b|^(?:fire|emergency)!+$",
    r"\bbomb threat\b|\bactive shooter\b|\b(?:building|office|room|counter) is on fire\b|\bthere(?:'s| is) a fire\b",
    r"\b(?:told|tells|said|says|warned) (?:me |us )?(?:to |i (?:had )?better |you better )?watch (?:my|our|your) back",
    r"\bi(?:'m| am) in danger\b|\bi(?: do not|'m not| am not| don't) (?:feel )?safe\b|\bfear for my life\b",
    r"\b(?:call|get) (?:911|999|112|the police|security) (?:now|right now|please|immediately)\b",
    r"\b(?:won't|will not|not) let (?:me|us) (?:leave|out|go)\b|\bblocking (?:the|my) (?:door|exit|way)\b",
    r"\b(?:following|chasing|stalking) me\b|\bhelp me (?:now|please|right now)\b",
    r"\b(?:not breathing|heart attack|unconscious|collapsed|passed out|fainted|having a seizure|overdos(?:e|ed|ing))\b",
)
_POSSIBLE = _any(
    r"\bwhat if\b|\bin case\b|\bif (?:a|an|any|some|the|my|i|we|he|she|they|there)\w*\b|\bwhen(?:ever)? (?:a|an|some)",
    r"\bwhat (?:happens|counts|is)\b|\bpolic(?:y|ies)\b|\b(?:can|may|should|must) (?:i|we|staff)\b",
    r"\bhow (?:do|should|can|would) (?:i|we|you|staff)\b|\b(?:do|did|does) (?:i|we|you) (?:have to|need to)\b",
)
_NOW = _any(r"\b(?:right )?now\b|\bat this moment\b|\bat my (?:desk|counter|window)\b|\bhelp\b|!!")
_VIOLENCE = _any(
    rf"\b{_WEAPON}{_NOT_A_WEAPON}", rf"\b{_HURT}(?:s|ed|ing|er)?\b", r"\bviolen|\bthreat|\bassault"
)
_CRISIS = _any(
    r"\b(?:want to|going to|thinking of|thinking about) (?:die|dying|kill(?:ing)? myself|hurt(?:ing)? myself|"
    r"end(?:ing)? (?:my life|it all))\b",
    r"\bsuicid|\bdon't want to (?:live|be alive)\b",
)
_ENDED = _any(
    r"\bi(?:'ve| have| had to| just| already)* (?:hung|hang) up\b",
    r"^just (?:hung up|ended|terminated|cut off)\b",
    r"\b(?:i|we)(?:'ve| have| had to| just| already)* (?:end(?:ed)?|terminated?|cut off) "
    r"(?:\w+ ){0,2}(?:call|conversation|chat|contact|meeting|interaction|visit)",
    r"\b(?:i|we)(?: had to| just)* (?:asked|told|ask|tell) (?:him|her|them|the \w+) to leave\b",
    r"\bi (?:just |had to )*walk(?:ed)? away from (?:him|her|them|the|a)\b",
)
_DISTRESS = _any(
    r"\bi(?:'m| am| feel| felt)(?: \w+){0,2} (?:shaken|shaking|overwhelmed|scared|afraid|frightened|crying|"
    r"exhausted|burn(?:ed|t) out|stressed|anxious|terrible|awful|drained|depressed|panicking|rattled|"
    r"traumati[sz]ed|not ok(?:ay)?|upset)\b",
    r"\bi can(?:'t|not) (?:stop (?:crying|shaking)|take (?:it|this)|do this|cope|sleep|go on)\b",
    r"\bi need (?:some(?:one|body) to talk to|counsell?ing|a counsell?or)\b",
)
_NUMBERS = _any(
    r"(?<!non-)(?<!non )\bemergency (?:phone )?(?:numbers?|contacts?)\b",
    r"\bnumber (?:for|of) security\b|\b(?:call|reach|get) security\b",
)
_SUPPORT = _any(r"\bcounsell?(?:ing|or)\b|\befap\b|\bemployee (?:and family )?assistance\b")
_GREETING = _any(
    r"(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|greetings)(?: (?:there|bot|all|everyone))?",
    r"hola|bonjour|salut|ciao|olá|hallo|guten tag",
)
_THANKS = _any(
    r"(?:ok(?:ay)?,? |great,? |perfect,? )?(?:thanks?|thank you|thx|ty|cheers|much appreciated)"
    r"(?: (?:so much|very much|a lot|again|you|bot))?",
    r"(?:ok(?:ay)?,? |great,? )?(?:thanks?|thank you) for (?:your|the) help|bye|goodbye|see you"
    r"|merci(?: beaucoup)?|gracias|muchas gracias|danke(?: schön)?|grazie|obrigad[oa]",
    r"ok(?:ay)?|great|perfect|good|got it|nice|cool",
)
_HELP = _any(
    r"help(?: me)?|menu|start|commands|what can you do|how do(?:es)? (?:this|you|it) work|who are you|\?+"
)
_ENDING = _any(
    r"\bhang(?:ing)? up\b|\bhung up\b|\b(?:end|stop|terminate|cut off)(?:ing)? (?:a|an|the|that|this|my)\b",
    r"\babus|\baggress|\bthreat|\bswear|\bcuss|\byell|\bshout|\bscream|\binsult|\brude\b|\bharass|\bdifficult\b",
    r"\bangry\b|\bupset (?:customer|caller|resident)|\bcurs(?:e|es|ing)\b|\bintimidat|\bviolen",
)
_PHONE = _any(
    r"\bphone\b|\bcaller?s?\b|\bhang(?:ing)? up\b|\bhung up\b|\btelephone\b|\bon the line\b|\bvoicemail\b"
)
_IN_PERSON = _any(
    r"\bin person\b|\bcounter\b|\bface to face\b|\bfront desk\b|\bwalk-?ins?\b|\blobby\b|\bin front of me\b"
)
_QUESTION = re.compile(r"\?|^(?:what|how|who|can|may|should|must|do|does|is|are|when|where|which|why|am)\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_WORD = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}|^(.)\1{3,}$|^(?:qwert|asdf|zxcv)")


def situation(text: str) -> Situation:
    """What kind of moment the text comes from; the dangerous ones first."""
    said = _plain(text)
    if not said:
        return Situation.EMPTY
    if _CRISIS.search(said):
        return Situation.CRISIS
    possible = bool(_POSSIBLE.search(said))
    if _NUMBERS.search(said) or (_DANGER.search(said) and (_NOW.search(said) or not possible)):
        return Situation.DANGER
    if _ENDED.search(said) and not possible:
        return Situation.ENDED
    if _DISTRESS.search(said) and not possible:
        return Situation.DISTRESS
    return Situation.SUPPORT if _SUPPORT.search(said) else _small_talk(said)


def _small_talk(said: str) -> Situation:
    bare = said.strip(" .!,?") or said
    for pattern, kind in (
        (_GREETING, Situation.GREETING),
        (_THANKS, Situation.THANKS),
        (_HELP, Situation.HELP),
    ):
        if pattern.fullmatch(bare):
            return kind
    words = _LETTERS.findall(said)
    if not words or all(_NO_WORD.search(word) for word in words):
        return Situation.UNCLEAR
    return Situation.QUESTION


def is_ordinary(text: str) -> bool:
    """Whether no cue says otherwise: what is then recognised by likeness may be mistaken."""
    return situation(text) is Situation.QUESTION


def is_told(text: str) -> bool:
    """Whether the text tells what happens and neither asks nor imagines; two words name a subject, no more."""
    said = _plain(text)
    return len(_LETTERS.findall(said)) > 2 and not (_QUESTION.search(said) or _POSSIBLE.search(said))


def is_question(text: str) -> bool:
    """Whether the text also asks something that a policy may answer."""
    return bool(_QUESTION.search(_plain(text)))


def is_about_violence(text: str) -> bool:
    """Whether the emergency number belongs above the answer (P36)."""
    return bool(_VIOLENCE.search(_plain(text)))


def is_difficult(text: str) -> bool:
    """Whether the guided way to end a contact is worth offering (D01, P33)."""
    return bool(_ENDING.search(_plain(text)))


def channel_of(text: str) -> str:
    """ "phone" or "in person" where the text says so, else empty (D62)."""
    said = _plain(text)
    if _PHONE.search(said):
        return "phone"
    return "in person" if _IN_PERSON.search(said) else ""


def _plain(text: str) -> str:
    return " ".join(text[:READ].replace("’", "'").casefold().split())
