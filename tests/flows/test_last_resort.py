"""A report for which nobody of its ladder may be asked: the last resort is, and what is said stays true (R20, R27)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.console.complaints import unheard
from foundation.datafile import DataFileError
from incidents.auditor import Auditor
from incidents.escalation import Escalation
from incidents.notices import NoticeKind
from incidents.records import Acknowledgement
from incidents.rules.ladder import parse_ladder
from tests.flows.test_notice import report
from tests.flows.town import CAO, DANA, PRIYA, RING, RUTH, SAM, Town, sample

MAYOR = "yusuf.demir@portmaribel.example"
HR = "mireille.gagnon@portmaribel.example"


def asked(town: Town) -> set[str]:
    return {one.recipient for one in town.notifier.notices if one.kind is NoticeKind.ALERT}


def without_last_resort(town: Town) -> None:
    folder = sample()
    town.desk.use(Escalation(replace(folder.ladder, last_resort=None), folder.people))


async def reasons(town: Town) -> tuple[str, ...]:
    return (await Auditor(town.db, RING, town.clock).look()).reasons


@pytest.mark.parametrize(("author", "about"), [(SAM, MAYOR), (PRIYA, MAYOR), (MAYOR, CAO), (CAO, MAYOR)])
async def test_r27_where_nobody_of_a_ladder_is_left_the_last_resort_is_asked_reads_and_acknowledges(
    town: Town, author: str, about: str
) -> None:
    assert HR in town.desk.readers("Customer Service", author, frozenset({about})).told
    record = await report(town, author, about=(about,))
    assert asked(town) == {HR}
    for person in {MAYOR, CAO, PRIYA, DANA, RUTH} - {author}:
        assert await town.desk.view(record.id, person) is None
    assert await town.desk.view(record.id, HR) is not None
    assert [one.id for one in await town.desk.open_for(HR)] == [record.id]
    assert (await town.desk.acknowledge(record.id, about))[0] is Acknowledgement.NOT_ALLOWED
    assert (await town.desk.acknowledge(record.id, HR))[0] is Acknowledgement.DONE
    assert await reasons(town) == ()


async def test_the_last_resort_is_never_asked_about_a_complaint_that_names_them(town: Town) -> None:
    record = await report(town, SAM, about=(MAYOR, HR))
    await town.pass_time(hours=3)
    assert asked(town) == set()
    assert await town.desk.view(record.id, HR) is None


async def test_the_last_resort_hears_of_nothing_that_somebody_else_can_be_asked_about(town: Town) -> None:
    record = await report(town, SAM, about=(PRIYA,))
    await town.pass_time(hours=3)
    assert HR not in asked(town)
    assert await town.desk.view(record.id, HR) is None


async def test_health_says_that_there_is_nobody_to_ask_and_not_that_everybody_was_asked(town: Town) -> None:
    without_last_resort(town)
    await report(town, SAM, about=(MAYOR,))
    await town.pass_time(hours=3)
    assert await reasons(town) == ("Reports for which there is nobody to ask: 1.",)


def test_r27_a_complaint_that_would_reach_nobody_is_named_unless_there_is_a_last_resort() -> None:
    folder = sample()
    assert unheard(folder) == ()
    assert "Yusuf Demir" in unheard(replace(folder, ladder=replace(folder.ladder, last_resort=None)))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("steps:\n  - role: cao\n    minutes: 1441\n", 3),
        ("steps:\n  - role: cao\n    minutes: 15\nask_again_minutes: 100000\n", 4),
        (
            (
                "steps:\n  - role: cao\n    minutes: 15\nrules:\n  - when: threat\n    also:\n"
                "      role: hr\n      within_minutes: 9999\n"
            ),
            8,
        ),
        ("steps:\n  - role: cao\n    minutes: 15\nlast_resort:\n  role: janitor\n", 5),
    ],
)
def test_d20_a_wait_of_more_than_a_day_and_an_unknown_last_resort_are_refused_with_their_line(
    text: str, line: int
) -> None:
    with pytest.raises(DataFileError) as caught:
        parse_ladder(text)
    assert (caught.value.file, caught.value.line) == ("ladder.yaml", line)


def test_d20_a_wait_of_a_whole_day_is_taken() -> None:
    assert parse_ladder("steps:\n  - role: cao\n    minutes: 1440\n").steps[0].minutes == 1440
