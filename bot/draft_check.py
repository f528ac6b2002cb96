"""What a reply to a customer is checked for before it goes out: office words, blame, reading level, what is left out.

Nothing here stops a reply: whoever writes it sees what was found, with the words it is about, and decides (P06, P09,
A16, A18, A22). The words of each language are data (`typed/draft_check.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.typed import TYPED

READ = 20_000
"""As much of a text as is looked through."""

SHOWN = 8
"""Words of one kind that are named, at most."""

ENOUGH_WORDS = 25
"""A shorter text has no reading level to speak of."""

LONG_SENTENCE = 25
HARD_SYLLABLES = 4
BEFORE = 24
"""How far before a blaming word one that takes it back counts ("this was not your fault")."""

PER_WORD, PER_SYLLABLE, LESS = 0.39, 11.8, 15.59
"""The Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom, 1975): school years that a text asks for."""

_JARGON = TYPED.patterns("draft_check.jargon")
_SHORT = TYPED.exact("draft_check.short")
_KNOWN_SHORT = frozenset(TYPED.words("draft_check.known_short"))
_BLAME = tuple(re.compile(one, re.IGNORECASE) for one in TYPED.several("draft_check.blame"))
_FORGIVEN = TYPED.pattern("draft_check.forgiven")
_DOUBLED = TYPED.pattern("draft_check.doubled")
_LEFT = TYPED.pattern("draft_check.left")
_VOWELS = TYPED.pattern("draft_check.vowels")
_SILENT = TYPED.pattern("draft_check.silent")
_SENTENCE_END = TYPED.exact("draft_check.sentence_end")
_WORD = re.compile(r"[^\W\d_]+(?:[\'’-][^\W\d_]+)*")
_SPACES = re.compile(r"\s+")


class FlagKind(StrEnum):
    """What can be found: JARGON words only the office knows (P09), BLAME of the customer or of others (A22), READING a
    text that is hard to read (P09), NAME and QUESTION that are not in it (P06, A16), SLIP what was left in it (A18).
    """

    JARGON = "jargon"
    BLAME = "blame"
    READING = "reading"
    NAME = "name"
    QUESTION = "question"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Words of the draft as they stand there, and plain ones to say instead, where there are some."""

    words: str
    plain: str = ""


@dataclass(frozen=True, slots=True)
class DraftFlag:
    """One thing to look at. `grade` is the reading level where that is what it is about."""

    kind: FlagKind
    found: tuple[FoundWords, ...] = ()
    grade: int = 0


def check_draft(
    text: str,
    *,
    name: str = "",
    about: Iterable[str] = (),
    also: Iterable[str] = (),
    jargon: Mapping[str, str] | None = None,
    hardest: int = 9,
) -> tuple[DraftFlag, ...]:
    """Everything to look at in a draft, in the order of `FlagKind`.

    `name` is the customer's, `about` what their matter is called and where it is, `also` other words for it; without
    a name or a matter it is not looked for.
    `jargon` are the organisation's own words with plain ones, `hardest` the reading level that still passes.
    """
    text = text[:READ]
    matter = _Matter(name, tuple(about), tuple(also))
    return tuple(_flags(text, matter, jargon or {}, hardest))


def reading_grade(text: str) -> float | None:
    """The Flesch-Kincaid grade level of a text, in years of school; None of one too short to say."""
    words, sentences = _WORD.findall(text), _sentences(text)
    if len(words) < ENOUGH_WORDS:
        return None
    syllables = sum(map(_syllables, words))
    return PER_WORD * len(words) / len(sentences) + PER_SYLLABLE * syllables / len(words) - LESS


@dataclass(frozen=True, slots=True)
class _Matter:
    """Whom it is for and what it is about."""

    name: str
    about: tuple[str, ...]
    also: tuple[str, ...]


def _flags(text: str, matter: _Matter, jargon: Mapping[str, str], hardest: int) -> Iterator[DraftFlag]:
    if found := _jargon(text, jargon):
        yield DraftFlag(FlagKind.JARGON, found)
    if found := _blame(text):
        yield DraftFlag(FlagKind.BLAME, found)
    grade = reading_grade(text)
    if grade is not None and round(grade) > hardest:
        yield DraftFlag(FlagKind.READING, _hard(text), round(grade))
    if matter.name and not _says(text, (matter.name,), shortest=2):
        yield DraftFlag(FlagKind.NAME, (FoundWords(matter.name),))
    if matter.about and not _says(text, (*matter.about, *matter.also), shortest=4):
        yield DraftFlag(FlagKind.QUESTION, tuple(map(FoundWords, matter.about)))
    if found := _slips(text):
        yield DraftFlag(FlagKind.SLIP, found)


def _jargon(text: str, jargon: Mapping[str, str]) -> tuple[FoundWords, ...]:
    """The organisation's own words first, then ours, then short forms that nobody explained."""
    own = [
        FoundWords(match[0], plain)
        for word, plain in jargon.items()
        for match in re.finditer(_loosely(word), text, re.IGNORECASE)
    ]
    ours = [
        FoundWords(match[0], plain) for plain, pattern in _JARGON.items() for match in pattern.finditer(text)
    ]
    words = _WORD.findall(text)
    shouted = sum(one.isupper() for one in words) * 2 > len(words)
    forms = [] if shouted else [one[0] for one in _SHORT.finditer(text) if one[0] not in _KNOWN_SHORT]
    # A short form in brackets stands behind the words it is short for.
    unexplained = [FoundWords(one) for one in forms if f"({one})" not in text]
    return _once((*own, *ours, *unexplained))


def _loosely(word: str) -> str:
    """A pattern for a word or words of the organisation, one or many of them, whatever the spaces."""
    together = r"\s+".join(re.escape(one) for one in word.split())
    return rf"(?<!\w){together}s?(?!\w)"


def _blame(text: str) -> tuple[FoundWords, ...]:
    found = sorted(
        (match.start(), _plain(match[0])) for pattern in _BLAME for match in pattern.finditer(text)
    )
    return _once(
        FoundWords(words) for at, words in found if not _FORGIVEN.search(text, max(at - BEFORE, 0), at)
    )


def _hard(text: str) -> tuple[FoundWords, ...]:
    """The longest sentences, by how they begin, then long words."""
    long_ones = sorted(_sentences(text), key=lambda one: -len(_WORD.findall(one)))
    begins = [
        FoundWords(" ".join(one.split()[:6]) + " …")
        for one in long_ones[:2]
        if len(_WORD.findall(one)) > LONG_SENTENCE
    ]
    words = [FoundWords(one) for one in _WORD.findall(text) if _syllables(one) >= HARD_SYLLABLES]
    return _once((*begins, *words))


def _slips(text: str) -> tuple[FoundWords, ...]:
    """Words written twice, and places nobody filled in."""
    found = sorted(
        (match.start(), match[0]) for pattern in (_LEFT, _DOUBLED) for match in pattern.finditer(text)
    )
    return _once(FoundWords(_plain(words)) for _, words in found)


def _says(text: str, wanted: Iterable[str], *, shortest: int) -> bool:
    """Whether a text holds a word of these that is long enough to mean something; True where none is."""
    looked = {one.casefold() for one in _WORD.findall(" ".join(wanted)) if len(one) >= shortest}
    return not looked or bool(looked & {one.casefold() for one in _WORD.findall(text)})


def _sentences(text: str) -> list[str]:
    found = [one for one in _SENTENCE_END.split(text) if _WORD.search(one)]
    return found or [text]


def _syllables(word: str) -> int:
    """By groups of vowels, without the silent ending: right for most words, which is what the formula is made for."""
    return sum(_of_a_part(one) for one in re.split(r"[\'’-]", word) if one)


def _of_a_part(word: str) -> int:
    heard = len(_VOWELS.findall(word))
    return max(heard - bool(_SILENT.search(word)), 1)


def _plain(words: str) -> str:
    return _SPACES.sub(" ", words).strip(" .,;:")


def _once(found: Iterable[FoundWords]) -> tuple[FoundWords, ...]:
    """Each once, however it was capitalised, and the first of them."""
    known: dict[str, FoundWords] = {}
    for one in found:
        known.setdefault(one.words.casefold(), one)
    return tuple(known.values())[:SHOWN]
