"""What the kill -9 trial would find: each promise broken once, by hand, beside one where every promise was kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.words import sentence
from foundation.sealing import WrappedKey
from incidents.records import DeliveryState, RecordKind, State
from incidents.rules.helpers import InNeed
from incidents.safety.call import Call, CallCause, Helper
from incidents.store_records import StoredRecord
from incidents.store_tasks import StoredTask
from incidents.task import TaskKind, TaskState
from tests.chaos.kept import Left, broken
from tests.chaos.ledger import Ledger
from tests.chaos.people import Person, Seen

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SAM, PRIYA = "sam@example.gov", "priya@example.gov"
NAMES = {SAM: "Sam", PRIYA: "Priya"}
REPORT = StoredRecord("r1", "AAA-111", SAM, "d", "", False, State.CLOSED, NOW, WrappedKey("k", b""), b"")
ASKED = replace(REPORT, id="r2", reference="BBB-222", kind=RecordKind.REQUEST, state=State.RECEIVED)
TASK = StoredTask("t1", "r1", TaskKind.LOOK_INTO, SAM, PRIYA, NOW, NOW, b"", state=TaskState.DONE)
COMES = Helper(PRIYA, DeliveryState.SENT, coming_at=NOW)
CALL = Call("c1", InNeed(SAM, "Finance"), "counter zqcall", CallCause.ASKED, NOW, 0, NOW, (COMES,))
OVER = replace(CALL, id="c2", place="counter zqover", over_at=NOW)
LEDGER = Ledger(
    written={"zqact": "an act", "zqtask": "a task", "zqrequest": "a request"},
    tasks={"zqtask": ("AAA-111", SAM)},
    taken={("AAA-111", PRIYA)},
    done={("AAA-111", SAM)},
    closed={"AAA-111"},
    calls={"zqcall": SAM, "zqover": SAM},
    over={"zqover"},
    coming={("zqcall", PRIYA)},
    requests={"zqrequest": SAM},
)
LEFT = Left(
    (REPORT, ASKED),
    Counter(["zqact", "zqtask", "zqrequest"]),
    {"zqrequest": ASKED},
    ((TASK, "Read it: zqtask."),),
    frozenset({("AAA-111", PRIYA)}),
    {"zqcall": CALL, "zqover": OVER},
    frozenset({("c1", PRIYA), ("c2", PRIYA)}),
    waiting=0,
)


@dataclass
class Inbox:
    """Somebody of whom only what came to them matters."""

    texts: tuple[str, ...]

    def inbox(self, after: int = 0) -> Iterator[tuple[int, Seen]]:
        """Each message as it came."""
        for number, text in enumerate(self.texts[after:], after):
            yield number, Seen(text, text, "")


HEARD = {
    SAM: {
        "given": f"AAA-111 {sentence('task.given', name='Priya')}",
        "comes": sentence("call.comes", name="Priya"),
        "number": sentence("request.taken", reference="BBB-222"),
    },
    PRIYA: {
        "done": f"AAA-111 {sentence('act.told_task_done', name='Sam')}",
        "needs": f"{sentence('call.needs', name='Sam')} counter zqcall",
        "news": sentence("request.news_new", reference="BBB-222"),
    },
}


def found(left: Left = LEFT, without: str = "") -> list[str]:
    """What is found to be broken, where one message did not come."""
    people: dict[str, Any] = {
        who: Inbox(tuple(text for name, text in texts.items() if name != without))
        for who, texts in HEARD.items()
    }
    seen: dict[str, Person] = people
    return broken(LEDGER, left, seen, NAMES)


def test_where_every_promise_was_kept_nothing_is_found() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("given", f"task unsaid: AAA-111 to {SAM}"),
        ("done", f"done task unsaid: AAA-111 to {PRIYA}"),
        ("needs", f"call unheard: of {SAM} by {PRIYA}"),
        ("comes", f"answer unheard: {PRIYA} to {SAM}"),
        ("number", f"request without its number: BBB-222 to {SAM}"),
        ("news", "request nobody was told of: BBB-222"),
    ],
)
def test_whoever_was_not_told_is_found(message: str, expected: str) -> None:
    assert found(without=message) == [expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"words": Counter(["zqtask", "zqrequest"])}, "written 0 times: an act"),
        ({"words": Counter(["zqact", "zqact", "zqtask", "zqrequest"])}, "written 2 times: an act"),
        ({"tasks": ((TASK, "other words"),)}, f"task lost: of {SAM} on AAA-111"),
        (
            {"tasks": ((replace(TASK, state=TaskState.OPEN), "zqtask"),)},
            f"done task lost: AAA-111 by {SAM}",
        ),
        ({"taken": frozenset()}, f"take-over lost: AAA-111 by {PRIYA}"),
        (
            {"records": (replace(REPORT, state=State.CLOSING), ASKED)},
            "not closed, or its author not told: AAA-111",
        ),
        ({"calls": {"zqcall": CALL}}, f"call lost: of {SAM}"),
        (
            {"calls": {"zqcall": CALL, "zqover": replace(OVER, over_at=None)}},
            f"end of a call lost: of {SAM}",
        ),
        ({"calls": {"zqcall": replace(CALL, helpers=()), "zqover": OVER}}, f"answer lost: of {PRIYA}"),
        ({"asked": frozenset()}, f"call that asked nobody: of {SAM}"),
        ({"waiting": 2}, "left undone: 2 jobs"),
    ],
)
def test_what_was_lost_or_done_twice_is_found(change: dict[str, Any], expected: str) -> None:
    assert expected in found(replace(LEFT, **change))
