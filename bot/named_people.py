"""Who is meant by a name: people the organisation lists, and those a directory entry names.

A name is taken for a person only where it is theirs, word for word; what is merely like it is asked about. Nobody is
given out in place of somebody else.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from bot.people import Person, Role
from bot.typed import TYPED
from knowledge.directory.contacts import Contact

MOST = 5
LONGEST = 8  # words; who writes more tells a story

_ASKING = frozenset(TYPED.words("named_people.asking"))
INITIALS = 3
"""A title of fewer words has initials that may be anybody's."""
_ROLES = {
    Role(name): tuple(tuple(called.split()) for called in said.split("|"))
    for name, said in TYPED.table("named_people.roles").items()
}


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody with a name. `person` is who the organisation lists; `entries` name them as the one who answers,
    `backup_of` as the one to try next."""

    name: str
    person: Person | None = None
    entries: tuple[Contact, ...] = ()
    backup_of: tuple[Contact, ...] = ()
    words: tuple[str, ...] = field(default=())
    about: frozenset[str] = frozenset()
    offices: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True, slots=True)
class PeopleMeant:
    """Those whose name this is, those whose title or role it is, and, where it is nobody's, those whose names are
    like it.

    `besides` says that the text holds words of something else, too.
    """

    exact: tuple[Named, ...] = ()
    near: tuple[Named, ...] = ()
    besides: bool = False
    by_office: tuple[Named, ...] = ()


def everybody(people: Iterable[Person], contacts: Sequence[Contact]) -> tuple[Named, ...]:
    """Everybody with a name, each once; an entry belongs to a listed person if only one is called so."""
    listed = list(people)
    count = Counter(_words(person.name) for person in listed)
    by_name = {name: _entries(name, contacts) for name in dict.fromkeys(_names_in(contacts))}
    found = [
        _named(person.name, person, by_name.pop(words, None) if count[words] == 1 else None)
        for person in listed
        if (words := _words(person.name))
    ]
    return (*found, *(_named(places.name, None, places) for places in by_name.values()))


def meant(text: str, roll: Sequence[Named]) -> PeopleMeant:
    """Who is meant by a text; nobody where it holds no name or is too long to be one."""
    if (certain := called(text, roll)).exact or certain.by_office:
        return certain
    asked = _asked(_words(text))
    if not asked or len(asked) > LONGEST:
        return PeopleMeant()
    near = sorted(
        (far, place) for place, one in enumerate(roll) if (far := _distance(asked, one)) is not None
    )
    return PeopleMeant(near=tuple(roll[place] for _, place in near[:MOST]))


def called(text: str, roll: Sequence[Named]) -> PeopleMeant:
    """The same without those whose names are merely like it, which costs most of the time."""
    said = _words(text)
    asked = _asked(said)
    words = frozenset(said)
    sharing = [one for one in roll if not words.isdisjoint(one.words)]
    whole = [
        one for one in sharing if _holds(said, one.words) or _holds(said, (*one.words[1:], *one.words[:1]))
    ]
    if whole:
        names = {word for one in whole for word in (*one.words, *one.about)}
        return PeopleMeant(tuple(whole[:MOST]), besides=not names.issuperset(asked))
    if not asked or len(asked) > LONGEST:
        return PeopleMeant()
    if by_part := [one for one in sharing if _is_called(asked, one)]:
        return PeopleMeant(tuple(by_part[:MOST]))
    if holding := [one for one in roll if asked in one.offices]:
        return PeopleMeant(by_office=tuple(holding[:MOST]))
    return PeopleMeant()


def _asked(said: Sequence[str]) -> tuple[str, ...]:
    """The words that are not merely those of asking."""
    return tuple(word for word in said if word not in _ASKING)


@dataclass(frozen=True, slots=True)
class _Places:
    name: str
    entries: tuple[Contact, ...]
    backup_of: tuple[Contact, ...]


def _named(name: str, person: Person | None, places: _Places | None) -> Named:
    about = f"{person.title} {person.department}" if person else ""
    entries, backup_of = (places.entries, places.backup_of) if places else ((), ())
    words, offices = _words(name), _offices(person) if person else frozenset[tuple[str, ...]]()
    return Named(name, person, entries, backup_of, words, frozenset(_words(about)), offices)


def _offices(person: Person) -> frozenset[tuple[str, ...]]:
    """What somebody is called by their office: the title, its initials, and a role that is asked for by name."""
    title = tuple(word for word in _words(person.title) if word not in _ASKING)
    initials = "".join(word[0] for word in title)
    roles = [words for role, several in _ROLES.items() if role in person.roles for words in several]
    short = [(initials,)] if len(initials) >= INITIALS else []
    return frozenset(filter(None, (title, *short, *roles)))


def _names_in(contacts: Sequence[Contact]) -> Iterator[tuple[str, ...]]:
    for contact in contacts:
        for name in (contact.person, contact.backup_name):
            if words := _name_words(name):
                yield words


def _entries(words: tuple[str, ...], contacts: Sequence[Contact]) -> _Places:
    answering = tuple(one for one in contacts if _name_words(one.person) == words)
    backup_of = tuple(one for one in contacts if _name_words(one.backup_name) == words)
    name = answering[0].person if answering else backup_of[0].backup_name
    return _Places(_bare(name), answering, backup_of)


def _bare(name: str) -> str:
    """A name without what stands after a comma, such as "dispatch"."""
    return name.split(",")[0].strip()


def _name_words(name: str) -> tuple[str, ...]:
    """The words of a name; none for what is a role and no name ("Bylaw officer on duty")."""
    bare = _bare(name)
    capital = all(word[0].isupper() for word in bare.split() if word[0].isalpha())
    return _words(bare) if capital else ()


def _words(text: str) -> tuple[str, ...]:
    """Words without accents and apostrophes; "Villaseñor" is found as "villasenor"."""
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]s\b|['’]", "", text.casefold()))
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return tuple(re.findall(r"[^\W_]+", bare))


def _holds(said: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words of a name stand one after another; a single word is no whole name."""
    if len(name) < 2:
        return tuple(said) == tuple(name)
    return any(tuple(said[at : at + len(name)]) == tuple(name) for at in range(len(said)))


def _is_called(asked: Sequence[str], one: Named) -> bool:
    """Whether every word is of the name, an initial of it, or says what they are ("Priya from customer service")."""
    initials = {word[0] for word in one.words}
    of_name = [word for word in asked if word in one.words]
    rest = [word for word in asked if word not in one.words]
    return bool(of_name) and all(word in one.about or (len(word) == 1 and word in initials) for word in rest)


def _distance(asked: Sequence[str], one: Named) -> int | None:
    """How many letters a name differs from what was written; None where it is not like it."""
    if len(asked) > 3 or not one.words:
        return None
    letters = [min(OSA.distance(word, part) for part in one.words) for word in asked]
    alike = [far <= _allowed(word) for word, far in zip(asked, letters, strict=True)]
    family = OSA.distance(asked[-1], one.words[-1])
    if all(alike) or (len(asked[-1]) >= 4 and family <= _allowed(asked[-1])):
        return sum(letters)
    return None


def _allowed(word: str) -> int:
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2
