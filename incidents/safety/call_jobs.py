"""The jobs of a call: who is asked to come, who hears of it, and when it is looked again. Keys are unique for ever."""

from __future__ import annotations

from datetime import datetime

from foundation.outbox.jobs import Job, Lane
from incidents.safety.call import CallNoticeKind

CALL_CHECK = "call_check"
"""Looks, when the time of a level is over, whether somebody comes."""

_OVER = "over"

ON_COMING = 1_000_000
"""The level of what is told beside the levels, such as who comes."""


def ask(call_id: str, level: int, person: str, at: datetime) -> Job:
    """Ask somebody to come."""
    return told(CallNoticeKind.CALL, call_id, person, level, at, f"call:{call_id}:{level}:{person}")


def news(call_id: str, level: int, asker: str, at: datetime) -> Job:
    """Tell whoever called who was asked at a level."""
    return told(CallNoticeKind.CALL_NEWS, call_id, asker, level, at, f"call_news:{call_id}:{level}")


def comes(call_id: str, asker: str, helper: str, turn: str, at: datetime) -> Job:
    """Tell whoever called by name who comes; in another `turn`, somebody can come anew."""
    key = f"call_coming:{call_id}:{turn}:{helper}"
    return told(CallNoticeKind.CALL_COMING, call_id, asker, ON_COMING, at, key)


def comes_not(call_id: str, asker: str, helper: str, turn: str, at: datetime, level: int = ON_COMING) -> Job:
    """Tell whoever called by name who comes no more; `level` is the one that is asked because of it."""
    key = f"call_not_coming:{call_id}:{turn}:{helper}"
    return told(CallNoticeKind.CALL_NOT_COMING, call_id, asker, level, at, key)


def helper_of(job: Job) -> str:
    """Of whom a notice tells that they come, or come no more."""
    return job.key.rsplit(":", 1)[-1]


def over(call_id: str, person: str, at: datetime) -> Job:
    """Tell somebody who was asked that it is over."""
    return told(CallNoticeKind.CALL_OVER, call_id, person, ON_COMING, at, f"call_over:{call_id}:{person}")


def update(call_id: str, card: str, person: str, what: str, at: datetime) -> Job:
    """Bring the card with this key up to date after `what`."""
    key = f"call_update:{what}:{card}"
    return told(CallNoticeKind.CALL_UPDATE, call_id, person, 0, at, key, card)


def check(call_id: str, level: int, at: datetime, again: int = 0) -> Job:
    """Look at `at` whether somebody comes, else ask the next level; `again` counts the looks of one level."""
    payload = {"level": level, **({"again": again} if again else {})}
    key = f"call_check:{call_id}:{level}" + (f":{again}" if again else "")
    return Job(key, CALL_CHECK, call_id, at, payload=payload, lane=Lane.WATCH)


def arrival(call_id: str, level: int, at: datetime) -> Job:
    """Ask everybody again at `at` although somebody said that they come; one look a level."""
    payload = {"level": level, "arrival": True}
    return Job(f"call_arrival:{call_id}:{level}", CALL_CHECK, call_id, at, payload=payload, lane=Lane.WATCH)


def told(
    kind: CallNoticeKind, call_id: str, person: str, level: int, at: datetime, key: str, card: str = ""
) -> Job:
    """A notice of a call; all of them are urgent."""
    payload = {"level": level, **({"card": card} if card else {})}
    return Job(key, kind.value, call_id, at, person, payload, Lane.URGENT)


def mailed(asked: Job, number: int, at: datetime) -> Job:
    """E-mail somebody in the place of a notice that asks them to come; `number` counts those of one person."""
    key = f"call_mailed:{asked.subject}:{number}:{asked.recipient}"
    return told(CallNoticeKind.CALL_MAILED, asked.subject, asked.recipient, level_of(asked), at, key)


def mailed_over(call_id: str, person: str, at: datetime) -> Job:
    """E-mail somebody who was asked by e-mail that it is over."""
    key = f"call_mailed:{call_id}:{_OVER}:{person}"
    return told(CallNoticeKind.CALL_MAILED, call_id, person, ON_COMING, at, key)


def says_over(job: Job) -> bool:
    """Whether an e-mail says that a call is over."""
    return level_of(job) == ON_COMING


def is_arrival(job: Job) -> bool:
    """Whether a look asks after those who said that they come."""
    return bool(job.payload.get("arrival"))


def again_of(job: Job) -> int:
    """How many looks of the same level were before this one."""
    return int(job.payload.get("again", 0))


def level_of(job: Job) -> int:
    """The level a job belongs to."""
    return int(job.payload.get("level", 0))


def card_of(job: Job) -> str:
    """The key of the card that is brought up to date; empty where a new message is sent."""
    return str(job.payload.get("card", ""))
