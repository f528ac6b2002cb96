"""Shorter ways to name somebody: initials, nicknames, a telephone number (R20)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.flows.name_words import Token, fold, folded_words, is_english

NICKNAMES = tuple(
    frozenset(line.split())
    for line in (
        "margaret margie maggie marge meg peggy marguerite margot margo margarita greta rita",
        "elizabeth liz lizzie beth betty eliza lisa libby elisabeth isabel bess",
        "william bill billy will willy guillaume wilhelm liam",
        "robert rob bob bobby robbie roberto bert",
        "richard rick ricky dick rich ricardo",
        "james jim jimmy jamie jacques",
        "john jack johnny jon johnny jonathan jean juan johannes hans",
        "joseph joe joey jose josef josephine josie jo",
        "theodore ted teddy theo teodor teodoro",
        "edward ed eddie ted ned eduardo",
        "katherine catherine kate katie kathy cathy kathryn katharine kit catherina katarina",
        "michael mike mickey mick michel miguel mikhail",
        "thomas tom tommy tomas",
        "charles charlie chuck carlos karl carl",
        "anthony tony antonio antoine",
        "alexander alex sasha sandy alexandra alejandro xander lex",
        "samuel sam sammy samantha",
        "daniel dan danny daniela danielle",
        "david dave davy",
        "andrew andy drew andre andreas andrea",
        "patricia pat patty trish patsy patrick paddy",
        "susan sue susie suzanne suzy",
        "jennifer jen jenny jenn",
        "rebecca becky becca",
        "victoria vicky tori vic victor",
        "deborah debbie deb debra",
        "christine christina chris tina kristin christopher kit christian",
        "gregory greg gregor",
        "stephen steve stefan steven stephanie steph",
        "frances fran francis frank franny francisco francois francoise",
        "ruth ruthie",
        "rafael raf rafa raphael raffi",
        "beatriz bea beatrice trixie bee",
        "mireille mimi",
        "tessa tess tessie theresa teresa therese",
        "gideon gid",
        "hector heck hec",
        "nicholas nick nicky nicolas nicole nikki",
        "benjamin ben benny",
        "matthew matt matty mathieu",
        "timothy tim timmy",
        "lawrence larry laurent lorenzo",
        "barbara barb barbie",
        "dorothy dot dottie",
        "helen nell ellen helena elena",
        "peter pete pierre pedro",
        "philip phil philippe",
        "raymond ray",
        "ronald ron ronnie",
        "donald don donnie",
        "vincent vince vinnie",
        "yusuf joseph yousef joe",
    )
)
SHORTEST_BEGINNING = 4
"""A nickname is often the beginning of a name; a shorter one begins too many."""

_INITIALS = re.compile(r"(?<![\w.])([A-Z])(?:\.\s?|)([A-Z])\.?(?![\w.]*\w)")
_PHONE = re.compile(
    r"(?<![\d-])(?:\+?\d[\d ().-]{5,18}\d|(?:ext(?:ension)?\.?|x) ?#?\d{3,5})(?![\d-])", re.IGNORECASE
)
_NOT_INITIALS = frozenset(
    re.findall(
        r"\w+",
        """
        AC AD AI AM AR AS AT BC BE BY CD CV DJ DO DR DC ED ER EU FM GO GP HE HQ HR ID IF IN IS IT JP LA ME MP MY
        NB NO NS OF OH OK ON OR PC PD PM PO PS QA RE SO TA TO TV UK UN UP US VP WE AB MB NL NT NU ON PE QC SK YT
        """,
    )
)


def nicknames_of(word: str) -> frozenset[str]:
    """Other names that a comparable name is known by, and that know it."""
    return frozenset(one for group in NICKNAMES if word in group for one in group if one != word)


def shorter(part: str) -> Iterator[str]:
    """Other words that a part of a name may be called by: nicknames, and its beginnings where they are no word."""
    yield from nicknames_of(part)
    beginnings = (part[:end] for end in range(SHORTEST_BEGINNING, len(part)))
    yield from (one for one in beginnings if not is_english(one))


def is_short(token: Token, *, is_name: bool) -> bool:
    """Whether a word is written and placed as a nickname is."""
    return is_name or (token.is_capital and not (token.opens and is_english(token.folded)))


def initials_in(text: str, *, is_name: bool) -> Iterator[tuple[int, int, str]]:
    """Pairs of initials in a text, with dots or without, where they stand and what they are."""
    for match in _INITIALS.finditer(text):
        pair = match[1] + match[2]
        if is_name or "." in match.group() or pair not in _NOT_INITIALS:
            yield match.start(), match.end(), pair.casefold()


def initials_of(name: str) -> str:
    """The first letters of the first and the last name."""
    words = folded_words(name)
    return words[0][:1] + words[-1][:1] if len(words) > 1 else ""


def phones_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Digits in a text that may be a telephone number or an extension."""
    for match in _PHONE.finditer(text):
        yield match.start(), match.end(), digits_of(match.group())


def digits_of(number: str) -> str:
    """The digits of a telephone number alone."""
    return re.sub(r"\D", "", number)


def sounds_like(word: str) -> str:
    """A comparable word as it sounds: doubled letters, "ee" and "ie" and "y" made one."""
    plain = (
        re.sub(r"(?:ee|ie|ea|y)", "i", fold(word)).replace("oo", "u").replace("ph", "f").replace("ck", "k")
    )
    return re.sub(r"(.)\1+", r"\1", plain)
