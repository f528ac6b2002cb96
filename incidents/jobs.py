"""The jobs of a record: who is asked or told, and when it is looked again. Made here, kept by `foundation/outbox`.

Their subject is the id of the record. Keys are those of the first version: they are unique for ever.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from foundation.outbox.jobs import Job, Lane
from incidents.notices import NoticeKind
from incidents.rules.absence import Absence

CHECK = "check"
ALSO = "also"
REMIND = "remind"
ABSENCE = "absence"
"""Tells who stands in for somebody, who is said to be away, or that they are back; it is about no record, and the bot
words it.
"""
BACK = "back"
"""How the keys of those jobs begin that wait until somebody is back."""
REVIEW = "review"
WATCHES = frozenset({CHECK, ALSO, REMIND, REVIEW})
"""Jobs that send nothing themselves: they look, when their time has come, what has to be sent."""

URGENT = frozenset({NoticeKind.ALERT, NoticeKind.UNREACHED, NoticeKind.HELD})
RECEIPTS = frozenset({NoticeKind.FILED, NoticeKind.FILED_FOR})

ASIDE = 1_000_000
"""The level of notices to those who hear of a record beside its ladder; no ladder is that long."""

LOOK_AGAIN = timedelta(seconds=30)
"""How soon it is looked again whether somebody beside the ladder has heard."""

SAY_HELD_AFTER = 6
"""Attempts (about half a minute) an alert is held back before its reporter hears that nobody has it yet."""


def check(record_id: str, level: int, run_at: datetime) -> Job:
    """Ask the next level at `run_at` unless somebody acknowledged."""
    payload = {"level": level}
    return Job(check_key(record_id, level), CHECK, record_id, run_at, payload=payload, lane=Lane.WATCH)


def check_key(record_id: str, level: int) -> str:
    """The key of the check of a level."""
    return f"check:{record_id}:{level}"


def also(record_id: str, whom: str, run_at: datetime) -> Job:
    """See to it at `run_at` that a role or a person, `whom`, has heard of the record."""
    payload = {"level": ASIDE}
    return Job(f"also:{record_id}:{whom}", ALSO, record_id, run_at, whom, payload, Lane.WATCH)


def back_again(record_id: str, person: str, absence: str, run_at: datetime) -> Job:
    """Let somebody who is away hear of the record when they are back: what was sent to whoever stands in for them."""
    key = f"{BACK}:{record_id}:{person}:{absence}"
    return Job(key, ALSO, record_id, run_at, person, {"level": ASIDE, "absence": absence}, Lane.WATCH)


def absence_of(job: Job) -> str:
    """The absence that a job waits for the end of, or ""."""
    return str(job.payload.get("absence", ""))


def over_letter(record_id: str, reference: str, job: Job, recipient: str, run_at: datetime) -> Job:
    """Tell who stood in for somebody that what came to them is with that person again."""
    key = f"{ABSENCE}:over:{record_id}:{absence_of(job)}:{recipient}"
    return Job(key, ABSENCE, reference, run_at, recipient, {"back": job.recipient})


def alert(record_id: str, level: int, recipient: str, run_at: datetime) -> Job:
    """Ask somebody to acknowledge."""
    key = alert_key(record_id, level, recipient)
    return notice(NoticeKind.ALERT, record_id, level, recipient, run_at, key=key)


def alert_key(record_id: str, level: int, recipient: str) -> str:
    """The key of an alert and of its delivery."""
    return f"notify:{record_id}:{level}:{recipient}"


def notice(
    kind: NoticeKind,
    record_id: str,
    level: int,
    recipient: str,
    run_at: datetime,
    *,
    card: str = "",
    key: str = "",
) -> Job:
    """Any other notice: to the reporter, or to bring a message up to date.

    `card` is the key of the delivery whose message the notice updates; empty sends a new message.
    """
    # Who must hear within minutes does not stand in line.
    urgent = kind in URGENT or (kind is NoticeKind.TOLD and level == ASIDE)
    lane = Lane.URGENT if urgent else Lane.RECEIPT if kind in RECEIPTS else Lane.ROUTINE
    return Job(
        key or f"{kind}:{record_id}:{level}:{recipient}",
        kind.value,
        record_id,
        run_at,
        recipient,
        {"level": level, "card": card},
        lane,
    )


def absence_letter(absence: str, recipient: str, run_at: datetime) -> Job:
    """Tell somebody of an absence."""
    return Job(f"{ABSENCE}:{absence}:{recipient}", ABSENCE, absence, run_at, recipient)


def here_letter(absence: Absence, by: str, recipient: str, run_at: datetime) -> Job:
    """Tell somebody that whoever was away is there before the time that was said; `by` wrote it down."""
    key = f"{ABSENCE}:here:{absence.id}:{recipient}"
    said: dict[str, object] = {"here": absence.person, "deputy": absence.deputy, "by": by}
    return Job(key, ABSENCE, absence.id, run_at, recipient, said)


@dataclass(frozen=True, slots=True)
class TaskStep:
    """What a job of a task is about: the task as it was `revision` changes after it was made, and a step of its
    reminders by number (`incidents.rules.reminders`). `instead_of` is whoever was to be reminded and could not be.
    """

    task: str
    revision: int = 0
    number: int = 0
    instead_of: str = ""
    why: str = ""


def remind(record_id: str, step: TaskStep, run_at: datetime) -> Job:
    """Look at `run_at` whether a task still has to be done, and let those hear whose turn it is."""
    key = f"{REMIND}:{step.task}:{step.revision}:{step.number}"
    return Job(key, REMIND, record_id, run_at, payload=asdict(step), lane=Lane.WATCH)


def about_task(
    record_id: str,
    step: TaskStep,
    kind: NoticeKind,
    recipient: str,
    run_at: datetime,
    *,
    urgent: bool = False,
) -> Job:
    """Tell somebody of a task; what is urgent does not stand in line."""
    payload = {"level": ASIDE, "card": "", **asdict(step)}
    key = f"{kind}:{step.task}:{step.revision}:{step.number}:{step.instead_of}:{recipient}"
    lane = Lane.URGENT if urgent else Lane.ROUTINE
    return Job(key, kind.value, record_id, run_at, recipient, payload, lane)


def step_of(job: Job) -> TaskStep:
    """The step of a task a job is about."""
    said = job.payload
    return TaskStep(
        str(said.get("task", "")),
        int(said.get("revision", 0)),
        int(said.get("number", 0)),
        str(said.get("instead_of", "")),
        str(said.get("why", "")),
    )


@dataclass(frozen=True, slots=True)
class Done:
    """An act a notice tells of: its entry, its kind in the audit log, and who had the record in hand after it.

    `instead_of` is whoever was to be told and could not be; `why` the code of that.
    """

    entry: str
    act: str = ""
    handler: str = ""
    instead_of: str = ""
    why: str = ""


def about_act(record_id: str, done: Done, kind: NoticeKind, recipient: str, run_at: datetime) -> Job:
    """Tell somebody what was done with a record."""
    payload = {"level": ASIDE, "card": "", **asdict(done)}
    key = f"{kind}:{done.entry}:{recipient}"
    return Job(key, kind.value, record_id, run_at, recipient, payload, Lane.ROUTINE)


def act_of(job: Job) -> Done:
    """The act a notice tells of."""
    return Done(**{one.name: str(job.payload.get(one.name, "")) for one in fields(Done)})


def level_of(job: Job) -> int:
    """The level of the ladder a job is about."""
    return int(job.payload.get("level", 0))


def card_of(job: Job) -> str:
    """The key of the delivery whose message a notice updates, or ""."""
    return str(job.payload.get("card", ""))
