"""What a refusal of a mail server means: try again, another person, or call the operator (RFC 5321, RFC 3463).

Only a final refusal of the mailbox itself says something about the person; every other final one is about the server,
our account or our message, and would be the same for everybody.
"""

from __future__ import annotations

import ssl

from aiosmtplib import errors

from bot.adapter import Failure, SendFailed

OF_THE_MAILBOX = frozenset({550, 551, 553})
"""Answers to RCPT TO: no such mailbox, not here, name not allowed. 552 (full) and 4xx may pass."""

MAILBOX_FULL = 552
NO_TLS = "tls_refused"
NO_ANSWER = "smtp_no_answer"


def refused(error: Exception) -> SendFailed:
    """The failure for the outbox; the code is the number the server answered with, or a word of ours."""
    if _is_of_tls(error):
        return SendFailed(Failure.OPERATOR, NO_TLS)
    match error:
        case errors.SMTPRecipientsRefused(recipients=[first, *_]):
            return refused(first)
        case errors.SMTPRecipientRefused(code=code) if code in OF_THE_MAILBOX:
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


def _is_of_tls(error: BaseException | None) -> bool:
    """Whether a certificate or the sealing itself was refused, however deep that stands."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
