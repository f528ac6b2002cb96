"""What words say of their own standing: suspended, proposed, a draft, retired, somebody's comment, a myth."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.reading.document import Clause, Section
from knowledge.reading.sectioning.dated_rules import SENTENCE
from knowledge.reading.sectioning.marks import is_dotted
from knowledge.reading.sectioning.strength import has_duty, has_subject
from knowledge.text.language import LANGUAGE

_HEADING, _MATTER = LANGUAGE.pattern("standing.heading"), LANGUAGE.pattern("standing.matter")
_HOLDERS = LANGUAGE.pattern("standing.holders")
_OF_ITSELF, _RUN_IN = LANGUAGE.pattern("standing.of_itself"), LANGUAGE.pattern("standing.run_in")
_OPENS, _CLOSES = LANGUAGE.pattern("standing.opens"), LANGUAGE.pattern("standing.closes")
_LABEL, _NOTE = LANGUAGE.exact("standing.label"), LANGUAGE.pattern("standing.note_to_writer")
_OLD, _NEW = LANGUAGE.pattern("standing.old"), LANGUAGE.pattern("standing.new")
_FOLLOWING = LANGUAGE.pattern("standing.following")
_TOLD, _STILL = LANGUAGE.pattern("standing.told"), LANGUAGE.pattern("standing.still")
_FEW = 2  # clauses: what it says, and the rule


def gone_by_words(sections: Sequence[Section]) -> set[str]:
    """The ids of the sections, with those within them, that do not count by their heading or by what they say."""
    gone: set[str] = set()
    path: tuple[str, ...] = ()
    for one in sections:
        if path and one.path[: len(path)] == path:
            gone.add(one.id)
        else:
            path = one.path if one.path and (_by_heading(one) or _by_statement(one)) else ()
            gone |= {one.id} if path else set()
    return {one.id for one in sections if one.id in gone and one.clauses}


def is_idle(clauses: Sequence[Clause], place: int) -> bool:
    """Whether a clause does not count by its own words, by a line above it, or beside one that is its new form."""
    clause = clauses[place]
    if "\t" in clause.text:
        return False
    others = [one.text for one in clauses if one is not clause]
    if _NOTE.search(clause.text) or _CLOSES.search(clause.text) or _speaks_of_itself(clause):
        return True
    if _OPENS.search(clause.text):
        return not any(_LABEL.search(one) and not _OPENS.search(one) for one in others)
    if (old := _OLD.search(clause.text)) and has_subject(old["rest"]):
        return any(_NEW.search(one) for one in others)
    return _is_announced(clauses, place)


def told_in(clause: Clause) -> tuple[str, ...]:
    """The sentences of a clause that tell of former rules, of proposals or of myths, where they say no more."""
    if "\t" in clause.text:
        return ()
    sentences = SENTENCE.split(clause.text)
    return tuple(
        one
        for one in sentences
        if (_TOLD.search(one) and not _STILL.search(one)) or (len(sentences) > 1 and _names_its_rule(one))
    )


def _names_its_rule(sentence: str) -> bool:
    """Whether it says that it does not count, and of which rule behind a colon."""
    found = _OF_ITSELF.match(sentence)
    return found is not None and bool(_RUN_IN.match(sentence))


def is_dated_by_itself(clause: Clause) -> bool:
    """Whether it says of itself from or until which day it counts, so that the day decides."""
    return bool(_OF_ITSELF.search(clause.text)) and _is_dated(clause)


def _by_heading(section: Section) -> bool:
    """Whether its heading says so, and no rule below is about that very matter."""
    found = _HEADING.search(section.heading)
    if not found or _HOLDERS.search(section.heading[: found.start()]):
        return False
    named = [word for word in found.groupdict().values() if word]
    matters = {_stem(one.group()) for one in _MATTER.finditer(found.group())} | {
        _stem(word) for word in named
    }
    return not any(
        has_duty(clause.text) and _names(clause.text, matters)
        for place, clause in enumerate(section.clauses)
        if not is_idle(section.clauses, place) and not told_in(clause)
    )


def _stem(word: str) -> str:
    return word.lower()[:6]


def _names(text: str, stems: set[str]) -> bool:
    words = text.lower().split()
    return any(word.strip("(“\"'").startswith(stem) for word in words for stem in stems)


def _by_statement(section: Section) -> bool:
    """Whether one of its sentences says that this section does not count, or this rule beside the only other one."""
    for clause in section.clauses:
        found = _OF_ITSELF.search(clause.text)
        if found is None or clause.past or is_dotted(clause.mark) or _is_dated(clause):
            continue
        alone = not found.start() and len(SENTENCE.split(clause.text)) == 1
        runs_in = _RUN_IN.match(clause.text[found.start() :].lstrip(" .!?"))
        if not runs_in and (found["section"] or (alone and len(section.clauses) <= _FEW)):
            return True
    return False


def _speaks_of_itself(clause: Clause) -> bool:
    sentences = SENTENCE.split(clause.text)
    if _is_dated(clause) or not _OF_ITSELF.search(clause.text):
        return False
    return len(sentences) == 1 or not any(map(_names_its_rule, sentences))


def _is_dated(clause: Clause) -> bool:
    """Whether days say when it counts."""
    return any(not days.words for days in clause.dated)


def _is_announced(clauses: Sequence[Clause], place: int) -> bool:
    """Whether a line, or the lead-in of a list, says that what stands below or behind it does not count."""
    clause = clauses[place]
    if _FOLLOWING.search(clause.text) or _FOLLOWING.search(clause.lead_in):
        return True
    for before in range(place - 1, -1, -1):
        above = clauses[before].text
        if (found := _FOLLOWING.search(above)) and above.rstrip().endswith((":", ".")):
            return place - before == 1 or not (found["one"] or found["below"])
    return False
