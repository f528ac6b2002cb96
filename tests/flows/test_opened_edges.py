"""The report that somebody opened at the end of a contact is theirs to complete, found by words, and by nobody else."""

from __future__ import annotations

import pytest

from bot.words import sentence
from incidents.notices import NoticeKind
from incidents.records import ActOutcome
from incidents.rules.access import Operation
from incidents.task import TaskKind
from tests.flows.test_away import says
from tests.flows.test_opened import ended
from tests.flows.town import PRIYA, SAM, WEN, Town


@pytest.mark.parametrize(
    "text", ["complete the report", "complete my report", "finish my report", "my drafts"]
)
async def test_d55_the_report_that_was_opened_is_found_by_the_words_for_completing_it(
    town: Town, text: str
) -> None:
    talk, record = await ended(town)
    await talk.say(text)
    assert sentence("draft.none") not in talk.words
    assert record.reference in talk.words
    assert sentence("opened.button") in talk.words


async def test_d55_what_an_author_alone_can_do_waits_for_them_while_they_are_away(town: Town) -> None:
    await says(town, PRIYA, "Sam Okafor is away until Friday")
    await ended(town)
    (task,) = [one for one in await town.desk.tasks.mine(SAM) if one.kind is TaskKind.COMPLETE]
    assert await town.desk.tasks.mine(PRIYA) == ()
    await town.pass_time(days=1)
    reminded = [one.recipient for one in town.notifier.notices if one.kind is NoticeKind.TASK_REMINDER]
    assert set(reminded) <= {SAM}
    for person in (PRIYA, WEN):
        outcome, _ = await town.desk.tasks.act(task.id, person, Operation.FINISH_TASK, {}, "done")
        assert outcome is ActOutcome.NOT_ALLOWED, "the report is not whole by that"
