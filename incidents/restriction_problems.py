"""What stands against an act on a restriction, before it is done; of proposals see `rules/restriction_terms.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from incidents.act_json import ActSaid
from incidents.escalation import Escalation
from incidents.records import Said
from incidents.restriction import Handled, Problem, Restriction, Route
from incidents.restriction_case import Case
from incidents.restriction_work import RestrictionWork
from incidents.rules.access import Operation
from incidents.rules.restriction_rules import OptionKind, RestrictionRules
from incidents.rules.restriction_terms import are_apart, lacks, later


@dataclass(frozen=True, slots=True)
class RestrictionProblems:
    """Finds them with the rules and the roster in force."""

    escalation: Escalation

    @property
    def rules(self) -> RestrictionRules:
        """What the organisation's file says."""
        return self.escalation.restrictions

    @property
    def zone(self) -> ZoneInfo:
        """Where the organisation is."""
        return self.escalation.calendar.zone

    def find(
        self, case: Case, done: ActSaid, by: str, now: datetime, others: Sequence[Case]
    ) -> Problem | None:
        """The first thing that stands against it, or None."""
        said, kinds = done.said, {one.kind for one in self.rules.chosen(case.wanted.options)}
        if too_early := _too_early(case, said):
            return too_early
        match done.operation:
            case Operation.APPROVE:
                return self._of_approval(case, by, now, others)
            case Operation.SEND_NOTICE:
                return self._of_notice(case, said, now, others)
            case Operation.LOG_CONTACT:
                return _of_log(said, kinds)
            case Operation.BOOK:
                return _of_appointment(said, kinds)
            case Operation.EXTEND:
                return self._of_extension(case, said, now)
            case Operation.APPEAL:
                return Problem.APPEAL_OPEN if case.appeal_open else None
            case Operation.UPHOLD | Operation.LIFT if not case.appeal_open:
                return Problem.NO_APPEAL
            case _:
                return None

    def _of_approval(self, case: Case, by: str, now: datetime, others: Sequence[Case]) -> Problem | None:
        chosen, work = self.rules.chosen(case.wanted.options), RestrictionWork(self.escalation)
        if now >= min(case.review, case.wanted.ends):
            return Problem.REVIEW_ORDER
        if any(one.advice_first for one in chosen) and not case.is_advised:
            return Problem.ADVICE_FIRST
        if not work.rights.judges(case.wanted.proposer, by):
            return Problem.NOBODY_ANSWERS
        return Problem.BESIDE_ANOTHER if goes_not_with(case.wanted, others, self.rules) else None

    def _of_notice(
        self, case: Case, said: Mapping[str, Said], now: datetime, others: Sequence[Case]
    ) -> Problem | None:
        text, language = str(said.get("notice_text", "")), str(said.get("letter_language", ""))
        if now >= min(case.review, case.wanted.ends):
            return Problem.REVIEW_ORDER
        if lacks(text, case.wanted, case.review, self.rules.in_language(language), self.zone):
            return Problem.NOTICE_INCOMPLETE
        return Problem.BESIDE_ANOTHER if goes_not_with(case.wanted, others, self.rules) else None

    def _of_extension(self, case: Case, said: Mapping[str, Said], now: datetime) -> Problem | None:
        review = said.get("review_at")
        if not isinstance(review, datetime) or not max(now, case.review) < review <= case.wanted.ends:
            return Problem.REVIEW_ORDER
        if review > later(max(now, case.review), self.rules.review_within, self.zone):
            return Problem.REVIEW_LATE
        return None


def _of_appointment(said: Mapping[str, Said], kinds: set[OptionKind]) -> Problem | None:
    if OptionKind.APPOINTMENT not in kinds:
        return Problem.NO_APPOINTMENTS
    return Problem.SAME_PERSON if said.get("meet_with") == said.get("witness") else None


def _of_log(said: Mapping[str, Said], kinds: set[OptionKind]) -> Problem | None:
    """What came in about a matter that is never restricted is answered; an exception has to pass a test (D26, D28)."""
    ordinary = said.get("came_about") == Route.ORDINARY
    if not ordinary:
        return Problem.NEVER_RESTRICTED if said.get("came_done") == Handled.FILED else None
    answered = said.get("came_done") == Handled.ANSWERED
    untested = answered and OptionKind.EXCEPTION in kinds and not said.get("came_meets")
    return Problem.NO_TEST if untested else None


def _too_early(case: Case, said: Mapping[str, Said]) -> Problem | None:
    """What follows a decision or a notice happened after it; forms ask for minutes."""
    floors = (
        (case.decided_at, Problem.BEFORE_DECISION, ("notice_at", "appealed_at")),
        (case.told_at, Problem.BEFORE_NOTICE, ("came_at", "outside_at")),
    )
    for floor, problem, names in floors:
        earliest = floor.replace(second=0, microsecond=0) if floor else None
        for name in names:
            at = said.get(name)
            if earliest and isinstance(at, datetime) and at < earliest:
                return problem
    return None


def goes_not_with(wanted: Restriction, others: Sequence[Case], rules: RestrictionRules) -> bool:
    """Whether it has an option that does not go together with one of another restriction of the same customer."""
    beside = (one for one in others if wanted.replaces not in (one.stored.id, one.stored.reference))
    return any(
        are_apart((*wanted.options, *one.wanted.options), rules) and not are_apart(one.wanted.options, rules)
        for one in beside
    )
