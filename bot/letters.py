"""Letters: what the bot sends on its own account besides notices of incidents, as jobs of the outbox.

A letter is written in the same transaction as what it tells, with a key that is unique for ever. It names what it is
about and holds no words: they are read at the moment of sending. Its subject is a question's reference, the month of
a digest or of figures (2026-11), or the id of a kept reply or of a report on a number.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from foundation.outbox.jobs import Job
from foundation.outbox.schedules import cron_key


class LetterKind(StrEnum):
    """QUESTION asks an owner, ANSWER tells the asker, DIGEST sums the month up for an owner, REPLY is an answer
    that a platform did not take when it was due, WRONG_NUMBER tells the owner of a directory entry that its
    number was called wrong, ABSENCE who stands in for somebody, who is said to be away, or that they are back
    before their time, FIGURES that a month in figures is there, FIGURES_MAIL is that month by e-mail."""

    QUESTION = "question"
    ANSWER = "answer"
    DIGEST = "digest"
    REPLY = "reply"
    WRONG_NUMBER = "wrong_number"
    ABSENCE = "absence"
    FIGURES = "figures"
    FIGURES_MAIL = "figures_mail"


def question_letter(reference: str, owner: str, at: datetime) -> Job:
    """Ask an owner; each owner is asked once about a question."""
    return Job(f"question:{reference}:{owner}", LetterKind.QUESTION.value, reference, at, owner)


def answer_letter(reference: str, asker: str, at: datetime) -> Job:
    """Tell the asker what became of the question."""
    return Job(f"answer:{reference}", LetterKind.ANSWER.value, reference, at, asker)


def wrong_number_letter(wrong: str, owner: str, at: datetime) -> Job:
    """Tell the owner of an entry, or whoever is asked in their place; each is told once."""
    return Job(f"wrong_number:{wrong}:{owner}", LetterKind.WRONG_NUMBER.value, wrong, at, owner)


def digest_letter(month: str, owner: str, at: datetime) -> Job:
    """The digest of one month for one owner."""
    return Job(cron_key("digest", month, owner), LetterKind.DIGEST.value, month, at, owner)


def figures_letter(month: str, person: str, at: datetime) -> Job:
    """That the figures of a month are there, for one of those who get them."""
    return Job(cron_key("figures", month, person), LetterKind.FIGURES.value, month, at, person)


def figures_mail(month: str, audience: str, person: str, at: datetime) -> Job:
    """The figures of a month as one audience sees them, by e-mail to somebody of it."""
    key = cron_key("figures_mail", month, audience, person)
    return Job(key, LetterKind.FIGURES_MAIL.value, month, at, person, {"audience": audience})


def reply_letter(name: str, person: str, kept: str, at: datetime) -> Job:
    """Bring a kept reply; `name` is that of the loss, so that it is kept once."""
    return Job(f"reply:{name}", LetterKind.REPLY.value, kept, at, person)
