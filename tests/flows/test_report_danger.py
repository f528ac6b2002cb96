"""Danger that a report tells of without its box: nearly every way to say it is asked about, and little else (P36)."""

from __future__ import annotations

from bot.flows.report_danger import untold_dangers
from bot.flows.report_kinds import DANGERS
from incidents.records import Behaviour
from tests.fixtures.words import kinds, lines


def test_p36_danger_without_its_box_is_asked_about() -> None:
    told = kinds("report_danger")
    missed = [said for kind, said in told if Behaviour(kind) not in untold_dangers([said], ())]
    assert len(told) >= 130
    assert len(missed) <= 0.03 * len(told), missed


def test_p36_whoever_ticked_the_box_is_not_asked_about_it() -> None:
    for kind, said in kinds("report_danger"):
        assert Behaviour(kind) not in untold_dangers([said], (kind,)), said


def test_a_report_of_mere_rudeness_asks_nothing_about_danger() -> None:
    calm = lines("report_calm")
    asked = [said for said in calm if untold_dangers([said], ())]
    assert len(calm) >= 120
    assert len(asked) <= 0.05 * len(calm), asked


def test_p36_where_somebody_had_to_come_only_a_report_without_any_danger_is_asked() -> None:
    assert untold_dangers(["The police came and an ambulance came."], ()) == (Behaviour.THREAT,)
    for kind in DANGERS:
        assert untold_dangers(["The police came and an ambulance came."], (kind,)) == ()
