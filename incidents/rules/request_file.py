"""Reads `requests.yaml`: what an organisation says of complaints, compliments, suggestions and service requests.

    departments:                 # who sees to requests; both are needed (R08)
      - name: Public Works
        primary: ana@town.example
        backup: bo@town.example
        acknowledge: 2 business days       # only with a reason (P07)
        reason: Crews are out all day
    categories:
      - key: pothole
        name: Pothole or damaged road
        words: [pothole, road damage]
        department: Public Works
        target: {routine: 10 business days, emergency: 4 hours}
    lanes:                       # the first that fits; confidential unless it says otherwise
      - name: hr
        title: Human Resources
        takes: [person]
        role: hr                           # or people: [...]
        acknowledgement: "We received your complaint. Its number is {number}."
    replies:                     # optional: e-mails to customers, and what their words are checked for
      reply_to: requests@town.example
      grade: 9                           # years of school that they ask for at most
      jargon: [{word: work order, plain: job}]
    offices: / wards: / channels: / dispositions: / priorities: / clocks: / texts:
    open311:                     # what also goes to the city's own system (`open311_file.py`)

Without the file requests are off. Texts hold {number}, {name}, {question}, {date} or {disposition}, and nothing else in
braces. {question} is what it is about: category and place, never the words that were written down.
"""

from __future__ import annotations

import string
from pathlib import Path
from typing import TypeVar

from foundation.calendar import Wait, read_wait
from foundation.datafile import DataEntry, read_data_file
from incidents.request import ABOUT_PEOPLE, Matter, RequestPriority
from incidents.rules.ladder import ROLES
from incidents.rules.open311_file import read_open311
from incidents.rules.request_rules import (
    OFF,
    USUAL_FOLLOW_UP,
    USUAL_GRADE,
    USUAL_WAITS,
    RequestCategory,
    RequestDepartment,
    RequestLane,
    RequestOffice,
    RequestRules,
    RequestWaits,
)

N = TypeVar("N", RequestDepartment, RequestLane)

PLACES = frozenset({"number", "name", "question", "date", "disposition"})
"""What a text may have filled in."""

_TOP = (
    *("departments", "categories", "lanes", "offices", "wards", "channels", "dispositions"),
    *("priorities", "clocks", "texts", "replies", "open311"),
)
_WORDS = {one.value: one for one in RequestPriority}
EASIEST, HARDEST = 4, 16
_NEVER = Wait(1, USUAL_FOLLOW_UP.unit)


def load_requests(path: Path) -> RequestRules:
    """Read the file; OFF where there is none. Raises DataFileError with the line and what was expected."""
    return read_rules(read_data_file(path)) if path.exists() else OFF


def read_rules(top: DataEntry) -> RequestRules:
    """Read all of it; raises DataFileError."""
    top.only(*_TOP)
    departments = _unique(
        top, "departments", tuple(map(_department, top.entries("departments", required=True)))
    )
    known = frozenset(one.name for one in departments)
    categories = tuple(_category(one, known) for one in top.entries("categories", required=True))
    keys = [one.key for one in categories]
    if len(keys) != len(set(keys)):
        raise top.error("categories", "Two categories have one key.", "each key once")
    lanes = _unique(top, "lanes", tuple(map(_lane, top.entries("lanes", required=True))))
    for matter in sorted(ABOUT_PEOPLE):
        if not any(matter in one.takes and one.is_for_everybody for one in lanes):
            problem = f"No lane takes every “{matter}”."
            raise top.error("lanes", problem, f"a last lane with “takes: [{matter}]” and no condition")
    texts = _needed(top, "texts")
    texts.only("acknowledgement", "update", "closing")
    reply_to, jargon, grade = _replies(top)
    return RequestRules(
        is_on=True,
        categories=categories,
        departments=departments,
        lanes=lanes,
        offices=tuple(map(_office, top.entries("offices"))),
        wards=top.texts("wards"),
        channels=_some(top, "channels"),
        dispositions=_some(top, "dispositions"),
        meanings=_meanings(top),
        waits=_waits(top),
        follow_up=_follow_up(top),
        acknowledgement=_filled(texts, "acknowledgement"),
        update=_filled(texts, "update"),
        closing=_filled(texts, "closing"),
        open311=read_open311(top, keys),
        reply_to=reply_to,
        jargon=jargon,
        grade=grade,
    )


def _replies(top: DataEntry) -> tuple[str, dict[str, str], int]:
    """Where answers go, words that customers do not know, and how hard a reply is to read at most (P09)."""
    entry = top.entry("replies")
    if entry is None:
        return "", {}, USUAL_GRADE
    entry.only("reply_to", "grade", "jargon")
    jargon: dict[str, str] = {}
    for one in entry.entries("jargon"):
        one.only("word", "plain")
        word = " ".join(one.text("word", required=True).split())
        if word.casefold() in map(str.casefold, jargon):
            raise one.error("word", f"“{word}” stands here twice.", "each word once")
        jargon[word] = one.text("plain")
    grade = entry.number("grade", default=USUAL_GRADE, least=EASIEST, most=HARDEST)
    return entry.address("reply_to"), jargon, grade


def _department(entry: DataEntry) -> RequestDepartment:
    entry.only("name", "primary", "backup", "acknowledge", "reason")
    primary = entry.address("primary", required=True).casefold()
    backup = entry.address("backup", required=True).casefold()
    if primary == backup:
        raise entry.error("backup", "Primary and backup are the same person.", "somebody else as backup")
    own = read_wait(entry, "acknowledge", _NEVER) if entry.text("acknowledge") else None
    if own and not entry.text("reason"):
        raise entry.error("acknowledge", "A time of its own has no reason.", "“reason:” with the reason")
    return RequestDepartment(entry.text("name", required=True), primary, backup, own, entry.text("reason"))


def _category(entry: DataEntry, departments: frozenset[str]) -> RequestCategory:
    entry.only("key", "name", "words", "department", "target")
    department = entry.text("department", required=True)
    if department not in departments:
        problem = f"“{department}” is not among the departments of this file."
        raise entry.error("department", problem, "a department with primary and backup")
    target = entry.entry("target")
    targets: dict[RequestPriority, Wait] = {}
    if target is not None:
        target.only(*_WORDS)
        targets = {_WORDS[name]: read_wait(target, name, _NEVER) for name in target.values}
    return RequestCategory(
        entry.text("key", required=True),
        entry.text("name", required=True),
        department,
        entry.texts("words"),
        targets,
    )


def _lane(entry: DataEntry) -> RequestLane:
    entry.only(
        *("name", "title", "takes", "acknowledgement", "role", "people", "about", "about_roles"),
        *("departments", "confidential", "findings"),
    )
    takes = _some(entry, "takes")
    unknown = [one for one in takes if one not in tuple(Matter)]
    if unknown:
        raise entry.error("takes", f"“{unknown[0]}” is no matter.", "some of " + ", ".join(Matter))
    role, people = entry.text("role"), entry.texts("people")
    if bool(role) == bool(people):
        raise entry.error("role", "A lane has readers by a role or by name.", "either “role:” or “people:”")
    if role and role not in ROLES:
        raise entry.error("role", f"“{role}” is no role.", "one of " + ", ".join(sorted(ROLES)))
    return RequestLane(
        name=entry.text("name", required=True),
        title=entry.text("title", required=True),
        takes=frozenset(map(Matter, takes)),
        acknowledgement=_filled(entry, "acknowledgement"),
        role=role,
        people=tuple(one.casefold() for one in people),
        about=frozenset(one.casefold() for one in entry.texts("about")),
        about_roles=frozenset(entry.texts("about_roles")),
        departments=frozenset(entry.texts("departments")),
        confidential=entry.flag("confidential", default=True),
        findings=entry.flag("findings"),
    )


def _office(entry: DataEntry) -> RequestOffice:
    entry.only("name", "people")
    people = tuple(one.casefold() for one in _some(entry, "people"))
    return RequestOffice(entry.text("name", required=True), people)


def _meanings(top: DataEntry) -> dict[RequestPriority, str]:
    entry = _needed(top, "priorities")
    entry.only(*_WORDS)
    return {one: entry.text(name, required=True) for name, one in _WORDS.items()}


def _waits(top: DataEntry) -> dict[RequestPriority, RequestWaits]:
    entry = top.entry("clocks")
    if entry is None:
        return {RequestPriority.ROUTINE: USUAL_WAITS}
    entry.only("acknowledge", "update", "follow_up", "expedited", "emergency")
    usual = _pair(entry, USUAL_WAITS)
    waits = {RequestPriority.ROUTINE: usual}
    for name in ("expedited", "emergency"):
        own = entry.entry(name)
        if own is not None:
            own.only("acknowledge", "update")
            waits[_WORDS[name]] = _pair(own, usual)
    return waits


def _pair(entry: DataEntry, usual: RequestWaits) -> RequestWaits:
    return RequestWaits(
        read_wait(entry, "acknowledge", usual.acknowledge), read_wait(entry, "update", usual.update)
    )


def _follow_up(top: DataEntry) -> Wait:
    entry = top.entry("clocks")
    return read_wait(entry, "follow_up", USUAL_FOLLOW_UP) if entry else USUAL_FOLLOW_UP


def _filled(entry: DataEntry, name: str) -> str:
    """A text for customers; refuses what nothing is filled in for."""
    text = entry.text(name, required=True)
    try:
        places = {place for _, place, _, _ in string.Formatter().parse(text) if place is not None}
    except ValueError as error:
        raise entry.error(name, f"“{name}” has a brace that stands alone.", "braces in pairs") from error
    if places - PLACES:
        wrong = min(places - PLACES)
        raise entry.error(
            name, f"Nothing is filled in for “{{{wrong}}}”.", "some of {number}, {name}, {date}"
        )
    return text


def _needed(top: DataEntry, name: str) -> DataEntry:
    entry = top.entry(name, required=True)
    assert entry is not None  # noqa: S101 - required=True raises instead of returning None
    return entry


def _some(entry: DataEntry, name: str) -> tuple[str, ...]:
    texts = entry.texts(name)
    if not texts:
        raise entry.error(name, f"“{name}” is empty.", f"at least one line under “{name}:”")
    return texts


def _unique(top: DataEntry, part: str, found: tuple[N, ...]) -> tuple[N, ...]:
    names = [one.name for one in found]
    twice = [one for one in names if names.count(one) > 1]
    if twice:
        raise top.error(part, f"“{twice[0]}” stands here twice.", "each name once")
    return found
