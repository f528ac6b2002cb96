"""What a refusal of a mail server means: try again, another person, or call the operator (RFC 5321, RFC 3463).

Only a final refusal of the mailbox itself says something about the person; every other final one is about the server,
our account or our message, and would be the same for everybody. What is meant stands in the enhanced code (RFC 3463):
a relay that refuses us answers 550 like a mailbox that is not there.
"""

from __future__ import annotations

import re
import ssl

from aiosmtplib import errors

from bot.adapter import Failure, SendFailed

OF_THE_MAILBOX = frozenset({550, 551, 553})
"""Answers to RCPT TO: no such mailbox, not here, name not allowed. 552 (full) and 4xx may pass."""

MAILBOX_FULL = 552

ADDRESS, DISABLED = 1, (2, 1)
"""In an enhanced code: the subject of addresses, and a mailbox that takes nothing any more."""

OF_THE_SENDER = frozenset({7, 8})
"""Details of that subject that are about our own address."""

_ENHANCED = re.compile(r"\s*5\.(?P<subject>\d{1,3})\.(?P<detail>\d{1,3})\b")
NO_TLS = "tls_refused"
NO_ANSWER = "smtp_no_answer"


def refused(error: Exception) -> SendFailed:
    """The failure for the outbox; the code is the number the server answered with, or a word of ours."""
    if _is_of_tls(error):
        return SendFailed(Failure.OPERATOR, NO_TLS)
    match error:
        case errors.SMTPRecipientsRefused(recipients=[first, *_]):
            return refused(first)
        case errors.SMTPRecipientRefused(code=code, message=message) if _is_of_the_mailbox(code, message):
            return SendFailed(Failure.NEXT_CONTACT, f"smtp_{code}")
        case errors.SMTPResponseException(code=code):
            later = code // 100 == 4 or (
                code == MAILBOX_FULL and isinstance(error, errors.SMTPRecipientRefused)
            )
            return SendFailed(Failure.RETRY if later else Failure.OPERATOR, f"smtp_{code}")
        case OSError():  # Every broken or silent connection is one.
            return SendFailed(Failure.RETRY, NO_ANSWER)
        case _:
            return SendFailed(Failure.OPERATOR, type(error).__name__)


def _is_of_the_mailbox(code: int, message: str) -> bool:
    """Whether a refusal says that this mailbox is none, or is closed."""
    if code not in OF_THE_MAILBOX:
        return False
    said = _ENHANCED.match(message)
    if said is None:
        return True
    subject, detail = int(said["subject"]), int(said["detail"])
    if subject == ADDRESS:
        return detail not in OF_THE_SENDER
    return (subject, detail) == DISABLED


def _is_of_tls(error: BaseException | None) -> bool:
    """Whether a certificate or the sealing itself was refused, however deep that stands."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
