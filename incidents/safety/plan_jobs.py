"""The jobs of a plan: who hears of it, when it is brought to mind, asked about, and when silence is a call."""

from __future__ import annotations

from datetime import datetime

from foundation.outbox.jobs import Job, Lane
from incidents.safety.plan import PlanNoticeKind

PLAN_SILENCE = "plan_silence"
"""Looks, some minutes after a check-in time, whether there was an answer."""


def news(plan_id: str, revision: int, what: str, person: str, at: datetime) -> Job:
    """Tell the companion of a plan, or what became of it."""
    key = f"plan_news:{plan_id}:{revision}:{what}"
    return _notice(PlanNoticeKind.PLAN_NEWS, plan_id, person, revision, at, key)


def remind(plan_id: str, number: int, person: str, at: datetime) -> Job:
    """Bring a meeting to mind beforehand."""
    return _notice(
        PlanNoticeKind.PLAN_REMIND, plan_id, person, 0, at, f"plan_remind:{plan_id}:{number}:{person}"
    )


def ask(plan_id: str, revision: int, person: str, at: datetime) -> Job:
    """Ask at check-in time whether all is well; this cannot wait behind anything."""
    key = f"plan_ask:{plan_id}:{revision}"
    return _notice(PlanNoticeKind.PLAN_ASK, plan_id, person, revision, at, key, Lane.URGENT)


def silence(plan_id: str, revision: int, at: datetime, *, late: bool = False) -> Job:
    """Call for help at `at` unless there was an answer; `late` where the question itself came late."""
    key = f"plan_silence:{plan_id}:{revision}" + (":late" if late else "")
    payload = {"revision": revision, "late": late}
    return Job(key, PLAN_SILENCE, plan_id, at, payload=payload, lane=Lane.WATCH)


def revision_of(job: Job) -> int:
    """The revision of the plan a job was made for."""
    return int(job.payload["revision"])


def _notice(
    kind: PlanNoticeKind,
    plan_id: str,
    person: str,
    revision: int,
    at: datetime,
    key: str,
    lane: Lane = Lane.ROUTINE,
) -> Job:
    return Job(key, kind.value, plan_id, at, person, {"revision": revision}, lane)
