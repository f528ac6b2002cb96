"""Words by which people describe somebody whose name they do not know; where they stand for one, nobody is named."""

from __future__ import annotations

from incidents.rules.spellings_data import spellings

GIVEN_NAMES_TOO = frozenset(
    ["art", "bill", "frank", "grace", "hope", "jack", "mark", "may", "pat", "rich", "rose", "sue", "will"]
)
"""Words that are given names as well: part of a name, and a word like others."""

_LITTLE = "a an in on at by to from or no not who around"
_PEOPLE = (
    "person persons people man men woman women lady boy girl kid kids child teen teenager youth adult elder guy",
    "gentleman couple group family someone somebody customer client resident visitor employee staff caller stranger",
    "driver cyclist neighbour neighbor applicant taxpayer student passenger patron",
)
_LOOKS = (
    "tall short small big large heavy slim thin stocky bald old older young younger middle aged elderly angry drunk",
    "upset loud masked bearded tattooed unknown regular same other another first second last new long curly",
    "red blue green black white grey gray brown yellow orange purple pink blond blonde dark light fair ginger",
    "hat cap hoodie jacket coat shirt jeans dress suit scarf glasses sunglasses beard moustache mustache hair tattoo",
    "backpack bag cane stick wheelchair walker stroller bike bicycle truck car van dog dogs cat",
    "wearing carrying riding wears front back left right counter window desk door",
    "twenties thirties forties fifties sixties seventies years year",
)
_PEOPLE_WORDS = frozenset(" ".join(_PEOPLE).split())
_WORDS = _PEOPLE_WORDS | frozenset(" ".join((_LITTLE, *_LOOKS)).split())


def describes(word: str) -> bool:
    """Whether a word in small letters a to z describes somebody rather than naming them."""
    known = spellings()
    return word in _WORDS or any(word in each for each in (known.common, known.others, known.nouns))


def is_surname_too(word: str) -> bool:
    """Whether a describing word may be part of a name where it is written with a capital: Brown, Young, Walker."""
    return word in _WORDS - _PEOPLE_WORDS and len(word) > len("man")
