"""Whom a report concerns, and how urgently: rules of the organisation from what a report says (D20, D55, D56).

The part `rules` of `ladder.yaml`; `incidents/rules/ladder.py` shows the whole file.

    rules:
      - when: [violence_person, threat]   # one condition or several; the rule fits where one of them holds
        urgency: acknowledge              # acknowledge: asked until somebody does; tell: told, nothing asked
        also:                             # told as well within this time, whether or not anybody acknowledged
          - role: cao
            within_minutes: 30
      - when: elected
        ladder: cao                       # a name under `ladders`, or `cao`: the steps from the CAO on

Every rule that fits counts. Of several urgencies the stronger holds, of several ladders the first. A condition
that no rule of the file gives an urgency keeps that of `USUAL`; elected members go straight to the CAO unless a
rule names another ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foundation.datafile import DataEntry
from incidents.records import Behaviour, Report, Urgency

ENDED = "ended"
SUPERVISOR_NOW = "supervisor_now"
ELECTED = "elected"
EVERY = "every_report"
CONDITIONS = (EVERY, ENDED, *(one.value for one in Behaviour), SUPERVISOR_NOW, ELECTED)

MOST_MINUTES = 24 * 60
"""Nobody in danger waits longer than a day until somebody hears."""

STRAIGHT_TO_CAO = "cao"
"""The ladder that is there without being written down."""

DANGER = frozenset(
    {
        Behaviour.VIOLENCE.value,
        Behaviour.PROPERTY.value,
        Behaviour.THREAT.value,
        Behaviour.WEAPON.value,
        Behaviour.SELF_HARM.value,
        SUPERVISOR_NOW,
    }
)
"""Where one of these holds, no office hours hold the ladder back."""

USUAL = DANGER | {ENDED}
"""What must be acknowledged unless the file says otherwise; of everything else the head is told."""


@dataclass(frozen=True, slots=True)
class Also:
    """Somebody, a role or one person, who hears of it within some minutes beside the ladder."""

    within_minutes: int
    role: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for a report that meets one of the conditions; what a rule leaves open, others decide."""

    when: frozenset[str]
    urgency: Urgency | None = None
    ladder: str = ""
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rules make of one report. `ladder` is empty for the usual one; `any_hour`: office hours wait for
    nothing here.
    """

    urgency: Urgency = Urgency.ACKNOWLEDGE
    ladder: str = ""
    any_hour: bool = False
    also: tuple[Also, ...] = field(default=())


def conditions(report: Report, roles: frozenset[str]) -> frozenset[str]:
    """The conditions that hold for a report by somebody with these roles."""
    facts = {
        EVERY: True,
        ENDED: report.ended,
        SUPERVISOR_NOW: report.supervisor_now,
        ELECTED: ELECTED in roles,
    }
    holding = {name for name, true in facts.items() if true}
    return frozenset(holding | {one.value for one in report.behaviours})


def plan(rules: Sequence[Rule], holding: frozenset[str]) -> Plan:
    """What all the rules that fit say together."""
    fitting = [rule for rule in rules if rule.when & holding]
    ladders = [rule.ladder for rule in fitting if rule.ladder]
    usual_ladder = STRAIGHT_TO_CAO if ELECTED in holding else ""
    return Plan(
        urgency=_strongest(_urgency(rules, condition) for condition in holding),
        ladder=ladders[0] if ladders else usual_ladder,
        any_hour=bool(DANGER & holding),
        also=tuple(dict.fromkeys(also for rule in fitting for also in rule.also)),
    )


def _urgency(rules: Sequence[Rule], condition: str) -> Urgency:
    """The urgency of one condition: as the file says, else as usual."""
    said = [rule.urgency for rule in rules if condition in rule.when and rule.urgency]
    if said:
        return _strongest(said)
    return Urgency.ACKNOWLEDGE if condition in USUAL else Urgency.TELL


def _strongest(urgencies: Iterable[Urgency]) -> Urgency:
    return Urgency.ACKNOWLEDGE if Urgency.ACKNOWLEDGE in set(urgencies) else Urgency.TELL


def read_rules(top: DataEntry, ladders: Iterable[str], roles: Sequence[str]) -> tuple[Rule, ...]:
    """Read `rules`, which may name these ladders and roles; raises DataFileError with the line."""
    known = dict.fromkeys((*ladders, STRAIGHT_TO_CAO))
    return tuple(_rule(entry, tuple(known), roles) for entry in top.entries("rules"))


def _rule(entry: DataEntry, ladders: Sequence[str], roles: Sequence[str]) -> Rule:
    entry.only("when", "urgency", "ladder", "also")
    ladder, said = entry.text("ladder"), entry.text("urgency")
    if ladder and ladder not in ladders:
        problem = f"There is no ladder “{ladder}”."
        raise entry.error("ladder", problem, "a name under “ladders:”, one of " + ", ".join(ladders))
    if said and said not in set(Urgency):
        raise entry.error("urgency", f"The urgency “{said}” is not known.", "one of " + ", ".join(Urgency))
    also = tuple(_also(one, roles) for one in _one_or_several(entry, "also"))
    if not (ladder or said or also):
        raise entry.error("when", "The rule decides nothing.", "“urgency:”, “ladder:” or “also:”")
    return Rule(_when(entry), Urgency(said) if said else None, ladder, also)


def _when(entry: DataEntry) -> frozenset[str]:
    value = entry.values.get("when")
    names = (entry.text("when"),) if isinstance(value, str) else entry.texts("when")
    if not any(names):
        raise entry.error("when", "The rule does not say when it holds.", f"one of {', '.join(CONDITIONS)}")
    for name in names:
        if name not in CONDITIONS:
            problem = f"The condition “{name}” is not known."
            raise entry.error("when", problem, "one of " + ", ".join(CONDITIONS))
    return frozenset(names)


def _one_or_several(entry: DataEntry, name: str) -> tuple[DataEntry, ...]:
    one = entry.values.get(name)
    return (one,) if isinstance(one, DataEntry) else entry.entries(name)


def _also(entry: DataEntry, roles: Sequence[str]) -> Also:
    entry.only("role", "person", "within_minutes")
    role, person = read_whom(entry, roles)
    return Also(entry.number("within_minutes", most=MOST_MINUTES), role, person)


def read_whom(entry: DataEntry, roles: Sequence[str]) -> tuple[str, str]:
    """A role or a person, of which an entry names one; raises DataFileError."""
    role, person = entry.text("role"), entry.address("person").casefold()
    if bool(role) == bool(person):
        raise entry.error("role", "One role or one person is named here.", "either “role:” or “person:”")
    if role and role not in roles:
        raise entry.error("role", f"The role “{role}” is not known.", "one of " + ", ".join(roles))
    return role, person
