"""What `restrictions.yaml` says of letters: those that are plain text, and the words of letters in other languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from foundation.datafile import DataEntry
from incidents.papers.places import goes_along, places
from incidents.rules.letters import NEEDED, OF_RESTRICTIONS, OPTIONAL, PLACES, CustomerLetter
from incidents.rules.restriction_rules import RestrictionWords
from incidents.rules.restriction_terms import SCOPES


def words_by_key(top: DataEntry, name: str) -> Mapping[str, str]:
    """A group of lines: a key, and its words."""
    entry = top.entry(name)
    return {key: entry.text(key, required=True) for key in entry.values} if entry else {}


def read_letters(top: DataEntry) -> Mapping[CustomerLetter, str]:
    """The letters that are plain text; whether there is a notice is asked once the Word templates are known."""
    entry = top.entry("letters")
    if entry is None:
        return {}
    entry.only(*OF_RESTRICTIONS)
    letters = {kind: entry.text(kind) for kind in OF_RESTRICTIONS}
    for kind, text in letters.items():
        if unknown := places(text) - PLACES:
            problem = f"“{{{min(unknown)}}}” is nothing that a letter can name."
            raise entry.error(kind, problem, "places among " + ", ".join(sorted(PLACES)))
        needed = NEEDED.get(kind, frozenset()) if kind is CustomerLetter.NOTICE else frozenset()
        if text and (lacking := needed - places(text)):
            named = ", ".join(sorted(f"{{{one}}}" for one in lacking))
            raise entry.error(kind, f"The letter does not name {named}.", "these places in the text")
        found = (goes_along(line, line, OPTIONAL, NEEDED.get(kind, ())) for line in text.split("\n"))
        if together := next(filter(None, found), None):
            name, other = together
            problem = (
                f"“{{{name}}}” would be left out together with “{{{other}}}” where there is none of that."
            )
            raise entry.error(kind, problem, f"“{{{other}}}” in a line of its own")
    return {kind: text for kind, text in letters.items() if text}


def read_translations(
    top: DataEntry, keys: Sequence[str], grounds: Mapping[str, str]
) -> Mapping[str, RestrictionWords]:
    """What the file says in other languages; every key it names is one of the file."""
    entry = top.entry("translations")
    return (
        {language: _words_in(_part(entry, language), top, keys, grounds) for language in entry.values}
        if entry
        else {}
    )


def _words_in(
    entry: DataEntry, top: DataEntry, keys: Sequence[str], grounds: Mapping[str, str]
) -> RestrictionWords:
    entry.only("options", "grounds", *SCOPES, "appeal_words", "everywhere")
    options = {}
    if (said := entry.entry("options")) is not None:
        said.only(*keys)
        for key in said.values:
            words = _part(said, key)
            words.only("name", "rule")
            options[key] = (words.text("name", required=True), words.text("rule", required=True))
    for name in ("grounds", *SCOPES):
        known = grounds if name == "grounds" else words_by_key(top, name)
        if (named := entry.entry(name)) is not None:
            named.only(*known)
    return RestrictionWords(
        options,
        words_by_key(entry, "grounds"),
        {name: words_by_key(entry, name) for name in SCOPES},
        entry.text("appeal_words"),
        entry.text("everywhere"),
    )


def _part(entry: DataEntry, name: str) -> DataEntry:
    part = entry.entry(name, required=True)
    assert part is not None  # noqa: S101 - required=True raises instead of returning None
    return part
