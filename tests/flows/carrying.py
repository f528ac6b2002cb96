"""A report of Sam's that is carried on: what its people do with it, and what each of them sees."""

from __future__ import annotations

import pytest

from bot.events import FieldValue
from bot.flows.notice import draw
from bot.words import sentence
from incidents.notices import NoticeKind
from incidents.records import State
from incidents.rules.access import Operation
from tests.fakes.conversation import Conversation
from tests.fixtures.acts import said_of
from tests.flows.town import CAO, SAM, Town

REPORT: dict[str, FieldValue] = {
    "channel": "phone",
    "customer": "Casey Customer",
    "happened": "He shouted about his bill.",
    "behaviours": ("verbal_abuse",),
    "warned": "yes",
    "ended": "yes",
    # Said at once, so that nobody is asked for it later.
    "topic": "His bill",
    "tried": "I explained it.",
}
CLOSING = {
    "outcome": "explained",
    "report_back": "I rang him. He understood the policy.",
    "file_reference": "CS-2026-014",
    "retention_class": "Difficult contact",
}


@pytest.fixture
async def filed(town: Town) -> tuple[str, str]:
    """A report of Sam's whose head was asked; its id and its reference."""
    sam = town.talk(SAM)
    await sam.command("incident")
    assert sam.form
    await sam.submit({**REPORT, "occurred_at": town.clock.now()})
    await town.pass_time(seconds=1)
    (record,) = await town.desk.mine(SAM)
    return record.id, record.reference


async def shows(town: Town, who: str, reference: str) -> Conversation:
    talk = town.talk(who)
    await talk.say(f"reports {reference}")
    return talk


async def does(town: Town, who: str, reference: str, operation: Operation, **said: object) -> Conversation:
    """Choose an act as it is offered, and fill its form in."""
    talk = await shows(town, who, reference)
    label = sentence(f"act.{operation}")
    if label not in {one.label for one in talk.buttons}:
        await talk.press(sentence("act.more"))
    await talk.press(label)
    if talk.form is not None:
        await talk.submit({**said_of(operation), **said})  # type: ignore[dict-item]  # what a field of the form holds
    await town.pass_time(seconds=1)
    return talk


async def reads(town: Town, who: str, record: str) -> str:
    """The whole record as somebody reads it."""
    talk = town.talk(who)
    await talk.choose("notice.view", record)
    assert talk.form
    return "\n".join(item.text for item in talk.form.items if hasattr(item, "text"))


def newest(town: Town, who: str) -> str:
    """What somebody was told last; a message that is brought up to date is nothing new."""
    quiet = (NoticeKind.MOVED, NoticeKind.REFRESHED)
    told = [one for one in town.notifier.notices if one.recipient == who and one.kind not in quiet]
    return draw(told[-1], town.services).summary


async def state(town: Town, record: str) -> State:
    seen = await town.desk.view(record, CAO)
    assert seen
    return seen.state
