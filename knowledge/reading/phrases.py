"""Which clauses are sentences to be said, told by how they are written (D10, D61, D62)."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.reading.document import Clause, Section, Strength
from knowledge.text.language import LANGUAGE

_OFFERED, _WITHHELD = LANGUAGE.pattern("phrases.offered"), LANGUAGE.pattern("phrases.withheld")
_SAMPLE, _SAMPLED = LANGUAGE.pattern("phrases.sample"), LANGUAGE.pattern("phrases.sampled")
_SPOKEN_TO = LANGUAGE.pattern("phrases.spoken_to")
QUOTED = re.compile(r"^(?:\"[^\"]+\"|[“«][^”»]+[”»]|['‘].+['’])[.,;]?$", re.DOTALL)
LABEL = re.compile(r"^(?P<label>[A-Z][\w ]{1,30}):\s+(?=[\"“A-Z])")
_SPOKEN = LANGUAGE.exact("phrases.spoken")
_FIRST_PERSON = LANGUAGE.pattern("phrases.first_person")
_SPEAKER, _LISTENER = LANGUAGE.exact("phrases.speaker"), LANGUAGE.pattern("phrases.second_person")
_PLEDGE = LANGUAGE.exact("phrases.pledge")


def phrase_clauses(section: Section) -> list[Clause]:
    """The clauses of a section that are sentences to say: two or more, or none."""
    if offered := offered_clauses(section):
        return offered
    spoken = [clause for clause in section.clauses if _spoken(clause) and not _is_withheld(clause, section)]
    own = [clause for clause in spoken if _FIRST_PERSON.search(clause.text)]
    return own if len(own) >= 3 and len(own) >= 0.6 * len(section.clauses) else []


def offered_clauses(section: Section) -> list[Clause]:
    """Those that stand in quotation marks or under words that offer them: two or more, or none."""
    offered = [one for one in section.clauses if _spoken(one) and _is_offered(one, section)]
    return offered if len(offered) >= 2 else []


def without_strength(section: Section) -> Section:
    """A sentence to be said binds nobody, whatever duty words it holds ("I must ask you to stop"), nor does one that is
    not to be said, a sample letter, or what was said before.
    """
    offered = {one.start for one in section.clauses if one.past or _binds_nobody(one, section)}
    offered |= {one.start for one in _speech(section)}
    if not offered:
        return section
    clauses = (
        replace(one, strength=Strength.NONE) if one.start in offered else one for one in section.clauses
    )
    return replace(section, clauses=tuple(clauses))


def is_sample(section: Section) -> bool:
    """Whether a section is a sample letter or the like, or a part of one."""
    return any(_SAMPLE.search(part) for part in section.path)


def is_about_samples(clause: Clause, section: Section) -> bool:
    """Whether a clause below a heading such as “Sample letters” is no part of one and rules what is done with them."""
    said = f"{clause.lead_in} {clause.text}"
    if QUOTED.match(clause.text) or _SPOKEN_TO.search(said):
        return False
    named = {one["what"].lower().rstrip("s") for part in section.path for one in _SAMPLED.finditer(part)}
    return any(one["what"].lower().rstrip("s") in named for one in _SAMPLED.finditer(said))


def is_said(clause: Clause, section: Section) -> bool:
    """Whether a clause is a sentence to say, or part of a sample letter."""
    sample = is_sample(section) and not is_about_samples(clause, section)
    return bool(sample or QUOTED.match(LABEL.sub("", clause.text))) or (
        _spoken(clause) and _is_offered(clause, section)
    )


def _speech(section: Section) -> list[Clause]:
    """The sentences of a section in which mostly one person speaks to another, though nothing offers them.

    In a charter or a pledge ("We will answer you in two days", "I will treat you fairly") somebody is bound.
    """
    spoken = phrase_clauses(section)
    to_somebody = [one for one in spoken if _SPEAKER.search(one.text) and _LISTENER.search(one.text)]
    told = [one for one in to_somebody if not _PLEDGE.search(LABEL.sub("", one.text))]
    return spoken if len(told) >= 3 and len(told) >= 0.6 * len(section.clauses) else []


def _binds_nobody(clause: Clause, section: Section) -> bool:
    if is_sample(section):
        return not is_about_samples(clause, section)
    names = _WITHHELD.search(section.heading) and not clause.lead_in
    return _spoken(clause) and bool(names or _is_offered(clause, section))


def _spoken(clause: Clause) -> bool:
    text = LABEL.sub("", clause.text)
    return not text.endswith(":") and bool(QUOTED.match(text) or _SPOKEN.match(text))


def _is_offered(clause: Clause, section: Section) -> bool:
    where = f"{' '.join(section.path)} {clause.lead_in}"
    offered = bool(QUOTED.match(LABEL.sub("", clause.text)) or _OFFERED.search(where))
    return offered and not _is_withheld(clause, section)


def _is_withheld(clause: Clause, section: Section) -> bool:
    """Whether the words right above a sentence say that it is not to be said."""
    return bool(_WITHHELD.search(section.heading) or _WITHHELD.search(clause.lead_in))
