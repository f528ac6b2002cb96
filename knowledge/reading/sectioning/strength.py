"""How binding a clause is, sentence by sentence, by the words of its main clauses."""

from __future__ import annotations

import re

from knowledge.reading.document import Strength
from knowledge.reading.sectioning.commands import commands, forbids, urges
from knowledge.text.duty_words import in_plain_words
from knowledge.text.language import CAPITALS, LANGUAGE

# "If/When/Where ..., " sets the scene; the duty comes behind the comma.
_SCENE = LANGUAGE.pattern("strength.scene")
_RELATIVE = LANGUAGE.pattern("strength.relative")
# What somebody claims, believes or appeals on is no rule, and a sentence in quotation marks is somebody's words.
_CLAIM = LANGUAGE.pattern("strength.claim")
_SAID = re.compile(r"\"[^\"]{8,400}\"|“[^”]{8,400}”")
_UNABLE = LANGUAGE.pattern("strength.unable")
_HALVES = LANGUAGE.pattern("strength.halves")
_JOINED, _OPENS = LANGUAGE.pattern("strength.joined"), LANGUAGE.pattern("strength.opens")
_LABEL = LANGUAGE.pattern("strength.label")
_SENTENCE = re.compile(rf"(?<=[.!?])[\"”’)]?\s+(?=[{CAPITALS}(“\"])|(?:^|\s)•\s+")
_SEMICOLON = re.compile(r";\s+")
_MUST = f"{LANGUAGE.text('strength.must')}|{LANGUAGE.text('strength.will')}"
_SHOULD, _MAY = LANGUAGE.text("strength.should"), LANGUAGE.text("strength.may")
_WORDS = ((Strength.MUST, _MUST), (Strength.SHOULD, _SHOULD), (Strength.MAY, _MAY))
_MODAL = re.compile(
    "|".join(rf"(?P<{name.name}>\b(?:{words})\b)" for name, words in _WORDS),
    re.IGNORECASE,
)
_BINDS = re.compile(rf"\b(?:{LANGUAGE.text('strength.must')})\b", re.IGNORECASE)
_FORBIDS = LANGUAGE.pattern("strength.forbids")
# A lead-in whose sentence the item goes on with: "staff must not:", "the clerk will do the following:".
_LEADS, _ASKED_FOR = LANGUAGE.pattern("strength.leads"), LANGUAGE.pattern("strength.asked_for")
_BANS = LANGUAGE.pattern("strength.bans")
_HALF = LANGUAGE.pattern("strength.half")
_SUBJECT = 4  # words of a subject that an item may have in common with its lead-in
_OWN_SUBJECT = LANGUAGE.pattern("strength.own_subject")
# Lead-ins that describe, and those that give reasons: no item below them binds anybody.
_EXAMPLE = LANGUAGE.pattern("strength.example")
_DESCRIBES = LANGUAGE.pattern("strength.describes")
_ITEM_NOT, _LISTS = LANGUAGE.pattern("strength.item_not"), LANGUAGE.pattern("strength.lists")
_LEADS_FREELY, _ITEM_FREELY = (
    LANGUAGE.pattern("strength.leads_freely"),
    LANGUAGE.pattern("strength.item_freely"),
)
_NO, _BLANK = LANGUAGE.pattern("strength.cell_no"), LANGUAGE.pattern("strength.cell_blank")
_ASKS_LEAVE = LANGUAGE.pattern("strength.asks_leave")


def strength_of(text: str, lead_in: str = "") -> Strength:
    """The strength of the first sentence that has one; a prohibition behind a recommendation counts more.

    A list item takes its lead-in's word where it goes on with that sentence ("staff may:") or has none of its own.
    Under a lead-in that describes or gives reasons ("grounds of appeal are:") it has none, nor has a row whose columns
    ask for different things ("Must", "May"), or that says “no” to a duty.
    """
    leading = _leading(lead_in)
    if refuses(text, lead_in):
        urged = "\t" not in lead_in and _first(leading) is Strength.SHOULD
        return Strength.SHOULD if urged else Strength.MUST
    if _unclear(text, lead_in):
        return Strength.NONE
    if _DESCRIBES.search(lead_in) or _EXAMPLE.match(text):
        return Strength.NONE
    if led := led_by(text, lead_in):
        return _first(led) or Strength.MUST
    return _own(text) or _first(leading) or Strength.NONE


def led_by(text: str, lead_in: str) -> str:
    """The words of duty in a lead-in that an item goes on with ("staff must:"), or empty where it stands alone."""
    leading = _leading(lead_in)
    if "\t" not in lead_in and _ASKED_FOR.match(text) and _first(leading):
        return leading
    led = _LEADS.search(leading) or ("\t" not in lead_in and _BANS.search(leading))
    return led.group() if led and not _OWN_SUBJECT.match(text) else ""


def _leading(lead_in: str) -> str:
    """The last sentence of a lead-in in plain words."""
    return _RELATIVE.sub(" ", in_plain_words(re.split(r"(?<=[.!?])\s", lead_in)[-1]))


def refuses(text: str, lead_in: str) -> bool:
    """Whether an item or a row says no to what its list or its head allows or demands.

    So do “not lift people” below “Staff must:” and “Matches: no” below “May staff sell it?”.
    """
    if "\t" in lead_in:
        asked = _asked(text, lead_in)
        return bool(asked) and all(
            _NO.search(cell) and _ASKS_LEAVE.search(head) and _first(head) is Strength.MAY
            for head, cell in asked
        )
    leading = in_plain_words(lead_in)
    if _LEADS_FREELY.search(leading) and _ITEM_FREELY.match(text):
        return False
    goes_on = any(one.search(leading) for one in (_LEADS, _LISTS))
    return goes_on and not _DESCRIBES.search(lead_in) and bool(_ITEM_NOT.match(text))


def _asked(text: str, lead_in: str) -> list[tuple[str, str]]:
    """The cells of a row below heads with a word of duty or permission, each with its head."""
    heads, cells = _RELATIVE.sub(" ", lead_in).split("\t"), text.split("\t")
    pairs = zip(heads, cells, strict=True) if len(heads) == len(cells) else ()
    return [one for one in pairs if has_duty(one[0])]


def _unclear(text: str, lead_in: str) -> bool:
    """Whether a row of cells without a word of their own stands below heads that do not tell how it binds."""
    asked = _asked(text, lead_in) if "\t" in lead_in else []
    if not asked:
        return False
    answers = [cell for _, cell in asked if _NO.search(cell) or _BLANK.match(cell)]
    others = [cell for cell in text.split("\t") if cell not in answers]
    if _own("\t".join(others)):
        return False
    several = len({(_first(head), bool(_FORBIDS.search(in_plain_words(head)))) for head, _ in asked}) > 1
    bans = any(_NO.search(cell) for cell in answers)
    return several or bans or bool(asked and len(answers) == len(asked))


def has_subject(text: str) -> bool:
    """Whether an item begins as a sentence of its own."""
    return bool(_OWN_SUBJECT.match(text))


def says_itself(text: str, lead_in: str) -> bool:
    """Whether an item below half a sentence ("Staff must not:") is a whole one that binds or allows by itself."""
    whole = text[:1].isupper() and text.endswith((".", "!")) and _HALF.search(in_plain_words(lead_in))
    own = has_subject(text) or _subject(lead_in) == _subject(text)
    return bool(whole and own and _own(text))


def _subject(text: str) -> str:
    """What stands before the first word of duty or permission, where it is short; otherwise the whole text."""
    found = _MODAL.search(in_plain_words(text))
    said = in_plain_words(text)[: found.start()] if found else ""
    return said.strip().lower() if said.strip() and len(said.split()) <= _SUBJECT else text


def halves(sentence: str) -> list[str]:
    """The main clauses of a sentence: “visitors may film, and staff must watch” has two."""
    return [half for part in _HALVES.split(sentence) for half in _parted(part)]


def _parted(part: str) -> list[str]:
    for found in _JOINED.finditer(part):
        before = part[: found.start()]
        if _MODAL.search(before) and (found["comma"] or not _OPENS.search(before)):
            return [before, *_parted(part[found.end() :])]
    return [part]


def without_labels(row: str) -> str:
    """A row without the cells that only name things (“Prohibited items”), where another says what is done with them."""
    cells = row.split("\t")
    others = [one for one in cells if not _LABEL.match(one)]
    told = len(others) < len(cells) and any(_said_in(one) or commands(one) for one in others)
    return "\t".join(others) if told else row


def has_duty(text: str) -> bool:
    """Whether a text holds a word of duty or permission."""
    return _first(text) is not None


def _own(text: str) -> Strength | None:
    """The strength of a clause's own sentences, of a row that of the first cell with one; where one cell allows and
    another binds, the row binds.
    """
    found = [one for cell in without_labels(text).split("\t") if (one := _said_in(cell))]
    frees = bool(found) and found[0] is Strength.MAY
    return Strength.MUST if frees and Strength.MUST in found else next(iter(found), None)


def _said_in(text: str) -> Strength | None:
    """The strength of sentences; a command before a permission is not softened by it, nor a duty behind one."""
    sentences = [half for one in _SENTENCE.split(_SAID.sub(" ", text)) for half in _told(in_plain_words(one))]
    found: Strength | None = None
    commanded = False
    for sentence in sentences:
        if sentence.endswith("?"):
            continue  # Who asks binds nobody.
        if found is None and (forbids(_main(sentence)) or urges(_main(sentence))):
            found = Strength.MUST
        elif found is None and commands(_main(sentence)):
            commanded = True
        elif found is None:
            found = _sentence(sentence)
        elif (found is Strength.SHOULD and _FORBIDS.search(_main(sentence))) or (
            found is Strength.MAY and _binds(sentence)
        ):
            return Strength.MUST
        if commanded and found is Strength.MAY:
            found = None
    return found


def _told(sentence: str) -> list[str]:
    """A sentence, or its parts where it begins with a command: the duty behind a semicolon is one of its own."""
    parts = _SEMICOLON.split(sentence)
    whole = len(parts) == 1 or urges(_main(sentence))
    return [sentence] if whole or not commands(_main(parts[0])) else parts


def _binds(sentence: str) -> bool:
    """Whether a sentence behind a permission takes part of it back, or charges somebody with a duty."""
    main = _main(sentence)
    if _EXAMPLE.match(sentence):
        return False
    return forbids(main) or (bool(_BINDS.search(main)) and _sentence(sentence) is Strength.MUST)


def _main(sentence: str) -> str:
    return _SCENE.sub(" ", _CLAIM.sub(" ", _RELATIVE.sub(" ", sentence)))


def _sentence(sentence: str) -> Strength | None:
    bare = _CLAIM.sub(" ", _RELATIVE.sub(" ", sentence))
    found = _first(_SCENE.sub(" ", bare)) or _first(_UNABLE.sub(" ", bare))
    if found is not Strength.MAY:
        return found
    # What is allowed in one half and bound in the other is not free.
    others = halves(_SCENE.sub(" ", _CLAIM.sub(" ", _RELATIVE.sub(" which ", sentence))))[1:]
    return Strength.MUST if any(_BINDS.search(in_plain_words(half)) for half in others) else found


def _first(text: str) -> Strength | None:
    found = _MODAL.search(in_plain_words(text))
    return Strength[found.lastgroup] if found and found.lastgroup else None
