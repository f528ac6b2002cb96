"""Whom a report concerns: rules as data, their mistakes, and what becomes of a report under them (D20, D55, D56)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.datafile import DataFileError
from incidents.escalation import Escalation
from incidents.notices import NoticeKind
from incidents.records import Behaviour, Filed, Urgency
from incidents.rules.ladder import ROLES, parse_ladder
from incidents.rules.telling import CONDITIONS, DANGER, ELECTED, USUAL, Rule, plan
from tests.fakes.roster import AUTHOR, BACKUP, CAO, HEAD, TRANSIT
from tests.fixtures.at_hand import database_kind, db  # noqa: F401 - fixtures
from tests.fixtures.office import LADDER, Office

SHIFT_LEAD = "lead@example.gov"
NAMED = f"""
ladders:
  night:
    steps:
      - person: {SHIFT_LEAD}
        minutes: 5
"""
VIOLENT = """
rules:
  - when: [violence_person, threat]
    urgency: acknowledge
    also: {role: cao, within_minutes: 30}
"""


def use(office: Office, text: str) -> None:
    """Take the test ladder with this addition into force."""
    office.desk.use(Escalation(parse_ladder(LADDER + text), office.roster))


async def file(office: Office, **changes: Any) -> Filed:
    """File a report of a contact that was not ended, and send what is due."""
    filed = await office.desk.submit(office.report(**{"ended": False, **changes}), "draft")
    await office.worker.run_due()
    return filed


URGENT = [
    {"ended": True},
    {"supervisor_now": True},
    *({"behaviours": (one,)} for one in Behaviour if one.value in USUAL),
]


@pytest.mark.parametrize("said", URGENT, ids=str)
async def test_without_rules_what_cannot_wait_is_asked_about_until_somebody_acknowledges(
    office: Office, said: dict[str, Any]
) -> None:
    filed = await file(office, **said)
    assert filed.urgency is Urgency.ACKNOWLEDGE
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, BACKUP]


@pytest.mark.parametrize("behaviours", [(), *((one,) for one in Behaviour if one.value not in USUAL)])
async def test_d55_without_rules_the_head_is_told_of_every_other_report(
    office: Office, behaviours: tuple[Behaviour, ...]
) -> None:
    filed = await file(office, behaviours=behaviours)
    assert filed.notifying == (HEAD,)
    assert office.notifier.told(NoticeKind.TOLD) == [HEAD]


async def test_d56_an_elected_member_s_report_goes_straight_to_the_cao(office: Office) -> None:
    office.roster.people[AUTHOR] = (TRANSIT, frozenset({"elected"}))
    assert (await file(office)).notifying == (CAO,)
    filed = await office.desk.submit(office.report(), "ended")
    assert (filed.notifying, filed.urgency) == ((CAO,), Urgency.ACKNOWLEDGE)


async def test_a_rule_makes_any_behaviour_urgent_and_another_one_not(office: Office) -> None:
    use(office, "rules:\n  - {when: rude, urgency: acknowledge}\n  - {when: ended, urgency: tell}\n")
    assert (await file(office, behaviours=(Behaviour.RUDE,))).urgency is Urgency.ACKNOWLEDGE
    assert (await office.desk.submit(office.report(), "b")).urgency is Urgency.TELL


async def test_a_rule_leads_to_a_ladder_of_its_own_and_a_restart_stays_on_it(office: Office) -> None:
    use(office, NAMED + "rules:\n  - {when: weapon, ladder: night}\n")
    filed = await file(office, behaviours=(Behaviour.WEAPON,))
    assert filed.notifying == (SHIFT_LEAD,)
    office.worker = office.another_worker()
    await office.pass_time(minutes=5)
    assert office.notifier.told(NoticeKind.ALERT) == [SHIFT_LEAD, SHIFT_LEAD]


async def test_a_ladder_whose_name_is_gone_from_the_file_is_climbed_on_the_usual_one(office: Office) -> None:
    use(office, NAMED + "rules:\n  - {when: weapon, ladder: night}\n")
    await file(office, behaviours=(Behaviour.WEAPON,))
    use(office, "")
    await office.pass_time(minutes=5)
    assert office.notifier.told(NoticeKind.ALERT) == [SHIFT_LEAD, BACKUP]


async def test_after_violence_the_cao_is_asked_within_the_time_of_the_policy_while_nobody_acknowledged(
    office: Office,
) -> None:
    office.roster.people.pop(BACKUP)
    use(office, VIOLENT.replace("30", "5"))
    await file(office, behaviours=(Behaviour.VIOLENCE,))
    await office.pass_time(minutes=4, seconds=59)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]
    await office.pass_time(seconds=1)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, CAO]


async def test_after_violence_the_cao_is_told_although_the_head_acknowledged(office: Office) -> None:
    use(office, VIOLENT)
    filed = await file(office, behaviours=(Behaviour.VIOLENCE,))
    await office.desk.acknowledge(filed.id, HEAD)
    for _ in range(31):
        await office.pass_time(minutes=1)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]
    assert office.notifier.told(NoticeKind.TOLD) == [CAO]
    assert await office.desk.view(filed.id, CAO) is not None


async def test_an_acknowledgement_while_the_cao_s_alert_is_still_tried_turns_it_into_being_told(
    office: Office,
) -> None:
    use(office, VIOLENT.replace("30", "0"))
    office.notifier.refuse(CAO, code="timeout", again=True)
    filed = await file(office, behaviours=(Behaviour.VIOLENCE,))
    await office.desk.acknowledge(filed.id, HEAD)
    office.notifier.refuse()
    for _ in range(3):
        await office.pass_time(seconds=30)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]
    assert office.notifier.told(NoticeKind.TOLD) == [CAO]


async def test_who_was_asked_by_the_ladder_is_not_told_again_beside_it(office: Office) -> None:
    use(office, VIOLENT)
    filed = await file(office, behaviours=(Behaviour.VIOLENCE,))
    await office.pass_time(minutes=10)
    await office.pass_time(minutes=10)
    await office.desk.acknowledge(filed.id, CAO)
    await office.pass_time(minutes=15)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, BACKUP, CAO]
    assert office.notifier.told(NoticeKind.TOLD) == []


async def test_r20_who_is_complained_of_hears_of_it_by_no_rule(office: Office) -> None:
    use(office, VIOLENT)
    report = office.report(behaviours=(Behaviour.VIOLENCE,))
    await office.desk.submit(report, "draft", excluded=frozenset({CAO}))
    for _ in range(40):
        await office.pass_time(minutes=1)
    assert CAO not in [one.recipient for one in office.notifier.notices]


async def test_who_can_never_be_reached_is_passed_over_until_somebody_was_told(office: Office) -> None:
    office.notifier.refuse(HEAD, BACKUP)
    filed = await file(office)
    assert office.notifier.told(NoticeKind.TOLD) == [CAO]
    assert await office.desk.view(filed.id, CAO) is not None
    assert (await office.auditor.look()).ok


HOURS = """
business_hours_only: true
business_hours: {zone: UTC, from: "08:00", until: "09:05"}
"""


@pytest.mark.parametrize("said", [one for one in URGENT if one != {"ended": True}], ids=str)
async def test_office_hours_never_hold_the_ladder_back_where_there_is_danger(
    office: Office, said: dict[str, Any]
) -> None:
    use(office, HOURS)
    await file(office, **said)
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, BACKUP]


async def test_office_hours_hold_back_what_is_no_danger(office: Office) -> None:
    use(office, HOURS)
    await file(office, ended=True)
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]


GOOD = LADDER + NAMED
RULE = GOOD + "rules:\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (RULE + "  - {when: angry, urgency: tell}", 17, "condition “angry” is not known"),
        (RULE + "  - when: [ended, angry]\n    urgency: tell", 17, "one of every_report, ended, rude"),
        (RULE + "  - urgency: tell", 17, "does not say when"),
        (RULE + "  - {when: [], urgency: tell}", 17, "does not say when"),
        (RULE + "  - when: ended\n    urgency: shout", 18, "one of acknowledge, tell"),
        (RULE + "  - when: ended\n    ladder: day", 18, "one of night, cao"),
        (RULE + "  - when: ended", 17, "decides nothing"),
        (RULE + "  - when: ended\n    also: {role: boss, within_minutes: 5}", 18, "“boss” is not known"),
        (RULE + "  - when: ended\n    also: {role: cao}", 18, "whole number"),
        (RULE + "  - when: ended\n    also: {within_minutes: 5}", 18, "either “role:” or “person:”"),
        (RULE + "  - when: ended\n    alos: {role: cao}", 18, "“alos” is not known"),
        (GOOD + "rules: ended", 16, "a list"),
        (LADDER + "ladders:\n  night:\n    minutes: 5", 12, "not known here"),
        (LADDER + "ladders:\n  night: {}", 11, "at least one entry under “steps:”"),
        (LADDER + "ladders:\n  night:", 11, "indented lines"),
    ],
)
def test_a_mistake_in_the_rules_is_refused_with_file_line_and_what_was_expected(
    text: str, line: int, words: str
) -> None:
    with pytest.raises(DataFileError) as told:
        parse_ladder(text)
    assert words in str(told.value)
    assert told.value.line == line
    assert "ladder.yaml" in str(told.value)


def test_everybody_the_file_names_by_address_can_be_asked_for() -> None:
    also = "rules:\n  - when: weapon\n    also: [{person: Night@Example.gov, within_minutes: 5}]\n"
    assert parse_ladder(GOOD + also).people == {SHIFT_LEAD, "night@example.gov"}


HOLDING = st.frozensets(st.sampled_from(CONDITIONS))
RULES = st.lists(
    st.builds(
        Rule,
        st.frozensets(st.sampled_from(CONDITIONS), min_size=1),
        st.one_of(st.none(), st.sampled_from(Urgency)),
        st.sampled_from(["", "a", "b"]),
    ),
    max_size=5,
)


@given(RULES, HOLDING)
def test_no_rule_on_something_else_makes_a_danger_less_urgent(
    rules: list[Rule], holding: frozenset[str]
) -> None:
    """Model: a condition is urgent if a rule that names it says so, or if none that names it says anything."""

    def urgent(condition: str) -> bool:
        said = [rule.urgency for rule in rules if condition in rule.when and rule.urgency]
        return Urgency.ACKNOWLEDGE in said if said else condition in USUAL

    made = plan(rules, holding)
    assert (made.urgency is Urgency.ACKNOWLEDGE) == any(urgent(one) for one in holding)
    assert made.any_hour == bool(holding & DANGER)
    ladders = [rule.ladder for rule in rules if rule.ladder and rule.when & holding]
    assert made.ladder == (ladders[0] if ladders else "cao" if ELECTED in holding else "")


@given(RULES, HOLDING, st.randoms())
def test_the_order_of_the_rules_decides_no_urgency(
    rules: list[Rule], holding: frozenset[str], luck: Any
) -> None:
    shuffled = list(rules)
    luck.shuffle(shuffled)
    assert plan(rules, holding).urgency is plan(shuffled, holding).urgency


def test_every_role_of_the_ladder_can_be_told_beside_it() -> None:
    for role in ROLES:
        rule = f"rules:\n  - when: weapon\n    also: {{role: {role}, within_minutes: 5}}\n"
        assert parse_ladder(LADDER + rule).rules[0].also[0].role == role
