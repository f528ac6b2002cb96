"""The tables of calls for help and of plans of meetings; where somebody is, and a plan's words, stand sealed.

A call is open until `over_at`; one person has one open call, so that two presses make one. `call_notices` tell the
truth about everything that was sent, with the key of its job; `call_helpers` are those who said that they come.
A plan's `revision` grows whenever its check-in time moves: what was planned for the time before is then overtaken.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from foundation.db import UtcDateTime
from foundation.sealed_tables import sealed_columns
from incidents.tables import metadata

_OPEN = text("over_at IS NULL")

calls = Table(
    "calls",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("asker", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("companion", Text, nullable=False),
    Column("cause", String(20), nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("level", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("over_at", UtcDateTime),
    *sealed_columns(),
    Index("uq_calls_open", "asker", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
)

call_notices = Table(
    "call_notices",
    metadata,
    Column("key", Text, primary_key=True),
    Column("call_id", ForeignKey("calls.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("recipient", Text, nullable=False, index=True),
    Column("level", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("address", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("at", UtcDateTime),
)

call_helpers = Table(
    "call_helpers",
    metadata,
    Column("call_id", ForeignKey("calls.id"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("coming_at", UtcDateTime, nullable=False),
)

safety_plans = Table(
    "safety_plans",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", Text, nullable=False),
    Column("draft", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("companion", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("meets_at", UtcDateTime, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("check_at", UtcDateTime, nullable=False),
    Column("asked_at", UtcDateTime),
    Column("revision", Integer, nullable=False),
    *sealed_columns(),
    UniqueConstraint("person", "draft", name="uq_safety_plans_person_draft"),
    Index("ix_safety_plans_person", "person", "state"),
    Index("ix_safety_plans_state", "state", "check_at"),
)
