"""What a refusal of the Bot Connector means: try again, try another person, or call the operator.

Sources: learn.microsoft.com/microsoftteams/platform, rate-limit.md (what to retry) and
send-proactive-messages.md (what a blocked or missing bot answers); botframework REST reference (codes).

Only a code that says something about the person leads to another one. A status without a code is the page of
something between us and Teams, and a code nobody listed says nothing about the person: somebody must look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from bot.adapter import Failure, SendFailed

BY_STATUS: Mapping[int, Failure] = {
    408: Failure.RETRY,
    409: Failure.RETRY,
    412: Failure.RETRY,
    425: Failure.RETRY,
    429: Failure.RETRY,
}
ABOUT_THE_PERSON = frozenset(
    {
        # A user id of another bot, or of somebody who left: this person cannot be written to.
        (400, "InvalidUser"),
        # Blocked by them, or not installed for them.
        (403, "MessageWritesBlocked"),
        (403, "ConversationBlockedByUser"),
        (403, "BotNotInConversationRoster"),
        (403, "ForbiddenOperationException"),
        # Not there any more.
        (404, "ConversationNotFound"),
        (404, "ActivityNotFoundInConversation"),
        (404, "MemberNotFoundInConversation"),
        (410, "Gone"),
    }
)
BAD_USER = "BadArgument"
"""Where a chat is opened: its user is unknown. Anywhere else our own message is wrong."""
LONGEST_WAIT = 3600.0
PLAIN_CODE = re.compile(r"[A-Za-z0-9_]{1,60}")


def refused(status: int, body: object, retry_after: str | None, now: datetime) -> SendFailed:
    """The failure in an HTTP answer; `code` is the vendor's word where it is one, else the status."""
    code = code_in(body) or f"http_{status}"
    usual = BY_STATUS.get(status, Failure.RETRY if status >= 500 else Failure.OPERATOR)
    failure = Failure.NEXT_CONTACT if (status, code) in ABOUT_THE_PERSON else usual
    return SendFailed(failure, code, _seconds(retry_after, now) if failure is Failure.RETRY else 0.0)


def no_answer(error: Exception) -> SendFailed:
    """The connection broke or took too long: whether the message arrived is unknown."""
    return SendFailed(Failure.RETRY, type(error).__name__)


def code_in(body: object) -> str:
    """The error word in an answer's JSON; empty for anything that is no plain word."""
    if not isinstance(body, Mapping):
        return ""
    error = body.get("error")
    code = error.get("code") if isinstance(error, Mapping) else error or body.get("subCode")
    return code if isinstance(code, str) and PLAIN_CODE.fullmatch(code) else ""


def _seconds(retry_after: str | None, now: datetime) -> float:
    """Seconds to wait, from a number or an HTTP date; an hour at most."""
    if not retry_after:
        return 0.0
    try:
        wait = (
            float(retry_after)
            if retry_after.strip().isdecimal()
            else (parsedate_to_datetime(retry_after) - now).total_seconds()
        )
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(wait, 0.0), LONGEST_WAIT)
