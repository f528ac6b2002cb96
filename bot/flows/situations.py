"""What kind of moment somebody writes from: danger now, a contact just ended, distress, small talk, a question.

Recognised by cues in English, those of danger in `danger`; what they miss, by example sentences
(`knowledge.search.urgency`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from bot.flows.crisis_words import is_of_another, is_of_life
from bot.flows.danger import is_call_for_help, is_danger, is_possible, is_shouted
from bot.flows.danger_words import HURT, NOT_A_WEAPON, PEACEFUL, PEACEFUL_BEFORE, WEAPON, any_of

MOST_SENTENCES = 5
READ = 2000
"""How many characters are looked at, at the beginning and at the end: there stands what somebody needs."""


class Situation(StrEnum):
    """What to say first."""

    QUESTION = "question"
    DANGER = "danger"
    LIFE = "life"
    """Somebody else may end their life."""
    CRISIS = "crisis"
    """The writer may."""
    ENDED = "ended"
    DISTRESS = "distress"
    SUPPORT = "support"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    UNCLEAR = "unclear"
    EMPTY = "empty"


_VIOLENCE = any_of(
    rf"{PEACEFUL_BEFORE}\b{WEAPON}{NOT_A_WEAPON}",
    rf"(?<!heart )\b(?!{PEACEFUL}){HURT}(?:s|ed|ing"
    r"|er)?\b",
    r"\bviolen|\bthreat|\bassault",
)
_ENDED = any_of(
    r"\bi(?:'ve| have| had to| just| already)* (?:hung|hang) up\b",
    r"^just (?:hung up|ended|terminated|cut off)\b",
    r"\b(?:i|we)(?:'ve| have| had to| just| already)* (?:end(?:ed)?|terminated?|cut off) "
    r"(?:\w+ ){0,2}(?:call|conversation|chat|contact|meeting|interaction|visit)",
    r"\b(?:i|we)(?: had to| just)* (?:asked|told|ask|tell) (?:him|her|them|the \w+) to leave\b",
    r"\bi (?:just |had to )*walk(?:ed)? away from (?:him|her|them|the|a)\b",
)
_ASKS_OF_AN_END = any_of(
    # Asked before the end is named, in one sentence: how many warnings, whether, when one may.
    r"(?:^|[.!?;,] ?|\b(?:so|and|but|or|know|ask|wonder\w*|tell me|sure|unsure|remind me) )"
    r"(?:(?:at |after |by |until |on |to |in )?(?:how|what|which|whether|can|could|may|should|must|shall|do|does"
    r"|is it|are there|am i"
    r"|when (?:can|may|do|does|should|must|is|am|are)))\b[^.!?;]*$",
    # The end is still to come or imagined, not told.
    r"\b(?:before|until|till|unless|whether|if|when(?:ever)?|once|as soon as|(?:and|or) then)"
    r" (?:\w+ly )?$",
)
"""What stands before the words of an end that is only asked about."""
_ENDING_TO_COME = re.compile(
    r"\b(?:before|until|without|prior to) (?:\w+ ){0,3}?(?:hang|end|terminat|cutt|leav|walk)ing\b"
)
_PAST_END = re.compile(r"\b(?:'ve|have|had|just|already|hung|ended|terminated|asked|told|walked)\b")
_IMAGINED = re.compile(r"\b(?:until|till|unless|whether|if) (?:\w+ly )?$")
_SENT_AWAY = re.compile(r"\bto leave$")
_CUSTOMER = (
    r"(?:him|her|them|(?:the|this) (?:caller|customer|man|woman|person|visitor|client|resident|guy|lady))"
)
_WARNED = any_of(
    r"\b(?:i|we)(?:'ve| have| had| just| already| also| did)* "
    rf"(?:warn(?:ed)? {_CUSTOMER}\b(?! (?:about|of|that the)\b)"
    rf"|(?:given?|gave) {_CUSTOMER} (?:\w+ ){{1,3}}warnings?"
    rf"|(?:told|tell) {_CUSTOMER} (?:that )?(?:i|we)(?:'ll|'d| would| will| am going to| was going to| were going to) "
    r"(?:have to )?(?:hang up|end|leave|stop|terminate|walk away|cut))"
)
_GOES_ON = any_of(
    r"\b(?:keeps?|kept) (?:on )?\w+ing\b|\b(?:goes|carries) on\b|\b(?:is|are|'s|'re|still|it) going on\b",
    r"\bstill (?:\w+ing|here|there|at it|on the (?:line|phone)|does|won't|will not)\b",
    r"\b(?:won't|will not|refuses? to|refused to|doesn't|does not|didn't|did not) "
    r"(?:stop|leave|go|listen|calm down|hang up|move|back off)\b",
    r"\b(?:he|she|they|it|caller|customer|man|woman|person) (?:just )?continues?\b",
)
_GUIDE = re.compile(
    r"(?:(?:please|can you|could you|help me,?) )*(?:guide|walk|lead|take) (?:me|us)(?: please)?"
    r"(?: through (?:it|this|that|(?:a|the|this|my) (?:difficult |hard |abusive )*(?:contact|call|conversation|steps"
    r"|customer|caller)))?(?: now| please| step by step)*[ .!?]*"
)
_STILL = re.compile(
    r"(?:(?:it|this|he|she|they)(?:'s|'re| is| are)? )?(?:still going on|goes on|going on|won't stop|still at it)[ .!]*"
)
_DISTRESS = any_of(
    r"\bi(?:'m| am| feel| felt)(?: \w+){0,2} (?:shaken|shaking|overwhelmed|scared|afraid|frightened|crying|"
    r"exhausted|burn(?:ed|t) out|stressed|anxious|terrible|awful|drained|depressed|panicking|rattled|"
    r"traumati[sz]ed|not ok(?:ay)?|upset)\b",
    r"\bi can(?:'t|not) (?:stop (?:crying|shaking)|take (?:it|this)|do this|cope|sleep|go on)\b",
    r"\bi need (?:some(?:one|body) to talk to|counsell?ing|a counsell?or)\b",
)
_SUPPORT = any_of(r"\bcounsell?(?:ing|or)\b|\befap\b|\bemployee (?:and family )?assistance\b")
_GREETING = any_of(
    r"(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|greetings)(?: (?:there|bot|all"
    r"|everyone))?",
    r"hola|bonjour|salut|ciao|olá|hallo|guten tag",
)
_THANKS = any_of(
    r"(?:ok(?:ay)?,? |great,? |perfect,? )?(?:thanks?|thank you|thx|ty|cheers|much appreciated)"
    r"(?: (?:so much|very much|a lot|again|you|bot))?",
    r"(?:ok(?:ay)?,? |great,? )?(?:thanks?|thank you) for (?:your|the) help|bye|goodbye|see you"
    r"|merci(?: beaucoup)?|gracias|muchas gracias|danke(?: schön)?|grazie|obrigad[oa]",
    r"ok(?:ay)?|great|perfect|good|got it|nice|cool",
)
_HELP = any_of(
    r"help(?: me)?|menu|start|commands|what can you do|how do(?:es)? (?:this|you|it) work|who are you|\?+"
)
_ENDING = any_of(
    r"\bhang(?:ing)? up\b|\bhung up\b|\b(?:end|stop|terminate|cut off)(?:ing)? (?:a|an|the|that|this|my)\b",
    r"\babus|\baggress|\bthreat|\bswear|\bcuss|\byell|\bshout|\bscream|\binsult|\brude\b|\bharass"
    r"|\bdifficult\b",
    r"\bangry\b|\bupset (?:customer|caller|resident)|\bcurs(?:e|es|ing)\b|\bintimidat|\bviolen",
)
_PHONE = any_of(
    r"\bphone\b|\bcaller?s?\b|\bhang(?:ing)? up\b|\bhung up\b|\btelephone\b|\bon the line\b|\bvoicemail\b"
)
_IN_PERSON = any_of(
    r"\bin person\b|\bcounter\b|\bface to face\b|\bfront desk\b|\bwalk-?ins?\b|\blobby\b|\bin front of me\b"
)
_QUESTION = re.compile(
    r"\?|^(?:please )?(?:(?:what|how|who|can|may|should|must|do|does|is|are|when|where|which|why|am)\b"
    r"|(?:tell|show|explain|describe|give)(?: me| us)? (?:what|how|who|when|where|which|why|if|whether"
    r"|about|the|a)\b)"
)
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
_WHOLE = {
    "im": "i'm", "ive": "i've", "hes": "he's", "shes": "she's", "theyre": "they're", "youre": "you're",
    "wont": "won't", "cant": "can't", "dont": "don't", "doesnt": "doesn't", "isnt": "isn't", "didnt": "didn't",
    "theres": "there's", "thats": "that's", "whats": "what's", "whos": "who's", "pls": "please", "plz": "please",
}  # fmt: skip
_HURRIED = re.compile(rf"\b(?:{'|'.join(_WHOLE)})\b(?!')")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_WORD = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}|^(.)\1{3,}$|^(?:qwert|asdf|zxcv)")


def situation(text: str, numbers: Collection[str] = ()) -> Situation:
    """What kind of moment the text comes from; the dangerous ones first.

    `numbers` are the organisation's emergency numbers: one of them alone is a call for help.
    """
    said = plain(text)
    if not said:
        return Situation.EMPTY
    if is_of_life(said):
        return Situation.LIFE if is_of_another(said) else Situation.CRISIS
    possible = is_possible(said)
    if is_shouted(text) or is_danger(said, numbers):
        return Situation.DANGER
    if not possible and _has_ended(said):
        return Situation.ENDED
    if _DISTRESS.search(said) and not possible:
        return Situation.DISTRESS
    return Situation.SUPPORT if _SUPPORT.search(said) else _small_talk(said)


def _has_ended(said: str) -> bool:
    return any(not (_is_asked(said, found) or _stays(said, found)) for found in _ENDED.finditer(said))


def _stays(said: str, end: re.Match[str]) -> bool:
    """Whether somebody was asked to leave and is there all the same."""
    return bool(_SENT_AWAY.search(end[0]) and _GOES_ON.search(said[end.end() :]))


def is_warned(text: str) -> bool:
    """Whether the writer tells that they warned somebody, and of no end."""
    said = plain(text)
    return bool(_WARNED.search(said)) and not _has_ended(said)


def wants_guidance(text: str) -> bool:
    """Whether somebody asks to be guided through a contact, or says no more than that it goes on."""
    said = plain(text)
    return bool(_GUIDE.fullmatch(said) or _STILL.fullmatch(said))


def goes_on(text: str) -> bool:
    """Whether a contact goes on: no end is told, and what somebody does has not stopped."""
    said = plain(text)
    return bool(_GOES_ON.search(said)) and not _has_ended(said)


def _is_asked(said: str, end: re.Match[str]) -> bool:
    """Whether an end is only asked about or imagined: how often to warn before it, when or whether it may come."""
    return bool((_IMAGINED if _PAST_END.search(end[0]) else _ASKS_OF_AN_END).search(said[: end.start()]))


def only_asks_of_an_end(text: str) -> bool:
    """Whether a text names the end of a contact and tells of none, so that likeness must not take it for one."""
    said = plain(text)
    ends = list(_ENDED.finditer(said))
    return all(_is_asked(said, end) for end in ends) if ends else bool(_ENDING_TO_COME.search(said))


def is_not_over(text: str) -> bool:
    """Whether a text tells of no end of a contact, so that likeness must not take it for one: it only asks of one,
    or tells of a contact under way.
    """
    return only_asks_of_an_end(text) or is_warned(text) or goes_on(text) or wants_guidance(text)


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


def is_ordinary(text: str, numbers: Collection[str] = ()) -> bool:
    """Whether no cue says otherwise: what is then recognised by likeness may be mistaken."""
    return situation(text, numbers) is Situation.QUESTION


def is_told(text: str) -> bool:
    """Whether the text tells what happens and neither asks nor imagines; two words name a subject, no more."""
    said = plain(text)
    return len(_LETTERS.findall(said)) > 2 and not (_QUESTION.search(said) or is_possible(said))


def told_in(text: str) -> tuple[str, ...]:
    """The sentences that tell what happens, at most five: one of them may be of a moment that the rest is not."""
    return tuple(one.strip() for one in _SENTENCE.findall(text[:READ])[:MOST_SENTENCES] if is_told(one))


def is_question(text: str) -> bool:
    """Whether the text also asks something that a policy may answer; a call for somebody to come does not."""
    said = plain(text)
    return bool(_QUESTION.search(said)) and not is_call_for_help(said)


def is_about_violence(text: str) -> bool:
    """Whether the emergency number belongs above the answer (P36)."""
    return bool(_VIOLENCE.search(plain(text)))


def is_difficult(text: str) -> bool:
    """Whether the guided way to end a contact is worth offering (D01, P33)."""
    return bool(_ENDING.search(plain(text)))


def channel_of(text: str) -> str:
    """ "phone" or "in person" where the text says so, else empty (D62)."""
    said = plain(text)
    if _PHONE.search(said):
        return "phone"
    return "in person" if _IN_PERSON.search(said) else ""


def _ends(text: str) -> str:
    """The beginning and the end of a long text."""
    return text if len(text) <= 2 * READ else f"{text[:READ]} … {text[-READ:]}"


def plain(text: str) -> str:
    """Lower case, single spaces, and the apostrophes that nobody types in a hurry."""
    said = " ".join(_ends(text).replace("’", "'").casefold().split())
    return _HURRIED.sub(lambda found: _WHOLE[found[0]], said)
