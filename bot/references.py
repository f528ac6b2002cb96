"""A reference typed in a sentence ("I acknowledge h7n hm3"): the record behind it, for whoever may see it."""

from __future__ import annotations

import re

from bot.record_link import linked_in
from bot.typed import TYPED
from foundation.ids import SPOKEN
from knowledge.text.language import known_words

_PAIR = re.compile(r"(?<![\w-])([a-z0-9]{3})([-–—‑ ]?)([a-z0-9]{3})(?![\w-])", re.IGNORECASE)
_BEFORE = TYPED.pattern("references.before")
_RECORD = TYPED.pattern("references.record")
LONGEST = 300
RARE = 20_000
"""A word of English is at least this frequent; three letters that are none may be half a reference."""


def reference_in(text: str) -> str:
    """The first reference in a text as it is written on a card, or an empty text; one in an address comes first.

    Letters alone, or halves with a blank between them, are a reference only where words say so: "pay-day" is none.
    """
    said = " ".join(text[:LONGEST].split())
    if linked := linked_in(said):
        return linked
    for found in _PAIR.finditer(said):
        if _is_sure(found, said):
            return f"{found[1]}-{found[3]}".upper()
    return ""


def rest_of(text: str, reference: str, stands_for: str) -> str:
    """The text with words in the place of its reference, and of what it is called there ("my report K4M-7TR")."""
    first, last = reference.split("-")
    called = (
        r"(?:\b(?:(?:the|my|this|that) )?(?:report|record|incident|case|reference|number|no\.?)[ :#]+){0,2}"
    )
    return re.sub(rf"{called}{first}[-–—‑ ]?{last}", stands_for, text, count=1, flags=re.IGNORECASE)


def up_to(text: str, reference: str) -> str:
    """The text up to the end of its reference."""
    first, last = reference.split("-")
    found = re.search(rf"{first}[-–—‑ ]?{last}", text, flags=re.IGNORECASE)
    return text[: found.end()] if found else text


def _is_named(found: re.Match[str], said: str) -> bool:
    """Whether it stands alone, or behind a word that calls for one."""
    return found[0] == said.strip(" .?!") or bool(_BEFORE.search(said[: found.start()]))


def _is_sure(found: re.Match[str], said: str) -> bool:
    """Whether three and three signs are a reference: they mix letters and digits, or the words around say so."""
    first, between, last = found.groups()
    letters = first + last
    ours = set(letters.upper()) <= set(SPOKEN)
    joined = bool(between.strip())
    if letters.isdigit():  # Most such are telephone numbers.
        return ours and joined and bool(_RECORD.search(said[: found.start()]))
    mixed = any(not half.isalpha() and not half.isdigit() for half in (first, last))
    strange = any(known_words().get(half.casefold(), RARE) >= RARE for half in (first, last))
    as_read = ours and not between and letters.isupper() and letters.casefold() not in known_words()
    if as_read and _is_named(found, said):
        return True  # Six capitals that are no word: read off without the hyphen.
    if _BEFORE.search(said[: found.start()]):
        return not letters.isalpha() or (ours and (joined or (strange and bool(between))))
    if found[0] == said.strip(" .?!"):
        return mixed or (ours and bool(between) and (strange or letters.isupper()))
    return (mixed and between != " " and (joined or letters.isupper())) or (
        joined and ours and letters.isupper()
    )
