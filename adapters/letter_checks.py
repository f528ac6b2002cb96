"""Whether the letters of an organisation fit its other files: a notice there is, and words in the language of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foundation.datafile import DataEntry, DataFileError
from incidents.papers.places import places
from incidents.rules.letter_file import FOLDER
from incidents.rules.letters import OF_RESTRICTIONS, CustomerLetter, LetterTemplates
from incidents.rules.restriction_rules import RestrictionRules


def letter_mistakes(
    letters: LetterTemplates, rules: RestrictionRules, language: str, top: DataEntry
) -> Iterator[DataFileError]:
    """`language` is that of the organisation's own files, `top` the entries of restrictions.yaml."""
    if not rules.is_set_up:
        return
    if CustomerLetter.NOTICE not in rules.letters and not letters.get(CustomerLetter.NOTICE, language):
        expected = f"“notice:” under “letters:”, or a file {FOLDER}/notice.{language}.docx"
        yield top.error("letters", "There is no notice of a restriction.", expected)
    for (kind, other), one in letters.every.items():
        if kind not in OF_RESTRICTIONS or other == language:
            continue
        for place, words in _unsaid(places(one.words.every), rules, other).items():
            problem = f"{FOLDER}/{kind}.{other}.docx names {{{place}}}, and “{words}” is not said in {other}."
            yield top.error("translations", problem, f"its words under “translations:”, “{other}:”")


def _unsaid(named: frozenset[str], rules: RestrictionRules, language: str) -> dict[str, str]:
    """What a letter names and the file does not say in its language: the first key of each place."""
    said = rules.translated(language)
    wanted: Mapping[str, tuple[Mapping[str, object], Mapping[str, object]]] = {
        "options": ({one.key: one for one in rules.options}, said.options if said else {}),
        "ground": (rules.grounds, said.grounds if said else {}),
        "scope": (
            {**_flat(rules.scopes), "everywhere": ""},
            {**_flat(said.scopes), **({"everywhere": ""} if said.everywhere else {})} if said else {},
        ),
        "appeal": ({"appeal_words": ""}, {"appeal_words": ""} if said and said.appeal_words else {}),
    }
    lacking = {place: [key for key in keys if key not in there] for place, (keys, there) in wanted.items()}
    return {place: keys[0] for place, keys in lacking.items() if keys and place in named}


def _flat(scopes: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    return {key: words for group in scopes.values() for key, words in group.items()}
