"""What kind of moment somebody writes from: danger now, a contact just ended, distress, small talk, a question.

Recognised by cues in English, those of danger in `danger`; what they miss, by example sentences
(`knowledge.search.urgency`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

from bot.flows.crisis_words import is_of_another, is_of_dye, is_of_life
from bot.flows.danger import is_call_for_help, is_danger, is_possible, is_shouted
from bot.flows.figures_of_speech import meant
from bot.flows.hurried_words import mended, readable
from bot.typed import TYPED

MOST_SENTENCES = 5
READ = 2000
"""How many characters are looked at, at the beginning and at the end: there stands what somebody needs."""

WORDS_LEFT = 5
"""Words of a sentence, less its figures of speech, from which it is looked at by likeness."""

AT_A_TIME = 4
"""Texts whose moment is remembered: one event asks for it again and again, and nothing typed stays any longer."""


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


_VIOLENCE = TYPED.any_of("situations.violence")
_ENDED = TYPED.any_of("situations.ended")
_ASKS_OF_AN_END = TYPED.any_of("situations.asks_of_an_end")
"""What stands before the words of an end that is only asked about."""
_ENDING_TO_COME = TYPED.exact("situations.ending_to_come")
_PAST_END = TYPED.exact("situations.past_end")
_IMAGINED = TYPED.exact("situations.imagined")
_SENT_AWAY = TYPED.exact("situations.sent_away")
_WARNED = TYPED.any_of("situations.warned")
_GOES_ON = TYPED.any_of("situations.goes_on")
_GUIDE = TYPED.exact("situations.guide")
_STILL = TYPED.exact("situations.still")
_DISTRESS = TYPED.any_of("situations.distress")
_SUPPORT = TYPED.any_of("situations.support")
_GREETING = TYPED.any_of("situations.greeting")
_THANKS = TYPED.any_of("situations.thanks")
_HELP = TYPED.any_of("situations.help")
_ENDING = TYPED.any_of("situations.ending")
_MATTERS = TYPED.patterns("danger_steps.matters")
_NOT_TO_END = ("life", "bomb", "illness")
"""Dangers in which a contact is not to be ended by warning and leaving."""
_PHONE = TYPED.any_of("situations.phone")
_IN_PERSON = TYPED.any_of("situations.in_person")
_QUESTION = TYPED.exact("situations.question")
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
_WHOLE = TYPED.table("situations.whole")
_HURRIED = TYPED.exact("situations.hurried")
_CLAUSES = TYPED.exact("danger.parts")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_WORD = TYPED.exact("situations.no_word")


def situation(text: str, numbers: Collection[str] = ()) -> Situation:
    """What kind of moment the text comes from; the dangerous ones first.

    `numbers` are the organisation's emergency numbers: one of them alone is a call for help.
    """
    return _situation(text, frozenset(numbers))


@lru_cache(AT_A_TIME)
def _situation(text: str, numbers: frozenset[str]) -> Situation:
    said = plain_danger(text)
    if not said:
        return Situation.EMPTY
    in_earnest = meant(said)
    if is_of_life(in_earnest):
        return Situation.LIFE if is_of_another(in_earnest) else Situation.CRISIS
    possible = is_possible(said)
    if is_shouted(readable(text[:READ])) or is_danger(in_earnest, numbers):
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
    said = plain_danger(text)
    if _QUESTION.search(said) or is_possible(said) or is_of_dye(said):
        return False
    return len(_LETTERS.findall(said)) > 2


def told_in(text: str) -> tuple[str, ...]:
    """The sentences that tell what happens, at most five: one of them may be of a moment that the rest is not."""
    sentences = (one.strip() for one in _SENTENCE.findall(readable(text[:READ]))[:MOST_SENTENCES])
    return tuple(left for left in map(_left_told, sentences) if is_told(left))


def _left_told(said: str) -> str:
    """What a sentence tells without its figures of speech; of a few words left, only clauses that lost none."""
    left = meant(said)
    if left == said or len(_LETTERS.findall(left)) >= WORDS_LEFT:
        return left
    clauses = {one.strip() for one in _CLAUSES.split(said)}
    return ", ".join(one.strip() for one in _CLAUSES.split(left) if one.strip() in clauses)


def is_question(text: str) -> bool:
    """Whether the text also asks something that a policy may answer; a call for somebody to come does not."""
    said = plain_danger(text)
    return bool(_QUESTION.search(said)) and not is_call_for_help(said)


def is_about_violence(text: str) -> bool:
    """Whether the emergency number belongs above the answer (P36)."""
    return bool(_VIOLENCE.search(meant(plain_danger(text))))


def names_a_life(text: str) -> bool:
    """Whether words are about somebody who may end their life."""
    return bool(_MATTERS["life"].search(plain_danger(text)))


def is_difficult(text: str) -> bool:
    """Whether the guided way to end a contact is worth offering (D01, P33); never where a life is at stake."""
    said = plain_danger(text)
    if is_of_life(said) or any(_MATTERS[one].search(said) for one in _NOT_TO_END):
        return False
    return bool(_ENDING.search(said))


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
    said = " ".join(readable(_ends(text)).replace("’", "'").casefold().split())
    return _HURRIED.sub(lambda found: _WHOLE[found[0]], said)


def plain_danger(text: str) -> str:
    """Plain words in which those of danger are well spelt."""
    return plain(mended(readable(_ends(text))))
