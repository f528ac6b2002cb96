"""What the month in figures counts besides records: questions to owners, contacts given, numbers said to be wrong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from bot.tables import referrals, wrong_numbers
from foundation.db import Connection
from incidents.figures_desk import CountedElsewhere
from incidents.rules.figures_facts import QuestionFact
from knowledge.curation.tables import questions

GIVEN = "given"


def counted_elsewhere(conn: Connection, since: datetime, until: datetime) -> CountedElsewhere:
    """When each of them was, from a moment on and before another; of questions also those that still waited then."""
    waited = or_(questions.c.closed_at.is_(None), questions.c.closed_at >= since, questions.c.at >= since)
    asked = select(questions.c.at, questions.c.closed_at).where(questions.c.at < until, waited)
    given = select(referrals.c.at).where(
        referrals.c.kind == GIVEN, referrals.c.at >= since, referrals.c.at < until
    )
    wrong = select(wrong_numbers.c.at).where(wrong_numbers.c.at >= since, wrong_numbers.c.at < until)
    return CountedElsewhere(
        questions=tuple(QuestionFact(row.at, row.closed_at) for row in conn.execute(asked)),
        referrals=tuple(conn.execute(given).scalars()),
        wrong_numbers=tuple(conn.execute(wrong).scalars()),
    )
