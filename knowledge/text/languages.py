"""Which language a question is in, told by its small words; sure or silent, because a wrong guess costs an answer."""

from __future__ import annotations

import unicodedata

from knowledge.text.language import LANGUAGE
from knowledge.text.terms import STOP_WORDS, words

OTHER = "other"
"""A language that is not written in Latin letters."""

FEWEST = 2

# Small words of each language that are no English words.
SMALL_WORDS = {
    "es": "que qué cómo como cuándo cuando dónde donde quién quien por para con una un los las el del es está "
    "puedo debo tengo hago cliente hola gracias esta este muy más",
    "fr": "que qui quoi comment quand où est les des une un le la dois puis je vous nous avec pour dans sur pas "
    "bonjour merci ce cette mon ma au aux du faire",
    "pt": "que como quando onde quem um uma não para com os da das dos posso devo tenho faço cliente obrigado olá "
    "é está muito em ao",
    "de": "wie ich der das und ist ein eine einen einem kann muss darf mit für auf nicht wer wo wann hallo danke soll "
    "dem zu kunde kunden mir mich wenn",
    "it": "che cosa come quando dove chi con una un il gli della delle posso devo sono è ciao grazie cliente di nel "
    "mio mia al",
    "nl": "hoe ik een het niet voor wat waar wie wanneer moet kan mag klant mijn hallo dank bent zijn op te dat deze",
}
_SMALL = {
    language: frozenset(words.split())
    for language, words in SMALL_WORDS.items()
    if language != LANGUAGE.text("terms.code")
}
_OWN = STOP_WORDS | frozenset(LANGUAGE.words("terms.small_words"))


def language_of(text: str) -> str:
    """A code such as “es” for another language, OTHER for another script; empty for our own and where unsure."""
    letters = [sign for sign in text if sign.isalpha()]
    if letters and sum(_is_latin(sign) for sign in letters) * 2 < len(letters):
        return OTHER
    found = words(text)
    counts = {language: sum(word in small for word in found) for language, small in _SMALL.items()}
    best = max(counts, key=lambda language: counts[language])
    own = sum(word in _OWN for word in found)
    return best if counts[best] >= FEWEST and counts[best] > own else ""


def _is_latin(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("LATIN")
