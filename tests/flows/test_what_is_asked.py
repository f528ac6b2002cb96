"""What a list and a card say of a report is true for who reads it: asked, only told, or neither (D35, D55)."""

from __future__ import annotations

from bot.events import FieldValue
from bot.words import sentence
from tests.flows.test_notice import report
from tests.flows.town import CAO, GIDEON, PRIYA, SAM, Town

QUIET: dict[str, FieldValue] = {"ended": "no", "behaviours": ("rude",)}


async def opened(town: Town, person: str, reference: str = "") -> str:
    talk = town.talk(person)
    await talk.command("reports", reference)
    return talk.words


async def test_d55_a_report_that_is_only_told_waits_for_no_acknowledgement_anywhere(town: Town) -> None:
    record = await report(town, SAM, **QUIET)
    told = sentence("reports.told_only")
    for shown in (
        await opened(town, SAM),
        await opened(town, SAM, record.reference),
        await opened(town, PRIYA),
    ):
        assert told in shown
        assert sentence("reports.not_acknowledged") not in shown


async def test_a_report_that_is_asked_about_says_that_nobody_acknowledged_it(town: Town) -> None:
    await report(town)
    assert sentence("reports.not_acknowledged") in await opened(town, SAM)


async def test_d35_a_head_finds_their_own_report_among_their_own_alone(town: Town) -> None:
    record = await report(town, PRIYA)
    shown = await opened(town, PRIYA)
    assert sentence("reports.waiting") not in shown
    assert shown.count(f"{record.reference}: ") == 1
    assert sentence("reports.waiting") in await opened(town, CAO)


async def test_who_was_neither_asked_nor_told_reads_a_card_that_asks_them_nothing(town: Town) -> None:
    for quiet in ({}, QUIET):
        record = await report(town, SAM, **quiet)
        shown = await opened(town, GIDEON, record.reference)
        assert shown.startswith(sentence("record.title", reference=record.reference))
        assert sentence("notice.alert", reference=record.reference) not in shown
        assert sentence("notice.for_you", reference=record.reference) not in shown
        assert "[Acknowledge]" not in shown
        assert "[Read the report]" in shown


async def test_an_officer_in_charge_who_was_not_asked_yet_may_acknowledge_from_the_card(town: Town) -> None:
    record = await report(town)
    assert "[Acknowledge]" in await opened(town, CAO, record.reference)
