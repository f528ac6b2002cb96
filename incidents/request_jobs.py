"""The jobs of a request: somebody is told, or a clock is looked at. Their subject is the id of its record.

A notice holds no word of a request: number, matter, and where it stands are read at the moment of sending, by the right
of whoever it is for.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from foundation.outbox.jobs import Claimed, Job, Lane
from foundation.outbox.schedules import cron_key

MOMENT = timedelta(seconds=1)
NUMBER_AFTER = timedelta(seconds=30)
"""How long the reply may take that gives the number."""
REQUEST_NEWS = "request_news"
REQUEST_CLOCK = "request_clock"
REQUEST_DIGEST = "request_digest"
REQUEST_REPLY = "request_reply"


class RequestNews(StrEnum):
    """What a notice tells: TAKEN gives its number to whoever took it down, where no reply did. NEW is theirs to see to,
    GIVEN to them alone; REMIND, OVERDUE and ABOVE are of a clock; DONE goes to the office it came from (R14);
    OPEN_AGAIN to whoever had it; INSTEAD to whoever is next where somebody cannot be reached. PRIORITY says that it is
    more or less urgent now, CALLED that the customer said more, FILE that a file was added by somebody else, MOVED to
    whoever had it that it went elsewhere: they see no more of it, so that one alone carries the number. UNTOLD goes to
    whoever had it where somebody cannot hear that it is done. Of an e-mail to whoever brought it, its writer hears that
    it WAITS, was SENT after that, or stays UNSENT. The OPEN311 ones are of the city's own system.
    """

    TAKEN = "taken"
    NEW = "new"
    GIVEN = "given"
    REMIND = "remind"
    OVERDUE = "overdue"
    ABOVE = "above"
    DONE = "done"
    OPEN_AGAIN = "open_again"
    INSTEAD = "instead"
    PRIORITY = "priority"
    CALLED = "called"
    FILE = "file"
    MOVED = "moved"
    UNTOLD = "untold"
    WAITS = "waits"
    SENT = "sent"
    UNSENT = "unsent"
    OPEN311_UNSURE = "open311_unsure"
    OPEN311_REFUSED = "open311_refused"
    OPEN311_CLOSED = "open311_closed"
    OPEN311_OPEN = "open311_open"
    OPEN311_SAID = "open311_said"


NEWS_OF_OPEN311 = frozenset(
    {
        *(RequestNews.OPEN311_UNSURE, RequestNews.OPEN311_REFUSED, RequestNews.OPEN311_CLOSED),
        *(RequestNews.OPEN311_OPEN, RequestNews.OPEN311_SAID),
    }
)
"""What is told of the city's own system."""


def news_job(
    record_id: str,
    news: RequestNews,
    of: str,
    recipient: str,
    at: datetime,
    *,
    urgent: bool,
    reference: str = "",
    since: datetime | None = None,
) -> Job:
    """Tell somebody; `of` names what it follows from, so that it is told once; `since` when others were told of it."""
    key = news_key(record_id, news, of, recipient)
    lane = Lane.URGENT if urgent else Lane.ROUTINE
    payload = {"news": news.value} | ({"reference": reference} if reference else {})
    payload |= {"since": since.isoformat()} if since else {}
    return Job(key, REQUEST_NEWS, record_id, at, recipient, payload, lane)


def number_job(record_id: str, taken_by: str, at: datetime) -> Job:
    """Give the number to whoever took it down, half a minute later: the process that answered them may have died."""
    key, payload = news_key(record_id, RequestNews.TAKEN, "", taken_by), {"news": RequestNews.TAKEN.value}
    return Job(key, REQUEST_NEWS, record_id, at + NUMBER_AFTER, taken_by, payload, Lane.RECEIPT)


def news_key(record_id: str, news: RequestNews, of: str, recipient: str) -> str:
    """The key of such a notice."""
    return f"{REQUEST_NEWS}:{record_id}:{news}:{of}:{recipient}"


def reply_job(record_id: str, entry: str, by: str, at: datetime) -> Job:
    """Send what somebody wrote to whoever brought a request; `recipient` is the writer, who hears what became of it."""
    return Job(f"{REQUEST_REPLY}:{record_id}:{entry}", REQUEST_REPLY, record_id, at, by, {"entry": entry})


def entry_of(job: Job) -> str:
    """The entry that holds the words of an e-mail."""
    return str(job.payload.get("entry", ""))


def clock_job(record_id: str, revision: int, at: datetime, since: datetime) -> Job:
    """Look at `at` which clock has run; a request that changed meanwhile has a later revision. What came up to `since`
    was looked at before.
    """
    key = f"{REQUEST_CLOCK}:{record_id}:{revision}:{at.isoformat()}"
    # While a job is worked on its own time is the end of its lease, so what it was planned for stands beside.
    payload = {"revision": revision, "at": at.isoformat(), "since": since.isoformat()}
    return Job(key, REQUEST_CLOCK, record_id, at, payload=payload, lane=Lane.WATCH)


def request_digest(day: str, recipient: str, at: datetime) -> Job:
    """What waits and is overdue that day, for whoever sees to requests (R09)."""
    return Job(cron_key(REQUEST_DIGEST, day, recipient), REQUEST_DIGEST, day, at, recipient)


def news_of(job: Job) -> RequestNews:
    """What a notice tells; raises ValueError for what only a newer version knows."""
    return RequestNews(str(job.payload.get("news", "")))


def is_known(job: Job) -> bool:
    """Whether this version knows what a notice tells."""
    return str(job.payload.get("news", "")) in set(RequestNews)


def number_in(job: Job) -> str:
    """The number of a request that its recipient sees no more."""
    return str(job.payload.get("reference", ""))


def since_of(claimed: Claimed) -> datetime:
    """When the first of those was told who hear the same, one instead of another."""
    said = claimed.job.payload.get("since")
    return datetime.fromisoformat(str(said)) if said else claimed.first_due


def planned_for(job: Job) -> datetime:
    """The moment a look at a clock was planned for."""
    return datetime.fromisoformat(str(job.payload["at"]))


def looked_until(job: Job) -> datetime:
    """Up to when the clocks were looked at before; a job of an older version says only what it was planned for."""
    said = job.payload.get("since")
    return datetime.fromisoformat(str(said)) if said else planned_for(job) - MOMENT


def revision_of(job: Job) -> int:
    """As which revision of the request a clock was planned."""
    return int(job.payload.get("revision", 0))
