"""No word of a report leaves a trace outside the forms of those who may read it (trust check 1)."""

from __future__ import annotations

import base64
import io
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.flows.notice_card import chain_card
from bot.messages import Button, Buttons, Message, Text
from bot.services import Services
from bot.words import sentence
from foundation import sealing
from foundation.logs import configure_logs
from incidents.desk import Desk
from incidents.records import Filed, Record, Report
from tests.fakes.clock import MORNING
from tests.scenarios.canary import CANARIES, collect, has_canary
from tests.scenarios.house import PRIYA, RUTH, SAM, House, Start, Vendors
from tests.scenarios.person import OnSlack, OnTeams, Person, reports
from tests.standins.slack_api import direct
from tests.standins.teams_api import Posted
from tests.standins.teams_client import Dialog

WEN = "wen.zhao@portmaribel.example"
FILLED: dict[str, Any] = {
    "occurred_at": MORNING - timedelta(minutes=5),
    "channel": "phone",
    "customer": CANARIES["customer"],
    "happened": CANARIES["happened"],
    "behaviours": ("threat",),
    "warned": "no",
    "warning_note": CANARIES["warning_note"],
    "ended": "yes",
}
LATER: dict[str, dict[str, Any]] = {
    "act.add_details": {
        name: CANARIES[name]
        for name in ("others_present", "tried", "afterwards", "topic", "place", "options_offered")
    },
    "act.add_customer": {
        "customer_type": "guardian",
        "accompanied_by": CANARIES["accompanied_by"],
        "accommodation": "refused",
        "accommodation_reason": CANARIES["accommodation_reason"],
        "language": CANARIES["language"],
    },
    "act.add_safety": {
        "severity": "grave",
        "security_called": True,
        "security_response": CANARIES["security_response"],
    },
    "act.police": {"police": "reported", "police_file": CANARIES["police_file"]},
}
"""The pages after the first form, each reached from the one before."""


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything that is logged by us and by every library, from the moment the program starts."""
    said, root = io.StringIO(), logging.getLogger()
    monkeypatch.setattr(sys, "stderr", said)
    levels = {name: logging.getLogger(name).level for name in ("", *logging.root.manager.loggerDict)}
    configure_logs(level="DEBUG", readable=False)
    handler = logging.StreamHandler(said)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.removeHandler(handler)
    structlog.reset_defaults()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


async def test_what_was_written_stands_nowhere_but_in_the_forms_of_those_who_may_read_it(
    logs: io.StringIO, start: Start, around: Vendors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as it:
        read = [await whole_story(it, platform, monkeypatch) for platform in ("slack", "teams")]
        while_open = evidence(it, logs, tmp_path)
    afterwards = evidence(it, logs, tmp_path)
    for form in read:
        missing = [name for name, word in CANARIES.items() if word not in form]
        assert missing == [], "the supervisor could not read all of it"
    places = while_open.found.keys() | afterwards.found.keys()
    for looked_at in ("log", "file test.db", "file test.db-wal", "file keys"):
        assert looked_at in places
    assert SAM.encode() in while_open.found["file test.db"] + while_open.found["file test.db-wal"]
    assert "flow_failed" in logs.getvalue()
    assert while_open.leaks() == []
    assert afterwards.leaks() == []


def seal_nothing(patch: pytest.MonkeyPatch) -> None:
    """A release in which encryption was lost."""
    patch.setattr(sealing, "_encrypt", lambda _secret, content, _context: content)
    patch.setattr(sealing, "_decrypt", lambda _secret, sealed, _context: sealed)


def log_reports(patch: pytest.MonkeyPatch) -> None:
    """A release in which somebody logs what comes in."""
    submit = Desk.submit

    async def loud(
        desk: Desk, report: Report, draft: str, *, excluded: frozenset[str] = frozenset()
    ) -> Filed:
        structlog.get_logger().debug("submitted", report=report)
        return await submit(desk, report, draft, excluded=excluded)

    patch.setattr(Desk, "submit", loud)


def tell_on_cards(patch: pytest.MonkeyPatch) -> None:
    """A release whose alert quotes the narrative."""
    add_to_card(patch, lambda record: Text(record.report.happened))


def tell_in_buttons(patch: pytest.MonkeyPatch) -> None:
    """A release whose buttons carry the customer's name."""
    add_to_card(patch, lambda record: Buttons((Button("More", "notice.view", record.report.customer),)))


def add_to_card(patch: pytest.MonkeyPatch, part: Callable[[Record], Text | Buttons]) -> None:

    def drawn(record: Record, services: Services, *, reader: str, lead: str = "") -> Message:
        card = chain_card(record, services, reader=reader, lead=lead)
        return replace(card, parts=(*card.parts, part(record)))

    patch.setattr("bot.flows.notice.chain_card", drawn)


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (seal_nothing, "file test.db"),
        (log_reports, "log"),
        (tell_on_cards, "teams"),
        (tell_on_cards, "slack"),
        (tell_in_buttons, "teams"),
        (tell_in_buttons, "slack"),
    ],
)
async def test_the_search_finds_a_release_that_leaks(
    logs: io.StringIO,
    start: Start,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[pytest.MonkeyPatch], None],
    place: str,
) -> None:
    """The control: a detector that finds nothing proves nothing."""
    fault(monkeypatch)
    async with start() as it:
        platform = "slack" if place == "slack" else "teams"
        sam, _ = await it.person("teams", SAM), await it.person(platform, PRIYA)
        await reports(sam, FILLED)
        leaks = evidence(it, logs, tmp_path).leaks()
    assert leaks
    assert all(leak.startswith(place) for leak in leaks)


@pytest.mark.parametrize(
    "trace",
    [
        CANARIES["tried"].upper().encode(),
        f"x{CANARIES['tried']}".encode("utf-16-le"),
        CANARIES["tried"].encode().hex().upper().encode(),
        *(base64.b64encode(b"-" * before + CANARIES["tried"].encode()) for before in range(4)),
    ],
)
def test_the_search_knows_common_encodings(trace: bytes) -> None:
    assert has_canary(trace)
    assert not has_canary(b"zyxq and canary, apart")


async def whole_story(it: House, platform: str, patch: pytest.MonkeyPatch) -> str:
    """Every way the words of a report can take; returns what the supervisor could read in the end."""
    await it.pass_time(hours=1)
    sam, priya = await it.person(platform, SAM), await it.person(platform, PRIYA)
    await opens_from_a_message(sam)
    assert CANARIES["quoted"] in sam.typed("happened")
    await sam.fills({**FILLED, "happened": f"{CANARIES['quoted']} {CANARIES['happened']}"})
    await sam.fills({"occurred_at": it.clock.now() + timedelta(days=1)})
    await sends_in_vain(it, sam)
    await sam.fills({"occurred_at": it.clock.now()})
    with patch.context() as broken:
        broken.setattr(it.core.desk, "submit", quotes_the_report)
        await sends_in_vain(it, sam)
    await sam.sends()
    for page, said in LATER.items():
        if page == "act.police":  # The page before it names colleagues, whom this story keeps out.
            await sam.writes(f"reports {(await it.record()).reference}")
            await sam.presses(sentence("act.more"))
        await sam.presses(sentence(page))
        await sam.fills(said)
        await sam.sends()
        assert not sam.form, f"the form stayed open: {sam.form}"
    await sam.presses(sentence("report.amend"))
    await sam.fills({"statement": CANARIES["amended"]})
    await sam.sends()
    await sam.writes("my reports")
    await strangers_look(it, platform)
    await priya.presses(sentence("notice.acknowledge"))
    await a_task(it, platform, priya)
    await priya.writes(f"reports {(await it.record()).reference}")
    await priya.presses(sentence("notice.read"))
    return priya.form


async def a_task(it: House, platform: str, priya: Person) -> None:
    """Somebody is given a task, reads it, puts it off and is reminded; so are those above them."""
    wen, reference = await it.person(platform, WEN), (await it.record()).reference
    await priya.writes(f"reports {reference}")
    await priya.presses(sentence("act.more"))
    await priya.presses(sentence("act.add_task"))
    due = it.clock.now() + timedelta(days=1)
    given = {"task_kind": "call_back", "task_person": WEN, "task_due": due, "task_words": CANARIES["tasked"]}
    await priya.fills(given)
    await priya.sends()
    await wen.presses(sentence("task.read"))
    assert CANARIES["tasked"] in wen.form
    await wen.writes("my tasks")
    await wen.presses("Open 1")
    await wen.presses(sentence("act.more"))
    await wen.presses(sentence("act.snooze_task"))
    await wen.fills({"snooze_until": due, "snooze_reason": CANARIES["delayed"]})
    await wen.sends()
    await it.pass_time(days=4)
    await wen.writes("tasks")
    await wen.presses("Open 1")
    await wen.presses(sentence("task.finish"))


async def quotes_the_report(report: Report, draft: str, **_: object) -> Filed:
    """A fault whose message quotes what was written, as those of many libraries do."""
    raise ValueError(f"cannot store {report} of {draft}")


async def opens_from_a_message(person: Person) -> None:
    """Use the shortcut on a message of a colleague."""
    if isinstance(person, OnSlack):
        await person.client.use_on_message("incident_from_message", CANARIES["quoted"])
    else:
        assert isinstance(person, OnTeams)
        client = person.client
        html = f"<p>{CANARIES['quoted']}</p>"
        person._dialog = await client.uses("incident_from_message", html=html, where=client.personal)


async def sends_in_vain(it: House, person: Person) -> None:
    """Send the form, and get it back with everything that was typed."""
    if isinstance(person, OnSlack):
        await person.client.submit()
    else:
        assert isinstance(person, OnTeams)
        person._dialog = await person.dialog.submit()
    await it.settle()
    assert person.typed("customer") == CANARIES["customer"]


async def strangers_look(it: House, platform: str) -> None:
    """Somebody without a right presses the button of a card that was forwarded to them."""
    ruth, priya = await it.person(platform, RUTH), await it.person(platform, PRIYA)
    if isinstance(ruth, OnSlack):
        assert isinstance(priya, OnSlack)
        shown = it.vendors.slack.messages
        card = next(one for one in reversed(shown) if one in priya.client.messages and one["blocks"])
        forwarded = {**card, "channel": direct(ruth.client.user)}
        shown.append(forwarded)
        await ruth.presses(sentence("notice.read"))
        shown.remove(forwarded)
    else:
        assert isinstance(ruth, OnTeams)
        assert isinstance(priya, OnTeams)
        posted = priya.client._with_button(sentence("notice.read"))
        data = priya.client._data(posted.card, sentence("notice.read"))
        forwarded_to = Posted("1", ruth.client.user.chat, posted.activity)
        ruth._dialog = await ruth.client.presses_data(data, forwarded_to)
    assert not has_canary(ruth.form.encode())
    assert not any(has_canary(told.encode()) for told in ruth.told)


def dialogs(it: House) -> list[Dialog]:
    """Every dialog that is or was on a screen of Teams."""
    people = [person for person in it.people.values() if isinstance(person, OnTeams)]
    return [one for person in people for one in (person._dialog, person._sent) if one and one.open]


def evidence(it: House, logs: io.StringIO, folder: Path) -> Any:
    """Everything left behind so far."""
    return collect(it.vendors, logs.getvalue(), folder, dialogs(it))
