"""Whether somebody writes from danger: what happens to them, a call for somebody to come, a number for it.

A false alarm costs one card too many and a miss costs more, so the cues are wide; only words that plainly ask
about a possible case, or tell of a past one, hold them back.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.typed import TYPED

KNOWN_NUMBERS = frozenset({"911", "999", "112", "000"})
"""Emergency numbers anybody may know from elsewhere; those of the organisation come beside them."""


_ATTACK = TYPED.any_of("danger.attack")
_PHYSICAL = TYPED.any_of("danger.physical")
_STAYS = TYPED.any_of("danger.stays")
_AGITATED = TYPED.any_of("danger.agitated")
_BODY = TYPED.any_of("danger.body")
_BODY_TOLD = TYPED.any_of("danger_body.told")
_BODY_WORDS = TYPED.any_of("danger_body.words")
_PLACE_ON_FIRE = TYPED.any_of("danger.place_on_fire")
_PLACE_TOLD = TYPED.any_of("danger_place.told")
_PLACE_WORDS = TYPED.any_of("danger_place.words")
_FEAR = TYPED.any_of("danger.fear")
_CALLS = TYPED.any_of("danger.calls")
_HERE_NOW = TYPED.any_of("danger.here_now")
_ERRAND = TYPED.any_of("danger.errand")
"""What makes a call for somebody an everyday one."""
_WORDS = TYPED.any_of("danger.words")
_NUMBERS = TYPED.any_of("danger.numbers")
_POSSIBLE = TYPED.any_of("danger.possible")
_PAST = TYPED.any_of("danger.past")
_ILLNESS = TYPED.exact("danger.illness")
_REASON = TYPED.any_of("danger.reason")
_PRESENT = TYPED.exact("danger.present")
_NOW = TYPED.any_of("danger.now")
_PICTURED = re.compile("[\\U0001f52a\\U0001f5e1\\U0001f52b\\U0001f4a3\\U0001fa93\\U0001f525\\U0001fa78]")
_SIREN = re.compile("[\\U0001f6a8\\U0001f691\\U0001f693\\U0001f692\\U0001f198]")
_SIGNS = re.compile(r"[^\w\s'().,!?:;+/-]+")
_DIGITS = TYPED.exact("danger.digits")
_URGES = TYPED.exact("danger.urges")
_HAPPENING = TYPED.exact("danger.happening")
_SUPPOSES = TYPED.exact("danger.supposes")
_IS_BACK = TYPED.exact("danger.is_back")
_PARTS = TYPED.exact("danger.parts")
_WEAPON_PICTURED = TYPED.exact("danger.weapon_pictured")
_PERSON_THERE = TYPED.exact("danger.person_there")
FEW_WORDS = 3
_SHOUTED = TYPED.exact("danger.shouted")
LONGEST_SHOUT = 40


def is_danger(said: str, numbers: Collection[str] = ()) -> bool:
    """Whether plain lower-case words come from danger; `numbers` are the organisation's emergency numbers."""
    if _PICTURED.search(said) and (_SIREN.search(said) or _URGES.search(said)):
        return True
    words = len(re.findall(r"\w+", said))
    if _SIREN.search(said) and words < FEW_WORDS:
        return True
    if _WEAPON_PICTURED.search(said) and (not words or _PERSON_THERE.search(said)):
        return True
    said = " ".join(_SIGNS.sub(" ", said).split())
    if _is_number(said, numbers) or _is_named_alone(said.strip(" !.?,")) or _NUMBERS.search(said):
        return True
    if not _tells(said):
        return False
    is_held = is_possible(said) or _PAST.search(said) or _is_reason(said)
    is_sure = bool(_NOW.search(said)) or not is_held
    return (
        is_sure or any(map(_happens, _PARTS.split(said))) or (_is_back(said) and not _SUPPOSES.search(said))
    )


def _happens(part: str) -> bool:
    """Whether a part tells of somebody who is there, however it goes on: "he is hitting me what should i do"."""
    found = _HAPPENING.search(part)
    supposed = _SUPPOSES.search(part)
    if found is None or _PAST.search(part) or (supposed and supposed.start() < found.start()):
        return False
    return _tells(part)


def _is_reason(said: str) -> bool:
    """Whether an illness is only told of as the reason for something else, with no word of here or now."""
    return bool(_ILLNESS.search(said) and _REASON.search(said)) and not _PRESENT.search(said)


def _is_back(said: str) -> bool:
    return bool(_IS_BACK.search(said))


def is_shouted(text: str) -> bool:
    """Whether a text is "HELP" in capitals and nothing else: who only wants the menu writes it small."""
    return len(text) <= LONGEST_SHOUT and bool(_SHOUTED.fullmatch(text))


def is_call_for_help(said: str) -> bool:
    """Whether the words call for somebody and so ask no policy, though they may look like a question."""
    return bool(_CALLS.search(said)) and not _ERRAND.search(said)


def is_possible(said: str) -> bool:
    """Whether the words ask about a case that may come."""
    return bool(_POSSIBLE.search(said))


def _tells(said: str) -> bool:
    found = (_ATTACK, _PHYSICAL, _BODY, _BODY_TOLD, _PLACE_ON_FIRE, _PLACE_TOLD, _FEAR, _HERE_NOW)
    if any(cue.search(said) for cue in found) or is_call_for_help(said):
        return True
    return bool(_STAYS.search(said) and _AGITATED.search(said))


def _is_named_alone(bare: str) -> bool:
    """Whether the whole text names a danger: "sos", "no pulse"."""
    return any(words.fullmatch(bare) for words in (_WORDS, _BODY_WORDS, _PLACE_WORDS))


def _is_number(said: str, numbers: Collection[str]) -> bool:
    """Whether the text is an emergency number and nothing else but "call" or "please"."""
    match = _DIGITS.match(said)
    digits = re.sub(r"\D", "", match[1]) if match else ""
    return bool(digits) and digits in KNOWN_NUMBERS | {re.sub(r"\D", "", number) for number in numbers}
