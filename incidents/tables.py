"""The tables of the incidents side. What a person wrote is sealed; people stand here by their key.

A record is of a `kind`, and `records.sealed` holds the body of that kind: of an incident the whole report with the
names in it. `due_at` is when it has to be looked at again: the review of a restriction. `urgency`, `ladder` and
`any_hour` are what the rules made of it, so that the ladder can be climbed without opening it (empty for what was
filed before there were rules). `handler` has it in hand, given to them by `assigned_by`; `shared_with` is a JSON list
of the heads it was shared with. `filed_for` is whom its author wrote it for, `staff` a JSON object of the colleagues it
names, each with what they are named as. `entries` are what people said about it later, each sealed with the key of its
record; who and when stands in `audit`, whose detail names the entry. `letters` are the files of letters as they were
sent, each of an `entry`, sealed likewise. `tasks` are what is still to be done about a
record, the words sealed with its key too; `nudges` is what each person wants to be reminded of. `absences` are those
that have not ended yet, without a reason. `requests` are where requests stand, beside
their record: what lists and clocks go by, without a word of them, `due_at` the next clock that runs out, empty once
they are closed. `holds` are why a record is not destroyed, one of each kind; a record that is
destroyed leaves its audit entries and a line of its certificate in `certificates`. `log_lines` are the
violent-incident log, in which nobody is named: they outlive the reports (`source`) they are of. `figure_months` are
what was shown of months (2026-10) in figures, so that it stays what it was.

`name_tokens` are what a customer is found by: keyed digests of names, e-mail addresses and phone numbers, of subjects
of a kind (records, and whatever else names customers). `word_tokens` are the same of the words of records. `indexed`
says under which key of the ring a subject was indexed and by which version of the rules, so that it is done again
when either changes.

`links` are what people decided about two records, the newest about each subject (their customer, their matter, the
reports themselves); every decision there ever was is an entry of both.

Every notice has a job in the outbox and a delivery with the same key; a delivery is `replaced` once its reader has a
newer card. `audit` only grows; its `key_id` is empty before the log was keyed. `audit_keys` holds, sealed, the audit
keys of retired keys of the ring. `pulse` is one row that is written to see whether anything can be written, and to
know after a restart how late it was.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from foundation.db import UtcDateTime
from foundation.sealed_tables import sealed_columns

metadata = MetaData()

records = Table(
    "records",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reference", String(16), nullable=False, unique=True),
    Column("kind", String(20), nullable=False, server_default=text("'incident'")),
    Column("author", Text, nullable=False),
    Column("draft", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("urgency", String(20), nullable=False, server_default=text("''")),
    Column("ladder", Text, nullable=False, server_default=text("''")),
    Column("any_hour", Boolean, nullable=False, server_default=false()),
    Column("state", String(20), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("acknowledged_by", Text, nullable=False, default=""),
    Column("acknowledged_at", UtcDateTime),
    Column("exhausted_at", UtcDateTime),
    Column("handler", Text, nullable=False, server_default=text("''")),
    Column("assigned_by", Text, nullable=False, server_default=text("''")),
    Column("shared_with", Text, nullable=False, server_default=text("'[]'")),
    Column("due_at", UtcDateTime),
    Column("filed_for", Text, nullable=False, server_default=text("''")),
    Column("staff", Text, nullable=False, server_default=text("'{}'")),
    *sealed_columns(),
    UniqueConstraint("author", "draft", name="uq_records_author_draft"),
    Index("ix_records_created_at", "created_at"),
    Index("ix_records_author", "author", "created_at"),
    Index("ix_records_filed_for", "filed_for", "created_at"),
    Index("ix_records_department", "department", "created_at"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("record_id", ForeignKey("records.id"), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("record_id", ForeignKey("records.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("assignee", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False),
    Column("blocks", Boolean, nullable=False),
    Column("put_off", UtcDateTime),
    Column("revision", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_tasks_assignee", "assignee", "state", "due_at"),
    Index("ix_tasks_due", "state", "due_at"),
)

requests = Table(
    "requests",
    metadata,
    Column("record_id", ForeignKey("records.id"), primary_key=True),
    Column("matter", String(20), nullable=False),
    Column("lane", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("ward", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("contact_wanted", Boolean, nullable=False),
    Column("reached_at", UtcDateTime),
    Column("next_update", UtcDateTime),
    Column("updated_at", UtcDateTime),
    Column("is_holding", Boolean, nullable=False),
    Column("resolved_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    Column("revision", Integer, nullable=False),
    Index("ix_requests_queue", "priority", "due_at", "record_id"),
)

holds = Table(
    "holds",
    metadata,
    Column("record_id", ForeignKey("records.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("placed_by", Text, nullable=False),
    Column("placed_at", UtcDateTime, nullable=False),
)

certificates = Table(
    "certificates",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("made_by", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    *sealed_columns(),
)

log_lines = Table(
    "log_lines",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("source", String(32), nullable=False, unique=True),
    Column("occurred_at", UtcDateTime, nullable=False, index=True),
    Column("made_by", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    *sealed_columns(),
)

figure_months = Table(
    "figure_months",
    metadata,
    Column("month", String(7), primary_key=True),
    *sealed_columns(),
)

letters = Table(
    "letters",
    metadata,
    Column("entry", String(32), primary_key=True),
    Column("format", String(10), primary_key=True),
    Column("record_id", ForeignKey("records.id"), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)

nudges = Table(
    "nudges",
    metadata,
    Column("person", Text, primary_key=True),
    Column("wants", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

absences = Table(
    "absences",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("deputy", Text, nullable=False),
    Column("said_by", Text, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
)

name_tokens = Table(
    "name_tokens",
    metadata,
    Column("token", LargeBinary, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("subject", String(32), primary_key=True),
    Index("ix_name_tokens_subject", "subject", "kind"),
)

word_tokens = Table(
    "word_tokens",
    metadata,
    Column("token", LargeBinary, primary_key=True),
    Column("subject", String(32), primary_key=True),
    Index("ix_word_tokens_subject", "subject"),
)

indexed = Table(
    "indexed",
    metadata,
    Column("subject", String(32), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("key_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("record_id", ForeignKey("records.id"), primary_key=True),
    Column("other_id", ForeignKey("records.id"), primary_key=True, index=True),
    Column("subject", String(20), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", Text, primary_key=True),
    Column("record_id", ForeignKey("records.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("platform", Text, nullable=False, default=""),
    Column("address", Text, nullable=False, default=""),
    Column("replaced", Boolean, nullable=False, server_default=false()),
    Column("code", Text, nullable=False, default=""),
    Column("at", UtcDateTime),
    Index("ix_deliveries_told", "recipient", "record_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("key_id", Text),
    Index("ix_audit_story", "record_id", "kind"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_keys = Table(
    "audit_keys",
    metadata,
    Column("id", Text, primary_key=True),
    *sealed_columns(),
)

pulse = Table(
    "pulse",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("beat", BigInteger, nullable=False),
    Column("at", UtcDateTime),
)
