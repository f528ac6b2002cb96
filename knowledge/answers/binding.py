"""How a clause binds whoever reads the answer: the strength word, whether it forbids, and whether it means the reader.

“The department head must acknowledge the report” binds somebody else: “you must” beside it would be untrue.
"""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.reading.document import Strength
from knowledge.reading.sectioning.strength import halves, led_by, refuses, strength_of, without_labels
from knowledge.text.duty_words import in_plain_words
from knowledge.text.language import LANGUAGE


class Binding(StrEnum):
    """What stands beside a clause; those that begin with `you` speak of the reader."""

    MUST = "must"
    MUST_NOT = "must_not"
    SHOULD = "should"
    SHOULD_NOT = "should_not"
    MAY = "may"
    YOU_MUST = "you_must"
    YOU_MUST_NOT = "you_must_not"
    YOU_SHOULD = "you_should"
    YOU_SHOULD_NOT = "you_should_not"
    YOU_MAY = "you_may"
    GUIDANCE = "guidance"
    NONE = ""


_WORDS = {
    Strength.MUST: re.compile(
        rf"\b(?:{LANGUAGE.text('strength.must')}|{LANGUAGE.text('strength.will')})\b", re.IGNORECASE
    ),
    Strength.SHOULD: re.compile(rf"\b(?:{LANGUAGE.text('strength.should')})\b", re.IGNORECASE),
    Strength.MAY: re.compile(rf"\b(?:{LANGUAGE.text('strength.may')})\b", re.IGNORECASE),
}
_SCENE = LANGUAGE.pattern("strength.scene")
_OWN_SUBJECT = LANGUAGE.pattern("strength.own_subject")
_SAME_SUBJECT = LANGUAGE.pattern("strength.same_subject")
_READER = LANGUAGE.pattern("steps.reader")
_NO_READER, _NOBODY = LANGUAGE.pattern("steps.no_reader"), LANGUAGE.pattern("steps.nobody")
_DENIED, _DENYING = LANGUAGE.pattern("steps.denied"), LANGUAGE.pattern("steps.denying")
_COMMANDS_NOT = LANGUAGE.pattern("steps.commands_not")
_SENTENCE, _WHOLE = re.compile(r"(?<=[.!?;])\s+|\t"), re.compile(r"(?<=[.!?])\s+")


def binding(strength: Strength, text: str, lead_in: str = "") -> Binding:
    """The binding of a clause of this strength; a list item is read with the line it hangs on."""
    if strength in (Strength.NONE, Strength.GUIDANCE):
        return Binding(strength.value)
    if refuses(text, lead_in):
        return Binding.MUST_NOT if "\t" in lead_in else _refused(strength, lead_in)
    own = [half for one in _SENTENCE.split(without_labels(text)) for half in _freed_and_bound(one)]
    above = [*reversed(_SENTENCE.split(lead_in))]
    # An item that goes on with “Staff must:” is bound by that word: “check who may not enter” is no ban.
    parts = [in_plain_words(one) for one in ((*above, *own) if led_by(text, lead_in) else (*own, *above))]
    # “No employee may” allows nothing: it is put plainly as a duty.
    for word in (strength, Strength.MUST) if strength is Strength.MAY else (strength,):
        for part in parts:
            if found := _WORDS[word].search(part):
                return _said(word, part[: found.start()], found.group(), part[found.end() :])
    named = _OWN_SUBJECT.match(text) and not _READER.search(text)
    # Behind a permission the ban is what binds.
    orders = parts if _WORDS[Strength.MAY].search(in_plain_words(text)) else [text]
    denied = strength is not Strength.MAY and any(_COMMANDS_NOT.search(one) for one in orders)
    return _of(strength, denied=denied, reader=not named)


def _refused(strength: Strength, lead_in: str) -> Binding:
    """What an item that begins with “not” makes of its list's word: below “staff may” it is a ban too."""
    for part in (in_plain_words(one) for one in reversed(_SENTENCE.split(lead_in))):
        for word in (strength, Strength.MAY):
            if found := _WORDS[word].search(part):
                return _said(word, part[: found.start()], found.group(), " not")
    return _of(strength, denied=True, reader=False)


def bindings(strength: Strength, text: str, lead_in: str = "") -> tuple[Binding, ...]:
    """The bindings of a clause's sentences in their order where one allows and another binds; else the clause's own.

    “Staff may end the call. Staff must not argue.” both allows and forbids: either word alone would be untrue.
    """
    whole = binding(strength, text, lead_in)
    sentences = [part for one in _WHOLE.split(text) for part in _freed_and_bound(one)]
    own = (binding(strength_of(one, lead_in), one, lead_in) for one in sentences if len(sentences) > 1)
    told = tuple(dict.fromkeys(one for one in own if one))
    return told if whole in told and any(one.endswith("may") for one in told) else (whole,)


def _freed_and_bound(sentence: str) -> list[str]:
    """The halves of a sentence that allows in the first and binds in another, each with its subject; else it alone."""
    first, *others = halves(sentence)
    found = _WORDS[Strength.MAY].search(first)
    if not others or found is None or strength_of(first) is not Strength.MAY:
        return [sentence]
    subject = first[: found.start()]
    parts = [_SAME_SUBJECT.sub(lambda _: subject, one) for one in others]
    bound = [one for one in parts if strength_of(one) is Strength.MUST]
    return [first, *bound] if bound and strength_of(sentence) is Strength.MUST else [sentence]


def _said(strength: Strength, before: str, word: str, after: str) -> Binding:
    subject = _SCENE.sub(" ", before).strip()
    denied = bool(_DENIED.search(after.lstrip()) or _DENYING.search(word))
    if _NOBODY.search(subject):
        # “Nobody may” allows nothing.
        return _of(strength, denied=True, reader=False)
    reader = not subject or bool(_READER.search(subject) and not _NO_READER.search(subject))
    return _of(strength, denied=denied, reader=reader)


def _of(strength: Strength, *, denied: bool, reader: bool) -> Binding:
    """There is no “may not”: what may not be done must not."""
    if denied and strength is Strength.MAY:
        strength = Strength.MUST
    return Binding(f"{'you_' if reader else ''}{strength.value}{'_not' if denied else ''}")
